"""Two observations compared in words: golden sentences, made by hand and on a real repository."""

from pathlib import Path
from typing import Any

import pytest

from reperes.i18n import Language
from reperes.report.comparison import Comparison, build
from reperes.report.json import document
from support.kept import two
from support.observations import HOSTILE

UNKNOWN: dict[str, Any] = {"value": None, "confidence": "unknown", "correction": None}


def reading(value: Any, confidence: str = "likely", **more: Any) -> dict[str, Any]:
    return {"value": value, "confidence": confidence, "correction": None, **more}


def measure(value: float | None, unit: str = "people", *, method: str = "x/1", **more: Any) -> dict[str, Any]:
    known = {"outcome": "measured", "window": None, "reason": None}
    return {"value": value, "unit": unit, "method": method, **known, **more}


def seen(as_of: str = "2025-06-30", **parts: Any) -> dict[str, Any]:
    """Return as much of a document of contract 4.2 as a comparison reads."""
    head = parts.pop("head", "a" * 40)
    known: dict[str, Any] = {
        "as_of": as_of,
        "generator": "reperes 0.1.0",
        "subject": {"name": "registre", "repositories": [{"head": head}]},
        "indicators": {},
        "readings": {},
        "absences": [],
    }
    return known | parts


def compared(before: dict[str, Any], after: dict[str, Any], language: Language = Language.EN) -> Comparison:
    return build(seen(**before), seen("2026-11-23", **after), language)


def sentences(
    before: Any, after: Any, name: str = "governance", language: Language = Language.EN
) -> list[str]:
    made = compared({"readings": {name: before}}, {"readings": {name: after}}, language)
    return [f"{part.id}: {one}" for part in made.parts for one in part.sentences]


def test_a_value_that_changed() -> None:
    before, after = reading("company-led"), reading("association-led", "established")
    assert sentences(before, after) == [
        "changed: Governance: first “led by a company” (likely), then “led by an association” (established)."
    ]
    assert sentences(before, after, language=Language.FR) == [
        (
            "changed: Gouvernance : d’abord « porté par une entreprise » (probable), "
            "puis « porté par une association » (établi)."
        )
    ]


def test_what_became_known_or_unknown() -> None:
    assert sentences(UNKNOWN, reading("company-led")) == [
        "known: Governance: first unknown, then “led by a company” (likely)."
    ]
    torn = {**UNKNOWN, "confidence": "contradicted"}
    assert sentences(reading("company-led"), torn) == [
        (
            "unknown: Governance: first “led by a company” (likely), "
            "then undecided, as strong evidence disagrees."
        )
    ]
    assert sentences(UNKNOWN, torn) == [
        "sure: Governance: first unknown, then undecided, as strong evidence disagrees."
    ]
    assert sentences(UNKNOWN, UNKNOWN) == []


def test_a_change_of_confidence_alone_is_told_as_such() -> None:
    before, after = reading("EUPL-1.2"), reading("EUPL-1.2", "established")
    assert sentences(before, after, "licence") == [
        "sure: Licence: “EUPL-1.2” both times; first likely, then established."
    ]
    assert sentences(before, after, "licence", Language.FR) == [
        "sure: Licence : « EUPL-1.2 » les deux fois ; d’abord probable, puis établi."
    ]


def test_what_a_person_said_instead_counts_and_is_told() -> None:
    corrected = {
        **UNKNOWN,
        "correction": {"value": "company-led", "reason": "x", "by": "jurist", "on": "2026-01-01"},
    }
    assert sentences(UNKNOWN, corrected) == [
        "known: Governance: first unknown, then “led by a company” (corrected by a person)."
    ]
    assert sentences(reading("company-led"), corrected) == [
        "sure: Governance: “led by a company” both times; first likely, then corrected by a person."
    ]


def test_a_list_and_a_map_tell_what_came_and_what_went() -> None:
    before, after = reading(["donations", "open-core"]), reading(["open-core", "volunteer"])
    assert sentences(before, after, "economic_model") == [
        "changed: Economic model — in addition: volunteering.",
        "changed: Economic model — no longer seen: donations and sponsoring.",
    ]
    assert sentences(before, reading(["open-core", "donations"]), "economic_model") == []
    before = reading({"tests": "none-seen", "review": "none-seen", "funding": "stated"})
    after = reading({"tests": "stated", "review": "stated", "funding": "stated"})
    assert sentences(before, after, "needs") == [
        "changed: Needs of the project, Tests, Review: first “none seen”, then “stated by the project”."
    ]


