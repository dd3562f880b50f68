"""Snapshots: whole or not at all, found by their keys, chosen by their day."""

import json
import sqlite3
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from reperes.facts.catalogue import (
    Archived,
    Check,
    Entry,
    Identifier,
    LegalForm,
    Money,
    Party,
    Removed,
    Reuse,
)
from reperes.sources.catalogues import snapshots
from reperes.sources.catalogues.reader import Taken
from reperes.sources.catalogues.snapshots import KEPT, Meta, Snapshot, SnapshotError, Snapshots, keys_of
from support.catalogues import TAKEN_AT

META = Meta(
    catalogue="sill",
    url="https://catalogue.example.org/list.json",
    licence="etalab-2.0",
    taken_at=TAKEN_AT,
    checksum="0123456789abcdef" * 4,
    size=1200,
    records=2,
    rows=3,
    skipped={"software.name: missing": 1},
    persons=4,
    validator='"v1"',
)
REGISTRE = Entry(
    id="233",
    name="Registre",
    url="https://catalogue.example.org/233",
    names=("Register",),
    repositories=("https://forge.example.org/Atelier/registre.git", "not an address"),
    packages=("pkg:npm/registre@1.2", "registre"),
    identifiers=(Identifier("wikidata", "Q42"),),
    parties=(Party("Ville", "user", "public-body", users=0),),
    removed=Removed(date(2025, 3, 1), None),
    dated=date(2026, 6, 18),
)
WORDS = st.text(st.characters(codec="utf-8"))
NUAGE = Entry("7", "Nuage", "https://catalogue.example.org/7", accounts=("Forge.example.org/Atelier",))


def written(home: Path, meta: Meta = META, *entries: Entry) -> Snapshot:
    return Snapshots(home).write(meta, Taken(list(entries) or [REGISTRE, NUAGE]))


def at(days: int, checksum: str = META.checksum, dated: date | None = None) -> Meta:
    return replace(META, taken_at=TAKEN_AT + timedelta(days=days), checksum=checksum, dated=dated)


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    written(tmp_path)
    [found] = Snapshots(tmp_path).all("sill")
    assert found.meta == META
    assert found.meta.day == date(2026, 11, 20)
    assert list(found.entries()) == [REGISTRE, NUAGE]
    assert found.rows([1, 0, 5]) == [NUAGE, REGISTRE]
    assert found.file.name == "20261120T083000Z-01234567.sqlite"


def test_every_part_of_a_record_is_kept(tmp_path: Path) -> None:
    whole = replace(
        REGISTRE,
        legal=LegalForm("732829320", "9220", "W751000000", active=True, is_association=True, is_public=False),
        money=Money("EUR", balance=12.5, givers=0, host="Atelier"),
        copies=Archived(date(2020, 1, 1), None, 3, "swh:1:snp:" + "0" * 40),
        reuse=(Reuse("pkg:npm/registre", downloads=0),),
        checks=(Check("Maintained", 0), Check("Fuzzing", None, "inconclusive")),
        support_contract=False,
        archived=True,
        lots=("Lot 1",),
        funding=("https://don.example.org",),
    )
    assert list(written(tmp_path, META, whole).entries()) == [whole]


@pytest.mark.parametrize(
    ("kind", "value", "names"),
    [
        ("repository", "forge.example.org/atelier/registre", ["Registre"]),
        ("package", "pkg:npm/registre", ["Registre"]),
        ("identifier", "wikidata:Q42", ["Registre"]),
        ("identifier", "sill:233", ["Registre"]),
        ("name", "register", ["Registre"]),
        ("account", "forge.example.org/atelier", ["Nuage"]),
        ("name", "sill:233", []),
        ("repository", "not an address", []),
    ],
)
def test_records_are_found_by_their_keys(tmp_path: Path, kind: str, value: str, names: list[str]) -> None:
    assert [one.name for one in written(tmp_path).of(kind, [value, value])] == names


def test_records_are_found_once_and_in_their_order(tmp_path: Path) -> None:
    snapshot = written(tmp_path)
    assert [one.id for one in snapshot.of("name", ["nuage", "register", "registre"])] == ["233", "7"]
    assert snapshot.of("name", []) == []
    assert sorted(snapshot.keys("name")) == [("nuage", 1), ("register", 0), ("registre", 0)]
    many = [f"x{rank}" for rank in range(1000)]
    assert [one.id for one in snapshot.of("name", [*many, "nuage"])] == ["7"]
    assert [one.id for one in snapshot.rows([*range(1, 900), 0])] == ["7", "233"]


