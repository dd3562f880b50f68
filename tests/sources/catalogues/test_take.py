"""Taking a catalogue whole, over real HTTP or from a file: all of it is kept, or what was there stays."""

import hashlib
import json
import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from reperes.errors import Message, UnreachableError, UsageError
from reperes.facts.catalogue import Entry
from reperes.i18n import Language
from reperes.knowledge.catalogue import Catalogue, catalogues
from reperes.sources.catalogues import take
from reperes.sources.catalogues.reader import Taken, parsed
from reperes.sources.catalogues.snapshots import Snapshot, Snapshots
from reperes.sources.catalogues.take import BOUNDS, Outcome, Taking, bring
from reperes.sources.http.errors import BrokenError, LimitedError, LostError, NothingThereError, TooLargeError
from support.catalogues import TAKEN_AT, body, sill_software, without
from support.web import READ_AT, Heard, Said, Site, as_json, client, serving

SMALL = replace(BOUNDS, seconds=5, idle=2, size=1 << 16, attempts=2, wait=2, pause=0.01)
LATER = TAKEN_AT + timedelta(days=1)
PATH = "/v2/catalogi.json"


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as served:
        served.routes[PATH] = as_json([sill_software()], ETag='"v1"')
        yield served


def known(name: str = "sill") -> Catalogue:
    return catalogues()[name]


def update(home: Path, site: Site, moment: datetime = TAKEN_AT, **more: Any) -> Outcome:
    with client(home, bounds=SMALL) as http:
        return Taking(http, Snapshots(home), moment, **more).update(known(), site.url(PATH))


def kept(home: Path) -> list[Snapshot]:
    return Snapshots(home).all("sill")


def in_words(error: UnreachableError | UsageError) -> str:
    return " ".join(one.text(Language.EN) for one in (error.what, error.why, error.do))


def test_a_catalogue_is_taken_with_all_that_tells_where_it_is_from(tmp_path: Path, site: Site) -> None:
    rows = [sill_software(), sill_software(id="x"), sill_software(id=2, authors=[{"name": "Ada Exemple"}])]
    site.routes[PATH] = as_json(rows, ETag='"v1"')
    outcome = update(tmp_path, site)
    assert (outcome.before, outcome.changed) == (None, True)
    meta = outcome.snapshot.meta
    received = json.dumps(rows).encode()
    assert (meta.url, meta.licence, meta.taken_at) == (site.url(PATH), "etalab-2.0", TAKEN_AT)
    assert (meta.checksum, meta.size) == (hashlib.sha256(received).hexdigest(), len(received))
    assert (meta.records, meta.rows, meta.persons, meta.validator) == (2, 3, 1, '"v1"')
    assert meta.skipped == {"software.*.id: int_type": 1}
    assert [one.id for one in outcome.snapshot.entries()] == ["233", "2"]
    assert "Ada" not in outcome.snapshot.file.read_bytes().decode("latin-1")
    [heard] = site.heard
    assert (heard.headers["accept"], "if-none-match" in heard.headers) == ("*/*", False)


def test_what_did_not_change_is_of_the_day_it_was_looked_at(tmp_path: Path, site: Site) -> None:
    first = update(tmp_path, site)
    site.routes[PATH] = Said(b"", 304)
    again = update(tmp_path, site, LATER)
    assert site.heard[-1].headers["if-none-match"] == '"v1"'
    assert not again.changed
    assert again.before is not None
    assert again.before.meta == first.snapshot.meta
    assert again.snapshot.meta == replace(first.snapshot.meta, seen_at=LATER)
    assert again.snapshot.meta.day == LATER.date()
    assert list(again.snapshot.entries()) == list(first.snapshot.entries())
    assert [one.file for one in kept(tmp_path)] == [first.snapshot.file]


def test_the_same_bytes_without_a_validator_are_no_change(tmp_path: Path, site: Site) -> None:
    site.routes[PATH] = as_json([sill_software()])
    update(tmp_path, site)
    again = update(tmp_path, site, LATER)
    assert (again.changed, again.snapshot.meta.validator) == (False, None)
    site.routes[PATH] = as_json([sill_software(license="MIT")])
    assert update(tmp_path, site, LATER + timedelta(days=1)).changed


