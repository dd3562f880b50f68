"""Precedents and official pages: each has its source, and serves something."""

from datetime import date
from pathlib import Path

import pytest

from reperes.knowledge.catalogue import catalogues
from reperes.knowledge.loader import KnowledgeError, load_folder
from reperes.modalities.evidence import Precedent, Resource, precedents, resources
from reperes.modalities.library import modalities

PRECEDENT = """
id: geotrek
label: {fr: Un outil, en: A tool}
years: "2012"
from: {fr: un parc, en: a park}
to: {fr: un projet, en: a project}
vehicle: {fr: un groupement, en: a grouping}
content: {fr: du code, en: code}
sources: [un rapport]
"""


def test_every_precedent_is_one_of_some_modality() -> None:
    assert set(precedents()) - {name for one in modalities().values() for name in one.precedents} == set()


@pytest.mark.parametrize("one", precedents().values(), ids=precedents())
def test_a_precedent_is_sourced_and_dated(one: Precedent) -> None:
    assert [text for text in one.sources if not text.strip()] == []
    assert one.years[:2] in {"19", "20"}
    assert all(
        text.fr.strip() and text.en.strip() for text in (one.label, one.giver, one.receiver, one.content)
    )


def test_every_catalogue_has_its_page() -> None:
    own = resources()["sill"]
    sill = catalogues()["sill"]
    assert set(catalogues()) <= set(resources())
    assert (own.url, own.label, own.publisher) == (sill.page, sill.label, sill.publisher)
    assert (own.checked_on, own.what) == (sill.checked_on, sill.what)


@pytest.mark.parametrize("one", resources().values(), ids=resources())
def test_a_page_was_looked_at_and_has_a_safe_address(one: Resource) -> None:
    assert date(2025, 1, 1) <= one.checked_on <= date(2026, 11, 25)
    assert one.url is None or str(one.url).startswith("https://")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("amounts: [{amount: -1}]", "amounts.0.amount"),
        ("amounts: [{amount: 1, unit: FRANCS}]", "amounts.0.unit"),
        ("score: 3", "score"),
    ],
)
def test_a_precedent_that_breaks_its_schema_is_refused(tmp_path: Path, more: str, said: str) -> None:
    file = tmp_path / "geotrek.yaml"
    file.write_text(PRECEDENT, encoding="utf-8")
    assert load_folder(Precedent, tmp_path)["geotrek"].giver.en == "a park"
    file.write_text(PRECEDENT + more, encoding="utf-8")
    with pytest.raises(KnowledgeError) as error:
        load_folder(Precedent, tmp_path)
    assert "geotrek.yaml" in str(error.value)
    assert said in str(error.value)
