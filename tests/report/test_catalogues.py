"""Where catalogues stand and what a search finds, in words and as data, held to the published schemas."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from reperes.facts.catalogue import Entry
from reperes.i18n import Language
from reperes.knowledge.catalogue import Catalogue, Ended, catalogues
from reperes.knowledge.terms import Text
from reperes.report.catalogues import list_table, render_list, render_search, row, sections
from reperes.report.catalogues_json import PUBLISHED, state
from reperes.report.catalogues_taken import outcome_text, skipped_text
from reperes.report.explanation import explain, render
from reperes.sources.catalogues.reader import Taken
from reperes.sources.catalogues.search import Hit, Index, Known, Looked
from reperes.sources.catalogues.settings import Settings
from reperes.sources.catalogues.snapshots import Meta, Snapshots
from reperes.sources.catalogues.standing import Standing, standing, standings
from reperes.sources.catalogues.take import Outcome

FOLDER = Path(__file__).parents[2] / "docs" / "schema"
TODAY = date(2026, 11, 25)
TAKEN_AT = datetime(2026, 11, 20, 8, tzinfo=UTC)
META = Meta(
    catalogue="sill",
    url="https://code.gouv.fr/sill/api/v2/catalogi.json",
    licence="etalab-2.0",
    taken_at=TAKEN_AT,
    checksum="0123456789abcdef" * 4,
    size=4096,
    records=1200,
    rows=1204,
    skipped={"software.name: missing": 3, "software.id: int_type": 1},
    persons=1,
)
FORGE = "https://forge.example.org/atelier/registre"
KNOWN = Known("sill", "233", date(2026, 11, 20), "https://code.gouv.fr/sill/233", (FORGE,))
HIT = Hit("Registre", "exact", (KNOWN,), (FORGE,), "Tient un registre", "EUPL-1.2", 3, 1)


def sill(**more: Any) -> Catalogue:
    return catalogues()["sill"].model_copy(update=more)


def at(catalogue: Catalogue | None = None, **more: Any) -> Standing:
    known: dict[str, Any] = {
        "catalogue": catalogue or sill(),
        "on": TODAY,
        "state": "up-to-date",
        "address": "https://code.gouv.fr/sill/api/v2/catalogi.json",
        "meta": META,
    }
    return Standing(**(known | more))


def looked(*entries: tuple[str, date], never: tuple[str, ...] = ()) -> Index:
    index = Index([], (Looked(*one) for one in entries))
    index.never = never
    return index


def valid(name: str, written: str) -> list[str]:
    validator = Draft202012Validator(PUBLISHED[name](), format_checker=FormatChecker())
    return [error.message for error in validator.iter_errors(json.loads(written))]


@pytest.mark.parametrize("name", PUBLISHED)
def test_the_published_schemas_are_those_of_the_code(name: str) -> None:
    written = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(written)
    assert written == PUBLISHED[name]()


BY_HAND = replace(META, url=None, dated=None, skipped={}, persons=0)


def write(home: Path, catalogue: str, taken_at: datetime, *names: str, dated: date | None = None) -> Outcome:
    entries = [Entry(name, name, f"https://catalogue.example.org/{name}") for name in names]
    meta = replace(META, catalogue=catalogue, taken_at=taken_at, dated=dated, records=len(names))
    return Outcome(Snapshots(home).write(meta, Taken(entries=entries)), None, changed=True)


@pytest.mark.parametrize(
    ("dated", "settings", "expected"),
    [
        (None, Settings(), "up-to-date"),
        (date(2026, 8, 27), Settings(), "up-to-date"),
        (date(2026, 8, 26), Settings(), "old"),
        (None, Settings(off=frozenset({"sill"})), "off"),
    ],
)
def test_a_catalogue_is_old_past_its_days(
    tmp_path: Path, dated: date | None, settings: Settings, expected: str
) -> None:
    write(tmp_path, "sill", TAKEN_AT, "a", dated=dated)
    assert standing(sill(), tmp_path, settings, TODAY).state == expected


def test_a_catalogue_that_its_producer_left_is_said_so_once_it_is_taken(tmp_path: Path) -> None:
    left = Ended(since=date(2025, 9, 1), says=Text(fr="à l’arrêt", en="stopped"), source="its page")
    assert standing(sill(ended=left), tmp_path, Settings(), TODAY).state == "never-taken"
    write(tmp_path, "sill", TAKEN_AT, "a")
    never = at(sill(ended=left), state="never-taken", meta=None)
    assert state(never, Language.EN) == "never taken here; no longer kept up by its producer"
    found = standing(sill(ended=left), tmp_path, Settings(), TODAY)
    assert (found.state, found.age) == ("ended", 5)
    told = dict(sections(sill(ended=left), Language.EN, found))
    assert told["No longer kept up"] == ["since 1 September 2025: “stopped” (its page)"]


def test_a_catalogue_is_left_from_its_day_only(tmp_path: Path) -> None:
    write(tmp_path, "sill", TAKEN_AT, "a")
    left = Ended(since=TODAY, says=Text(fr="à l’arrêt", en="stopped"), source="its page")
    one = sill(ended=left)
    assert standing(one, tmp_path, Settings(), TODAY).state == "ended"
    before = standing(one, tmp_path, Settings(), date(2026, 11, 24))
    assert (before.state, state(before, Language.EN)) == ("up-to-date", "up to date")


@pytest.mark.parametrize(
    ("more", "settings", "expected"),
    [
        ({}, Settings(), "undated"),
        ({"dated": date(2026, 11, 1)}, Settings(), "up-to-date"),
        ({}, Settings(off=frozenset({"sill"})), "off"),
    ],
)
def test_a_file_that_does_not_tell_its_day_is_of_none(
    tmp_path: Path, more: dict[str, Any], settings: Settings, expected: str
) -> None:
    Snapshots(tmp_path).write(replace(BY_HAND, **more), Taken(entries=[Entry("a", "a", "https://x.example")]))
    found = standing(sill(), tmp_path, settings, TODAY)
    assert (found.state, found.age is None) == (expected, not more)


def test_an_unknown_day_is_said_once_and_never_as_an_age() -> None:
    one = at(state="undated", meta=BY_HAND)
    said = "brought on 20 November 2026; the file does not tell of which day it is"
    assert state(one, Language.EN) == said
    assert row(one, Language.EN).snapshot == ("1,200 records", "checksum 0123456789ab")
    assert dict(sections(sill(), Language.EN, one))["On this machine"] == [
        said,
        "1,200 records · checksum 0123456789ab",
    ]
    off = at(state="off", meta=BY_HAND)
    assert row(off, Language.EN).snapshot[0] == said
    for shown in (one, off):
        assert list_table([shown], Language.EN).rows[0][3:] == ("–", "–", "1,200")
    [known] = json.loads(render_list([one], Language.EN, "json"))["catalogues"]
    told = known["snapshot"]
    assert (known["state"], told["day"], told["age_days"], told["brought_on"]) == (
        "undated",
        None,
        None,
        "2026-11-20",
    )
    assert valid("catalogues-1.schema.json", render_list([one, off], Language.EN, "json")) == []


def test_every_catalogue_stands_somewhere(tmp_path: Path) -> None:
    found = standings(tmp_path, TODAY)
    assert list(found) == list(catalogues())
    ways = {(one.catalogue.way, one.state, one.projects, one.age) for one in found.values()}
    assert ways == {("whole", "never-taken", None, None), ("asked", "asked", 0, None)}


@pytest.mark.parametrize("language", Language)
def test_the_list_as_data_is_as_its_schema_says(tmp_path: Path, language: Language) -> None:
    write(tmp_path, "sill", TAKEN_AT, "a", dated=date(2026, 11, 1))
    written = render_list([*standings(tmp_path, TODAY).values()], language, "json")
    assert valid("catalogues-1.schema.json", written) == []
    found = {one["id"]: one for one in json.loads(written)["catalogues"]}
    assert found["sill"]["snapshot"]["age_days"] == 24
    assert found["sill"]["snapshot"]["dated"] == found["sill"]["snapshot"]["day"] == "2026-11-01"
    assert found["sill"]["snapshot"]["brought_on"] is None
    assert found["wikidata"]["projects"] == 0


def test_a_catalogue_is_told_in_words() -> None:
    assert row(at(), Language.EN).snapshot == (
        "state of 20 November 2026, 5 days ago",
        "1,200 records",
        "4 rows left out",
        "1 person left out",
        "checksum 0123456789ab",
    )
    by_hand = at(meta=replace(BY_HAND, dated=TODAY, records=1))
    assert row(by_hand, Language.EN).snapshot == (
        "state of today, 25 November 2026",
        "1 record",
        "brought by hand on 20 November 2026",
        "checksum 0123456789ab",
    )


def test_a_licence_that_is_not_told_is_said_in_words() -> None:
    for name, expected in (("cnll-annuaire", "licence not stated"), ("sill", "etalab-2.0")):
        one = catalogues()[name]
        assert row(at(one), Language.EN).licence == expected
        assert dict(sections(one, Language.EN))["Licence"] == [expected]
    written = render_list([at(catalogues()["cnll-annuaire"])], Language.FR, "json")
    assert json.loads(written)["catalogues"][0]["licence"] == "not-stated"


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({}, "up to date"),
        ({"state": "old"}, "old (more than 90 days)"),
        ({"state": "off"}, "switched off by the settings"),
        ({"state": "asked", "meta": None, "projects": 1}, "asked project by project (1 project kept)"),
        ({"state": "never-taken", "meta": None}, "never taken here"),
    ],
)
def test_a_state_is_told_with_what_makes_it_so(more: dict[str, Any], said: str) -> None:
    assert state(at(**more), Language.EN) == said


@pytest.mark.parametrize("format_", ["text", "markdown", "html"])
def test_the_list_in_every_format_names_each_catalogue(format_: str) -> None:
    shown = render_list([at(), at(state="never-taken", meta=None)], Language.FR, format_)
    assert "sill" in shown
    assert ("0123456789ab" in shown) == (format_ == "text")  # a page that is read has six columns
    assert "reperes explain ID" in shown


@pytest.mark.parametrize("width", [40, 72, 100])
def test_a_text_keeps_within_the_terminal(width: int) -> None:
    known = [at(one) for one in catalogues().values()]
    for language in Language:
        assert max(map(len, render_list(known, language, "text", width=width).splitlines())) <= width
    shown = render_search("x", [HIT], looked(("sill", TODAY)), Language.EN, "text", width=width).splitlines()
    assert max(len(line) for line in shown if "https://" not in line) <= width
    assert ("    https://code.gouv.fr/sill/233" in shown) == (width == 40)


def test_the_table_has_a_dash_where_nothing_was_taken() -> None:
    table = list_table([at(), at(state="never-taken", meta=None)], Language.EN)
    assert len(table.headers) == 6
    assert table.rows[0] == (
        *("sill", "The State’s list of free software (SILL)", "up to date"),
        *("20 November 2026", "5", "1,200"),
    )
    assert table.rows[1][3:] == ("–",) * 3


def test_what_is_found_is_as_its_schema_says() -> None:
    bare = replace(
        HIT, closeness="near", repositories=(), what=None, licence=None, users=None, providers=None
    )
    index = looked(("sill", date(2026, 11, 20)))
    written = render_search("registre", [HIT, bare], index, Language.EN, "json")
    assert valid("catalogue-search-1.schema.json", written) == []
    found = json.loads(written)
    assert found["looked"] == [{"catalogue": "sill", "day": "2026-11-20", "brought_on": None}]
    assert found["hits"][0]["users"] == 3
    assert found["hits"][1]["users"] is None
    assert (found["hits"][0]["contributors"], found["never_taken"]) == (None, [])
    assert (
        valid("catalogue-search-1.schema.json", render_search("x", [], looked(), Language.EN, "json")) == []
    )


def test_what_is_found_is_told_in_words() -> None:
    hit = replace(HIT, contributors=2)
    index = looked(("sill", TODAY), never=("cnll-annuaire", "developers-italia"))
    shown = render_search("registre", [hit], index, Language.EN, "text")
    assert shown.splitlines() == [
        "“registre” in the catalogues",
        "",
        "– Registre — exactly this name",
        "  Tient un registre",
        f"  {FORGE}",
        "  EUPL-1.2 · 3 organisations declare using it · 1 organisation provides services · 2 organisations",
        "  contributed to it",
        "  the SILL, 20 November 2026: https://code.gouv.fr/sill/233",
        "",
        "To observe one of them, give its address:",
        f"  reperes observe {FORGE}",
        "",
        "Only software is searched, not bodies nor domain names. Never taken here: cnll-annuaire,",
        "developers-italia (`reperes catalogue update`).",
    ]


def test_a_record_of_an_undated_file_is_of_no_day() -> None:
    hit = replace(HIT, known=(replace(KNOWN, undated=True),))
    shown = render_search("registre", [hit], looked(("sill", TODAY)), Language.EN, "text")
    assert "the SILL, 20 November 2026 (when the file was brought: its own day is not known)" in shown
    written = render_search("registre", [hit], looked(("sill", TODAY)), Language.EN, "json")
    assert valid("catalogue-search-1.schema.json", written) == []
    [known] = json.loads(written)["hits"][0]["known"]
    assert (known["day"], known["brought_on"]) == (None, "2026-11-20")


def test_what_is_asked_at_length_is_not_said_again_whole() -> None:
    for format_ in ("text", "json", "markdown", "html"):
        shown = render_search("x" * 5000, [], looked(("sill", TODAY)), Language.EN, format_)
        assert "x" * 121 not in shown
        assert "x" * 100 in shown


def test_no_address_to_observe_is_made_of_what_is_none() -> None:
    for url in ("javascript:alert(1)", "https://forge.example.org/a b"):
        shown = render_search("x", [replace(HIT, repositories=(url,))], looked(), Language.EN, "text")
        assert "To observe" not in shown
    odd = replace(HIT, repositories=("https://forge.example.org/a/b&reboot",))
    for format_ in ("text", "markdown", "html"):
        shown = unescape(render_search("x", [odd], looked(), Language.EN, format_))
        assert "reperes observe 'https://forge.example.org/a/b&reboot'" in shown


def test_nothing_found_says_where_it_was_looked_for_and_nothing_taken_says_so() -> None:
    none = render_search("x", [], looked(("sill", TODAY)), Language.EN, "text")
    assert "It may be elsewhere: looked in the SILL, 25 November 2026." in none
    none = render_search(FORGE, [], looked(("sill", TODAY)), Language.EN, "text")
    assert "Nothing is known at this address." in none
    assert "No catalogue was taken here" in render_search("x", [], looked(), Language.EN, "text")


@pytest.mark.parametrize("format_", ["text", "json", "markdown", "html"])
def test_what_strangers_wrote_cannot_fool_the_reader(format_: str) -> None:
    bad = "<script>alert(1)</script>\u202e\x1b[2J"
    known = replace(KNOWN, url="javascript:alert(1)", removed=True)
    hit = replace(HIT, name=bad, what=bad, licence=bad, known=(known,), repositories=("javascript:alert(1)",))
    shown = render_search(bad, [hit], looked(("sill", TODAY)), Language.FR, format_)
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    if format_ == "html":
        assert "<script>" not in shown
        assert 'href="javascript' not in shown
    if format_ == "markdown":
        assert "<script" not in shown.replace("\\<script", "")
        assert "<javascript" not in shown


def test_an_update_is_told_in_a_line(tmp_path: Path) -> None:
    first = write(tmp_path, "sill", TAKEN_AT, "a", "b", "c")
    assert outcome_text(first, Language.EN) == (
        "sill: 3 records · 4 rows left out, mostly: name is missing · 1 person left out · first snapshot"
    )
    again = replace(
        write(tmp_path, "sill", datetime(2026, 11, 21, tzinfo=UTC), "b", "d"), before=first.snapshot
    )
    assert outcome_text(again, Language.EN).endswith("since 20 November 2026: 1 came, 2 went, 0 changed")
    same = replace(again, changed=False)
    assert outcome_text(same, Language.EN).endswith("unchanged since 20 November 2026")
    first.snapshot.file.write_bytes(b"no base")
    assert outcome_text(again, Language.EN).endswith("the former, of 20 November 2026, cannot be read")


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("software.name: missing", "name is missing"),
        ("software.name: empty", "name is empty"),
        ("repositories.repository_url: address", "repository_url is no address"),
        ("domains.name: domain", "name is no domain name"),
        ("software.*.id: int_type", "id is not of the form expected"),
        ("forges: ignored_since", "the list tells to ignore them"),
        ("software.*: model_type", "software.*: model_type"),
        ("software: depth", "software: depth"),
        ("contributions.software: string_too_short", "software is too long or too short"),
        ("id: twice", "id is that of another row"),
    ],
)
def test_why_rows_were_left_out_is_said_in_words_where_there_are(reason: str, said: str) -> None:
    assert skipped_text(reason, Language.EN) == said


@pytest.mark.parametrize("name", catalogues())
@pytest.mark.parametrize("language", Language)
def test_every_catalogue_is_explained(name: str, language: Language) -> None:
    told = explain(name, language)
    assert (told.id, told.kind) == (name, "catalogue")
    bare = [heading for heading, _ in told.sections]
    with_age = explain(name, language, at).sections
    assert len(with_age) == len(bare) + 1
    assert "0123456789ab" in render(explain(name, language, at), language, "text")


def test_a_catalogue_is_found_by_its_name() -> None:
    assert explain("Comptoir du Libre", Language.FR).id == "comptoir-du-libre"
