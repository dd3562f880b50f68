from pathlib import Path

import pytest

from reperes.facts.documents import DocumentKind
from reperes.knowledge.loader import KnowledgeError, load_strict
from reperes.sources.documents.find import MAX_DOCUMENTS, find
from reperes.sources.documents.vocabulary import Vocabulary, tokens, vocabulary

STEMS = [(kind, stem) for kind, rule in vocabulary().kinds.items() for stem in sorted(rule.stems)]
ROOT_STEMS = [(kind, stem) for kind, rule in vocabulary().kinds.items() for stem in sorted(rule.root_stems)]


def kinds_of(path: str) -> list[DocumentKind]:
    found, _ = find([(path.encode(), "100644", "0" * 40)])
    return [one.kind for one in found]


@pytest.mark.parametrize(("kind", "stem"), STEMS)
def test_every_stem_is_found_at_the_root_and_in_the_documentation(kind: DocumentKind, stem: str) -> None:
    apart = "_".join((stem[:2], stem[2:])).upper()
    assert kinds_of(f"{stem}.md") == kinds_of(f"docs/{stem}.md") == kinds_of(f"docs/{apart}.md") == [kind]


@pytest.mark.parametrize(("kind", "stem"), ROOT_STEMS)
def test_root_stems_are_found_at_the_root_only(kind: DocumentKind, stem: str) -> None:
    assert kinds_of(f"{stem}.md") == [kind]
    assert kinds_of(f"docs/{stem}.md") in ([], [DocumentKind.DOCS_PAGE])


@pytest.mark.parametrize(
    "name", [name for subject in vocabulary().subjects.values() for name in sorted(subject.words)]
)
def test_every_word_of_a_subject_makes_a_page(name: str) -> None:
    assert kinds_of(f"docs/our-{name}-here.md") == [DocumentKind.DOCS_PAGE]


def test_words_are_written_as_they_are_compared() -> None:
    words = vocabulary()
    stems = [*(stem for _, stem in STEMS + ROOT_STEMS)]
    stems += [stem for subject in words.subjects.values() for stem in (*subject.stems, *subject.words)]
    assert [stem for stem in stems if tokens(stem) != (stem,) or len(stem) < 3] == []


def test_no_word_has_two_kinds() -> None:
    stems = [stem for _, stem in STEMS]
    assert sorted(set(stems)) == sorted(stems)
    assert set(stems).isdisjoint(stem for _, stem in ROOT_STEMS)


def test_the_bounds_by_kind_fit_in_the_bound_in_all() -> None:
    assert sum(rule.bound for rule in vocabulary().kinds.values()) <= MAX_DOCUMENTS


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("CODE_OF_CONDUCT", ("code", "of", "conduct")),
        ("CodeOfConduct", ("code", "of", "conduct")),
        ("Feuille de route", ("feuille", "de", "route")),
        ("Sécurité", ("securite",)),
        ("0001-use.git", ("0001", "use", "git")),
        ("--", ()),
    ],
)
def test_tokens(name: str, words: tuple[str, ...]) -> None:
    assert tokens(name) == words


def test_a_kind_without_a_rule_is_refused(tmp_path: Path) -> None:
    said = vocabulary().model_dump_json().replace('"readme":', '"read-me":')
    file = tmp_path / "documents.yaml"
    file.write_text(said, encoding="utf-8")
    with pytest.raises(KnowledgeError, match="read-me"):
        load_strict(Vocabulary, file)
