import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from reperes.errors import UsageError
from reperes_web.accounts import members
from reperes_web.models import Account, Membership, Profile, Role, Team, Token
from support.people import PASSWORD, World, account, member

pytestmark = pytest.mark.django_db


def words(answer: object) -> str:
    return str(getattr(answer, "content").decode())  # noqa: B009 - the answer of the test client has no type


def roles(team: Team) -> dict[str, str]:
    return dict(team.memberships.order_by("account__username").values_list("account__username", "role"))


def test_the_members_are_shown_to_members_with_role_and_function(asked: World) -> None:
    asked.accounts["editor"].first_name, asked.accounts["editor"].last_name = "Marie", "Martin"
    asked.accounts["editor"].save()
    Membership.objects.filter(account=asked.accounts["editor"]).update(function="juriste")
    page = words(asked.browser("reader").get(reverse("team", args=(asked.team.pk,))))
    rows = re.findall(r'<th scope="row">([^<]+).*?</th>\s*<td>([^<]+)</td>\s*<td>([^<]+)</td>', page)
    assert rows == [
        ("manager", "Manager", "—"),
        ("reader ", "Reader", "—"),
        ("second", "Manager", "—"),
        ("Marie Martin", "Editor", "juriste"),
    ]
    assert "To do" not in page
    assert "Add a colleague" not in page


def test_a_new_team_is_managed_by_who_made_it_and_acts_at_once(asked: World) -> None:
    browser = asked.browser("manager")
    where = browser.post("/equipes/nouvelle/", {"name": "Région"})["Location"]
    made = Team.objects.get(name="Région")
    assert where == f"/equipes/{made.pk}/"
    assert roles(made) == {"manager": "manager"}
    assert browser.session["team"] == made.pk
    assert "You act for this team." in words(browser.get(where))
    assert browser.post("/equipes/nouvelle/", {"name": ""}).status_code == 400


def test_one_person_makes_teams_without_ceremony(anybody: Client, settings: Settings) -> None:
    settings.ALONE = True
    assert anybody.post("/equipes/nouvelle/", {"name": "Région"}).status_code == 302
    assert roles(Team.objects.get(name="Région")) == {"agent": "manager"}


def test_a_superuser_makes_the_first_team(anybody: Client) -> None:
    anybody.force_login(
        account("root", is_superuser=True), backend="django.contrib.auth.backends.ModelBackend"
    )
    assert anybody.post("/equipes/nouvelle/", {"name": "Région"}).status_code == 302


def test_acting_for_another_team(asked: World) -> None:
    asked.other.memberships.create(account=asked.accounts["reader"])
    browser = asked.browser("reader")
    answer = browser.post(reverse("team-choose", args=(asked.team.pk,)), follow=True)
    assert "You act for “Ville d’Exemple” from now on." in words(answer)
    assert browser.session["team"] == asked.team.pk
    assert "Act for Hôpital" in words(browser.get("/equipes/"))


def test_who_is_added_to_another_team_goes_on_acting_for_theirs(asked: World) -> None:
    browser = asked.browser("reader")
    assert "You act for this team." in words(browser.get(reverse("team", args=(asked.team.pk,))))
    # Both come before « Ville d’Exemple » by name.
    Team.objects.create(name="A first by name").memberships.create(account=asked.accounts["reader"])
    asked.other.memberships.create(account=asked.accounts["reader"])
    page = words(browser.get("/equipes/"))
    assert "Act for Hôpital" in page
    assert "Act for A first by name" in page
    assert "Act for Ville d’Exemple" not in page


def test_a_colleague_without_an_account_gets_one_and_a_link(asked: World, anybody: Client) -> None:
    fields = {"email": "Lea@exemple.fr", "role": "editor", "function": "juriste"}
    page = words(asked.browser("manager").post(reverse("team-invite", args=(asked.team.pk,)), fields))
    made = Account.objects.get(username="lea@exemple.fr")
    assert (made.email, made.has_usable_password()) == ("Lea@exemple.fr", False)
    assert made.made_by == asked.team
    joined = Membership.objects.get(account=made)
    assert (joined.team, joined.role, joined.function) == (asked.team, "editor", "juriste")
    link = re.findall(r"<code>(http://testserver/mot-de-passe/[^<]+)</code>", page)[0]
    where = anybody.get(link)["Location"]
    anybody.post(where, {"new_password1": PASSWORD, "new_password2": PASSWORD})
    assert Client().login(username="lea@exemple.fr", password=PASSWORD)


