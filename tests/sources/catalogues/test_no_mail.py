"""No e-mail address comes out of a reader, whatever the field it was in, nor is it written on disk."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from reperes.facts.catalogue import Entry, Found, Identifier, Listing, Party
from reperes.sources.catalogues.asking import Answers
from reperes.sources.catalogues.project import Project
from reperes.sources.catalogues.reader import ShapeError, Taken, module_of
from reperes.sources.catalogues.snapshots import Meta, Snapshots
from support.asked import HERE, asked, project
from support.catalogues import (
    SIREN,
    TAKEN_AT,
    cnll_row,
    compatible_sill_software,
    comptoir_export,
    comptoir_software,
    old_sill_software,
    sill_prestataires_row,
    sill_software,
)
from support.web import READ_AT, Site, as_json, serving

DOMAIN = "perso.example"
FORMS = (
    f"Ada <quidam.ada@{DOMAIN}>",
    f"https://a.example.org/~quidam.ada@{DOMAIN}",
    f"https://forge.example.org/atelier/quidam.ada%40{DOMAIN}/x",
    f"quidam.ada＠{DOMAIN}",
)
"""What is written in the place of each text and of each key, one at a time."""
REPOSITORY = "https://github.com/atelier/registre"
PUBLICCODE = {
    "publiccodeYmlVersion": "0.4",
    "name": "Registro",
    "url": REPOSITORY,
    "landingURL": "https://registro.example.org",
    "usedBy": ["Comune di Esempio"],
    "organisation": {"name": "Comune di Esempio", "uri": "urn:x-italian-pa:c_a000"},
    "description": {"it": {"shortDescription": "Tiene un registro", "localisedName": "Il registro"}},
    "legal": {"license": "EUPL-1.2", "mainCopyrightOwner": "Comune di Esempio"},
    "maintenance": {
        "type": "contract",
        "contractors": [{"name": "Fornitore SPA", "website": "https://f.example"}],
    },
    "fundedBy": [{"name": "Agenzia Esempio", "uri": "https://agenzia.example"}],
}
DEPOT = {
    "repository_url": REPOSITORY,
    "repo_name": "registre",
    "organization_name": "atelier",
    "platform": "github.com",
    "full_name": "atelier/registre",
    "description": "Tient un registre",
    "homepage": "https://registre.example.org",
    "license": "MIT License",
    "last_update": "2026-01-01",
}
ACCOUNT = {
    "organization_url": "https://github.com/atelier",
    "login": "atelier",
    "name": "Atelier",
    "organization": "Ville d’Exemple",
    "description": "L’atelier",
    "website": "https://ville.example",
    "email": "contact@ville.example",
}
OFFICE = {
    "url": "https://libre.ville.example/",
    "name": "OSPO de la Ville",
    "email": "contact@ville.example",
    "pso_id": "12345678-1234-1234-1234-123456789abc",
    "code": ["https://github.com/Ville"],
}
GIVEN = {
    "company": "Atelier",
    "software": "Registre",
    "date": "01/02/26",
    "commits": [f"{REPOSITORY}/commit/1a2b"],
}
BODIES = {"bénéficiaires du marché support": ["Ville d’Exemple (VE) : pour tout", "Région d’Exemple"]}
WHOLE: dict[str, tuple[str, object]] = {
    "sill": ("sill", [sill_software(), sill_software(id=2)]),
    "sill, compatible": ("sill", [compatible_sill_software(), compatible_sill_software(id=2)]),
    "sill, 2022": ("sill", [old_sill_software(), old_sill_software(id=2)]),
    "comptoir": ("comptoir-du-libre", comptoir_export(comptoir_software(), comptoir_software(id=2))),
    "cnll": ("cnll-annuaire", [cnll_row(), cnll_row(sill_id=2)]),
    "prestataires": ("sill-prestataires", [sill_prestataires_row(), sill_prestataires_row(sill_id=2)]),
    "depots": ("code-gouv-depots", [DEPOT, DEPOT | {"repository_url": f"{REPOSITORY}-2"}]),
    "organisations": (
        "code-gouv-organisations",
        [ACCOUNT, ACCOUNT | {"organization_url": "https://github.com/other"}],
    ),
    "offices": (
        "code-gouv-organisations",
        {"fr-public-sector-ospo": [OFFICE, OFFICE | {"url": "https://b.example"}]},
    ),
    "software list": ("liste-marche-support", {"software": ["Registre (Ex. Cahier)", "Nuage"]}),
    "bodies": ("beneficiaires-marches", {"lists": BODIES}),
    "contributions": (
        "contributions-marche-support",
        {"contributions": [GIVEN, GIVEN | {"software": "Nuage"}]},
    ),
}


def changed(content: Any, form: str) -> Iterator[Any]:
    """Yield a content with a form in the place of each of its texts and of its keys, one at a time."""
    if isinstance(content, str):
        yield form
    elif isinstance(content, Mapping):
        for key, value in content.items():
            yield {form if one == key else one: own for one, own in content.items()}
            yield from ({**content, key: other} for other in changed(value, form))
    elif isinstance(content, list):
        for at, value in enumerate(content):
            yield from ([*content[:at], other, *content[at + 1 :]] for other in changed(value, form))


def entries(name: str, content: bytes) -> Taken:
    try:
        taken: Taken = module_of(name).read(content)
    except ShapeError as error:
        return Taken(skipped=Counter([error.detail]))
    return taken


@pytest.mark.parametrize("case", WHOLE)
def test_no_field_of_a_file_lets_one_out(case: str) -> None:
    name, content = WHOLE[case]
    assert entries(name, json.dumps(content).encode()).entries
    count = 0
    for form in FORMS:
        for other in changed(content, form):
            count += 1
            assert DOMAIN not in repr(entries(name, json.dumps(other).encode()))
    assert count >= 4


def test_no_field_of_a_publiccode_lets_one_out() -> None:
    for form in FORMS:
        for other in changed(PUBLICCODE, form):
            row = {"id": "a-1", "url": REPOSITORY, "publiccodeYml": yaml.safe_dump(other)}
            assert DOMAIN not in repr(entries("developers-italia", json.dumps({"data": [row, row]}).encode()))
    held = {
        "id": "a-1",
        "url": FORMS[1],
        "aliases": [REPOSITORY, FORMS[2]],
        "publiccodeYml": yaml.safe_dump(PUBLICCODE),
    }
    taken = entries("developers-italia", json.dumps({"data": [held]}).encode())
    assert [one.repositories for one in taken.entries] == [(REPOSITORY,)]
    assert taken.persons == 2


@pytest.mark.parametrize("column", range(5))
@pytest.mark.parametrize("form", FORMS)
def test_no_cell_of_the_domains_lets_one_out(column: int, form: str) -> None:
    cells = ["ville.example", SIREN, "Commune", "Ajout manuel de Ada", "x"]
    cells[column] = form
    page = f"name,SIREN,type,sources,script\nregion.example,,,,\n{','.join(cells)}\n"
    assert DOMAIN not in repr(entries("noms-de-domaine-publics", page.encode()))


PAGES = {
    "liste-marche-support": "# Logiciels\n- Registre\n- X {form} [Y {form}]({form})\n",
    "beneficiaires-marches": "# Bénéficiaires du support\n- Ville\n- X {form} ({form}) : {form}\n",
    "contributions-marche-support": (
        "| Entreprise | Outil | Date | Lien |\n|---|---|---|---|\n"
        f"| Atelier | Registre | 01/02/26 | [x]({REPOSITORY}/commit/1a2b) |\n"
        "| Atelier/{form} | Nuage | {form} | [x]({form}/commit/1a2b) |\n| A | {form} | | |\n"
    ),
}


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("form", FORMS)
def test_no_line_of_a_page_lets_one_out(name: str, form: str) -> None:
    taken = entries(name, PAGES[name].format(form=form).encode())
    assert DOMAIN not in repr(taken)
    assert taken.entries


YAML = f"""
github.com:
  pso_id: 12345678-1234-1234-1234-123456789abc
  owners:
    atelier: {{}}
    "{FORMS[0]}": {{}}
    "quidam.ada@{DOMAIN}": {{}}
    "quidam.ada%40{DOMAIN}": {{pso_id: "quidam.ada@{DOMAIN}"}}
