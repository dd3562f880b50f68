"""The types of declared fields: each takes what strangers usually write, and gives one JSON type."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Annotated, Any
from urllib.parse import urlsplit, urlunsplit

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from reperes.sources.documents import parties

_SCHEMES = frozenset({"http", "https", "git", "ssh", "svn", "git+https", "git+ssh", "git+http"})
_SCP = re.compile(r"(?:[\w.-]+@)?([\w-]+(?:\.[\w-]+)+):(?!/)([^\s@]+)")
_WHOLE = re.compile(r"[-+]?\d{1,18}")
_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:$|[T\s])")
_COPYRIGHT = re.compile(r"copyright|©|\(c\)", re.IGNORECASE)
_MAX_LICENCE = 200
_IS_ADDRESS = re.compile(r"https?://\S+")
_GLOB = re.compile(r"[\w@./*{},-]+")
_TRUE = frozenset({"true", "yes", "y", "on"})
_FALSE = frozenset({"false", "no", "n", "off"})


def _wrong(kind: str, **context: object) -> PydanticCustomError:
    return PydanticCustomError(kind, "wrong", context)  # our sentences are in model.py


def _text(value: object) -> str:
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    raise _wrong("text")


def _licence(value: object) -> str:
    """Return the name or the address of a licence, without the persons whom its text names."""
    line = _text(value).partition("\n")[0].partition("\r")[0]
    if not _IS_ADDRESS.fullmatch(line):
        line = _COPYRIGHT.split(line, maxsplit=1)[0]
    return line[:_MAX_LICENCE].rstrip(" ,;:-–(")


def _organisation(value: object) -> str:
    text = _text(value)
    return parties.organisation(text) or text


def _listed(value: object) -> list[object]:
    if isinstance(value, list):
        return value
    if isinstance(value, str | dict):
        return [value]
    raise _wrong("list")


def _flag(value: object) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in _TRUE | _FALSE:
        return value.lower() in _TRUE
    raise _wrong("flag")


def _day(value: object) -> str:
    found = _DAY.match(value) if isinstance(value, str) else None
    if found is None:
        raise _wrong("date")
    try:
        return date(*map(int, found.groups())).isoformat()
    except ValueError as error:
        raise _wrong("date") from error


def _whole(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and _WHOLE.fullmatch(value):
        return int(value)
    raise _wrong("number")


def _amount(value: object) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    raise _wrong("number")


def _address(value: object) -> str:
    """Return a web or repository address without its credentials; `git@host:path` becomes `ssh://host/path`."""
    text = value.strip() if isinstance(value, str) else ""
    scp = _SCP.fullmatch(text)
    if scp:
        return f"ssh://{scp[1]}/{scp[2]}"
    try:
        parts = urlsplit(text)
        host = parts.netloc.rpartition("@")[2]
    except ValueError as error:  # a broken IPv6 literal
        raise _wrong("address") from error
    if parts.scheme not in _SCHEMES or not host or re.search(r"\s", text):
        raise _wrong("address")
    return urlunsplit((parts.scheme, host, parts.path, parts.query, parts.fragment))


def _giving(value: object) -> str:
    return parties.without_account(_address(value))


def one_of(*allowed: str) -> BeforeValidator:
    """Return the validator of a word among those a standard allows, whatever its case."""
    words = {word.lower(): word for word in allowed}

    def chosen(value: object) -> str:
        word = words.get(value.strip().lower()) if isinstance(value, str) else None
        if word is None:
            raise _wrong("choice", allowed=", ".join(allowed))
        return word

    return BeforeValidator(chosen)


def items(read: Callable[[Any], object] = lambda item: item) -> BeforeValidator:
    """Return the validator of a list where a single item may stand alone; `read` is applied to each item."""
    return BeforeValidator(lambda value: [read(item) for item in _listed(value)])


Text = Annotated[str, BeforeValidator(_text)]
Texts = Annotated[list[Text], BeforeValidator(_listed)]
Licence = Annotated[str, BeforeValidator(_licence)]
Licences = Annotated[list[Licence], BeforeValidator(_listed)]
OrganisationName = Annotated[str, BeforeValidator(_organisation)]
"""A name in a field for organisations: without the parts beside the organisation's, where it is told."""
Flag = Annotated[bool, BeforeValidator(_flag)]
Day = Annotated[str, BeforeValidator(_day)]
Whole = Annotated[int, BeforeValidator(_whole)]
Amount = Annotated[float, BeforeValidator(_amount)]
Address = Annotated[str, BeforeValidator(_address)]
Addresses = Annotated[list[Address], BeforeValidator(_listed)]
Giving = Annotated[str, BeforeValidator(_giving)]
"""An address where one gives, without the account when it may be a person's."""
Givings = Annotated[list[Giving], BeforeValidator(_listed)]
Count = Annotated[int, BeforeValidator(parties.count)]
"""How many persons a field of the file names; their names stop here."""


def derived(read: Callable[[Any], object]) -> BeforeValidator:
    """Return the validator that looks at what `read` makes of a field."""
    return BeforeValidator(read)


def globs(value: object) -> object:
    """Return the patterns of paths in a list, without what cannot be one."""
    listed = _listed(value)
    return [one for one in listed if isinstance(one, str) and _GLOB.fullmatch(one)]


def url_of(value: object) -> object:
    """Return the `url` of a block, or what stands alone."""
    return value.get("url") if isinstance(value, Mapping) else value


def block(fields: Mapping[str, object], name: str) -> Mapping[str, object]:
    """Return the block of that name, an empty one when there is none."""
    held = fields.get(name)
    return held if isinstance(held, Mapping) else {}


def counted(name: str) -> Any:
    """Return the field `<name>_count` of a model, read from the field `<name>` of the file."""
    return Field(default=None, validation_alias=name, serialization_alias=f"{name}_count")
