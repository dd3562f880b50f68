"""What holds of every address: headers, forms, reading changes nothing, strangers’ texts, nothing inside."""

import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings as configured
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from reperes_web.kept import keep, prepare
from reperes_web.models import (
    Addition,
    Advice,
    Membership,
    Observation,
    Profile,
    Role,
    Run,
    State,
    Team,
    Token,
)
from support.application import MOMENT, account, kept_observation, signed_in
from support.hostile import MARKUP, SCRIPT, executable, hostile
from support.observing import observed
from support.running import Application, application

PROFILE = {"name": "Ville d’Exemple", "kind": "local-authority"}


@dataclass
class World:
    """A team that has one of each thing, and its manager."""

    team: Team
    manager: Membership
    observation: Observation
    other: Observation
    things: dict[str, Any] = field(default_factory=dict)

    def path(self, route: str) -> str:
        """Return an address of a route, its places filled with what there is."""
        known = {
            "observations/<int:pk>": self.observation.pk,
            "conseils/<int:pk>": self.things["advice"].pk,
            "equipes/<int:pk>": self.team.pk,
            "<int:other>": self.other.pk,
            "<int:member_id>": self.manager.pk,
            "<int:number>": self.things["token"].pk,
            "<int:which>": self.things["addition"].pk,
            "<slug:kind>": "addition",
            "<slug:reading>": "nature",
            "<slug:extension>": "html",
            "<uuid:run_id>": self.things["run"].pk,
            "<path:identifier>": "adhesion",
            "<uidb64>/<token>": "MQ/set-password",
            "<path:rest>": "nothing",
        }
        for place, value in known.items():
            filled = place.rpartition("/")[0] + f"/{value}" if place.endswith("<int:pk>") else str(value)
            route = route.replace(place, filled)
        assert "<" not in route, f"{route}: say here what its places are filled with"
        return f"/{route}"


def routes(patterns: list[URLPattern | URLResolver] | None = None, before: str = "") -> Iterator[str]:
    """Yield every route of the application, but those of the API, which asks for a key."""
    for one in get_resolver().url_patterns if patterns is None else patterns:
        route = before + str(one.pattern)
        if route.startswith("api/v1/"):
            continue
        if isinstance(one, URLResolver):
            yield from routes(one.url_patterns, route)
        else:
            yield route


ROUTES = sorted(set(routes()))
INERT = {"langue/": {302}, "mot-de-passe/<uidb64>/<token>/": {200}}
"""Django’s own views, which heed a form alone: what they answer to any other method, doing nothing."""


@pytest.fixture
def world(tmp_path: Path) -> World:
    team = Team.objects.create(name="Ville d’Exemple")
    manager = Membership.objects.get(account=account("manager", Role.MANAGER, team))
    observation = kept_observation(tmp_path)
    other = kept_observation(tmp_path, date(2026, 6, 30))
    profile = Profile.objects.create(team=team, author=manager.account, fields=PROFILE)
    day = timezone.now().date()
    things = {
        "advice": Advice.objects.create(
            team=team,
            author=manager.account,
            observation=observation,
            profile=profile,
            fields=PROFILE,
            as_of=day,
        ),
        "addition": Addition.objects.create(
            team=team,
            author=manager.account,
            project=observation.project,
            reading="nature",
            signed="manager",
            on=day,
            value="digital-commons",
            quote=MARKUP,
            url="https://example.org/",
            seen_on=day,
        ),
        "token": Token.objects.create(
            team=team,
            account=manager.account,
            name=MARKUP[:80],
            digest="0" * 64,
            start="rp_0",
            expires_on=day + timedelta(days=1),
        ),
        "run": Run.objects.create(
            subject=SCRIPT,
            key=SCRIPT,
            as_of=day,
            asked_by=manager.account,
            state=State.RUNNING,
            told=MARKUP,
            started_at=timezone.now(),
            steps=[{"message": {"msgid": "{x}", "args": {"x": MARKUP}}, "at": 0}],
        ),
    }
    return World(team, manager, observation, other, things)


