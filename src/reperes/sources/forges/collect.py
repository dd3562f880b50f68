"""From the address of a project to the facts of its forge: what is kept is read again, the rest is asked."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from reperes.errors import Message
from reperes.facts.fact import Absent, Fact, Limit, Provenance, Reason
from reperes.facts.forge import ForgeRepository
from reperes.facts.schema import FORGE, REQUESTS
from reperes.i18n import N_
from reperes.people.accounts import Accounts
from reperes.people.store import key
from reperes.sources.forges import reads as memory
from reperes.sources.forges.find import ANONYMOUS, GITHUB, NAMES, dialect, dialect_of, place_of
from reperes.sources.forges.model import Dialect, Found, Item, Plan, Walk, distinct
from reperes.sources.forges.tables import requests
from reperes.sources.http.client import Client, ClientOf
from reperes.sources.http.errors import HttpError
from reperes.sources.http.ledger import Spent
from reperes.subject.address import Address, Forge, parse

_ASKED = (Forge.GITHUB, Forge.GITLAB, Forge.FORGEJO)
_MARGIN = timedelta(minutes=5)
"""Clocks differ: what changed that long before the last reading is asked for again."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked: the project, the day from which requests matter, the moment of the reading.

    Nothing is asked of the network when `offline`: what was answered before is read again. Nothing at all is
    when `client_of` is None.
    """

    origin: str | None
    since: date
    read_at: datetime
    home: Path
    offline: bool
    client_of: ClientOf | None


@dataclass(frozen=True, slots=True)
class Forged:
    """The facts of a forge, and what they cost."""

    facts: tuple[Fact[Any], ...]
    spent: Spent


def collect(wanted: Wanted) -> Forged:
    """Return the facts; those that cannot be had are absent, with the reason."""
    if wanted.origin is None:
        text = N_(
            "The address of the project is not known, so its forge is not asked: give it with --origin."
        )
        return _nothing(wanted, Absent(Reason.NO_ORIGIN, Message(text)))
    address = parse(wanted.origin)
    if wanted.client_of is None:
        why = Absent(Reason.NOT_COLLECTED, Message(N_("The forge was not asked.")))
        return _nothing(wanted, why, address)
    with ExitStack() as clients:
        client = clients.enter_context(wanted.client_of(wanted.read_at, wanted.offline))
        accounts = Accounts(key(wanted.home), address.host or "")
        collector = _Collector(wanted, address, accounts, wanted.client_of, clients)
        try:
            facts = collector.facts(client)
        except HttpError as error:
            return replace(_nothing(wanted, error.absent(), address), spent=client.spent)
        return Forged(facts, client.spent)


def broken(wanted: Wanted, detail: str) -> Forged:
    """Return the facts of a forge whose answers stopped the reading: absent. `detail` quotes none of them."""
    text = N_("What the forge answered could not be taken in ({detail}): please report it.")
    address = None if wanted.origin is None else parse(wanted.origin)
    return _nothing(wanted, Absent(Reason.MALFORMED, Message(text, {"detail": detail})), address)


def _nothing(wanted: Wanted, why: Absent, address: Address | None = None) -> Forged:
    forge = None if address is None else address.forge
    source = f"forge.{forge.value}" if forge in _ASKED else "forge"
    provenance = Provenance(source, wanted.origin or "", None, wanted.read_at, f"{source}/1")
    return Forged((Fact(FORGE.name, why, provenance), Fact(REQUESTS.name, why, provenance)), Spent())


@dataclass(frozen=True, slots=True)
class _Collector:
    wanted: Wanted
    address: Address
    accounts: Accounts
    client_of: ClientOf
    clients: ExitStack

    def facts(self, client: Client) -> tuple[Fact[Any], ...]:
        known = memory.recall(self.wanted.home, self.wanted.origin or "")
        if self.wanted.offline:
            return self._again(known)
        name = dialect_of(self.address, client)
        if isinstance(name, Absent):
            return _nothing(self.wanted, name, self.address).facts
        asked = self._dialect(name, client, self.wanted.read_at)
        found, reads = self._read(name, asked, known, client)
        memory.keep(self.wanted.home, self.wanted.origin or "", reads)
        return found

    def _again(self, known: memory.Reads | None) -> tuple[Fact[Any], ...]:
        """Return the facts of the last reading, from the answers that are kept."""
        held = known is not None and known.hold(self.wanted.read_at)
        kept = self._kept(known) if known is not None and held else None
        if known is None or kept is None:
            text = N_("No request may be made, and what the forge answered before is not kept here.")
            return _nothing(self.wanted, Absent(Reason.OFFLINE, Message(text)), self.address).facts
        asked, found = kept
        return tuple(self._told(known.dialect, asked, found, known.moments[-1]))

    def _read(
        self, name: str, asked: Dialect, known: memory.Reads | None, client: Client
    ) -> tuple[tuple[Fact[Any], ...], memory.Reads]:
        """Return the facts, and the readings to remember: what changed only, where the rest is kept.

        Readings that serve are not given up for one that failed.
        """
        now, since = self.wanted.read_at, self.wanted.since
        state = asked.repository()
        fact, mark = self._state(name, state), self._mark(state, client)
        serving = known if known is not None and known.serve(name, since, now, mark) else None
        more = None if serving is None else self._more(asked, serving)
        if serving is not None and more is not None:
            if not _whole(more):
                return (fact, self._requests(name, asked, more, now)), serving
            if not (_cut(more) or _more_than_told(more, state)):
                reads = serving.and_then(now, whole=True)
                return (fact, self._requests(name, asked, more, now)), reads
        found = asked.requests(Plan(datetime.combine(since, time(), UTC)))
        if not _whole(found) and serving is not None and more is not None and not _cut(more):
            more = replace(more, limits=distinct((*more.limits, *_limits(found))))
            return (fact, self._requests(name, asked, more, now)), serving.and_then(now, whole=True)
        reads = memory.Reads(name, since, (now,), mark, whole=_whole(found))
        held = known is not None and known.whole and known.hold(now)
        return (
            fact,
            self._requests(name, asked, found, now),
        ), known if known and held and not reads.whole else reads

    def _more(self, asked: Dialect, known: memory.Reads) -> Found | None:
        """Return what is known with what changed since; None where the archive has not all of it."""
        kept = self._kept(known)
        if kept is None:
            return None
        plan = Plan(known.start, known.moments[-1] - _MARGIN)
        return _merged(kept[1], asked.requests(plan), plan, self.wanted.read_at)

    def _mark(self, state: ForgeRepository, client: Client) -> str:
        told = (state.url, state.created_at, state.issues_enabled, state.changes_enabled)
        return f"{told!r} {client.has_token(place_of(self.address).web)}"

    def _kept(self, known: memory.Reads) -> tuple[Dialect, Found] | None:
        """Return what former readings found, by asking the archive as they asked; None if it has not all."""
        found: Found | None = None
        asked: Dialect | None = None
        before: datetime | None = None
        if known.dialect not in NAMES:
            return None
        for moment in known.moments:
            client = self.clients.enter_context(self.client_of(moment, True))  # noqa: FBT003 - a callable's
            asked = self._dialect(known.dialect, client, moment)
            plan = Plan(known.start, None if before is None else before - _MARGIN)
            try:
                asked.repository()
                step = asked.requests(plan)
            except HttpError:
                return None
            if known.whole and not _whole(step) and Reason.OFFLINE in _reasons(step):
                return None
            found = step if found is None else _merged(found, step, plan, moment)
            before = moment
        return None if found is None or asked is None else (asked, found)

    def _dialect(self, name: str, client: Client, read_at: datetime) -> Dialect:
        return dialect(name, place_of(self.address), client, self.accounts, read_at)

    def _state(self, name: str, value: ForgeRepository) -> Fact[Any]:
        return Fact(FORGE.name, value, self._provenance(name, value.read_at), limits=tuple(_elsewhere(value)))

    def _told(self, name: str, asked: Dialect, found: Found, moment: datetime) -> Iterator[Fact[Any]]:
        yield self._state(name, asked.repository())
        yield self._requests(name, asked, found, moment)

    def _requests(self, name: str, asked: Dialect, found: Found, moment: datetime) -> Fact[Any]:
        limits = _limits(found)
        provenance = self._provenance(name, moment)
        if found.issues.since is None and found.changes.since is None and limits:
            return Fact(REQUESTS.name, Absent(limits[0].reason, limits[0].message), provenance)
        value = requests(
            found, self.accounts, moment, issues_url=asked.issues_url, changes_url=asked.changes_url
        )
        return Fact(REQUESTS.name, value, provenance, limits=distinct(limits))

    def _provenance(self, name: str, moment: datetime) -> Provenance:
        forge = GITHUB if name == ANONYMOUS else name
        return Provenance(f"forge.{forge}", self.wanted.origin or "", None, moment, f"forge.{name}/1")


def _elsewhere(state: ForgeRepository) -> Iterator[Limit]:
    """Yield that the project, or the work on it, is or may be at another address than the one asked."""
    if state.mirror_of is not None:
        text = N_("This repository is a copy (mirror) of {url}: what is asked and proposed is there.")
        yield Limit(Reason.MIRROR, Message(text, {"url": state.mirror_of}))
    elif state.mirror:
        text = N_("This repository is a copy (mirror) of another: what is asked and proposed is there.")
        yield Limit(Reason.MIRROR, Message(text))
    elif state.fork:
        text = N_("This repository is derived (fork) from another: make sure which of the two you use.")
        if state.fork_of is not None:
            text = N_("This repository is derived (fork) from {source}: make sure which of the two you use.")
        yield Limit(Reason.FORK, Message(text, {} if state.fork_of is None else {"source": state.fork_of}))
    if state.moved_from is not None:
        text = N_("The forge sends from {old} to {url}: the project has moved, give its new address.")
        yield Limit(Reason.MOVED, Message(text, {"old": state.moved_from, "url": state.url}))


def _more_than_told(found: Found, state: ForgeRepository) -> bool:
    """Return whether more requests are held for open than the forge counts."""
    counters = ((found.issues, state.counters.open_issues), (found.changes, state.counters.open_changes))
    return any(
        told is not None
        and sum(item.closed_at is None and item.merged_at is None for item in walked.items) > told
        for walked, told in counters
    )


def _cut(found: Found) -> bool:
    """Return whether more had changed than is read at once: all is then as quickly read anew."""
    return found.issues.changed_too_much or found.changes.changed_too_much


def _limits(found: Found) -> tuple[Limit, ...]:
    return (*found.limits, *found.issues.limits, *found.changes.limits)


def _whole(found: Found) -> bool:
    return found.issues.whole and found.changes.whole


def _reasons(found: Found) -> set[Reason]:
    return {limit.reason for limit in _limits(found)}


def _merged(older: Found, newer: Found, plan: Plan, now: datetime) -> Found:
    """Return what was found, and what had changed since `plan.after` when it was asked again, at `now`."""
    limits = distinct((*older.limits, *newer.limits))
    issues = _both(older.issues, newer.issues, plan, now)
    return Found(issues, _both(older.changes, newer.changes, plan, now), limits)


def _both(older: Walk, newer: Walk, plan: Plan, now: datetime) -> Walk:
    items: dict[int, Item] = {item.number: _still(item, newer, plan, now) for item in older.items}
    for item in newer.items:
        before = items.get(item.number)
        # One that was opened before what was read, and changed since, is not kept: its like are not known.
        if before is not None or (older.since is not None and item.opened_at.date() >= older.since):
            items[item.number] = item if before is None else before.renewed(item)
    limits: tuple[Limit, ...] = (*older.limits, *newer.limits)
    whole = older.whole and newer.whole
    kept = replace(older, items=tuple(items.values()), limits=distinct(limits), whole=whole)
    return replace(kept, changed_too_much=newer.cut)


def _still(item: Item, newer: Walk, plan: Plan, now: datetime) -> Item:
    """Return an item known to be as it was: what is not among all that changed did not."""
    current = plan.after is not None and item.seen_until >= plan.after
    return replace(item, seen_until=now) if current and newer.whole else item
