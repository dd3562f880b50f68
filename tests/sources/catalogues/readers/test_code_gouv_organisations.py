"""The accounts of public bodies, in every shape in which they are published."""

from datetime import date
from typing import Any

import pytest

from reperes.facts.catalogue import Entry, Identifier
from reperes.sources.catalogues.reader import ShapeError, Taken
from reperes.sources.catalogues.readers.code_gouv_organisations import read
from support.catalogues import body, samples, without

BODY = "db2b74d4-4dbc-4d7d-ba1b-5762e2cb06b8"
NOUGHTS = "00000000-0000-0000-0000-000000000000"
OLD: dict[str, Any] = {
    "login": "Atelier-Public",
    "description": "Les outils de l’atelier",
    "name": "Atelier public",
    "organization_url": "https://github.com/Atelier-Public",
    "avatar_url": "https://avatars.example.org/u/1",
    "website": "https://atelier.example.org",
    "location": "Exemple",
    "email": "contact@atelier.example.org",
    "is_verified": True,
    "repositories_count": 12,
    "creation_date": "2013-08-26T16:03:40Z",
    "platform": "GitHub",
}
NEW: dict[str, Any] = {
    "icon_url": "https://avatars.example.org/u/1",
    "description": "",
    "floss_policy": "",
    "website": "",
    "id": "https://gitlab.com/atelier-public",
    "login": "atelier-public",
    "ministry": "Ministère de l’Exemple",
    "name": "Atelier public",
    "ospo_url": "",
    "organization": "Direction des exemples",
    "repositories_count": 12,
    "followers": 0,
    "location": "",
    "email": "",
    "created_at": "",
    "forge": "gitlab",
}
LETTERS: dict[str, Any] = {
    "d": "Les outils de l’atelier",
    "h": "https://atelier.example.org",
    "id": "https://github.com/Atelier-Public",
    "l": "Atelier-Public",
    "m": "",
    "n": "",
    "ps": "",
    "r": 12,
}
YAML = f"""# This file contains a list of software forges
gitlab.example.org:
  forge: gitlab
  owners:
    atelier:
      pso_id: {BODY}
      floss_policy: https://example.org
    no:
      pso_id: {NOUGHTS}
    2024:
    disparu:
      ignored_since: 2024-08-09
      pso_id: {BODY}

forge.ville.example:
  forge: gitlab
  pso_id: {BODY}
  pso_id: {NOUGHTS}

forge.ecole.example:
  forge: gitlab
  pso_id: {BODY}
  owners:
    classe/groupe:

forge.close.example:
  forge: gogs
  ignored_since: 2024-08-09
  pso_id: {BODY}

git.sr.ht:
  forge: sourcehut
  owners:
    ~atelier:
      pso_id: {BODY}
"""


def rows(*content: object) -> Taken:
    return read(body(list(content)))


def account(where: str, name: str, pso_id: str | None = None) -> Entry:
    identifiers = (Identifier("service-public", pso_id),) if pso_id else ()
    return Entry(
        id=where,
        name=name,
        url=f"https://{where}",
        accounts=(where,),
        identifiers=identifiers,
        kind="public-body",
    )


def test_a_row_of_all_json() -> None:
    taken = rows(OLD)
    assert taken.entries == [
        Entry(
            id="github.com/atelier-public",
            name="Atelier public",
            url="https://github.com/atelier-public",
            names=("Atelier-Public",),
            what="Les outils de l’atelier",
            website="https://atelier.example.org",
            accounts=("github.com/atelier-public",),
            kind="public-body",
            contact="contact@atelier.example.org",
        )
    ]
    assert (taken.rows, taken.persons, dict(taken.skipped)) == (1, 0, {})


def test_one_row_comes_without_the_list() -> None:
    assert read(body(OLD)).entries == rows(OLD).entries


def test_a_row_of_its_successor_names_the_body() -> None:
    [entry] = rows(NEW).entries
    assert (entry.name, entry.names) == ("Direction des exemples", ("Atelier public", "atelier-public"))
    assert (entry.accounts, entry.what, entry.website, entry.contact) == (
        *(("gitlab.com/atelier-public",), None, None, None),
    )


def test_a_row_of_letters_has_the_account_for_a_name() -> None:
    [entry] = rows(LETTERS).entries
    assert (entry.name, entry.names, entry.accounts) == ("Atelier-Public", (), ("github.com/atelier-public",))


def test_the_address_of_a_person_is_left_and_counted() -> None:
    more = {
        "email": "ada.exemple@atelier.example.org",
        "description": "Voir @ada",
        "name": "ada@atelier.example",
    }
    taken = rows(OLD | more)
    [entry] = taken.entries
    assert (entry.contact, entry.what, entry.name, taken.persons) == (None, "Voir …", "Atelier-Public", 2)


@pytest.mark.parametrize(
    ("url", "where"),
    [
        ("https://gitlab.com/groups/atelier/outils", "gitlab.com/atelier/outils"),
        ("https://github.com/orgs/Atelier/repositories", "github.com/atelier"),
        ("https://forge.example.org/", "forge.example.org"),
        ("https://forge.example.org:8443/Atelier/", "forge.example.org:8443/atelier"),
    ],
)
def test_addresses_of_accounts(url: str, where: str) -> None:
    [entry] = rows(OLD | {"organization_url": url}).entries
    assert entry.accounts == (where,)


