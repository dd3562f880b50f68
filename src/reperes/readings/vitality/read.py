"""Five points on how alive the community is, each with its own answer; no sum."""

from collections.abc import Iterable, Iterator

from reperes.readings.judge import Conclusion, conclude
from reperes.readings.model import Confidence, Piece, Reading
from reperes.readings.seen import Seen
from reperes.readings.vitality import items

_SURENESS = (Confidence.LIKELY, Confidence.ESTABLISHED)
"""How sure an answer may be, the weakest first."""

_WELL = frozenset({"growing", "steady", "good"})


def read(seen: Seen) -> Reading:
    """Read the points; the confidence beside them is that of the weakest answer, and sums up nothing."""
    points = {point.id.partition(".")[2]: point for point in _points(seen)}
    asked = {question.id: question for point in points.values() for question in point.questions}
    return Reading(
        seen.definition.id,
        None,
        _whole(points.values()),
        questions=tuple(asked.values()),
        companions={"items": points},
    )


def _points(seen: Seen) -> Iterator[Reading]:
    trends, grades = items.TRENDS, items.GRADES
    frequency = conclude(list(items.frequency(seen)), trends)
    yield _point(seen, "frequency_and_quality", frequency, "pace", items.quality(seen))
    yield _point(seen, "retention", conclude(list(items.retention(seen)), grades), "people")
    diversity = conclude(list(items.diversity(seen)), grades)
    yield _point(seen, "diversity", diversity, "organisations", items.unknown_organisations(seen))
    answered = conclude(list(items.answers(seen)), grades)
    yield _point(seen, "responsiveness", answered, "answers", items.responsiveness(seen))
    clear = conclude([*items.clarity(seen), *items.decisions(seen)], grades)
    yield _point(seen, "clarity_of_decisions", clear, "decisions", items.decided(seen))


def _point(seen: Seen, name: str, found: Conclusion, question: str, beside: Iterable[Piece] = ()) -> Reading:
    """Return one point. `beside` are pieces for no value; the question is put unless all is well."""
    return Reading(
        f"{seen.definition.id}.{name}",
        found.value,
        found.confidence,
        (*found.support, *beside),
        found.against,
        () if found.value in _WELL else (seen.definition.ask(question),),
    )


def _whole(points: Iterable[Reading]) -> Confidence:
    known = [point.confidence for point in points if point.value is not None]
    return min(known, key=_SURENESS.index, default=Confidence.UNKNOWN)
