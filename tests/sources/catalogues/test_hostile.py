"""What a stranger may send to harm: it is bounded, told in words, and costs its own catalogue at the most."""

import contextlib
import os
import sqlite3
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reperes.errors import UnreachableError, UsageError
from reperes.facts.catalogue import Entry, Found, Identifier, Listing
from reperes.facts.documents import Declarations, Structured
from reperes.facts.fact import Fact, Provenance
from reperes.facts.factset import FactSet
from reperes.facts.repository import Repository
from reperes.facts.schema import DECLARATIONS, REPOSITORY
from reperes.i18n import Language
from reperes.knowledge.catalogue import catalogues
from reperes.sources.catalogues import asking, reader, take
from reperes.sources.catalogues.asking import MOST_FOUND, Answers
from reperes.sources.catalogues.match import MOST_SURE, found_in
from reperes.sources.catalogues.project import MOST_IDENTIFIERS, Project, project_of
from reperes.sources.catalogues.reader import Row, ShapeError, Taken, text
from reperes.sources.catalogues.readers import (
    code_gouv_organisations,
    contributions_marche_support,
    developers_italia,
    liste_marche_support,
    noms_de_domaine_publics,
    recherche_entreprises,
    sill,
)
from reperes.sources.catalogues.snapshots import Meta, Snapshots, valid
from reperes.sources.catalogues.take import Outcome, Taking, bring
from support.asked import asked, project
from support.catalogues import SIREN, TAKEN_AT, body, organization, person, sill_software
from support.web import READ_AT, Heard, Said, Site, as_json, client, serving

LATER = TAKEN_AT + timedelta(days=1)
PATH = "/v2/catalogi.json"
META = Meta(
    "sill", "https://a.example.org", "etalab-2.0", TAKEN_AT, "0" * 64, 1, records=1, rows=1, skipped={}
)
ENTRY = Entry("233", "Registre", "https://a.example.org/233")


class Line(Row):
    name: str


def update(
    home: Path, site: Site, moment: datetime = TAKEN_AT, name: str = "sill", path: str = PATH
) -> Outcome:
    with client(home) as http:
        return Taking(http, Snapshots(home), moment).update(catalogues()[name], site.url(path))


# Validators.


@pytest.mark.parametrize("told", ['"v1"', 'W/"v1"', '""', '"' + "x" * 196 + '"'])
def test_a_validator_of_the_form_of_one_is_kept(told: str) -> None:
    assert valid(told) == told


@pytest.mark.parametrize(
    "told",
    ["v1", '"é"', '"a b"', '"a\tb"', '"a"b"', '"a', "W/v1", "*", '"' + "x" * 197 + '"', "", None, '"v1"\n'],
)
def test_any_other_validator_is_not_kept(told: str | None) -> None:
    assert valid(told) is None


def test_a_catalogue_with_a_strange_validator_is_taken_and_asked_again_without_it(tmp_path: Path) -> None:
    with serving() as site:
        site.routes[PATH] = as_json([sill_software()], ETag='"caf\xe9"')
        assert update(tmp_path, site).snapshot.meta.validator is None
        assert not update(tmp_path, site, LATER).changed
        assert "if-none-match" not in site.heard[-1].headers


def test_a_strange_validator_that_was_stored_is_not_sent(tmp_path: Path) -> None:
    with serving() as site:
        site.routes[PATH] = as_json([sill_software()])
        meta = replace(META, url=site.url(PATH), validator='"é\n"')
        Snapshots(tmp_path).write(meta, Taken([replace(ENTRY, id="233")]))
        update(tmp_path, site, LATER)
        assert "if-none-match" not in site.heard[-1].headers


@pytest.mark.parametrize("error", [UnicodeEncodeError, AssertionError, StopIteration, MemoryError])
def test_nothing_but_what_is_told_comes_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    def failing(_: bytes) -> Taken:
        raise error("a", "b", 1, 2, "c") if error is UnicodeEncodeError else error("quidam")

    monkeypatch.setattr(take, "module_of", lambda _: SimpleNamespace(read=failing))
    with serving() as site:
        site.routes[PATH] = as_json([])
        with pytest.raises(UnreachableError) as raised:
            update(tmp_path, site)
    assert raised.value.why.args == {"detail": error.__name__}


