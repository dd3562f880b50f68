"""Every page: how many queries it makes, and that these do not grow with what is there."""

import re
import sys
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoDbBlocker

from reperes_web.kept import Prepared, keep, prepare
from support.application import MOMENT, STREAM
from support.git import repository
from support.observing import observed

sys.path.append(str(Path(__file__).parents[2] / "benchmarks"))

from web_data import Sizes, World, fill
from web_pages import FORMS_ONLY, NOT_PAGES, PAGES, SHARED, Page, ways

from web import asking

FEW, MANY = 3, 30
_HOLES = {"int": "1", "uuid": "00000000-0000-4000-8000-000000000000", "slug": "html"}
_HOLES["uuidstr"] = _HOLES["uuid"]


@pytest.fixture(scope="module")
def counted(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> dict[str, tuple[int, int]]:
    """How many queries each page makes, by its name: with few things in the database, then with many."""
    del django_db_setup
    folder = tmp_path_factory.mktemp("queries")
    place = repository(folder / "repository", STREAM)
    made = observed(place, folder, origin="https://forge.example.org/o/example", offline=True)
    prepared = prepare(made, MOMENT)
    with django_db_blocker.unblock():
        few, many = (_counted(prepared, n) for n in (FEW, MANY))
    return {name: (few[name], many[name]) for name in few}


def _counted(prepared: Prepared, n: int) -> dict[str, int]:
    sizes = Sizes(observations=3 * n, projects=n, teams=n, advice=3 * n, runs=4 * n, statements=3 * n, own=n)
    with transaction.atomic():
        world = fill([keep(prepared)], sizes)
        found = {str(page): _queries(page, world) for page in PAGES}
        transaction.set_rollback(True)
    return found


def _queries(page: Page, world: World) -> int:
    asked = asking(page, world)
    asked()  # what a process learns once is not asked for again
    with CaptureQueriesContext(connection) as caught:
        answer, _ = asked()
        made = len(caught)
    assert answer.status_code == 200, page
    return made


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_the_queries_of_a_page_do_not_grow(page: Page, counted: dict[str, tuple[int, int]]) -> None:
    few, many = counted[str(page)]
    assert many == few
    assert many <= page.most


def test_every_address_is_looked_at_or_is_no_page() -> None:
    looked_at = {page.name for page in PAGES}
    assert looked_at | set(NOT_PAGES) == set(ways())
    assert not looked_at & set(NOT_PAGES)


def test_no_page_is_told_twice() -> None:
    names = [str(page) for page in PAGES]
    assert sorted(set(names)) == sorted(names)


@pytest.mark.django_db
@pytest.mark.parametrize("name", [name for name, why in NOT_PAGES.items() if why == FORMS_ONLY])
def test_what_only_takes_forms_shows_nothing(name: str, admin_client: Client) -> None:
    way = re.sub(r"<(?:(\w+):)?\w+>", lambda hole: _HOLES[hole[1]], ways()[name])
    assert admin_client.get(f"/{way}").status_code == 405


@pytest.mark.parametrize("name", [name for name, why in NOT_PAGES.items() if why == SHARED])
def test_what_shares_its_address_does(name: str) -> None:
    known = ways()
    assert known[name] in {known[page.name] for page in PAGES}
