"""From a project to what catalogues say of it: snapshots are looked in, the others asked, side by side."""

import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from reperes.errors import Message
from reperes.facts.catalogue import Found, Listing
from reperes.facts.fact import Absent, Fact, Limit, Provenance, Reason
from reperes.facts.schema import CATALOGUES
from reperes.i18n import N_
from reperes.knowledge.catalogue import Catalogue, catalogues
from reperes.sources.catalogues.asking import Answers, Asker, Kept, ask, is_fresh
from reperes.sources.catalogues.match import entries_of, found_in, holders_in
from reperes.sources.catalogues.project import Project
from reperes.sources.catalogues.reader import ShapeError
from reperes.sources.catalogues.settings import Settings
from reperes.sources.catalogues.snapshots import Snapshot, SnapshotError, Snapshots
from reperes.sources.catalogues.whole import listing_of
from reperes.sources.http.client import ClientOf
from reperes.sources.http.errors import HttpError
from reperes.sources.http.ledger import Cost, Spent

PATIENCE = 25.0
"""Seconds that an observation waits for the catalogues it asks, all together."""
_ROUNDS = 3
"""A record of one catalogue tells the identifier of another: snapshots are looked in again, so many times."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: the day whose state matters, the moment of the reading, where things are kept.

    Nothing is asked of the network when `offline`, or when `client_of` is None. Nor is it when the project is
    not known to be `public`: to ask about it would be to tell of it.
    """

    as_of: date
    read_at: datetime
    home: Path
    offline: bool
    client_of: ClientOf | None
    public: bool = True
    patience: float = PATIENCE

    @property
    def asks(self) -> bool:
        """Whether hosts may be asked: what they say is of today, so only about a project as it is today."""
        return self.public and not self.offline and self.as_of >= self.read_at.date()


@dataclass(frozen=True, slots=True)
class Catalogued:
    """One fact for each catalogue, and what asking cost."""

    facts: tuple[Fact[Any], ...]
    spent: Spent = field(default_factory=Spent)


def collect(wanted: Wanted, project: Project) -> Catalogued:
    """Return the facts; those that cannot be had are absent. Raises UsageError for wrong settings."""
    settings = Settings.of(wanted.home)
    known = {name: one for name, one in catalogues().items() if name not in settings.off}
    whole = {name: one for name, one in known.items() if one.way == "whole"}
    snapshots = {name: _snapshot(wanted, name) for name in whole}
    listings, project = _looked_in(whole, snapshots, project)
    facts = [_of_snapshot(wanted, whole[name], snapshots[name], listings.get(name)) for name in whole]
    asked = {name: one for name, one in known.items() if one.way == "asked"}
    answers, spent = _asked(wanted, settings, asked, project)
    facts += answers
    facts += [_off(wanted, catalogues()[name]) for name in sorted(settings.off)]
    return Catalogued(tuple(facts), spent)


def with_domains(wanted: Wanted, facts: Iterable[Fact[Any]], domains: Iterable[str]) -> Iterator[Fact[Any]]:
    """Yield the facts, that of a list of domains with those of the domains that sign contributions."""
    for fact in facts:
        listing: Listing | Absent = fact.value
        name = "" if isinstance(listing, Absent) else listing.catalogue
        if isinstance(listing, Absent) or catalogues()[name].holds != "domains":
            yield fact
            continue
        snapshot = _snapshot(wanted, name)
        try:
            found = [] if isinstance(snapshot, Absent) else snapshot.of("domain", domains)
        except SnapshotError:
            yield replace(fact, value=_unreadable(name))
            continue
        listing = replace(listing, found=tuple(Found(one, "domain") for one in found))
        yield replace(fact, value=listing, limits=tuple(_old(catalogues()[name], listing, wanted.as_of)))


def _snapshot(wanted: Wanted, name: str) -> Snapshot | Absent:
    snapshots = Snapshots(wanted.home)
    snapshot = snapshots.latest(name, on=wanted.as_of, before=wanted.read_at)
    if snapshot is not None:
        return snapshot
    if snapshots.are_damaged(name):
        return _unreadable(name)
    if snapshots.all(name):
        text = N_("The snapshots of some catalogues are all later than the day observed: they are not read.")
        return Absent(Reason.NOT_COLLECTED, Message(text))
    text = N_("Some catalogues were never taken here: `reperes catalogue update` brings their snapshots.")
    return Absent(Reason.NOT_COLLECTED, Message(text))


def _unreadable(name: str) -> Absent:
    text = N_("A snapshot cannot be read and should be taken again: {catalogue}.")
    return Absent(Reason.UNREADABLE, Message(text, {"catalogue": name}))