def test_the_points_of_a_reading_without_a_sum_are_told_one_by_one() -> None:
    before = reading(None, items={"retention": reading("good"), "diversity": UNKNOWN})
    after = reading(None, items={"retention": reading("poor"), "diversity": reading("fragile")})
    assert sentences(before, after, "vitality") == [
        "changed: Vitality, retention: first “good” (likely), then “poor” (likely).",
        "known: Vitality, diversity: first unknown, then “fragile” (likely).",
    ]


def test_details_are_told_where_the_conclusion_is_known_on_both_days() -> None:
    before, after = reading("MIT", copyleft="none"), reading("AGPL-3.0-only", copyleft="network")
    assert sentences(before, after, "licence")[1:] == [
        "beside: Licence, Copyleft: first “none”, then “strong, on-line services included”."
    ]
    assert len(sentences({**UNKNOWN, "copyleft": "unknown"}, after, "licence")) == 1


def test_records_are_told_by_their_names_a_few_of_them() -> None:
    def places(*addresses: str) -> dict[str, Any]:
        return reading(None, channels=[{"kind": "forum", "address": one} for one in addresses])

    before = places("http://www.example.org/forum/")
    after = places("https://example.org/forum", *(f"https://example.org/{n}" for n in range(6)))
    assert sentences(before, after, "community") == [
        (
            "beside: Community, Places of exchange — in addition: https://example.org/0; "
            "https://example.org/1; "
            "https://example.org/2; https://example.org/3, and 2 more."
        )
    ]


def test_the_same_evidence_in_another_file_is_no_change() -> None:
    def welcome(path: str, count: int) -> dict[str, Any]:
        piece = {
            "message": "community.guide",
            "args": {"where": path, "count": count},
            "text": f"See {path}.",
        }
        return reading(None, welcome=[piece])

    assert sentences(welcome("A.md", 1), welcome("docs/A.md", 7), "community") == []


def test_a_person_has_no_name_here() -> None:
    before = reading("individual-led", steward={"name": "one person", "kind": "one person"})
    after = reading("individual-led", steward=None)
    assert sentences(before, after) == []


def test_figures_that_moved() -> None:
    made = compared(
        {
            "indicators": {
                "active_contributors": measure(10),
                "public_body_share": measure(0.5, "share"),
                "returning_contributors": measure(0),
                "truck_factor": measure(2),
            }
        },
        {
            "indicators": {
                "active_contributors": measure(4),
                "public_body_share": measure(0.62, "share"),
                "returning_contributors": measure(3),
                "truck_factor": measure(2),
            }
        },
    )
    assert made.moved is not None
    assert made.moved.headers == ("Indicator", "30 June 2025", "23 November 2026", "Change")
    assert made.moved.rows == (
        ("Active contributors", "10 people", "4 people", "−60%"),
        ("Returning contributors", "0 people", "3 people", "–"),
        ("Share of public bodies", "50%", "62%", "+12 points"),
    )
    assert made.moved_notes == ("“–”: a change from zero has no percentage.",)
    assert made.same == ("Figures that did not move: 1, of 4 that can be compared.",)
    assert made.nothing == "No conclusion changed between these two observations."


def test_periods_that_overlap_are_told() -> None:
    first = {"from": "2024-06-30", "to": "2025-06-30"}
    then = {"from": "2025-01-01", "to": "2026-01-01"}
    made = compared(
        {"indicators": {"active_contributors": measure(1, window=first)}},
        {"indicators": {"active_contributors": measure(2, window=then)}},
    )
    assert made.moved_notes == (
        (
            "Counted over periods that overlap, so that part of what is counted is the same: "
            "Active contributors."
        ),
    )


