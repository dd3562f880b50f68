import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from reperes.errors import Message
from reperes.facts.documents import DocumentKind, Structured
from reperes.facts.fact import Reason
from reperes.i18n import Language
from reperes.indicators import definitions
from reperes.indicators.measure import Outcome, Point, Share
from reperes.observation import Absence
from reperes.report import render
from reperes.report.markdown import escape
from reperes.report.safe import safe
from support.observations import FACTOR, HOSTILE, document, empty, measured, observation, unmeasured

READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def shown(text: str) -> list[tuple[str, str]]:
    """Return what a reader makes of one paragraph: kinds of tokens and their text."""
    blocks = READER.parse(text)
    assert [block.type for block in blocks] == ["paragraph_open", "inline", "paragraph_close"]
    return [(token.type, token.content) for token in blocks[1].children or ()]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("GOVERNANCE.md", "GOVERNANCE.md"),
        ("a_b*c", "a\\_b\\*c"),
        ("# title", "\\# title"),
        ("1. item", "1\\. item"),
        ("12) item", "12\\) item"),
        ("12.4 commits", "12.4 commits"),
        ("- item", "\\- item"),
        ("[x](y)", "\\[x\\](y)"),
        ("a|b", "a\\|b"),
        ("&amp;", "\\&amp;"),
        ("<b>", "\\<b\\>"),
    ],
)
def test_escape(text: str, expected: str) -> None:
    assert escape(text) == expected


@given(st.text(alphabet=st.characters(), min_size=1).map(safe).filter(bool))
def test_an_escaped_text_reads_as_itself(text: str) -> None:
    tokens = shown(escape(text))
    assert {kind for kind, _ in tokens} <= {"text", "text_special"}
    assert "".join(content for _, content in tokens) == text.strip()


def test_the_same_content_in_tables_and_lists() -> None:
    seen = observation(
        documents=[document(DocumentKind.GOVERNANCE, "GOVERNANCE.md")],
        measures=[
            measured(FACTOR, 2),
            measured("commit_frequency", 12, series=(Point("2026-11", 5.0),)),
            measured("organisational_diversity", 3, breakdown=(Share("unknown", 7, 0.7),)),
            unmeasured("integrators", Outcome.NOT_MEASURED),
        ],
        absences=[Absence("forge", Reason.OFFLINE, Message("No request."))],
    )
    text = render(seen, Language.EN, "markdown")
    assert text.startswith(
        "# Observation of registre\n\nAs it was on 23 November 2026 — "
        "[https://codeberg.org/exemple/registre](<https://codeberg.org/exemple/registre>)\n\n## In short\n"
    )
    assert (
        "**Contributor absence factor** — 2 people alone make at least half of the year’s contributions.  \n"
        "2 people (items counted: 2,475)\n"
    ) in text
    assert (
        "| Part | Number | Share of all |\n| --- | ---: | ---: |\n| Organisation unknown | 7 | 70% |" in text
    )
    assert "| The forge: requests, answers, reviews | No request. |" in text
    assert "```text\n█\n```" in text
    assert "- **Governance** — [GOVERNANCE.md](<https://codeberg.org/exemple/registre/src/commit/" in text
    assert "Version of the method" not in text
    assert "- *Version of the method* — integrators/1" in render(seen, Language.EN, "markdown", details=True)


@pytest.mark.parametrize("details", [False, True])
@pytest.mark.parametrize("language", list(Language))
def test_strangers_bring_no_mark_up(language: Language, *, details: bool) -> None:
    message = Message("{path} …", {"path": HOSTILE})
    seen = observation(
        name=HOSTILE,
        typed=HOSTILE,
        branch=HOSTILE,
        documents=[document(kind, HOSTILE) for kind in DocumentKind],
        declarations=[Structured(HOSTILE, HOSTILE, {HOSTILE: HOSTILE}, (message,))],
        measures=[measured("public_body_share", 0.3, breakdown=(Share(HOSTILE, 1, 1.0),))],
        absences=[Absence(HOSTILE, Reason.UNREADABLE, message)],
    )
    tokens = READER.parse(render(seen, language, "markdown", details=details))
    inner = [child for token in tokens for child in token.children or ()]
    assert not {"html_block", "html_inline", "image"} & {token.type for token in (*tokens, *inner)}
    links = [str(token.attrs["href"]) for token in inner if token.type == "link_open"]
    assert links
    assert all(link.startswith("https://") for link in links)


@pytest.mark.parametrize("language", list(Language))
def test_an_empty_repository(language: Language) -> None:
    text = render(empty(), language, "markdown", details=True)
    methods = [f"{name}/{one.version}" for name, one in definitions().items()]
    assert [one for one in methods if text.count(f" — {escape(one)}\n") != 1] == []
    assert {one for one in methods if not one.endswith("/1")} == {
        "elephant_factor/2",
        "organisational_diversity/2",
        "public_body_share/2",
    }


def test_technical_keys_are_shown_as_code() -> None:
    item = Structured("codemeta", "codemeta.json", {"name": "R", "a.b_c": "1", "x`|y": "2"})
    text = render(observation(declarations=[item]), Language.EN, "markdown")
    assert "| Name | R |\n| `a.b_c` | 1 |\n| x\\`\\|y | 2 |" in text
