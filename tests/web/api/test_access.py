"""Who may do what through the API: each address, for each kind of caller."""

from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client, override_settings

from reperes_web.api.profiles import EXAMPLE
from reperes_web.models import Correction, Membership, Observation, Profile, Role, Run, State, Token
from support.web_api import bearer, member

pytestmark = pytest.mark.django_db
SUBJECT = "https://forge.example.org/commun/autre"
EVIDENCE = {
    "reading": "governance",
    "value": "association-led",
    "quote": "Elected each year.",
    "seen_on": "2026-11-20",
}
CORRECTION = {"reading": "governance", "value": "association-led", "reason": "Statuts"}
ADVICE = {"readings": {"licence": "MIT"}, "administration": {"name": "A", "kind": "state"}}
OK, FORBIDDEN, NOT_FOUND, UNAUTHORIZED = 200, 403, 404, 401


@dataclass
class Scene:
    """A team with a member of each role, and what it owns; a stranger in another team."""

    reader: Membership
    editor: Membership
    manager: Membership
    stranger: Membership
    profile: Profile
    correction: Correction
    run: Run
    observation: Observation

    def places(self) -> dict[str, str]:
        return {
            "observation": str(self.observation.pk),
            "project": str(self.observation.project_id),
            "profile": str(self.profile.pk),
            "correction": str(self.correction.pk),
            "run": str(self.run.pk),
        }


@pytest.fixture
def scene(observation: Observation) -> Scene:
    manager = member("responsable", Role.MANAGER)
    team = manager.team
    editor = member("rédactrice", Role.EDITOR, team)
    run = Run.objects.create(
        subject=SUBJECT, key=SUBJECT, as_of=date(2026, 11, 23), asked_by=editor.account, state=State.WAITING
    )
    profile = Profile.objects.create(team=team, fields={"name": "Ville", "kind": "local-authority"})
    correction = Correction.objects.create(
        team=team, project=observation.project, signed="x", on=date(2026, 11, 23), **CORRECTION
    )
    return Scene(
        member("lectrice", Role.READER, team),
        editor,
        manager,
        member("ailleurs", Role.MANAGER),
        profile,
        correction,
        run,
        observation,
    )


READS = [
    ("observations", OK),
    ("observations/{observation}", OK),
    ("runs/{run}", OK),
    ("projects", OK),
    ("projects/{project}", OK),
    ("projects/{project}/corrections", OK),
    ("projects/{project}/additions", OK),
    ("profiles", OK),
    ("profiles/{profile}", NOT_FOUND),
]
"""Each address that is read, and what a stranger to the team gets."""
STRANGER = {
    "observations": 202,
    "runs/{run}/stop": FORBIDDEN,
    "projects/{project}/corrections": 201,
    "projects/{project}/corrections/{correction}/withdraw": NOT_FOUND,
    "projects/{project}/additions": 201,
    "profiles": 201,
    "profiles/{profile}": NOT_FOUND,
}
"""What a manager of another team gets: their own team is theirs, this one does not exist for them."""


@dataclass
class Write:
    """A request that writes, and what an editor gets."""

    method: str
    path: str
    body: Any
    done: int


WRITES = [
    Write("post", "observations", {"subject": "https://forge.example.org/commun/tiers"}, 202),
    Write("post", "runs/{run}/stop", None, 200),
    Write("post", "projects/{project}/corrections", CORRECTION, 201),
    Write("post", "projects/{project}/corrections/{correction}/withdraw", None, 200),
    Write("post", "projects/{project}/additions", EVIDENCE, 201),
    Write("post", "profiles", EXAMPLE, 201),
    Write("put", "profiles/{profile}", EXAMPLE, 200),
    Write("delete", "profiles/{profile}", None, 204),
]


class Caller:
    """Sends what writes, to the places of the scene."""

    def __init__(self, client: Client, scene: Scene) -> None:
        self.client, self.scene = client, scene

    def send(self, asked: Write, headers: dict[str, str]) -> Any:
        return getattr(self.client, asked.method)(
            "/api/v1/" + asked.path.format(**self.scene.places()),
            **({} if asked.body is None else {"data": asked.body}),
            content_type="application/json",
            headers=headers,
        )

    def post(self, path: str, body: Any, headers: dict[str, str]) -> Any:
        return self.send(Write("post", path, body, 0), headers)


