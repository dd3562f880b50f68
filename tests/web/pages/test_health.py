"""The health of the service: a word for probes, details for who runs it."""

from datetime import date, timedelta

import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from reperes_web.models import Role, Run, State
from reperes_web.pages import health
from support.kept import member

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


@pytest.fixture(autouse=True)
def _forgotten() -> None:
    health._UP_TO_DATE.clear()


def run(state: State, **fields: object) -> Run:
    count = Run.objects.count()
    return Run.objects.create(subject="x", key=f"x{count}", as_of=date(2026, 1, 1), state=state, **fields)


def test_a_probe_hears_that_all_is_well_and_nothing_else(client: Client) -> None:
    answer = client.get("/sante/")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert "no-store" in answer["Cache-Control"]
    assert client.head("/sante/").status_code == 200
    assert client.post("/sante/").status_code == 405


def test_the_tables_are_looked_at_once_in_a_process(
    client: Client, django_assert_num_queries: object
) -> None:
    client.get("/sante/")
    with django_assert_num_queries(1):  # type: ignore[operator]  # a fixture without a type
        client.get("/sante/")


def test_a_database_that_lacks_a_migration(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'reperes_web'")
    answer = client.get("/sante/")
    assert (answer.status_code, answer.json()) == (503, {"status": "unavailable", "why": "migrations"})


def test_a_database_that_does_not_answer(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise OperationalError("password of the database: secret")

    monkeypatch.setattr(connection, "cursor", broken)
    answer = client.get("/sante/")
    assert (answer.status_code, answer.json()) == (503, {"status": "unavailable", "why": "database"})


@pytest.mark.parametrize(("role", "status"), [(Role.READER, 403), (Role.EDITOR, 403), (Role.MANAGER, 200)])
def test_the_details_are_for_managers(client: Client, role: Role, status: int) -> None:
    assert client.get("/sante/details/")["Location"].startswith("/connexion/")
    client.force_login(member(role=role))
    assert client.get("/sante/details/").status_code == status


def test_the_details_are_for_the_one_person_of_the_machine(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "ALONE", True)
    assert client.get("/sante/details/").status_code == 200


def test_what_is_under_way_left_and_waiting() -> None:
    now = timezone.now()
    run(State.RUNNING, lease_until=now + timedelta(seconds=20))
    run(State.RUNNING, lease_until=now - timedelta(seconds=1))
    run(State.DONE)
    first = run(State.WAITING)
    run(State.WAITING)
    found = health.look(now)
    assert (found.working, found.left, found.waiting, found.oldest) == (1, 1, 2, first.asked_at)
    assert (found.trouble, found.database) == (None, connection.vendor)
    assert 0 < found.free <= found.disk
    assert "sill" in [row[0] for row in found.catalogues.rows]


def test_runs_that_nobody_takes_are_told(client: Client) -> None:
    client.force_login(member(role=Role.MANAGER))
    waiting = run(State.WAITING)
    told = "Observations wait and no worker takes them."
    assert told not in client.get("/sante/details/", headers=ENGLISH).content.decode()
    Run.objects.filter(pk=waiting.pk).update(asked_at=timezone.now() - timedelta(hours=1))
    assert told in client.get("/sante/details/", headers=ENGLISH).content.decode()
    run(State.RUNNING, lease_until=timezone.now() + timedelta(seconds=20))
    assert told not in client.get("/sante/details/", headers=ENGLISH).content.decode()


def test_few_queries_however_many_runs(client: Client, django_assert_max_num_queries: object) -> None:
    client.force_login(member(role=Role.MANAGER))
    for _ in range(20):
        run(State.WAITING)
    client.get("/sante/")
    with django_assert_max_num_queries(10):  # type: ignore[operator]  # a fixture without a type
        client.get("/sante/details/")
