"""Each economic model judged apart, by what the documents, the holder and the history say."""

from collections.abc import Iterator, Sequence

from reperes.facts.documents import DocumentKind
from reperes.readings.economic_model.holder import CORPORATE, PRODUCTS, SUPPORT, VOLUNTEER, Holder, holder
from reperes.readings.economic_model.papers import papers
from reperes.readings.judge import Clue, Conclusion, conclude
from reperes.readings.model import Confidence, Piece, Question, Reading, Weight
from reperes.readings.seen import Seen

_FILES_OF_MONEY = (DocumentKind.PUBLICCODE, DocumentKind.CODEMETA, DocumentKind.MANIFEST)
_FILTER = "documents read at the revision, for a sign of organised money"


def read(seen: Seen) -> Reading:
    """Keep the models that are at least likely; volunteering alone, when nothing else was seen."""
    held = holder(seen)
    clues = [*held.clues, *papers(seen, held)]
    clues += _of_company(seen, held, clues)
    kept = _kept(seen, clues)
    if any(value in kept for value in PRODUCTS) and not _lives_on(held, CORPORATE):
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
        if found.value is not None and _is_enough([clue for clue in about if clue.value == value]):
            kept[value] = found
    return kept


def _is_enough(clues: Sequence[Clue]) -> bool:
    """Return whether there is more than one hint: something strong, or hints of two places."""
    return any(one.piece.weight is not Weight.WEAK for one in clues) or len({one.root for one in clues}) > 1


def _of_company(seen: Seen, held: Holder, clues: Sequence[Clue]) -> list[Clue]:
    """Return what follows from a company's hold: it sells, support with the rest, or it pays for itself."""
    if not held.company:
        return []
    found = _kept(seen, clues)
    sold = next((found[value] for value in ("open-core", "dual-licence") if value in found), None)
    if sold is not None:
        root = next(one.root for one in clues if one.piece is sold.support[0])
        cited = sold.support[0].citations
        return [seen.definition.clue("seller_supports", *cited, root=root)]
    if any(value in found for value in (*PRODUCTS, SUPPORT)):
        return []
    hint = max(held.hints, key=lambda one: one.piece.weight is not Weight.WEAK)
    return [*held.hints, seen.definition.clue("company_pays", *hint.piece.citations, root=hint.root)]


def _without(seen: Seen, held: Holder, clues: Sequence[Clue]) -> Reading:
    """Return volunteering when every place was read and held nothing, unknown otherwise.

    That the work comes from a company is, as one hint, too little to say that it pays, and too much to say
    that nobody does. That the rights are a company's says nothing of who works.
    """
    definition = seen.definition
    asked = definition.ask("who_pays"), definition.ask("who_receives")
    pieces = tuple(clue.piece for clue in (*clues, *held.hints))
    documents, unread = seen.documents, _unread(seen)
    if documents is None or unread or held.company or held.public or held.works:
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


def _unread(seen: Seen) -> bool:
    """Return whether a place where money may be told was not read to its end."""
    if seen.history is None or seen.tree is None:
        return True
    places = {place for one in seen.definition.evidence.values() for place in one.places}
    return bool(seen.unread(*places, *_FILES_OF_MONEY))


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