@pytest.fixture
def caller(client: Client, scene: Scene) -> Caller:
    return Caller(client, scene)


@pytest.mark.parametrize(("path", "stranger"), READS)
def test_reading(client: Client, scene: Scene, path: str, stranger: int) -> None:
    place = "/api/v1/" + path.format(**scene.places())
    assert client.get(place).status_code == UNAUTHORIZED
    for who in (scene.reader, scene.editor, scene.manager):
        for reads_only in (True, False):
            assert client.get(place, headers=bearer(who, reads_only=reads_only)).status_code == OK
    assert client.get(place, headers=bearer(scene.stranger)).status_code == stranger


@pytest.mark.parametrize("asked", WRITES, ids=lambda one: f"{one.method} {one.path}")
@pytest.mark.parametrize("who", ["editor", "manager"])
def test_writing(caller: Caller, asked: Write, who: str) -> None:
    found = caller.send(asked, bearer(getattr(caller.scene, who)))
    assert found.status_code == asked.done, found.content


@pytest.mark.parametrize("asked", WRITES, ids=lambda one: f"{one.method} {one.path}")
def test_not_writing(caller: Caller, scene: Scene, asked: Write) -> None:
    before = [*Run.objects.values_list("pk", "state", "stop_asked")]
    assert caller.send(asked, {}).status_code == UNAUTHORIZED
    assert caller.send(asked, bearer(scene.reader)).status_code == FORBIDDEN
    found = caller.send(asked, bearer(scene.manager, reads_only=True))
    assert (found.status_code, found.json()["why"]) == (FORBIDDEN, "This key only reads.")
    assert [*Run.objects.values_list("pk", "state", "stop_asked")] == before
    assert Profile.objects.get().fields == {"name": "Ville", "kind": "local-authority"}
    assert Correction.objects.get().withdrawn_on is None


@pytest.mark.parametrize("asked", WRITES, ids=lambda one: f"{one.method} {one.path}")
def test_a_stranger_writes_in_their_own_team(caller: Caller, scene: Scene, asked: Write) -> None:
    found = caller.send(asked, bearer(scene.stranger))
    assert found.status_code == STRANGER[asked.path]
    assert Correction.objects.get(pk=scene.correction.pk).withdrawn_on is None
    assert Profile.objects.get(pk=scene.profile.pk).name == "Ville"


def test_a_stranger_sees_nothing_of_the_team(client: Client, caller: Caller, scene: Scene) -> None:
    key = bearer(scene.stranger)
    for path in ("projects/{project}/corrections", "profiles"):
        found = client.get("/api/v1/" + path.format(**scene.places()), headers=key).json()
        assert found == {"items": [], "count": 0}
    body = {"readings": {}, "profile": scene.profile.pk}
    assert caller.post("advice", body, key).status_code == NOT_FOUND


def test_anybody_with_a_key_asks_for_advice_and_nobody_without(caller: Caller, scene: Scene) -> None:
    assert caller.post("advice", ADVICE, {}).status_code == UNAUTHORIZED
    key = bearer(scene.reader, reads_only=True)
    assert caller.post("advice", ADVICE, key).status_code == OK


def test_a_key_that_opens_nothing(client: Client, scene: Scene) -> None:
    place = "/api/v1/observations"
    spent = bearer(scene.manager, until=date(2026, 1, 1))
    gone, revoked = bearer(scene.editor), bearer(scene.manager)
    assert client.get(place, headers=revoked).status_code == OK
    Token.objects.filter(account=scene.manager.account).delete()
    assert client.get(place, headers=gone).status_code == OK
    scene.editor.delete()
    closed = bearer(scene.stranger)
    scene.stranger.account.is_active = False
    scene.stranger.account.save()
    client.force_login(scene.reader.account)
    for key in (spent, revoked, gone, closed, {"Authorization": "Bearer"}, {"Authorization": "Basic eDp5"}):
        found = client.get(place, headers={**key, "Accept-Language": "en"})
        assert found.status_code == UNAUTHORIZED
        assert found["WWW-Authenticate"] == "Bearer"
        assert found.json()["what"] == "This key opens nothing."


def test_a_key_is_kept_as_a_digest_and_says_when_it_was_used(client: Client, scene: Scene) -> None:
    key = bearer(scene.reader)
    text = key["Authorization"].removeprefix("Bearer ")
    held = Token.objects.get()
    assert held.start == text[:12]
    assert text not in {str(value) for value in Token.objects.values_list().get()}
    assert held.used_at is None
    client.get("/api/v1/observations", headers=key)
    held.refresh_from_db()
    assert held.used_at is not None


