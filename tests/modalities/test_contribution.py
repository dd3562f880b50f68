"""What is said of code of our own that would go into a project under another licence."""

from datetime import date
from typing import Any

import pytest

from reperes.law import law
from reperes.modalities.case import Case
from reperes.modalities.contribution import licence_reasons
from reperes.modalities.given import of_file
from reperes.modalities.profile import administration


def said(own: str | None, licence: object, modality: str = "contribution-directe") -> list[Any]:
    ours = administration({"name": "x", "kind": "state", "code_licence": own})
    made = Case(ours, of_file({"licence": licence}), date(2026, 11, 25), law())
    return [
        (one.effect.value, one.said.message, dict(one.said.args)) for one in licence_reasons(modality, made)
    ]


@pytest.mark.parametrize(
    ("own", "licence", "expected"),
    [
        ("MIT", "MIT", ("for", "advice.flow_same", "MIT", "MIT")),
        ("MIT", "GPL-2.0-only", ("for", "advice.flow_yes", "MIT", "GPL-2.0-only")),
        ("Apache-2.0", "GPL-2.0-only", ("against", "advice.flow_no", "Apache-2.0", "GPL-2.0-only")),
        ("MIT OR Apache-2.0", "GPL-2.0-only", ("for", "advice.flow_yes", "MIT", "GPL-2.0-only")),
        ("BUSL-1.1", "MIT", ("unknown", "advice.flow_unknown", "BUSL-1.1", "MIT")),
        ("foo", "MIT", ("unknown", "advice.flow_unknown", "foo", "MIT")),
        ("MIT", "NONE", ("unknown", "advice.flow_unknown", "MIT", "NONE")),
        ("MIT", None, ("unknown", "advice.flow_unread", "MIT", None)),
        (
            "MIT",
            {"value": "MIT", "confidence": "contradicted"},
            ("unknown", "advice.flow_unread", "MIT", None),
        ),
    ],
)
def test_which_way_it_may_flow_and_between_which_licences(
    own: str, licence: object, expected: tuple[str, str, str, str | None]
) -> None:
    ((effect, message, args),) = said(own, licence)
    assert (effect, message, args["own"], args["project"]) == expected


def test_why_is_that_of_the_rule_which_decides() -> None:
    from reperes.modalities.texts import text_of

    ((_, _, args),) = said("Apache-2.0", "GPL-2.0-only")
    because = args["because"]["message"]
    assert because.startswith("flow.")
    assert text_of(because).en == ("The patent terms of {own} add a condition that {project} does not admit.")


@pytest.mark.parametrize(
    ("own", "modality"), [(None, "contribution-directe"), ("MIT", "don"), ("MIT", "commande-sous-seuil")]
)
def test_nothing_is_said_when_no_code_of_ours_would_go_in(own: str | None, modality: str) -> None:
    assert said(own, "GPL-2.0-only", modality) == []