# Domains.


def test_a_head_of_too_many_columns_is_another_shape() -> None:
    whole = "name,type," + ",".join(f"c{rank}" for rank in range(98))
    assert len(noms_de_domaine_publics.read(f"{whole}\nville.example,Commune\n".encode()).entries) == 1
    with pytest.raises(ShapeError, match="domains: columns"):
        noms_de_domaine_publics.read(f"{whole},c98\nville.example\n".encode())


def test_the_cells_of_a_row_are_read_by_their_place() -> None:
    page = "x,type,name,name\n,Commune,ville.example,other.example,more,more\n\nshort\n,,region.example\n"
    taken = noms_de_domaine_publics.read(page.encode())
    assert [(one.id, one.what) for one in taken.entries] == [
        ("ville.example", "Commune"),
        ("region.example", None),
    ]
    assert dict(taken.skipped) == {"domains.name: missing": 1}


def test_a_quote_that_is_never_closed_is_another_shape() -> None:
    with pytest.raises(ShapeError, match="Error"):
        noms_de_domaine_publics.read(b'name,type\nok.example,Commune\n"' + b"a.example,Commune\n" * 10_000)


# Texts.


def test_a_text_is_walked_up_to_a_bound() -> None:
    walked = []

    class Counted(str):
        __slots__ = ()

        def lstrip(self, *_: Any) -> "Counted":
            return self

        def __getitem__(self, key: Any) -> str:
            walked.append(key)
            return str.__getitem__(self, key)

    assert text(Counted("ab " * 1_000_000)) == ("ab " * 200)[:499] + "…"
    assert walked == [slice(None, 20_000, None)]
    assert text(" " * 50_000 + "fin") == "fin"
    assert text("a" + " " * 50_000 + "b") == "a…"


def test_a_text_of_a_row_is_bounded() -> None:
    taken = Taken()
    rows = [{"name": "x" * 20_000}, {"name": "y" * 20_001}]
    assert [one.name[0] for one in taken.each(rows, Line, "line")] == ["x"]
    assert dict(taken.skipped) == {"line.name: string_too_long": 1}


@given(st.text("a (\n", max_size=40))
def test_what_is_before_brackets_is_a_beginning(name: str) -> None:
    before = recherche_entreprises._before_brackets(name)
    assert name.startswith(before)
    assert "(" not in before


def test_a_name_full_of_blanks_costs_its_row(tmp_path: Path) -> None:
    unit = {"siren": SIREN, "nom_complet": "a" + " " * 100_000 + "b", "nature_juridique": "5710"}
    about = project(holders=("Atelier",))
    with serving() as site:
        site.routes["/search"] = as_json({"results": [unit]})
        with pytest.raises(ShapeError, match=r"results\.nom_complet: string_too_long"):
            asked("recherche-entreprises", site, tmp_path, about, bounds=take.BOUNDS)


def test_a_page_has_an_end() -> None:
    line = "| Atelier | Registre | | |\n"
    head = "| Entreprise | Outil | Date | Lien |\n|---|---|---|---|\n"
    assert contributions_marche_support.read((head + line * 100).encode()).rows == 100
    with pytest.raises(ShapeError, match="lines"):
        contributions_marche_support.read((head + line * 20_000).encode())
    [entry] = liste_marche_support.read(b"# Logiciels\n- Registre\n- " + b"[" * 50_000 + b"\n").entries
    assert entry.name == "Registre"
    cells = b"| Entreprise | Outil |\n| Atelier | Registre |" + b"x|" * 50_000
    assert len(contributions_marche_support.read(cells).entries) == 1


# Rows and lists.


class Endless:
    """Rows that do not fit, as many as are read."""

    def __init__(self) -> None:
        self.read = 0

    def __iter__(self) -> "Endless":
        return self

    def __next__(self) -> object:
        self.read += 1
        return []


