"""One fact for each catalogue: what snapshots hold, what the others answer, and why when there is none."""

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from reperes.facts.catalogue import Entry, Identifier, Listing, Party
from reperes.facts.fact import Absent, Fact, Reason
from reperes.facts.schema import CATALOGUES
from reperes.knowledge.catalogue import Ended, catalogues
from reperes.knowledge.terms import Text
from reperes.sources.catalogues.asking import Answers, Pace
from reperes.sources.catalogues.collect import Catalogued, Wanted, collect, together
from reperes.sources.catalogues.project import Project
from reperes.sources.catalogues.reader import Taken
from reperes.sources.catalogues.settings import FILE
from reperes.sources.catalogues.snapshots import Meta, Snapshot, Snapshots
from reperes.sources.http.client import Client
from reperes.sources.http.ledger import Cost, Spent
from support.asked import HERE, project
from support.web import READ_AT, Heard, Said, Site, as_json, client, serving

TODAY = READ_AT.date()
ASKED = sorted(name for name, one in catalogues().items() if one.way == "asked")
ABOUT = project(names=("registre",))
ARCHIVE = "archive-software-heritage"
VISITS = [{"visit": 1, "date": "2019-05-06T00:00:00Z", "status": "full", "snapshot": "ab" * 20}]
SILL = Entry("233", "Nom du catalogue", "https://sill.example.org/233", repositories=(f"https://{HERE}",))
CNLL = Entry(
    "233",
    "Encore un nom",
    "https://cnll.example.org/233",
    identifiers=(Identifier("sill", "233"),),
    parties=(Party("Atelier libre", "provider", "company"),),
)


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Pace, "wait", lambda *_: None)


def taken(
    home: Path, name: str, *entries: Entry, at: datetime = READ_AT, day: date | None = None
) -> Snapshot:
    meta = Meta(
        name,
        "https://x.example.org",
        "etalab-2.0",
        at,
        "0" * 64,
        1,
        len(entries),
        len(entries),
        {},
        dated=day,
    )
    return Snapshots(home).write(meta, Taken(entries=list(entries)))


def wanted(home: Path, **more: Any) -> Wanted:
    known: dict[str, Any] = {
        "as_of": TODAY,
        "read_at": READ_AT,
        "home": home,
        "offline": True,
        "client_of": None,
        "patience": 10.0,
    }
    return Wanted(**(known | more))


def fact(found: Catalogued, name: str) -> Fact[Any]:
    (one,) = [one for one in found.facts if one.name == CATALOGUES[name].name]
    return one


def listing(found: Catalogued, name: str) -> Listing:
    value = fact(found, name).value
    assert isinstance(value, Listing)
    return value


def absent(found: Catalogued, name: str) -> Absent:
    value = fact(found, name).value
    assert isinstance(value, Absent)
    return value


def asking(home: Path, site: Site, **more: Any) -> Wanted:
    """Return what is wanted with every asked catalogue on the loopback, each under its own name."""
    (home / FILE).write_text(
        yaml.safe_dump({"addresses": {name: site.url(f"/{name}") for name in ASKED}}), "utf-8"
    )
    site.routes |= {
        f"/{ARCHIVE}/origin/https://{HERE}/visits/": as_json(VISITS),
        "/ecosyste-ms/packages/lookup": as_json([]),
        "/wikidata": as_json({"results": {"bindings": []}}),
    }

    def client_of(read_at: datetime, offline: bool) -> Client:  # noqa: FBT001 - the shape of ClientOf
        return client(home, read_at=read_at, offline=offline)

    return wanted(home, offline=False, client_of=client_of, **more)


def test_there_is_one_fact_for_each_catalogue(tmp_path: Path) -> None:
    found = collect(wanted(tmp_path), ABOUT)
    assert sorted(one.name for one in found.facts) == sorted(key.name for key in CATALOGUES.values())
    assert found.spent == Spent()
    assert all(isinstance(one.value, Absent) for one in found.facts)


def test_what_was_never_taken_nor_asked_is_said(tmp_path: Path) -> None:
    found = collect(wanted(tmp_path), ABOUT)
    assert absent(found, "sill").reason is Reason.NOT_COLLECTED
    assert "reperes catalogue update" in absent(found, "sill").message.msgid
    assert absent(found, "wikidata").reason is Reason.OFFLINE
    assert absent(collect(wanted(tmp_path, offline=False), ABOUT), "wikidata").reason is Reason.NOT_COLLECTED


