"""How phrases are found: across lines and marks, from the start of words, without fooling the lines."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reperes.facts.documents import Document, DocumentKind
from reperes.facts.quotes import quoted
from reperes.readings import definitions
from reperes.readings.definition import Evidence
from reperes.readings.model import Weight
from reperes.readings.signals import (
    MAX_CHARACTERS,
    Folded,
    Hit,
    beginnings,
    occurrences,
    search,
    searched,
)
from support.observations import document

SAYS = {"fr": "{path} le dit.", "en": "{path} says so."}


def found(text: str, *patterns: str, unless: tuple[str, ...] = (), most: int = 1) -> list[Hit]:
    wanted = Evidence(weight=Weight.STRONG, says=SAYS, patterns=patterns, unless=unless, most=most)  # type: ignore[arg-type]
    return list(search("x", wanted, [document(DocumentKind.README, "README.md", text)], {}))


@pytest.mark.parametrize(
    ("text", "pattern", "lines"),
    [
        ("We use *free\nsoftware* here.", "free software", (1, 2)),
        ("# A\n\nThis is [free](x) software", "free software", None),
        ("Un **logiciel\n> libre** pour tous", "logiciel libre", (1, 2)),
        ("L'équipe décide", "l’équipe", (1, 1)),
        ("L’équipe décide", "l’équipe", (1, 1)),
        ("carefree software", "free software", None),
        ("carefree software", "~free software", (1, 1)),
        ("A\n\fB\u2028C\nfree software", "free software", (3, 3)),
        ("İstanbul\nfree software", "free software", (2, 2)),
    ],
)
def test_a_phrase_and_its_lines(text: str, pattern: str, lines: tuple[int, int] | None) -> None:
    hits = found(text, pattern)
    assert [hit.lines for hit in hits] == ([] if lines is None else [lines])


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("free software", ("free",)),
        ("l’équipe", ("l",)),
        ("(?:is|est) libre", ("is", "est")),
        ("colou?r", ("colo",)),
        ("https?://", ("http",)),
        ("ab{2}c", ("a",)),
        (r"cla\b", ("cla",)),
        ("open(?:ly)? x", ("open",)),
        # What begins in several ways, or with no letter, is searched for whole.
        ("a|b", None),
        ("(?:a|b)|c", None),
        ("(?:an? )?x", None),
        ("[ab]c", None),
        ("(?:a(?:b|c)|d)e", None),
        ("~free", None),
    ],
)
def test_how_a_pattern_begins(pattern: str, expected: tuple[str, ...] | None) -> None:
    assert beginnings(pattern) == expected


def test_a_phrase_is_cancelled_within_its_sentence_only() -> None:
    text = "We do not ask a CLA. You must sign a CLA.\n- no CLA\n- sign a CLA\n"
    assert [hit.lines for hit in found(text, "a cla", unless=("not",), most=9)] == [(1, 1), (3, 3)]


def test_the_first_finds_are_kept() -> None:
    assert [hit.lines for hit in found("cla\ncla\ncla\n", "cla", most=2)] == [(1, 1), (2, 2)]


def test_only_the_beginning_of_a_document_is_searched() -> None:
    assert found("a " * (MAX_CHARACTERS // 2) + "free software", "free software") == []


def test_a_document_without_text_is_passed_over() -> None:
    wanted = Evidence(weight=Weight.WEAK, says=SAYS, patterns=("x",))  # type: ignore[arg-type]
    unread: Document = document(DocumentKind.README, "README.md", None)
    assert list(search("x", wanted, [unread], {})) == []


@given(st.text(max_size=400))
def test_lines_are_those_that_a_quotation_shows(text: str) -> None:
    folded = Folded(text + "\nneedle")
    assert len(folded.text) == len(text) + len("\nneedle")
    last = [folded.line(match.start()) for match in occurrences("needle", folded)][-1]
    assert quoted(text + "\nneedle", (last, last)).endswith("needle")


def test_a_document_made_to_slow_the_search_down_does_not() -> None:
    start = time.perf_counter()
    found("free " * 40_000 + "*" * 100_000, "free software", unless=("x",))
    assert time.perf_counter() - start < 20  # a bound against blow-up, no measure of speed


@pytest.mark.parametrize(
    "text",
    [
        "data " * 20_000,
        "-" * 6_000,
        "must sign a " * 5_000,
        "free-" * 10_000,
        "[](" * 8_000,
        "a b\n" * 10_000,
    ],
)
def test_what_says_the_same_thing_over_and_over_is_not_searched_and_said_so(text: str) -> None:
    made = document(DocumentKind.README, "README.md", f"A free software.\n\n{text}\n\nA free software.\n")
    folds: dict[str, Folded] = {}
    assert not searched(made, folds)
    for definition in definitions().values():
        for one in definition.evidence.values():
            for pattern in one.patterns:
                next(occurrences(pattern, folds["README.md"]), None)


def test_ordinary_prose_is_searched_whole() -> None:
    text = " ".join(f"Sentence {n} of chapter {n * 7} says something else about {n * n}." for n in range(900))
    assert searched(document(DocumentKind.README, "README.md", text), {})


@pytest.mark.parametrize("line", ["What this is the " + "-_" * 30, "the " + "a-" * 40 + ")", "(" + "- " * 40])
def test_a_short_line_that_can_be_cut_in_many_ways_does_not_hang_a_search(line: str) -> None:
    folds: dict[str, Folded] = {}
    searched(document(DocumentKind.README, "README.md", f"# W\n\n{line}"), folds)
    start = time.monotonic()
    for definition in definitions().values():
        for one in definition.evidence.values():
            for pattern in (*one.patterns, *one.unless):
                next(occurrences(pattern, folds["README.md"]), None)
    assert time.monotonic() - start < 20


@pytest.mark.parametrize("local", ["security", "contact-lists", "dev.discuss"])
def test_the_address_of_a_role_is_quoted(local: str) -> None:
    assert quoted(f"Write to {local}@example.org", (1, 1)) == f"Write to {local}@example.org"


@pytest.mark.parametrize("local", ["dev.patel", "someone", "core+someone"])
def test_an_address_with_one_word_that_is_no_role_is_masked(local: str) -> None:
    assert quoted(f"Write to {local}@example.org", (1, 1)) == "Write to […]@example.org"
