"""Who may do what: the table of `support.matrix`, held against the rules and against these pages."""

from collections.abc import Callable
from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from reperes_web.accounts import rights
from reperes_web.accounts.rights import Action
from reperes_web.models import Account, Observation, Project, Run, Token
from support.matrix import MATRIX, WHO, Probe
from support.people import World, world

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked() -> World:
    made = world()
    project = Project.objects.create(key="https://forge.example.org/a/b", name="b")
    day, moment = date(2026, 11, 23), timezone.now()
    made.things["observation"] = Observation.objects.create(
        project=project, as_of=day, observed_at=moment, generator="reperes 0.1.0"
    )
    colleague = Account.objects.get(username="second")
    made.things["run"] = Run.objects.create(
        subject=project.key, key=project.key, as_of=day, asked_by=colleague
    )
    made.things["token"] = Token.objects.create(
        account=colleague,
        team=made.team,
        name="tableau",
        digest="0" * 64,
        start="rep_0",
        expires_on=day,
    )
    return made


def team_rule(action: Action) -> Callable[[World, Account | AnonymousUser], bool]:
    def rule(asked: World, who: Account | AnonymousUser) -> bool:
        try:
            rights.require(who, action, asked.team)
        except (Http404, PermissionDenied):
            return False
        return True

    return rule


def signed(asked: World, who: Account | AnonymousUser) -> bool:
    del asked
    return who.is_authenticated


def nobody(asked: World, who: Account | AnonymousUser) -> bool:
    """No rule lets anybody do it, and no page does it."""
    del asked, who
    return False


OWNED = ("profile", "correction", "addition", "advice")
RULES: dict[tuple[str, str], Callable[[World, Account | AnonymousUser], bool]] = {
    ("observation", "read"): signed,
    ("observation", "write"): nobody,
    ("observation", "withdraw"): nobody,
    ("run", "read"): signed,
    ("run", "write"): lambda _, who: rights.may_start(who),
    ("run", "withdraw"): lambda asked, who: rights.may_stop(who, asked.things["run"]),
    **{(thing, "read"): team_rule(Action.READ) for thing in (*OWNED, "team", "membership")},
    **{(thing, action): team_rule(Action.WRITE) for thing in OWNED for action in ("write", "withdraw")},
    **{
        (thing, action): team_rule(Action.MANAGE)
        for thing in ("team", "membership")
        for action in ("write", "withdraw")
    },
    ("membership", "manage"): team_rule(Action.MANAGE),
    ("team", "create"): lambda _, who: rights.may_create_team(who),
    ("token", "write"): team_rule(Action.READ),
    ("token", "read"): nobody,
    ("token", "withdraw"): nobody,
}

PROBES = (
    Probe(
        "run",
        "write",
        "post",
        lambda _: reverse("home"),
        lambda _: {"subject": "https://forge.example.org/a/c"},
    ),
    Probe("run", "read", "get", lambda asked: reverse("run", args=(asked.things["run"].pk,))),
    Probe("run", "withdraw", "post", lambda asked: reverse("run-stop", args=(asked.things["run"].pk,))),
    Probe("team", "read", "get", lambda asked: reverse("team", args=(asked.team.pk,))),
    Probe("team", "read", "post", lambda asked: reverse("team-choose", args=(asked.team.pk,))),
    Probe("team", "read", "get", lambda asked: reverse("team-leave", args=(asked.team.pk,))),
    Probe("team", "write", "get", lambda asked: reverse("team-rename", args=(asked.team.pk,))),
    Probe(
        *("team", "write", "post"),
        lambda asked: reverse("team-rename", args=(asked.team.pk,)),
        lambda _: {"name": "Ville"},
    ),
    Probe("team", "withdraw", "get", lambda asked: reverse("team-delete", args=(asked.team.pk,))),
    Probe(
        *("team", "withdraw", "post"),
        lambda asked: reverse("team-delete", args=(asked.team.pk,)),
        lambda _: {"sure": "on"},
    ),
    Probe("team", "create", "get", lambda _: reverse("team-new")),
    Probe("team", "create", "post", lambda _: reverse("team-new"), lambda _: {"name": "Région"}),
    Probe("membership", "write", "get", lambda asked: reverse("team-invite", args=(asked.team.pk,))),
    Probe(
        *("membership", "write", "post"),
        lambda asked: reverse("team-invite", args=(asked.team.pk,)),
        lambda _: {"email": "new@exemple.fr", "role": "reader"},
    ),
    Probe("membership", "manage", "get", lambda asked: of_member("member", asked)),
    Probe(
        *("membership", "manage", "post"),
        lambda asked: of_member("member", asked),
        lambda _: {"role": "manager", "function": "juriste"},
    ),
    Probe("membership", "manage", "post", lambda asked: of_member("member-link", asked)),
    Probe("membership", "withdraw", "post", lambda asked: of_member("member-remove", asked)),
)


