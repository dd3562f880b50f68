"""When two names are the same name."""

import re
import unicodedata

_NOT_LETTERS = re.compile(r"(?:[^\w+#]|_)+")
_WHOLE = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae"})


def folded(name: str) -> str:
    """Return a name as it is compared: letters and digits, no case, no accent, one blank between words.

    `+` and `#` count as letters: « C », « C++ » and « C# » are three names.
    """
    letters = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name.translate(_WHOLE)).casefold())
    return _NOT_LETTERS.sub(" ", "".join(one for one in letters if not unicodedata.combining(one))).strip()
