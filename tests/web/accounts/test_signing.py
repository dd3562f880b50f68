import re
from datetime import timedelta

import pytest
from django.contrib.auth import SESSION_KEY
from django.test import Client, RequestFactory
from django.utils import timezone
from pytest_django import Settings

from reperes_web.accounts import attempts, links, provider
from reperes_web.models import Account, Attempt
from support.people import PASSWORD, World, account

pytestmark = pytest.mark.django_db
WRONG = "These two go together"


def sign_in(browser: Client, name: str = "marie", password: str = PASSWORD, **more: str) -> tuple[int, str]:
    answer = browser.post("/connexion/", {"username": name, "password": password, **more})
    return answer.status_code, answer.get("Location") or answer.content.decode()


def signed_in(browser: Client) -> bool:
    return SESSION_KEY in browser.session


def test_signing_in_and_out(anybody: Client) -> None:
    account("marie")
    assert anybody.get("/compte/")["Location"] == "/connexion/?next=/compte/"
    page = anybody.get("/connexion/?next=/compte/").content.decode()
    assert '<input type="hidden" name="next" value="/compte/">' in page
    assert sign_in(anybody, next="/compte/") == (302, "/compte/")
    assert signed_in(anybody)
    assert anybody.get("/connexion/")["Location"] == "/"
    assert anybody.get("/deconnexion/").status_code == 405
    assert anybody.post("/deconnexion/")["Location"] == "/"
    assert not signed_in(anybody)


def test_one_never_goes_elsewhere_once_signed_in(anybody: Client) -> None:
    account("marie")
    assert sign_in(anybody, next="https://evil.example/") == (302, "/")
    assert anybody.get("/connexion/?next=//evil.example/")["Location"] == "/"
    assert anybody.get("/connexion/?next=http://testserver/compte/")["Location"] == "/"


@pytest.mark.parametrize("word", ["abc", "account", "team", "?", "."])
def test_a_bare_word_leads_home(word: str, anybody: Client) -> None:
    account("marie")
    assert anybody.get("/connexion/", {"next": word}).status_code == 200
    assert sign_in(anybody, next=word) == (302, "/")
    assert anybody.get("/connexion/", {"next": word})["Location"] == "/"


@pytest.mark.parametrize(
    ("asked_for", "kept"), [("abc", None), ("//evil.example", None), ("/equipes/", "/equipes/")]
)
def test_the_way_by_a_provider_goes_on_to_a_page_of_ours(
    asked_for: str, kept: str | None, anybody: Client, settings: Settings
) -> None:
    told = {"ISSUER": "https://id.example.org", "CLIENT_ID": "reperes", "CLIENT_SECRET": "of the tests"}
    known = provider.of({f"REPERES_WEB_OIDC_{name}": value for name, value in told.items()})
    assert known is not None
    settings.OPENID = known
    for name, value in provider.settings(known).items():
        setattr(settings, name, value)
    answer = anybody.get("/connexion/fournisseur/", {"next": asked_for})
    assert answer["Location"].startswith("https://id.example.org/authorize?")
    assert anybody.session["oidc_login_next"] == kept


def test_a_wrong_password_and_an_unknown_name_look_the_same(anybody: Client) -> None:
    account("marie")
    pages = [sign_in(anybody, "marie", WRONG), sign_in(anybody, "nobody", WRONG)]
    assert [status for status, _ in pages] == [400, 400]
    assert without_token(pages[0][1]).replace("marie", "nobody") == without_token(pages[1][1])
    assert WRONG not in pages[0][1]
    assert "This name and this password do not go together." in pages[0][1]


def without_token(page: str) -> str:
    return re.sub(r'(?<=csrfmiddlewaretoken" value=")\w+', "", page)


def test_an_empty_form_says_what_is_missing(anybody: Client) -> None:
    status, page = sign_in(anybody, "", "")
    assert status == 400
    assert page.count('aria-invalid="true"') == 2


def test_guessing_is_stopped_even_for_the_right_password(anybody: Client) -> None:
    account("marie")
    account("paul")
    assert [sign_in(anybody, "marie", WRONG)[0] for _ in range(5)] == [400] * 5
    status, page = sign_in(anybody, "MARIE")
    assert (status, "Wait 15 minutes" in page) == (429, True)
    assert sign_in(anybody, "paul")[0] == 302
    elsewhere = Client(REMOTE_ADDR="192.0.2.9")
    assert sign_in(elsewhere)[0] == 302


def test_a_quarter_of_an_hour_later_one_may_try_again(anybody: Client) -> None:
    account("marie")
    for _ in range(6):
        sign_in(anybody, "marie", WRONG)
    Attempt.objects.update(since=timezone.now() - timedelta(minutes=14, seconds=59))
    assert sign_in(anybody)[0] == 429
    Attempt.objects.update(since=timezone.now() - timedelta(minutes=15, seconds=1))
    assert sign_in(anybody)[0] == 302
    # What succeeded leaves no count of the name, and none more of the place than the failure counted before.
    assert [one.count for one in Attempt.objects.all()] == [0]


def test_a_list_of_names_is_stopped_by_the_place(anybody: Client) -> None:
    account("marie")
    statuses = [sign_in(anybody, f"name{n}", WRONG)[0] for n in range(attempts.MOST_OF_A_PLACE + 1)]
    assert statuses == [400] * attempts.MOST_OF_A_PLACE + [429]
    assert sign_in(anybody)[0] == 429


def test_many_who_succeed_from_one_place_are_not_stopped() -> None:
    account("marie")
    assert {sign_in(Client())[0] for _ in range(attempts.MOST_OF_A_PLACE + 5)} == {302}


