import io
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from reperes.facts.documents import DocumentKind, Structured
from reperes.i18n import Language, translate
from reperes.indicators import definitions
from reperes.indicators.measure import Outcome, Point, Share
from reperes.readings import definitions as reading_definitions
from reperes.readings.definition import Definition
from reperes.readings.model import Confidence, Reading
from reperes.report import print_text, render
from support.observations import FACTOR, HOSTILE, document, empty, measured, observation, unmeasured

MONTHS = (Point("2026-10", 4.0), Point("2026-11", 5.0, complete=False))


SAYS: Definition = reading_definitions()["licence"]
LICENCE = Reading(
    "licence",
    "MIT",
    Confidence.LIKELY,
    support=(SAYS.piece("text", path="LICENSE", licence="MIT"),),
    against=(SAYS.piece("metadata", path="package.json", licence="ISC"),),
    questions=(SAYS.ask("contradiction", path="package.json"),),
    companions={"openness": "open", "state_list": True, "copyleft": None, "exceptions": []},
)


def test_the_whole_report() -> None:
    seen = observation(
        documents=[
            document(DocumentKind.GOVERNANCE, "GOVERNANCE.md"),
            document(DocumentKind.LICENCE, "LICENSE"),
        ],
        declarations=[Structured("codemeta", "codemeta.json", {"name": "R"})],
        measures=[
            measured("commit_frequency", 12.4167, items=149, series=MONTHS),
            measured(
                "organisational_diversity",
                3,
                breakdown=(Share("public-body", 3, 0.3), Share("company", 0, 0.0), Share("unknown", 7, 0.7)),
            ),
            unmeasured(FACTOR, Outcome.TOO_LITTLE_DATA),
        ],
        readings=[LICENCE],
    )
    text = render(seen, Language.EN, "text")
    assert text.startswith(
        """\
Observation of registre
As it was on 23 November 2026

IN SHORT

What it is
  – “registre” is a git repository published at
    https://codeberg.org/exemple/registre.
  – Licence: MIT, open (likely).
  – Its history begins on 4 March 2019; the last change seen is from 19 November
    2026, 4 days before the observation.
  – It was observed as it was on 23 November 2026: branch main, revision
    4f5c2a9e1b4f.
What is uncertain
  ? For 70% of the contributions, the organisation is not known.
  ? Figures without enough data: 1 of 3 (Contributor absence factor).
Three things to do next
  1. Ask the project: “The licence text and the file package.json do not tell
     the same licence: which one holds?”
  2. Read GOVERNANCE.md: it should say who decides, and how.
     https://codeberg.org/exemple/registre/src/commit/4f5c2a9e1b4f5c2a9e1b4f5c2a9e1b4f5c2a9e1b/GOVERNANCE.md
  3. Ask the project how to contribute: no contribution guide was found in the
     places read.

WHAT IS UNDERSTOOD OF IT

Each conclusion says how sure it is, what speaks for it and against it.
“Established” rests on a formal declaration or on two independent strong proofs;
what is not known is a question to ask.

What it is
  Licence — MIT (likely)
    + LICENSE is the text of the licence MIT.
    − package.json declares the licence ISC.
    · Openness — open
    · State’s list — yes
    ? To ask the project — The licence text and the file package.json do not
      tell the same licence: which one holds?

WHAT WAS MEASURED

Each figure is to be read with the project’s own rhythm in mind, not against
other projects.

Activity
  – Activity by month. Commits each month, from October 2026 to November 2026.
    The busiest month is November 2026 (5). November 2026 is not over.
    ▇█
"""
    )
    assert "    Commit frequency: 12.4 commits a month (items counted: 149)\n" in text
    assert "  ? Contributor absence factor — Too little data to tell. 3 found, at least 10\n" in text
    assert (
        "    Public bodies         ███████            30% (3)\n"
        "    Companies                                0% (0)\n"
        "    Organisation unknown  ░░░░░░░░░░░░░░░░░  70% (7)\n"
    ) in text
    assert "+ Governance — GOVERNANCE.md\n+ Licence" not in text
    assert "+ Governance — GOVERNANCE.md\n" in text
    assert "codemeta — codemeta.json\n  Name — R\n" in text
    assert "Method" not in text


def test_evidence_on_demand() -> None:
    seen = observation(
        documents=[document(DocumentKind.GOVERNANCE, "GOVERNANCE.md")],
        measures=[
            measured("commit_frequency", 12, series=MONTHS),
            measured("commit_trend", 0.1, series=(Point("2026", 3.0),)),
            unmeasured(FACTOR, Outcome.NOT_APPLICABLE),
        ],
    )
    text = render(seen, Language.EN, "text", details=True)
    assert "      Period — from 23 November 2025 to 23 November 2026\n" in text
    assert f"      Version of the method — {FACTOR}/1\n" in text
    assert "    Commit trend: over time\n    Period  Commit trend\n    2026               3\n" in text
    assert f"      swh:1:cnt:{'a' * 40};origin=" in text


@pytest.mark.parametrize("width", [40, 80, 120])
@pytest.mark.parametrize("language", list(Language))
def test_lines_fit_but_for_what_is_copied(width: int, language: Language) -> None:
    seen = observation(measures=[measured(name, 3) for name in definitions()], documents=[])
    file = io.StringIO()
    print_text(seen, language, Console(file=file, width=width))
    lines = [
        line for line in file.getvalue().splitlines() if "https://" not in line and "reperes " not in line
    ]
    assert not [line for line in lines if len(line) > min(width, 110) or line != line.rstrip()]


def test_a_pipe_gets_no_escape_and_a_terminal_only_those_of_the_report() -> None:
    seen = observation(name=HOSTILE, documents=[document(kind, HOSTILE) for kind in DocumentKind])
    assert "\x1b" not in render(seen, Language.EN, "text")
    file = io.StringIO()
    print_text(seen, Language.EN, Console(file=file, force_terminal=True, color_system="standard", width=80))
    coloured = file.getvalue()
    assert "\x1b[1m" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == render(seen, Language.EN, "text")


def test_markup_of_strangers_is_not_obeyed() -> None:
    assert "[bold red]x[/]" in render(observation(name="[bold red]x[/] :smile:"), Language.EN, "text")
    assert ":smile:" in render(observation(name="[bold red]x[/] :smile:"), Language.EN, "text")


@pytest.mark.parametrize("details", [False, True])
@pytest.mark.parametrize("language", list(Language))
def test_an_empty_repository(language: Language, *, details: bool) -> None:
    text = render(empty(), language, "text", details=details)
    said = translate(language, "The repository is empty: it has no commit yet.")
    assert text.count(said[:12]) > 5


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(ValueError) as caught:
        render(observation(), Language.EN, "odt")
    assert str(caught.value) == "'odt' is not one of text, json, markdown, html"


@settings(max_examples=40)
@given(st.text(alphabet=st.characters(), max_size=40), st.sampled_from(["text", "markdown", "html"]))
def test_any_name_gives_a_report_that_obeys_no_terminal(name: str, format_: str) -> None:
    seen = observation(
        name=name, branch=name, typed=name, declarations=[Structured(name, name, {name: name})]
    )
    text = render(seen, Language.FR, format_, details=True)
    text.encode()
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
