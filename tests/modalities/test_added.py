"""Evidence added by hand: one strong piece, never more, and never a no."""

from datetime import date
from typing import Any

import pytest

import reperes
from reperes.i18n import Language
from reperes.modalities import given
from reperes.modalities.added import Added, with_added
from reperes.readings.model import Confidence
from reperes.report.advice.build import build

ESTABLISHED = {"governance": "company-led"}
LIKELY = {"governance": {"value": "company-led", "confidence": "likely"}}
UNKNOWN: dict[str, Any] = {"governance": {"value": None, "confidence": "unknown"}}
CONTRADICTED: dict[str, Any] = {"governance": {"value": None, "confidence": "contradicted"}}


@pytest.mark.parametrize(
    ("stated", "added", "value", "confidence"),
    [
        (UNKNOWN, Added("governance", "association-led"), "association-led", "likely"),
        (UNKNOWN, Added("governance", "association-led", against=True), None, "unknown"),
        (CONTRADICTED, Added("governance", "association-led"), None, "contradicted"),
        (LIKELY, Added("governance", "company-led"), "company-led", "likely"),
        (LIKELY, Added("governance", "association-led"), None, "contradicted"),
        (LIKELY, Added("governance", "company-led", against=True), None, "contradicted"),
        (LIKELY, Added("governance", "association-led", against=True), "company-led", "likely"),
        (ESTABLISHED, Added("governance", "company-led"), "company-led", "established"),
        (ESTABLISHED, Added("governance", "association-led"), "company-led", "likely"),
        (ESTABLISHED, Added("governance", "company-led", against=True), "company-led", "likely"),
        ({}, Added("governance", "association-led"), "association-led", "likely"),
    ],
)
def test_what_one_piece_changes(stated: Any, added: Added, value: str | None, confidence: str) -> None:
    made = with_added(given.of_file(stated), [added])["governance"]
    assert (made.value, made.confidence) == (value, Confidence(confidence))
    before = given.of_file(stated).get("governance", given.unknown("governance"))
    changed = (made.value, made.confidence) != (before.value, before.confidence)
    assert made.is_added is changed


def test_the_same_evidence_twice_counts_once() -> None:
    twice = [Added("governance", "association-led")] * 2
    assert with_added(given.of_file(ESTABLISHED), twice)["governance"].confidence is Confidence.LIKELY


@pytest.mark.parametrize(
    ("told", "added", "confidence"),
    [
        ("EUPL-1.2", "eupl-1.2", "established"),
        ("MIT OR Apache-2.0", "Apache-2.0 OR MIT", "established"),
        ("EUPL-1.2", "MIT", "likely"),
    ],
)
def test_a_licence_may_be_written_in_several_ways(told: str, added: str, confidence: str) -> None:
    made = with_added(given.of_file({"licence": told}), [Added("licence", added)])["licence"]
    assert (made.value, made.confidence) == (told, Confidence(confidence))


def test_a_contradicted_list_stays_so() -> None:
    stated = {"economic_model": {"value": None, "confidence": "contradicted"}}
    made = with_added(given.of_file(stated), [Added("economic_model", "donations")])["economic_model"]
    assert (made.value, made.confidence) == (None, Confidence.CONTRADICTED)


def test_a_correction_prevails() -> None:
    stated = {"governance": {"value": "company-led", "correction": {"value": "association-led"}}}
    made = with_added(given.of_file(stated), [Added("governance", "community-led")])["governance"]
    assert (made.value, made.is_corrected, made.is_added) == ("association-led", True, False)


def test_a_list_is_joined_and_never_loses_what_it_holds() -> None:
    stated = {"economic_model": ["donations"]}
    joined = with_added(given.of_file(stated), [Added("economic_model", "open-core")])["economic_model"]
    assert (joined.value, joined.confidence) == (["donations", "open-core"], Confidence.LIKELY)
    against = with_added(given.of_file(stated), [Added("economic_model", "donations", against=True)])
    assert (against["economic_model"].value, against["economic_model"].confidence) == (
        ["donations"],
        Confidence.LIKELY,
    )


def test_a_need_is_stated_and_none_is_denied() -> None:
    made = with_added({}, [Added("needs", "translation"), Added("needs", "security", against=True)])["needs"]
    assert made.value == {"translation": "stated"}


def test_a_licence_brings_what_follows_from_it() -> None:
    made = with_added({}, [Added("licence", "AGPL-3.0-or-later")])["licence"]
    assert (made.companions["openness"], made.companions["copyleft"]) == ("open", "network")


def test_the_advice_says_so() -> None:
    advice = reperes.advise(
        {"subject": "Exemple", "licence": "MIT"},
        {"name": "Ville d’Exemple", "kind": "other-public"},
        as_of=date(2026, 11, 26),
        added=[Added("governance", "association-led")],
    )
    report = build(advice, Language.FR)
    assert report.title == "Comment coopérer avec Exemple"
    assert "Lecture où compte aussi un élément ajouté à la main : Gouvernance." in report.notes
