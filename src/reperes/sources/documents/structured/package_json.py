"""package.json (docs.npmjs.com/cli/configuring-npm/package-json).

`license` is the text, `licenses` the older list; `repository` an address, shorthands unfolded; `funding` a
list of addresses; `workspaces` a list of patterns.
"""

import re
from collections.abc import Mapping
from typing import Annotated

from reperes.facts.documents import DocumentKind
from reperes.sources.documents.formats import Format
from reperes.sources.documents.lenient import fields as f
from reperes.sources.documents.lenient import json_text
from reperes.sources.documents.lenient.model import Declared, check
from reperes.sources.documents.lenient.tree import Parsed

_SHORT = re.compile(r"(?:(github|gitlab|bitbucket|codeberg):)?([\w.-]+/[\w.-]+)")
_HOSTS = {"gitlab": "gitlab.com", "bitbucket": "bitbucket.org", "codeberg": "codeberg.org"}


def _repository(value: object) -> object:
    address = f.url_of(value)
    short = _SHORT.fullmatch(address) if isinstance(address, str) else None
    return f"https://{_HOSTS.get(short[1], 'github.com')}/{short[2]}" if short else address


def _type_of(value: object) -> object:
    return value.get("type") if isinstance(value, Mapping) else value


def _packages(value: object) -> object:
    packages = value.get("packages") if isinstance(value, Mapping) else value
    return [] if packages is None else f.globs(packages)


class _Package(Declared):
    name: f.Text | None = None
    description: f.Text | None = None
    version: f.Text | None = None
    license: Annotated[f.Licence, f.derived(_type_of)] | None = None
    licenses: Annotated[list[f.Licence], f.items(_type_of)] | None = None
    repository: Annotated[f.Address, f.derived(_repository)] | None = None
    homepage: f.Address | None = None
    bugs: Annotated[f.Address, f.derived(f.url_of)] | None = None
    funding: Annotated[list[f.Giving], f.items(f.url_of)] | None = None
    workspaces: Annotated[list[str], f.derived(_packages)] | None = None
    private: f.Flag | None = None
    author_count: f.Count | None = f.counted("author")
    contributors_count: f.Count | None = f.counted("contributors")
    maintainers_count: f.Count | None = f.counted("maintainers")


def read(text: str, _: str) -> Parsed:
    """Return the fields of a package.json."""
    parsed = json_text.parse(text)
    bugs = parsed.fields.get("bugs")
    if isinstance(bugs, Mapping) and "url" not in bugs:  # an e-mail address alone
        return check(
            _Package, Parsed({k: v for k, v in parsed.fields.items() if k != "bugs"}, parsed.problems)
        )
    return check(_Package, parsed)


FORMATS = (Format("package.json", DocumentKind.MANIFEST, ("package.json",), read),)