"quidam.ada@{DOMAIN}": {{}}
"quidam.ada%40{DOMAIN}": {{owners: {{x: {{}}}}}}
"""


def test_no_key_of_the_accounts_lets_one_out() -> None:
    taken = module_of("code-gouv-organisations").read(YAML.replace('"quidam', '"x').encode())
    assert DOMAIN not in repr(taken.entries)
    assert [one.id for one in entries("code-gouv-organisations", YAML.encode()).entries] in (
        [],
        ["github.com/atelier"],
    )


PURL = "pkg:npm/registre"
NAMED = project(holders=("Atelier du registre",), collectives=("registre",), packages=(PURL,))
SCORED = "github.com/atelier/registre"
ASKED: dict[str, Any] = {
    "ecosyste-ms": [
        {
            "name": "registre",
            "purl": PURL,
            "description": "Tient un registre",
            "homepage": "https://registre.example.org",
            "licenses": "MIT",
            "repository_url": f"https://{HERE}",
            "registry_url": "https://registry.example.org/registre",
            "downloads": 3,
            "downloads_period": "last-month",
            "last_synced_at": "2026-01-01",
            "funding_links": ["https://opencollective.com/registre", "https://tidelift.com/x"],
            "registry": {"name": "npmjs.org"},
        }
    ],
    "openssf-scorecard": {
        "repo": {"name": SCORED},
        "date": "2026-01-01",
        "checks": [{"name": "A", "score": 1, "reason": "b"}],
    },
    "recherche-entreprises": {
        "results": [
            {
                "siren": SIREN,
                "nom_complet": "ATELIER DU REGISTRE (ADR)",
                "nom_raison_sociale": "ATELIER DU REGISTRE",
                "sigle": "ADR",
                "nature_juridique": "9220",
                "etat_administratif": "A",
                "statut_diffusion": "O",
                "complements": {"identifiant_association": "W751234567"},
            }
        ]
    },
    "open-collective": {
        "data": {
            "c0": {
                "slug": "registre",
                "name": "Le registre",
                "type": "COLLECTIVE",
                "currency": "EUR",
                "stats": {"balance": {"value": 1, "currency": "EUR"}},
                "host": {"name": "Hébergeur", "type": "ORGANIZATION"},
            }
        }
    },
    "wikidata": {
        "results": {
            "bindings": [
                {
                    "item": {"value": "http://www.wikidata.org/entity/Q7"},
                    "code": {"value": f"https://{HERE}"},
                    "itemLabel": {"value": "Registre"},
                    "property": {"value": f"http://www.wikidata.org/prop/direct/{told}"},
                    "value": {"value": value},
                    "valueLabel": {"value": "Atelier"},
                    "class": {"value": "http://www.wikidata.org/entity/Q783794"},
                }
                for told, value in (
                    ("P178", "http://www.wikidata.org/entity/Q8"),
                    ("P856", "https://registre.example.org"),
                    ("P275", "http://www.wikidata.org/entity/Q9"),
                )
            ]
        }
    },
    "archive-software-heritage": [
        {"visit": 1, "date": "2026-01-01", "status": "full", "snapshot": "8a1b" * 10}
    ],
}


def told(name: str, site: Site, home: Path, about: Project) -> str:
    """Return what comes out of an answer, as a text, or what is said of its shape."""
    try:
        return repr(asked(name, site, home, about))
    except ShapeError as error:
        return error.detail


@pytest.mark.parametrize("name", ASKED)
def test_no_field_of_an_answer_lets_one_out(tmp_path: Path, name: str) -> None:
    content = ASKED[name]
    about = project(origin=f"https://{SCORED}", places=(SCORED,)) if name == "openssf-scorecard" else NAMED
    with serving() as site:
        site.otherwise = as_json(content)
        assert asked(name, site, tmp_path, about)
        for form in FORMS[:2]:
            for other in changed(content, form):
                site.otherwise = as_json(other)
                assert DOMAIN not in told(name, site, tmp_path, about)


HELD = Entry(
    id="233",
    name="Registre",
    url="https://a.example.org/233",
    what=FORMS[0],
    names=(FORMS[3],),
    website=FORMS[1],
    identifiers=(Identifier("hal", FORMS[2]),),
    parties=(Party("Ville", "user", url=FORMS[1]), Party(FORMS[0], "user")),
    contact="contact@ville.example",
)
SHOWN = Entry(
    id="233",
    name="Registre",
    url="https://a.example.org/233",
    parties=(Party("Ville", "user"),),
    contact="contact@ville.example",
)


def test_none_is_written_in_a_snapshot(tmp_path: Path) -> None:
    meta = Meta("sill", None, "etalab-2.0", TAKEN_AT, "0" * 64, 1, records=2, rows=2, skipped={}, persons=1)
    whole = Taken([HELD, replace(HELD, id="2", name=f"ada@{DOMAIN}")])
    snapshot = Snapshots(tmp_path).write(meta, whole)
    assert list(snapshot.entries()) == [SHOWN]
    assert (snapshot.meta.records, snapshot.meta.persons) == (1, 1 + 6 + 1)
    assert Snapshots(tmp_path).all("sill")[0].meta == snapshot.meta
    assert DOMAIN.encode() not in snapshot.file.read_bytes()


def test_none_is_written_in_an_answer_that_is_kept(tmp_path: Path) -> None:
    answers = Answers(tmp_path)
    listing = Listing("wikidata", READ_AT, "https://a.example.org", (Found(HELD, "repository"),))
    answers.keep(listing, project())
    kept = answers.kept("wikidata", project(), READ_AT)
    assert kept is not None
    assert kept.listing.found == (Found(SHOWN, "repository"),)
    assert all(DOMAIN.encode() not in file.read_bytes() for file in tmp_path.rglob("*.json"))
