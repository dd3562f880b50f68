import codecs

import pytest

from reperes.facts.fact import Reason
from reperes.sources.documents.text import MAX_BYTES, Content, Decoded, decode

LFS = b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12\n"


@pytest.mark.parametrize(
    ("data", "decoded"),
    [
        (b"", Decoded("")),
        ("État".encode(), Decoded("État")),
        (codecs.BOM_UTF8 + "État".encode(), Decoded("État")),
        ("État".encode("utf-16"), Decoded("État")),
        (codecs.BOM_UTF16_BE + "État".encode("utf-16-be"), Decoded("État")),
        ("État".encode("latin-1"), Decoded("État")),
        (b"\xc3", Decoded("Ã")),
        (b"a\0b", Decoded(None, Reason.UNREADABLE)),
        (codecs.BOM_UTF16_LE + b"a\0\0\0", Decoded(None, Reason.UNREADABLE)),
        (codecs.BOM_UTF16_LE + b"a\0b", Decoded("a\ufffd")),
        (LFS, Decoded(None, Reason.MISSING_OBJECT)),
    ],
)
def test_decode(data: bytes, decoded: Decoded) -> None:
    assert decode(Content(data, len(data))) == decoded


def test_a_cut_character_at_the_end_of_a_cut_file_is_left_out() -> None:
    assert decode(Content("é".encode()[:1], 2)) == Decoded("", Reason.TOO_LARGE)


def test_no_more_than_the_bound_is_read() -> None:
    assert decode(Content(b"a" * (MAX_BYTES + 5), MAX_BYTES + 5)) == Decoded(
        "a" * MAX_BYTES, Reason.TOO_LARGE
    )
