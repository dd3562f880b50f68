"""Readings in words: each thing once, with all that it rests on."""

from reperes.facts.citation import WebCitation
from reperes.i18n import Language
from reperes.readings import definitions
from reperes.readings.model import Confidence, Piece, Reading, Weight
from reperes.report.conclusions import statement
from reperes.report.evidence import evidence
from reperes.report.view import Statement
from support.observations import AS_OF

SAYS_FREE = "nature.says_free"


def piece(weight: Weight, *pages: str, path: str = "README.md") -> Piece:
    cited = tuple(WebCitation(f"https://exemple.org/{page}", AS_OF) for page in pages)
    return Piece(SAYS_FREE, weight, {"path": path}, cited)


def said(*support: Piece) -> Statement:
    reading = Reading("nature", "free-software", Confidence.LIKELY, support)
    return statement(reading, definitions()["nature"], Language.EN)


def test_what_several_places_say_alike_is_said_once_and_opens_on_all_of_them() -> None:
    weak, strong = piece(Weight.WEAK, "a", "b"), piece(Weight.STRONG, "b", "c")
    (sentence,) = said(weak, strong).support
    cited = piece(Weight.WEAK, "a", "b", "c").citations
    assert sentence.evidence == tuple(evidence(one, Language.EN) for one in cited)
    assert not sentence.weak
    (hint,) = said(weak, weak).support
    assert (hint.weak, len(hint.evidence)) == (True, 2)


def test_what_is_left_is_counted_by_what_it_says() -> None:
    several = [piece(Weight.WEAK, path=f"{at % 7}.md") for at in range(20)]
    *shown, left = said(*several).support
    assert (len(shown), left.text) == (5, "Others of the same sort: 2.")


def test_a_point_of_vitality_that_is_not_known_says_so() -> None:
    point = Reading("vitality.retention", None, Confidence.UNKNOWN)
    reading = Reading("vitality", None, Confidence.LIKELY, companions={"items": {"retention": point}})
    (aspect,) = statement(reading, definitions()["vitality"], Language.EN).aspects
    assert aspect.text == "unknown: what was read is not enough to tell"
