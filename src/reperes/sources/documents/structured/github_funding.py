"""FUNDING.yml, GitHub's list of the places where a project receives.

`platforms` names them all. An account that is a project's by nature (Open Collective, Tidelift…) is kept;
one that may be a person's is counted: `github_count`. `custom` holds addresses.
"""

import re
from typing import Annotated

from reperes.facts.documents import DocumentKind
from reperes.sources.documents import parties
from reperes.sources.documents.formats import Format
from reperes.sources.documents.lenient import fields as f
from reperes.sources.documents.lenient import yaml_text
from reperes.sources.documents.lenient.model import Declared, check
from reperes.sources.documents.lenient.tree import Parsed

_OF_PROJECTS = ("open_collective", "tidelift", "community_bridge", "lfx_crowdfunding")
_OF_ANYONE = (
    *("github", "patreon", "ko_fi", "liberapay", "issuehunt", "otechie", "polar", "buy_me_a_coffee"),
    "thanks_dev",
)
_BARE = re.compile(r"[\w-]+(?:\.[\w-]+)+(?:/\S*)?")


def _with_scheme(item: object) -> object:
    return f"https://{item}" if isinstance(item, str) and _BARE.fullmatch(item) else item


class _Funding(Declared):
    open_collective: f.Texts | None = None
    tidelift: f.Texts | None = None
    community_bridge: f.Texts | None = None
    lfx_crowdfunding: f.Texts | None = None
    custom: Annotated[list[f.Giving], f.items(_with_scheme)] | None = None


def read(text: str, _: str) -> Parsed:
    """Return the platforms of a FUNDING.yml, the accounts of projects and the addresses."""
    parsed = yaml_text.parse(text)
    checked = check(_Funding, parsed)
    counts = {
        f"{name}_count": parties.count(parsed.fields[name]) for name in _OF_ANYONE if name in parsed.fields
    }
    known = (
        name for name in (*_OF_ANYONE, *_OF_PROJECTS) if name in checked.fields or f"{name}_count" in counts
    )
    platforms = list(known)
    return checked.plus(counts | ({"platforms": platforms} if platforms else {}))


FORMATS = (Format("FUNDING.yml", DocumentKind.FUNDING, ("funding.y*ml",), read),)
