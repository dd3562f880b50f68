"""Searching by name: what is closest comes first, what several catalogues know is one."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reperes.facts.catalogue import Entry, Identifier, Party, Removed
from reperes.knowledge.catalogue import catalogues
from reperes.sources.catalogues.reader import Taken
from reperes.sources.catalogues.search import CLOSENESS, Hit, Index, Known, Looked, is_address
from reperes.sources.catalogues.snapshots import Meta, Snapshot, Snapshots

TAKEN_AT = datetime(2026, 11, 20, 8, tzinfo=UTC)
PAGE = "https://catalogue.example.org/"


def entry(name: str, number: str = "1", **more: object) -> Entry:
    return Entry(id=number, name=name, url=f"{PAGE}{number}", **more)  # type: ignore[arg-type]  # a table


def written(home: Path, catalogue: str, *entries: Entry, dated: date | None = None) -> Snapshot:
    meta = Meta(
        catalogue=catalogue,
        url="https://catalogue.example.org/all.json",
        licence="etalab-2.0",
        taken_at=TAKEN_AT,
        checksum="ab" * 32,
        size=10,
        records=len(entries),
        rows=len(entries),
        skipped={},
        dated=dated,
    )
    return Snapshots(home).write(meta, Taken(entries=list(entries), rows=len(entries)))


def index(home: Path, *entries: Entry) -> Index:
    written(home, "sill", *entries)
    return Index.load(Snapshots(home))


def told(hits: list[Hit]) -> list[tuple[str, str]]:
    return [(one.name, one.closeness) for one in hits]


def test_the_closest_come_first(tmp_path: Path) -> None:
    names = ("Nuage Calendrier", "Nuageux", "Nuange", "Orage", "NUAGE", "Éclair")
    what = {"Orage": "Un nuage de fichiers"}
    made = index(tmp_path, *(entry(one, str(at), what=what.get(one)) for at, one in enumerate(names)))
    assert told(made.search("nuage")) == [
        ("NUAGE", "exact"),
        ("Nuage Calendrier", "words"),
        ("Nuageux", "beginning"),
        ("Nuange", "near"),
        ("Orage", "described"),
    ]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Bibliothèque numérique", "exact"),
        ("bibliotheque NUMERIQUE", "exact"),
        ("bibliothèque-numérique", "exact"),
        ("numerique", "words"),
        ("biblio num", "beginning"),
        ("bibliothequenumerique", "near"),
        ("biblioteque numerique", "near"),
        ("bibliohtèque numérique", "near"),
        ("prêt", "described"),
        ("prêts de livres", "described"),
    ],
)
def test_case_accents_signs_and_small_errors_make_no_difference(
    tmp_path: Path, typed: str, expected: str
) -> None:
    made = index(
        tmp_path, entry("Bibliothèque numérique", what="Gère les prêts de livres"), entry("Autre", "2")
    )
    assert told(made.search(typed)) == [("Bibliothèque numérique", expected)]


@pytest.mark.parametrize("typed", ["", "  ", "???", "zzzzzz", "de", "x" * 100_000])
def test_what_is_like_nothing_finds_nothing(tmp_path: Path, typed: str) -> None:
    assert index(tmp_path, entry("Registre", what="Tient un registre de gens")).search(typed) == []


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("udata", []),  # « data » is another word
        ("nuagee", [("Nuage Calendrier", "near")]),
        ("nuag", [("Nuage Calendrier", "beginning")]),
        ("guage", []),
        ("calendreir", [("Nuage Calendrier", "near")]),
    ],
)
def test_a_short_word_is_near_its_like_only(
    tmp_path: Path, typed: str, expected: list[tuple[str, str]]
) -> None:
    assert told(index(tmp_path, entry("Data Injection"), entry("Nuage Calendrier", "2")).search(typed)) == (
        expected
    )


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("https://forge.example.org/atelier/registre", ["Registre"]),
        (" HTTP://Forge.example.org/atelier/registre.git ", ["Registre"]),
        ("forge.example.org/atelier/registre/-/tree/main", ["Registre"]),
        ("https://www.nuage.example.org", ["Nuage"]),
        ("http://www.nuage.example.org/", ["Nuage"]),
        ("https://forge.example.org/atelier/registre-civil", []),
        ("https://registre.example.org/", []),
    ],
)
def test_an_address_is_looked_for_as_an_address(tmp_path: Path, typed: str, expected: list[str]) -> None:
    made = index(
        tmp_path,
        entry("Registre", repositories=("https://forge.example.org/atelier/registre",)),
        entry("Nuage", "2", website="https://www.nuage.example.org/"),
    )
    assert told(made.search(typed)) == [(name, "address") for name in expected]
    assert is_address(typed)


@pytest.mark.parametrize("typed", ["registre", "registre civil", "node.js", "a/b", "pkg:npm/a", "", "C++"])
def test_what_is_no_address_is_words(typed: str) -> None:
    assert not is_address(typed)


def test_what_was_given_to_a_project_is_told_with_it_when_it_bears_its_name(tmp_path: Path) -> None:
    forge = ("https://forge.example.org/atelier/registre",)
    given = (Party("Atelier", "author", "company"), Party("Fabrique", "author", "company"))
    written(tmp_path, "sill", entry("Registre", repositories=forge))
    written(
        tmp_path,
        "contributions-marche-support",
        entry("Registre", given_to=forge, parties=given),
        entry("Greffon", "2", given_to=forge, parties=given[:1]),
    )
    made = Index.load(Snapshots(tmp_path))
    [hit] = made.search("registre")
    assert ([one.catalogue for one in hit.known], hit.repositories) == (
        ["contributions-marche-support", "sill"],
        forge,
    )
    assert (hit.users, hit.providers, hit.contributors) == (None, None, 2)
    [other] = made.search("greffon")
    assert (other.repositories, other.contributors) == ((), 1)


def test_snapshots_of_after_the_day_or_the_moment_are_not_looked_in(tmp_path: Path) -> None:
    written(tmp_path, "sill", entry("Registre"))
    store = Snapshots(tmp_path)
    assert len(Index.load(store, on=date(2026, 11, 20), before=TAKEN_AT).search("registre")) == 1
    for made in (
        Index.load(store, on=date(2026, 11, 19)),
        Index.load(store, before=datetime(2026, 11, 20, tzinfo=UTC)),
    ):
        assert (made.looked, made.later, made.search("registre")) == ((), ("sill",), [])
        assert "sill" not in made.never
        assert "comptoir-du-libre" in made.never


def test_a_name_of_its_own_comes_before_another_that_is_called_so_too(tmp_path: Path) -> None:
    made = index(tmp_path, entry("Alpha", names=("Registre",)), entry("Registre", "2"))
    assert told(made.search("registre")) == [("Registre", "exact"), ("Alpha", "exact")]
    assert [one.name for one in made.bearing("REGISTRE")] == ["Registre", "Alpha"]
    assert made.bearing("regist") == []


def test_a_long_name_is_itself_and_not_its_beginning(tmp_path: Path) -> None:
    long = "registre " * 20
    made = index(tmp_path, entry(long), entry(long[:120], "2"))
    assert [one.known[0].id for one in made.bearing(long)] == ["1"]
    assert made.bearing(long + "x") == []
    assert made.search(long)[0].closeness == "exact"
    assert [one.closeness for one in made.search(long + "x")] == ["words", "beginning"]


def test_at_most_so_many_are_given(tmp_path: Path) -> None:
    made = index(tmp_path, *(entry(f"Outil {at}", str(at)) for at in range(30)))
    assert len(made.search("outil")) == 20
    assert len(made.search("outil", 7)) == 7


def test_records_of_one_project_are_one_hit_whatever_ties_them(tmp_path: Path) -> None:
    forge = "https://forge.example.org/atelier/registre"
    written(
        tmp_path,
        "sill",
        entry(
            "Registre",
            "233",
            repositories=(forge,),
            what="Tient un registre",
            licence="EUPL-1.2",
            identifiers=(Identifier("wikidata", "Q110492908"),),
            parties=(Party("Ville d’Exemple", "user"), Party("Région Exemple", "user")),
        ),
    )
    written(
        tmp_path,
        "comptoir-du-libre",
        entry(
            "Le Registre",
            "9",
            repositories=(f"{forge}.git", "https://forge.example.org/miroir/registre"),
            parties=(Party("VILLE D'EXEMPLE", "user"), Party("Atelier", "provider", siren="732829320")),
            removed=Removed(None, None),
        ),
        dated=date(2026, 10, 1),
    )
    written(tmp_path, "developers-italia", entry("Registro", "x", identifiers=(Identifier("sill", "233"),)))
    [hit] = Index.load(Snapshots(tmp_path)).search("registre")
    assert hit == Hit(
        name="Le Registre",
        closeness="exact",
        known=(
            Known(
                "comptoir-du-libre",
                "9",
                date(2026, 10, 1),
                f"{PAGE}9",
                (f"{forge}.git", "https://forge.example.org/miroir/registre"),
                removed=True,
            ),
            Known("developers-italia", "x", date(2026, 11, 20), f"{PAGE}x"),
            Known("sill", "233", date(2026, 11, 20), f"{PAGE}233", (forge,)),
        ),
        repositories=(f"{forge}.git", "https://forge.example.org/miroir/registre"),
        what="Tient un registre",
        licence="EUPL-1.2",
        users=2,
        providers=1,
    )


def test_two_records_of_one_catalogue_at_one_address_are_two_projects(tmp_path: Path) -> None:
    forge = ("https://forge.example.org/suite/suite",)
    both = (entry("Tableur", "1", repositories=forge), entry("Texte", "2", repositories=forge))
    written(tmp_path, "sill", *both)
    written(tmp_path, "comptoir-du-libre", entry("Texte", "7", repositories=forge))
    made = Index.load(Snapshots(tmp_path))
    assert [[one.catalogue for one in hit.known] for hit in made.search("texte")] == [
        ["comptoir-du-libre", "sill"]
    ]
    assert [[one.catalogue for one in hit.known] for hit in made.search("tableur")] == [["sill"]]


def test_homonyms_that_nothing_ties_stay_apart(tmp_path: Path) -> None:
    written(tmp_path, "sill", entry("Registre", repositories=("https://forge.example.org/a/registre",)))
    written(
        tmp_path,
        "comptoir-du-libre",
        entry("Registre", repositories=("https://forge.example.org/b/registre",)),
    )
    assert len(Index.load(Snapshots(tmp_path)).bearing("registre")) == 2


def test_a_record_without_a_name_lends_its_number_to_no_project(tmp_path: Path) -> None:
    written(tmp_path, "cnll-annuaire", entry("233", "233", identifiers=(Identifier("sill", "233"),)))
    written(tmp_path, "sill", entry("Registre", "233"))
    made = Index.load(Snapshots(tmp_path))
    assert told(made.search("registre")) == [("Registre", "exact")]
    assert made.search("233") == []


def test_what_is_off_not_software_or_cannot_be_read_is_not_looked_in(tmp_path: Path) -> None:
    written(tmp_path, "sill", entry("Registre"))
    file = written(tmp_path, "comptoir-du-libre", entry("Registre")).file
    assert Index.load(Snapshots(tmp_path), frozenset({"sill"})).looked == (
        Looked("comptoir-du-libre", date(2026, 11, 20)),
    )
    import sqlite3

    with sqlite3.connect(file) as connection:
        connection.execute("DROP TABLE entries")
    connection.close()
    made = Index.load(Snapshots(tmp_path))
    assert (made.looked, made.unread) == ((Looked("sill", date(2026, 11, 20)),), ("comptoir-du-libre",))
    assert len(made.search("registre")) == 1
    file.write_bytes(b"no base")
    assert Index.load(Snapshots(tmp_path)).unread == ("comptoir-du-libre",)


def test_nothing_taken_is_nothing_looked_in(tmp_path: Path) -> None:
    made = Index.load(Snapshots(tmp_path))
    assert (made.looked, made.unread, made.search("registre")) == ((), (), [])
    assert made.never == tuple(
        name for name, one in catalogues().items() if one.way == "whole" and one.holds == "software"
    )


NAMES = st.lists(st.text(max_size=30), min_size=1, max_size=8)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(names=NAMES, typed=st.text(max_size=40))
def test_whatever_the_names_and_the_words_hits_are_in_order_and_bearers_are_exact(
    tmp_path_factory: pytest.TempPathFactory, names: list[str], typed: str
) -> None:
    from reperes.sources.catalogues import mail
    from reperes.sources.catalogues.places import folded

    home = tmp_path_factory.mktemp("home")
    written = (one.encode("utf-8", "ignore").decode() for one in names)
    clean = [one for one in written if not mail.is_in(one)]
    made = index(home, *(entry(one, f"r{at}") for at, one in enumerate(clean)))
    ranks = [CLOSENESS.index(one.closeness) for one in made.search(typed, 50)]
    assert ranks == sorted(ranks)
    bearing = {one.known[0].id for one in made.bearing(typed)}
    same = {f"r{at}" for at, one in enumerate(clean) if folded(one) and folded(one) == folded(typed)}
    assert bearing == same
    for one in clean:
        assert not folded(one) or one in {hit.name for hit in made.bearing(one)}
