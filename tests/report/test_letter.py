"""The message that asks the project what is not known."""

from urllib.parse import parse_qs, urlsplit

import pytest

from reperes.i18n import Language
from reperes.readings.model import Confidence, Question, Reading
from reperes.report.build import build
from reperes.report.letter import MOST_OF_LINK, Letter, letter, mail_link, questions
from reperes.report.view import Report
from support.observations import HOSTILE, observation

MADE = [
    Reading("licence", None, Confidence.UNKNOWN, questions=(Question("licence.which", ("licence",)),)),
    Reading(
        "governance",
        None,
        Confidence.UNKNOWN,
        questions=(
            Question("governance.who_decides", ("governance",)),
            Question("licence.which", ("licence",)),
            Question("governance.who_decides", ("governance",)),
        ),
    ),
]
"""Two readings of two chapters; one question is left by both, another twice by one."""


def report(language: Language) -> Report:
    known = [Question(name, ("governance",)) for name in _of("governance")]
    made = [
        MADE[0],
        Reading("governance", None, Confidence.UNKNOWN, questions=(MADE[0].questions[0], *known, *known)),
    ]
    return build(observation(readings=made), language)


def _of(reading: str) -> list[str]:
    from reperes.readings import definitions

    found = definitions()[reading].questions
    return [f"{reading}.{name}" for name, ask in found.items() if "{" not in ask.text.en]


def test_each_question_is_there_once_and_the_first_of_each_chapter_leads() -> None:
    found = questions(report(Language.EN))
    assert len({one.text for one in found}) == len(found) == 1 + len(_of("governance"))
    assert [one.chapter for one in found if one.leads] == [
        "What it is",
        "Who decides, who contributes, how alive it is",
    ]


def test_a_message_in_english() -> None:
    made = letter(report(Language.EN), "registre", administration="City of Example", chosen=[0])
    lines = made.text.split("\n\n")
    assert made.subject == "Some questions about registre"
    assert lines[:2] == [
        "Hello,",
        "We work for City of Example, a public administration, and we take an interest in registre.",
    ]
    assert lines[2].endswith("What we looked at: https://codeberg.org/exemple/registre.")
    assert lines[3] == f"1. {questions(report(Language.EN))[0].text}"
    assert "an issue or on your forum" in lines[4]
    assert "it gives no mark" in lines[5]
    assert lines[-1] == "City of Example\n"


def test_a_message_in_french() -> None:
    made = letter(report(Language.FR), "registre")
    assert made.subject == "Quelques questions sur registre"
    assert made.text.startswith("Bonjour,\n\nNous travaillons pour une administration publique")
    assert made.text.count("[nom de notre administration]") == 2
    numbered = [line for line in made.text.splitlines() if line[:1].isdecimal()]
    assert [line.partition(".")[0] for line in numbered] == [str(n) for n in range(1, len(numbered) + 1)]
    assert len(numbered) == len(questions(report(Language.FR)))


def test_names_cannot_move_anything() -> None:
    made = letter(report(Language.EN), HOSTILE, administration="a\nBcc: x@example.org\u202e")
    assert "\n" not in made.subject
    assert "\u202e" not in made.text
    assert "\x1b" not in made.text
    assert "We work for a Bcc: x@example.org" in made.text


def test_the_link_holds_the_whole_message_encoded() -> None:
    made = Letter("Quelques questions & « réponses »", "Bonjour,\n\n1. Où ?&cc=x@example.org\n")
    link = mail_link(made)
    parts = urlsplit(link.href)
    assert (parts.scheme, parts.path, link.whole) == ("mailto", "", True)
    assert "+" not in link.href
    assert parse_qs(parts.query) == {
        "subject": [made.subject],
        "body": [made.text.replace("\n", "\r\n")],
    }


@pytest.mark.parametrize(("size", "whole"), [(100, True), (MOST_OF_LINK, False)])
def test_a_link_too_long_keeps_the_subject_alone(size: int, whole: bool) -> None:  # noqa: FBT001 - a table
    link = mail_link(Letter("Sujet", "a" * size))
    assert link.whole is whole
    assert len(link.href) <= MOST_OF_LINK
    assert ("body=" in link.href) is whole
