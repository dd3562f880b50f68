"""Manifests that are programs, or of a syntax of their own: never run, a few plain lines are read.

A field is kept only when it is written as a literal text on one line; what is computed is not there.
"""

import re
from collections.abc import Mapping
from functools import partial

from reperes.facts.documents import DocumentKind
from reperes.sources.documents.formats import Format
from reperes.sources.documents.lenient import fields as f
from reperes.sources.documents.lenient.model import Declared, check
from reperes.sources.documents.lenient.tree import Parsed, tidy

_QUOTED = r"""["']([^"'\n]{1,500})["']"""


class _Package(Declared):
    name: f.Text | None = None
    description: f.Text | None = None
    license: f.Licences | None = None
    homepage: f.Address | None = None
    repository: f.Address | None = None
    bugs: f.Address | None = None
    funding: f.Giving | None = None


_Patterns = Mapping[str, re.Pattern[str]]


def _lines(**patterns: str) -> _Patterns:
    return {name: re.compile(pattern, re.MULTILINE) for name, pattern in patterns.items()}


def _fields(separator: str, **names: str) -> _Patterns:
    """Return the patterns of a format of `Name: value` lines."""
    return _lines(
        **{
            field: rf"^[ \t]*(?i:{name})[ \t]*{separator}[ \t]*([^\n]{{1,500}})$"
            for field, name in names.items()
        }
    )


def _assigned(before: str, **names: str) -> _Patterns:
    """Return the patterns of a format of `name = "value"` lines."""
    return _lines(
        **{
            field: rf"^[ \t]*{before}(?:{name})[ \t]*[=:]?[ \t]*\[?[ \t]*{_QUOTED}"
            for field, name in names.items()
        }
    )


_SYNTAXES: Mapping[str, tuple[tuple[str, ...], _Patterns]] = {
    "gemspec": (
        ("*.gemspec",),
        {
            **_assigned(
                r"\w{1,20}\.", name="name", description="summary", license="licenses?", homepage="homepage"
            ),
            **_lines(
                repository=rf"""["']source_code_uri["']\]?[ \t]*=>?[ \t]*{_QUOTED}""",
                bugs=rf"""["']bug_tracker_uri["']\]?[ \t]*=>?[ \t]*{_QUOTED}""",
                funding=rf"""["']funding_uri["']\]?[ \t]*=>?[ \t]*{_QUOTED}""",
            ),
        },
    ),
    "podspec": (
        ("*.podspec",),
        _assigned(r"\w{1,20}\.", name="name", description="summary", license="license", homepage="homepage"),
    ),
    "DESCRIPTION": (
        ("description",),
        _fields(":", name="Package", description="Title", license="License", bugs="BugReports"),
    ),
    "cabal": (
        ("*.cabal",),
        _fields(
            ":",
            name="name",
            description="synopsis",
            license="license",
            homepage="homepage",
            bugs="bug-reports",
        ),
    ),
    "setup.cfg": (
        ("setup.cfg",),
        _fields(
            "=", name="name", description="description", license="license", homepage="url|home-page|home_page"
        ),
    ),
    "opam": (
        ("*.opam", "opam"),
        _assigned(
            "",
            name="name",
            description="synopsis",
            license="license",
            homepage="homepage",
            bugs="bug-reports",
        ),
    ),
    "mix.exs": (
        ("mix.exs",),
        _assigned("", description="description", license="licenses", homepage="homepage_url"),
    ),
    "dune-project": (
        ("dune-project",),
        _lines(
            name=r"^\(name[ \t]+([^()\s]{1,100})\)",
            license=r"^\(license[ \t]+([^()\n]{1,100})\)",
            homepage=r"""^\(homepage[ \t]+"?([^()\s"]{1,500})"?\)""",
        ),
    ),
    "meson.build": (("meson.build",), _lines(license=rf"^[ \t]*license[ \t]*:[ \t]*\[?[ \t]*{_QUOTED}")),
    "csproj": (
        ("*.csproj", "*.nuspec"),
        _lines(
            name=r"<(?:PackageId|id)>([^<\n]{1,200})<",
            license=r"<(?:PackageLicenseExpression|license type=\"expression\")>([^<\n]{1,200})<",
            homepage=r"<(?:PackageProjectUrl|projectUrl)>([^<\n]{1,500})<",
            repository=r"<RepositoryUrl>([^<\n]{1,500})<",
        ),
    ),
    "go.mod": (("go.mod",), _lines(name=r"^module[ \t]+\"?([^\s\"]{1,500})")),
}


def _read(patterns: _Patterns, text: str, _: str) -> Parsed:
    """Return the first line that each pattern finds."""
    found = {name: pattern.search(text) for name, pattern in patterns.items()}
    return check(_Package, tidy({name: match[1].strip() for name, match in found.items() if match}))


FORMATS = tuple(
    Format(name, DocumentKind.MANIFEST, files, partial(_read, patterns))
    for name, (files, patterns) in _SYNTAXES.items()
)
