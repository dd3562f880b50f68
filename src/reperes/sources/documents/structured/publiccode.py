"""publiccode.yml, 0.x (github.com/publiccodeyml/publiccode.yml, CC0): the fields that speak of the project.

Kept: names, addresses, versions and dates, `usedBy`, `fundedBy`, `organisation`, `maintenance`, `legal`,
`isBasedOn`, `description` by language. Of the contacts, only how many and their affiliations; a contractor
or an owner that cannot be told from a person is counted.
"""

import re
from collections.abc import Mapping
from typing import Annotated

from pydantic import ConfigDict, Field
from pydantic.alias_generators import to_camel

from reperes.errors import Message
from reperes.facts.documents import DocumentKind
from reperes.i18n import N_
from reperes.sources.documents import parties
from reperes.sources.documents.formats import Format
from reperes.sources.documents.lenient import fields as f
from reperes.sources.documents.lenient import yaml_text
from reperes.sources.documents.lenient.model import Declared, check
from reperes.sources.documents.lenient.tree import Parsed

_VERSION = "publiccodeYmlVersion"
_NUMBERED = re.compile(r"v?\d[\d.]{0,20}")
_URI = re.compile(r"(?:https?://|urn:)[^\s@]+$")
_LANGUAGE = re.compile(r"(?:[A-Za-z]{2}|[a-z]{3})(?:[-_][A-Z][a-z]{3})?(?:[-_](?:[A-Za-z]{2}|\d{3}))?")
_OWNERS = ("mainCopyrightOwner", "repoOwner")


class _Block(Declared):
    model_config = ConfigDict(extra="ignore", frozen=True, alias_generator=to_camel)


def _named(item: object) -> object:
    """Return `{name: …}` for a bare name; `url`, often written for `uri`, is taken for it."""
    if isinstance(item, str):
        return {"name": item}
    return {"uri": item.get("url"), **item} if isinstance(item, Mapping) else item


def _contractor(item: object) -> object:
    if isinstance(item, str):
        item = {"name": item}
    if not isinstance(item, Mapping):
        return item
    name = parties.organisation(str(item.get("name", "")))
    if name is None:
        return {"until": item.get("until")}
    if name != item["name"]:  # the website may be that of the person who was beside the organisation
        return {"name": name, "until": item.get("until")}
    return item


def _affiliations(value: object) -> object:
    contacts = value if isinstance(value, list) else [value]
    blocks = [one for one in contacts if isinstance(one, Mapping)]
    persons = {one.get("name") for one in blocks if isinstance(one.get("name"), str)}
    said = [one.get("affiliation") for one in blocks]
    names = (one for one in said if isinstance(one, str) and one not in persons)
    return list(dict.fromkeys(parties.organisation(one) or one for one in names))


class _Organisation(_Block):
    name: f.OrganisationName | None = None
    uri: f.Text | None = None


class _Contractor(_Block):
    name: f.Text | None = None
    website: f.Address | None = None
    until: f.Day | None = None


class _Maintenance(_Block):
    type: Annotated[str, f.one_of("internal", "contract", "community", "none")] | None = None
    contractors: Annotated[list[_Contractor], f.items(_contractor)] | None = None
    contractors_count: f.Count | None = f.counted("contractors")
    contacts_count: f.Count | None = f.counted("contacts")
    affiliations: Annotated[list[str], f.derived(_affiliations)] | None = Field(
        default=None, validation_alias="contacts", serialization_alias="contacts_affiliations"
    )


class _Legal(_Block):
    license: f.Licence | None = None
    main_copyright_owner: f.Text | None = None
    main_copyright_owner_count: int | None = Field(default=None, alias="mainCopyrightOwner_count")
    repo_owner: f.Text | None = None
    repo_owner_count: int | None = Field(default=None, alias="repoOwner_count")


class _Description(_Block):
    localised_name: f.Text | None = None
    generic_name: f.Text | None = None
    short_description: f.Text | None = None
    long_description: f.Text | None = None
    documentation: f.Address | None = None
    api_documentation: f.Address | None = None
    features: f.Texts | None = None


class _Audience(_Block):
    scope: f.Texts | None = None
    countries: f.Texts | None = None
    unsupported_countries: f.Texts | None = None


class _Localisation(_Block):
    localisation_ready: f.Flag | None = None
    available_languages: f.Texts | None = None


class _Dependency(_Block):
    name: f.Text
    version: f.Text | None = None
    version_min: f.Text | None = None
    version_max: f.Text | None = None
    optional: f.Flag | None = None