def everything() -> dict[str, list[dict[str, Any]]]:
    """Return all rows of all tables, but what a session remembers."""
    models = [one for one in apps.get_models() if one._meta.app_label != "sessions"]
    return {one._meta.label: [*one._default_manager.order_by("pk").values()] for one in models}


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_page_forbids_whatever_is_not_ours(world: World, language: str) -> None:
    client = signed_in(world.manager.account, language)
    seen = 0
    for route in ROUTES:
        answer = client.get(world.path(route))
        assert answer.status_code in {200, 302, 404, 405}, route
        policy = answer["Content-Security-Policy"]
        assert "default-src 'none'" in policy, route
        assert "script-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert answer["X-Frame-Options"] == "DENY"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Referrer-Policy"] == "same-origin"
        if answer["Content-Type"].startswith("text/html") and "attachment" not in answer.headers.get(
            "Content-Disposition", ""
        ):
            page = b"".join(answer) if answer.streaming else answer.content
            assert executable(page.decode()) == [], route
            seen += answer.status_code == 200
    assert seen >= 35


@pytest.mark.django_db
def test_no_form_is_taken_from_another_site(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.manager.account)
    before = everything()
    for route in ROUTES:
        answer = client.post(world.path(route), {"subject": "https://forge.example.org/a/b", "name": "x"})
        assert answer.status_code == 403, route
    assert everything() == before


@pytest.mark.django_db
def test_reading_changes_nothing(world: World) -> None:
    client = signed_in(world.manager.account)
    before = everything()
    for route in ROUTES:
        for method in (client.get, client.head, client.options):
            method(world.path(route))
    after = everything()
    assert {name: rows for name, rows in after.items() if rows != before[name]} == {}


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["put", "patch", "delete", "trace"])
def test_other_methods_are_refused(world: World, method: str) -> None:
    client = signed_in(world.manager.account)
    before = everything()
    for route in ROUTES:
        assert getattr(client, method)(world.path(route)).status_code in INERT.get(route, {404, 405}), route
    assert everything() == before


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_hostile_repository_is_shown_as_text(tmp_path: Path, language: str) -> None:
    place = hostile(tmp_path / "hostile")
    made = observed(place, tmp_path, origin="https://forge.example.org/o/hostile", offline=True)
    with transaction.atomic():
        observation = keep(prepare(made, MOMENT))
    who = account("manager", Role.MANAGER)
    client = signed_in(who, language)
    shown = ""
    for path in (
        "",
        "questions/",
        "conseil/",
        "lectures/governance/",
        "lectures/licence/",
        "lectures/needs/",
    ):
        page = client.get(f"/observations/{observation.pk}/{path}")
        assert page.status_code == 200
        assert executable(page.content.decode()) == [], path
        shown += page.content.decode()
    assert executable(client.get("/projets/").content.decode()) == []
    assert executable(client.get("/").content.decode()) == []
    # It is not left out: it is quoted, as a text.
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown
    assert "49 " not in re.findall(r"taken by vote.{0,200}", shown)[0]
    # Nothing reads backwards.
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", shown)
    assert max(map(len, shown.splitlines())) < 60_000


@pytest.mark.django_db
def test_what_is_typed_comes_back_as_text(client: Client) -> None:
    client.force_login(account("editor", Role.EDITOR))
    for path in ("/", "/projets/", "/savoir/", "/savoir/recherche/", "/connexion/", "/suggestions/"):
        for name in ("subject", "q", "next", "page"):
            answer = client.get(path, {name: MARKUP})
            assert executable(answer.content.decode()) == []
            assert SCRIPT not in answer.content.decode()
    assert SCRIPT not in client.post("/", {"subject": f"ftp://{MARKUP}"}).content.decode()
    assert SCRIPT not in client.get(f"/nowhere/{SCRIPT}").content.decode()


def test_no_text_of_a_stranger_is_taken_for_markup() -> None:
    """There is no HTML from outside to clean: all of it is escaped, and who is allowed not to is listed."""
    sources = Path(__file__).parents[2] / "src"
    templates = [*sources.rglob("*.html")]
    assert len(templates) > 40
    unescaped = re.compile(r"\|\s*safe\b|autoescape\s+false|Markup\(|forceescape")
    assert [one.name for one in templates if unescaped.search(one.read_text(encoding="utf-8"))] == []
    made = re.compile(r"\bmark_safe\b|\bMarkup\((?P<what>[^)]{0,60})")
    allowed = {
        "reperes/report/html.py": ["charts.svg(chart"],
    }
    found: dict[str, list[str]] = {}
    for one in sources.rglob("*.py"):
        for match in made.finditer(one.read_text(encoding="utf-8")):
            what = (match["what"] or match.group()).strip()
            if not re.match(
                r"""['"]""", what
            ):  # a text of ours, whose places are escaped when they are filled
                found.setdefault(str(one.relative_to(sources)), []).append(what)
    assert found == allowed


def test_templates_escape_by_themselves() -> None:
    from reperes_web.templating import environment

    made = environment()
    assert made.autoescape is True
    assert made.from_string("{{ x }}").render(x=MARKUP).startswith("&lt;script&gt;")


