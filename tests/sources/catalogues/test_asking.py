"""The pace of questions, and what is kept of the answers."""

import itertools
import json
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from reperes.facts.catalogue import Archived, Entry, Found, Listing, Money, Party, Reuse
from reperes.sources.catalogues import asking
from reperes.sources.catalogues.asking import KEPT, Answers, Asker, Kept, Pace, ask, asked_with, is_fresh
from reperes.sources.catalogues.reader import ShapeError
from reperes.sources.http.errors import DeniedError, NothingThereError
from support.asked import HERE, project, unhurried
from support.web import READ_AT, Said, as_json, client, serving

NAME = "ecosyste-ms"
ENTRY = Entry(
    id="pkg:npm/registre",
    name="registre",
    url="https://packages.example.org/registre",
    reuse=(Reuse("pkg:npm/registre", 3, None, 4, "last-month"),),
    parties=(Party("Hébergeur", "host"),),
    money=Money("EUR", 12.5),
    copies=Archived(READ_AT.date(), None),
)
LISTING = Listing(NAME, READ_AT, "https://packages.example.org", (Found(ENTRY, "repository"),))


def test_turns_are_kept_apart_whoever_asks() -> None:
    pace, turns, lock = Pace(), [], threading.Lock()

    def one(_: int) -> None:
        pace.wait(NAME, 0.05)
        with lock:
            turns.append(time.monotonic())

    with ThreadPoolExecutor(5) as pool:
        list(pool.map(one, range(5)))
    turns.sort()
    assert turns[-1] - turns[0] >= 0.19
    assert all(later - sooner >= 0.03 for sooner, later in itertools.pairwise(turns))


def test_one_catalogue_does_not_wait_for_another_nor_for_none() -> None:
    pace = Pace()
    started = time.monotonic()
    pace.wait("a", 5)
    pace.wait("b", 5)
    for _ in range(100):
        pace.wait("c", 0)
    assert time.monotonic() - started < 1


def test_each_question_waits_for_its_turn(tmp_path: Path) -> None:
    hurried = unhurried(NAME).model_copy(update={"seconds_between": 0.1})
    with serving() as site, client(tmp_path) as http:
        site.otherwise = as_json([])
        asker = Asker(hurried, site.url("/api/"), http, Pace())
        started = time.monotonic()
        assert (asker.get("/one"), asker.maybe("/two"), asker.post({"a": 1}, "/three")) == ([], [], [])
        assert time.monotonic() - started >= 0.19
        assert [(one.method, one.path) for one in site.heard] == [
            ("GET", "/api/one"),
            ("GET", "/api/two"),
            ("POST", "/api/three"),
        ]
        assert json.loads(site.heard[2].body) == {"a": 1}


def test_nothing_there_is_none_and_a_refusal_is_not(tmp_path: Path) -> None:
    with serving() as site, client(tmp_path) as http:
        asker = Asker(unhurried(NAME), site.url(""), http)
        site.routes["/gone"] = Said(status=410)
        site.routes["/no"] = Said(status=403)
        assert asker.maybe("/gone") is None
        assert asker.maybe("/nowhere") is None
        with pytest.raises(NothingThereError):
            asker.get("/nowhere")
        with pytest.raises(DeniedError):
            asker.maybe("/no")


