"""All the readings together: in order, corrected or not, and the same whatever the run."""

from datetime import date
from typing import Any

import pytest

from reperes.facts.documents import Declarations, DocumentKind, Documents, Structured
from reperes.facts.fact import Absent, Fact
from reperes.facts.factset import FactSet
from reperes.facts.licences import LicenceFile, LicenceHistory, Licences
from reperes.facts.repository import Repository
from reperes.facts.schema import (
    DECLARATIONS,
    DOCUMENTS,
    HISTORY,
    KEYS,
    LICENCE_HISTORY,
    LICENCES,
    REPOSITORY,
    TREE,
)
from reperes.i18n import Language
from reperes.licences import identify
from reperes.readings import definitions, prepare, read_all
from reperes.readings.model import Confidence, Correction, Piece, Reading
from reperes.readings.seen import Seen
from reperes.report.statements import piece_text, question_text
from support.history import PROVENANCE, C, history, tree
from support.licences import text as reference
from support.observations import AS_OF, HEAD, ORIGIN, document, empty

PAPERS = [
    document(DocumentKind.README, "README.md", "# Register\n\nUn logiciel libre, un commun numérique.\n"),
    document(DocumentKind.LICENCE, "LICENSE", reference("AGPL-3.0-only")),
    document(DocumentKind.GOVERNANCE, "GOVERNANCE.md", "The board is elected each year by the members.\n"),
    document(DocumentKind.CONTRIBUTING, "CONTRIBUTING.md", "You must sign a contributor agreement (CLA).\n"),
]
PAST = history([C(date(2026, 1 + n % 10, 1 + n % 28), name) for n in range(40) for name in ("ada", "bob")])


def facts() -> FactSet:
    values: dict[str, Any] = {
        REPOSITORY.name: Repository(ORIGIN, HEAD, HEAD, "main", None, ()),
        HISTORY.name: PAST,
        TREE.name: tree(*(item.path for item in PAPERS), "src/a.py"),
        DOCUMENTS.name: Documents(HEAD, ORIGIN, tuple(PAPERS)),
        DECLARATIONS.name: Declarations((Structured("package.json", "package.json", {"license": "MIT"}),)),
        LICENCES.name: Licences((LicenceFile("LICENSE", identify(PAPERS[1].text or "")),)),
        LICENCE_HISTORY.name: LicenceHistory(()),
    }
    return FactSet(Fact(name, value, PROVENANCE) for name, value in values.items())


def made(**corrections: Correction) -> dict[str, Reading]:
    return {reading.id: reading for reading in read_all(facts(), [], AS_OF, corrections)}


def pieces(reading: Reading) -> list[Piece]:
    held: list[Piece] = [*reading.support, *reading.against]

    def walk(value: object) -> None:
        if isinstance(value, Piece):
            held.append(value)
        elif isinstance(value, Reading):
            held.extend(pieces(value))
        elif isinstance(value, dict):
            for inner in value.values():
                walk(inner)
        elif isinstance(value, list | tuple):
            for inner in value:
                walk(inner)

    walk(reading.companions)
    return held


def test_every_reading_is_made_in_the_order_of_the_guidance() -> None:
    assert list(made()) == list(definitions())


def test_what_is_prepared_ahead_changes_nothing() -> None:
    ahead = facts()
    prepare(ahead)
    assert read_all(ahead, [], AS_OF) == read_all(facts(), [], AS_OF)


def test_every_piece_opens() -> None:
    without = [one.message for reading in made().values() for one in pieces(reading) if not one.citations]
    # What a model of economy allows is advice of ours, not a finding: it opens nothing.
    assert [one for one in without if ".allows_" not in one] == []


@pytest.mark.parametrize("language", list(Language))
def test_every_sentence_is_said(language: Language) -> None:
    for reading in made().values():
        for piece in pieces(reading):
            assert "{" not in piece_text(piece, language)
        for question in reading.questions:
            assert "{" not in question_text(question, language)


def test_a_correction_is_kept_beside_and_what_comes_after_uses_it() -> None:
    correction = Correction("BUSL-1.1", "They told us.", "legal officer", date(2026, 11, 1))
    before, after = made(), made(licence=correction)
    assert (before["nature"].value, after["nature"].value) != ("not-open", before["nature"].value)
    assert after["nature"].value == "not-open"
    licence = after["licence"]
    assert (licence.value, licence.confidence) == (before["licence"].value, before["licence"].confidence)
    assert (licence.settled, licence.companions["openness"]) == ("BUSL-1.1", "not-open")


def test_a_reading_sees_those_that_it_declares_and_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    given: dict[str, set[str]] = {}

    def spy(*args: Any) -> Seen:
        made_ = Seen(*args)
        given[made_.definition.id] = set(made_.readings)
        return made_

    monkeypatch.setattr("reperes.readings.seen.Seen", spy)
    made()
    assert given == {name: set(one.after) for name, one in definitions().items()}


def test_a_reading_that_comes_after_none_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    known = definitions()
    wrong = known["nature"].model_copy(update={"after": ("licence", "licnece")})
    monkeypatch.setattr("reperes.readings.definitions", lambda: known | {"nature": wrong})
    with pytest.raises(ValueError) as error:
        made()
    assert str(error.value) == "nature comes after licnece, which is no reading"


def test_without_facts_everything_is_unknown_and_asks() -> None:
    seen = empty()
    for reading in read_all(seen.facts, seen.measures, AS_OF):
        assert (reading.value, reading.confidence) == (None, Confidence.UNKNOWN), reading.id
    assert all(isinstance(seen.facts.value(key), Absent) for key in KEYS.values())