def test_another_address_is_not_asked_with_the_former_validator(tmp_path: Path, site: Site) -> None:
    update(tmp_path, site)
    site.routes["/other.json"] = as_json([sill_software()])
    with client(tmp_path, bounds=SMALL) as http:
        Taking(http, Snapshots(tmp_path), LATER).update(known(), site.url("/other.json"))
    assert "if-none-match" not in site.heard[-1].headers


def test_a_damaged_snapshot_is_not_served_again_because_nothing_changed(tmp_path: Path, site: Site) -> None:
    many = [sill_software(id=rank, license="x" * 400) for rank in range(1, 40)]
    site.routes[PATH] = as_json(many, ETag='"v1"')
    file = update(tmp_path, site).snapshot.file
    file.write_bytes(file.read_bytes()[: 1 << 13])

    def unless_known(heard: Heard) -> Said:
        same = heard.headers.get("if-none-match") == '"v1"'
        return Said(b"", 304) if same else as_json(many, ETag='"v1"')

    site.routes[PATH] = unless_known
    again = update(tmp_path, site, LATER)
    assert len(list(again.snapshot.entries())) == 39
    assert again.snapshot.meta.taken_at == LATER


def test_a_truncated_answer_leaves_the_former_snapshot(tmp_path: Path, site: Site) -> None:
    former = update(tmp_path, site).snapshot
    site.routes[PATH] = Said(body([sill_software()])[:-40])
    with pytest.raises(UnreachableError) as raised:
        update(tmp_path, site, LATER)
    assert in_words(raised.value) == (
        "sill was not taken: what was received is not what it used to give. "
        "Its shape is another one (JSONDecodeError). "
        "The snapshot before it, if any, still serves. See https://code.gouv.fr/sill/, and tell us: the "
        "reader must follow."
    )
    assert kept(tmp_path) == [former]