def test_a_role_that_changes_changes_what_the_key_does(caller: Caller, scene: Scene) -> None:
    key = bearer(scene.editor)
    scene.editor.role = Role.READER
    scene.editor.save()
    found = caller.post("profiles", EXAMPLE, key)
    assert (found.status_code, found.json()["why"]) == (FORBIDDEN, "Its role in the team is not enough.")


def test_a_key_of_one_team_does_not_stop_for_another(caller: Caller, scene: Scene) -> None:
    """The account manages both teams; its key acts in one of them only."""
    Membership.objects.create(team=scene.manager.team, account=scene.stranger.account, role=Role.MANAGER)
    assert caller.post("runs/{run}/stop", None, bearer(scene.stranger)).status_code == FORBIDDEN
    found = caller.post("runs/{run}/stop", None, bearer(scene.manager))
    assert (found.status_code, found.json()["state"]) == (OK, "stopped")
    again = caller.post("runs/{run}/stop", None, bearer(scene.manager))
    assert (again.status_code, again.json()["what"]) == (409, "This observation is not under way.")


def test_a_session_reads_and_writes_with_its_csrf_token_only(scene: Scene) -> None:
    client = Client(enforce_csrf_checks=True, headers={"Accept-Language": "en"})
    client.force_login(scene.editor.account)
    assert client.get("/api/v1/profiles").json()["count"] == 1
    refused = client.post("/api/v1/profiles", EXAMPLE, content_type="application/json")
    assert refused.status_code == FORBIDDEN
    assert (
        refused.json()["why"] == "A session that writes must send its CSRF token in the header X-CSRFToken."
    )
    assert Profile.objects.count() == 1
    client.get("/compte/jetons/")
    token = client.cookies["csrftoken"].value
    done = client.post(
        "/api/v1/profiles", EXAMPLE, content_type="application/json", headers={"X-CSRFToken": token}
    )
    assert done.status_code == HTTPStatus.CREATED


def test_an_account_without_a_team_reads_what_is_shared(client: Client, scene: Scene) -> None:
    scene.reader.delete()
    client.force_login(scene.reader.account)
    assert client.get("/api/v1/observations").status_code == OK
    found = client.get("/api/v1/profiles", headers={"Accept-Language": "en"})
    assert (found.status_code, found.json()["what"]) == (FORBIDDEN, "This account is in no team.")


def test_the_same_subject_asked_twice_is_one_run(client: Client, caller: Caller, scene: Scene) -> None:
    key = bearer(scene.editor)
    first = caller.post("observations", {"subject": SUBJECT, "as_of": "2026-11-23"}, key)
    assert (first.status_code, first.json()["id"]) == (202, str(scene.run.pk))
    assert first["Location"] == f"/api/v1/runs/{scene.run.pk}"
    assert client.get(first["Location"], headers=key).json() == first.json()
    assert first.json()["state"] == "waiting"
    assert Run.objects.count() == 1


def test_what_was_observed_that_day_is_given(caller: Caller, scene: Scene) -> None:
    key = bearer(scene.editor)
    Observation.objects.update(observed_at=scene.run.asked_at, as_of=scene.run.asked_at.date())
    asked = {"subject": scene.observation.project.key}
    found = caller.post("observations", asked, key)
    assert (found.status_code, found.json()["id"]) == (OK, scene.observation.pk)
    assert caller.post("observations", {**asked, "again": True}, key).status_code == 202


@override_settings(RUNS_AT_ONCE=1)
def test_an_account_that_asks_for_too_much_waits(caller: Caller, scene: Scene) -> None:
    asked = {"subject": "https://forge.example.org/commun/tiers"}
    found = caller.post("observations", asked, bearer(scene.editor))
    assert (found.status_code, found.json()["why"]) == (429, "1 observations of yours are under way already.")


def test_what_is_no_subject_is_told(caller: Caller, scene: Scene) -> None:
    for subject, status in (("/etc/passwd", 400), ("https://", 400), ("", 400)):
        found = caller.post("observations", {"subject": subject}, bearer(scene.editor))
        assert found.status_code == status, subject
        assert set(found.json()) == {"what", "why", "do"}
