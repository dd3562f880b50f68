"""CITATION.cff, 1.x (citation-file-format.github.io): entities are named, persons are counted."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import ConfigDict

from reperes.facts.documents import DocumentKind
from reperes.sources.documents import parties
from reperes.sources.documents.formats import Format
from reperes.sources.documents.lenient import fields as f
from reperes.sources.documents.lenient import yaml_text
from reperes.sources.documents.lenient.model import Declared, check, kebab
from reperes.sources.documents.lenient.tree import Parsed

_OF_PERSONS = frozenset(
    {"family-names", "given-names", "name-particle", "name-suffix", "alias", "orcid", "affiliation"}
)
_OF_ENTITIES = frozenset({"date-start", "date-end", "location", "ror"})


def _entities(value: object) -> list[object]:
    agents = value if isinstance(value, list) else [value]
    return [name for one in agents if (name := _entity(one))]


def _persons(value: object) -> int | None:
    agents = value if isinstance(value, list) else [value]
    return sum(1 for one in agents if not _entity(one)) or None


def _entity(agent: object) -> str | None:
    """Return the name of an organisation; None for a person, whom some write under an entity's `name`."""
    if not isinstance(agent, Mapping) or not _OF_PERSONS.isdisjoint(agent):
        return None
    name = agent.get("name")
    if not isinstance(name, str):
        return None
    is_told = "email" not in agent and not _OF_ENTITIES.isdisjoint(agent)
    return parties.organisation(name, [name] if is_told else ())


_Persons = Annotated[int | None, f.derived(_persons)]
_Entities = Annotated[list[f.Text], f.derived(_entities)]


class _Block(Declared):
    model_config = ConfigDict(extra="ignore", frozen=True, alias_generator=kebab)


class _Identifier(_Block):
    type: f.Text | None = None
    value: f.Text


class _Work(_Block):
    type: f.Text | None = None
    title: f.Text | None = None
    doi: f.Text | None = None
    url: f.Address | None = None
    year: f.Text | None = None
    authors: _Entities | None = None
    authors_count: _Persons = f.counted("authors")


class _Citation(_Work):
    cff_version: f.Text | None = None
    abstract: f.Text | None = None
    license: f.Licences | None = None
    license_url: f.Address | None = None
    repository: f.Address | None = None
    repository_code: f.Address | None = None
    repository_artifact: f.Address | None = None
    version: f.Text | None = None
    date_released: f.Day | None = None
    identifiers: Annotated[list[_Identifier], f.items()] | None = None
    contact: _Entities | None = None
    contact_count: _Persons = f.counted("contact")
    preferred_citation: _Work | None = None


def read(text: str, _: str) -> Parsed:
    """Return the fields of a CITATION.cff."""
    return check(_Citation, yaml_text.parse(text))


FORMATS = (Format("CITATION.cff", DocumentKind.CITATION, ("*.cff",), read),)
