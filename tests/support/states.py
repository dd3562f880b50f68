"""Every page and state that the browser tests look at, and the application in which they are there.

To add one: a line in `ALONE` or in `MANY`; `{observation}` and the like are printed by `_SET_UP`.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from support.application import STREAM
from support.browser import Shown
from support.git import commit, file, repository
from support.hostile import hostile
from support.running import Application, answers, application, free_port


def unfolded(page: Page) -> None:
    """Open everything that unfolds."""
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")


def refused(page: Page) -> None:
    """Ask for what is no subject."""
    page.locator("input[name=subject]").fill("ftp://example.org/x")
    page.locator("form.ask button.primary").click()
    page.locator("[role=alert]").wait_for()


def badly_signed_in(page: Page) -> None:
    """Sign in with a wrong password."""
    page.locator("input[name=username]").fill("nobody")
    page.locator("input[name=password]").fill("wrong")
    page.locator("main form button").first.click()
    page.locator("[role=alert]").wait_for()


def badly_corrected(page: Page) -> None:
    """Send a form that lacks what it asks for."""
    unfolded(page)
    form = page.locator("form[action*='corriger']")
    form.evaluate("one => { one.noValidate = true }")
    form.locator("button:not([type=button])").last.click()
    page.locator(".error").first.wait_for()


def in_place(page: Page) -> None:
    """Open the first word of the glossary."""
    page.locator("button.term").first.click()
    page.locator("[popover]:popover-open").wait_for()


ALONE = (
    Shown("home", "/"),
    Shown("home-refused", "/", refused),
    Shown("run-waiting", "/en-cours/{waiting}/"),
    Shown("run-under-way", "/en-cours/{running}/"),
    Shown("run-failed", "/en-cours/{failed}/"),
    Shown("run-stopped", "/en-cours/{stopped}/"),
    Shown("observation", "/observations/{observation}/"),
    Shown("observation-unfolded", "/observations/{observation}/", unfolded),
    Shown("observation-glossary", "/observations/{observation}/", in_place),
    Shown("observation-hostile", "/observations/{hostile}/", unfolded),
    Shown("reading-corrected", "/observations/{observation}/lectures/nature/", unfolded),
    Shown("reading-form-refused", "/observations/{observation}/lectures/governance/", badly_corrected),
    Shown("questions", "/observations/{observation}/questions/"),
    Shown("compare-choose", "/observations/{observation}/comparer/"),
    Shown("compare", "/observations/{observation}/comparer/{earlier}/", unfolded),
    Shown("projects", "/projets/"),
    Shown("profile", "/administration/", unfolded),
    Shown("advice-ask", "/observations/{observation}/conseil/", unfolded),
    Shown("advice", "/conseils/{advice}/"),
    Shown("advice-unfolded", "/conseils/{advice}/", unfolded),
    Shown("advice-compare", "/conseils/{advice}/comparer/?a=adhesion&b=don", unfolded),
    Shown("knowledge", "/savoir/"),
    Shown("knowledge-modalities", "/savoir/modalites/"),
    Shown("knowledge-law", "/savoir/droit/"),
    Shown("knowledge-catalogues", "/savoir/catalogues/"),
    Shown("knowledge-glossary", "/savoir/glossaire/"),
    Shown("knowledge-item", "/savoir/adhesion/", unfolded),
    Shown("knowledge-unknown", "/savoir/nothing-of-that-name/", status=404),
    Shown("api", "/api/"),
    Shown("tokens", "/compte/jetons/"),
    Shown("account", "/compte/"),
    Shown("privacy", "/donnees-personnelles/"),
    Shown("health", "/sante/details/"),
    Shown("not-found", "/nowhere/", status=404),
)
"""As the first account, in one-person mode."""
SIGNED_OUT = (
    Shown("home-signed-out", "/"),
    Shown("sign-in", "/connexion/"),
    Shown("sign-in-refused", "/connexion/", badly_signed_in),
)
"""As nobody, where many come."""
MANY = (
    Shown("account-many", "/compte/"),
    Shown("teams", "/equipes/"),
    Shown("team", "/equipes/{team}/", unfolded),
    Shown("team-new", "/equipes/nouvelle/"),
    Shown("member", "/equipes/{team}/membres/{member}/"),
    Shown("invite", "/equipes/{team}/inviter/"),
    Shown("erase", "/compte/effacer/"),
)
"""As the manager of a team, where many come."""
MANAGER, PASSWORD = "manager", "Correct-horse-9"

_SET_UP = """
import json, sys, uuid
from datetime import timedelta
from django.test import Client
from django.utils import timezone
from reperes_web.accounts.alone import first_account
from reperes_web.models import Advice, Observation, Project, Run, State

