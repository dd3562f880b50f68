import pytest
from hypothesis import given
from hypothesis import strategies as st

from reperes.facts.citation import swhid
from reperes.report.links import archive_link, forge_link, place, web_link

BLOB, HEAD = "b" * 40, "c" * 40


def cited(origin: str | None, path: str = "GOVERNANCE.md", lines: tuple[int, int] | None = None) -> str:
    return swhid(
        BLOB, path=path.encode("utf-8", "surrogateescape"), revision=HEAD, origin=origin, lines=lines
    )


@pytest.mark.parametrize(
    ("origin", "lines", "expected"),
    [
        ("https://github.com/o/n", None, f"https://github.com/o/n/blob/{HEAD}/GOVERNANCE.md"),
        ("https://github.com/o/n", (3, 9), f"https://github.com/o/n/blob/{HEAD}/GOVERNANCE.md?plain=1#L3-L9"),
        (
            "https://github.com/o/n.git",
            (3, 3),
            f"https://github.com/o/n/blob/{HEAD}/GOVERNANCE.md?plain=1#L3",
        ),
        (
            "https://gitlab.com/g/s/n",
            (3, 9),
            f"https://gitlab.com/g/s/n/-/blob/{HEAD}/GOVERNANCE.md?plain=1#L3-9",
        ),
        (
            "https://codeberg.org/o/n",
            (3, 9),
            f"https://codeberg.org/o/n/src/commit/{HEAD}/GOVERNANCE.md?display=source#L3-L9",
        ),
        (
            "https://gitlab.example.org/o/n",
            None,
            f"https://gitlab.example.org/o/n/-/blob/{HEAD}/GOVERNANCE.md",
        ),
        ("https://git.sr.ht/~o/n", None, f"https://git.sr.ht/~o/n/tree/{HEAD}/item/GOVERNANCE.md"),
        (
            "https://bitbucket.org/o/n",
            (3, 9),
            f"https://bitbucket.org/o/n/src/{HEAD}/GOVERNANCE.md#lines-3:9",
        ),
        ("https://git.example.org/n", None, None),
        ("ssh://git@github.com/o/n", None, None),
        ("https://user:secret@github.com/o/n", None, None),
        ("javascript://github.com/%0aalert(1)", None, None),
        (None, None, None),
    ],
)
def test_forge_link(origin: str | None, lines: tuple[int, int] | None, expected: str | None) -> None:
    assert forge_link(cited(origin, lines=lines)) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("docs/a b#c?.md", "docs/a%20b%23c%3F.md"),
        ("caf\udce9.md", "caf%E9.md"),
        ("../../settings", None),
        ("a//b", None),
    ],
)
def test_forge_link_of_any_path(path: str, expected: str | None) -> None:
    base = f"https://github.com/o/n/blob/{HEAD}/"
    assert forge_link(cited("https://github.com/o/n", path)) == (
        None if expected is None else base + expected
    )


def test_archive_link() -> None:
    name = cited("https://github.com/o/n", "é.md", (1, 2))
    assert archive_link(name) == f"https://archive.softwareheritage.org/{name}"
    assert archive_link(f"swh:1:cnt:{BLOB};origin=x?y#z") == (
        f"https://archive.softwareheritage.org/swh:1:cnt:{BLOB};origin=x%3Fy%23z"
    )
    assert archive_link("swh:1:rev:" + BLOB) is None
    assert archive_link("javascript:alert(1)") is None


def test_place() -> None:
    assert place(cited(None, "docs/é.md", (3, 9))) == "docs/é.md, 3-9"
    assert place(cited(None, "caf\udce9")) == "caf\udce9"
    assert place(f"swh:1:cnt:{BLOB}") == f"swh:1:cnt:{BLOB}"


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://example.org/a/", "https://example.org/a"),
        ("https://example.org/<a>\"'", "https://example.org/%3Ca%3E%22'"),
        ("http://[::1", None),
        ("https://", None),
        ("ftp://example.org", None),
        ("https://example.org/a b", None),
        (None, None),
    ],
)
def test_web_link(address: str | None, expected: str | None) -> None:
    assert web_link(address) == expected


@given(st.text(), st.text(), st.text())
def test_links_of_any_text_are_of_the_web_or_none(origin: str, path: str, lines: str) -> None:
    name = f"swh:1:cnt:{BLOB};origin={origin};anchor=swh:1:rev:{HEAD};path=/{path};lines={lines}"
    for link in (forge_link(name), archive_link(name), web_link(origin)):
        assert link is None or link.startswith(("https://", "http://"))
        assert link is None or not set(link) & set(' <>"\n\\')
