import json
from importlib.resources import files
from xml.sax.saxutils import escape

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reperes.facts.documents import DocumentKind, Structured
from reperes.i18n import Language
from reperes.sources.documents.formats import declared, format_of, formats
from reperes.sources.documents.lenient.tree import MAX_CHARACTERS

K = DocumentKind

PATHS = {
    "CITATION.cff": (K.CITATION, "CITATION.cff"),
    "CODEOWNERS": (K.CODEOWNERS, ".github/CODEOWNERS"),
    "Cargo.toml": (K.MANIFEST, "Cargo.toml"),
    "Chart.yaml": (K.MANIFEST, "charts/medusa/Chart.yaml"),
    "DESCRIPTION": (K.MANIFEST, "DESCRIPTION"),
    "FUNDING.yml": (K.FUNDING, ".github/FUNDING.yml"),
    "REUSE.toml": (K.LICENCE, "REUSE.toml"),
    "cabal": (K.MANIFEST, "medusa.cabal"),
    "ci": (K.CI, ".github/workflows/test.yml"),
    "codemeta": (K.CODEMETA, "codemeta.json"),
    "composer.json": (K.MANIFEST, "composer.json"),
    "csproj": (K.MANIFEST, "src/Medusa.csproj"),
    "dep5": (K.LICENCE, ".reuse/dep5"),
    "dune-project": (K.MANIFEST, "dune-project"),
    "funding-manifest-urls": (K.FUNDING, ".well-known/funding-manifest-urls"),
    "funding.json": (K.FUNDING, "funding.json"),
    "gemspec": (K.MANIFEST, "medusa.gemspec"),
    "go.mod": (K.MANIFEST, "go.mod"),
    "meson.build": (K.MANIFEST, "meson.build"),
    "mix.exs": (K.MANIFEST, "mix.exs"),
    "opam": (K.MANIFEST, "medusa.opam"),
    "package.json": (K.MANIFEST, "packages/core/package.json"),
    "podspec": (K.MANIFEST, "medusa.podspec"),
    "datapackage.json": (K.MANIFEST, "datapackage.json"),
    "pom.xml": (K.MANIFEST, "pom.xml"),
    "publiccode.yml": (K.PUBLICCODE, "publiccode.yml"),
    "pubspec.yaml": (K.MANIFEST, "pubspec.yaml"),
    "pyproject.toml": (K.MANIFEST, "pyproject.toml"),
    "security-insights": (K.SECURITY_INSIGHTS, ".github/SECURITY-INSIGHTS.yml"),
    "setup.cfg": (K.MANIFEST, "setup.cfg"),
    "shard.yml": (K.MANIFEST, "shard.yml"),
}


def structured(name: str, text: str | None) -> Structured:
    made = declared(*PATHS[name], text)
    assert made is not None
    assert (made.format, made.path) == (name, PATHS[name][1])
    return made


def test_all_the_modules_are_found() -> None:
    assert sorted(one.name for one in formats()) == sorted(PATHS)
    modules = {one.name for one in files("reperes.sources.documents.structured").iterdir()} - {
        "__init__.py",
        "__pycache__",
    }
    assert len(modules) == 18


@pytest.mark.parametrize(("kind", "path"), PATHS.values())
def test_a_path_has_one_format(kind: DocumentKind, path: str) -> None:
    name = path.rpartition("/")[2]
    assert {format_of(kind, path)} == {format_of(kind, f"x/{name}"), format_of(kind, path.upper())}


@pytest.mark.parametrize(
    ("kind", "path"), [(K.README, "package.json"), (K.FUNDING, "FUNDING.md"), (K.CITATION, "CITATION.bib")]
)
def test_other_documents_have_no_structure(kind: DocumentKind, path: str) -> None:
    assert declared(kind, path, "{}") is None


@pytest.mark.parametrize("name", sorted(set(PATHS) - {"ci"}))
@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (None, "The content of this file could not be read."),
        (
            "a" * (MAX_CHARACTERS + 1),
            "This file is too large to be read field by field: 262145 characters, more than 262144.",
        ),
    ],
)
def test_what_cannot_be_read_is_told(name: str, text: str | None, sentence: str) -> None:
    made = structured(name, text)
    assert made.fields == {}
    assert [one.text(Language.EN) for one in made.problems] == [sentence]


