"""pom.xml (maven.apache.org/pom.html): developers and contributors are counted."""

from typing import Annotated
from xml.etree.ElementTree import Element

from pydantic import ConfigDict
from pydantic.alias_generators import to_camel

from reperes.facts.documents import DocumentKind
from reperes.sources.documents.formats import Format
from reperes.sources.documents.lenient import fields as f
from reperes.sources.documents.lenient import xml_text
from reperes.sources.documents.lenient.model import Declared, check
from reperes.sources.documents.lenient.tree import Parsed, tidy

_TEXTS = ("groupId", "artifactId", "version", "packaging", "name", "description", "url", "inceptionYear")
_PERSONS = {"developers": "developer", "contributors": "contributor"}


class _Organization(Declared):
    name: f.OrganisationName | None = None
    url: f.Text | None = None


class _Licence(Declared):
    name: f.Licence | None = None
    url: f.Text | None = None


class _Pom(Declared):
    model_config = ConfigDict(extra="ignore", frozen=True, alias_generator=to_camel)

    group_id: f.Text | None = None
    artifact_id: f.Text | None = None
    version: f.Text | None = None
    packaging: f.Text | None = None
    name: f.Text | None = None
    description: f.Text | None = None
    url: f.Address | None = None
    inception_year: f.Text | None = None
    organization: _Organization | None = None
    licenses: Annotated[list[_Licence], f.items()] | None = None
    scm: f.Text | None = None
    issue_management: f.Address | None = None
    modules: f.Texts | None = None


def read(text: str, _: str) -> Parsed:
    """Return the fields of a pom.xml; `scm` and `issueManagement` are their addresses."""
    root = xml_text.parse(text)
    fields: dict[str, object] = {name: root.findtext(name) for name in _TEXTS}
    fields["organization"] = _named(root.find("organization"))
    fields["licenses"] = [_named(one) for one in root.findall("licenses/license")]
    fields["scm"] = root.findtext("scm/url")
    fields["issueManagement"] = root.findtext("issueManagement/url")
    fields["modules"] = [one.text for one in root.findall("modules/module")]
    persons = {f"{many}_count": len(root.findall(f"{many}/{one}")) for many, one in _PERSONS.items()}
    return check(_Pom, tidy(fields)).plus({many: count for many, count in persons.items() if count})


def _named(element: Element | None) -> dict[str, object]:
    return {} if element is None else {name: element.findtext(name) for name in ("name", "url")}


FORMATS = (Format("pom.xml", DocumentKind.MANIFEST, ("pom.xml",), read),)
