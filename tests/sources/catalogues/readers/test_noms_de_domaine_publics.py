"""The list of domain names of the public sphere."""

import time

import pytest

from reperes.facts.catalogue import Entry, Identifier
from reperes.sources.catalogues.reader import ShapeError, Taken
from reperes.sources.catalogues.readers.noms_de_domaine_publics import read
from support.catalogues import SIREN

HEADER = "name,http_status,https_status,SIREN,type,sources,script"
PAGE = "https://gitlab.adullact.net/dinum/noms-de-domaine-organismes-secteur-public/-/blob/master/domains.csv"


def lines(*rows: str) -> Taken:
    return read("\n".join((HEADER, *rows, "")).encode())


def test_a_row_gives_a_domain() -> None:
    taken = lines(
        f"www.ville.example,200 OK,Redirects to: https://ville.example/,{SIREN},Commune,Banatic,a.py"
    )
    assert taken.entries == [
        Entry(
            id="www.ville.example",
            name="www.ville.example",
            url=PAGE,
            what="Commune",
            domains=("www.ville.example",),
            identifiers=(Identifier("siren", SIREN),),
            kind="public-body",
        )
    ]
    assert (taken.rows, dict(taken.skipped), taken.persons) == (1, {}, 0)


@pytest.mark.parametrize(
    ("written", "what", "kind"),
    [
        ("Préfécture", "Préfecture", "public-body"),
        ("Université", "Université", "university"),
        ("Gouvernement", "Gouvernement", "public-body"),
        ("Établissement scolaire", "Établissement scolaire", None),
        ("Hôpital", "Hôpital", None),
        ("Syndicat d’exemples", None, None),
        ("", None, None),
    ],
)
def test_a_type_tells_what_it_tells(written: str, what: str | None, kind: str | None) -> None:
    [entry] = lines(f"a.example,,,,{written},,").entries
    assert (entry.what, entry.kind) == (what, kind)


@pytest.mark.parametrize(
    ("written", "siren"),
    [
        (SIREN, SIREN),
        ("732 829 320", SIREN),
        (f"{SIREN}00074", SIREN),
        ("73282932", None),
        ("732829321", None),
        ("n/a", None),
    ],
)
def test_a_number_is_a_siren_or_nothing(written: str, siren: str | None) -> None:
    [entry] = lines(f"a.example,,,{written},,,").entries
    assert entry.identifiers == ((Identifier("siren", siren),) if siren else ())


def test_who_added_a_domain_is_left_and_counted_once() -> None:
    taken = lines(
        "a.example,,,,Commune,Ajout manuel de Ada Exemple,",
        "b.example,,,,Ajout Manuel Ada Exemple,,",
        "c.example,,,,,Ajout manuel de Bob Exemple,",
        "d.example,,,,,AFNIC open data,",
    )
    assert taken.persons == 2
    assert "Exemple" not in repr(taken)


def test_a_name_that_is_no_domain_is_skipped() -> None:
    taken = lines(
        "ville,,,,,,",
        "ada@ville.example,,,,,,",
        "Ville.example.,,,,,,",
        "é.fr,,,,,,",
        ",,,,,,",
        "_sip.a.fr,,,,,,",
    )
    assert [one.id for one in taken.entries] == ["ville.example", "é.fr", "_sip.a.fr"]
    assert dict(taken.skipped) == {"domains.name: domain": 2, "domains.name: string_too_short": 1}


def test_rows_that_are_too_short_or_too_long_are_read_for_what_they_hold() -> None:
    taken = lines("a.example", "b.example,,,,Commune,,,,encore")
    assert [(one.id, one.kind) for one in taken.entries] == [
        ("a.example", None),
        ("b.example", "public-body"),
    ]


@pytest.mark.parametrize(
    ("content", "detail"),
    [
        (b"", "domains: columns"),
        (b"<html></html>", "domains: columns"),
        (b"domaine,type\na.example,Commune\n", "domains: columns"),
        (b"name,type\n" + b"a" * 200_000, "Error"),
        (b"\xff", "UnicodeDecodeError"),
        (b"name,type\n1,\n,\n,a\n", "domains.name: string_too_short"),
    ],
)
def test_another_shape_is_refused(content: bytes, detail: str) -> None:
    with pytest.raises(ShapeError) as error:
        read(content)
    assert error.value.detail == detail


def test_eighty_thousand_rows_take_seconds() -> None:
    before = time.process_time()
    taken = lines(*(f"www.commune-{n}.example,200 OK,200 OK,,Commune,Banatic,a.py" for n in range(80_000)))
    assert len(taken.entries) == 80_000
    assert time.process_time() - before < 10