class _Dependencies(_Block):
    open: Annotated[list[_Dependency], f.items(_named)] | None = None
    proprietary: Annotated[list[_Dependency], f.items(_named)] | None = None
    hardware: Annotated[list[_Dependency], f.items(_named)] | None = None


class _Support(_Block):
    id: f.Text


_STATUSES = ("concept", "development", "beta", "stable", "obsolete")
_TYPES = (
    *(f"standalone/{where}" for where in ("mobile", "iot", "desktop", "web", "backend", "other")),
    *("addon", "library", "configurationFiles"),
)


class _Publiccode(_Block):
    publiccode_yml_version: f.Text | None = None
    name: f.Text | None = None
    application_suite: f.Text | None = None
    url: f.Address | None = None
    landing_url: f.Address | None = Field(default=None, alias="landingURL")
    is_based_on: f.Texts | None = None
    software_version: f.Text | None = None
    release_date: f.Day | None = None
    platforms: f.Texts | None = None
    categories: f.Texts | None = None
    used_by: Annotated[list[f.OrganisationName], f.items()] | None = None
    funded_by: Annotated[list[_Organisation], f.items(_named)] | None = None
    roadmap: f.Text | None = None
    development_status: Annotated[str, f.one_of(*_STATUSES)] | None = None
    software_type: Annotated[str, f.one_of(*_TYPES)] | None = None
    supports: Annotated[list[_Support], f.items()] | None = None
    organisation: Annotated[_Organisation, f.derived(_named)] | None = None
    intended_audience: _Audience | None = None
    description: dict[str, _Description] | None = None
    legal: _Legal | None = None
    maintenance: _Maintenance | None = None
    localisation: _Localisation | None = None
    depends_on: _Dependencies | None = None


def read(text: str, _: str) -> Parsed:
    """Return the fields of a publiccode.yml; a version that does not exist is told, and the rest read."""
    parsed = yaml_text.parse(text)
    fields = dict(parsed.fields)
    problems = [_version_problem(fields.get(_VERSION))]
    description = fields.get("description")
    if isinstance(description, Mapping):
        by_language = {key: value for key, value in description.items() if _LANGUAGE.fullmatch(key)}
        fields["description"] = by_language
        problems += [_LANGUAGE_PROBLEM] if len(by_language) < len(description) else []
    if not _NUMBERED.fullmatch(str(fields.get(_VERSION))):
        fields.pop(_VERSION, None)
    told = tuple(one for one in problems if one is not None)
    return check(_Publiccode, Parsed(_without_owners(fields), (*told, *parsed.problems)))


_LANGUAGE_PROBLEM = Message(
    N_("`{field}` should hold languages, written like en or fr; what is no language was set aside."),
    {"field": "description"},
)


def _version_problem(version: object) -> Message | None:
    if version is None:
        return Message(
            N_("`{field}` is missing; the file was read as {used}."), {"field": _VERSION, "used": "0.x"}
        )
    if not isinstance(version, str) or version == "0" or version.startswith("0."):
        return None
    return Message(
        N_("`{field}` says a version that does not exist; the rest was read as {used}."),
        {"field": _VERSION, "used": "0.x"},
    )


def _without_owners(fields: Mapping[str, object]) -> Mapping[str, object]:
    """Return the fields where an owner that may be a person is only counted."""
    legal = fields.get("legal")
    if not isinstance(legal, Mapping):
        return fields
    known = _known(fields)
    kept = dict(legal)
    for owner in _OWNERS:
        kept.pop(f"{owner}_count", None)
        name = legal.get(owner)
        if name is None:
            continue
        kept[owner] = parties.organisation(name, known) if isinstance(name, str) else None
        if kept[owner] is None:
            kept[f"{owner}_count"] = parties.count(name)
    return {**fields, "legal": kept}


def _known(fields: Mapping[str, object]) -> list[str]:
    """Return the names that the file gives to organisations, each with the address that tells it is one."""
    funders = fields.get("fundedBy")
    said = [fields.get("organisation"), *(funders if isinstance(funders, list) else [funders])]
    blocks = [one for one in said if isinstance(one, Mapping)]
    named = [one.get("name") for one in blocks if _has_uri(one)]
    return [one for one in named if isinstance(one, str)]


def _has_uri(organisation: Mapping[str, object]) -> bool:
    uri = organisation.get("uri", organisation.get("url"))
    return isinstance(uri, str) and _URI.match(uri) is not None


FORMATS = (Format("publiccode.yml", DocumentKind.PUBLICCODE, ("publiccode.y*ml",), read),)
