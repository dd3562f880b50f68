"""TOML, without keys so dotted that the standard library takes minutes over them."""

import re
import tomllib

from reperes.i18n import N_
from reperes.sources.documents.lenient.tree import MAX_DEPTH, Parsed, RefusedError, tidy, too_deep

# Texts (closed or not) and comments, each read once: no backtracking.
_TEXTS = re.compile(
    r"""
      "{3} (?: [^"\\] | \\. | "{1,2}(?!") )*+ "{0,5}
    | '{3} (?: [^'] | '{1,2}(?!') )*+ '{0,5}
    | " (?: [^"\\\n] | \\[^\n] )*+ "?
    | ' [^'\n]*+ '?
    | \# [^\n]*+
    """,
    re.DOTALL | re.VERBOSE,
)
_DOTTED = re.compile(rf"(?<![\w-])[\w-]++(?:[ \t]*+\.[ \t]*+[\w-]++){{{MAX_DEPTH}}}")


def parse(text: str) -> Parsed:
    """Return the fields of a TOML file; RefusedError when it cannot be read."""
    # tomllib spends a time in the square of the dots of a key: such a key is refused before it is parsed.
    if _DOTTED.search(_TEXTS.sub("t", text)):
        raise too_deep()
    try:
        root = tomllib.loads(text.removeprefix("\ufeff"))
    except RecursionError as error:
        raise too_deep() from error
    except ValueError as error:  # also a whole number of more than 4,300 digits
        raise RefusedError(N_("This file is not well-formed TOML; it was not read.")) from error
    return tidy(root)
