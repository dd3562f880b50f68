""".well-known/funding-manifest-urls (fundingjson.org): where the funding.json of the project is."""

from typing import Annotated

from reperes.facts.documents import DocumentKind
from reperes.sources.documents.formats import Format
from reperes.sources.documents.lenient import fields as f
from reperes.sources.documents.lenient.model import Declared, check
from reperes.sources.documents.lenient.tree import Parsed, tidy


class _Manifests(Declared):
    urls: Annotated[list[f.Address], f.items()] | None = None


def read(text: str, _: str) -> Parsed:
    """Return the addresses, one a line."""
    return check(_Manifests, tidy({"urls": [line.strip() for line in text.splitlines()]}))


FORMATS = (Format("funding-manifest-urls", DocumentKind.FUNDING, ("funding-manifest-urls",), read),)
