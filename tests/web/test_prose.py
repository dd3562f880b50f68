"""Sentences of the knowledge, with their links."""

import pytest
from django.utils.translation import override

from reperes_web.prose import rich


def said(text: str, seen: set[str] | None = None) -> str:
    with override("en"):
        return str(rich(text, seen))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Type `reperes law --stale`.", "Type <code>reperes law --stale</code>."),
        ("dco", '<a href="/savoir/dco/">Developer Certificate of Origin (DCO)</a>'),
        (
            "Aid (subvention/de_minimis)",
            'Aid (<a href="/savoir/subvention/de_minimis/"><code>subvention/de_minimis</code></a>)',
        ),
        ("a thing (likely)", "a thing (likely)"),
        ("`<b>` & <i>", "<code>&lt;b&gt;</code> &amp; &lt;i&gt;"),
        (
            "See https://example.org/a?b=1&c=2, then go.",
            (
                'See <a href="https://example.org/a?b=1&amp;c=2" rel="noopener noreferrer">'
                "https://example.org/a?b=1&amp;c=2</a>, then go."
            ),
        ),
        ("javascript:alert(1)", "javascript:alert(1)"),
        (
            'https://example.org/"onclick=x',
            '<a href="https://example.org" rel="noopener noreferrer">https://example.org/</a>&#34;onclick=x',
        ),
        ("https://user:secret@example.org/", "https://user:secret@example.org/"),
    ],
)
def test_what_opens_and_what_is_escaped(text: str, expected: str) -> None:
    assert said(text) == expected


def test_words_are_marked_where_a_page_asks_for_it() -> None:
    seen: set[str] = set()
    assert 'popovertarget="term-commit"' in said("A commit: `commit`", seen)
    assert seen == {"commit"}
