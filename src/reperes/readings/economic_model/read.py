"""Each economic model judged apart, by what the documents, the holder and the history say."""

from collections.abc import Iterator, Sequence

from reperes.facts.documents import DocumentKind
from reperes.readings.economic_model.holder import Holder, holder
from reperes.readings.economic_model.papers import papers
from reperes.readings.judge import Clue, Conclusion, conclude
from reperes.readings.model import Confidence, Piece, Question, Reading, Weight
from reperes.readings.seen import Seen

VOLUNTEER, CORPORATE, SUPPORT = "volunteer", "corporate-sponsored", "support-services"
_SOLD = ("open-core", "dual-licence", "delayed-open", "hosting-saas")
_POINTS = {Weight.FORMAL: 6, Weight.STRONG: 3, Weight.WEAK: 1}
_FILTER = "documents read at the revision, for a sign of organised money"


def read(seen: Seen) -> Reading:
    """Keep the models that are at least likely; volunteering alone, when nothing else was seen."""
    held = holder(seen)
    clues = [*held.clues, *papers(seen, held)]
    clues += _of_company(seen, held, clues)
    kept = _kept(seen, clues)
    if any(value in kept for value in _SOLD) and not _lives_on(held, CORPORATE):
        kept.pop(CORPORATE, None)  # a company that sells pays its developers with what it sells
    if not kept:
        return _without(seen, held, clues)
    values = [name for name in seen.definition.values if name in kept]
    sure = all(one.confidence is Confidence.ESTABLISHED for one in kept.values())
    confidence = Confidence.ESTABLISHED if sure else Confidence.LIKELY
    support = tuple(piece for name in values for piece in kept[name].support)
    against = tuple(piece for name in values for piece in kept[name].against)
    return Reading(
        seen.definition.id,
        values,
        confidence,
        support,
        against,
        tuple(_questions(seen, values, sure=sure)),
        {"engagements": _engagements(seen, values)},
    )


def _lives_on(held: Holder, value: str) -> bool:
    return held.steward is not None and value in held.steward.economy


def _kept(seen: Seen, clues: Sequence[Clue]) -> dict[str, Conclusion]:
    """Return the conclusions on the models for which there is evidence enough."""
    kept = {}
    for value in seen.definition.values:
        if value == VOLUNTEER:
            continue
        about = [clue for clue in clues if value in {clue.value, clue.denies}]
        found = conclude(about, (value,))
        if found.value is not None and _points(about, value) >= seen.definition.thresholds["kept"]:
            kept[value] = found
    return kept


def _points(clues: Sequence[Clue], value: str) -> int:
    best: dict[str, int] = {}
    for clue in clues:
        if clue.value == value:
            best[clue.root] = max(best.get(clue.root, 0), _POINTS[clue.piece.weight])
    return sum(best.values())


def _of_company(seen: Seen, held: Holder, clues: Sequence[Clue]) -> list[Clue]:
    """Return what follows from a company's hold: it sells, support with the rest, or it pays for itself."""
    if not held.company:
        return []
    found = _kept(seen, clues)
    if any(value in found for value in ("open-core", "dual-licence")):
        return [seen.definition.clue("seller_supports", root="holder")]
    if any(value in found for value in (*_SOLD, SUPPORT)):
        return []
    return [seen.definition.clue("company_pays", root="holder"), *held.hints]


def _without(seen: Seen, held: Holder, clues: Sequence[Clue]) -> Reading:
    """Return volunteering when every place was read and held nothing, unknown otherwise."""
    definition = seen.definition
    asked = definition.ask("who_pays"), definition.ask("who_receives")
    pieces = tuple(clue.piece for clue in clues)
    documents = seen.documents
    unread = documents is None or any(
        item.text is None and item.kind is not DocumentKind.AUTHORS for item in documents.items
    )
    if documents is None or unread or seen.history is None or held.company or held.public:
        return Reading(definition.id, None, Confidence.UNKNOWN, pieces, (), asked, {"engagements": ()})
    count = len(documents.items)
    piece = definition.piece("no_money", seen.count(_FILTER, count), count=count)
    return Reading(
        definition.id,
        [VOLUNTEER],
        Confidence.LIKELY,
        (piece,),
        pieces,
        asked,
        {"engagements": _engagements(seen, [VOLUNTEER])},
    )


def _engagements(seen: Seen, values: Sequence[str]) -> tuple[Piece, ...]:
    return tuple(
        seen.definition.piece(f"allows_{value.replace('-', '_')}", seen.reading(seen.definition.id))
        for value in values
    )


def _questions(seen: Seen, values: Sequence[str], *, sure: bool) -> Iterator[Question]:
    if not sure:
        yield seen.definition.ask("who_pays")
    if "in-house-public" in values:
        yield seen.definition.ask("budget")
    elif "open-core" in values:
        yield seen.definition.ask("which_edition")
    else:
        yield seen.definition.ask("who_receives")