@pytest.fixture
def installed(tmp_path: Path) -> Iterator[Application]:
    with application(tmp_path / "app") as made:
        yield made


_ASKED = """
import sys
from django.test import Client
print(Client(SERVER_NAME=sys.argv[1]).get("/").status_code)
"""


def test_no_other_name_leads_to_the_machine_of_one_person(installed: Application) -> None:
    installed.extra["REPERES_WEB_HOSTS"] = "evil.example.org *"
    told = {name: installed.python(_ASKED, name) for name in ("127.0.0.1", "localhost", "evil.example.org")}
    assert told == {"127.0.0.1": "200", "localhost": "200", "evil.example.org": "400"}


_COOKIES = """
from django.test import Client
from reperes_web.models import Account
Account.objects.create_user("a", password="Correct-horse-9")
client = Client(SERVER_NAME="reperes.example.org")
secure = {"secure": True}
answer = client.get("/connexion/", **secure)
print(answer.headers.get("Strict-Transport-Security"))
client.post("/connexion/", {"username": "a", "password": "Correct-horse-9"}, **secure)
client.post("/langue/", {"language": "en"}, **secure)
for name in sorted(client.cookies):
    one = client.cookies[name]
    print(name, bool(one["secure"]), bool(one["httponly"]), one["samesite"])
"""


def test_cookies_go_by_https_alone_and_no_script_reads_them(installed: Application) -> None:
    installed.extra |= {"REPERES_WEB_ALONE": "no", "REPERES_WEB_HOSTS": "reperes.example.org"}
    assert installed.python(_COOKIES).splitlines() == [
        "max-age=31536000",
        "csrftoken True True Lax",
        "django_language True True Lax",
        "sessionid True True Lax",
    ]


def test_the_key_is_made_once_and_read_by_its_owner_alone(installed: Application) -> None:
    folder = installed.folder / "data" / "web"
    key = folder / "secret.key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    before = key.read_text(encoding="ascii")
    assert len(before) >= 50
    printed = installed.python("from django.conf import settings\nprint(settings.SECRET_KEY)")
    assert (printed, key.read_text(encoding="ascii")) == (before, before)
    assert before != configured.SECRET_KEY


INSIDE = (
    "https://127.0.0.1/group/project",
    "https://localhost/group/project",
    "https://localhost./group/project",
    "https://[::1]/group/project",
    "https://[::ffff:127.0.0.1]/group/project",
    "https://10.0.0.1/group/project",
    "https://172.16.0.1/group/project",
    "https://192.168.1.1/group/project",
    "https://169.254.169.254/latest/meta-data",
    "https://2130706433/group/project",
    "https://0x7f.1/group/project",
    "https://127.1/group/project",
    "https://0.0.0.0/group/project",
)
NEVER = (
    "file:///etc/passwd",
    "/etc",
    "./.",
    "~/project",
    "ext::sh -c touch% /tmp/x",
    "ftp://example.org/x",
    "--upload-pack=touch",
    "gopher://127.0.0.1/x/y",
)
_ASK_ALL = """
import json, sys
from reperes.errors import ReperesError
from reperes_web.accounts.alone import first_account
from reperes_web.runs.ask import ask
told = {}
for subject in sys.argv[1:]:
    try:
        told[subject] = str(ask(subject, first_account()[0]).run.pk)
    except ReperesError as error:
        told[subject] = f"refused: {error}"
print(json.dumps(told))
"""


def test_nothing_inside_is_reached_where_many_come(installed: Application) -> None:
    import json

    # Without a proxy: names are resolved here.
    installed.extra |= {"REPERES_WEB_ALONE": "no", "REPERES_WEB_RUNS_AT_ONCE": "50", "HTTPS_PROXY": ""}
    told: dict[str, str] = json.loads(installed.python(_ASK_ALL, *INSIDE, *NEVER))
    assert [one for one in NEVER if not told[one].startswith("refused: ")] == []
    installed.start("worker")
    sentences = {}
    for subject in INSIDE:
        if told[subject].startswith("refused: "):
            sentences[subject] = "refused"
            continue
        row = installed.until(told[subject], lambda row: row.is_over)
        assert (row.state, row.observation) == ("failed", None), subject
        sentences[subject] = " ".join(row.failure[part]["msgid"] for part in ("what", "why"))
    strange = {
        subject: said
        for subject, said in sentences.items()
        if said != "refused" and "private address" not in said and "no address" not in said
    }
    assert strange == {}
    assert installed.observations() == 0
