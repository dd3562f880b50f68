"""From a git directory and its running log to facts, and from facts to an observation."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import partial
from importlib.metadata import version
from typing import Any, Protocol

import polars as pl

from reperes import readings
from reperes.errors import Message
from reperes.facts.documents import DocumentKind, Tree
from reperes.facts.fact import Absent, Fact, Limit, Provenance, Reason
from reperes.facts.factset import FactSet
from reperes.facts.history import TREE_SCHEMA
from reperes.facts.licences import LicenceFile, Licences
from reperes.facts.schema import (
    DECLARATIONS,
    DOCUMENTS,
    FORGE,
    HISTORY,
    KEYS,
    LICENCE_HISTORY,
    LICENCES,
    REPOSITORY,
    REQUESTS,
    TREE,
)
from reperes.i18n import N_
from reperes.indicators import definitions, measure_all
from reperes.later import Later
from reperes.licences import identify
from reperes.licences.model import Identified
from reperes.observation import Absence, Observation
from reperes.people.identities import Identities
from reperes.people.organisations import load_organisations
from reperes.people.store import key
from reperes.progress import Progress
from reperes.request import Request
from reperes.sources.catalogues.collect import Catalogued, Wanted, together, with_domains
from reperes.sources.catalogues.collect import collect as look_up
from reperes.sources.catalogues.project import project_of
from reperes.sources.catalogues.whole import public_domains
from reperes.sources.documents.find import find
from reperes.sources.documents.read import read
from reperes.sources.forges.collect import Forged
from reperes.sources.git import log
from reperes.sources.git.command import GitError, Repository, Stream
from reperes.sources.git.dates import shown
from reperes.sources.git.history import build
from reperes.sources.git.licences import METHOD, Bring, licence_history
from reperes.sources.git.local import Described
from reperes.sources.git.memory import Memory, load, save
from reperes.sources.git.objects import MAX_ENTRIES, contents, list_tree
from reperes.sources.http.ledger import Spent
from reperes.subject.address import AddressError, parse
from reperes.subject.hosts import forge_of, is_inside

Entries = list[tuple[bytes, str, str]]

_BEHIND = timedelta(days=7)
_MERGES_BEHIND = 2
MAX_LICENCES = 600_000
"""Characters of licence files that are compared with the known licences."""


@dataclass(frozen=True, slots=True)
class _Read:
    """A log, and what is missing from it."""

    raw: log.RawLog
    limits: tuple[Limit, ...] = ()


class Forge(Protocol):
    """Waits for what the forge of the project answers."""

    @property
    def is_over(self) -> bool:
        """Whether there is nothing left to wait for."""

    def answer(self) -> Forged:
        """Return it."""


@dataclass(frozen=True, slots=True)
class Collector:
    """Gathers the facts of one repository. `forge` waits for what its forge answers."""

    request: Request
    name: str
    origin: str | None
    repository: Repository
    described: Described
    memory: Memory
    forge: Forge
    bring: Bring | None = None
    told: dict[str, Identified] = field(default_factory=dict)

    def collect(
        self, stream: Stream, mailmap: str | None, limits: tuple[Limit, ...], progress: Progress
    ) -> Observation:
        """Return the observation; `limits` are those of the history that were met before it was read."""
        described = self._fact(
            REPOSITORY.name, self.described.repository, "git.describe/1", self.described.limits
        )
        progress.step(Message(N_("Reading the documents")))
        tree, documents, declarations = self._tree_and_documents()
        licences = self._licences(documents)
        load_organisations()  # git is still at work: what the end needs costs nothing now
        definitions()
        early = FactSet([described, tree, documents, declarations, licences])
        catalogued = Later(partial(self._catalogued, early))
        readings.prepare(early)
        progress.step(Message(N_("Following the history")))
        history = self._history(stream, mailmap, limits)
        changed = self._licence_history(history)
        if not self.forge.is_over:
            progress.step(Message(N_("Waiting for the answers of the forge")))
        forged = self.forge.answer()
        if not catalogued.is_over:
            progress.step(Message(N_("Waiting for the answers of the catalogues")))
        listed = catalogued.result()
        progress.step(Message(N_("Measuring and concluding")))
        told = with_domains(self._wanted(public=False), listed.facts, _organisations(history))
        facts = early.extended([history, changed, *forged.facts, *told])
        if (old := _stale(facts, self.request)) is not None:
            facts = facts.extended([old])
        return _observation(self.request, self.name, facts, together((forged.spent, listed.spent)))

    def _catalogued(self, early: FactSet) -> Catalogued:
        """Return what catalogues say of the project, told by what is known once its forge has answered."""
        known = FactSet([*early, *self.forge.answer().facts])
        public = _is_public(self.origin, self.request, known, brought=self.bring is not None)
        return look_up(
            self._wanted(public=public), project_of(known, self.name, _package(self.request.subject))
        )

    def _wanted(self, *, public: bool) -> Wanted:
        asked = self.request
        return Wanted(
            as_of=asked.as_of,
            read_at=asked.read_at,
            home=asked.home,
            offline=asked.offline,
            client_of=asked.client_of,
            public=public,
        )

    def _provenance(self, method: str) -> Provenance:
        locator = self.origin or self.request.subject
        revision = self.described.repository.head
        return Provenance(method.split(".", maxsplit=1)[0], locator, revision, self.request.read_at, method)

    def _fact(self, name: str, value: Any, method: str, limits: tuple[Limit, ...] = ()) -> Fact[Any]:
        return Fact(name, value, self._provenance(method), limits=limits)

    def _tree_and_documents(self) -> tuple[Fact[Any], Fact[Any], Fact[Any]]:
        head = self.described.repository.head
        try:
            entries = list_tree(self.repository, head)
        except GitError as error:
            text = N_("The files of the revision cannot be listed ({detail}).")
            absent = Absent(_reason(error), Message(text, {"detail": error.stderr}))
            return (
                self._fact(TREE.name, absent, "git.tree/1"),
                self._fact(DOCUMENTS.name, absent, "documents.read/1"),
                self._fact(DECLARATIONS.name, absent, "documents.read/1"),
            )
        candidates, limits = find(entries)
        if len(entries) >= MAX_ENTRIES:
            text = N_("The revision holds more than {n} files: the others were not looked at.")
            limits = (*limits, Limit(Reason.TOO_MANY, Message(text, {"n": MAX_ENTRIES})))
        documents, declarations = read(
            candidates,
            contents(self.repository, [candidate.blob for candidate in candidates]),
            revision=head,
            origin=self.origin,
            provenance=self._provenance("documents.read/1"),
        )
        limited = Fact(
            documents.name,
            documents.value,
            documents.provenance,
            documents.citations,
            (*limits, *documents.limits),
        )
        return self._fact(TREE.name, _tree(head, entries), "git.tree/1"), limited, declarations

    def _licences(self, documents: Fact[Any]) -> Fact[Any]:
        """Return which licence each licence file is; absent when the documents are."""
        if isinstance(documents.value, Absent):
            return self._fact(LICENCES.name, documents.value, "documents.licences/1")
        files: list[LicenceFile] = []
        limits: tuple[Limit, ...] = ()
        left = MAX_LICENCES
        for item in documents.value.of(DocumentKind.LICENCE):
            if item.text is None:
                continue
            left -= len(item.text)
            if left < 0:
                text = N_("Licence files hold more than {n} characters: the others were not compared.")
                limits = (Limit(Reason.TOO_LARGE, Message(text, {"n": MAX_LICENCES})),)
                break
            self.told[item.blob] = identify(item.text)
            files.append(LicenceFile(item.path, self.told[item.blob]))
        return self._fact(LICENCES.name, Licences(tuple(files)), "documents.licences/1", limits)

    def _licence_history(self, history: Fact[Any]) -> Fact[Any]:
        if isinstance(history.value, Absent):
            return self._fact(LICENCE_HISTORY.name, history.value, METHOD)
        try:
            found = licence_history(self.repository, history.value, self.told, self.bring)
        except GitError as error:
            text = N_("The former versions of the licence cannot be read ({detail}).")
            found_not = Absent(_reason(error), Message(text, {"detail": error.stderr}))
            return self._fact(LICENCE_HISTORY.name, found_not, METHOD)
        return self._fact(LICENCE_HISTORY.name, found, METHOD)

    def _history(self, stream: Stream, mailmap: str | None, limits: tuple[Limit, ...]) -> Fact[Any]:
        head = self.described.repository.head
        logged = self._log(stream, mailmap)
        raw, trouble = logged.raw, logged.limits
        if not raw.commit:
            message = trouble[0].message if trouble else Message(N_("git listed no commit."))
            return self._fact(HISTORY.name, Absent(Reason.UNREADABLE, message), log.METHOD)
        history, found = build(
            raw,
            self.repository,
            revision=head,
            as_of=self.request.as_of,
            key=key(self.request.home),
            mailmap=mailmap,
            public=partial(public_domains, self.request.home, self.request.as_of, self.request.read_at),
        )
        return self._fact(HISTORY.name, history, log.METHOD, (*limits, *trouble, *found))

    def _log(self, stream: Stream, mailmap: str | None) -> _Read:
        head, known = self.described.repository.head, self.memory.known
        found = _continue(stream, self.memory) if known else None
        if found is None:
            if known:
                stream = log.start(self.repository, head, mailmap=mailmap)
            found = _parse(self.repository, head, mailmap, stream)
        # A day of the past, or a shallow copy, would make the next run read again what is newer or older.
        whole = not found.limits and all(
            limit.reason is not Reason.SHALLOW for limit in self.described.limits
        )
        if whole and head != known and head == self.described.repository.tip:
            save(self.memory, found.raw, head, mailmap)
        return found


def _is_public(origin: str | None, asked: Request, known: FactSet, *, brought: bool) -> bool:
    """Return whether a project is known to be public: anybody was given it, or its forge says so.

    A local copy may be that of a private project, whose address is not to be told: that it has one is not
    enough. Nothing on a host of our own network is public.
    """
    host = None if origin is None else parse(origin).host
    if host is None or host in asked.reach.private_hosts or is_inside(host):
        return False
    if asked.reach.proxy and forge_of(host) is None:
        return False  # the proxy resolves: the name may be one of its own network
    forge = known.value(FORGE)
    return brought or (not isinstance(forge, Absent) and forge.private is False)


def _organisations(history: Fact[Any]) -> list[str]:
    """Return the identifiers of the organisations that sign: the domain, of those that only a list knows."""
    return [] if isinstance(history.value, Absent) else history.value.organisations.get_column("id").to_list()


def _package(subject: str) -> str | None:
    """Return the package URL that was typed, None when it was something else."""
    try:
        return parse(subject).package
    except AddressError:
        return None


def _tree(head: str, entries: Entries) -> Tree:
    columns = {
        "path": [shown(path) for path, _, _ in entries],
        "mode": [mode for _, mode, _ in entries],
        "blob": [name for _, _, name in entries],
    }
    return Tree(head, pl.DataFrame(columns, schema=TREE_SCHEMA))


def _reason(error: GitError) -> Reason:
    return Reason.TIME_OUT if error.timed_out else Reason.UNREADABLE


def _parse(repository: Repository, head: str, mailmap: str | None, stream: Stream) -> _Read:
    """Return the log; where a tree is broken, all the commits with the changes of files known up to there."""
    whole = log.Parser(Identities())
    try:
        return _Read(whole.parse(stream))
    except GitError as error:
        first = error
    commits = log.Parser(Identities())
    try:
        raw = commits.parse(log.start(repository, head, mailmap=mailmap, touches=False))
    except GitError:
        text = N_("git stopped after {n} commits ({detail}): what is older is unknown.")
        raw = whole.log
    else:
        raw.files = whole.log.files
        raw.touch_commit = whole.log.touch_commit
        raw.touch_file = whole.log.touch_file
        raw.touch_status = whole.log.touch_status
        text = N_(
            "Part of the files cannot be read ({detail}): the changes older than the last {n} commits are "
            "unknown."
        )
    n = len(whole.log.commit)
    return _Read(raw, (Limit(_reason(first), Message(text, {"n": n, "detail": first.stderr})),))


def _continue(stream: Stream, memory: Memory) -> _Read | None:
    """Return the new commits before those that are remembered; None when this cannot be trusted."""
    older = load(memory)
    if older is None:
        return None
    parser = log.Parser(older.identities)
    try:
        parser.parse(stream)
    except GitError:
        return None
    return _Read(parser.continue_with(older))


def _stale(facts: FactSet, request: Request) -> Fact[Any] | None:
    """Return the repository said to be behind its forge, where changes were merged since its last commit."""
    fact, repository, told = facts.fact(REPOSITORY), facts.value(REPOSITORY), facts.value(REQUESTS)
    if fact is None or isinstance(repository, Absent) or isinstance(told, Absent):
        return None
    last = repository.committed_at
    if last is None or repository.head != repository.tip:
        return None
    merged = told.requests.get_column("merged_at").drop_nulls()
    since = merged.filter((merged > last + _BEHIND) & (merged.dt.date() <= request.as_of))
    if len(since) < _MERGES_BEHIND:
        return None
    text = N_(
        "The forge tells {count} changes merged since {day}, the last day of this copy: it is not up to "
        "date, or the work is on another branch."
    )
    limit = Limit(Reason.STALE, Message(text, {"count": len(since), "day": last.date().isoformat()}))
    # That it might be old is then known.
    kept = (one for one in fact.limits if one.reason is not Reason.PERHAPS_STALE)
    return replace(fact, limits=(limit, *kept))


def nothing(request: Request, name: str, origin: str | None, why: Limit) -> Observation:
    """Return the observation of a repository where there is nothing to observe, and why."""
    provenance = Provenance("git", origin or request.subject, None, request.read_at, "git.describe/1")
    absent = Absent(why.reason, why.message)
    return _observation(request, name, FactSet(Fact(fact, absent, provenance) for fact in KEYS), Spent())


def _observation(request: Request, name: str, facts: FactSet, spent: Spent) -> Observation:
    made = unread(facts, as_of=request.as_of, subject=request.subject, name=name, spent=spent)
    found = readings.read_all(facts, made.measures, request.as_of, request.corrections)
    return replace(made, readings=found)


def unread(facts: FactSet, *, as_of: date, subject: str, name: str, spent: Spent) -> Observation:
    """Return facts measured, before anything is read in them: `reperes.read` goes on from there."""
    return Observation(
        as_of=as_of,
        generator=f"reperes {version('reperes')}",
        input=subject,
        name=name,
        facts=facts,
        measures=tuple(measure_all(facts, as_of)),
        absences=tuple(_absences(facts)),
        spent=spent,
    )


def _absences(facts: FactSet) -> Iterable[Absence]:
    said: list[tuple[Absent | Limit, str]] = []
    for fact in facts:
        gaps: list[Absent | Limit] = [fact.value] if isinstance(fact.value, Absent) else []
        for gap in (*gaps, *fact.limits):
            # One trouble may take several facts of a source away; each catalogue is a source of its own.
            if (gap, fact.provenance.source) not in said:
                said.append((gap, fact.provenance.source))
                yield Absence(fact.provenance.source, gap.reason, gap.message, fact.name)