def test_counts_tell_neither_name_nor_address(anybody: Client) -> None:
    sign_in(anybody, "marie", WRONG)
    kept = [one.digest for one in Attempt.objects.all()]
    assert len(kept) == 2
    assert all(re.fullmatch("[0-9a-f]{64}", one) for one in kept)


@pytest.mark.parametrize(
    ("behind", "remote", "forwarded", "place"),
    [
        (False, "192.0.2.1", "203.0.113.7", "192.0.2.1"),
        (True, "192.0.2.1", "203.0.113.7", "203.0.113.7"),
        # What the visitor wrote comes first, what our proxy saw last.
        (True, "192.0.2.1", "198.51.100.1, 203.0.113.7", "203.0.113.7"),
        (True, "", "", ""),
        (True, "", "unknown", ""),
        (False, "2001:db8:1:2:3:4:5:6", "", "2001:db8:1:2::/64"),
        (False, "::ffff:192.0.2.1", "", "192.0.2.1"),
        (True, "", "198.51.100.1, 203.0.113.7:4431", "203.0.113.7"),
        (True, "", "[2001:db8:1:2:3:4:5:6]:4431", "2001:db8:1:2::/64"),
        (True, "", "[2001:db8:1:2::1]", "2001:db8:1:2::/64"),
        (True, "192.0.2.1", "203.0.113.7:4431:5", ""),
        (True, "192.0.2.1", "", "192.0.2.1"),
    ],
)
def test_where_a_request_comes_from(
    behind: bool,  # noqa: FBT001 - a column of the table
    remote: str,
    forwarded: str,
    place: str,
    settings: Settings,
) -> None:
    settings.BEHIND_PROXY = behind
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    request = RequestFactory().get("/", REMOTE_ADDR=remote, headers=headers)
    assert attempts.place(request) == place


def test_those_whose_address_cannot_be_read_do_not_shut_each_other_out(
    anybody: Client, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    attempts._tell_unreadable.cache_clear()
    settings.BEHIND_PROXY = True
    anybody.defaults["HTTP_X_FORWARDED_FOR"] = "unknown"
    account("marie")
    account("paul")
    statuses = [sign_in(anybody, f"name{n}", WRONG)[0] for n in range(attempts.MOST_OF_A_PLACE + 1)]
    assert statuses == [400] * (attempts.MOST_OF_A_PLACE + 1)
    assert [sign_in(anybody, "marie", WRONG)[0] for _ in range(6)] == [400] * 5 + [429]
    assert sign_in(anybody, "paul")[0] == 302
    told = [one.getMessage() for one in caplog.records if one.name == attempts.__name__]
    assert told == [
        "the address in X-Forwarded-For cannot be read: failed sign-ins are bounded by name alone"
    ]


def test_a_link_serves_once(anybody: Client) -> None:
    made = Account.objects.create_user("marie")
    link = links.path_to_password(made)
    form = anybody.get(link, follow=True)
    where = form.redirect_chain[-1][0]
    assert links.path_to_password(made).split("/")[3] not in where
    assert "Choose a password" in form.content.decode()
    done = anybody.post(where, {"new_password1": PASSWORD, "new_password2": PASSWORD})
    assert done["Location"] == "/compte/"
    assert signed_in(anybody)
    assert sign_in(Client())[0] == 302
    again = Client(headers={"accept-language": "en"}).get(link).content.decode()
    assert "This link is of no use any more." in again


def test_a_weak_password_is_refused_with_its_reasons(anybody: Client) -> None:
    where = anybody.get(links.path_to_password(Account.objects.create_user("marie")))["Location"]
    page = anybody.post(where, {"new_password1": "1234567", "new_password2": "1234567"}).content.decode()
    assert "This password is too short. It must contain at least 12 characters." in page
    assert "This password is too common." in page


def test_a_link_lives_three_days(anybody: Client, settings: Settings) -> None:
    made = Account.objects.create_user("marie")
    assert (links.DAYS, settings.PASSWORD_RESET_TIMEOUT) == (3, 259_200)
    settings.PASSWORD_RESET_TIMEOUT = -1
    assert "of no use any more" in anybody.get(links.path_to_password(made)).content.decode()


def test_a_link_of_somebody_whom_the_provider_signs_in_opens_nothing(anybody: Client) -> None:
    made = Account.objects.create_user("marie", subject="7b0e")
    assert "of no use any more" in anybody.get(links.path_to_password(made)).content.decode()


@pytest.mark.parametrize("active", [True, False])
def test_who_left_signs_in_no_more(active: bool, anybody: Client) -> None:  # noqa: FBT001
    account("marie", is_active=active)
    assert sign_in(anybody)[0] == (302 if active else 400)


def test_without_passwords_none_is_taken(anybody: Client, settings: Settings, asked: World) -> None:
    link = links.path_to_password(asked.accounts["reader"])
    settings.PASSWORDS = False
    settings.CONTACT = "reperes@exemple.fr"
    page = anybody.get("/connexion/").content.decode()
    assert 'type="password"' not in page
    assert "reperes@exemple.fr" in page
    assert sign_in(anybody, "reader")[0] == 404
    assert anybody.get(link).status_code == 404
    assert asked.browser("reader").get("/compte/mot-de-passe/").status_code == 404
    assert asked.browser("manager").post(f"/equipes/{asked.team.pk}/membres/1/lien/").status_code == 404


def test_one_person_is_asked_for_nothing(anybody: Client, settings: Settings) -> None:
    settings.ALONE = True
    assert anybody.get("/connexion/?next=/equipes/")["Location"] == "/equipes/"
    page = anybody.get("/compte/").content.decode()
    assert "User name: agent" in page
    assert "Change the password" not in page
    team = Account.objects.get().teams.get()
    assert "You act for this team." in anybody.get(f"/equipes/{team.pk}/").content.decode()