def test_a_snapshot_tells_its_day_where_it_was_had_and_how_many_it_holds(tmp_path: Path) -> None:
    taken(tmp_path, "sill", SILL, Entry("1", "Autre", "https://sill.example.org/1"), day=date(2026, 11, 20))
    found = collect(wanted(tmp_path), ABOUT)
    told = listing(found, "sill")
    assert [(one.entry, one.rests) for one in told.found] == [(SILL, "repository")]
    assert (told.total, told.day, told.taken_at) == (2, date(2026, 11, 20), READ_AT)
    assert (told.url, told.checksum) == ("https://x.example.org", "0" * 64)
    provenance = fact(found, "sill").provenance
    assert (provenance.source, provenance.locator, provenance.revision) == (
        "catalogue.sill",
        "https://x.example.org",
        "0" * 64,
    )
    assert fact(found, "sill").limits == ()


def test_nothing_found_is_a_listing_that_is_empty(tmp_path: Path) -> None:
    taken(tmp_path, "sill", Entry("1", "Autre", "https://sill.example.org/1"))
    assert listing(collect(wanted(tmp_path), ABOUT), "sill").found == ()


@pytest.mark.parametrize("identified", ["cnll-annuaire", "comptoir-du-libre"])
def test_one_catalogue_tells_what_another_calls_the_project(tmp_path: Path, identified: str) -> None:
    if identified not in catalogues():
        pytest.skip(f"{identified} has no definition yet")
    taken(tmp_path, identified, CNLL)
    assert listing(collect(wanted(tmp_path), ABOUT), identified).found == ()
    taken(tmp_path, "sill", SILL)
    told = listing(collect(wanted(tmp_path), ABOUT), identified)
    assert [(one.entry, one.rests) for one in told.found] == [(CNLL, "identifier")]


def test_the_snapshot_of_the_day_observed_is_read_not_a_later_one(tmp_path: Path) -> None:
    before, after = replace(SILL, name="Avant"), replace(SILL, name="Après")
    taken(tmp_path, "sill", before, at=READ_AT - timedelta(days=60))
    taken(tmp_path, "sill", after)
    found = collect(wanted(tmp_path, as_of=TODAY - timedelta(days=30)), ABOUT)
    assert [one.entry.name for one in listing(found, "sill").found] == ["Avant"]
    assert [one.entry.name for one in listing(collect(wanted(tmp_path), ABOUT), "sill").found] == ["Après"]


def test_snapshots_of_after_the_day_observed_are_not_read(tmp_path: Path) -> None:
    taken(tmp_path, "sill", SILL)
    told = absent(collect(wanted(tmp_path, as_of=TODAY - timedelta(days=1)), ABOUT), "sill")
    assert told.reason is Reason.NOT_COLLECTED
    assert "later than the day observed" in told.message.msgid


def test_a_snapshot_that_is_old_is_told_with_its_limit(tmp_path: Path) -> None:
    days = catalogues()["sill"].old_after_days
    taken(tmp_path, "sill", SILL, at=READ_AT - timedelta(days=days))
    assert fact(collect(wanted(tmp_path), ABOUT), "sill").limits == ()
    found = collect(wanted(tmp_path, as_of=TODAY + timedelta(days=1)), ABOUT)
    (limit,) = fact(found, "sill").limits
    assert limit.reason is Reason.STALE
    assert limit.message.args == {"catalogue": "sill", "day": (TODAY - timedelta(days=days)).isoformat()}


def test_a_file_brought_without_its_day_is_told_with_its_limit(tmp_path: Path) -> None:
    snapshot = taken(tmp_path, "sill", SILL)
    Snapshots(tmp_path).write(replace(snapshot.meta, url=None), Taken(entries=[SILL]))
    found = collect(wanted(tmp_path), ABOUT)
    told = listing(found, "sill")
    assert (told.by_hand, told.undated, told.skipped) == (True, True, 0)
    (limit,) = fact(found, "sill").limits
    assert limit.reason is Reason.PERHAPS_STALE
    assert limit.message.args == {"catalogue": "sill", "day": TODAY.isoformat()}


