"""The bytes of a file as a text, or the reason why it is none."""

import codecs
from dataclasses import dataclass

from reperes.facts.fact import Reason

MAX_BYTES = 1_048_576
"""How much of one document is read."""

_LFS = b"version https://git-lfs.github.com/spec/v1"
_WIDE = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


@dataclass(frozen=True, slots=True)
class Content:
    """What git holds for a blob. `data` may be only the beginning of its `size` bytes."""

    data: bytes
    size: int


@dataclass(frozen=True, slots=True)
class Decoded:
    """`text` is None when there is none to read, and `reason` says why; or why it is not whole."""

    text: str | None
    reason: Reason | None = None


def decode(content: Content) -> Decoded:
    """Return the text: UTF-8 or UTF-16 by its mark, else UTF-8, else Latin-1 (which every byte is).

    The content of Git LFS stands elsewhere (`missing-object`); bytes with a NUL are no text (`unreadable`).
    """
    data = content.data[:MAX_BYTES]
    if data.startswith(_LFS):
        return Decoded(None, Reason.MISSING_OBJECT)
    text = _decoded(data, whole=len(data) == content.size)
    if "\0" in text:
        return Decoded(None, Reason.UNREADABLE)
    return Decoded(text, Reason.TOO_LARGE if content.size > len(data) else None)


def _decoded(data: bytes, *, whole: bool) -> str:
    wide = _WIDE.get(data[:2])
    if wide is not None:
        return data[2:].decode(wide, "replace")
    try:
        # The last character of a cut text may be cut too: it is left out.
        return codecs.getincrementaldecoder("utf-8-sig")().decode(data, final=whole)
    except UnicodeDecodeError:
        return data.decode("latin-1")
