"""What strangers wrote, made fit to be shown: nothing in it can move a cursor, hide or reverse text."""

import re

# C0, DEL and C1 controls; soft hyphen; marks that change the direction of writing; what is never drawn; line
# and paragraph separators; lone surrogates; tags. The joiners U+200C and U+200D stay: Persian and emoji need
# them.
_UNFIT = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\ufffe\uffff\U000e0000-\U000e007f]"
)
_BLANKS = re.compile(r"[\t\n\v\f\r ]+")
_SURROGATE = re.compile("[\ud800-\udfff]")
_BYTES = range(0xDC80, 0xDD00)


def safe(text: str, limit: int | None = None) -> str:
    r"""Return one line that shows `text`; every unfit character is written out, as `\x1b` or `\u202e`.

    Blanks and line ends become one space. A byte of a path that is not UTF-8 (surrogateescape) is written
    `\xNN`, as everywhere in the facts. Beyond `limit` characters, the rest becomes « … ».
    """
    beginning = text if limit is None else text[: 4 * limit]
    shown = _UNFIT.sub(lambda found: _written(found.group()), _BLANKS.sub(" ", beginning).strip(" "))
    if limit is not None and (len(shown) > limit or len(beginning) < len(text)):
        return shown[: limit - 1].rstrip() + "…"
    return shown


def encodable(text: str) -> str:
    """Return `text` with its lone surrogates written out, and nothing else changed: it encodes to UTF-8."""
    return _SURROGATE.sub(lambda found: _written(found.group()), text)


def _written(character: str) -> str:
    code = ord(character)
    if code in _BYTES:
        return f"\\x{code - 0xDC00:02x}"
    if code > 0xFFFF:
        return f"\\U{code:08x}"
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
