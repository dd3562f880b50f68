"""What is known of the inputs of a table, for one project, one administration and one day."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from reperes.facts.citation import ReferenceCitation, WebCitation
from reperes.law import law
from reperes.modalities.case import Case
from reperes.modalities.given import of_file, of_observation
from reperes.modalities.library import modalities
from reperes.modalities.profile import administration
from reperes.modalities.table import Known
from reperes.modalities.vocabulary import NEEDS, shared
from reperes.readings.model import Confidence, Reading
from support.advice import explained, listed, taken

AS_OF = date(2026, 11, 25)
YES, NO, OPEN = ("yes",), ("no",), ("yes", "no")
LIKELY = {"confidence": "likely"}


def case(readings: Mapping[str, Any] | None = None, as_of: date = AS_OF, **ours: Any) -> Case:
    told = {"name": "x", "kind": "local-authority", "level": "commune", **ours}
    if told["kind"] != "local-authority":
        del told["level"]
    return Case(administration(told), of_file(readings or {}), as_of, law())


def values(made: Case, modality: str, name: str) -> tuple[str, ...]:
    return made.inputs(modalities()[modality])[name].values


def bought(amount: float | None, **more: Any) -> dict[str, Any]:
    return {"purchase": {"amount_eur_ht": amount, **more}}


# Thresholds.


@pytest.mark.parametrize(
    ("amount", "day", "under"),
    [
        (24999, date(2019, 12, 31), YES),
        (25000, date(2019, 12, 31), NO),
        (39999, date(2020, 1, 1), YES),
        (39999, date(2026, 3, 31), YES),
        (40000, date(2026, 3, 31), NO),
        (40000, date(2026, 4, 1), YES),
        (59999.99, date(2026, 4, 1), YES),
        (60000, date(2026, 4, 1), NO),
        (None, date(2026, 4, 1), OPEN),
        # Nothing is known before the first value.
        (100, date(2015, 9, 30), OPEN),
        (100, date(2015, 10, 1), YES),
    ],
)
def test_a_threshold_changes_on_its_day(amount: float | None, day: date, under: tuple[str, ...]) -> None:
    assert values(case(as_of=day, **bought(amount)), "commande-sous-seuil", "under.dispense") == under


@pytest.mark.parametrize(
    ("as_of", "consultation", "under"),
    [
        (date(2026, 3, 1), None, NO),
        (date(2026, 3, 1), "2026-03-31", NO),
        (date(2026, 3, 1), "2026-04-01", YES),
        (date(2026, 11, 25), "2026-03-31", NO),
        (date(2026, 11, 25), None, YES),
    ],
)
def test_a_threshold_is_that_of_the_day_of_the_consultation(
    as_of: date, consultation: str | None, under: tuple[str, ...]
) -> None:
    made = case(as_of=as_of, **bought(45000, consultation_on=consultation))
    assert values(made, "commande-sous-seuil", "under.dispense") == under
    assert made.consultation_on == (as_of if consultation is None else date.fromisoformat(consultation))


def test_what_is_no_amount_is_that_of_the_day_of_the_advice() -> None:
    made = case(as_of=date(2027, 12, 28), kind="state", **bought(100, consultation_on="2027-12-27"))
    assert values(made, "mise-a-disposition", "in_force.experiment") == NO
    eve = case(as_of=date(2027, 12, 27), kind="state", **bought(100, consultation_on="2027-12-28"))
    assert values(eve, "mise-a-disposition", "in_force.experiment") == YES


FORMALISED = [
    # 140 000 € for central authorities and 216 000 € for others, in 2026 and 2027.
    ({"kind": "state"}, 139999, YES),
    ({"kind": "state"}, 140000, NO),
    ({"kind": "local-authority"}, 140000, YES),
    ({"kind": "local-authority"}, 215999, YES),
    ({"kind": "local-authority"}, 216000, NO),
    ({"kind": "hospital"}, 215999, YES),
    ({"kind": "university"}, 216000, NO),
    ({"kind": "other-public"}, 215999, YES),
    ({"kind": "local-public-body"}, 216000, NO),
    ({"kind": "state-operator", "central_authority": True}, 139999, YES),
    ({"kind": "state-operator", "central_authority": True}, 140000, NO),
    ({"kind": "state-operator", "central_authority": False}, 215999, YES),
    ({"kind": "state-operator", "central_authority": False}, 216000, NO),
    # Between the two, an operator that does not know is not told either.
    ({"kind": "state-operator"}, 139999, YES),
    ({"kind": "state-operator"}, 140000, OPEN),
    ({"kind": "state-operator"}, 215999, OPEN),
    ({"kind": "state-operator"}, 216000, NO),
]


@pytest.mark.parametrize(("ours", "amount", "under"), FORMALISED)
def test_a_threshold_is_that_of_the_body(ours: dict[str, Any], amount: float, under: tuple[str, ...]) -> None:
    assert values(case(**ours, **bought(amount)), "marche-dedie", "under.formalise") == under


def test_a_central_authority_is_asked_of_operators_only() -> None:
    state = case(kind="state", central_authority=False, **bought(180000))
    commune = case(central_authority=False, **bought(180000))
    assert values(state, "marche-dedie", "under.formalise") == NO
    assert values(commune, "marche-dedie", "under.formalise") == YES


@pytest.mark.parametrize("day", ["2028-01-01", "2017-12-31"])
def test_a_threshold_that_is_not_known_on_a_day_tells_nothing(day: str) -> None:
    made = case(**bought(1, consultation_on=day))
    assert values(made, "marche-dedie", "under.formalise") == OPEN


SERVICES = "commande_publique/seuil_dispense_fournitures_services"
WORKS = "commande_publique/seuil_dispense_travaux"


@pytest.mark.parametrize("object_", ["works", "services", "supplies"])
def test_software_never_has_the_threshold_of_works(object_: str) -> None:
    made = case(**bought(80000, object=object_))
    assert [one.id for one in made.applicable([SERVICES, WORKS])] == [SERVICES]
    assert values(made, "commande-sous-seuil", "under.dispense") == NO


def test_when_the_object_is_not_told_both_may_bind() -> None:
    assert [one.id for one in case(**bought(80000)).applicable([SERVICES, WORKS])] == [SERVICES, WORKS]
    assert [one.id for one in case().applicable([SERVICES, WORKS])] == [SERVICES, WORKS]


def test_the_rule_of_a_body_that_is_not_known_is_any_of_those_it_may_be() -> None:
    names = [f"association/deliberation_{level}" for level in ("commune", "departement", "region", "epci")]
    assert [one.id for one in case().applicable(names)] == names[:1]
    assert [one.id for one in case(level=None).applicable(names)] == names
    assert case(kind="state").applicable(names) == []


@pytest.mark.parametrize(("population", "over"), [(3499, NO), (3500, NO), (3501, YES), (None, OPEN)])
def test_a_population_is_over_a_number_or_not(population: int | None, over: tuple[str, ...]) -> None:
    assert values(case(population=population), "mise-a-disposition", "over.inhabitants") == over


@pytest.mark.parametrize(
    ("day", "in_force"),
    [
        (date(2024, 9, 30), OPEN),
        (date(2024, 10, 1), YES),
        (date(2028, 9, 30), YES),
        (date(2028, 10, 1), OPEN),
    ],
)
def test_a_market_is_in_force_between_its_days(day: date, in_force: tuple[str, ...]) -> None:
    assert values(case(as_of=day, kind="state"), "marche-support", "in_force.support") == in_force


# Beneficiaries.


@pytest.mark.parametrize(
    ("kind", "stated", "day", "expected"),
    [
        ("state", None, AS_OF, OPEN),
        ("state-operator", None, AS_OF, OPEN),
        ("other-public", None, AS_OF, OPEN),
        ("local-authority", None, AS_OF, NO),
        ("local-public-body", None, AS_OF, NO),
        ("hospital", None, AS_OF, NO),
        ("university", None, AS_OF, NO),
        # What is said is taken; on a day for which no list is known, nothing is told.
        ("hospital", True, AS_OF, YES),
        ("state", False, AS_OF, NO),
        ("state", True, AS_OF, YES),
        ("hospital", None, date(2024, 9, 30), OPEN),
        ("hospital", None, date(2028, 10, 1), OPEN),
    ],
)
def test_a_beneficiary_is_of_a_kind_that_the_list_has(
    kind: str, day: date, expected: tuple[str, ...], *, stated: bool | None
) -> None:
    made = case(kind=kind, as_of=day, market_beneficiary={"marche-support": stated})
    assert values(made, "marche-support", "beneficiary.marche-support") == expected


def test_it_is_told_which_list_says_so() -> None:
    found = case().inputs(modalities()["marche-support"])["beneficiary.marche-support"]
    assert [one.id for one in explained(found.rests)] == ["commande_publique/marche_support_corps"]


@pytest.mark.parametrize(
    ("kind", "name", "day", "expected"),
    [
        ("state-operator", "CNRS", AS_OF, YES),
        ("state-operator", "l’Agence du Numerique en Sante", AS_OF, YES),
        ("state", "Ministère de la Culture", AS_OF, YES),
        ("university", "CNRS", AS_OF, YES),  # whatever it takes itself for, the list names it
        ("state", "Réseau Exemple", AS_OF, OPEN),
        ("state-operator", "CNRS", date(2024, 9, 30), OPEN),
        ("state-operator", "CNRS", date(2028, 10, 1), OPEN),
    ],
)
def test_a_body_that_the_law_names_is_likely_a_beneficiary(
    kind: str, name: str, day: date, expected: tuple[str, ...]
) -> None:
    found = case(kind=kind, name=name, as_of=day).inputs(modalities()["marche-support"])
    told = found["beneficiary.marche-support"]
    assert (told.values, told.sure) == (expected, OPEN)
    if expected == YES:
        assert told.rests == (
            ReferenceCitation("parameter", "commande_publique/marche_support_beneficiaires"),
        )


@pytest.mark.parametrize(("stated", "expected"), [(True, YES), (False, NO)])
def test_what_the_profile_says_of_a_market_wins_over_every_list(
    expected: tuple[str, ...], *, stated: bool
) -> None:
    made = case(kind="state-operator", name="CNRS", market_beneficiary={"marche-support": stated})
    for one in (made, replace(made, beneficiaries=taken("CNRS"))):
        told = one.inputs(modalities()["marche-support"])["beneficiary.marche-support"]
        assert (told.values, told.sure, told.rests) == (expected, expected, ())


PAGE = WebCitation("https://lists.example.org/", AS_OF)


@pytest.mark.parametrize(
    ("kind", "name", "expected", "rests"),
    [
        ("state-operator", "Agence d’Exemple", YES, [PAGE]),
        ("state-operator", "CNRS", YES, ["commande_publique/marche_support_beneficiaires"]),
        ("state-operator", "Réseau Exemple", OPEN, ["commande_publique/marche_support_corps"]),
        # What was closed is not opened by a list that comes after.
        ("university", "Agence d’Exemple", NO, ["commande_publique/marche_support_corps"]),
        ("local-authority", "Agence d’Exemple", NO, ["commande_publique/marche_support_corps"]),
    ],
)
def test_a_list_that_was_taken_names_a_body_beside_that_of_the_law(
    kind: str, name: str, expected: tuple[str, ...], rests: list[object]
) -> None:
    made = replace(case(kind=kind, name=name), beneficiaries=taken("L’Agence d’exemple"))
    told = made.inputs(modalities()["marche-support"])["beneficiary.marche-support"]
    assert (told.values, told.sure) == (expected, NO if expected == NO else OPEN)
    cited = [one.id if isinstance(one, ReferenceCitation) else one for one in told.rests]
    assert cited == rests
    other = made.inputs(modalities()["marche-expertise"])["beneficiary.marche-expertise"]
    assert PAGE not in other.rests


def test_the_list_that_was_taken_is_cited_before_that_of_the_law() -> None:
    made = replace(case(kind="state-operator", name="CNRS"), beneficiaries=taken("CNRS"))
    told = made.inputs(modalities()["marche-support"])["beneficiary.marche-support"]
    assert (told.values, told.sure, told.rests) == (YES, OPEN, (PAGE,))


@pytest.mark.parametrize(
    ("as_of", "on"),
    [
        (date(2024, 9, 30), date(2024, 9, 30)),
        (date(2028, 10, 1), AS_OF),
        (AS_OF, date(2024, 9, 30)),  # of the market before this one
    ],
)
def test_a_list_of_another_market_changes_nothing(as_of: date, on: date) -> None:
    made = case(kind="state-operator", name="Agence d’Exemple", as_of=as_of)
    dated = replace(made, beneficiaries=taken("Agence d’Exemple", on=on))
    for name in ("marche-support", "marche-expertise"):
        assert made.inputs(modalities()[name]) == dated.inputs(modalities()[name])


# What catalogues say of the project.


def answered(made: Case, modality: str, check: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    found = made.inputs(modalities()[modality])[f"answer.{check}"]
    return found.values, found.sure


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ((("sill", "repository", True),), YES),
        ((("sill", "repository", False),), NO),
        ((("sill", "name", True),), OPEN),
        ((("liste-marche-support", "name", True),), OPEN),
        ((("sill", "repository", None), ("liste-marche-support", "name", True)), YES),
        ((("sill", "repository", False), ("liste-marche-support", "name", True)), OPEN),
        ((), OPEN),
    ],
)
def test_the_lists_answer_whether_the_support_market_holds_it_and_are_never_sure(
    rows: tuple[tuple[str, str, bool | None], ...], expected: tuple[str, ...]
) -> None:
    made = case({"ecosystem": listed(*rows)}, kind="state")
    assert answered(made, "marche-support", "software_listed") == (expected, OPEN)
    cited = {one.id for one in explained(made.inputs(modalities()["marche-support"])[LISTED].rests)}
    assert cited == {"commande_publique/marche_support_produits"} | (
        set() if expected == OPEN else {"ecosystem"}
    )


LISTED = "answer.software_listed"


@pytest.mark.parametrize(
    ("as_of", "on"),
    [
        (date(2024, 9, 30), "2024-09-20"),
        (AS_OF, "2024-09-30"),
        (date(2028, 10, 1), "2026-11-20"),
    ],
)
def test_a_list_of_another_day_than_those_of_the_market_answers_nothing(as_of: date, on: str) -> None:
    told = listed(("sill", "repository", True), on=on)
    made = case({"ecosystem": told}, kind="state", as_of=as_of)
    assert answered(made, "marche-support", "software_listed") == (OPEN, OPEN)


@pytest.mark.parametrize(
    ("name", "as_of", "expected"),
    [
        ("PostgreSQL", AS_OF, YES),
        ("postgresql", AS_OF, YES),
        ("Registre", AS_OF, OPEN),
        ("PostgreSQL", date(2024, 12, 22), OPEN),
    ],
)
def test_a_lot_of_the_expertise_market_bears_its_name(
    name: str, as_of: date, expected: tuple[str, ...]
) -> None:
    made = case({"ecosystem": listed(("sill", "identifier", None), name=name)}, kind="state", as_of=as_of)
    assert answered(made, "marche-expertise", "covered_by_a_lot") == (expected, OPEN)


@pytest.mark.parametrize(("answer", "expected"), [("yes", YES), ("no", NO)])
@pytest.mark.parametrize("flag", [True, False])
def test_our_answer_wins_over_the_lists(answer: str, expected: tuple[str, ...], *, flag: bool) -> None:
    told = {"ecosystem": listed(("sill", "repository", flag))}
    made = case(told, kind="state", answers={"marche-support.software_listed": answer})
    assert answered(made, "marche-support", "software_listed") == (expected, expected)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ((("sill", "repository", None),), YES),
        ((("sill", "name", None),), NO),
        ((("comptoir-du-libre", "repository", None),), NO),
        ((), NO),
    ],
)
def test_whether_a_record_was_found_in_the_sill(
    rows: tuple[tuple[str, str, bool | None], ...], expected: tuple[str, ...]
) -> None:
    found = case({"ecosystem": listed(*rows)}).shared["found.sill"]
    assert found.values == expected
    assert [one.url for one in found.rests if isinstance(one, WebCitation)] == (
        ["https://sill.example.org/"] if expected == YES else []
    )


def test_what_catalogues_say_is_the_same_of_an_observation() -> None:
    told = listed(("sill", "repository", True))
    row = {**told["listed"][0], "citation": WebCitation("https://sill.example.org/", date(2026, 11, 20))}  # type: ignore[index]
    seen = of_observation([Reading("ecosystem", None, Confidence.LIKELY, companions={"listed": (row,)})])
    made = Case(administration({"name": "x", "kind": "state"}), seen, AS_OF, law())
    from_file = case({"ecosystem": told}, kind="state")
    assert made.shared["found.sill"] == from_file.shared["found.sill"]
    one = modalities()["marche-support"]
    assert made.inputs(one)[LISTED] == from_file.inputs(one)[LISTED]


# Readings.


def known(readings: Mapping[str, Any], name: str) -> Known:
    return case(readings).shared[name]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("association", (("association",), ("association",))),
        ({"value": "association", **LIKELY}, (("association",), shared()["legal_home"])),
        (
            {"value": "none", **LIKELY, "correction": {"value": "association"}},
            (("association",), ("association",)),
        ),
        ({"value": "association", "confidence": "contradicted"}, (shared()["legal_home"],) * 2),
        (None, (shared()["legal_home"],) * 2),
    ],
)
def test_only_what_is_established_or_corrected_is_sure(
    told: object, expected: tuple[tuple[str, ...], tuple[str, ...]]
) -> None:
    found = known({"legal_home": told}, "legal_home")
    assert (found.values, found.sure) == expected
    assert [(one.kind, one.id) for one in explained(found.rests)] == [("reading", "legal_home")]


SHARED_READINGS = ("resource", "nature", "governance", "legal_home", "lifecycle", "trajectory", "licence",
                   "contribution_terms", "economic_model", "needs")  # fmt: skip


def test_with_no_reading_every_input_of_the_project_may_have_any_value() -> None:
    made = case()
    rests = {name: one for name, one in made.shared.items() if one.rests}
    assert {name: (one.values, one.sure) for name, one in rests.items()} == {
        name: (shared()[name], shared()[name]) for name in rests
    }
    assert {one.id for each in rests.values() for one in explained(each.rests)} == set(SHARED_READINGS)


EVERY = {
    "resource": "software", "nature": "free-software", "governance": "company-led", "legal_home": "company",
    "lifecycle": "active", "trajectory": "steady", "licence": "MIT", "contribution_terms": "cla",
    "economic_model": ["donations"], "needs": {"funding": "stated"},
}  # fmt: skip


def test_what_is_only_likely_leaves_everything_open_on_established_ground() -> None:
    made = case({name: {"value": value, **LIKELY} for name, value in EVERY.items()}, code_licence="MIT")
    told = {name: one for name, one in made.shared.items() if one.rests}
    needs = {f"needs.{need}" for need in NEEDS if need != "funding"}
    assert {name for name, one in told.items() if one.is_open} == {"cla_kind", "relicensing", *needs}
    assert {name: one.sure for name, one in told.items()} == {
        **{name: shared()[name] for name in told},
        "own_code": ("compatible", "incompatible"),  # that we have code of our own is ours to know
    }


@pytest.mark.parametrize(
    ("readings", "openness", "rests"),
    [
        ({"licence": "MIT"}, ("open",), "licence"),
        ({"licence": "BUSL-1.1"}, ("not-open",), "licence"),
        ({"licence": "NONE"}, ("not-open",), "licence"),
        ({"licence": "LicenseRef-of-somebody"}, ("open", "not-open"), "licence"),
        ({"licence": "MIT", "nature": "not-open"}, ("open",), "licence"),
        # When the licence tells nothing, the nature does.
        ({"nature": "digital-commons"}, ("open",), "nature"),
        ({"nature": "open-source"}, ("open",), "nature"),
        ({"nature": "not-open"}, ("not-open",), "nature"),
        ({"licence": "LicenseRef-of-somebody", "nature": "not-open"}, ("not-open",), "nature"),
        ({}, ("open", "not-open"), "licence"),
    ],
)
def test_openness_comes_from_the_licence_else_from_the_nature(
    readings: dict[str, Any], openness: tuple[str, ...], rests: str
) -> None:
    found = known(readings, "openness")
    assert (found.values, [one.id for one in explained(found.rests)]) == (openness, [rests])


def test_openness_of_a_likely_nature_is_likely() -> None:
    found = known({"nature": {"value": "not-open", **LIKELY}}, "openness")
    assert (found.values, found.sure) == (("not-open",), ("open", "not-open"))


@pytest.mark.parametrize(
    ("told", "volunteer", "donations"),
    [
        (["donations"], (NO, NO), (YES, YES)),
        ({"value": ["donations"], **LIKELY}, (NO, OPEN), (YES, OPEN)),
        # Of what was read, a model that was not seen is at most likely not there.
        ({"value": ["donations"], "confidence": "established", "engagements": []}, (NO, OPEN), (YES, YES)),
        ({"value": ["x"], **LIKELY, "correction": {"value": ["donations"]}}, (NO, NO), (YES, YES)),
        (None, (OPEN, OPEN), (OPEN, OPEN)),
    ],
)
def test_the_models_a_project_lives_on(
    told: object,
    volunteer: tuple[tuple[str, ...], tuple[str, ...]],
    donations: tuple[tuple[str, ...], tuple[str, ...]],
) -> None:
    found = case({"economic_model": told}).shared
    assert (found["economy.volunteer"].values, found["economy.volunteer"].sure) == volunteer
    assert (found["economy.donations"].values, found["economy.donations"].sure) == donations


def test_a_model_that_an_observation_did_not_see_is_never_surely_absent() -> None:
    seen = of_observation([Reading("economic_model", ["donations"], Confidence.ESTABLISHED)])
    found = Case(administration({"name": "x", "kind": "state"}), seen, AS_OF, law()).shared
    assert (found["economy.volunteer"].values, found["economy.volunteer"].sure) == (NO, OPEN)
    assert (found["economy.donations"].values, found["economy.donations"].sure) == (YES, YES)


ALL = ("stated", "inferred", "none-seen")
SERVED = ("funding", "governance")  # what `adhesion` serves


@pytest.mark.parametrize(
    ("needs", "expected"),
    [
        (None, ALL),
        ({"funding": "stated", "governance": "none-seen"}, ("stated",)),
        ({"funding": "inferred", "governance": "none-seen"}, ("inferred",)),
        ({"funding": "none-seen", "governance": "none-seen"}, ("none-seen",)),
        # One that is stated settles it; one that is not known may still be stronger than what is.
        ({"funding": "stated"}, ("stated",)),
        ({"funding": "inferred"}, ("stated", "inferred")),
        ({"funding": "none-seen"}, ALL),
        ({"tests": "stated"}, ALL),
    ],
)
def test_the_need_of_a_modality_is_the_strongest_of_those_it_serves(
    needs: dict[str, str] | None, expected: tuple[str, ...]
) -> None:
    assert modalities()["adhesion"].serves == SERVED
    assert values(case({"needs": needs}), "adhesion", "need") == expected


def test_a_need_that_is_likely_is_sure_of_nothing() -> None:
    found = case({"needs": {"value": {"funding": "stated"}, **LIKELY}}).inputs(modalities()["adhesion"])
    assert (found["need"].values, found["need"].sure) == (("stated",), ALL)
    assert [one.id for one in explained(found["need"].rests)] == ["needs"]


def test_a_corrected_list_of_needs_is_whole() -> None:
    told = {"value": {"tests": "stated"}, "correction": {"value": {"tests": "stated"}}}
    assert values(case({"needs": told}), "adhesion", "need") == ("none-seen",)


@pytest.mark.parametrize(
    ("told", "kind", "relicensing"),
    [
        (None, ("none", "individual", "corporate", "both"), OPEN),
        ("dco", ("none",), NO),
        ("none", ("none",), NO),
        ("cla", ("individual", "corporate", "both"), OPEN),
        ({"value": "cla", "cla_kind": "both", "relicensing": True}, ("both",), YES),
        ({"value": "dco+cla", "relicensing": "no"}, ("individual", "corporate", "both"), NO),
        ("copyright-assignment", ("individual", "corporate", "both"), YES),
        ({"value": "copyright-assignment", "relicensing": False}, ("individual", "corporate", "both"), NO),
        ({"value": "dco", "cla_kind": "both", "relicensing": True}, ("none",), NO),
    ],
)
def test_what_has_to_be_signed(told: object, kind: tuple[str, ...], relicensing: tuple[str, ...]) -> None:
    found = case({"contribution_terms": told}).shared
    assert (found["cla_kind"].values, found["relicensing"].values) == (kind, relicensing)


@pytest.mark.parametrize(
    ("own", "licence", "expected"),
    [
        (None, "GPL-2.0-only", ("none",)),
        ("MIT", "GPL-2.0-only", ("compatible",)),
        ("Apache-2.0", "GPL-2.0-only", ("incompatible",)),
        ("MIT", None, ("compatible", "incompatible")),
        ("BUSL-1.1", "MIT", ("compatible", "incompatible")),
        ("foo", "MIT", ("compatible", "incompatible")),
    ],
)
def test_whether_our_own_code_may_go_in(
    own: str | None, licence: str | None, expected: tuple[str, ...]
) -> None:
    assert case({"licence": licence}, code_licence=own).shared["own_code"].values == expected


# The profile.


@pytest.mark.parametrize(
    ("ours", "expected"),
    [
        ({}, {"money": OPEN, "time": OPEN, "budget_covers": OPEN, "relation": shared()["relation"]}),
        ({"means": {"budget_eur": 0, "agent_days": 0}}, {"money": NO, "time": NO, "budget_covers": OPEN}),
        ({"means": {"budget_eur": 0.5, "agent_days": 0.5}}, {"money": YES, "time": YES}),
        ({"means": {"budget_eur": 5000}, **bought(5000)}, {"budget_covers": YES}),
        ({"means": {"budget_eur": 4999}, **bought(5000)}, {"budget_covers": NO}),
        (bought(5000), {"budget_covers": OPEN}),
        ({"goals": ["a-fix"]}, {"goals.a-fix": YES, "goals.influence": NO}),
        ({"goals": []}, {"goals.a-fix": NO}),
        ({}, {"goals.a-fix": OPEN, "skills.legal": OPEN}),
        ({"means": {"skills": ["legal"]}}, {"skills.legal": YES, "skills.design": NO}),
        ({"relation": "user"}, {"relation": ("user",)}),
        (bought(1, object="works"), {"object": ("works",)}),
        ({"level": None}, {"body": ("commune", "epci", "departement", "region", "other-local-authority")}),
        ({"kind": "hospital"}, {"body": ("hospital",)}),
    ],
)
def test_what_the_profile_tells(ours: dict[str, Any], expected: dict[str, tuple[str, ...]]) -> None:
    made = case(**ours)
    assert {name: made.shared[name].values for name in expected} == expected


@pytest.mark.parametrize(
    ("ours", "goal", "skill"),
    [
        ({}, OPEN, OPEN),
        ({"goals": ["durability"], "means": {"skills": ["legal"]}}, YES, NO),
        ({"goals": ["a-fix"], "means": {"skills": ["security", "legal"]}}, NO, YES),
        ({"goals": [], "means": {"skills": []}}, NO, NO),
    ],
)
def test_the_goal_and_the_skill_of_a_modality_are_any_of_its_own(
    ours: dict[str, Any], goal: tuple[str, ...], skill: tuple[str, ...]
) -> None:
    found = case(**ours).inputs(modalities()["analyse-securite"])
    assert (found["goal"].values, found["skill"].values) == (goal, skill)


@pytest.mark.parametrize(("answer", "expected"), [("yes", YES), ("no", NO), (None, OPEN)])
def test_an_answer_is_that_of_the_modality(answer: str | None, expected: tuple[str, ...]) -> None:
    made = case(answers={"don.general_interest": answer, "subvention.state_aid_respected": "yes"})
    found = made.inputs(modalities()["don"])["answer.general_interest"]
    assert (found.values, [one.id for one in explained(found.rests)]) == (expected, ["subvention/don"])
