import pytest

from reperes.i18n import Language
from reperes.sources.documents.structured.publiccode import read

GOOD = """
publiccodeYmlVersion: "0"
name: Medusa
applicationSuite: MegaProductivitySuite
url: "https://example.com/italia/medusa.git"
landingURL: "https://example.com/italia/medusa"
isBasedOn: https://example.org/otello.git
softwareVersion: 1.10
releaseDate: 2017-04-15
platforms: [web, linux]
categories: [crm]
usedBy: [Comune di Firenze, Comune di Roma]
fundedBy:
  - {name: Ville d’Exemple, uri: "https://exemple.example"}
  - name: Example Foundation
    url: https://foundation.example
  - Another funder
roadmap: "https://example.com/italia/medusa/roadmap"
developmentStatus: development
softwareType: standalone/other
supports: [{id: "alias:gdpr"}]
intendedAudience: {scope: [culture], countries: [IT], unsupportedCountries: [US]}
description:
  en:
    localisedName: Medusa
    shortDescription: >
      A short
      description
    longDescription: Longer
    documentation: https://example.com/doc
    features: [one, two]
    screenshots: [img/a.png]
legal:
  license: AGPL-3.0-or-later
  mainCopyrightOwner: City of Chicago
  repoOwner: Ada Lovelace
  authorsFile: AUTHORS
maintenance:
  type: contract
  contractors:
    - {name: Fornitore Privato SPA, website: "https://company.example", until: 2019-01-01}
    - {name: Bob Example, email: bob@example.org, website: "https://bob.example", until: 2020-01-01}
  contacts:
    - {name: Cleo Example, email: cleo@example.org, phone: "+33 1", affiliation: Comune di Roma}
    - {name: Ada Example, affiliation: Comune di Roma}
localisation: {localisationReady: yes, availableLanguages: [en, no]}
dependsOn:
  open: [{name: MySQL, versionMin: "1.1", optional: true}, PostgreSQL]
organisation: {uri: "urn:x-italian-pa:c_h501", name: Roma Capitale}
contact: [{name: Ada Example, email: ada@example.org}]
IT: {piattaforme: {spid: true}}
"""

STATUSES = "concept, development, beta, stable, obsolete"
TYPES = "internal, contract, community, none"

FIELDS = {
    "publiccodeYmlVersion": "0",
    "name": "Medusa",
    "applicationSuite": "MegaProductivitySuite",
    "url": "https://example.com/italia/medusa.git",
    "landingURL": "https://example.com/italia/medusa",
    "isBasedOn": ["https://example.org/otello.git"],
    "softwareVersion": "1.10",
    "releaseDate": "2017-04-15",
    "platforms": ["web", "linux"],
    "categories": ["crm"],
    "usedBy": ["Comune di Firenze", "Comune di Roma"],
    "fundedBy": [
        {"name": "Ville d’Exemple", "uri": "https://exemple.example"},
        {"name": "Example Foundation", "uri": "https://foundation.example"},
        {"name": "Another funder"},
    ],
    "roadmap": "https://example.com/italia/medusa/roadmap",
    "developmentStatus": "development",
    "softwareType": "standalone/other",
    "supports": [{"id": "alias:gdpr"}],
    "intendedAudience": {"scope": ["culture"], "countries": ["IT"], "unsupportedCountries": ["US"]},
    "description": {
        "en": {
            "localisedName": "Medusa",
            "shortDescription": "A short description",
            "longDescription": "Longer",
            "documentation": "https://example.com/doc",
            "features": ["one", "two"],
        }
    },
    "legal": {"license": "AGPL-3.0-or-later", "mainCopyrightOwner": "City of Chicago", "repoOwner_count": 1},
    "maintenance": {
        "type": "contract",
        "contractors": [
            {"name": "Fornitore Privato SPA", "website": "https://company.example", "until": "2019-01-01"},
            {"until": "2020-01-01"},
        ],
        "contractors_count": 2,
        "contacts_count": 2,
        "contacts_affiliations": ["Comune di Roma"],
    },
    "localisation": {"localisationReady": True, "availableLanguages": ["en", "no"]},
    "dependsOn": {"open": [{"name": "MySQL", "versionMin": "1.1", "optional": True}, {"name": "PostgreSQL"}]},
    "organisation": {"uri": "urn:x-italian-pa:c_h501", "name": "Roma Capitale"},
}


def test_a_whole_file() -> None:
    parsed = read(GOOD, "publiccode.yml")
    assert (parsed.fields, parsed.problems) == (FIELDS, ())


@pytest.mark.parametrize("owner", ["roma capitale", "Ville d’Exemple"])
def test_an_owner_that_the_file_gives_an_address_to_is_no_person(owner: str) -> None:
    text = GOOD.replace("City of Chicago", owner)
    assert read(text, "publiccode.yml").fields["legal"] == {
        "license": "AGPL-3.0-or-later",
        "mainCopyrightOwner": owner,
        "repoOwner_count": 1,
    }


@pytest.mark.parametrize("owner", ["Medusa", "Another Funder"])
def test_an_owner_that_only_another_free_field_names_is_counted(owner: str) -> None:
    text = GOOD.replace("City of Chicago", owner)
    assert read(text, "publiccode.yml").fields["legal"] == {
        "license": "AGPL-3.0-or-later",
        "mainCopyrightOwner_count": 1,
        "repoOwner_count": 1,
    }


@pytest.mark.parametrize("version", ["0", "0.2", "0.5.0", "0.9"])
def test_versions_that_are_read(version: str) -> None:
    assert read(f"publiccodeYmlVersion: {version}", "publiccode.yml").problems == ()


def test_a_wrong_file_is_told_and_the_rest_is_used() -> None:
    parsed = read(
        """
publiccodeYmlVersion: "2.4.0"
name: Medusa
url: medusa
releaseDate: soon
softwareVersion: ''
developmentStatus: dormant
usedBy: Ville d’Exemple
legal: MIT
maintenance: {type: volunteers, contacts: {name: Ada Example}}
localisation: {localisationReady: maybe}
organisation: Ville d’Exemple
dependsOn: {open: [{versionMin: 1}]}
""",
        "publiccode.yml",
    )
    assert parsed.fields == {
        "publiccodeYmlVersion": "2.4.0",
        "name": "Medusa",
        "usedBy": ["Ville d’Exemple"],
        "maintenance": {"contacts_count": 1},
        "organisation": {"name": "Ville d’Exemple"},
    }
    assert [one.text(Language.EN) for one in parsed.problems] == [
        "`publiccodeYmlVersion` says a version that does not exist; the rest was read as 0.x.",
        "`url` is not a web address; it was set aside.",
        "`releaseDate` is not a date written like 2026-11-23; it was set aside.",
        f"`developmentStatus` is not one of {STATUSES}; it was set aside.",
        "`legal` should hold fields of its own; it was set aside.",
        f"`maintenance.type` is not one of {TYPES}; it was set aside.",
        "`localisation.localisationReady` should be true or false; it was set aside.",
        "`dependsOn.open.1.name` is missing, so what should hold it was set aside.",
    ]


def test_a_missing_version_is_told() -> None:
    (problem,) = read("name: Medusa", "publiccode.yml").problems
    assert problem.text(Language.EN) == "`publiccodeYmlVersion` is missing; the file was read as 0.x."
