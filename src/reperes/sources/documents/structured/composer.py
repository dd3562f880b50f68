"""composer.json (getcomposer.org/doc/04-schema.md). `support` and `funding` hold addresses only."""

from collections.abc import Mapping
from typing import Annotated, ClassVar

from reperes.facts.documents import DocumentKind
from reperes.sources.documents.formats import Format
from reperes.sources.documents.lenient import fields as f
from reperes.sources.documents.lenient import json_text
from reperes.sources.documents.lenient.model import Declared, check
from reperes.sources.documents.lenient.tree import Parsed

_SUPPORT = ("issues", "forum", "wiki", "source", "docs", "rss", "chat", "security")


def _support(value: object) -> object:
    return {key: value[key] for key in _SUPPORT if key in value} if isinstance(value, Mapping) else value


class _Package(Declared):
    labels: ClassVar[frozenset[str]] = frozenset(_SUPPORT)

    name: f.Text | None = None
    description: f.Text | None = None
    type: f.Text | None = None
    version: f.Text | None = None
    license: f.Licences | None = None
    homepage: f.Address | None = None
    support: Annotated[dict[str, f.Address], f.derived(_support)] | None = None
    funding: Annotated[list[f.Giving], f.items(f.url_of)] | None = None
    abandoned: Annotated[bool, f.derived(bool)] | None = None
    authors_count: f.Count | None = f.counted("authors")


def read(text: str, _: str) -> Parsed:
    """Return the fields of a composer.json."""
    return check(_Package, json_text.parse(text))


FORMATS = (Format("composer.json", DocumentKind.MANIFEST, ("composer.json",), read),)
