"""pyproject.toml: `[project]` (packaging.python.org), else Poetry's table, under the same names.

`license` is the text or expression, `license_file` the file; `urls` are by label; a label that is not well
known, which may be the name of a person, becomes `other`.
"""

import re
from collections.abc import Mapping
from typing import ClassVar

from reperes.facts.documents import DocumentKind
from reperes.sources.documents.formats import Format
from reperes.sources.documents.lenient import fields as f
from reperes.sources.documents.lenient import toml_text
from reperes.sources.documents.lenient.model import Declared, check
from reperes.sources.documents.lenient.tree import Parsed

_LABELS = frozenset(
    {
        *("api", "apidocs", "benchmarks", "bitbucket", "blog", "bug", "bugreports", "bugs"),
        *("bugtracker", "changelog", "changes", "chat", "ci", "code", "codeberg", "community"),
        *("conda", "contributing", "coverage", "discord", "discussion", "discussions", "doc"),
        *("docs", "documentation", "donate", "donation", "donations", "download", "downloads"),
        *("examples", "faq", "forge", "forum", "fund", "funding", "github", "gitlab", "gitter"),
        *("guide", "help", "history", "home", "homepage", "irc", "issue", "issues", "issuetracker"),
        *("licence", "license", "mailinglist", "matrix", "news", "opencollective", "package"),
        *("pypi", "reference", "releasenotes", "releases", "repo", "repository", "roadmap"),
        *("security", "slack", "source", "sourcecode", "sponsor", "sponsoring", "sponsors"),
        *("support", "tracker", "tutorial", "website", "whatsnew", "wiki", "zulip"),
    }
)
_MAX_LABEL = 40
_NOT_LETTERS = re.compile(r"[\W_]+")
_POETRY_URLS = ("homepage", "repository", "documentation")


class _Project(Declared):
    labels: ClassVar[frozenset[str]] = _LABELS

    name: f.Text | None = None
    description: f.Text | None = None
    version: f.Text | None = None
    license: f.Licence | None = None
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
    if isinstance(project["urls"], Mapping):
        project["urls"] = _labelled(project["urls"])
    licence = project.get("license")
    if isinstance(licence, Mapping):
        project |= {"license": licence.get("text"), "license_file": licence.get("file")}
    return check(_Project, Parsed(project, parsed.problems))


def _labelled(urls: Mapping[str, object]) -> dict[str, object]:
    """Return the addresses under well-known labels, the others under `other`, `other_2` and so on."""
    made: dict[str, object] = {}
    others = 0
    for label, url in urls.items():
        if len(label) <= _MAX_LABEL and _NOT_LETTERS.sub("", label).lower() in _LABELS:
            made[label] = url
        else:
            others += 1
            made["other" if others == 1 else f"other_{others}"] = url
    return made


FORMATS = (Format("pyproject.toml", DocumentKind.MANIFEST, ("pyproject.toml",), read),)
