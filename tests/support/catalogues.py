"""Rows of catalogues in the shapes of their producers. Projects, bodies and people are invented.

Each function gives one whole row; what a test speaks of is given by name, and `without` takes fields away.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

TAKEN_AT = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
SIREN = "732829320"
"""A number that INSEE gives as an example: its key is right."""
Dict = dict[str, Any]


def samples() -> Path:
    """Return where the samples are, beside the checkout; they may not be there."""
    return Path(__file__).parents[2].parent / "shared" / "reference" / "samples"


def body(content: object) -> bytes:
    """Return a file as it is received."""
    return json.dumps(content, ensure_ascii=False).encode()


def without(row: Mapping[str, Any], *names: str) -> Dict:
    """Return a row without some of its fields."""
    return {name: value for name, value in row.items() if name not in names}


def website(kind: str, url: str) -> Dict:
    """Return schema.org's site of an identifier, as Catalogi writes it; `kind` is its `additionalType`."""
    return {"@type": "Website", "name": kind, "url": url, "additionalType": kind}


def identifier(kind: str, value: str, of: str | None = "Software", **more: Any) -> Dict:
    """Return an identifier, as Catalogi writes it; `of` is what it identifies."""
    known = {"@type": "PropertyValue", "value": value, "subjectOf": website(kind, "https://id.example.org/")}
    return known | ({"additionalType": of} if of else {}) | more


def organization(name: str, **more: Any) -> Dict:
    """Return schema.org's organisation."""
    return {"@type": "Organization", "name": name} | more


def person(name: str, **more: Any) -> Dict:
    """Return schema.org's person."""
    return {"@type": "Person", "name": name} | more


def sill_software(**more: Any) -> Dict:
    """Return a row of Catalogi's `v2/catalogi.json`."""
    row: Dict = {
        "id": 233,
        "name": "Registre",
        "description": {"fr": "Tient un registre", "en": "Keeps a register"},
        "latestVersion": {"version": "4.2.0", "releaseDate": "2026-05-02"},
        "addedTime": "2022-01-01T00:00:00.000Z",
        "updateTime": "2026-06-18T12:51:26.000Z",
        "applicationCategories": ["archives"],
        "customAttributes": {
            "isPresentInSupportContract": True,
            "isFromFrenchPublicService": False,
            "doRespectRgaa": None,
            "versionMin": "4.0",
        },
        "userAndReferentCountByOrganization": {"Ville d’Exemple": {"userCount": 2, "referentCount": 1}},
        "authors": [],
        "url": "https://registre.example.org/",
        "codeRepositoryUrl": "https://forge.example.org/atelier/registre",
        "license": "EUPL-1.2",
        "externalId": "Q110492908",
        "sourceSlug": "wikidata",
        "operatingSystems": {"windows": False, "linux": True, "mac": False, "android": False, "ios": False},
        "runtimePlatforms": ["cloud"],
        "similarSoftwares": [],
        "keywords": ["registre"],
        "programmingLanguages": ["Python"],
        "providers": [],
        "referencePublications": [],
        "isLibreSoftware": True,
    }
    return row | more


def compatible_sill_software(**more: Any) -> Dict:
    """Return a row of Catalogi's `catalogi.json` and `sill.json`, kept for those who used them."""
    row: Dict = {
        "id": 233,
        "name": "Registre",
        "description": "Tient un registre",
        "referencedSinceTime": 1640995200000,
        "updateTime": 1781787086000,
        "isStillInObservation": False,
        "license": "EUPL-1.2",
        "operatingSystems": {"linux": True},
        "runtimePlatforms": ["cloud"],
        "categories": ["archives"],
        "keywords": ["registre"],
        "customAttributes": {"isPresentInSupportContract": False, "isFromFrenchPublicService": True},
        "serviceProviders": [],
        "softwareExternalData": {
            "externalId": "Q110492908",
            "sourceSlug": "wikidata",
            "url": "https://registre.example.org/",
            "codeRepositoryUrl": "https://forge.example.org/atelier/registre",
            "authors": [],
            "identifiers": [identifier("wikidata", "Q110492908")],
        },
        "similarExternalSoftwares": [],
        "userAndReferentCountByOrganization": {"Ville d’Exemple": {"userCount": 2, "referentCount": 1}},
        "hasExpertReferent": False,
        "instances": [],
    }
    return row | more


def old_sill_software(**more: Any) -> Dict:
    """Return a row of the `sill.json` of 2022."""
    row: Dict = {
        "id": 233,
        "name": "Registre",
        "function": "Tient un registre",
        "referencedSinceTime": 1640995200000,
        "recommendationStatus": "recommended",
        "isFromFrenchPublicService": True,
        "isPresentInSupportContract": False,
        "alikeSoftwares": [],
        "license": "EUPL-1.2",
        "versionMin": "4.0",
        "hasExpertReferent": True,
        "referentCount": 1,
    }
    return row | more


def comptoir_party(name: str, type_: str = "Company", number: int = 580, site: str | None = None) -> Dict:
    """Return a user or a provider, as the Comptoir du Libre exports it."""
    return {
        "id": number,
        "url": f"https://comptoir-du-libre.org/fr/users/{number}",
        "name": name,
        "type": type_,
        "external_resources": {"website": site},
    }


def comptoir_software(**more: Any) -> Dict:
    """Return one of the `softwares` that the Comptoir du Libre exports; no link is an empty list there."""
    row: Dict = {
        "id": 461,
        "created": "2022-01-09T18:54:43+00:00",
        "modified": "2026-01-17T08:57:54+00:00",
        "url": "https://comptoir-du-libre.org/fr/softwares/461",
        "name": "Registre",
        "licence": "EUPL",
        "external_resources": {
            "website": "https://registre.example.org/",
            "repository": "https://forge.example.org/atelier/registre",
            "wikidata": [],
            "sill": [],
            "wikipedia": [],
            "cnll": [],
            "framalibre": [],
        },
        "providers": [],
        "users": [],
    }
    return row | more


def comptoir_export(*softwares: object, **more: Any) -> Dict:
    """Return the whole file of the Comptoir du Libre."""
    row: Dict = {
        "date_of_export": "2026-11-18T03:10:02+00:00",
        "number_of_software": len(softwares),
        "softwares": list(softwares),
    }
    return row | more


def cnll_row(**more: Any) -> Dict:
    """Return a row of the CNLL's `prestataires-sill.json`."""
    row: Dict = {
        "nom": "Registre",
        "sill_id": 233,
        "prestataires": [
            {"nom": "Atelier Libre", "siren": SIREN, "url": f"https://annuaire.cnll.fr/societes/{SIREN}"}
        ],
    }
    return row | more


def sill_prestataires_row(**more: Any) -> Dict:
    """Return a row of code.gouv.fr's `sill-prestataires.json`."""
    row: Dict = {
        "sill_id": 233,
        "prestataires": [
            {
                "nom": "Atelier Libre",
                "website": "https://atelier.example.org",
                "cdl_url": "https://comptoir-du-libre.org/fr/users/580",
                "cnll_url": f"https://annuaire.cnll.fr/societes/{SIREN}",
                "siren": SIREN,
            }
        ],
    }
    return row | more
