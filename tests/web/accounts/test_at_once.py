"""Two who act at once: on a database server, where they really do."""

import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from django.db import connection
from django.test import RequestFactory

from reperes.errors import UsageError
from reperes_web import statements
from reperes_web.accounts import attempts, members, personal
from reperes_web.models import Correction, Membership, Role
from support.application import account, kept_observation
from support.people import World, world

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite",
        reason="SQLite lets one write at a time: REPERES_WEB_DATABASE=postgres://… runs these",
    ),
]


def at_once(*jobs: Callable[[], object]) -> list[object]:
    """Return what each gave, or the error it met; each in a thread and a connection of its own."""
    gate, found = threading.Barrier(len(jobs)), [object()] * len(jobs)

    def do(rank: int) -> None:
        gate.wait()
        try:
            found[rank] = jobs[rank]()
        except UsageError as error:
            found[rank] = type(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=do, args=(rank,)) for rank in range(len(jobs))]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return found


def managers(asked: World) -> list[Membership]:
    return [*asked.team.memberships.filter(role=Role.MANAGER)]


def test_two_managers_do_not_both_leave() -> None:
    asked = world()
    first, second = managers(asked)
    found = at_once(lambda: members.remove(first), lambda: members.remove(second))
    assert {None, UsageError} == set(found)
    assert len(managers(asked)) == 1


def test_two_managers_do_not_both_step_down() -> None:
    asked = world()
    first, second = managers(asked)
    found = at_once(
        lambda: members.change(first, Role.READER, ""), lambda: members.change(second, Role.READER, "")
    )
    assert {None, UsageError} == set(found)
    assert len(managers(asked)) == 1


def test_two_managers_are_not_both_erased() -> None:
    asked = world()
    first, second = (one.account for one in managers(asked))
    found = at_once(lambda: personal.erase(first), lambda: personal.erase(second))
    assert {None, UsageError} == set(found)
    assert len(managers(asked)) == 1


def test_many_guesses_at_once_are_counted_each() -> None:
    request = RequestFactory().post("/connexion/")
    found = at_once(*(lambda: attempts.begin(request, "marie") for _ in range(20)))
    assert found.count(True) == attempts.MOST_OF_A_NAME


def test_two_corrections_at_once_leave_one_that_stands(tmp_path: Path) -> None:
    observation = kept_observation(tmp_path)
    member = account("editor", Role.EDITOR).memberships.get()

    def correct(value: str) -> object:
        return statements.correct(member, observation.project, "governance", value, "Said.")

    at_once(*(partial(correct, value) for value in ("association-led", "company-led", "community-led")))
    assert Correction.objects.count() == 3
    assert Correction.objects.filter(withdrawn_on=None).count() == 1