def of_member(name: str, asked: World) -> str:
    return reverse(name, args=(asked.team.pk, asked.membership("reader").pk))


def test_every_line_has_its_rule() -> None:
    assert set(RULES) == set(MATRIX)


@pytest.mark.parametrize("line", MATRIX, ids="-".join)
def test_rules(line: tuple[str, str], asked: World) -> None:
    people: dict[str, Account | AnonymousUser] = {"anonymous": AnonymousUser(), **asked.accounts}
    assert tuple(RULES[line](asked, people[who]) for who in WHO) == MATRIX[line]


@pytest.mark.parametrize("probe", PROBES, ids=str)
@pytest.mark.parametrize("who", WHO)
def test_pages(who: str, probe: Probe, asked: World) -> None:
    probe.hold(who, asked)


@pytest.mark.parametrize("probe", [one for one in PROBES if one.method == "post"], ids=str)
def test_forms_want_their_token(probe: Probe, asked: World) -> None:
    browser = asked.browser("manager")
    browser.handler.enforce_csrf_checks = True
    answer = browser.post(probe.url(asked), probe.fields(asked))
    assert answer.status_code == 403
    assert "This form was not accepted." in answer.content.decode()


def test_what_is_ones_own(asked: World) -> None:
    second = Account.objects.get(username="second")
    assert rights.may_stop(second, asked.things["run"])


def test_a_link_is_given_by_who_manages_all_the_teams_of_an_account_that_theirs_made(asked: World) -> None:
    manager, reader = asked.accounts["manager"], asked.accounts["reader"]
    assert rights.may_give_link(manager, reader)
    assert not rights.may_give_link(asked.accounts["editor"], reader)
    assert not rights.may_give_link(AnonymousUser(), reader)
    asked.other.memberships.create(account=reader)
    assert not rights.may_give_link(manager, reader)
    asked.other.memberships.create(account=manager, role="editor")
    assert not rights.may_give_link(manager, reader)
    asked.other.memberships.filter(account=manager).update(role="manager")
    assert rights.may_give_link(manager, reader)
    reader.subject = "7b0e"
    assert not rights.may_give_link(manager, reader)


@pytest.mark.parametrize("signed_in", [True, False])
def test_who_adds_an_account_made_elsewhere_gets_no_link_to_it(
    signed_in: bool,  # noqa: FBT001 - a column of the table
    asked: World,
) -> None:
    reader, stranger = asked.accounts["reader"], asked.accounts["stranger"]
    reader.last_login = timezone.now() if signed_in else None
    reader.save()
    asked.membership("reader").delete()
    asked.other.memberships.create(account=reader)
    assert not rights.may_give_link(stranger, reader)
    where = reverse("member-link", args=(asked.other.pk, asked.other.memberships.get(account=reader).pk))
    assert asked.browser("stranger").post(where).status_code == 404
    page = asked.browser("stranger").get(where.removesuffix("lien/")).content.decode()
    assert "Only whoever runs this service can make one" in page
    assert "Make a link" not in page
    # Nor who once managed its team, and manages this one: it reads there what the other team wrote.
    assert not rights.may_give_link(asked.accounts["manager"], reader)


def test_an_account_that_no_team_made_gets_no_link_from_anybody(asked: World) -> None:
    reader = asked.accounts["reader"]
    asked.team.delete()
    reader.refresh_from_db()
    assert reader.made_by is None
    asked.other.memberships.create(account=reader)
    assert not rights.may_give_link(asked.accounts["stranger"], reader)


def test_an_account_in_no_team_gets_no_link_from_anybody(asked: World) -> None:
    asked.membership("reader").delete()
    assert not rights.may_give_link(asked.accounts["manager"], asked.accounts["reader"])
