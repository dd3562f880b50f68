"""The SILL, in its three shapes."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reperes.facts.catalogue import Entry, Identifier, Party, Removed
from reperes.sources.catalogues.reader import ShapeError, Taken
from reperes.sources.catalogues.readers import sill
from support.catalogues import (
    SIREN,
    body,
    compatible_sill_software,
    comptoir_party,
    comptoir_software,
    identifier,
    old_sill_software,
    organization,
    person,
    samples,
    sill_software,
    website,
    without,
)

PERSON = "Ada Exemple"


def read(*rows: object) -> Taken:
    return sill.read(body(list(rows)))


def only(row: object) -> Entry:
    [entry] = read(row).entries
    return entry


def test_a_row_of_the_list_is_read_whole() -> None:
    taken = read(sill_software())
    assert taken.entries == [
        Entry(
            id="233",
            name="Registre",
            url="https://code.gouv.fr/sill/detail?id=233",
            what="Tient un registre",
            repositories=("https://forge.example.org/atelier/registre",),
            website="https://registre.example.org/",
            identifiers=(Identifier("wikidata", "Q110492908"),),
            licence="EUPL-1.2",
            parties=(Party("Ville d’Exemple", "user", "public-body", users=2, contacts=1),),
            support_contract=True,
            public_service=False,
            dated=date(2026, 6, 18),
        )
    ]
    assert (taken.rows, taken.persons, dict(taken.skipped)) == (1, 0, {})


def test_a_name_in_several_languages() -> None:
    entry = only(sill_software(name={"en": "Register", "fr": "Registre"}, description={"en": "Keeps"}))
    assert (entry.name, entry.names, entry.what) == ("Registre", ("Register",), "Keeps")


def test_bodies_are_kept_and_people_without_one_are_not() -> None:
    counts = {
        "Ville d’Exemple": {"userCount": 0, "referentCount": 3},
        "NO_ORGANIZATION": {"userCount": 7, "referentCount": 0},
        "undefined": {"userCount": 1, "referentCount": 0},
        "ada@exemple.fr": {"userCount": 1, "referentCount": 1},
        "Région": {"userCount": "2", "referentCount": 0},
        "Département": None,
    }
    taken = read(sill_software(userAndReferentCountByOrganization=counts))
    assert taken.entries[0].parties == (Party("Ville d’Exemple", "user", "public-body", users=0, contacts=3),)
    assert taken.persons == 2
    assert dict(taken.skipped) == {"user.userCount: int_type": 1, "user: model_type": 1}


def test_authors_that_are_people_are_left_and_counted() -> None:
    authors = [
        organization("Atelier Libre", url="https://atelier.example.org"),
        person(PERSON, email="ada@exemple.fr", affiliations=[organization("Université")]),
        {"name": PERSON},
        {"@type": "Organization"},
    ]
    taken = read(sill_software(authors=authors, userAndReferentCountByOrganization={}))
    assert taken.entries[0].parties == (
        Party("Atelier Libre", "author", None, "https://atelier.example.org"),
    )
    assert (taken.persons, dict(taken.skipped)) == (2, {"author.name: missing": 1})
    assert PERSON not in repr(taken)


def test_providers_keep_their_number_and_their_page() -> None:
    page = f"https://annuaire.cnll.fr/societes/{SIREN}"
    providers = [
        organization(
            "Atelier Libre",
            identifiers=[
                identifier("cnll", SIREN, "Organization", url=page),
                identifier("SIREN", SIREN, "Organization"),
            ],
        ),
        organization("Obeyre", url="https://obeyre.example.org", identifiers=[{"value": "580"}]),
        organization("Faux numéro", identifiers=[identifier("SIREN", "732829321", "Organization")]),
        person(PERSON),
    ]
    taken = read(sill_software(providers=providers, userAndReferentCountByOrganization={}))
    assert taken.entries[0].parties == (
        Party("Atelier Libre", "provider", "company", page, SIREN),
        Party("Obeyre", "provider", None, "https://obeyre.example.org"),
        Party("Faux numéro", "provider"),
    )
    assert taken.persons == 1


def test_identifiers_name_the_catalogues_as_we_do() -> None:
    told = [
        identifier("wikidata", "Q42"),
        identifier("wikidata", "Q64", "Organization"),
        identifier("wikidata", "nothing"),
        identifier("ComptoirDuLibre", "461"),
        identifier("ComptoirDuLibre", "580", "Organization"),
        identifier("cnll", "466", None, url="https://annuaire.cnll.fr/solutions/12"),
        identifier("cnll", "233", None),
        identifier("FramaLibre", "https://framalibre.org/notices/registre.html"),
        identifier("HAL", "hal-02424242"),
        identifier("doi", "10.5281/zenodo.1"),
        identifier("ORCID", "0000-0001", None),
        {"@type": "PropertyValue", "value": "x"},
        {"@type": "PropertyValue", "value": 12},
    ]
    taken = read(sill_software(identifiers=told, sourceSlug="hal", externalId="Q1"))
    assert taken.entries[0].identifiers == (
        Identifier("wikidata", "Q42"),
        Identifier("comptoir-du-libre", "461"),
        Identifier("cnll-solution", "12"),
        Identifier("cnll-annuaire", "233"),
        Identifier("framalibre", "registre.html"),
        Identifier("hal", "hal-02424242"),
        Identifier("doi", "10.5281/zenodo.1"),
    )
    assert dict(taken.skipped) == {"identifier.value: string_type": 1}


def test_a_repository_may_be_an_identifier() -> None:
    url = "https://code.example.org/atelier/registre"
    told = [
        {"@type": "PropertyValue", "value": "7", "url": url, "subjectOf": website("GitLab", "https://c.org")}
    ]
    told[0]["additionalType"] = "Repo"
    assert only(sill_software(identifiers=told)).repositories[1:] == (url,)


def test_what_is_not_told_stays_unknown() -> None:
    row = without(
        sill_software(customAttributes=None, license="", userAndReferentCountByOrganization={}),
        *("url", "codeRepositoryUrl", "updateTime", "description", "externalId"),
    )
    assert only(row) == Entry("233", "Registre", "https://code.gouv.fr/sill/detail?id=233")
    flags = {"isPresentInSupportContract": "yes", "isFromFrenchPublicService": 0}
    entry = only(sill_software(customAttributes=flags))
    assert (entry.support_contract, entry.public_service) == (None, None)


@pytest.mark.parametrize(
    ("told", "removed"),
    [
        (
            {"reason": "plus maintenu", "time": "2025-03-01T10:00:00.000Z"},
            (date(2025, 3, 1), "plus maintenu"),
        ),
        ({"time": 1640995200000}, (date(2022, 1, 1), None)),
        ({"time": 10**30, "reason": "écrire à ada@exemple.fr"}, (None, None)),
        ({"time": "jamais"}, (None, None)),
    ],
)
def test_a_withdrawal_is_told(told: dict[str, Any], removed: tuple[date | None, str | None]) -> None:
    assert only(sill_software(dereferencing=told)).removed == Removed(*removed)


def test_similar_software_is_named_once() -> None:
    similar = [{"name": {"fr": "Nuage"}}, {"name": "Nuage"}, {"name": "Papier"}, {"name": 3}, "Carnet"]
    taken = read(sill_software(similarSoftwares=similar))
    assert taken.entries[0].similar == ("Nuage", "Papier")
    assert dict(taken.skipped) == {"similar: model_type": 1}


def test_the_former_list_is_read_too() -> None:
    providers = [
        organization("Atelier Libre", url="https://atelier.example.org"),
        {"name": "Obeyre", "cnllUrl": f"https://annuaire.cnll.fr/societes/{SIREN}", "siren": SIREN},
    ]
    row = compatible_sill_software(
        serviceProviders=providers,
        annuaireCnllServiceProviders=[{"name": "Merged already"}],
        similarExternalSoftwares=[{"name": {"fr": "Nuage"}, "externalId": "Q1"}],
    )
    row["softwareExternalData"]["authors"] = [person(PERSON)]
    taken = read(row)
    assert taken.entries == [
        Entry(
            id="233",
            name="Registre",
            url="https://code.gouv.fr/sill/detail?id=233",
            what="Tient un registre",
            repositories=("https://forge.example.org/atelier/registre",),
            website="https://registre.example.org/",
            identifiers=(Identifier("wikidata", "Q110492908"),),
            licence="EUPL-1.2",
            parties=(
                Party("Ville d’Exemple", "user", "public-body", users=2, contacts=1),
                Party("Atelier Libre", "provider", None, "https://atelier.example.org"),
                Party("Obeyre", "provider", "company", f"https://annuaire.cnll.fr/societes/{SIREN}", SIREN),
            ),
            similar=("Nuage",),
            support_contract=False,
            public_service=True,
            dated=date(2026, 6, 18),
        )
    ]
    assert taken.persons == 1


def test_names_of_fields_before_2026() -> None:
    told = {
        "websiteUrl": "https://registre.example.org/",
        "sourceUrl": "https://forge.example.org/a/b",
        "developers": [organization("Atelier Libre"), person(PERSON)],
    }
    taken = read(compatible_sill_software(softwareExternalData=told))
    [entry] = taken.entries
    assert (entry.website, entry.repositories) == (
        "https://registre.example.org/",
        ("https://forge.example.org/a/b",),
    )
    assert entry.parties[-1] == Party("Atelier Libre", "author")
    assert taken.persons == 1


def test_the_comptoir_within_an_old_row() -> None:
    desk = comptoir_software(
        providers=[comptoir_party("Obeyre")],
        users=[comptoir_party("Ville", "Administration", 9), comptoir_party(PERSON, "Person", 10)],
    )
    cnll = [{"name": "Atelier", "siren": SIREN, "url": f"https://annuaire.cnll.fr/societes/{SIREN}"}]
    taken = read(old_sill_software(comptoirDuLibreSoftware=desk, annuaireCnllServiceProviders=cnll))
    [entry] = taken.entries
    assert entry.parties == (
        Party("Ville", "user", "public-body", "https://comptoir-du-libre.org/fr/users/9"),
        Party("Obeyre", "provider", "company", "https://comptoir-du-libre.org/fr/users/580"),
        Party("Atelier", "provider", "company", f"https://annuaire.cnll.fr/societes/{SIREN}", SIREN),
    )
    assert entry.identifiers == (Identifier("comptoir-du-libre", "461"),)
    assert taken.persons == 1


def test_the_sample_of_2022_is_read_without_loss() -> None:
    file = samples() / "sill_record_2022_onyxia.json"
    if not file.exists():
        pytest.skip("the samples are not beside this checkout")
    record = json.loads(file.read_bytes())["record"]
    taken = read(record)
    assert taken.entries == [
        Entry(
            id="233",
            name="Onyxia",
            url="https://code.gouv.fr/sill/detail?id=233",
            what=record["function"],
            repositories=("https://github.com/InseeFrLab/onyxia",),
            website="https://github.com/InseeFrLab/onyxia",
            identifiers=(Identifier("wikidata", "Q110492908"), Identifier("comptoir-du-libre", "461")),
            licence="MIT",
            similar=("AWS,GoogleCloudPlatform,MicrosoftAzure",),
            support_contract=False,
            public_service=True,
        )
    ]
    assert (taken.persons, dict(taken.skipped)) == (0, {})


def test_the_rows_of_tests_have_the_fields_of_the_sample() -> None:
    file = samples() / "catalogi_v2_shape.json"
    if not file.exists():
        pytest.skip("the samples are not beside this checkout")
    shape = json.loads(file.read_bytes())["Software"]
    written = sill_software(identifiers=[], dereferencing={})
    # What JSON leaves out where it is not known, or that nothing here reads.
    unread = {"image", "softwareHelp", "hasExpertReferent", "instances", "repoMetadata"}
    assert set(shape) - set(written) == unread


def test_rows_that_do_not_fit_are_counted() -> None:
    wrong = [sill_software(id="233"), without(sill_software(), "providers"), sill_software(name={"fr": " "})]
    taken = read(*[sill_software(id=rank) for rank in (1, 2, 3)], *wrong)
    assert [entry.id for entry in taken.entries] == ["1", "2", "3"]
    assert dict(taken.skipped) == {
        "software.*.id: int_type": 1,
        "software.*.providers: missing": 1,
        "software.*.name: value_error": 1,
    }


def test_renamed_fields_are_another_shape() -> None:
    rows = [{**without(sill_software(), "name"), "label": "Registre"}]
    with pytest.raises(ShapeError, match=r"software\.\*\.name: missing"):
        read(*rows)
    with pytest.raises(ShapeError, match="software: no list"):
        sill.read(body({"softwares": []}))


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
FIELDS = sorted({*sill_software(), *compatible_sill_software(), "dereferencing", "identifiers"})


@given(st.dictionaries(st.sampled_from(FIELDS), VALUES, max_size=5), st.booleans())
def test_whatever_is_in_a_row_it_is_read_or_counted(changes: dict[str, Any], former: bool) -> None:  # noqa: FBT001
    row = (compatible_sill_software if former else sill_software)(**changes)
    whole = sill_software(id=1)
    taken = sill.read(json.dumps([whole, whole | {"id": 2}, whole | {"id": 3}, row]).encode())
    assert len(taken.entries) in {3, 4}
    assert len(taken.entries) == 4 or taken.skipped.total() >= 1
