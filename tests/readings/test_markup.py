"""Headings and links, in the common markups."""

import pytest

from reperes.readings.markup import links, sections


@pytest.mark.parametrize(
    "text",
    [
        "intro\n\n## Contact\n\nIci.\n",
        "intro\n\nContact\n-------\n\nIci.\n",
        "intro\n\n== Contact\n\nIci.\n",
        "intro\n\n<h2>Contact</h2>\n\nIci.\n",
        "intro\n\n## [Contact](#contact) ##\n\nIci.\n",
    ],
)
def test_headings(text: str) -> None:
    found = sections(text)
    assert [(one.heading, one.lines[0], one.body.strip()) for one in found] == [("Contact", 3, "Ici.")]


def test_code_is_no_heading() -> None:
    assert sections("```\n# Contact\n```\n") == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[le forum](https://forum.exemple.org/c).", ("le forum", "https://forum.exemple.org/c", 1)),
        ("a\n[forum]: https://forum.exemple.org", ("forum", "https://forum.exemple.org", 2)),
        ('<a href="https://forum.exemple.org">le forum</a>', ("le forum", "https://forum.exemple.org", 1)),
        ("`le forum <https://forum.exemple.org>`_", ("le forum", "https://forum.exemple.org", 1)),
        ("[[https://forum.exemple.org][le forum]]", ("le forum", "https://forum.exemple.org", 1)),
        ("https://forum.exemple.org[le forum]", ("le forum", "https://forum.exemple.org", 1)),
        ("Voir https://forum.exemple.org.", ("", "https://forum.exemple.org", 1)),
    ],
)
def test_links(text: str, expected: tuple[str, str, int]) -> None:
    assert [(one.text, one.url, one.line) for one in links(text)] == [expected]
