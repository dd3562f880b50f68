from typing import Annotated

import pytest

from reperes.i18n import Language
from reperes.sources.documents.lenient import fields as f
from reperes.sources.documents.lenient.model import Declared, check
from reperes.sources.documents.lenient.tree import MAX_PROBLEMS, Parsed


class Part(Declared):
    name: f.Text
    size: f.Whole | None = None


class Whole(Declared):
    text: f.Text | None = None
    texts: f.Texts | None = None
    day: f.Day | None = None
    flag: f.Flag | None = None
    amount: f.Amount | None = None
    address: f.Address | None = None
    giving: f.Givings | None = None
    word: Annotated[str, f.one_of("One", "two")] | None = None
    part: Part | None = None
    parts: Annotated[list[Part], f.items()] | None = None
    by_label: dict[str, f.Address] | None = None
    people_count: f.Count | None = f.counted("people")


@pytest.mark.parametrize(
    ("raw", "fields"),
    [
        ({}, {}),
        ({"unknown": 1}, {}),
        ({"text": " a "}, {"text": "a"}),
        ({"text": 1.5}, {"text": "1.5"}),
        ({"texts": "a"}, {"texts": ["a"]}),
        ({"texts": ["a", 2]}, {"texts": ["a", "2"]}),
        ({"day": "2026-1-2"}, {"day": "2026-01-02"}),
        ({"day": "2026-11-23T10:00:00Z"}, {"day": "2026-11-23"}),
        ({"flag": "Yes"}, {"flag": True}),
        ({"flag": False}, {"flag": False}),
        ({"amount": 12}, {"amount": 12}),
        ({"address": "https://ada:secret@example.org/a?b#c"}, {"address": "https://example.org/a?b#c"}),
        ({"address": "git@example.org:team/tool.git"}, {"address": "ssh://example.org/team/tool.git"}),
        ({"giving": "https://ko-fi.com/ada"}, {"giving": ["https://ko-fi.com"]}),
        ({"word": " ONE "}, {"word": "One"}),
        ({"part": {"name": "a", "size": "12"}}, {"part": {"name": "a", "size": 12}}),
        ({"parts": {"name": "a"}}, {"parts": [{"name": "a"}]}),
        ({"people": ["Ada", "Bob"]}, {"people_count": 2}),
        ({"by_label": {"Home": "https://example.org"}}, {"by_label": {"Home": "https://example.org"}}),
    ],
)
def test_what_passes(raw: dict[str, object], fields: dict[str, object]) -> None:
    assert check(Whole, Parsed(raw)) == Parsed(fields)


@pytest.mark.parametrize(
    ("raw", "fields", "sentence"),
    [
        ({"text": ["a"]}, {}, "`text` should be a text; it was set aside."),
        ({"text": True}, {}, "`text` should be a text; it was set aside."),
        ({"texts": 1}, {}, "`texts` should be a list; it was set aside."),
        (
            {"texts": ["a", ["b"], "c"]},
            {"texts": ["a", "c"]},
            "`texts.2` should be a text; it was set aside.",
        ),
        ({"day": "2026-02-30"}, {}, "`day` is not a date written like 2026-11-23; it was set aside."),
        ({"day": "soon"}, {}, "`day` is not a date written like 2026-11-23; it was set aside."),
        ({"flag": "maybe"}, {}, "`flag` should be true or false; it was set aside."),
        ({"amount": "12"}, {}, "`amount` should be a number; it was set aside."),
        ({"address": "mailto:ada@example.org"}, {}, "`address` is not a web address; it was set aside."),
        ({"address": "javascript:alert(1)"}, {}, "`address` is not a web address; it was set aside."),
        ({"address": "https://[broken"}, {}, "`address` is not a web address; it was set aside."),
        ({"word": "three"}, {}, "`word` is not one of One, two; it was set aside."),
        ({"word": "ada@example.org"}, {}, "`word` is not one of One, two; it was set aside."),
        ({"part": "a"}, {}, "`part` should hold fields of its own; it was set aside."),
        ({"part": {"size": 1}}, {}, "`part.name` is missing, so what should hold it was set aside."),
        (
            {"part": {"name": "a", "size": "b"}},
            {"part": {"name": "a"}},
            "`part.size` should be a number; it was set aside.",
        ),
        (
            {"parts": [{"size": 1}, {"name": "b"}]},
            {"parts": [{"name": "b"}]},
            "`parts.1.name` is missing, so what should hold it was set aside.",
        ),
        (
            {"by_label": {"a@example.org": 1, "b": "https://b.example"}},
            {"by_label": {"b": "https://b.example"}},
            "`by_label.…` is not a web address; it was set aside.",
        ),
        ({"by_label": []}, {}, "`by_label` should hold fields of its own; it was set aside."),
    ],
)
def test_what_does_not_pass_is_told_and_goes_alone(
    raw: dict[str, object], fields: dict[str, object], sentence: str
) -> None:
    checked = check(Whole, Parsed(raw))
    assert checked.fields == fields
    assert [one.text(Language.EN) for one in checked.problems] == [sentence]


def test_problems_are_not_endless() -> None:
    checked = check(Whole, Parsed({"texts": [["a"]] * 5_000}))
    assert (checked.fields, len(checked.problems)) == ({}, MAX_PROBLEMS)
