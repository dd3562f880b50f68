"""The advice as people read it: text, Markdown, a page."""

import re
from itertools import pairwise
from typing import Any

import pytest

from reperes.i18n import Language
from reperes.modalities.library import modalities
from reperes.report.advice import FORMATS, render
from reperes.report.advice.build import build
from reperes.report.advice.law import render as law_of
from support.advice import AS_OF, ASSOCIATION, COMMUNE, MEANS, PURCHASE, STATE, advice
from support.page import Page

HOSTILE = "<script>alert(1)</script> [x](javascript:y) \x1b[31m"
FULL = {**COMMUNE, "means": MEANS, "purchase": PURCHASE, "relation": "user", "goals": ["durability"]}


def text(**more: Any) -> str:
    return re.sub(r"[\u00a0\u202f]", " ", render(advice(**more), Language.FR, "text"))


def test_the_text_opens_with_the_project_the_administration_and_the_day() -> None:
    first = text(subject="Registre").splitlines()[:2]
    assert first == [
        "Comment coopérer avec Registre",
        "Pour Ville d’Exemple, selon le droit en vigueur le 25 novembre 2026",
    ]


def test_it_says_that_it_does_not_replace_the_legal_service() -> None:
    for form in ("text", "markdown", "html"):
        assert "ne remplace pas le service juridique" in " ".join(render(advice(), Language.FR, form).split())


@pytest.mark.parametrize(("confidence", "said"), [("likely", True), ("established", False)])
def test_what_not_to_do_says_when_it_is_only_likely(confidence: str, *, said: bool) -> None:
    found = " ".join(text(readings={"lifecycle": {"value": "dormant", "confidence": confidence}}).split())
    assert "s’ils veulent transmettre." in found
    assert ("s’ils veulent transmettre. (seulement probable)" in found) is said


def test_where_the_evidence_is_thin_the_questions_come_first() -> None:
    thin = text(readings={})
    assert thin.index("QUESTIONS À POSER D’ABORD") < thin.index("RÔLE ET POSTURE")


def test_where_it_is_not_the_questions_come_last() -> None:
    answers = {f"{one.id}.{check}": True for one in modalities().values() for check in one.checks}
    rich = text(ours={**FULL, "answers": answers})
    assert rich.index("RÔLE ET POSTURE") < rich.index("QUESTIONS À POSER D’ABORD")


def test_the_need_is_drawn_among_the_thresholds_with_their_table() -> None:
    report = build(advice(FULL), Language.FR)
    assert report.ladder is not None
    labels = [bar.label for bar in report.ladder.bars]
    assert labels.index("Notre besoin entier") == 1
    assert [row[3] for row in report.ladder.table.rows][:3] == ["atteint", "non atteint", "non atteint"]
    assert sum(bar.unknown for bar in report.ladder.bars) == 1


def test_nothing_is_drawn_without_an_amount() -> None:
    assert build(advice(COMMUNE), Language.FR).ladder is None


def test_an_exclusion_is_told_with_its_reason_and_where_to_go() -> None:
    said = " ".join(text(readings={**ASSOCIATION, "legal_home": "none"}).split())
    assert "Aucune structure ne porte le projet" in said
    assert "prix" in said


def test_the_page_is_one_closed_document_without_script_nor_request() -> None:
    page = Page(render(advice(FULL, subject=HOSTILE), Language.FR, "html"))
    assert page.all("script") == []
    assert {link["href"][:8] for link in page.all("a") if not link["href"].startswith("#")} <= {"https://"}
    ids = [element["id"] for _, element in page.elements if "id" in element]
    assert len(ids) == len(set(ids))
    assert {link["href"][1:] for link in page.all("a") if link["href"].startswith("#")} <= set(ids)


@pytest.mark.parametrize("form", FORMATS)
def test_hostile_names_are_shown_and_do_nothing(form: str) -> None:
    written = render(advice({**COMMUNE, "name": HOSTILE}, subject=HOSTILE), Language.FR, form)
    assert "\x1b" not in written
    if form == "html":
        assert "<script>" not in written
    if form == "markdown":
        assert "[x](javascript" not in written


def test_headings_skip_no_level() -> None:
    page = Page(render(advice(FULL), Language.FR, "html"))
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_details_show_what_each_sentence_rests_on(form: str, language: Language) -> None:
    written = render(advice(FULL), language, form, details=True)
    written = written.replace("\\", "")
    assert "legal_home" in written.replace("\\", "")
    assert "seuil_dispense_fournitures_services" in written.replace("\\", "")


def test_no_placeholder_is_left_and_no_english_in_the_french() -> None:
    for ours in (FULL, STATE, {"name": "CHU d’Exemple", "kind": "hospital"}):
        written = render(advice(ours), Language.FR, "text", details=True)
        assert re.findall(r"\{[a-z_]+\}", written) == []
        assert re.findall(r"\b(?:the|which|whether|with|from)\b", written) == []


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("stale", [False, True])
def test_the_law_is_told_in_every_form(form: str, *, stale: bool) -> None:
    written = law_of(AS_OF, Language.FR, form, stale=stale)
    shown = "seuil_dispense_fournitures_services" in written.replace("\\", "")
    assert shown is not stale
