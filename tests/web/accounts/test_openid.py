"""Signing in at a real provider, run on the loopback; and all that is not to be believed."""

import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
import requests
from cryptography.hazmat.primitives.asymmetric import rsa
from django.contrib.auth import SESSION_KEY
from django.test import Client
from pytest_django import Settings

from reperes_web.accounts import provider
from reperes_web.models import Account
from support.people import PASSWORD, account
from support.provider import CLIENT, OURS, PEOPLE, Relay, changed, keys, providing, sign, sign_in_at
from support.web import Said

pytestmark = pytest.mark.django_db
MARIE = "7b0e-marie"
REFUSED = "What came back answers no request of this browser, or was not signed for this service."


@pytest.fixture(scope="module")
def running() -> Iterator[Relay]:
    with providing() as relay:
        yield relay


@pytest.fixture
def relay(running: Relay, settings: Settings) -> Relay:
    running.id_token = running.userinfo = None
    running.asked.clear()
    use(running, settings)
    return running


def use(relay: Relay, settings: Settings, **environment: str) -> None:
    known = provider.of({**relay.environment, **environment})
    assert known is not None
    settings.OPENID = known
    for name, value in provider.settings(known).items():
        setattr(settings, name, value)
    settings.AUTHENTICATION_BACKENDS = [
        "reperes_web.accounts.openid.Backend",
        "django.contrib.auth.backends.ModelBackend",
    ]


def begin(browser: Client, onward: str = "/equipes/") -> str:
    answer = browser.get("/connexion/fournisseur/", {"next": onward})
    assert answer.status_code == 302
    return answer["Location"]


def come_back(browser: Client, login: str = MARIE, session: requests.Session | None = None) -> Any:
    where = sign_in_at(begin(browser), login, session)
    return browser.get(where.removeprefix(OURS))


def who(browser: Client) -> Account | None:
    return Account.objects.filter(pk=browser.session.get(SESSION_KEY, 0)).first()


def test_a_person_signs_in_and_out(relay: Relay, anybody: Client) -> None:
    page = anybody.get("/connexion/?next=/equipes/").content.decode()
    assert 'href="/connexion/fournisseur/?next=/equipes/"' in page
    there = requests.Session()
    answer = come_back(anybody, session=there)
    assert (answer.status_code, answer["Location"]) == (302, "/equipes/")
    found = who(anybody)
    assert found is not None
    assert (found.subject, found.shown, found.email) == (MARIE, "Marie Martin", "marie@exemple.fr")
    assert not found.has_usable_password()
    assert relay.asked == ["/token", "/userinfo"]
    teams = anybody.get("/equipes/").content.decode()
    assert "You are in no team yet: you may read observations, and nothing else." in teams
    out = anybody.post("/deconnexion/")["Location"]
    assert out.startswith(f"{relay.issuer}/session/end?")
    asked = parse_qs(urlsplit(out).query)
    assert asked["post_logout_redirect_uri"] == [f"{OURS}/"]
    assert jwt.decode(asked["id_token_hint"][0], options={"verify_signature": False})["sub"] == MARIE
    end = there.get(out, timeout=10)
    assert end.status_code == 200, end.text
    assert who(anybody) is None


