"""A catalogue that did not change is not written again: its snapshot is of each day until it was last so."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from reperes.facts.catalogue import Entry
from reperes.knowledge.catalogue import catalogues
from reperes.sources.catalogues.reader import Taken
from reperes.sources.catalogues.snapshots import KEPT, Meta, Snapshot, Snapshots
from reperes.sources.catalogues.take import Outcome, Taking, bring
from reperes.sources.catalogues.whole import whole_list
from support.catalogues import TAKEN_AT, body, sill_software
from support.web import Said, Site, as_json, client, serving

PATH = "/v2/catalogi.json"
META = Meta(
    "sill", "https://a.example.org", "etalab-2.0", TAKEN_AT, "0" * 64, 1, records=1, rows=1, skipped={}
)
ENTRY = Entry("233", "Registre", "https://a.example.org/233")
SEEN_AT = TAKEN_AT + timedelta(days=20)


def after(days: int) -> datetime:
    return TAKEN_AT + timedelta(days=days)


def written(home: Path, meta: Meta = META) -> Snapshot:
    return Snapshots(home).write(meta, Taken([ENTRY]))


def seen(home: Path, meta: Meta = META) -> Snapshots:
    store = Snapshots(home)
    store.seen(written(home, meta), SEEN_AT, '"v2"')
    return store


def test_what_was_seen_again_is_of_its_last_day(tmp_path: Path) -> None:
    store = seen(tmp_path)
    [found] = store.all("sill")
    assert found.meta == replace(META, seen_at=SEEN_AT, validator='"v2"')
    assert (found.meta.taken_at, found.meta.last, found.meta.day) == (TAKEN_AT, SEEN_AT, date(2026, 12, 10))
    assert list(found.entries()) == [ENTRY]
    assert sorted(one.suffix for one in found.file.parent.iterdir()) == [".seen", ".sqlite"]


@pytest.mark.parametrize(
    ("on", "before", "day"),
    [
        (None, None, date(2026, 12, 10)),
        (date(2026, 12, 31), None, date(2026, 12, 10)),
        (date(2026, 12, 10), None, date(2026, 12, 10)),
        (date(2026, 12, 1), None, date(2026, 12, 1)),
        (date(2026, 11, 20), None, date(2026, 11, 20)),
        (date(2026, 11, 19), None, None),
        (None, after(5), date(2026, 11, 25)),
        (date(2026, 11, 22), after(5), date(2026, 11, 22)),
        (None, TAKEN_AT - timedelta(seconds=1), None),
    ],
)
def test_it_is_told_to_be_of_the_day_that_matters(
    tmp_path: Path, on: date | None, before: datetime | None, day: date | None
) -> None:
    found = seen(tmp_path).latest("sill", on=on, before=before)
    assert (None if found is None else found.meta.day) == day


def test_the_day_of_its_producer_stays(tmp_path: Path) -> None:
    store = seen(tmp_path, replace(META, dated=date(2026, 11, 1)))
    for on, day in ((date(2026, 11, 10), date(2026, 11, 1)), (date(2027, 1, 1), date(2026, 11, 1))):
        found = store.latest("sill", on=on)
        assert found is not None
        assert found.meta.day == day
    assert store.latest("sill", on=date(2026, 10, 31)) is None


def test_of_two_states_that_of_the_day_is_given(tmp_path: Path) -> None:
    store = seen(tmp_path)
    written(tmp_path, replace(META, taken_at=after(40), checksum="f" * 64))
    days = {on: store.latest("sill", on=TAKEN_AT.date() + timedelta(days=on)) for on in (0, 30, 40)}
    told = {on: None if one is None else (one.meta.checksum[0], one.meta.day) for on, one in days.items()}
    assert told == {
        0: ("0", TAKEN_AT.date()),
        30: ("0", SEEN_AT.date()),
        40: ("f", after(40).date()),
    }


def test_what_observations_are_told_is_of_that_day(tmp_path: Path) -> None:
    seen(tmp_path)
    listing = whole_list(tmp_path, "sill", date(2026, 12, 1))
    assert listing is not None
    assert (listing.day, listing.dated) == (date(2026, 12, 1), None)


@pytest.mark.parametrize(
    "note",
    [
        b"",
        b"{",
        b"[]",
        b'{"seen_at": 3}',
        b'{"seen_at": "2026-12-10T08:30:00"}',
        b'{"seen_at": "2020-01-01T00:00:00Z"}',
        b"\xff" * 100,
    ],
)
def test_a_note_that_cannot_be_read_tells_nothing(tmp_path: Path, note: bytes) -> None:
    file = written(tmp_path).file
    file.with_suffix(".seen").write_bytes(note)
    [found] = Snapshots(tmp_path).all("sill")
    assert found.meta == META


def test_a_note_is_never_earlier_than_the_one_before(tmp_path: Path) -> None:
    store = seen(tmp_path)
    [found] = store.all("sill")
    assert store.seen(found, after(3), None).meta.seen_at == SEEN_AT


def test_notes_go_with_their_snapshots(tmp_path: Path) -> None:
    store = seen(tmp_path)
    for days in range(1, KEPT + 1):
        written(tmp_path, replace(META, taken_at=after(days)))
    assert list(tmp_path.rglob("*.seen")) == []
    assert len(store.all("sill")) == KEPT


def update(home: Path, site: Site, moment: datetime) -> Outcome:
    with client(home) as http:
        return Taking(http, Snapshots(home), moment).update(catalogues()["sill"], site.url(PATH))


def test_states_are_kept_whatever_the_number_of_looks(tmp_path: Path) -> None:
    with serving() as site:
        site.routes[PATH] = as_json([sill_software()], ETag='"v1"')
        update(tmp_path, site, TAKEN_AT)
        site.routes[PATH] = as_json([sill_software(license="MIT")], ETag='"v2"')
        update(tmp_path, site, after(1))
        site.routes[PATH] = Said(b"", 304)
        for days in range(2, KEPT + 10):
            assert not update(tmp_path, site, after(days)).changed
    new, old = Snapshots(tmp_path).all("sill")
    assert (old.meta.taken_at, old.meta.seen_at) == (TAKEN_AT, None)
    assert (new.meta.taken_at, new.meta.seen_at, new.meta.validator) == (after(1), after(KEPT + 9), '"v2"')
    assert Snapshots(tmp_path).latest("sill", on=TAKEN_AT.date()) == old


def test_the_same_bytes_are_seen_and_their_new_validator_is_kept(tmp_path: Path) -> None:
    with serving() as site:
        for rank in (1, 2):
            site.routes[PATH] = as_json([sill_software()], ETag=f'"v{rank}"')
            update(tmp_path, site, after(rank))
    [found] = Snapshots(tmp_path).all("sill")
    assert (found.meta.taken_at, found.meta.seen_at, found.meta.validator) == (after(1), after(2), '"v2"')


def test_the_same_bytes_that_are_read_otherwise_are_written(tmp_path: Path) -> None:
    with serving() as site:
        site.routes[PATH] = as_json([sill_software()])
        first = update(tmp_path, site, TAKEN_AT).snapshot
        entries = [replace(one, licence="as it was read before") for one in first.entries()]
        Snapshots(tmp_path).write(first.meta, Taken(entries))
        again = update(tmp_path, site, after(1))
    assert (again.changed, again.snapshot.meta.taken_at) == (False, after(1))
    assert len(Snapshots(tmp_path).all("sill")) == 2


def test_a_file_brought_again_is_seen_unless_its_day_is_another(tmp_path: Path) -> None:
    file = tmp_path / "catalogi.json"
    file.write_bytes(body([sill_software(updateTime=None)]))
    store, sill = Snapshots(tmp_path), catalogues()["sill"]
    bring(sill, file, store, TAKEN_AT)
    assert bring(sill, file, store, after(1)).snapshot.meta.seen_at == after(1)
    bring(sill, file, store, after(2), dated=date(2026, 11, 1))
    assert [(one.meta.dated, one.meta.seen_at) for one in store.all("sill")] == [
        (date(2026, 11, 1), None),
        (None, after(1)),
    ]