def test_one_that_its_producer_ended_says_so_where_it_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    says = Text(fr="Ce n’est plus tenu à jour.", en="It is no longer kept up.")
    ended = Ended(since=date(2025, 9, 1), says=says, source="https://sill.example.org/")
    changed = dict(catalogues()) | {"sill": catalogues()["sill"].model_copy(update={"ended": ended})}
    monkeypatch.setattr("reperes.sources.catalogues.collect.catalogues", lambda: changed)
    taken(tmp_path, "sill", SILL)
    (limit,) = fact(collect(wanted(tmp_path), ABOUT), "sill").limits
    assert (limit.reason, limit.message.args) == (Reason.STALE, {"catalogue": "sill", "day": "2025-09-01"})
    assert "no longer kept up" in limit.message.msgid
    assert fact(collect(wanted(tmp_path), Project(None)), "sill").limits == ()
    before = wanted(tmp_path, as_of=date(2025, 8, 31))
    taken(tmp_path, "sill", SILL, day=date(2025, 8, 30))
    assert fact(collect(before, ABOUT), "sill").limits == ()


def test_a_damaged_snapshot_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    snapshot = taken(tmp_path, "sill", SILL)
    content = bytearray(snapshot.file.read_bytes())
    at = content.index(b'"repositories"')
    content[at : at + 14] = b"x" * 14
    snapshot.file.write_bytes(content)
    found = collect(wanted(tmp_path), ABOUT)
    told = absent(found, "sill")
    assert (told.reason, told.message.args) == (Reason.UNREADABLE, {"catalogue": "sill"})
    snapshot.file.write_bytes(b"no base")
    told = absent(collect(wanted(tmp_path), ABOUT), "sill")
    assert (told.reason, told.message.args) == (Reason.UNREADABLE, {"catalogue": "sill"})


def test_what_the_settings_leave_out_is_neither_read_nor_asked(tmp_path: Path) -> None:
    taken(tmp_path, "sill", SILL)
    with serving() as site:
        ready = asking(tmp_path, site)
        content = yaml.safe_load((tmp_path / FILE).read_text("utf-8")) | {"without": ["sill", *ASKED]}
        (tmp_path / FILE).write_text(yaml.safe_dump(content), "utf-8")
        found = collect(ready, ABOUT)
        assert site.heard == []
    for name in ("sill", *ASKED):
        assert absent(found, name).reason is Reason.NOT_COLLECTED
        assert "settings" in absent(found, name).message.msgid
    assert len(found.facts) == len(CATALOGUES)


def test_catalogues_are_asked_and_what_they_cost_is_counted(tmp_path: Path) -> None:
    with serving() as site:
        found = collect(asking(tmp_path, site), ABOUT)
        heard = len(site.heard)
    told = listing(found, ARCHIVE)
    assert [one.rests for one in told.found] == ["repository"]
    assert (told.taken_at, told.url, told.total) == (READ_AT, site.url(f"/{ARCHIVE}"), None)
    assert {name: listing(found, name).found for name in ("ecosyste-ms", "wikidata")} == {
        "ecosyste-ms": (),
        "wikidata": (),
    }
    for name in {*ASKED} - {ARCHIVE, "ecosyste-ms", "wikidata"}:  # nothing of the project is theirs to know
        assert absent(found, name).reason is Reason.NOT_COLLECTED
        assert "nothing to be asked" in absent(found, name).message.msgid
    assert heard == 3
    assert found.spent.total.requests == heard


def test_answers_are_kept_and_serve_without_network(tmp_path: Path) -> None:
    with serving() as site:
        ready = asking(tmp_path, site)
        first = collect(ready, ABOUT)
        heard = len(site.heard)
        again = collect(replace(ready, read_at=READ_AT + timedelta(days=6), as_of=date(2026, 11, 29)), ABOUT)
        assert len(site.heard) == heard
        assert listing(again, ARCHIVE) == listing(first, ARCHIVE)
    later = wanted(tmp_path, read_at=READ_AT + timedelta(days=300), as_of=TODAY + timedelta(days=300))
    found = collect(later, ABOUT)
    assert listing(found, ARCHIVE) == listing(first, ARCHIVE)
    assert [one.reason for one in fact(found, ARCHIVE).limits] == [Reason.STALE]
    assert fact(found, "wikidata").limits == ()


def test_what_is_no_longer_fresh_is_asked_again(tmp_path: Path) -> None:
    with serving() as site:
        ready = asking(tmp_path, site)
        collect(ready, ABOUT)
        heard = len(site.heard)
        later = READ_AT + timedelta(days=8)
        found = collect(replace(ready, read_at=later, as_of=later.date()), ABOUT)
        assert len(site.heard) == 2 * heard
    assert listing(found, ARCHIVE).taken_at == later


def test_the_past_is_not_asked_about_nor_told_by_later_answers(tmp_path: Path) -> None:
    with serving() as site:
        ready = asking(tmp_path, site)
        past = replace(ready, as_of=TODAY - timedelta(days=1))
        assert absent(collect(past, ABOUT), ARCHIVE).reason is Reason.NOT_COLLECTED
        assert site.heard == []
        collect(ready, ABOUT)
        told = absent(collect(past, ABOUT), ARCHIVE)
    assert told.reason is Reason.NOT_COLLECTED
    assert "no answer of theirs about this project is kept" in told.message.msgid