DEEP = "This file nests its fields more than 40 levels deep; it was not read."
JSON = ("codemeta", "composer.json", "datapackage.json", "funding.json", "package.json")
YAML = (
    "publiccode.yml",
    "CITATION.cff",
    "FUNDING.yml",
    "security-insights",
    "Chart.yaml",
    "pubspec.yaml",
    "shard.yml",
)
TOML = ("Cargo.toml", "REUSE.toml", "pyproject.toml")
HOSTILE = (
    [(name, "[" * 200_000, DEEP) for name in (*JSON, *YAML)]
    + [
        (name, "[1]", "This file should be a set of fields with their values; it was not read.")
        for name in (*JSON, *YAML)
    ]
    + [(name, "a." * 100_000 + "a = 1", DEEP) for name in TOML]
    + [
        (
            "pom.xml",
            "<!DOCTYPE a [<!ENTITY b 'c'>]><project><name>&b;</name></project>",
            "This file declares a document type (DOCTYPE), which may hide traps; it was not read.",
        )
    ]
)


@pytest.mark.parametrize(("name", "text", "sentence"), HOSTILE)
def test_hostile_files_are_refused(name: str, text: str, sentence: str) -> None:
    made = structured(name, text)
    assert made.fields == {}
    assert [one.text(Language.EN) for one in made.problems] == [sentence]


LINES = {
    "CODEOWNERS": "@" * 200_000,
    "DESCRIPTION": "License:" + " " * 200_000,
    "cabal": " " * 200_000 + "license",
    "csproj": "<PackageLicenseExpression>" * 10_000,
    "dep5": "\n " * 100_000 + "Files:" * 9,
    "dune-project": "(name " * 40_000,
    "funding-manifest-urls": "https://" * 30_000,
    "gemspec": "a.name = '" * 20_000,
    "go.mod": "module " * 30_000,
    "meson.build": "license" + " " * 200_000,
    "mix.exs": "licenses: [" + " " * 200_000,
    "opam": "license: " * 20_000,
    "podspec": "s.license" * 20_000,
    "setup.cfg": "license" + "\t" * 200_000,
}


@pytest.mark.parametrize("name", sorted(LINES))
def test_long_lines_end(name: str) -> None:
    assert structured(name, LINES[name]).format == name


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
KEYS = st.sampled_from(
    [
        *(
            "name",
            "license",
            "licenses",
            "url",
            "author",
            "authors",
            "maintenance",
            "legal",
            "description",
            "entity",
        ),
        *(
            "funding",
            "project",
            "package",
            "workspace",
            "tool",
            "header",
            "repository",
            "bugs",
            "support",
            "custom",
        ),
        *(
            "github",
            "organisation",
            "fundedBy",
            "usedBy",
            "contacts",
            "contractors",
            "annotations",
            "urls",
            "type",
        ),
        *(
            "mainCopyrightOwner",
            "dependsOn",
            "preferred-citation",
            "identifiers",
            "plans",
            "history",
            "licence",
        ),
    ]
)
SHAPED = st.recursive(
    ANYTHING,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=20,
)


@given(st.sampled_from(sorted(PATHS)), st.text(max_size=200))
def test_any_text_is_judged(name: str, text: str) -> None:
    json.dumps(structured(name, text).fields, allow_nan=False).encode()


@given(st.sampled_from([*JSON, *YAML]), st.dictionaries(KEYS, SHAPED, max_size=6))
@example("publiccode.yml", {"legal": {"mainCopyrightOwner": ["a"]}})
def test_any_shape_is_judged(name: str, shape: object) -> None:
    made = structured(name, json.dumps(shape))
    json.dumps(made.fields, allow_nan=False, ensure_ascii=False).encode()
    assert all(one.text(Language.EN) for one in made.problems)


def _everywhere(value: object, planted: str) -> object:
    if isinstance(value, dict):
        return {key: _everywhere(inner, planted) for key, inner in value.items()}
    return (
        [_everywhere(inner, planted) for inner in value] if isinstance(value, list) else f"{value}{planted}"
    )


