import pytest

from reperes.facts.documents import DocumentKind
from reperes.i18n import Language
from reperes.sources.documents.formats import declared

GEMSPEC = """
Gem::Specification.new do |spec|
  spec.name        = "medusa"
  spec.summary     = 'Books rooms'
  spec.authors     = ["Ada"]
  spec.email       = "ada@example.org"
  spec.license     = "MIT"
  spec.homepage    = "https://medusa.example"
  spec.metadata    = {"funding_uri" => "https://ko-fi.com/ada", "source_code_uri" => "https://example.org/medusa"}
  spec.metadata["bug_tracker_uri"] = "https://example.org/issues"
end
"""

CSPROJ = """<Project><PropertyGroup><PackageId>Medusa</PackageId><Authors>Ada</Authors>
<PackageLicenseExpression>MIT</PackageLicenseExpression><PackageProjectUrl>https://medusa.example</PackageProjectUrl>
<RepositoryUrl>https://example.org/medusa</RepositoryUrl></PropertyGroup></Project>"""


@pytest.mark.parametrize(
    ("path", "text", "name", "fields"),
    [
        (
            "medusa.gemspec",
            GEMSPEC,
            "gemspec",
            {
                "name": "medusa",
                "description": "Books rooms",
                "license": ["MIT"],
                "homepage": "https://medusa.example",
                "repository": "https://example.org/medusa",
                "bugs": "https://example.org/issues",
                "funding": "https://ko-fi.com",
            },
        ),
        ("m.gemspec", "s.licenses = ['MIT', 'GPL']\ns.name = NAME", "gemspec", {"license": ["MIT"]}),
        (
            "DESCRIPTION",
            "Package: medusa\nTitle: Books rooms\nAuthors@R: person('Ada')\nLicense: GPL (>= 3)\n",
            "DESCRIPTION",
            {"name": "medusa", "description": "Books rooms", "license": ["GPL (>= 3)"]},
        ),
        (
            "medusa.cabal",
            "name:     medusa\nlicense:  BSD-3-Clause\nauthor:   Ada\nhomepage: https://medusa.example\n",
            "cabal",
            {"name": "medusa", "license": ["BSD-3-Clause"], "homepage": "https://medusa.example"},
        ),
        (
            "setup.cfg",
            "[metadata]\nname = medusa\nauthor = Ada\nlicense = MIT\nurl = https://medusa.example\n",
            "setup.cfg",
            {"name": "medusa", "license": ["MIT"], "homepage": "https://medusa.example"},
        ),
        (
            "medusa.opam",
            'maintainer: ["ada@example.org"]\nlicense: ["MIT"]\nhomepage: "https://medusa.example"\n',
            "opam",
            {"license": ["MIT"], "homepage": "https://medusa.example"},
        ),
        ("mix.exs", '  licenses: ["MIT"],\n', "mix.exs", {"license": ["MIT"]}),
        (
            "dune-project",
            "(name medusa)\n(license MIT)\n(authors Ada)\n",
            "dune-project",
            {"name": "medusa", "license": ["MIT"]},
        ),
        ("meson.build", "project('medusa', 'c',\n  license : 'MIT')\n", "meson.build", {"license": ["MIT"]}),
        (
            "Medusa.csproj",
            CSPROJ,
            "csproj",
            {
                "name": "Medusa",
                "license": ["MIT"],
                "homepage": "https://medusa.example",
                "repository": "https://example.org/medusa",
            },
        ),
        (
            "go.mod",
            "// comment\nmodule example.org/medusa\n\ngo 1.22\n",
            "go.mod",
            {"name": "example.org/medusa"},
        ),
        ("go.mod", 'module "\n', "go.mod", {}),
        ("Medusa.podspec", "s.license = { :type => 'MIT' }", "podspec", {}),
    ],
)
def test_plain_lines(path: str, text: str, name: str, fields: dict[str, object]) -> None:
    structured = declared(DocumentKind.MANIFEST, path, text)
    assert structured is not None
    assert (structured.format, structured.fields, structured.problems) == (name, fields, ())


def test_a_wrong_address_is_told() -> None:
    structured = declared(DocumentKind.MANIFEST, "a.gemspec", 's.homepage = "TODO"\ns.license = "MIT"')
    assert structured is not None
    assert structured.fields == {"license": ["MIT"]}
    assert [one.text(Language.EN) for one in structured.problems] == [
        "`homepage` is not a web address; it was set aside."
    ]


@pytest.mark.parametrize("path", ["setup.py", "build.gradle", "Gemfile", "Package.swift"])
def test_programs_are_only_recorded(path: str) -> None:
    assert declared(DocumentKind.MANIFEST, path, "license = 'MIT'") is None