def _looked_in(
    whole: Mapping[str, Catalogue], snapshots: Mapping[str, Snapshot | Absent], project: Project
) -> tuple[dict[str, tuple[Found, ...] | Absent], Project]:
    """Return what each snapshot holds of the project, and what all of them together tell it by."""
    found: dict[str, tuple[Found, ...] | Absent] = {}
    for _ in range(_ROUNDS):
        before = project
        for name, catalogue in whole.items():
            snapshot = snapshots[name]
            if isinstance(snapshot, Absent) or catalogue.holds not in {"software", "organisations"}:
                continue
            try:
                held = _held(catalogue, snapshot, project)
            except SnapshotError:
                text = N_("A snapshot cannot be read and should be taken again: {catalogue}.")
                found[name] = Absent(Reason.UNREADABLE, Message(text, {"catalogue": name}))
                continue
            found[name] = held
            if catalogue.holds == "software":
                project = project.knowing(entries_of(held), name)
        if project == before:
            break
    return found, project


def _held(catalogue: Catalogue, snapshot: Snapshot, project: Project) -> tuple[Found, ...]:
    if catalogue.holds == "organisations":
        return holders_in(snapshot, project)
    return found_in(snapshot, project, of_repositories=catalogue.of_repositories)


def _of_snapshot(
    wanted: Wanted,
    catalogue: Catalogue,
    snapshot: Snapshot | Absent,
    found: tuple[Found, ...] | Absent | None,
) -> Fact[Any]:
    key = CATALOGUES[catalogue.id].name
    if isinstance(snapshot, Absent):
        return Fact(key, snapshot, _provenance(catalogue, catalogue.address, wanted.read_at))
    meta = snapshot.meta
    provenance = _provenance(catalogue, meta.url or snapshot.file.name, meta.last, meta.checksum)
    if isinstance(found, Absent):
        return Fact(key, found, provenance)
    value = listing_of(catalogue, meta, found or ())
    return Fact(key, value, provenance, limits=tuple(_old(catalogue, value, wanted.as_of)))


def _old(catalogue: Catalogue, listing: Listing, on: date) -> Iterable[Limit]:
    """Yield that what is said is old, or no longer kept up, where something was found."""
    if not listing.found:
        return
    args = {"catalogue": catalogue.id, "day": listing.day.isoformat()}
    if listing.undated:
        text = N_("A file brought on {day} does not tell of which day it is: {catalogue}.")
        yield Limit(Reason.PERHAPS_STALE, Message(text, args))
    elif (on - listing.day).days > catalogue.old_after_days:
        text = N_("The state of {day} is old and may have changed since, according to {catalogue}.")
        yield Limit(Reason.STALE, Message(text, args))
    if catalogue.ended is not None and catalogue.ended_on(on):
        text = N_("What was found is no longer kept up since {day}, by its own producer: {catalogue}.")
        since = catalogue.ended.since.isoformat()
        yield Limit(Reason.STALE, Message(text, {"catalogue": catalogue.id, "day": since}))


@dataclass(slots=True)
class _Question:
    """One catalogue that is being asked, in its own thread."""

    catalogue: Catalogue
    fact: Fact[Any] | None = None
    kept: Kept | None = None
    spent: Spent = field(default_factory=Spent)
    thread: threading.Thread | None = None
    is_over: bool = False
    """Whether nobody waits any more: what comes after is not kept, the observation did not see it."""


def _asked(
    wanted: Wanted, settings: Settings, asked: Mapping[str, Catalogue], project: Project
) -> tuple[list[Fact[Any]], Spent]:
    from time import monotonic

    questions = [_Question(one) for one in asked.values()]
    for question in questions:
        question.thread = threading.Thread(
            target=_answer, args=(wanted, settings, question, project), daemon=True
        )
        question.thread.start()
    until = monotonic() + wanted.patience
    facts, costs = [], []
    for question in questions:
        assert question.thread is not None  # noqa: S101 - it was just made
        question.thread.join(max(until - monotonic(), 0.0))
        fact = question.fact
        question.is_over = fact is None
        facts.append(fact or _late(wanted, question))
        costs.append(question.spent)
    return facts, together(costs)


def together(costs: Iterable[Spent]) -> Spent:
    """Return what several clients spent, as one."""
    by_host: dict[str, Cost] = {}
    proxy = None
    for one in costs:
        proxy = proxy or one.proxy
        for host, cost in one.by_host.items():
            by_host[host] = by_host.get(host, Cost()) + cost
    return Spent(by_host, proxy)


