"""From what GitLab answers to items."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from reperes.people.accounts import Accounts
from reperes.sources.forges.labels import meanings
from reperes.sources.forges.lenient import get, instant, rank, rows, text, truth
from reperes.sources.forges.model import Answer, Item, Kind, Standing

_MEMBERS = frozenset({"owner", "maintainer", "developer"})
# The names of the icons changed with the versions.
_CLOSING = frozenset({"issue-close", "merge-request-close"})
_MERGING = frozenset({"merge", "git-merge"})
_APPROVING = frozenset({"approval", "check"})
_OPEN = frozenset({"opened", "reopened", "locked"})


@dataclass(frozen=True, slots=True)
class Note:
    """What was written under a request, by someone or by GitLab itself (`system`; None when not told)."""

    at: datetime
    person: int | None
    standing: Standing | None
    system: bool | None
    icon: str | None
    on_code: bool


class Reader:
    """Reads issues and merge requests; it remembers where those who wrote stand."""

    def __init__(self, accounts: Accounts, read_at: datetime) -> None:
        self._accounts = accounts
        self._read_at = read_at
        self._standings: dict[int, Standing] = {}

    def item(self, kind: Kind, node: Mapping[str, Any], oldest: str = "first") -> Item | None:
        """Return an issue or a merge request; None when it has no number or no date."""
        ranked, opened = rank(node.get("iid")), instant(node.get("createdAt"))
        if ranked is None or opened is None:
            return None
        author = self._account(node.get("author"))
        updated = instant(node.get("updatedAt")) or opened
        notes = sorted(self._notes(node), key=lambda note: note.at)
        known, short = not backwards(node, oldest), cut(node, oldest)
        acts = () if short else notes  # a closing that was read may not be the last one
        closed_at, merged_at = _ends(node, acts, updated)
        last = max(notes[-1].at, opened) if notes and known else opened
        return Item(
            kind=kind,
            number=ranked,
            opened_at=opened,
            updated_at=updated,
            seen_until=last if short else self._read_at,
            author=author,
            closed_at=closed_at,
            merged_at=merged_at,
            closed_by=self._closer(node, acts) if closed_at and not merged_at else None,
            # On one that waits to be merged, it is whoever asked for that.
            merged_by=self._account(node.get("mergeUser")) if merged_at else None,
            answers=tuple(_answers(notes)) if known else (),
            labels=meanings(label.get("title") for label in rows(get(node, "labels", "nodes"))),
        )

    def stood(self, items: Sequence[Item]) -> tuple[Item, ...]:
        """Return the items with the standing of the authors of whom a note told it."""
        return tuple(
            replace(item, standing=None if item.author is None else self._standings.get(item.author))
            for item in items
        )

    def _account(self, told: Any) -> int | None:
        return self._accounts.row(get(told, "username"), bot=truth(get(told, "bot")) is True)

    def _notes(self, node: Mapping[str, Any]) -> Iterator[Note]:
        for told in rows(get(node, "notes", "nodes")):
            at = instant(told.get("createdAt"))
            if at is None:
                continue
            person = self._account(told.get("author"))
            standing = None if person is None else _standing(told)
            if person is not None and standing is not None:
                self._standings[person] = standing
            yield Note(
                at=at,
                person=person,
                standing=standing,
                system=truth(told.get("system")),
                icon=text(told.get("systemNoteIconName")),
                on_code=isinstance(told.get("position"), Mapping),
            )

    def _closer(self, node: Mapping[str, Any], notes: Sequence[Note]) -> int | None:
        """Return who closed: GraphQL does not tell it, but for the note that a closing may leave."""
        told = self._account(node.get("closedBy"))
        return next((note.person for note in _left(notes, _CLOSING)), None) if told is None else told


def cut(node: Mapping[str, Any], oldest: str) -> bool:
    """Return whether notes were left unread."""
    edge = "hasNextPage" if oldest == "first" else "hasPreviousPage"
    return get(node, "notes", "pageInfo", edge) is not False


def backwards(node: Mapping[str, Any], oldest: str) -> bool:
    """Return whether the notes left unread are the oldest ones: versions differ in the order they give."""
    dates = [at for note in rows(get(node, "notes", "nodes")) if (at := instant(note.get("createdAt")))]
    if len(dates) < 2 or not cut(node, oldest):
        return False
    return dates[0] > dates[-1] if oldest == "first" else dates[0] < dates[-1]


def _standing(told: Mapping[str, Any]) -> Standing | None:
    """Return where the author of a note stands today: `null` is no access, lesser roles are left unsaid."""
    level = told.get("maxAccessLevelOfAuthor", "")
    if level is None:
        return "outsider"
    return "member" if isinstance(level, str) and level.casefold() in _MEMBERS else None


def _answers(notes: Sequence[Note]) -> Iterator[Answer]:
    for note in notes:
        if note.system is False:
            yield Answer("review" if note.on_code else "comment", note.at, note.person, note.standing)
        elif note.system and note.icon in _APPROVING:
            yield Answer("review", note.at, note.person, note.standing)


def _left(notes: Sequence[Note], icons: frozenset[str]) -> Iterator[Note]:
    """Yield the notes that GitLab left of a kind of act, the last one first."""
    return (note for note in reversed(notes) if note.system and note.icon in icons)


def _ends(
    node: Mapping[str, Any], notes: Sequence[Note], updated: datetime
) -> tuple[datetime | None, datetime | None]:
    """Return when a request was closed, and merged.

    Where the date of a closing is not told, as of merge requests before 17.4, the last change is the latest
    that it can be: one that is closed must not pass for open.
    """
    state = text(node.get("state"))
    closed, merged = instant(node.get("closedAt")), instant(node.get("mergedAt"))
    if state in _OPEN:
        return None, None
    if state == "merged" or merged is not None:
        merged = merged or next((note.at for note in _left(notes, _MERGING)), updated)
        return merged, merged
    if state == "closed" or closed is not None:
        return closed or next((note.at for note in _left(notes, _CLOSING)), updated), None
    return None, None