def test_what_cannot_be_compared_says_why() -> None:
    made = compared(
        {
            "indicators": {
                "active_contributors": measure(1),
                "truck_factor": measure(None, reason="Too few files."),
                "core_loss": measure(None, reason="Young."),
                "core_churn": measure(None, reason="Young."),
            },
            "readings": {"licence": UNKNOWN},
        },
        {
            "indicators": {
                "active_contributors": measure(2, method="x/2"),
                "truck_factor": measure(2),
                "core_loss": measure(None, reason="Asleep."),
                "core_churn": measure(None, reason="Asleep."),
            },
            "readings": {"horoscope": UNKNOWN},
        },
    )
    assert made.moved is None
    assert made.apart == (
        "Not read for 23 November 2026, so not compared: Licence.",
        "Conclusions that this version of the program does not know, so not compared: 1.",
        "Active contributors: the method changed (x/1, then x/2).",
        "Measured on neither day: Core churn, Core loss. For 23 November 2026: Asleep.",
        "Measured for 23 November 2026 only: Truck factor. For 30 June 2025: Too few files.",
    )


def test_what_was_not_read_on_one_day_is_told_before_all() -> None:
    forge = {"source": "forge.github", "reason": "offline", "text": "No request may be made."}
    made = compared({"absences": [forge, forge], "generator": "reperes 0.0.9"}, {"head": "b" * 40})
    assert made.lead == ("The repository went from revision aaaaaaaaaaaa to revision bbbbbbbbbbbb.",)
    assert made.cautions == (
        (
            "They were made by two versions of the program "
            "(reperes 0.0.9, reperes 0.1.0): a change may be its own."
        ),
        (
            "For 30 June 2025 only, this was not read, or not wholly: The forge: requests, answers, reviews "
            "(GitHub). A difference may come from there."
        ),
        "No request may be made.",
    )
    assert compared({}, {}).lead == (
        "Both look at the same revision of the repository (aaaaaaaaaaaa): nothing was written between.",
    )
    assert compared({"head": None}, {}).lead == ()


def test_what_did_not_change_is_one_sentence() -> None:
    same = {"licence": reading("MIT"), "governance": UNKNOWN}
    assert compared({"readings": same}, {"readings": same}).same == (
        "The same on both days: Licence.",
        "Unknown on both days: Governance.",
    )


def test_nothing_that_strangers_wrote_can_move_anything() -> None:
    before, after = reading(HOSTILE), reading("MIT")
    (told,) = sentences(before, after, "licence")
    assert "\x1b" not in told
    assert "\u202e" not in told
    made = compared({}, {"subject": {"name": HOSTILE, "repositories": []}})
    assert "\x1b" not in made.title


@pytest.mark.parametrize("language", list(Language))
def test_a_real_repository_on_two_days(tmp_path: Path, language: Language) -> None:
    first, then = two(tmp_path)
    made = build(document(first, language), document(then, language), language)
    told = {part.id: part.sentences for part in made.parts}
    expected = {
        Language.EN: (
            "registre: what changed from 30 June 2025 to 23 November 2026",
            "Licence: first “MIT” (established), then “AGPL-3.0-only” (established).",
            "Governance: first “led by one person” (likely), then “led by its community” (likely).",
            "Trajectory: first unknown, then “opening” (likely).",
        ),
        Language.FR: (
            "registre : ce qui a changé du 30 juin 2025 au 23 novembre 2026",
            "Licence : d’abord « MIT » (établi), puis « AGPL-3.0-only » (établi).",
            (
                "Gouvernance : d’abord « porté par une personne » (probable), "
                "puis « porté par sa communauté » (probable)."
            ),
            "Trajectoire : d’abord inconnu, puis « s’ouvre » (probable).",
        ),
    }
    title, licence, governance, trajectory = expected[language]
    assert made.title == title
    assert [licence, governance] == [one for one in told["changed"] if one in {licence, governance}]
    assert trajectory in told["known"]
    assert made.moved is not None
    people = [row[1:] for row in made.moved.rows if row[0] in {"Active contributors", "Contributeurs actifs"}]
    said = {
        Language.EN: ("1 person", "5 people", "+400%"),
        Language.FR: ("1 personne", "5 personnes", "+400\u00a0%"),
    }
    assert people == [said[language]]