@pytest.mark.parametrize(
    "url",
    [
        "https://github.com",
        "https://github.com/",
        "https://ada@example.org/a",
        "https://example.org/@ada",
        "https://localhost/a",
        "https://example.org/" + "a/" * 20,
        "atelier",
        "https://[::1/a",
    ],
)
def test_what_is_no_account_is_skipped(url: str) -> None:
    taken = rows(OLD, OLD | {"organization_url": url})
    assert len(taken.entries) == 1
    assert dict(taken.skipped) == {"organizations.organization_url: address": 1}


def test_the_file_of_accounts() -> None:
    taken = read(YAML.encode())
    assert taken.entries == [
        account("gitlab.example.org/atelier", "atelier", BODY),
        account("gitlab.example.org/no", "no"),
        account("gitlab.example.org/2024", "2024"),
        account("forge.ville.example", "forge.ville.example"),
        account("forge.ecole.example/classe/groupe", "classe/groupe", BODY),
        account("git.sr.ht/~atelier", "~atelier", BODY),
    ]
    assert dict(taken.skipped) == {"comptes-organismes-publics: ignored_since": 2}
    assert (taken.rows, taken.persons, taken.dated) == (8, 0, None)


def test_a_forge_that_does_not_fit_is_counted() -> None:
    forges = {
        "a.example": {},
        "b.example": {"owners": {"x": {}, "": {}, "ada@ville.example": {}}},
        "c.example": {"owners": None},
        " d.example ": {"forge": "gitlab", "pso_id": "ada@ville.example"},
        "github.com": {"forge": "github"},
        "e.example": {"forge": "gitlab"},
        "f.example": {"forge": "gitlab"},
    }
    taken = read(body({"comptes-organismes-publics": forges}))
    assert [one.id for one in taken.entries] == [
        *("a.example", "b.example/x", "d.example", "e.example", "f.example")
    ]
    assert dict(taken.skipped) == {
        "comptes-organismes-publics.owner: string_pattern_mismatch": 2,
        "comptes-organismes-publics: model_type": 1,
        "comptes-organismes-publics.host: address": 1,
    }
    assert "ada" not in repr(taken)


def test_offices_bring_their_accounts() -> None:
    office = {
        "url": "https://libre.ville.example/",
        "name": "OSPO de la Ville",
        "email": "opensource@ville.example",
        "pso_id": BODY,
        "code": ["https://github.com/Ville/", "https://forge.ville.example", "https://github.com/"],
    }
    again = office | {"url": "https://numerique.ville.example/", "code": None}
    taken = read(body({"fr-public-sector-ospo": [office, without(office, "name"), again]}))
    assert [one.accounts for one in taken.entries] == [("github.com/ville", "forge.ville.example"), ()]
    assert (taken.entries[0].contact, taken.entries[0].identifiers) == (
        "opensource@ville.example",
        (Identifier("service-public", BODY),),
    )
    assert dict(taken.skipped) == {"fr-public-sector-ospo.name: missing": 1}


@pytest.mark.parametrize(
    ("content", "detail"),
    [
        (b"", "comptes-organismes-publics: no block"),
        (b"- a\n- b\n", "organizations: model_type"),
        (b"<html></html>", "comptes-organismes-publics: no block"),
        (b"a: &a {forge: gitlab}\nb: *a\n", "alias"),
        (b"a: " + b"[" * 50 + b"]" * 50, "depth"),
        (b"a: " + b"[" * 100_000, "depth"),
        (b"a: [", "ParserError"),
        (b"? [a]\n: b\n", "ConstructorError"),
        (b"a: \x00", "ReaderError"),
        (b"a: \xff", "UnicodeDecodeError"),
        (b"#" * (9 << 20), "length"),
        (b"[1, 2]", "organizations: model_type"),
        (b'{"message": "Not found"}', "comptes-organismes-publics: model_type"),
        (b"!!python/object/apply:os.system ['true']", "organizations: model_type"),
        (b"{", "JSONDecodeError"),
    ],
)
def test_another_shape_is_refused(content: bytes, detail: str) -> None:
    with pytest.raises(ShapeError) as error:
        read(content)
    assert error.value.detail == detail


def test_the_sample_is_read_without_loss() -> None:
    file = samples() / "codegouvfr_data_sample.json"
    if not file.exists():
        pytest.skip("The samples are not beside this checkout.")
    taken = read(file.read_bytes())
    assert (len(taken.entries), taken.rows, dict(taken.skipped)) == (15, 15, {})
    assert taken.dated == date(2025, 9, 24)
    found = {one.id: one for one in taken.entries}
    assert found["github.com/139bercy"].identifiers == (
        Identifier("service-public", "c4195774-f535-4d82-b03f-d5f0c6b08635"),
    )
    assert found["https://www.recia.fr"].accounts == ("github.com/gip-recia",)
