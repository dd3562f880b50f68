"""DESIGN §2: established, likely, contradicted, unknown; and what is not independent counts once."""

import pytest

from reperes.readings.judge import Clue, conclude
from reperes.readings.model import Confidence, Piece, Weight

FORMAL, STRONG, WEAK = Weight.FORMAL, Weight.STRONG, Weight.WEAK
ORDER = ("cla", "dco", "none")


def clue(weight: Weight, value: str | None = None, *, root: str = "a", denies: str | None = None) -> Clue:
    return Clue(Piece(f"test.{weight}", weight), value, denies, root)


@pytest.mark.parametrize(
    ("clues", "value", "confidence"),
    [
        ([], None, Confidence.UNKNOWN),
        ([clue(WEAK, "cla")], "cla", Confidence.LIKELY),
        ([clue(STRONG, "cla")], "cla", Confidence.LIKELY),
        ([clue(FORMAL, "cla")], "cla", Confidence.ESTABLISHED),
        ([clue(STRONG, "cla"), clue(STRONG, "cla", root="b")], "cla", Confidence.ESTABLISHED),
        # Twice in one document is one piece, and any number of hints is no proof.
        ([clue(STRONG, "cla"), clue(STRONG, "cla")], "cla", Confidence.LIKELY),
        ([clue(WEAK, "cla", root=root) for root in "abcdefgh"], "cla", Confidence.LIKELY),
        # A hint against does not shake a declaration; a strong denial does.
        ([clue(FORMAL, "cla"), clue(WEAK, "dco", root="b")], "cla", Confidence.ESTABLISHED),
        ([clue(FORMAL, "cla"), clue(STRONG, "dco", root="b")], "cla", Confidence.LIKELY),
        ([clue(FORMAL, "cla"), clue(STRONG, denies="cla", root="b")], "cla", Confidence.LIKELY),
        # Strong evidence for two values: neither is said.
        ([clue(STRONG, "cla"), clue(STRONG, "dco", root="b")], None, Confidence.CONTRADICTED),
        ([clue(FORMAL, "cla"), clue(FORMAL, "dco", root="b")], None, Confidence.CONTRADICTED),
        ([clue(STRONG, "cla"), clue(STRONG, denies="cla", root="b")], None, Confidence.CONTRADICTED),
        # A hint for and a hint against tell nothing, and do not contradict each other.
        ([clue(WEAK, "cla"), clue(WEAK, denies="cla", root="b")], None, Confidence.UNKNOWN),
        # A declaration made to settle the question outweighs any that was not.
        (
            [clue(FORMAL, "cla"), clue(STRONG, "dco", root="b"), clue(STRONG, "dco", root="c")],
            "cla",
            Confidence.LIKELY,
        ),
        # Two strong pieces outweigh one, and are not established for all that.
        (
            [clue(STRONG, "cla"), clue(STRONG, "cla", root="b"), clue(STRONG, "dco", root="c")],
            "cla",
            Confidence.LIKELY,
        ),
        # Hints for one value that something strong for another speaks against settle nothing.
        (
            [*(clue(WEAK, "cla", root=root) for root in "abcd"), clue(STRONG, "dco", root="e")],
            None,
            Confidence.UNKNOWN,
        ),
        # Between equals, the first of the vocabulary.
        ([clue(WEAK, "dco"), clue(WEAK, "cla", root="b")], "cla", Confidence.LIKELY),
    ],
)
def test_the_rule(clues: list[Clue], value: str | None, confidence: Confidence) -> None:
    found = conclude(clues, ORDER)
    assert (found.value, found.confidence) == (value, confidence)


def test_a_clue_may_weigh_otherwise() -> None:
    made = clue(STRONG, "cla", denies="dco")
    assert made.weighing(WEAK) == Clue(Piece("test.strong", WEAK), "cla", "dco", "a")


def test_what_is_against_is_shown_beside_what_is_for() -> None:
    clues = [clue(WEAK, "cla"), clue(FORMAL, "cla", root="b"), clue(WEAK, "dco", root="c")]
    clues.append(clue(WEAK, denies="cla", root="d"))
    found = conclude(clues, ORDER)
    assert [piece.weight for piece in found.support] == [FORMAL, WEAK]
    assert [piece.weight for piece in found.against] == [WEAK, WEAK]