def test_rows_that_do_not_fit_are_not_read_to_the_end() -> None:
    rows = Endless()
    with pytest.raises(ShapeError, match="line: model_type"):
        list(Taken().each(rows, Line, "line"))
    assert rows.read == 1000


def test_they_are_as_long_as_they_are_the_fewest() -> None:
    taken = Taken()
    rows: list[object] = [{"name": "a"}] * 1500 + [3] * 1500
    assert len(list(taken.each(rows, Line, "line"))) == 1500
    assert taken.skipped == {"line: model_type": 1500}
    with pytest.raises(ShapeError):
        list(Taken().each([*rows, 3], Line, "line"))


def test_names_of_rows_are_known_without_being_looked_for_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    assert {"siren", "publiccodeYml", "organization_url", "id"} <= reader._declared
    monkeypatch.setattr(Row, "__subclasses__", None, raising=False)
    taken = Taken()
    list(taken.parts([{}] * 10, Line, "part"))
    assert taken.skipped == {"part.name: missing": 10}


def test_parts_of_a_row_have_an_end() -> None:
    taken = Taken()
    assert list(taken.parts([0] * 1_000_000, Line, "part")) == []
    assert taken.skipped == {"part: model_type": 2000, "part: more than 2000": 998_000}


def test_a_record_of_the_sill_has_bounds() -> None:
    counts = {f"Ville {rank}": {"userCount": 1, "referentCount": 0} for rank in range(500)}
    similar = [{"name": f"Nuage {rank}"} for rank in range(100)]
    taken = sill.read(
        body([sill_software(userAndReferentCountByOrganization=counts, similarSoftwares=similar)])
    )
    [entry] = taken.entries
    assert (len(entry.parties), len(entry.similar)) == (400, 60)
    assert taken.skipped["similar: more than 60"] == 40
    assert taken.skipped["parties: more than 400"] == 100


def test_a_record_that_is_written_twice_is_kept_once() -> None:
    taken = sill.read(body([sill_software(), sill_software(license="MIT"), sill_software(id=2)]))
    assert [(one.id, one.licence) for one in taken.entries] == [
        ("233", sill_software()["license"]),
        ("2", sill_software()["license"]),
    ]
    assert dict(taken.skipped) == {"id: twice": 1}
    other = Taken([replace(ENTRY, id="2"), replace(ENTRY, id="3")])
    taken.add(other)
    assert [one.id for one in taken.entries] == ["233", "2", "3"]
    assert dict(taken.skipped) == {"id: twice": 2}


def test_a_project_is_looked_for_with_so_many_keys(tmp_path: Path) -> None:
    many = tuple(Identifier("wikidata", f"Q{rank}") for rank in range(1, 100_000))
    known = Project(None).knowing([replace(ENTRY, identifiers=many)], "sill")
    assert known.identifiers[:2] == ("sill:233", "wikidata:Q1")
    assert len(known.identifiers) == MOST_IDENTIFIERS
    snapshot = Snapshots(tmp_path).write(META, Taken([ENTRY, replace(ENTRY, id="7", identifiers=many[:1])]))
    keys = [*(f"{one.scheme}:{one.value}" for one in reversed(many)), "sill:233"]
    assert [one.id for one in snapshot.of("identifier", keys)] == ["233", "7"]


def test_records_of_one_address_are_shown_up_to_a_bound(tmp_path: Path) -> None:
    same = [
        replace(ENTRY, id=str(rank), repositories=("https://forge.example.org/atelier/registre",))
        for rank in range(MOST_SURE + 9)
    ]
    snapshot = Snapshots(tmp_path).write(META, Taken(same))
    found = found_in(snapshot, project())
    assert [one.entry.id for one in found] == [str(rank) for rank in range(MOST_SURE)]


# Files.