def _answer(wanted: Wanted, settings: Settings, question: _Question, project: Project) -> None:
    catalogue = question.catalogue
    answers = Answers(wanted.home)
    kept = question.kept = answers.kept(catalogue.id, project, wanted.read_at, wanted.as_of)
    network = wanted.client_of is not None and wanted.asks
    try:
        if kept is not None and (not network or is_fresh(kept, project, catalogue, wanted.read_at)):
            question.fact = _told(wanted, catalogue, kept.listing)
            return
        if not network or wanted.client_of is None:
            question.fact = _silent(wanted, catalogue)
            return
        with wanted.client_of(wanted.read_at, False) as client:  # noqa: FBT003 - a callable's
            try:
                asker = Asker(catalogue, settings.address(catalogue), client)
                listing = ask(asker, project, wanted.read_at)
            finally:
                question.spent = client.spent
        if not question.spent.total.requests and not listing.found:
            question.fact = _nothing_to_ask(wanted, catalogue)
            return
        if not question.is_over:
            answers.keep(listing, project)
        question.fact = _told(wanted, catalogue, listing)
    except HttpError as error:
        question.fact = _failed(wanted, catalogue, error.absent(), kept)
    except ShapeError as error:
        text = N_(
            "The answer has another shape than it used to ({detail}): nothing is taken from {catalogue}."
        )
        why = Absent(Reason.MALFORMED, Message(text, {"catalogue": catalogue.id, "detail": error.detail}))
        question.fact = _failed(wanted, catalogue, why, kept)
    except Exception as error:  # noqa: BLE001 - whatever a catalogue says, the rest of the observation is kept
        text = N_("The answer could not be taken in ({detail}), please report it: {catalogue}.")
        args = {"catalogue": catalogue.id, "detail": type(error).__name__}
        question.fact = _failed(wanted, catalogue, Absent(Reason.MALFORMED, Message(text, args)), kept)


def _told(wanted: Wanted, catalogue: Catalogue, listing: Listing) -> Fact[Any]:
    key = CATALOGUES[catalogue.id].name
    provenance = _provenance(catalogue, listing.url, listing.taken_at)
    return Fact(key, listing, provenance, limits=tuple(_old(catalogue, listing, wanted.as_of)))


def _silent(wanted: Wanted, catalogue: Catalogue) -> Fact[Any]:
    text = N_("Some catalogues were not asked, and no answer of theirs about this project is kept here.")
    if not wanted.public and not wanted.offline:
        text = N_("Nothing tells that the project is public: catalogues on the network are not told of it.")
    absent = Absent(Reason.OFFLINE if wanted.offline else Reason.NOT_COLLECTED, Message(text))
    return Fact(
        CATALOGUES[catalogue.id].name, absent, _provenance(catalogue, catalogue.address, wanted.read_at)
    )


def _nothing_to_ask(wanted: Wanted, catalogue: Catalogue) -> Fact[Any]:
    text = N_("Some catalogues had nothing to be asked: the project names no body, no package or no fund.")
    absent = Absent(Reason.NOT_COLLECTED, Message(text))
    return Fact(
        CATALOGUES[catalogue.id].name, absent, _provenance(catalogue, catalogue.address, wanted.read_at)
    )


def _failed(wanted: Wanted, catalogue: Catalogue, why: Absent, kept: Kept | None) -> Fact[Any]:
    """Return what was answered before, when there is that, with the reason why it is not of today."""
    if kept is None:
        return Fact(
            CATALOGUES[catalogue.id].name, why, _provenance(catalogue, catalogue.address, wanted.read_at)
        )
    fact = _told(wanted, catalogue, kept.listing)
    return replace(fact, limits=(*fact.limits, Limit(why.reason, why.message)))


def _late(wanted: Wanted, question: _Question) -> Fact[Any]:
    text = N_("Some catalogues did not answer in time ({n} s): they are not waited for.")
    absent = Absent(Reason.TIME_OUT, Message(text, {"n": f"{wanted.patience:g}"}))
    return _failed(wanted, question.catalogue, absent, question.kept)


def _off(wanted: Wanted, catalogue: Catalogue) -> Fact[Any]:
    text = N_("The settings of this installation leave some catalogues out.")
    provenance = _provenance(catalogue, catalogue.address, wanted.read_at)
    return Fact(CATALOGUES[catalogue.id].name, Absent(Reason.NOT_COLLECTED, Message(text)), provenance)


def _provenance(
    catalogue: Catalogue, locator: str, moment: datetime, revision: str | None = None
) -> Provenance:
    source = f"catalogue.{catalogue.id}"
    return Provenance(source, locator, revision, moment, f"{source}/1")
