from collections.abc import Mapping

import pytest

from reperes.i18n import Language
from reperes.indicators import definitions
from reperes.indicators.definition import Definition
from reperes.knowledge.terms import Text
from reperes.report.wording import sentence
from support.observations import measured

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
    got = measured(NAME, 0.5, items=12, details={"closed": 6, "outsiders_closed": 2, "outsiders": 4})
    assert sentence(got, definitions()[NAME], Language.FR) == (
        "50\u00a0% des propositions de modification de l’année, ouvertes depuis trente jours au moins, ont "
        "été traitées : intégrées ou refermées ; celles de personnes extérieures au projet : 2 sur 4."
    )