def test_the_request_binds_the_answer(relay: Relay, anybody: Client) -> None:
    asked = parse_qs(urlsplit(begin(anybody)).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["scope"] == ["openid email given_name usual_name siret idp_id"]
    assert asked["response_type"] == ["code"]
    assert {len(asked[name][0]) for name in ("state", "nonce")} == {32}
    assert relay.asked == []


def test_the_same_person_is_the_same_account_under_a_new_name(relay: Relay, anybody: Client) -> None:
    come_back(anybody)
    relay.userinfo = told_as({"email": "marie.durand@exemple.fr", "usual_name": "Durand"})
    come_back(Client())
    found = Account.objects.get(subject=MARIE)
    assert (found.shown, found.email) == ("Marie Durand", "marie.durand@exemple.fr")


def test_what_the_provider_says_no_more_stays(relay: Relay, anybody: Client) -> None:
    come_back(anybody)
    relay.userinfo = lambda token: as_jwt(
        changed(lambda claims: {name: claims[name] for name in ("iss", "aud", "sub")})(token)
    )
    come_back(Client())
    assert Account.objects.get(subject=MARIE).shown == "Marie Martin"


def test_another_session_of_this_browser_ends(relay: Relay, anybody: Client) -> None:
    anybody.force_login(account("before"), backend="django.contrib.auth.backends.ModelBackend")
    session = anybody.session
    session["team"] = 12
    session.save()
    come_back(anybody)
    assert "team" not in anybody.session
    assert anybody.post("/deconnexion/")["Location"].startswith(relay.issuer)


def test_a_provider_that_signs_with_an_elliptic_curve(settings: Settings, anybody: Client) -> None:
    with providing("ES256") as relay:
        use(relay, settings)
        assert come_back(anybody).status_code == 302
    assert who(anybody) == Account.objects.get(subject=MARIE)


def as_jwt(token: str) -> Said:
    return Said(token.encode(), headers={"Content-Type": "application/jwt; charset=utf-8"})


def told_as(claims: dict[str, Any]) -> Callable[[str], Said]:
    return lambda token: as_jwt(changed(lambda told: {**told, **claims})(token))


def without(name: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
    return lambda claims: {key: value for key, value in claims.items() if key != name}


def with_(**claims: Any) -> Callable[[dict[str, Any]], dict[str, Any]]:
    return lambda told: {**told, **claims}


STRANGER = rsa.generate_private_key(public_exponent=65537, key_size=2048)
FORGED: dict[str, Callable[[str], str]] = {
    "for another": changed(with_(aud="another-service")),
    "for nobody": changed(without("aud")),
    "for several, at the request of another": changed(with_(aud=[CLIENT, "another"], azp="another")),
    "from elsewhere": changed(with_(iss="https://evil.example")),
    "from nowhere": changed(without("iss")),
    "of nobody": changed(without("sub")),
    "signed by another": changed(with_(), key=STRANGER),
    "signed with an unknown key": changed(with_(), key=STRANGER, kid="another"),
    "signed with what we share": changed(with_(), "HS256", "of the tests only, made longer to be taken"),
    "not signed": lambda token: jwt.encode(
        jwt.decode(token, options={"verify_signature": False}),
        "",
        algorithm="none",
        headers={"kid": "key-RS256"},
    ),
    "changed after it was signed": lambda token: token[:-8] + ("A" * 8),
    "no token at all": lambda _: "hello",
    "over": changed(with_(exp=int(time.time()) - 3600)),
}
ID_TOKENS = {
    **FORGED,
    "for ever": changed(without("exp")),
    "answers another request": changed(with_(nonce="of another request")),
    "answers no request": changed(without("nonce")),
}


@pytest.mark.parametrize("kind", ID_TOKENS)
def test_an_identity_that_is_not_believed(kind: str, relay: Relay, anybody: Client) -> None:
    relay.id_token = ID_TOKENS[kind]
    refused(come_back(anybody), anybody)
    assert relay.asked == ["/token"]


@pytest.mark.parametrize("kind", [*FORGED, "not signed at all", "of another person"])
def test_what_is_told_of_a_person_and_not_believed(kind: str, relay: Relay, anybody: Client) -> None:
    makers: dict[str, Callable[[str], Said]] = {
        **{name: said_again(made) for name, made in FORGED.items()},
        "not signed at all": lambda _: Said(
            b'{"sub": "7b0e-marie"}', headers={"Content-Type": "application/json"}
        ),
        "of another person": told_as({"sub": "91aa-paul"}),
    }
    relay.userinfo = makers[kind]
    refused(come_back(anybody), anybody)
    assert relay.asked == ["/token", "/userinfo"]


def said_again(made: Callable[[str], str]) -> Callable[[str], Said]:
    return lambda token: as_jwt(made(token))


def refused(answer: Any, browser: Client) -> None:
    page = answer.content.decode()
    assert (answer.status_code, REFUSED in page) == (403, True)
    assert "You could not be signed in." in page
    assert who(browser) is None
    assert not Account.objects.exists()


def test_for_several_but_at_our_request(relay: Relay, anybody: Client) -> None:
    relay.id_token = changed(with_(aud=["another", CLIENT], azp=CLIENT))
    assert come_back(anybody).status_code == 302


def test_an_answer_serves_once(relay: Relay, anybody: Client) -> None:
    where = sign_in_at(begin(anybody), MARIE).removeprefix(OURS)
    assert anybody.get(where).status_code == 302
    again = anybody.get(where)
    assert (again.status_code, REFUSED in again.content.decode()) == (403, True)
    assert relay.asked == ["/token", "/userinfo"]


def test_an_answer_of_another_browser_signs_nobody_in(relay: Relay, anybody: Client) -> None:
    where = sign_in_at(begin(anybody), MARIE).removeprefix(OURS)
    victim = Client(headers={"accept-language": "en"})
    refused(victim.get(where), victim)
    begin(victim)
    refused(victim.get(where), victim)
    assert relay.asked == []


@pytest.mark.parametrize("query", ["", "?code=a", "?state=a", "?code=&state="])
def test_an_answer_without_what_it_needs(query: str, relay: Relay, anybody: Client) -> None:
    begin(anybody)
    refused(anybody.get(f"/connexion/retour/{query}"), anybody)
    assert relay.asked == []


def test_who_gives_up_at_the_provider_is_told_so(relay: Relay, anybody: Client) -> None:
    state = parse_qs(urlsplit(begin(anybody)).query)["state"][0]
    answer = anybody.get("/connexion/retour/", {"error": "access_denied", "state": state})
    assert answer.status_code == 403
    assert "The provider signed nobody in, or you gave up there." in answer.content.decode()
    assert relay.asked == []


def test_a_provider_that_does_not_answer(relay: Relay, anybody: Client) -> None:
    where = sign_in_at(begin(anybody), MARIE).removeprefix(OURS)
    relay.userinfo = lambda _: Said(b"broken, with a secret inside", status=500)
    answer = anybody.get(where)
    page = answer.content.decode()
    assert (answer.status_code, "The provider did not answer as it should." in page) == (502, True)
    assert "secret inside" not in page


def test_who_is_shut_out_here_stays_out(relay: Relay, anybody: Client) -> None:
    Account.objects.create_user("marie", subject=MARIE, is_active=False)
    answer = come_back(anybody)
    assert (answer.status_code, who(anybody)) == (403, None)
    assert relay.asked == ["/token", "/userinfo"]


def test_an_account_without_a_subject_is_found_by_a_verified_address(relay: Relay, anybody: Client) -> None:
    mine = account("paul", email="Paul@exemple.fr")
    come_back(anybody, "91aa-paul")
    assert who(anybody) == mine
    mine.refresh_from_db()
    assert mine.subject == "91aa-paul"
    # Whoever made it may know its password.
    assert not mine.has_usable_password()
    assert not Client().login(username="paul", password=PASSWORD)
    assert relay.asked == ["/token", "/userinfo"]


def test_an_address_is_believed_when_it_is_verified_or_the_provider_trusted(
    relay: Relay, anybody: Client, settings: Settings
) -> None:
    before = account("marie", email="marie@exemple.fr")
    come_back(anybody)
    found = who(anybody)
    assert found is not None
    assert found != before
    found.delete()
    use(relay, settings, REPERES_WEB_OIDC_TRUST_EMAIL="yes")
    come_back(anybody)
    assert who(anybody) == before


@pytest.mark.parametrize("fields", [{"subject": "another"}, {"is_active": False}])
def test_an_account_of_somebody_else_is_not_taken(
    fields: dict[str, Any], relay: Relay, anybody: Client
) -> None:
    other = account("paul", email="paul@exemple.fr", **fields)
    come_back(anybody, "91aa-paul")
    assert who(anybody) not in {None, other}
    assert relay.asked == ["/token", "/userinfo"]


def test_an_address_that_two_accounts_have_says_nothing(relay: Relay, anybody: Client) -> None:
    both = {account(name, email="paul@exemple.fr") for name in ("paul", "paula")}
    come_back(anybody, "91aa-paul")
    assert who(anybody) not in {None, *both}
    assert relay.asked == ["/token", "/userinfo"]


def test_a_person_of_whom_nothing_is_told(relay: Relay, anybody: Client) -> None:
    come_back(anybody, "c3d4-nobody")
    found = who(anybody)
    assert found is not None
    assert (found.email, found.get_full_name()) == ("", "")
    assert found.shown.startswith("openid-")
    assert relay.asked == ["/token", "/userinfo"]


def test_what_is_not_signed_is_taken_when_told_so(relay: Relay, anybody: Client, settings: Settings) -> None:
    use(relay, settings, REPERES_WEB_OIDC_SIGNED_USERINFO="no")
    relay.userinfo = lambda _: Said(
        b'{"sub": "7b0e-marie", "email": "m@exemple.fr"}', headers={"Content-Type": "application/json"}
    )
    come_back(anybody)
    assert Account.objects.get().email == "m@exemple.fr"


def test_a_password_form_asks_the_provider_nothing(relay: Relay, anybody: Client) -> None:
    account("marie")
    answer = anybody.post("/connexion/?code=a&state=b", {"username": "marie", "password": "wrong"})
    assert (answer.status_code, relay.asked) == (400, [])
    assert anybody.post("/connexion/", {"username": "marie", "password": PASSWORD}).status_code == 302
    assert anybody.post("/deconnexion/")["Location"] == "/"


def test_who_comes_from_the_provider_changes_their_name_there(relay: Relay, anybody: Client) -> None:
    come_back(anybody)
    page = anybody.get("/compte/").content.decode()
    assert "Your provider tells your name and your address each time you sign in" in page
    assert 'name="email"' not in page
    assert anybody.post("/compte/", {"email": "paul@exemple.fr"}).status_code == 404
    assert anybody.get("/compte/mot-de-passe/").status_code == 404
    assert PEOPLE[MARIE]["email"] == Account.objects.get().email
    assert relay.asked == ["/token", "/userinfo"]


def test_without_a_provider_these_pages_are_not_there(anybody: Client) -> None:
    for page in ("fournisseur", "retour"):
        assert anybody.get(f"/connexion/{page}/").status_code == 404


def test_what_the_tests_sign_is_what_the_provider_signs() -> None:
    claims = {"sub": "a"}
    assert jwt.decode(sign(claims, "ES256"), keys()["ES256"].public_key(), algorithms=["ES256"]) == claims
