"""pyproject.toml: `[project]` (packaging.python.org), else Poetry's table, under the same names.

`license` is the text or expression, `license_file` the file; `urls` are by label.
"""

from collections.abc import Mapping

from reperes.facts.documents import DocumentKind
from reperes.sources.documents.formats import Format
from reperes.sources.documents.lenient import fields as f
from reperes.sources.documents.lenient import toml_text
from reperes.sources.documents.lenient.model import Declared, check
from reperes.sources.documents.lenient.tree import Parsed

_POETRY_URLS = ("homepage", "repository", "documentation")


class _Project(Declared):
    name: f.Text | None = None
    description: f.Text | None = None
    version: f.Text | None = None
    license: f.Text | None = None
    license_file: f.Text | None = None
    urls: dict[str, f.Address] | None = None
    classifiers: f.Texts | None = None
    authors_count: f.Count | None = f.counted("authors")
    maintainers_count: f.Count | None = f.counted("maintainers")


def read(text: str, _: str) -> Parsed:
    """Return the project of a pyproject.toml, nothing when it only sets tools."""
    parsed = toml_text.parse(text)
    poetry = f.block(f.block(parsed.fields, "tool"), "poetry")
    links = {key: poetry[key] for key in _POETRY_URLS if key in poetry}
    old = {**poetry, "urls": {**links, **f.block(poetry, "urls")}}
    project = {**old, **f.block(parsed.fields, "project")}
    licence = project.get("license")
    if isinstance(licence, Mapping):
        project |= {"license": licence.get("text"), "license_file": licence.get("file")}
    return check(_Project, Parsed(project, parsed.problems))


FORMATS = (Format("pyproject.toml", DocumentKind.MANIFEST, ("pyproject.toml",), read),)
