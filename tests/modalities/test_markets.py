"""What published lists tell of the State’s markets. What is named is invented, save the bodies of the law."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reperes.facts.catalogue import Entry, Found, Listing
from reperes.facts.citation import Citation, ReferenceCitation, WebCitation
from reperes.law import Dated, law
from reperes.modalities.markets import (
    Beneficiaries,
    Body,
    Told,
    body,
    expertise_market,
    folded,
    is_in,
    names,
    records,
    support_market,
)

DAY = date(2026, 11, 20)
LETTERS = "aàâäbcçdeéèêëfghiîïjklmnoôœpqrstuùûüvwxyz"
WORDS = st.lists(st.text(LETTERS, min_size=5, max_size=12), min_size=2, max_size=6)


def page(catalogue: str) -> str:
    return f"https://{catalogue}.example.org/registre"


def row(catalogue: str = "sill", rests: object = "repository", *, flag: object = None, **more: Any) -> Any:
    """Return a row of `listed` as the file of an observation has it."""
    cited = {"kind": "web", "url": page(catalogue), "retrieved_on": DAY.isoformat()}
    told = {"catalogue": catalogue, "name": "Registre", "rests": rests, "support_contract": flag}
    return told | {"citation": cited} | more


def listed(*rows: Any) -> dict[str, Any]:
    return {"listed": list(rows)}


def market(day: date = DAY) -> Dated | None:
    return law()["commande_publique/marche_support"].at(day)


def cited(*catalogues: str) -> tuple[Citation, ...]:
    return (ReferenceCitation("reading", "ecosystem"), *(WebCitation(page(one), DAY) for one in catalogues))


def said_yes(*catalogues: str) -> Told:
    return Told(answer=True, citations=cited(*catalogues))


def said_no(*catalogues: str) -> Told:
    return Told(answer=False, citations=cited(*catalogues))


# Names.


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Agence de l’Exemple", "agence de l exemple"),
        ("L’Agence  de l'exemple", "agence de l exemple"),
        ("Les Services", "services"),
        ("ŒUVRES", "oeuvres"),
        ("œuvres", "oeuvres"),
        ("Hautes-études", "hautes etudes"),
        ("C++", "c++"),
        ("C#", "c#"),
        ("C", "c"),
        ("snake_case", "snake case"),
        ("«»", ""),
        ("", ""),
    ],
)
def test_a_name_is_compared_by_its_letters(name: str, expected: str) -> None:
    assert folded(name) == expected


@given(WORDS.map(" ".join))
def test_case_accents_and_hyphens_make_no_difference(name: str) -> None:
    assert folded(name.upper()) == folded(name) == folded(name.title()) == folded(name.replace(" ", "-"))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "Agence de l’Exemple (ADE)",
            Body("agence de l exemple", frozenset({"ade"}), whole=True),
        ),
        ("Les ministères français", Body("ministeres francais", frozenset(), whole=True)),
        (
            "Réseau Exemple (lot Cahier seulement)",
            Body("reseau exemple", frozenset(), whole=False),
        ),
        ("Réseau Exemple : uniquement sur le lot Cahier", Body("reseau exemple", frozenset(), whole=False)),
        ("Ministères (hors Exemple)", Body("ministeres", frozenset(), whole=False)),
        ("(A)", Body("", frozenset(), whole=True)),
    ],
)
def test_a_line_of_a_list_has_a_name_and_an_acronym(line: str, expected: Body) -> None:
    assert body(line) == expected


def of_law(market_: str) -> list[Body]:
    dated = law()[f"commande_publique/marche_{market_}_beneficiaires"].at(DAY)
    assert dated is not None
    assert isinstance(dated.value, tuple)
    return [body(str(line)) for line in dated.value]


@pytest.mark.parametrize(
    ("name", "support", "expertise"),
    [
        ("CNRS", True, True),
        ("cnrs", True, True),
        ("le CNRS", True, True),
        ("Centre national de la recherche scientifique", True, True),
        ("Centre National de la Recherche Scientifique (CNRS)", True, True),
        ("CNRS (Centre national)", True, True),
        ("Agence du numérique en santé", True, True),
        ("L’AGENCE DU NUMERIQUE EN SANTE", True, True),
        ("ANS", True, True),
        # Another body has the same acronym.
        ("Agence nationale du sport (ANS)", False, False),
        ("ministère de la Culture", True, True),
        ("Le Ministère de l’Intérieur", True, True),
        ("Ministère des Armées", True, True),
        ("Ministère chargé de l’Exemple", True, True),
        # Not told: no service is known to be of a ministry, and « ministre » is no ministry.
        ("Direction d’Exemple du ministère de la Culture", False, False),
        ("Ministère", False, False),
        ("Administère de la Culture", False, False),
        # Each list has its own.
        ("Cour des comptes", False, True),
        ("La Cour des comptes", False, True),
        ("Institut national de la propriété industrielle", True, False),
        ("INPI", True, False),
        # For one lot only: not told.
        ("Réseau Canopé", False, False),
        ("Réseau Canopé (lot Moodle seulement)", False, False),
        ("Ville d’Exemple", False, False),
        ("x", False, False),
        ("()", False, False),
    ],
)
def test_a_list_of_the_law_names_a_body_or_is_silent(name: str, *, support: bool, expertise: bool) -> None:
    assert (names(name, of_law("support")), names(name, of_law("expertise"))) == (support, expertise)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Ministères", True),
        ("Les ministères français", True),
        ("Tous les ministères", True),
        # One ministry, or some, are not all of them.
        ("Ministère des Armées", False),
        ("Ministères sociaux", False),
        ("Ministères (hors Culture)", False),
    ],
)
def test_only_the_line_of_all_ministries_names_each(line: str, *, expected: bool) -> None:
    assert names("Ministère de la Culture", [body(line)]) is expected


@given(WORDS.map(" ".join), st.sampled_from(["", "Le ", "la ", "L’", "les "]))
def test_a_body_is_named_by_a_line_that_bears_its_name_however_written(name: str, article: str) -> None:
    assert names(article + name.upper(), [body(f"{name} (XYZ)")])
    assert not names(article + name, [body(f"{name} : uniquement sur un lot")])


@given(WORDS.map(" ".join), WORDS.map(" ".join), st.text("xyz", min_size=2, max_size=9))
def test_an_acronym_never_names_a_body_that_says_its_own_name(one: str, other: str, short: str) -> None:
    named = names(f"{one} ({short})", [body(f"{other} ({short})")])
    assert named == (folded(one) == folded(other))


@given(st.text(max_size=60), st.lists(st.text(max_size=60), max_size=4))
def test_any_text_is_compared_without_failing(name: str, lines: list[str]) -> None:
    assert names(name, [body(one) for one in lines]) in {True, False}
    assert names(name, []) is False


# Rows.


@pytest.mark.parametrize(
    "wrong",
    [
        None,
        3,
        "sill",
        [],
        row(catalogue="sill", name=None),
        row(name="«»"),
        row() | {"catalogue": ["sill"]},
        row(citation=None),
        row(citation={"url": page("sill")}),
        row(citation={"url": page("sill"), "retrieved_on": "hier"}),
        row(citation={"url": 3, "retrieved_on": "2026-11-20"}),
        row(citation={"url": "javascript:alert(1)", "retrieved_on": "2026-11-20"}),
    ],
)
def test_what_is_no_row_is_let_go(wrong: object) -> None:
    assert [*records({"listed": [wrong, row()]})] == [*records(listed(row()))]
    assert len([*records(listed(row()))]) == 1
    assert [*records({"listed": wrong})] == []


@pytest.mark.parametrize("rests", [None, "", "guess", ["repository"], {"a": 1}, 3])
def test_what_ties_a_row_is_its_name_when_it_is_not_known(rests: object) -> None:
    assert [one.is_tied for one in records(listed(row(rests=rests)))] == [False]


STRANGE: tuple[object, ...] = (None, 1, 0, "", "unknown", "peut-être", [], {})


@pytest.mark.parametrize(
    ("flag", "expected"),
    [
        *((yes, True) for yes in (True, "true", "yes")),
        *((no, False) for no in (False, "false", "no")),
        *((strange, None) for strange in STRANGE),
    ],
)
def test_a_flag_is_yes_or_no_or_not_told(flag: object, *, expected: bool | None) -> None:
    assert [one.support_contract for one in records(listed(row(flag=flag)))] == [expected]


def test_a_row_is_the_same_of_an_observation_and_of_its_file() -> None:
    made = row() | {"citation": WebCitation(page("sill"), DAY)}
    assert [*records({"listed": (made,)})] == [*records(listed(row()))]


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
KEYS = ("catalogue", "name", "rests", "support_contract", "citation")


@given(st.lists(st.dictionaries(st.sampled_from(KEYS), JUNK) | JUNK, max_size=4) | JUNK)
def test_strange_rows_tell_nothing_and_break_nothing(rows: object) -> None:
    companions = {"listed": rows}
    assert support_market(companions, market()) is None
    assert expertise_market(companions, ["2 : Registre (x)"]) is None
    assert is_in("sill", companions) is None


# Software.


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([], None),
        ([row(flag=True)], said_yes("sill")),
        ([row(flag=False)], said_no("sill")),
        ([row(flag=None)], None),
        # A name alone decides nothing, whatever it says.
        ([row(rests="name", flag=True)], None),
        ([row(rests="name", flag=False)], None),
        ([row("liste-marche-support", "name", flag=True)], None),
        # The list of the market has names only: it tells for a name that is surely the project’s own.
        (
            [row(), row("liste-marche-support", "name", flag=True, name="REGISTRE")],
            said_yes("liste-marche-support"),
        ),
        ([row(), row("liste-marche-support", "name", flag=True, name="Registre 2")], None),
        ([row(name="C"), row("liste-marche-support", "name", flag=True, name="C++")], None),
        # Two that agree are both cited; two that disagree ask.
        ([row(flag=True), row("comptoir", flag=True)], said_yes("sill", "comptoir")),
        ([row(flag=True), row("comptoir", flag=False)], None),
        ([row(flag=False), row("liste-marche-support", "name", flag=True)], None),
        ([row(flag=False), row("comptoir", "name", flag=True)], said_no("sill")),
        # What does not tell is no contradiction.
        ([row(flag=False), row("comptoir")], said_no("sill")),
    ],
)
def test_the_support_market_holds_what_sure_records_say(rows: list[Any], expected: Told | None) -> None:
    assert support_market(listed(*rows), market()) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2024-09-30", None),  # it tells of the market before this one
        ("2024-10-01", True),
        ("2028-09-30", True),
        ("2028-10-01", None),
    ],
)
def test_a_list_tells_of_the_market_of_its_own_day(day: str, *, expected: bool | None) -> None:
    dated = row(flag=True, citation={"url": page("sill"), "retrieved_on": day})
    found = support_market(listed(dated), market())
    assert (None if found is None else found.answer) is expected


@pytest.mark.parametrize("day", [date(2024, 9, 30), date(2028, 10, 1)])
def test_a_day_without_a_market_is_told_nothing(day: date) -> None:
    assert support_market(listed(row(flag=True)), market(day)) is None


LOTS = ("1 : expertise générique (Atelier, 24 janvier 2025)", "2 : Registre (Atelier, 11 mars 2025)")


@pytest.mark.parametrize(
    ("rows", "lots", "expected"),
    [
        ([row()], LOTS, said_yes("sill")),
        ([row(name="registre"), row("comptoir")], LOTS, said_yes("sill", "comptoir")),
        # A general lot may cover the rest: never a « no ».
        ([row(name="Cahier")], LOTS, None),
        ([row(rests="name")], LOTS, None),
        ([], LOTS, None),
        ([row()], None, None),
        ([row()], (), None),
        ([row()], 3, None),
        ([row()], ("Registre", " : Registre", "2 : (Registre)"), None),
    ],
)
def test_the_expertise_market_has_lots_that_bear_a_name(
    rows: list[Any], lots: object, expected: Told | None
) -> None:
    assert expertise_market(listed(*rows), lots) == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([row()], said_yes("sill")),
        ([row("comptoir")], None),
        ([row(rests="name")], None),
        ([], None),
    ],
)
def test_a_catalogue_holds_the_project_or_nothing_was_found(rows: list[Any], expected: Told | None) -> None:
    assert is_in("sill", listed(*rows)) == expected


# Beneficiaries that were taken.

PAGE = "https://lists.example.org/"


def taken(*entries: Entry, on: date = DAY) -> Beneficiaries:
    moment = datetime(2026, 11, 21, 8, tzinfo=UTC)
    found = tuple(Found(one, "name") for one in entries)
    return Beneficiaries.of(Listing("beneficiaires-marches", moment, PAGE, found, dated=on))


def beneficiary(name: str, *names_: str, lots: tuple[str, ...] = ("marche-support",), **more: Any) -> Entry:
    return Entry(name, name, PAGE, names=names_, lots=lots, **more)


def test_no_list_names_nobody() -> None:
    assert Beneficiaries.of(None) == Beneficiaries()
    assert Beneficiaries().name("CNRS", "marche-support", market()) is None


def test_a_list_names_a_body_for_its_own_market_and_is_cited_by_its_day() -> None:
    made = taken(beneficiary("L’Agence de l’exemple", "Agence de l’exemple", "ADE"))
    answer = Told(answer=True, citations=(WebCitation(PAGE, DAY),))
    for name in ("Agence de l’Exemple", "ADE", "l’agence de l’exemple"):
        assert made.name(name, "marche-support", market()) == answer
    assert made.name("ADE", "marche-expertise", market()) is None
    assert made.name("Agence d’un autre exemple (ADE)", "marche-support", market()) is None


def test_a_body_that_has_one_lot_only_is_not_told() -> None:
    made = taken(beneficiary("Réseau Exemple", what="uniquement sur le lot Cahier"))
    assert made.name("Réseau Exemple", "marche-support", market()) is None


def test_a_list_of_before_the_market_names_nobody() -> None:
    entry = beneficiary("Agence de l’exemple")
    assert taken(entry, on=date(2024, 9, 30)).name(entry.name, "marche-support", market()) is None
    assert taken(entry, on=date(2024, 10, 1)).name(entry.name, "marche-support", market()) is not None
    assert taken(entry).name(entry.name, "marche-support", None) is None
