"""CodeMeta 2 and 3 (codemeta.github.io), in JSON-LD: agents that are persons are counted."""

import re
from collections.abc import Mapping
from typing import Annotated

from pydantic import ConfigDict
from pydantic.alias_generators import to_camel

from reperes.facts.documents import DocumentKind
from reperes.sources.documents import parties
from reperes.sources.documents.formats import Format
from reperes.sources.documents.lenient import fields as f
from reperes.sources.documents.lenient import json_text
from reperes.sources.documents.lenient.model import Declared, check
from reperes.sources.documents.lenient.tree import Parsed

_AGENTS = (
    "author",
    "contributor",
    "maintainer",
    "funder",
    "sponsor",
    "copyrightHolder",
    "publisher",
    "producer",
)
_POINTERS = ("@id", "url", "identifier", "@value")
# An address, or one word with a digit: a DOI, the number of a grant.
_IDENTIFIER = re.compile(r"https?://[^\s@]+|(?=[^\d]*\d)[A-Za-z0-9][\w.:/()+#-]*")
_SAID = ("@value", "@id", "identifier", "url", "name")


def _said(item: object) -> object:
    """Return the text of a JSON-LD value: a literal, an identifier, an address or a name."""
    if not isinstance(item, Mapping):
        return item
    return next((item[key] for key in _SAID if isinstance(item.get(key), str)), item)


def _identifiers(value: object) -> list[str]:
    """Return the addresses and identifiers alone: a title or the name of a fund may hold persons' names."""
    said = [one for item in (value if isinstance(value, list) else [value]) for one in _pointers(item)]
    return [one.strip() for one in said if isinstance(one, str) and _IDENTIFIER.fullmatch(one.strip())]


def _pointers(item: object) -> list[object]:
    return [item[key] for key in _POINTERS if key in item][:1] if isinstance(item, Mapping) else [item]


_Identifiers = Annotated[list[str], f.derived(_identifiers)]
_Licences = Annotated[list[f.Licence], f.items(_said)]
_Said = Annotated[f.Text, f.derived(_said)]


class _Codemeta(Declared):
    model_config = ConfigDict(extra="ignore", frozen=True, alias_generator=to_camel)

    name: _Said | None = None
    description: _Said | None = None
    license: _Licences | None = None
    version: _Said | None = None
    software_version: _Said | None = None
    url: f.Address | None = None
    code_repository: Annotated[f.Address, f.derived(_said)] | None = None
    issue_tracker: Annotated[f.Address, f.derived(_said)] | None = None
    readme: Annotated[f.Address, f.derived(_said)] | None = None
    development_status: _Said | None = None
    date_created: f.Day | None = None
    date_published: f.Day | None = None
    date_modified: f.Day | None = None
    reference_publication: _Identifiers | None = None
    funding: _Identifiers | None = None
    is_accessible_for_free: f.Flag | None = None


def read(text: str, _: str) -> Parsed:
    """Return the fields of a codemeta.json. For each agent: the organisations' names, and `<agent>_count`."""
    parsed = json_text.parse(text)
    fields = {
        key.removeprefix("schema:").removeprefix("codemeta:"): value for key, value in parsed.fields.items()
    }
    agents: dict[str, object] = {}
    for agent in _AGENTS:
        if agent in fields:
            names, persons = parties.split(fields[agent])
            agents |= {agent: names} if names else {}
            agents |= {f"{agent}_count": persons} if persons else {}
    return check(_Codemeta, Parsed(fields, parsed.problems)).plus(agents)


FORMATS = (Format("codemeta", DocumentKind.CODEMETA, ("codemeta.json", "codemeta.jsonld"), read),)
