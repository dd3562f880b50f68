"""Strangers write persons where a standard expects organisations: the name of a planted one never passes."""

import json

import pytest

from reperes.facts.documents import Structured
from reperes.i18n import Language
from reperes.sources.documents.formats import declared, formats


def read(name: str, text: str) -> Structured:
    kind = next(one.kind for one in formats() if one.name == name)
    made = declared(kind, "codemeta.json" if name == "codemeta" else name, text)
    assert made is not None
    return made


NAME = "Zelda Quackenbush"
MAIL = "zelda.quackenbush@planted.example"
ATTACKS = [
    ("CITATION.cff", f"authors: [{{name: {NAME}, email: {MAIL}}}]", {"authors_count": 1}),
    ("CITATION.cff", f"contact: [{{name: {NAME}}}]", {"contact_count": 1}),
    (
        "CITATION.cff",
        f"authors: [{{name: {NAME}, date-start: 2020-01-01, email: {MAIL}}}]",
        {"authors_count": 1},
    ),
    ("CITATION.cff", "authors: [{name: Medusa, location: Rome}]", {"authors": ["Medusa"]}),
    ("CITATION.cff", f'authors: [{{name: "{NAME}, Example Lab"}}]', {"authors": ["Example Lab"]}),
    ("codemeta", f'{{"author": ["{NAME}, University"]}}', {"author": ["University"]}),
    (
        "codemeta",
        f'{{"funding": {{"name": "{NAME}"}}, "referencePublication": ["{NAME}", {{"name": "{NAME}", "@id": '
        '"https://doi.org/10.1/x"}], "license": "MIT\\n(c) ' + NAME + '"}',
        {"referencePublication": ["https://doi.org/10.1/x"], "license": ["MIT"]},
    ),
    (
        "publiccode.yml",
        f'legal: {{mainCopyrightOwner: "{NAME}, University of Lyon", repoOwner: {NAME}}}\nname: Medusa',
        {"legal": {"mainCopyrightOwner": "University of Lyon", "repoOwner_count": 1}, "name": "Medusa"},
    ),
    (
        "publiccode.yml",
        (
            f'maintenance: {{contractors: [{{name: "{NAME}, Acme Company SAS", website: "https://z.example"}}],'
            f" contacts: [{{name: {NAME}, affiliation: {NAME}}}], type: {NAME}}}"
        ),
        {
            "maintenance": {
                "contractors": [{"name": "Acme Company SAS"}],
                "contractors_count": 1,
                "contacts_count": 1,
            }
        },
    ),
    (
        "publiccode.yml",
        f"description: {{{NAME}: {{shortDescription: x}}, fr: {{documentation: {NAME}, genericName: y}}}}",
        {"description": {"fr": {"genericName": "y"}}},
    ),
    (
        "publiccode.yml",
        f"publiccodeYmlVersion: {NAME}\nmaintenance: {{contacts: {{{NAME}: 1, {NAME}: 2}}}}",
        {"maintenance": {"contacts_count": 1}},
    ),
    ("package.json", f'{{"contributors": {{"{NAME}": 1, "{NAME}": 2}}}}', {"contributors_count": 1}),
    (
        "package.json",
        f'{{"workspaces": ["{NAME}", "packages/*"], "license": "ISC © {NAME}"}}',
        {"workspaces": ["packages/*"], "license": "ISC"},
    ),
    ("Cargo.toml", f'[workspace]\nmembers = ["{NAME}", "crates/*"]', {"workspaces": ["crates/*"]}),
    ("pyproject.toml", f'[project.urls]\n"{NAME}" = "nowhere"\nIssues = "nowhere"', {}),
    (
        "pom.xml",
        (
            f"<project><organization><name>{NAME} (Example Lab)</name></organization>"
            f"<licenses><license><name>MIT, Copyright {NAME}</name></license></licenses></project>"
        ),
        {"organization": {"name": "Example Lab"}, "licenses": [{"name": "MIT"}]},
    ),
]


@pytest.mark.parametrize(("name", "text", "fields"), ATTACKS)
def test_no_name_of_a_person_passes(name: str, text: str, fields: dict[str, object]) -> None:
    made = read(name, text)
    said = json.dumps(made.fields, ensure_ascii=False) + " ".join(
        one.text(Language.EN) for one in made.problems
    )
    assert "zelda" not in said.lower()
    assert "quackenbush" not in said.lower()
    assert made.fields == fields


def test_a_repo_owner_is_not_known_by_a_bare_organisation() -> None:
    made = read("publiccode.yml", f"organisation: {NAME}\nlegal: {{repoOwner: {NAME}}}")
    assert made.fields["legal"] == {"repoOwner_count": 1}