def test_a_number_that_stands_for_a_name_is_no_name() -> None:
    assert list(keys_of(Entry("233", "233", "https://a.example.org"))) == []
    assert list(keys_of(Entry("233", "2048", "https://a.example.org"))) == [("name", "2048")]
    assert list(keys_of(Entry("registre", "registre", "https://a.example.org"))) == [("name", "registre")]


def test_the_newest_state_is_chosen_by_its_day_and_by_the_moment(tmp_path: Path) -> None:
    for meta in (at(0), at(10, dated=date(2026, 11, 1)), at(20)):
        written(tmp_path, meta)
    store = Snapshots(tmp_path)

    def chosen(on: date | None = None, before: datetime | None = None) -> int | None:
        found = store.latest("sill", on=on, before=before)
        return None if found is None else (found.meta.taken_at - TAKEN_AT).days

    assert chosen() == 20
    assert chosen(date(2026, 12, 10)) == 20
    # The day its producer gives counts, not that of our taking it: what was taken last may be older.
    assert chosen(date(2026, 12, 9)) == 0
    assert chosen(date(2026, 11, 1)) == 10
    assert chosen(date(2026, 10, 31)) is None
    assert chosen(before=TAKEN_AT + timedelta(days=19)) == 0
    assert chosen(date(2026, 11, 20), TAKEN_AT) == 0
    assert chosen(before=TAKEN_AT - timedelta(seconds=1)) is None
    assert store.latest("wikidata") is None


def test_of_two_of_one_day_the_last_taken_is_chosen(tmp_path: Path) -> None:
    for days in (0, 3):
        written(tmp_path, at(days, dated=date(2026, 11, 1)))
    found = Snapshots(tmp_path).latest("sill")
    assert found is not None
    assert found.meta.taken_at == TAKEN_AT + timedelta(days=3)


def test_a_file_brought_again_with_its_day_is_of_that_day(tmp_path: Path) -> None:
    by_hand = replace(META, url=None)
    assert (by_hand.undated, replace(by_hand, dated=date(2026, 6, 1)).undated, META.undated) == (
        True,
        False,
        False,
    )
    written(tmp_path, replace(by_hand, checksum="b" * 64))
    written(tmp_path, by_hand)
    written(tmp_path, replace(by_hand, dated=date(2026, 6, 1), taken_at=TAKEN_AT + timedelta(hours=1)))
    store = Snapshots(tmp_path)
    found = store.latest("sill", before=TAKEN_AT)
    assert found is not None
    assert found.meta.undated
    for file in tmp_path.rglob("*-bbbbbbbb.sqlite"):
        file.unlink()
    found = store.latest("sill")
    assert found is not None
    assert found.meta.day == date(2026, 6, 1)


def test_snapshots_that_none_can_be_read_of_are_damaged(tmp_path: Path) -> None:
    store = Snapshots(tmp_path)
    assert not store.are_damaged("sill")
    file = written(tmp_path).file
    assert not store.are_damaged("sill")
    file.write_bytes(b"no base")
    assert store.are_damaged("sill")
    written(tmp_path, at(1))
    assert not store.are_damaged("sill")


def test_the_oldest_give_way(tmp_path: Path) -> None:
    for days in range(KEPT + 3):
        written(tmp_path, at(days))
    found = Snapshots(tmp_path).all("sill")
    assert [(one.meta.taken_at - TAKEN_AT).days for one in found] == list(range(KEPT + 2, 2, -1))
    assert len(list((tmp_path / "catalogues" / "sill").iterdir())) == KEPT


def test_the_same_at_the_same_moment_is_one(tmp_path: Path) -> None:
    written(tmp_path)
    written(tmp_path, META, NUAGE)
    [found] = Snapshots(tmp_path).all("sill")
    assert list(found.entries()) == [NUAGE]


def test_a_moment_is_written_in_universal_time(tmp_path: Path) -> None:
    moment = datetime.fromisoformat("2026-11-20T10:30:00+02:00")
    assert written(tmp_path, replace(META, taken_at=moment)).file.name.startswith("20261120T083000Z-")
    assert Snapshots(tmp_path).all("sill")[0].meta.taken_at == moment.astimezone(UTC)