def test_a_project_that_may_not_be_public_is_not_told_of(tmp_path: Path) -> None:
    taken(tmp_path, "sill", SILL)
    with serving() as site:
        found = collect(asking(tmp_path, site, public=False), ABOUT)
        assert site.heard == []
    assert absent(found, ARCHIVE).reason is Reason.NOT_COLLECTED
    assert "public" in absent(found, ARCHIVE).message.msgid
    assert len(listing(found, "sill").found) == 1


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (Said(status=500), Reason.UNREACHABLE),
        (Said(status=429, headers={"Retry-After": "3600"}), Reason.RATE_LIMITED),
        (Said(b'[{"visit": 1'), Reason.MALFORMED),
        (as_json({"message": "moved"}), Reason.MALFORMED),
    ],
)
def test_one_that_fails_costs_itself_and_what_was_kept_still_serves(
    tmp_path: Path, said: Said, reason: Reason
) -> None:
    with serving() as site:
        ready = asking(tmp_path, site)
        site.routes[f"/{ARCHIVE}/origin/https://{HERE}/visits/"] = said
        found = collect(ready, ABOUT)
        assert absent(found, ARCHIVE).reason is reason
        assert listing(found, "wikidata").found == ()

        asking(tmp_path, site)
        first = listing(collect(ready, ABOUT), ARCHIVE)
        site.routes[f"/{ARCHIVE}/origin/https://{HERE}/visits/"] = said
        later = READ_AT + timedelta(days=8)
        found = collect(replace(ready, read_at=later, as_of=later.date()), ABOUT)
    assert listing(found, ARCHIVE) == first
    assert [one.reason for one in fact(found, ARCHIVE).limits] == [reason]


def holding(until: threading.Event) -> Callable[[Heard], Said]:
    def answer(heard: Heard) -> Said:
        del heard
        until.wait(20)
        return as_json(VISITS)

    return answer


def test_one_that_is_late_is_not_waited_for_and_what_was_kept_still_serves(tmp_path: Path) -> None:
    path, first, second = f"/{ARCHIVE}/origin/https://{HERE}/visits/", threading.Event(), threading.Event()
    with serving() as site:
        ready = asking(tmp_path, site, patience=1.5)
        site.routes[path] = holding(first)
        found = collect(ready, ABOUT)
        assert absent(found, ARCHIVE).reason is Reason.TIME_OUT
        assert listing(found, "wikidata").found == ()

        first.set()  # what comes too late is not kept: an observation of that moment did not see it
        until = time.monotonic() + 2
        while time.monotonic() < until:
            assert Answers(tmp_path).kept(ARCHIVE, ABOUT, READ_AT) is None
            time.sleep(0.1)
        site.routes[path] = as_json(VISITS)
        assert len(listing(collect(ready, ABOUT), ARCHIVE).found) == 1
        site.routes[path] = holding(second)
        later = READ_AT + timedelta(days=8)
        found = collect(replace(ready, read_at=later, as_of=later.date()), ABOUT)
        second.set()
    assert [one.rests for one in listing(found, ARCHIVE).found] == ["repository"]
    assert [one.reason for one in fact(found, ARCHIVE).limits] == [Reason.TIME_OUT]


def test_a_reader_that_breaks_is_told_and_the_others_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from reperes.sources.catalogues.readers import archive_software_heritage

    def broken(*_: object) -> object:
        raise ZeroDivisionError

    with serving() as site:
        ready = asking(tmp_path, site)
        monkeypatch.setattr(archive_software_heritage, "ask", broken)
        found = collect(ready, ABOUT)
    told = absent(found, ARCHIVE)
    assert (told.reason, told.message.args) == (
        Reason.MALFORMED,
        {"catalogue": ARCHIVE, "detail": "ZeroDivisionError"},
    )
    assert listing(found, "wikidata").found == ()


def test_costs_are_added_host_by_host() -> None:
    one = Spent({"a": Cost(requests=1, received=10)}, None)
    other = Spent({"a": Cost(requests=2, received=5), "b": Cost(requests=1)}, "proxy.example.org")
    whole = together([one, other, Spent()])
    assert whole.by_host == {"a": Cost(requests=3, received=15), "b": Cost(requests=1)}
    assert whole.proxy == "proxy.example.org"
