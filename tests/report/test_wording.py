from collections.abc import Mapping
from datetime import date

import pytest

from reperes.facts.citation import Window
from reperes.i18n import Language
from reperes.indicators import definitions
from reperes.indicators.definition import Definition
from reperes.knowledge.terms import Text
from reperes.report.wording import sentence
from support.observations import AS_OF, measured

NAME = "change_request_closure_ratio"


def saying(text: str) -> Definition:
    return definitions()[NAME].model_copy(update={"says": Text(fr="–", en=text)})


@pytest.mark.parametrize(
    ("text", "details", "said"),
    [
        ("{value} settled[; {outsiders} from outside].", {"outsiders": 0}, "50% settled; 0 from outside."),
        ("{value} settled[; {outsiders} from outside].", {}, "50% settled."),
        ("{value}[, {closed} of {outsiders}].", {"closed": 3}, "50%."),
        ("{value}[, {closed}][, {outsiders}].", {"outsiders": 1234}, "50%, 1,234."),
        ("{value}, {outsiders}.", {}, "50%, –."),
        ("{value} [as ever].", {}, "50% as ever."),
    ],
)
def test_what_is_between_brackets_is_said_only_where_it_is_known(
    text: str, details: Mapping[str, float], said: str
) -> None:
    assert sentence(measured(NAME, 0.5, details=details), saying(text), Language.EN) == said


def test_brackets_are_of_the_definition_and_not_of_what_fills_it() -> None:
    got = measured(NAME, 0.5, items=12, details={"closed": 6, "outsiders_settled": 2, "outsiders": 4})
    assert sentence(got, definitions()[NAME], Language.FR) == (
        "50\u00a0% des propositions de modification ouvertes depuis le 23 novembre 2025, et depuis trente "
        "jours au moins, ont été traitées : intégrées, ou refermées par une autre personne que leur auteur ; "
        "celles de personnes extérieures au projet : 2 sur 4."
    )


@pytest.mark.parametrize(
    ("window", "french", "english"),
    [
        (Window(date(2026, 2, 24), AS_OF), "depuis le 24 février 2026", "since 24 February 2026"),
        (Window(date(2026, 5, 1), AS_OF), "depuis le 1er mai 2026", "since 1 May 2026"),
        (Window(None, AS_OF), "depuis le –", "since –"),
        (None, "depuis le –", "since –"),
    ],
)
def test_a_sentence_may_say_where_its_window_begins(window: Window | None, french: str, english: str) -> None:
    said = definitions()[NAME].model_copy(update={"says": Text(fr="depuis le {start}", en="since {start}")})
    got = said.measured(0.5, items=12, window=window)
    assert (sentence(got, said, Language.FR), sentence(got, said, Language.EN)) == (french, english)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [(NAME, 0.5, "50%"), ("time_to_first_response", 0.25, "6 hours"), ("maintainers_load", 3, "3 people")],
)
def test_a_sentence_may_say_the_value_with_its_unit(name: str, value: float, said: str) -> None:
    definition = definitions()[name].model_copy(update={"says": Text(fr="–", en="{figure}")})
    assert sentence(measured(name, value), definition, Language.EN) == said