def test_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path)

    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(snapshots, "keys_of", full)
    with pytest.raises(OSError, match="disk is full"):
        written(tmp_path, at(1))
    monkeypatch.undo()
    folder = tmp_path / "catalogues" / "sill"
    assert [one.name for one in folder.iterdir()] == ["20261120T083000Z-01234567.sqlite"]
    assert [one.meta for one in Snapshots(tmp_path).all("sill")] == [META]


def test_what_cannot_be_read_is_not_listed(tmp_path: Path) -> None:
    whole = written(tmp_path).file.read_bytes()
    folder = tmp_path / "catalogues" / "sill"
    (folder / "20261121T000000Z-00000001.sqlite").write_bytes(b"")
    (folder / "20261121T000000Z-00000002.sqlite").write_bytes(b"not a database" * 100)
    (folder / "20261121T000000Z-00000003.sqlite").write_bytes(whole[:300])
    (folder / "20261121T000000Z-00000004.sqlite").mkdir()
    (folder / "20261121T000000Z-00000005.sqlite").symlink_to(folder / "nowhere")
    (folder / "aabbccddeeff.partial").write_bytes(whole)
    (folder / "notes.txt").write_text("mine")
    assert [one.meta for one in Snapshots(tmp_path).all("sill")] == [META]
    latest = Snapshots(tmp_path).latest("sill")
    assert latest is not None
    assert latest.meta == META


def edited(file: Path, query: str, *values: object) -> None:
    connection = sqlite3.connect(file)
    with connection:
        connection.execute(query, values)
    connection.close()


@pytest.mark.parametrize("text", ["{}", "[]", "not json", b"\xff\xfe", 3, None])
def test_another_description_is_not_listed(tmp_path: Path, text: object) -> None:
    file = written(tmp_path).file
    edited(file, "DROP TABLE meta")
    edited(file, "CREATE TABLE meta (text)")
    edited(file, "INSERT INTO meta VALUES (?)", text)
    assert Snapshots(tmp_path).all("sill") == []


def test_another_format_is_not_listed(tmp_path: Path) -> None:
    meta = replace(META, format="reperes/snapshot/2")
    file = written(tmp_path).file
    edited(file, "UPDATE meta SET text = ?", TypeAdapter(Meta).dump_json(meta).decode())
    assert Snapshots(tmp_path).all("sill") == []


@pytest.mark.parametrize("content", ["{", "{}", json.dumps({"id": 3}), b"\xff", 3])
def test_a_damaged_record_is_told(tmp_path: Path, content: object) -> None:
    snapshot = written(tmp_path)
    edited(snapshot.file, "UPDATE entries SET content = ? WHERE row = 1", content)
    with pytest.raises(SnapshotError):
        list(snapshot.entries())
    with pytest.raises(SnapshotError):
        snapshot.of("name", ["nuage"])
    assert [one.id for one in snapshot.of("name", ["registre"])] == ["233"]


def test_a_snapshot_that_was_removed_is_told(tmp_path: Path) -> None:
    snapshot = written(tmp_path)
    snapshot.file.unlink()
    with pytest.raises(SnapshotError):
        snapshot.keys("name")
    assert Snapshots(tmp_path).all("sill") == []


def test_a_snapshot_cut_in_its_middle_is_told_or_served_never_more(tmp_path: Path) -> None:
    many = [replace(NUAGE, id=str(rank), name=f"nuage {rank}", what="x" * 400) for rank in range(200)]
    snapshot = written(tmp_path, META, *many)
    snapshot.file.write_bytes(snapshot.file.read_bytes()[: 1 << 14])
    [found] = Snapshots(tmp_path).all("sill") or [snapshot]
    with pytest.raises(SnapshotError):
        list(found.entries())


@given(
    st.builds(
        Entry,
        id=WORDS.filter(bool),
        name=WORDS,
        url=st.just("https://a.example.org"),
        names=st.lists(WORDS).map(tuple),
        repositories=st.lists(WORDS).map(tuple),
        packages=st.lists(WORDS).map(tuple),
        identifiers=st.lists(st.builds(Identifier, st.just("x"), st.text("ab\x00é"))).map(tuple),
        removed=st.none() | st.builds(Removed, st.none() | st.dates(), st.none() | st.just("why")),
    )
)
def test_any_record_is_kept_as_it_is(entry: Entry) -> None:
    adapter = TypeAdapter(Entry)
    assert adapter.validate_json(adapter.dump_json(entry, exclude_defaults=True)) == entry
    found = list(keys_of(entry))
    assert len(found) == len(set(found))
    assert all(value for _, value in found)
