"""What the project announces, else its pace against its own."""

from collections.abc import Iterator
from dataclasses import replace

from reperes.facts.documents import Document, DocumentKind
from reperes.indicators.windows import months_before
from reperes.readings.judge import Clue, Conclusion, conclude
from reperes.readings.lifecycle.head import is_reached
from reperes.readings.lifecycle.notices import FORGE_ROOT, MARK, notices, work_after
from reperes.readings.lifecycle.rhythm import Rhythm, clues, rhythm
from reperes.readings.model import Confidence, Piece, Reading, Weight
from reperes.readings.seen import Seen

_DECLARING = (
    *(DocumentKind.MANIFEST, DocumentKind.PUBLICCODE, DocumentKind.CODEMETA),
    DocumentKind.SECURITY_INSIGHTS,
)
_QUIET = ("dormant", "declining")


def read(seen: Seen) -> Reading:
    """Weigh announcements against what was done since, and against the pace."""
    definition = seen.definition
    told, pace = notices(seen), rhythm(seen)
    made = list(clues(seen, pace)) if pace else []
    if any(clue.piece.weight is Weight.FORMAL for clue in told):
        made = list(_yielding(seen, told, made, pace))
        # "In maintenance, and archived by the end of the year" is one announcement.
        ended = any(clue.value == "archived" for clue in told)
        told = [
            clue.weighing(Weight.WEAK) if ended and clue.value == "maintenance" else clue for clue in told
        ]
    found = conclude([*told, *made], tuple(definition.values))
    if found.confidence is Confidence.ESTABLISHED and not _is_told(found, told) and _is_unread(seen):
        found = replace(found, confidence=Confidence.LIKELY)
    if found.value == "archived":
        found = _with_silence(seen, found)
    questions = _questions(found)
    since = _marked(found) or (None if pace is None else _since(found.value, pace, seen))
    return Reading(
        definition.id,
        found.value,
        found.confidence,
        found.support,
        found.against,
        tuple(definition.ask(name) for name in questions),
        {"since": since},
    )


def _yielding(seen: Seen, told: list[Clue], made: list[Clue], pace: Rhythm | None) -> Iterator[Clue]:
    """Yield what the pace says beside an announcement: weak, unless people are still working after it.

    The work that came before an announcement does not contradict it, nor does work that has since stopped.
    """
    limits = seen.definition.thresholds
    formal = (one for one in told if one.value == "archived" and one.piece.weight is Weight.FORMAL)
    # What a forge has archived can be worked on no more: what the documents say may be older.
    ended = next((one for one in formal if one.root != FORGE_ROOT), None)
    stopped = pace is None or pace.silence >= limits["halt_days"]
    after = None if ended is None or stopped else work_after(seen, ended)
    goes_on = after is not None and after[0] >= limits["after_commits"] and after[1] >= limits["after_days"]
    if ended is not None and after is not None and goes_on:
        yield seen.definition.clue(
            "since_notice",
            *ended.piece.citations,
            root="since",
            path=ended.piece.args.get("path", ended.root),
            count=after[0],
            days=after[1],
        )
    for clue in made:
        yield clue if goes_on else clue.weighing(Weight.WEAK)


def _with_silence(seen: Seen, found: Conclusion) -> Conclusion:
    """Return the end of a project with the silence for it: that nobody works there is not against it."""
    quiet = [piece for piece in found.against if _value(seen, piece) in _QUIET]
    rest = tuple(piece for piece in found.against if piece not in quiet)
    return replace(found, support=(*found.support, *quiet), against=rest)


def _value(seen: Seen, piece: Piece) -> str | None:
    return seen.definition.evidence[piece.message.partition(".")[2]].value


def _marked(found: Conclusion) -> str | None:
    """Return the day when the forge archived the repository, where that is what ends it."""
    days = (piece.args.get("day") for piece in found.support if piece.message == MARK)
    return next((str(day) for day in days if day is not None), None)


def _is_told(found: Conclusion, told: list[Clue]) -> bool:
    return any(clue.value == found.value for clue in told)


def _is_unread(seen: Seen) -> bool:
    """Return whether a place that could announce an end was not read: nothing is then sure without it."""
    if seen.documents is None or seen.tree is None:
        return True
    declared = any("/" not in document.path for document in seen.unread(*_DECLARING))
    return declared or not all(
        _is_head_read(seen, document) for document in seen.of(DocumentKind.README) if "/" not in document.path
    )


def _is_head_read(seen: Seen, document: Document) -> bool:
    most = int(seen.definition.thresholds["head"])
    return document.text is not None and is_reached(document.text, most, whole=not document.truncated)


def _questions(found: Conclusion) -> tuple[str, ...]:
    if found.value in {"declining", "maintenance"} and found.confidence is not Confidence.ESTABLISHED:
        return ("means",)
    sure = found.confidence is Confidence.ESTABLISHED or found.value == "active"
    return () if sure else ("future",)


def _since(value: str | None, pace: Rhythm, seen: Seen) -> str | None:
    if value in {"archived", "dormant"}:
        return pace.last.isoformat()
    return months_before(seen.as_of, 12).isoformat() if value == "declining" else None