PERSON = {"name": "Planted ", "email": "", "family-names": "Planted ", "website": "https://a.example/?"}
PERSONS = [PERSON, "Planted "]
OF_PERSONS = [
    "author",
    "authors",
    "maintainer",
    "maintainers",
    "contributor",
    "contributors",
    "contact",
    "contacts",
    "contractors",
    "core-team",
    "administrators",
    "security-contacts",
    "funder",
    "github",
]
OF_WORDS = [
    "description",
    "abstract",
    "comment",
    "usedBy",
    "license",
    "name",
    "roadmap",
    "type",
    "open_collective",
]
OF_ADDRESSES = ["url", "homepage", "custom", "repository", "bugs", "landingURL", "home"]
OF_OWNERS = ["copyrightHolder", "mainCopyrightOwner", "SPDX-FileCopyrightText", "email-contact"]
OF_BLOCKS = ["maintenance", "legal", "organisation", "project", "package", "header", "support"]
BLOCK: dict[str, object] = {
    **dict.fromkeys(OF_PERSONS, PERSONS),
    **dict.fromkeys(OF_WORDS, "Write to "),
    **dict.fromkeys(OF_ADDRESSES, "https://a.example/?"),
    **dict.fromkeys(OF_OWNERS, "Planted "),
}
TREE: dict[str, object] = {
    **BLOCK,
    **dict.fromkeys(OF_BLOCKS, BLOCK),
    "repository": {**BLOCK, "core-team": PERSONS},
    "vulnerability-reporting": {"contact": PERSON, "email-contact": ""},
    "entity": {"type": "individual", "name": "Planted ", "email": "", "description": "Planted "},
    "funding": {
        "channels": [{"guid": "a", "address": "", "description": ""}],
        "plans": [{"name": "Give to "}],
    },
    "fundedBy": [{"name": "Fund of ", "uri": "mailto:"}],
    "preferred-citation": BLOCK,
}
FLAT = """
Authors: Planted {0}
Maintainer: Planted {0}
Files: *
Copyright: Planted {0}
License: Ask {0}
name: Ask {0}
author = Planted {0}
license = Ask {0}
s.authors = ["Planted {0}"]
s.email = "{0}"
s.summary = "Write to {0}"
s.homepage = "https://a.example/?{0}"
(authors "Planted {0}")
module {0}
* {0} @org/team
https://a.example/?{0}
<Authors>Planted {0}</Authors><PackageId>{0}</PackageId>
"""
POM = """<project><name>Ask {0}</name><description>{0}</description><url>https://a.example/?{0}</url>
<organization><name>{0}</name></organization><developers><developer><name>Planted {0}</name><email>{0}</email>
</developer></developers><scm><url>{0}</url></scm></project>"""


def _toml(block: dict[str, object], table: str) -> str:
    lines = [f"[{table}]"]
    for key, value in block.items():
        said = [one for one in value if isinstance(one, str)] if isinstance(value, list) else value
        lines.append(f"{json.dumps(key)} = {json.dumps(said)}")
    return "\n".join(lines)


def _planted(name: str, email: str) -> str:
    if name in {*JSON, *YAML}:
        return json.dumps(_everywhere(TREE, email))
    if name in TOML:
        table = {"Cargo.toml": "package", "pyproject.toml": "project", "REUSE.toml": "[annotations]"}[name]
        block = _everywhere({**BLOCK, "path": "a/"}, email)
        assert isinstance(block, dict)
        return _toml(block, table)
    return (POM if name == "pom.xml" else FLAT).format(escape(email))


@given(st.sampled_from(sorted(PATHS)), st.emails().filter(lambda email: "/@" not in email))
@example("publiccode.yml", "ada@example.org")
@example("CODEOWNERS", "ada@example.org")
def test_no_address_of_a_person_passes(name: str, email: str) -> None:
    made = structured(name, _planted(name, email))
    said = json.dumps(made.fields, ensure_ascii=False) + repr([dict(one.args) for one in made.problems])
    assert email not in said
    assert "Planted" not in said


@pytest.mark.parametrize("name", [*JSON, *YAML, *TOML, "pom.xml"])
def test_the_planted_files_are_read(name: str) -> None:
    assert structured(name, _planted(name, "ada@example.org")).fields != {}