def test_a_colleague_with_an_account_is_shown_then_added_without_a_link(asked: World) -> None:
    known = account("lea.m", email="lea@exemple.fr", first_name="Léa", last_name="Morel")
    fields = {"email": "LEA@exemple.fr", "role": "reader", "function": "juriste"}
    where = reverse("team-invite", args=(asked.team.pk,))
    page = words(asked.browser("manager").post(where, fields))
    assert re.findall(r"<dt>([^<]+)</dt><dd>([^<]+)</dd>", page) == [
        ("User name", "lea.m"),
        ("Name", "Léa Morel"),
        ("Role", "Reader"),
    ]
    assert "The address was told by whoever made the account: it was not verified." in page
    assert not known.memberships.exists()
    sent = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))
    sent.pop("csrfmiddlewaretoken", None)
    sent.pop("next", None)
    assert sent == {**fields, "account": str(known.pk)}
    # What was confirmed is one account, not whoever has the address at that moment.
    other = asked.accounts["stranger"]
    asked.browser("manager").post(where, {**sent, "account": other.pk})
    assert not known.memberships.exists()
    answer = asked.browser("manager").post(where, sent, follow=True)
    assert "LEA@exemple.fr was added to the team." in words(answer)
    assert "mot-de-passe" not in words(answer)
    assert asked.team.memberships.filter(account=known, role="reader", function="juriste").exists()
    again = asked.browser("manager").post(where, fields)
    assert again.status_code == 400
    assert "LEA@exemple.fr is a member of this team already." in words(again)


def test_an_address_means_who_the_provider_says_has_it(asked: World) -> None:
    account("typed", email="lea@exemple.fr")
    signed = account("signed", email="lea@exemple.fr", subject="7b0e")
    with pytest.raises(members.UnconfirmedError) as unsure:
        members.invite(asked.team, "lea@exemple.fr", Role.READER, "")
    assert unsure.value.account == signed
    made, is_new = members.invite(asked.team, "lea@exemple.fr", Role.READER, "", confirmed=signed.pk)
    assert (made.account, is_new) == (signed, False)
    account("other", email="lea@exemple.fr", subject="91aa")
    with pytest.raises(UsageError) as raised:
        members.invite(asked.team, "lea@exemple.fr", Role.READER, "")
    assert raised.value.why.args == {"email": "lea@exemple.fr"}


def test_the_role_of_a_member_is_changed(asked: World) -> None:
    where = reverse("member", args=(asked.team.pk, asked.membership("reader").pk))
    shown = re.findall(
        r'<input type="radio" [^>]*value="(\w+)"[^>]* checked', words(asked.browser("manager").get(where))
    )
    assert shown == ["reader"]
    asked.browser("manager").post(where, {"role": "editor", "function": "cheffe de projet"})
    now = asked.membership("reader")
    assert (now.role, now.function) == ("editor", "cheffe de projet")
    assert asked.browser("manager").post(where, {"role": "king"}).status_code == 400


def test_one_changes_ones_own_function_and_not_ones_role(asked: World) -> None:
    where = reverse("team-function", args=(asked.team.pk,))
    asked.browser("reader").post(where, {"function": "juriste", "role": "manager"})
    now = asked.membership("reader")
    assert (now.role, now.function) == ("reader", "juriste")


