"""Requests that no program should send: each gets a status and three sentences, in bounded time."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from reperes_web.models import Role
from support.web_api import bearer, member

pytestmark = pytest.mark.django_db
DEEP = "[" * 100_000


@pytest.fixture
def key() -> Iterator[dict[str, str]]:
    cache.clear()
    yield bearer(member("rédactrice", Role.EDITOR))
    cache.clear()


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"\xff\xfe", 400),
        (b"[]", 400),
        (b'{"name": "a\\u0000b", "kind": "state"}', 400),
        (b'{"name": "a\\ud800b", "kind": "state"}', 400),
        (b'{"name": "A", "kind": "state", "population": NaN}', 400),
        (b'{"name": "A", "kind": "state", "population": 1e999}', 400),
        (b'{"name": "A", "kind": "state", "answers": "x"}', 400),
        (b'{"name": "A", "kind": "state", "answers": {"x": ["y"]}}', 400),
        (DEEP.encode(), 400),
        (b'{"name": "' + b"a" * 1_100_000 + b'"}', 413),
        (b'{"name": "a\\\\u0000b", "kind": "state"}', 201),
    ],
)
def test_bodies(client: Client, key: dict[str, str], body: bytes, status: int) -> None:
    found = client.post("/api/v1/profiles", body, content_type="application/json", headers=key)
    assert found.status_code == status
    if status != 201:
        assert set(found.json()) == {"what", "why", "do"}


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("observations?page=0", 400),
        (f"observations?page={10**30}", 400),
        ("observations?size=101", 400),
        ("observations?q=%00", 400),
        ("observations?q=%ED%A0%80", 200),
        ("observations?nature=kings", 400),
        ("observations?since=hier", 400),
        ("observations?since=20261123", 400),
        (f"observations?project={10**30}", 400),
        (f"projects/{10**30}/corrections", 404),
        (f"observations/{10**30}", 404),
        ("projects?sort=password", 400),
        ("runs/00000000-0000-4000-8000-000000000000", 404),
        ("runs/not-a-run", 404),
        ("law?as_of=0001-01-01", 200),
        ("law?as_of=9999-12-31", 200),
        ("law?lang=de", 400),
        ("explain/" + "a" * 5000, 404),
        ("explain/%00", 404),
        ("explain/..%2F..%2Fetc%2Fpasswd", 404),
        ("nothing/there", 404),
        ("", 404),
    ],
)
def test_addresses(client: Client, key: dict[str, str], path: str, status: int) -> None:
    found = client.get(f"/api/v1/{path}", headers=key)
    assert found.status_code == status
    assert found["Content-Type"].startswith("application/json")
    if status != 200:
        assert set(found.json()) == {"what", "why", "do"}


def test_texts_from_the_outside_cannot_fool_a_reader(client: Client, key: dict[str, str]) -> None:
    asked: dict[str, Any] = {
        "readings": {"subject": "a\u202eb\u009b", "readings": {"licence": "MIT"}},
        "administration": {"name": "A", "kind": "state"},
    }
    found = client.post("/api/v1/advice", asked, content_type="application/json", headers=key)
    assert found.status_code == 200
    assert "\u202e" not in found.content.decode()
    assert json.loads(found.content)["subject"] == "a\u202eb\u009b"


def test_an_account_asks_for_so_much_advice_a_minute(client: Client, key: dict[str, str]) -> None:
    asked = {"readings": {}, "administration": {"name": "A", "kind": "king"}}
    for _ in range(60):
        found = client.post("/api/v1/advice", asked, content_type="application/json", headers=key)
        assert found.status_code == 400
    found = client.post("/api/v1/advice", asked, content_type="application/json", headers=key)
    assert (found.status_code, found.json()["what"]) == (429, "Too many requests.")
    assert 0 < int(found["Retry-After"]) <= 60