def test_an_answer_cut_in_its_middle_leaves_the_former_snapshot(tmp_path: Path, site: Site) -> None:
    former = update(tmp_path, site).snapshot

    def cut(out: socket.socket) -> None:
        out.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n[{")

    site.routes[PATH] = Said(write=cut)
    with pytest.raises(LostError):
        update(tmp_path, site, LATER)
    assert kept(tmp_path) == [former]


@pytest.mark.parametrize(
    ("content", "detail"),
    [
        ([{**without(sill_software(), "name"), "label": "Registre"}], "software.*.name: missing"),
        ({"softwares": [sill_software()]}, "software: no list"),
        ([], "no record"),
        (["<html>"], "software.*: model_type"),
    ],
)
def test_another_shape_is_told_and_leaves_the_former_snapshot(
    tmp_path: Path, site: Site, content: object, detail: str
) -> None:
    former = update(tmp_path, site).snapshot
    site.routes[PATH] = as_json(content)
    with pytest.raises(UnreachableError) as raised:
        update(tmp_path, site, LATER)
    assert raised.value.why.args == {"detail": detail}
    assert kept(tmp_path) == [former]
    assert Snapshots(tmp_path).latest("sill") == former


@pytest.mark.parametrize("error", [TypeError, KeyError, ValueError, RecursionError, ZeroDivisionError])
def test_a_reader_that_fails_tells_of_another_shape(
    tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    def failing(_: bytes) -> Taken:
        raise error("ada@exemple.fr")

    monkeypatch.setattr(take, "module_of", lambda _: SimpleNamespace(read=failing))
    with pytest.raises(UnreachableError) as raised:
        update(tmp_path, site)
    assert raised.value.why.args == {"detail": error.__name__}
    assert "ada" not in in_words(raised.value)
    assert kept(tmp_path) == []


def test_a_host_that_asks_to_slow_down_is_heard(tmp_path: Path, site: Site) -> None:
    site.routes[PATH] = [Said(status=429, headers={"Retry-After": "1"}), as_json([sill_software()])]
    assert update(tmp_path, site).changed
    assert len(site.heard) == 2
    site.routes[PATH] = Said(status=429, headers={"Retry-After": "3600"})
    with pytest.raises(LimitedError) as raised:
        update(tmp_path, site, LATER)
    assert len(site.heard) == 3
    assert raised.value.come_back is not None
    assert raised.value.come_back - READ_AT >= timedelta(hours=1)
    assert len(kept(tmp_path)) == 1


def test_an_enormous_answer_is_not_read(tmp_path: Path, site: Site) -> None:
    former = update(tmp_path, site).snapshot
    site.routes[PATH] = as_json([sill_software(license="x" * SMALL.size)])
    with pytest.raises(TooLargeError):
        update(tmp_path, site, LATER)
    assert kept(tmp_path) == [former]


@pytest.mark.parametrize(("status", "error"), [(404, NothingThereError), (503, BrokenError)])
def test_a_host_that_does_not_answer(tmp_path: Path, site: Site, status: int, error: type[Exception]) -> None:
    former = update(tmp_path, site).snapshot
    site.routes[PATH] = Said(status=status)
    with pytest.raises(error):
        update(tmp_path, site, LATER)
    assert kept(tmp_path) == [former]


def paged(following: dict[str, str | None]) -> SimpleNamespace:
    """Return a reader of pages: the names of their records, and the page after each."""

    def read(content: bytes) -> Taken:
        names: list[str] = parsed(content)
        return Taken([Entry(name, name, "https://a.example.org") for name in names], rows=len(names))

    return SimpleNamespace(read=read, next_page=lambda content, _: following[parsed(content)[0]])


def test_pages_make_one_snapshot(tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = {"a": site.url("/2"), "c": site.url("/3"), "d": None}
    monkeypatch.setattr(take, "module_of", lambda _: paged(pages))
    site.routes |= {
        PATH: as_json(["a", "b"], ETag='"v1"'),
        "/2": as_json(["c"], ETag='"v2"'),
        "/3": as_json(["d"]),
    }
    told: list[Message] = []
    meta = update(tmp_path, site, told=told.append).snapshot.meta
    assert [one.id for one in kept(tmp_path)[0].entries()] == ["a", "b", "c", "d"]
    assert meta.checksum == hashlib.sha256(b'["a", "b"]["c"]["d"]').hexdigest()
    assert (meta.rows, meta.records, meta.size, meta.url) == (4, 4, 20, site.url(PATH))
    assert meta.validator is None  # of the first page alone
    assert [one.text(Language.EN) for one in told] == ["sill: page 2", "sill: page 3"]


@pytest.mark.parametrize("after", [PATH, "/2", "https://elsewhere.example.org/2"])
def test_pages_that_turn_or_lead_elsewhere_are_another_shape(
    tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch, after: str
) -> None:
    url = after if after.startswith("https") else site.url(after)
    monkeypatch.setattr(take, "module_of", lambda _: paged({"a": site.url("/2"), "b": url}))
    site.routes |= {PATH: as_json(["a"]), "/2": as_json(["b"])}
    with pytest.raises(UnreachableError) as raised:
        update(tmp_path, site)
    assert raised.value.why.args == {"detail": "next page"}
    assert kept(tmp_path) == []


def test_a_page_that_is_missing_leaves_the_former_snapshot(
    tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    former = update(tmp_path, site).snapshot
    monkeypatch.setattr(take, "module_of", lambda _: paged({"a": site.url("/2")}))
    site.routes[PATH] = as_json(["a"])
    with pytest.raises(NothingThereError):
        update(tmp_path, site, LATER)
    assert kept(tmp_path) == [former]


def test_a_file_brought_by_hand(tmp_path: Path) -> None:
    file = tmp_path / "catalogi.json"
    file.write_bytes(body([sill_software()]))
    outcome = bring(known(), file, Snapshots(tmp_path), TAKEN_AT)
    meta = outcome.snapshot.meta
    assert (meta.url, meta.validator, meta.records, outcome.changed) == (None, None, 1, True)
    assert meta.checksum == hashlib.sha256(file.read_bytes()).hexdigest()
    assert not bring(known(), file, Snapshots(tmp_path), LATER).changed


@pytest.mark.parametrize(
    ("updated", "dated", "expected"),
    [
        ("2026-06-18T12:51:26.000Z", None, None),
        ("2026-06-18T12:51:26.000Z", date(2026, 6, 18), date(2026, 6, 18)),
        ("2026-06-18T12:51:26.000Z", date(2026, 7, 1), date(2026, 7, 1)),
        (None, date(2026, 7, 1), date(2026, 7, 1)),
        (None, None, None),
        ("2027-06-18T12:51:26.000Z", None, None),
    ],
)
def test_the_day_of_a_file_is_the_one_given_and_its_newest_row_tells_none(
    tmp_path: Path, updated: str | None, dated: date | None, expected: date | None
) -> None:
    file = tmp_path / "catalogi.json"
    rows = [sill_software(updateTime=updated), sill_software(id=2, updateTime=None)]
    file.write_bytes(body(rows))
    meta = bring(known(), file, Snapshots(tmp_path), TAKEN_AT, dated=dated).snapshot.meta
    assert (meta.url, meta.dated) == (None, expected)


def test_a_file_with_rows_of_after_the_day_given_is_not_of_that_day(tmp_path: Path) -> None:
    file = tmp_path / "catalogi.json"
    file.write_bytes(body([sill_software(updateTime="2026-06-18T12:51:26.000Z")]))
    with pytest.raises(UsageError) as raised:
        bring(known(), file, Snapshots(tmp_path), TAKEN_AT, dated=date(2026, 6, 17))
    assert raised.value.why.text(Language.EN) == "It has records of 18 June 2026: it is not of 17 June 2026."
    assert Snapshots(tmp_path).latest("sill") is None


def test_what_loses_most_of_its_records_is_taken_anyway_only(tmp_path: Path, site: Site) -> None:
    site.routes[PATH] = as_json([sill_software(id=rank) for rank in range(1, 6)])
    former = update(tmp_path, site).snapshot
    file = tmp_path / "catalogi.json"
    few = [sill_software(id=rank) for rank in (4, 5)]
    site.routes[PATH] = as_json(few)
    with pytest.raises(UnreachableError) as raised:
        update(tmp_path, site, LATER)
    assert raised.value.why.args == {"detail": take.MOST_GONE}
    file.write_bytes(body(few))
    with pytest.raises(UsageError) as refused:
        bring(known(), file, Snapshots(tmp_path), LATER)
    assert "Most of the 5 records known until now are not in it" in in_words(refused.value)
    assert kept(tmp_path) == [former]
    assert update(tmp_path, site, LATER, anyway=True).snapshot.meta.records == 2


def test_what_keeps_half_of_its_records_is_taken(tmp_path: Path, site: Site) -> None:
    site.routes[PATH] = as_json([sill_software(id=rank) for rank in range(1, 5)])
    update(tmp_path, site)
    site.routes[PATH] = as_json([sill_software(id=rank) for rank in (3, 4)])
    assert update(tmp_path, site, LATER).snapshot.meta.records == 2


def test_a_file_of_another_shape_is_not_brought(tmp_path: Path) -> None:
    file = tmp_path / "catalogi.json"
    file.write_bytes(b"%PDF-1.7")
    with pytest.raises(UnreachableError) as raised:
        bring(known(), file, Snapshots(tmp_path), TAKEN_AT)
    assert raised.value.why.args == {"detail": "JSONDecodeError"}
    assert kept(tmp_path) == []


def test_a_file_too_long_is_not_brought(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(take, "MOST_BYTES", 10)
    file = tmp_path / "catalogi.json"
    file.write_bytes(body([sill_software()]))
    with pytest.raises(UsageError) as raised:
        bring(known(), file, Snapshots(tmp_path), TAKEN_AT)
    assert "longer than 10 bytes" in in_words(raised.value)


def test_what_is_asked_is_not_brought(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as raised:
        bring(known("wikidata"), tmp_path / "none.json", Snapshots(tmp_path), TAKEN_AT)
    assert "one project at a time" in in_words(raised.value)