def test_a_member_taken_out_loses_their_keys(asked: World) -> None:
    token = Token.objects.create(
        account=asked.accounts["editor"],
        team=asked.team,
        name="tableau",
        digest="0" * 64,
        start="rep_0",
        expires_on=date(2027, 1, 1),
    )
    where = reverse("member-remove", args=(asked.team.pk, asked.membership("editor").pk))
    answer = asked.browser("manager").post(where, follow=True)
    assert "editor is no longer in the team." in words(answer)
    assert roles(asked.team) == {"manager": "manager", "reader": "reader", "second": "manager"}
    assert not Token.objects.filter(pk=token.pk).exists()
    assert asked.browser("editor").get(reverse("team", args=(asked.team.pk,))).status_code == 404


def test_a_member_of_another_team_is_not_reached_through_ours(asked: World) -> None:
    theirs = Membership.objects.get(account=asked.accounts["stranger"])
    for name in ("member", "member-remove", "member-link"):
        where = reverse(name, args=(asked.team.pk, theirs.pk))
        assert asked.browser("manager").post(where, {"role": "reader"}).status_code == 404
    assert roles(asked.other) == {"stranger": "manager"}


@pytest.mark.parametrize("way", ["leave", "remove", "step down"])
def test_a_team_is_never_left_without_a_manager(way: str, asked: World) -> None:
    Membership.objects.filter(account__username="second").delete()
    last = asked.membership("manager")
    where, fields = {
        "leave": (reverse("team-leave", args=(asked.team.pk,)), {}),
        "remove": (reverse("member-remove", args=(asked.team.pk, last.pk)), {}),
        "step down": (reverse("member", args=(asked.team.pk, last.pk)), {"role": "editor"}),
    }[way]
    answer = asked.browser("manager").post(where, fields)
    assert answer.status_code == 400
    assert "The team would have no manager any more" in words(answer)
    assert roles(asked.team) == {"editor": "editor", "manager": "manager", "reader": "reader"}


def test_a_manager_among_two_may_leave(asked: World) -> None:
    answer = asked.browser("manager").post(reverse("team-leave", args=(asked.team.pk,)))
    assert answer["Location"] == "/equipes/"
    assert roles(asked.team) == {"editor": "editor", "reader": "reader", "second": "manager"}
    with pytest.raises(UsageError):
        members.remove(asked.team.memberships.get(role=Role.MANAGER))


def test_a_team_is_deleted_once_sure_with_what_it_wrote(asked: World) -> None:
    Profile.objects.create(team=asked.team, author=asked.accounts["editor"], fields={"name": "Ville"})
    Profile.objects.create(team=asked.other, author=asked.accounts["stranger"], fields={"name": "Hôpital"})
    where = reverse("team-delete", args=(asked.team.pk,))
    page = words(asked.browser("manager").get(where))
    assert re.findall(r"<dt>([^<]+)</dt><dd>(\d+)</dd>", page) == [
        ("Members", "4"),
        ("Profiles of the administration", "1"),
        ("Corrections", "0"),
        ("Pieces of evidence", "0"),
        ("Pieces of advice", "0"),
        ("Keys to the API", "0"),
    ]
    assert asked.browser("manager").post(where).status_code == 400
    assert Team.objects.count() == 2
    asked.browser("manager").post(where, {"sure": "on"})
    assert [one.name for one in Team.objects.all()] == ["Hôpital"]
    assert [one.name for one in Profile.objects.all()] == ["Hôpital"]
    assert Account.objects.count() == 5


def test_the_last_manager_is_told_apart_from_the_last_member(asked: World) -> None:
    lone = member(Team.objects.create(name="Région"), "lone", Role.MANAGER).account
    assert (members.alone_in_charge(lone), [one.name for one in members.alone_in(lone)]) == ([], ["Région"])
    Team.objects.get(name="Région").memberships.create(account=asked.accounts["reader"])
    assert ([one.name for one in members.alone_in_charge(lone)], members.alone_in(lone)) == (["Région"], [])
    assert members.alone_in_charge(asked.accounts["manager"]) == []


def test_a_page_of_a_team_asks_a_bounded_number_of_questions(
    asked: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(30):
        member(asked.team, f"colleague{n}", Role.READER)
    browser = asked.browser("reader")
    with django_assert_max_num_queries(7):
        page = words(browser.get(reverse("team", args=(asked.team.pk,))))
    assert page.count('<th scope="row">') == 34
