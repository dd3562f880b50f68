"""What the parties named by texts are, and whose hands a history shows."""

from datetime import date

import pytest

from reperes.facts.documents import Document, DocumentKind, Documents
from reperes.facts.fact import Fact
from reperes.facts.factset import FactSet
from reperes.facts.schema import DOCUMENTS, HISTORY
from reperes.readings.stewardship import Hands, authorship, holdings, own_names, party
from support.history import PROVENANCE, C, history
from support.observations import AS_OF, HEAD, ORIGIN, document


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("Fondation Exemple", "foundation", "Fondation Exemple"),
        ("Exemple Foundation, Inc.", "foundation", "Exemple Foundation Inc"),
        ("Exemple, Inc.", "company", "Exemple Inc"),
        ("Registre SAS", "company", "Registre SAS"),
        ("GIP Registre commun", "gip", "GIP Registre commun"),
        ("Ville de Saint-Exemple", "public-body", "Ville de Saint-Exemple"),
        ("Ministry of Examples", "public-body", "Ministry of Examples"),
        ("Association Registre", "association", "Association Registre"),
        ("Ada Exemple, Registre SARL", "company", "Registre SARL"),
        ("The Registre Authors", "people", None),
        ("Ada Exemple", "person", None),
        ("Ada B. Exemple", "person", None),
        ("Registre Data Lab", None, None),
        ("Registre", None, None),
    ],
)
def test_tells_a_party_and_names_no_person(text: str, kind: str | None, name: str | None) -> None:
    found = party(text, own_names(ORIGIN))
    assert (found.kind, found.name) == (kind, name)


def _holdings(*documents: Document) -> list[tuple[str | None, int, bool]]:
    facts = FactSet([Fact(DOCUMENTS.name, Documents(HEAD, ORIGIN, documents), PROVENANCE)])
    return [(one.party.kind, one.line, one.is_quotable) for one in holdings(facts)]


def test_reads_the_lines_of_rights_and_not_those_of_the_licence_itself() -> None:
    licence = """Copyright (C) 2007 Exemple Foundation, Inc.
Everyone is permitted to copy and distribute verbatim copies
of this license document.
Copyright (C) <year>  <name of author>
copyright on the Program, and are irrevocable
Copyright 2019-2024 Registre SAS and contributors"""
    assert _holdings(document(DocumentKind.LICENCE, "LICENSE", licence)) == [("company", 6, True)]


def test_sets_aside_what_others_brought_in_and_what_may_name_a_person() -> None:
    notice = "Copyright 2020 Ada Exemple, Registre SARL\nCopyright 2011 Autre Inc."
    third = document(DocumentKind.LICENCE, "LICENSE-THIRD-PARTY", "Copyright 2011 Autre Inc.")
    deep = document(DocumentKind.LICENCE, "lib/LICENSE", "Copyright 2011 Autre Inc.")
    assert _holdings(document(DocumentKind.LICENCE, "NOTICE", notice), third, deep) == [("company", 1, False)]


def test_a_line_deep_in_a_licence_is_that_of_something_brought_in_unless_it_fills_its_appendix() -> None:
    lines = "\n" * 40
    deep = document(
        DocumentKind.LICENCE, "COPYING", f"{lines}Copyright 2011 Autre Inc.\nPermission is granted"
    )
    filled = "Copyright 2011 Autre Inc.\n\nLicensed under the Apache License, Version 2.0"
    appendix = document(DocumentKind.LICENCE, "LICENSE", lines + filled)
    notice = document(DocumentKind.LICENCE, "NOTICE", lines + filled)
    page = document(DocumentKind.README, "README.md", f"{lines}Copyright 2011 Autre Inc.")
    assert _holdings(deep, notice) == []
    assert _holdings(appendix, page) == [("company", 41, True), ("company", 41, True)]


def test_the_parameter_of_a_licence_names_the_licensor() -> None:
    text = "Licensor:             Registre, Inc.\nThe Licensed Work is (c) 2025 Registre Inc."
    assert _holdings(document(DocumentKind.LICENCE, "LICENSE", text)) == [
        ("company", 1, True),
        ("company", 2, True),
    ]


def test_counts_hands_lately_and_ever() -> None:
    commits = [C(date(2020, 3, day), "ada") for day in range(1, 7)]
    commits += [
        C(date(2026, 3, 1), "bob@insee"),
        C(date(2026, 3, 2), "cyd@insee"),
        C(date(2026, 3, 3), "ada"),
    ]
    facts = FactSet(
        [Fact(HISTORY.name, history(commits, organisations={"insee": "public-body"}), PROVENANCE)]
    )
    found = authorship(facts, AS_OF)
    assert found is not None
    assert (found.count, found.authors, found.ever, found.authors_ever) == (3, 3, 9, 3)
    assert round(found.first_ever, 2) == 0.78
    assert found.organisations == (Hands("insee", "public-body", 2 / 3, 1.0, 2),)


def test_without_a_history_there_are_no_hands() -> None:
    assert authorship(FactSet([]), AS_OF) is None
