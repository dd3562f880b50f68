"""Two observations compared on a page, and how one is chosen."""

from pathlib import Path

import pytest
from django.test import Client

from reperes_web.models import Observation
from support.kept import kept, member, two

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def pair(client: Client, tmp_path: Path) -> tuple[Observation, Observation]:
    client.force_login(member())
    first, then = two(tmp_path)
    later = kept(then)  # observed first, though of a later day
    return kept(first), later


def test_the_earlier_one_comes_first_in_either_order(
    client: Client, pair: tuple[Observation, Observation]
) -> None:
    earlier, later = pair
    pages = [
        client.get(f"/observations/{one.pk}/comparer/{other.pk}/", headers=ENGLISH).content.decode()
        for one, other in ((earlier, later), (later, earlier))
    ]
    for page in pages:
        assert "<h1>registre: what changed from 30 June 2025 to 23 November 2026</h1>" in page
        assert "Licence: first “MIT” (established), then “AGPL-3.0-only” (established)." in page
        assert '<caption id="moved">The figures that moved</caption>' in page
        assert "What cannot be compared, and why" in page
        assert f'href="/observations/{earlier.pk}/"' in page
        assert f'href="/observations/{later.pk}/questions/"' in page
        assert 'role="alert"' not in page


def test_in_french(client: Client, pair: tuple[Observation, Observation]) -> None:
    page = client.get(f"/observations/{pair[0].pk}/comparer/{pair[1].pk}/").content.decode()
    assert "ce qui a changé du 30 juin 2025 au 23 novembre 2026" in page


def test_another_one_is_chosen(client: Client, pair: tuple[Observation, Observation]) -> None:
    earlier, later = pair
    address = f"/observations/{later.pk}/comparer/"
    page = client.get(address, headers=ENGLISH).content.decode()
    assert f'<option value="{earlier.pk}">30 June 2025</option>' in page
    assert f'<option value="{later.pk}">' not in page
    answer = client.get(address, {"other": earlier.pk})
    assert (answer.status_code, answer["Location"]) == (302, f"{address}{earlier.pk}/")
    wrong = client.get(address, {"other": later.pk}, headers=ENGLISH)
    assert wrong.status_code == 400
    assert 'role="alert"' in wrong.content.decode()


def test_one_alone_cannot_be_compared(client: Client, tmp_path: Path) -> None:
    client.force_login(member())
    alone = kept(two(tmp_path)[0])
    page = client.get(f"/observations/{alone.pk}/comparer/", headers=ENGLISH).content.decode()
    assert "one observation only" in page
    assert client.get(f"/observations/{alone.pk}/comparer/{alone.pk}/").status_code == 404


def test_two_projects_are_not_compared(client: Client, tmp_path: Path) -> None:
    client.force_login(member())
    one = kept(two(tmp_path / "a")[0])
    other = kept(two(tmp_path / "b", "https://codeberg.org/exemple/autre")[1])
    assert client.get(f"/observations/{one.pk}/comparer/{other.pk}/").status_code == 404


def test_it_asks_for_an_account(client: Client, pair: tuple[Observation, Observation]) -> None:
    client.logout()
    for tail in ("", f"{pair[1].pk}/"):
        answer = client.get(f"/observations/{pair[0].pk}/comparer/{tail}")
        assert answer.status_code == 302
        assert answer["Location"].startswith("/connexion/")


def test_few_queries(
    client: Client, pair: tuple[Observation, Observation], django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(8):  # type: ignore[operator]  # a fixture without a type
        client.get(f"/observations/{pair[0].pk}/comparer/{pair[1].pk}/")
