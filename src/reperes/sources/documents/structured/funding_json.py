"""funding.json, 1.x (fundingjson.org): who asks, for what, how much, and what was received.

The entity is named only when it is an organisation or a group; no address and no text of a channel is kept.
"""

from collections.abc import Mapping
from typing import Annotated

from pydantic import ConfigDict
from pydantic.alias_generators import to_camel

from reperes.facts.documents import DocumentKind
from reperes.sources.documents.formats import Format
from reperes.sources.documents.lenient import fields as f
from reperes.sources.documents.lenient import json_text
from reperes.sources.documents.lenient.model import Declared, check
from reperes.sources.documents.lenient.tree import Parsed

_COLLECTIVE = frozenset({"organisation", "organization", "group"})


def _spelt(value: object) -> object:
    return "organisation" if value == "organization" else value


_Page = Annotated[f.Address, f.derived(f.url_of)]


class _Block(Declared):
    model_config = ConfigDict(extra="ignore", frozen=True, alias_generator=to_camel)


class _Entity(_Block):
    type: (
        Annotated[str, f.one_of("individual", "group", "organisation", "other"), f.derived(_spelt)] | None
    ) = None
    role: Annotated[str, f.one_of("owner", "steward", "maintainer", "contributor", "other")] | None = None
    name: f.OrganisationName | None = None
    webpage_url: _Page | None = None


class _Project(_Block):
    guid: f.Text | None = None
    name: f.Text | None = None
    description: f.Text | None = None
    webpage_url: _Page | None = None
    repository_url: _Page | None = None
    licenses: f.Licences | None = None
    tags: f.Texts | None = None


class _Channel(_Block):
    guid: f.Text | None = None
    type: Annotated[str, f.one_of("bank", "payment-provider", "cheque", "cash", "other")] | None = None


class _Plan(_Block):
    guid: f.Text | None = None
    status: Annotated[str, f.one_of("active", "inactive")] | None = None
    name: f.Text | None = None
    amount: f.Amount | None = None
    currency: f.Text | None = None
    frequency: (
        Annotated[str, f.one_of("one-time", "weekly", "fortnightly", "monthly", "yearly", "other")] | None
    ) = None
    channels: f.Texts | None = None


class _Year(_Block):
    year: f.Whole
    income: f.Amount | None = None
    expenses: f.Amount | None = None
    taxes: f.Amount | None = None
    currency: f.Text | None = None


class _Money(_Block):
    channels: Annotated[list[_Channel], f.items()] | None = None
    plans: Annotated[list[_Plan], f.items()] | None = None
    history: Annotated[list[_Year], f.items()] | None = None


class _Funding(_Block):
    version: f.Text | None = None
    entity: _Entity | None = None
    projects: Annotated[list[_Project], f.items()] | None = None
    funding: _Money | None = None


def read(text: str, _: str) -> Parsed:
    """Return the fields of a funding.json."""
    parsed = json_text.parse(text)
    fields = dict(parsed.fields)
    entity = fields.get("entity")
    if isinstance(entity, Mapping) and str(entity.get("type")).lower() not in _COLLECTIVE:
        fields["entity"] = {key: entity[key] for key in ("type", "role") if key in entity}
    return check(_Funding, Parsed(fields, parsed.problems))


FORMATS = (Format("funding.json", DocumentKind.FUNDING, ("funding.json",), read),)