known = Observation.objects.filter(project__name="known").order_by("-as_of")
today, earlier = known.values_list("pk", flat=True)
client = Client(SERVER_NAME="localhost")
def post(path, **fields):
    answer = client.post(path, fields)
    assert answer.status_code == 302, (path, answer.status_code, answer.content.decode())
post("/administration/", name="Ville d’Exemple", kind="local-authority", level="commune", population="5000")
page = f"/observations/{today}"
post(f"{page}/lectures/nature/corriger/", value="digital-commons", reason="Seen in its statutes")
post(f"{page}/lectures/nature/ajouter/", value="digital-commons", against="", quote="A commons",
     url="https://example.org/statutes", seen_on="2026-11-20")
post(f"{page}/conseil/", relation="user", goals=["durability"], budget_eur="15000")
now = timezone.now()
step = lambda text, at: {"message": {"msgid": text, "args": {}}, "at": at}
steps = [step("Understanding the address", 0.0), step("Reading the history", 0.4)]
told = lambda text: {"msgid": text, "args": {}}
failure = {"what": told("The project cannot be read."), "why": told("There is nothing at {path}."),
           "do": told("Ask again.")}
failure["why"]["args"] = {"path": "/nowhere"}
def run(state, **fields):
    key = f"/nowhere/{uuid.uuid4()}"
    return str(Run.objects.create(subject="/nowhere", key=key, as_of=now.date(), asked_by=first_account()[0],
                                  state=state, started_at=now, **fields).pk)
waiting = run(State.WAITING)
# Not lost yet: else the worker takes it.
Run.objects.filter(pk=waiting).update(asked_at=now + timedelta(days=1))
print(json.dumps({
    "observation": today, "earlier": earlier, "advice": Advice.objects.get().pk,
    "waiting": waiting,
    "running": run(State.RUNNING, holder=uuid.uuid4(), lease_until=now + timedelta(days=1), steps=steps,
                   told="Receiving objects: 42 %", attempts=1),
    "failed": run(State.FAILED, ended_at=now, steps=steps, failure=failure),
    "stopped": run(State.STOPPED, ended_at=now, steps=steps),
}))
"""
_PEOPLE = """
import json, sys
from reperes_web.models import Account, Membership, Role, Team
team = Team.objects.create(name="Ville d’Exemple")
for name, role in (("manager", Role.MANAGER), ("editor", Role.EDITOR)):
    made = Membership.objects.create(
        team=team, account=Account.objects.create_user(name, password=sys.argv[1]), role=role)
print(json.dumps({"team": team.pk, "member": made.pk}))
"""

DOCUMENTS = (
    file("LICENSE", "MIT License\n\nPermission is hereby granted, free of charge, to any person")
    + file(
        "CONTRIBUTING.md", "# Contributing\n\nEvery commit is signed off (DCO). Help is welcome on tests.\n"
    )
    + file("GOVERNANCE.md", "# Governance\n\nThe association decides by vote at its general assembly.\n")
)


@dataclass(frozen=True)
class Site:
    """An application that answers: its address, what is in it, and a repository that was not observed yet."""

    app: Application
    base: str
    fresh: Path
    known: dict[str, Any] = field(default_factory=dict)


@contextmanager
def alone(folder: Path) -> Iterator[Site]:
    """Serve the application for one person, where a project was observed twice by the worker."""
    (folder / "app").mkdir()
    known = repository(folder / "known", STREAM + _documented())
    fresh = repository(folder / "fresh", STREAM + _documented())
    with application(folder / "app", REPERES_WEB_RUNS_AT_ONCE="50") as app:
        base = _served(app)
        for day in ("2026-06-30", ""):
            run_id = app.python(_ASKED, str(known), day)
            row = app.until(run_id, lambda row: row.is_over)
            assert row.state == "done", app.said
        attack = app.python(_ASKED, str(hostile(folder / "hostile")), "")
        row = app.until(attack, lambda row: row.is_over)
        assert row.state == "done", app.said
        yield Site(app, base, fresh, json.loads(app.python(_SET_UP)) | {"hostile": row.observation})


@contextmanager
def many(folder: Path) -> Iterator[Site]:
    """Serve the application for those who have an account."""
    with application(folder / "app", REPERES_WEB_ALONE="no") as app:
        base = _served(app)
        yield Site(app, base, folder, json.loads(app.python(_PEOPLE, PASSWORD)))


_ASKED = """
import sys
from datetime import date
from reperes_web.accounts.alone import first_account
from reperes_web.runs.ask import ask
print(ask(sys.argv[1], first_account()[0], date.fromisoformat(sys.argv[2]) if sys.argv[2] else None).run.pk)
"""


def _documented() -> str:
    return commit(31, "2026-11-12", "Person 1 <p1@example.org>", parents=(30,), files=DOCUMENTS)


def _served(app: Application) -> str:
    port = free_port()
    app.start("serve", "--port", str(port))
    base = f"http://localhost:{port}"
    answers(f"{base}/")
    return base