@pytest.mark.parametrize("error", [TypeError, AttributeError, KeyError, IndexError, ValueError])
def test_what_makes_a_reader_fail_is_another_shape(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    def failing(*_: object) -> Iterator[Found]:
        yield Found(ENTRY, "repository")
        raise error("camille@example.org")

    monkeypatch.setattr(asking, "module_of", lambda _: SimpleNamespace(ask=failing))
    with client(tmp_path) as http, pytest.raises(ShapeError) as shown:
        ask(Asker(unhurried(NAME), "https://packages.example.org", http), project(), READ_AT)
    assert shown.value.detail == error.__name__


def test_an_answer_is_kept_and_read_again(tmp_path: Path) -> None:
    answers = Answers(tmp_path)
    assert answers.kept(NAME, project(), READ_AT) is None
    answers.keep(LISTING, project())
    kept = answers.kept(NAME, project(), READ_AT)
    assert kept == Kept(asked_with(project()), LISTING)
    assert (answers.count(NAME), answers.count("wikidata")) == (1, 0)
    assert list(tmp_path.rglob("*.partial")) == []


def test_it_serves_whatever_snapshots_tell_of_the_project_since(tmp_path: Path) -> None:
    answers = Answers(tmp_path)
    answers.keep(LISTING, project(names=("registre",)))
    for since in (project(identifiers=("sill:233",)), project(places=(HERE, "forge.example.org/a/b"))):
        kept = answers.kept(NAME, since, READ_AT)
        assert kept is not None
        assert kept.listing == LISTING
    assert answers.kept(NAME, project(places=("forge.example.org/a/b",)), READ_AT) is None
    assert answers.kept("wikidata", project(), READ_AT) is None


def test_the_last_answer_of_the_day_or_before_is_read(tmp_path: Path) -> None:
    answers = Answers(tmp_path)
    for days in range(5):
        answers.keep(replace(LISTING, taken_at=READ_AT + timedelta(days=days)), project())
    last = READ_AT + timedelta(days=9)

    def kept(on: date | None, before: datetime = last) -> int | None:
        found = answers.kept(NAME, project(), before, on)
        return None if found is None else (found.listing.taken_at - READ_AT).days

    assert (kept(None), kept(last.date())) == (4, 4)
    assert kept((READ_AT + timedelta(days=2)).date()) == 2
    assert kept(last.date(), READ_AT + timedelta(days=3)) == 3
    assert kept((READ_AT - timedelta(days=1)).date()) is None


def test_the_oldest_answers_give_way(tmp_path: Path) -> None:
    answers = Answers(tmp_path)
    for days in range(KEPT + 3):
        answers.keep(replace(LISTING, taken_at=READ_AT + timedelta(days=days)), project())
    assert len(list(tmp_path.rglob("*.json"))) == KEPT
    assert answers.count(NAME) == 1
    assert answers.kept(NAME, project(), READ_AT + timedelta(days=2)) is None


def test_an_answer_of_after_the_moment_is_not_read(tmp_path: Path) -> None:
    answers = Answers(tmp_path)
    answers.keep(LISTING, project())
    assert answers.kept(NAME, project(), READ_AT - timedelta(seconds=1)) is None


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"catalogue": "x"}', b"[" * 100_000, b"\xff"])
def test_what_was_damaged_is_as_if_it_were_not_there(tmp_path: Path, content: bytes) -> None:
    answers = Answers(tmp_path)
    answers.keep(LISTING, project())
    (file,) = tmp_path.rglob("*.json")
    file.write_bytes(content)
    assert answers.kept(NAME, project(), READ_AT) is None


def test_a_disk_that_refuses_costs_nothing(tmp_path: Path) -> None:
    (tmp_path / "catalogues").write_text("a file, where a folder should be")
    Answers(tmp_path).keep(LISTING, project())
    assert Answers(tmp_path).kept(NAME, project(), READ_AT) is None
    assert Answers(tmp_path).count(NAME) == 0


def test_an_answer_is_fresh_for_so_many_days() -> None:
    catalogue = unhurried(NAME)
    assert catalogue.fresh_days == 7
    kept = Kept(asked_with(project()), LISTING)
    assert is_fresh(kept, project(), catalogue, READ_AT + timedelta(days=6, hours=23))
    assert not is_fresh(kept, project(), catalogue, READ_AT + timedelta(days=7))
    old = replace(LISTING, taken_at=READ_AT - timedelta(days=8))
    assert not is_fresh(replace(kept, listing=old), project(), catalogue, READ_AT)


def test_an_answer_to_another_question_is_not_fresh() -> None:
    kept = Kept(asked_with(project()), LISTING)
    assert is_fresh(kept, project(names=("autre",), identifiers=("sill:233",)), unhurried(NAME), READ_AT)
    assert not is_fresh(kept, project(packages=("pkg:npm/registre",)), unhurried(NAME), READ_AT)
