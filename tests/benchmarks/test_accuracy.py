"""The labels tell which rules came before them, and organisations can be forgotten."""

import json
from pathlib import Path
from unittest.mock import patch

import pytest

from reperes.people.stewards import load_stewards

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


@pytest.fixture(autouse=True)
def _found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(BENCHMARKS))


def test_every_label_says_whether_the_rules_were_written_before_it() -> None:
    rows = json.loads((BENCHMARKS / "labels.json").read_text(encoding="utf-8"))
    assert {row["rules"] for row in rows} == {"before", "after"}
    assert len({row["repo"] for row in rows}) == len(rows)


def test_each_set_has_its_own_table(capsys: pytest.CaptureFixture[str]) -> None:
    import accuracy

    made = {"licence": {"value": "MIT", "confidence": "established"}}
    right: accuracy.Label = {"licence": "MIT", "economic_models": []}
    wrong: accuracy.Label = {"licence": "EUPL-1.2", "economic_models": []}
    assert accuracy.tell([(right, made), (wrong, made)]) == {"licence": [2, 1, 1]}
    assert "| licence | 2 | 50.0% | 50.0% | 1 of 2 |" in capsys.readouterr().out
    assert accuracy.tell([(right, made)]) == {"licence": [1, 1, 1]}


def test_without_organisations_nothing_is_known_of_any() -> None:
    import accuracy

    known, account = load_stewards(), "https://github.com/inseefr/registre"
    assert known.of_account(account)
    try:
        accuracy.forget_organisations()
        assert known.of_account(account) is None
        assert known.of_site("https://www.insee.fr") is None
        assert known.named("Insee") == ()
    finally:
        patch.stopall()
    assert known.of_account(account)