@pytest.mark.parametrize(
    "page", ["%TAG !a! b\n---\nx: 1\n", "x: 1\n---\n%TAG !a! b\n", "\ufeff%x\n", "a: 1\r%x"]
)
def test_yaml_with_directives_is_another_shape(page: str) -> None:
    with pytest.raises(ShapeError, match="directive"):
        code_gouv_organisations.read(page.encode())
    row = {"id": "a-1", "url": "https://github.com/a/b", "publiccodeYml": f"{page}\nname: x\n"}
    whole = [row | {"id": "a-2", "publiccodeYml": "%YAML 1.2\n---\nname: Registro\n"}, row]
    taken = developers_italia.read(body({"data": whole}))
    assert [one.id for one in taken.entries] == ["a-2"]
    assert dict(taken.skipped) == {"software.publiccodeYml: unreadable": 1}


def test_what_is_no_ordinary_file_is_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for file in (pipe, Path(os.devnull), tmp_path):
        with pytest.raises((UsageError, IsADirectoryError)) as raised:
            bring(catalogues()["sill"], file, Snapshots(tmp_path), TAKEN_AT)
        if isinstance(raised.value, UsageError):
            assert raised.value.why.text(Language.EN) == "It is not an ordinary file."


def test_pages_without_end_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(take, "MOST_PAGES", 3)

    def page(heard: Heard) -> Said:
        rank = int(heard.path.partition("=")[2] or 0)
        row = {
            "id": f"a-{rank}",
            "url": f"https://github.com/a/r{rank}",
            "publiccodeYml": f"name: Registro {rank}",
        }
        return as_json({"data": [row], "links": {"next": f"?p={rank + 1}"}})

    with serving() as site:
        site.routes["/v1"] = page
        with pytest.raises(UnreachableError) as raised:
            update(tmp_path, site, name="developers-italia", path="/v1")
    assert raised.value.why.args == {"detail": "more than 3 pages"}
    assert len(site.heard) == 3


def aged(file: Path, moment: datetime) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"half")
    os.utime(file, (moment.timestamp(),) * 2)
    return file


def test_what_was_left_half_written_is_swept(tmp_path: Path) -> None:
    folder = tmp_path / "catalogues" / "sill"
    old = [aged(folder / name, TAKEN_AT - timedelta(days=2)) for name in ("a.partial", "b.partial-journal")]
    young = aged(folder / "c.partial", TAKEN_AT - timedelta(hours=2))
    other = aged(folder / "notes.txt", TAKEN_AT - timedelta(days=2))
    Snapshots(tmp_path).write(META, Taken([ENTRY]))
    assert [one.exists() for one in (*old, young, other)] == [False, False, True, True]
    answers = Answers(tmp_path)
    listing = Listing("wikidata", READ_AT, "https://a.example.org", (Found(ENTRY, "repository"),))
    answers.keep(listing, project())
    [kept] = tmp_path.rglob("*.json")
    left = aged(kept.with_name("d.partial"), READ_AT - timedelta(days=2))
    answers.keep(listing, project())
    assert not left.exists()


def edited(file: Path, before: str, after: str) -> None:
    with contextlib.closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE meta SET text = replace(text, ?, ?)", (before, after))


def test_a_moment_without_its_zone_is_damage(tmp_path: Path) -> None:
    snapshots = Snapshots(tmp_path)
    file = snapshots.write(META, Taken([ENTRY])).file
    edited(file, "2026-11-20T08:30:00Z", "2026-11-20T08:30:00")
    assert snapshots.latest("sill", before=READ_AT) is None
    assert snapshots.are_damaged("sill")


# Answers.


