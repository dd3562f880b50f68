import re
from pathlib import Path

import pytest

from reperes.indicators import definitions
from reperes.knowledge.loader import KnowledgeError, load_strict
from reperes.knowledge.terms import Glossary, Term, load_terms

MISTYPED = re.compile(r"['\"]|\w[;:!?](\s|$)")
DATED = re.compile(r"(19|20)\d\d(-\d\d){0,2}$")

TERM = """
terms:
  - id: {id}
    label: {{fr: mot, en: word}}
    definition: {{fr: Un mot., en: A word.}}
    source: Repères
"""


def test_an_agent_finds_the_words_of_an_observation() -> None:
    asked = {
        "commit", "author", "committer", "merge", "branch", "default-branch", "tag", "release",
        "forge", "fork", "repository", "history", "contributor", "maintainer", "communities",
        "digital-commons", "free-software", "open-source", "openwashing", "licences", "copyleft",
        "dco", "cla", "governing", "roadmap", "absence-factor", "truck-factor", "elephant-factor",
        "retention", "bot", "pseudonym", "affiliation", "public-body", "swhid", "sbom", "purl",
        "as-of", "observation", "fact", "absence", "citation", "provenance", "indicator", "reading",
        "measure", "window", "median", "unknown-share", "chaoss", "floss-criteria",
        "publiccode-yml", "codemeta", "funding-yml",
    }  # fmt: skip
    assert asked - set(load_terms()) == set()


@pytest.mark.parametrize("term", load_terms().values(), ids=load_terms().keys())
def test_each_is_said_in_both_languages_and_sourced(term: Term) -> None:
    assert term.definition.fr != term.definition.en
    assert term.definition.fr[-1] in ".…"
    assert term.definition.en[-1] in ".…"
    assert term.source == "Repères" or DATED.search(term.source)


@pytest.mark.parametrize("term", load_terms().values(), ids=load_terms().keys())
def test_french_is_typeset(term: Term) -> None:
    wrong = [text for text in (term.label.fr, term.definition.fr) if MISTYPED.search(text)]
    assert wrong == []


@pytest.mark.parametrize("term", load_terms().values(), ids=load_terms().keys())
def test_see_leads_somewhere_else(term: Term) -> None:
    assert set(term.see) - set(load_terms()) - set(definitions()) == set()
    assert term.id not in term.see
    assert len(set(term.see)) == len(term.see)


def test_no_term_has_the_id_of_an_indicator() -> None:
    assert set(load_terms()) & set(definitions()) == set()


def written(folder: Path, text: str) -> Path:
    file = folder / "terms.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_term_is_read(tmp_path: Path) -> None:
    glossary = load_strict(Glossary, written(tmp_path, TERM.format(id="some-word")))
    assert [(term.id, term.label.en, term.see) for term in glossary.terms] == [("some-word", "word", ())]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (TERM.format(id="Some_Word"), "String should match pattern"),
        (TERM.format(id="some-word").replace(", en: A word.", ""), "definition.en"),
        (TERM.format(id="some-word").replace("source: Repères", "source: ''"), "terms.0.source"),
        (TERM.format(id="some-word") + "    author: ada\n", "Extra inputs are not permitted"),
        (
            TERM.format(id="some-word") + TERM.format(id="some-word").removeprefix("\nterms:"),
            "defined twice: some-word",
        ),
        ("terms: []\n", "at least 1 item"),
        ("words: []\n", "Field required"),
    ],
)
def test_a_broken_file_is_refused_and_the_place_told(tmp_path: Path, text: str, complaint: str) -> None:
    file = written(tmp_path, text)
    with pytest.raises(KnowledgeError) as error:
        load_strict(Glossary, file)
    assert complaint in str(error.value)
    assert str(file) in str(error.value)
