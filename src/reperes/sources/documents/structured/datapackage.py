"""datapackage.json (datapackage.org, Data Package v1 and v2): a data set described by who publishes it.

Kept: name, title, description, version, licences, how many resources. Of the contributors, only how many.
"""

from typing import Annotated

from reperes.facts.documents import DocumentKind
from reperes.sources.documents.formats import Format
from reperes.sources.documents.lenient import fields as f
from reperes.sources.documents.lenient import json_text
from reperes.sources.documents.lenient.model import Declared, check
from reperes.sources.documents.lenient.tree import Parsed


class _Licence(Declared):
    name: f.Licence | None = None
    path: f.Address | None = None


class _DataPackage(Declared):
    name: f.Text | None = None
    title: f.Text | None = None
    description: f.Text | None = None
    version: f.Text | None = None
    licenses: Annotated[list[_Licence], f.items()] | None = None
    homepage: f.Address | None = None
    resources_count: f.Count | None = f.counted("resources")
    contributors_count: f.Count | None = f.counted("contributors")


def read(text: str, _: str) -> Parsed:
    """Return the fields of a datapackage.json."""
    return check(_DataPackage, json_text.parse(text))


FORMATS = (Format("datapackage.json", DocumentKind.MANIFEST, ("datapackage.json",), read),)
