"""What labels mean, by words anyone may add to."""

import pytest

from reperes.facts.forge import LABEL
from reperes.sources.forges.labels import meanings, vocabulary


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("good first issue", ("newcomers",)),
        ("Type: Good-First-Issue", ("newcomers",)),
        ("difficulty/beginner", ("newcomers",)),
        ("débutant", ("newcomers",)),
        ("help wanted :wave:", ("help-wanted",)),
        ("kind/bug", ("bug",)),
        ("area::docs", ("documentation",)),
        ("bug security", ("bug", "security")),
        ("debugger", ()),
        ("a good issue", ()),
        ("", ()),
        ("x" * 10_000, ()),
    ],
)
def test_a_label_means_what_its_words_say(label: str, said: tuple[str, ...]) -> None:
    assert meanings([label]) == said


def test_each_meaning_is_told_once_and_other_things_are_no_labels() -> None:
    assert meanings(["bug", "defect", None, 3, "Documentation"]) == ("bug", "documentation")


def test_the_meanings_are_those_of_the_facts() -> None:
    assert list(vocabulary().labels) == LABEL.categories.to_list()
