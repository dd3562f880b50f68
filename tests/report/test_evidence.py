from datetime import date

import pytest

from reperes.facts.citation import (
    Citation,
    ContentCitation,
    QueryCitation,
    ReferenceCitation,
    WebCitation,
    Window,
)
from reperes.i18n import Language
from reperes.report.evidence import evidence, window_text
from reperes.report.view import Evidence, Link
from support.observations import HEAD, HOSTILE

DAY = date(2026, 11, 23)
NAME = f"swh:1:cnt:{'a' * 40};origin=https://codeberg.org/o/n;anchor=swh:1:rev:{HEAD};path=/GOVERNANCE.md;lines=1-2"


@pytest.mark.parametrize(
    ("citation", "expected"),
    [
        (
            ContentCitation(NAME, "We vote.\nOne member, one vote."),
            Evidence(
                "GOVERNANCE.md, 1-2",
                NAME,
                ("We vote.", "One member, one vote."),
                (
                    Link(
                        "The file on its forge, as it was",
                        f"https://codeberg.org/o/n/src/commit/{HEAD}/GOVERNANCE.md?display=source#L1-L2",
                    ),
                    Link(
                        "The file in the Software Heritage archive",
                        f"https://archive.softwareheritage.org/{NAME}",
                    ),
                ),
            ),
        ),
        (
            WebCitation("https://example.org/a", DAY),
            Evidence(
                "Page read on 23 November 2026.",
                links=(Link("https://example.org/a", "https://example.org/a"),),
            ),
        ),
        (
            WebCitation("javascript:alert(1)", DAY),
            Evidence("Page read on 23 November 2026.", "javascript:alert(1)"),
        ),
        (
            QueryCitation("git", "no merges", Window(None, DAY), 2475),
            Evidence(
                "Counted in git: 2,475, from the first commit to 23 November 2026. "
                "Filter as it is written in the data:",
                "no merges",
            ),
        ),
        (
            ReferenceCitation("indicator", "commit_trend"),
            Evidence("Explained by: reperes explain commit_trend"),
        ),
    ],
)
def test_evidence(citation: Citation, expected: Evidence) -> None:
    assert evidence(citation, Language.EN) == expected


def test_a_long_quotation_is_cut() -> None:
    quote = "\n".join(["x" * 1000, *"abcdefghijklm"])
    shown = evidence(ContentCitation(NAME, quote), Language.EN).quote
    assert (len(shown), shown[-1], len(shown[0])) == (13, "…", 240)


def test_hostile_quotations_and_addresses_are_fit_to_be_shown() -> None:
    shown = evidence(ContentCitation(HOSTILE, HOSTILE), Language.EN)
    assert shown.links == ()
    assert not set("".join((shown.text, shown.identifier or "", *shown.quote))) & set("\x1b\x9b\u202e\udce9")


@pytest.mark.parametrize(
    ("window", "expected"),
    [
        (None, "the whole history"),
        (Window(date(2026, 1, 1), DAY), "from 1 January 2026 to 23 November 2026"),
    ],
)
def test_window_text(window: Window | None, expected: str) -> None:
    assert window_text(window, Language.EN) == expected
