"""What our values become in JSON, and how a text of it is kept from fooling who reads it."""

import math
import re
from collections.abc import Mapping

from reperes.report.safe import encodable

_DECIMALS = 4

# JSON escapes C0 by itself; a terminal may also obey the C1 controls, and a reader be fooled by the marks of
# direction.
_ESCAPED = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def escaped(text: str) -> str:
    """Return JSON with what could fool a terminal or a reader written out."""
    return _ESCAPED.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def plain(value: object) -> object:
    """Return JSON types: texts that encode to UTF-8, numbers of four decimals at most, whole ones without."""
    match value:
        case None | bool() | int():
            return value
        case float():
            if not math.isfinite(value):
                return None
            rounded = round(value, _DECIMALS)
            return int(rounded) if rounded.is_integer() else rounded
        case Mapping():
            return {encodable(str(key)): plain(inner) for key, inner in value.items()}
        case list() | tuple():
            return [plain(inner) for inner in value]
        case _:
            return encodable(str(value))
