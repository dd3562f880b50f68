"""How the licence at the root changed, from its successive texts."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from reperes.facts.licences import LicenceHistory, LicenceVersion
from reperes.licences import openness
from reperes.licences.facts import base

_MAIN = re.compile(
    r"(?:licen[sc]e|copying|unlicense|licencia|licenza|lizenz|(?:a|l)?gpl|eupl|cecill|mpl|(?:mit|bsd|apache)[-_]licen[sc]e)"
    r"(?:[-_. ](?!font|icon|image|asset|logo|third|3rd|doc|data|content|dep|header|template)[\w.-]*)?",
    re.IGNORECASE,
)
_ORDER: Final = {"not-open": 0, "partly": 1, "open": 2}


@dataclass(frozen=True, slots=True)
class Change:
    """One licence replaced or joined by another: identifiers before and after, and how open they are."""

    path: str
    commit: str
    blob: str | None
    day: date
    before: tuple[str, ...]
    after: tuple[str, ...]
    was: str
    became: str

    @property
    def way(self) -> str:
        """Return `added` or `removed` when that is all that happened, else `replaced`."""
        before, after = _bases(self.before), _bases(self.after)
        return "added" if before < after else "removed" if after < before else "replaced"

    @property
    def added(self) -> tuple[str, ...]:
        """Return what came in the direction of the change: open licences when it opens, else the others."""
        kind, before = "open" if self.step > 0 else "not-open", _bases(self.before)
        return tuple(one for one in self.after if openness(one) == kind and not _bases((one,)) <= before)

    @property
    def removed(self) -> tuple[str, ...]:
        """Return what went in the direction of the change: open licences when it closes, else the others."""
        kind, after = "not-open" if self.step > 0 else "open", _bases(self.after)
        return tuple(one for one in self.before if openness(one) == kind and not _bases((one,)) <= after)

    @property
    def step(self) -> int:
        """Return a positive number when it opens, a negative one when it closes, 0 when neither."""
        return _ORDER[self.became] - _ORDER[self.was]


@dataclass(frozen=True, slots=True)
class _State:
    licences: tuple[str, ...]
    openness: str


def changes(history: LicenceHistory) -> tuple[Change, ...]:
    """Return the changes of licence, oldest first. What is not recognised is passed over, never guessed.

    All the main files at the root make one state: a licence that moves from one to another did not change.
    Notices of third parties and licences of fonts or images are left out; the versions of one day are one.
    """
    state: _State | None = None
    found: list[Change] = []
    for version, new in _states(history):
        if new is None:
            continue
        if state is not None and _bases(new.licences) != _bases(state.licences):
            found.append(_change(version, state, new))
        state = new
    return tuple(found)


def unread(history: LicenceHistory, start: date) -> bool:
    """Return whether a main file changed since a day into something that was not read or not recognised.

    So it is too when it was removed, or when how open it is now is not known.
    """
    *_, (last, state) = (None, None), *_states(history)
    if (
        last is not None
        and last.committed_at is not None
        and last.committed_at.date() >= start
        and state is None
    ):
        return True
    return any(
        item.blob is not None
        and not item.licences
        and (item.committed_at is None or item.committed_at.date() >= start)
        for item in history.items
        if _MAIN.fullmatch(item.path)
    )


def _bases(licences: tuple[str, ...]) -> set[str]:
    """Return identifiers without `-only` nor `-or-later`: the text of a licence does not tell them apart."""
    return {base(one) for one in licences}


def _states(history: LicenceHistory) -> Iterator[tuple[LicenceVersion, _State | None]]:
    """Yield what the main files make together after each day of change, None when it is not known."""
    files: dict[str, tuple[str, ...]] = {}
    for day in _days(history.items):
        yield day[-1], _state(files) if _apply(day, files) else None


def _change(version: LicenceVersion, state: _State, new: _State) -> Change:
    assert version.committed_at is not None  # noqa: S101 - the caller looked
    return Change(
        version.path,
        version.commit,
        version.blob,
        version.committed_at.date(),
        state.licences,
        new.licences,
        state.openness,
        new.openness,
    )


def _days(items: Sequence[LicenceVersion]) -> Iterator[list[LicenceVersion]]:
    """Yield the versions of the main files, those of one day together. An undated one takes no part."""
    together: list[LicenceVersion] = []
    for item in items:
        if item.committed_at is None or not _MAIN.fullmatch(item.path):
            continue
        before = together[-1].committed_at if together else None
        if before is not None and item.committed_at.date() != before.date():
            yield together
            together = []
        together.append(item)
    if together:
        yield together


def _apply(versions: Sequence[LicenceVersion], files: dict[str, tuple[str, ...]]) -> bool:
    """Put the versions of one day in place; return whether the whole is known."""
    for version in versions:
        if version.blob is None:
            files.pop(version.path, None)
        else:
            files[version.path] = version.licences or ()
    return bool(files) and all(files.values())


def _state(files: dict[str, tuple[str, ...]]) -> _State | None:
    licences = tuple(sorted({one for many in files.values() for one in many}))
    kinds = {openness(one) for one in licences}
    if "unknown" in kinds:
        return None
    return _State(licences, next(iter(kinds)) if len(kinds) == 1 else "partly")
