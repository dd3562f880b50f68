"""A catalogue as a whole: what was taken, of which day, and nothing when it was not."""

import sqlite3
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import yaml

from reperes.errors import UsageError
from reperes.facts.catalogue import Entry, Found, Listing
from reperes.knowledge.catalogue import catalogues
from reperes.sources.catalogues.reader import Taken
from reperes.sources.catalogues.settings import FILE
from reperes.sources.catalogues.snapshots import Meta, Snapshot, Snapshots
from reperes.sources.catalogues.whole import PUBLIC_DOMAINS, public_domains, whole_list

MARKETS = "beneficiaires-marches"
AT = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
LATER = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
TODAY = date(2026, 11, 25)
AGENCY = Entry("a", "Agence d’Exemple", "https://lists.example.org/", lots=("marche-support",))
OFFICE = Entry("b", "Office d’Exemple", "https://lists.example.org/", lots=("marche-expertise",))


def taken(
    home: Path,
    name: str,
    *entries: Entry,
    at: datetime = AT,
    dated: date | None = None,
    url: str | None = "https://lists.example.org/all",
) -> Snapshot:
    size = len(entries)
    meta = Meta(name, url, "etalab-2.0", at, "0" * 64, 1, size, size, {}, dated=dated)
    return Snapshots(home).write(meta, Taken(entries=list(entries)))


def without(home: Path, *names: str) -> None:
    (home / FILE).write_text(yaml.safe_dump({"without": list(names)}), encoding="utf-8")


def damaged(snapshot: Snapshot) -> None:
    """Leave what the snapshot says of itself, and spoil its records."""
    connection = sqlite3.connect(snapshot.file)
    with connection:
        connection.execute("UPDATE entries SET content = '{'")
    connection.close()


def test_every_record_is_given_in_its_order_with_what_dates_and_opens_it(tmp_path: Path) -> None:
    taken(tmp_path, MARKETS, AGENCY, OFFICE, dated=date(2025, 4, 9))
    assert whole_list(tmp_path, MARKETS, TODAY) == Listing(
        catalogue=MARKETS,
        taken_at=AT,
        url="https://lists.example.org/all",
        found=(Found(AGENCY, "name"), Found(OFFICE, "name")),
        dated=date(2025, 4, 9),
        checksum="0" * 64,
        total=2,
        skipped=0,
    )


def test_one_that_was_brought_by_hand_is_opened_by_the_page_of_the_catalogue(tmp_path: Path) -> None:
    taken(tmp_path, MARKETS, AGENCY, url=None)
    found = whole_list(tmp_path, MARKETS, TODAY)
    assert found is not None
    assert (found.url, found.day) == (catalogues()[MARKETS].page, AT.date())
    assert (found.by_hand, found.undated) == (True, True)


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2026, 11, 19), None),
        (date(2026, 11, 20), AT),
        (date(2026, 11, 23), AT),
        (date(2026, 11, 24), LATER),
    ],
)
def test_it_is_that_of_the_day_never_one_of_after(
    tmp_path: Path, on: date, expected: datetime | None
) -> None:
    taken(tmp_path, MARKETS, AGENCY)
    taken(tmp_path, MARKETS, OFFICE, at=LATER)
    found = whole_list(tmp_path, MARKETS, on)
    assert (None if found is None else found.taken_at) == expected


def test_the_day_is_that_of_its_producer(tmp_path: Path) -> None:
    taken(tmp_path, MARKETS, AGENCY, dated=date(2025, 4, 9))
    assert whole_list(tmp_path, MARKETS, date(2025, 4, 8)) is None
    assert whole_list(tmp_path, MARKETS, date(2025, 4, 9)) is not None


def test_nothing_is_given_of_what_was_not_taken_or_is_left_out(tmp_path: Path) -> None:
    assert whole_list(tmp_path, MARKETS, TODAY) is None
    assert public_domains(tmp_path, TODAY, LATER, ["ville.example"]) == {}
    taken(tmp_path, MARKETS, AGENCY)
    taken(tmp_path, PUBLIC_DOMAINS, domains("a", "ville.example"))
    without(tmp_path, MARKETS, PUBLIC_DOMAINS)
    assert whole_list(tmp_path, MARKETS, TODAY) is None
    assert public_domains(tmp_path, TODAY, LATER, ["ville.example"]) == {}


def test_one_that_is_damaged_gives_nothing(tmp_path: Path) -> None:
    damaged(taken(tmp_path, MARKETS, AGENCY))
    damaged(taken(tmp_path, PUBLIC_DOMAINS, domains("a", "ville.example")))
    assert whole_list(tmp_path, MARKETS, TODAY) is None
    assert public_domains(tmp_path, TODAY, LATER, ["ville.example"]) == {}


def test_a_file_that_is_no_snapshot_is_as_if_it_were_not_there(tmp_path: Path) -> None:
    snapshot = taken(tmp_path, MARKETS, AGENCY)
    snapshot.file.with_name("20261124T083000Z-00000000.sqlite").write_bytes(b"no snapshot at all")
    found = whole_list(tmp_path, MARKETS, TODAY)
    assert found is not None
    assert found.taken_at == AT


def test_settings_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("without: 3", encoding="utf-8")
    with pytest.raises(UsageError):
        whole_list(tmp_path, MARKETS, TODAY)


def domains(identifier: str, *names: str, kind: object = "public-body") -> Entry:
    return Entry(identifier, identifier, "https://lists.example.org/", domains=names, kind=kind)  # type: ignore[arg-type]


def test_a_domain_is_given_to_the_kind_of_body_that_the_list_tells(tmp_path: Path) -> None:
    taken(
        tmp_path,
        PUBLIC_DOMAINS,
        domains("a", "ville.example", "mairie.example"),
        domains("b", "universite.example", kind="university"),
        domains("c", "atelier.example", kind="company"),
        domains("d", "inconnu.example", kind=None),
    )
    asked = ["ville.example", "universite.example", "atelier.example", "inconnu.example", "autre.example"]
    found = public_domains(tmp_path, TODAY, LATER, asked)
    assert {name: found[name] for name in asked if name in found} == {
        "ville.example": "public-body",
        "universite.example": "research",
    }
    assert public_domains(tmp_path, TODAY, LATER, []) == {}


@pytest.mark.parametrize(
    ("on", "before", "known"),
    [
        (date(2026, 11, 19), LATER, False),
        (date(2026, 11, 20), LATER, True),
        (TODAY, datetime(2026, 11, 20, 8, 29, tzinfo=UTC), False),
        (TODAY, AT, True),
    ],
)
def test_domains_are_those_of_a_list_of_the_day_that_was_there_when_it_was_read(
    tmp_path: Path, on: date, before: datetime, *, known: bool
) -> None:
    taken(tmp_path, PUBLIC_DOMAINS, domains("a", "ville.example"))
    assert ("ville.example" in public_domains(tmp_path, on, before, ["ville.example"])) is known