def test_records_of_an_answer_are_looked_at_up_to_a_bound(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given_ = []

    def endless(*_: object) -> Any:
        while True:
            given_.append(1)
            yield Found(replace(ENTRY, id=str(len(given_))), "repository")

    monkeypatch.setattr(asking, "module_of", lambda _: SimpleNamespace(ask=endless))
    with serving() as site:
        assert len(asked("wikidata", site, tmp_path)) == MOST_FOUND
    assert len(given_) == MOST_FOUND


def test_an_answer_that_is_too_long_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    listing = Listing("wikidata", READ_AT, "https://a.example.org", (Found(ENTRY, "repository"),))
    answers = Answers(tmp_path)
    answers.keep(listing, project())
    [file] = tmp_path.rglob("*.json")
    monkeypatch.setattr(asking, "MOST_BYTES", file.stat().st_size - 1)
    answers.keep(replace(listing, taken_at=READ_AT + timedelta(hours=1)), project())
    assert list(tmp_path.rglob("*.json")) == [file]
    assert answers.kept("wikidata", project(), READ_AT) is None


def test_an_answer_without_its_zone_is_as_if_it_were_not_there(tmp_path: Path) -> None:
    answers = Answers(tmp_path)
    answers.keep(Listing("wikidata", READ_AT, "https://a.example.org", (Found(ENTRY, "name"),)), project())
    [file] = tmp_path.rglob("*.json")
    file.write_bytes(file.read_bytes().replace(b"12:00:00Z", b"12:00:00"))
    assert answers.kept("wikidata", project(), READ_AT) is None


# People.


def test_a_provider_without_its_type_is_a_person() -> None:
    providers = [
        organization("Atelier"),
        {"name": "Camille Quidam"},
        person("Ada Exemple"),
        {"@type": "x", "name": "B"},
    ]
    taken = sill.read(body([sill_software(providers=providers)]))
    assert [one.name for one in taken.entries[0].parties if one.part == "provider"] == ["Atelier"]
    assert "Quidam" not in repr(taken)
    assert taken.persons == 3 + sill.read(body([sill_software(providers=[])])).persons


def declared(**told: Any) -> FactSet:
    provenance = Provenance("git", ".", None, READ_AT, "git.describe/1")
    item = Structured("publiccode.yml", "publiccode.yml", told)
    repository = Repository(None, "a" * 40, "a" * 40, "main", None, ())
    known: list[Fact[Any]] = [
        Fact(REPOSITORY.name, repository, provenance),
        Fact(DECLARATIONS.name, Declarations((item,)), provenance),
    ]
    return FactSet(known)


@pytest.mark.parametrize(
    ("name", "holders"),
    [
        ("Camille Quidam", ()),
        ("Quidam", ()),
        ("Association du registre", ("Association du registre",)),
        ("Camille Quidam, Ville d’Exemple", ("Ville d’Exemple",)),
        ("Ville d’Exemple <ada@ville.example>", ()),
        ("Ville ada%40ville.example", ()),
        ("DINUM", ("DINUM",)),
        ("Camille Quidam DINUM", ()),
    ],
)
def test_who_is_asked_about_is_surely_an_organisation(name: str, holders: tuple[str, ...]) -> None:
    legal = {"mainCopyrightOwner": name, "repoOwner": name}
    assert project_of(declared(legal=legal, organisation={"name": name}), "x").holders == holders


def test_an_organisation_with_its_address_is_asked_about() -> None:
    told = {"name": "Atelier", "uri": "https://atelier.example"}
    assert project_of(declared(organisation=told, legal={"repoOwner": "Atelier"}), "x").holders == (
        "Atelier",
    )
    assert project_of(declared(organisation=told | {"uri": "Atelier"}), "x").holders == ()


def test_users_and_funders_that_may_be_persons_are_counted() -> None:
    yaml = """
name: Registro
usedBy: [Comune di Esempio, Camille Quidam, Provincia di Esempio, Agenzia Esempio]
fundedBy: [{name: Ada Esempio}, {name: Esempio, uri: "https://esempio.example"}, {name: Fondazione Esempio}]
organisation: {name: Zeno Esempio}
"""
    row = {"id": "a-1", "url": "https://github.com/a/b", "publiccodeYml": yaml}
    taken = developers_italia.read(body({"data": [row]}))
    assert [(one.name, one.part) for one in taken.entries[0].parties] == [
        ("Comune di Esempio", "user"),
        ("Provincia di Esempio", "user"),
        ("Agenzia Esempio", "user"),
        ("Esempio", "funder"),
        ("Fondazione Esempio", "funder"),
    ]
    assert taken.persons == 3
    assert "Quidam" not in repr(taken)
