"""What the environment tells: each variable is understood, or refused with its name."""

from pathlib import Path

import pytest

from reperes_web.environment import flag, secret_key, whole, words


@pytest.mark.parametrize(
    ("told", "meant"),
    [
        ("yes", True),
        ("1", True),
        (" Oui ", True),
        ("TRUE", True),
        ("no", False),
        ("0", False),
        ("non", False),
    ],
)
def test_yes_and_no(told: str, meant: bool) -> None:  # noqa: FBT001
    assert flag("X", environment={"X": told}, default=not meant) is meant


def test_what_is_not_told_is_the_default() -> None:
    assert flag("X", environment={}, default=True) is True
    assert flag("X", environment={"X": "  "}) is False
    assert whole("X", 7, environment={"X": ""}) == 7
    assert words("X", environment={}) == []


@pytest.mark.parametrize("told", ["perhaps", "2", "y"])
def test_neither_yes_nor_no_is_refused_with_its_name(told: str) -> None:
    with pytest.raises(ValueError) as caught:
        flag("REPERES_WEB_ALONE", environment={"REPERES_WEB_ALONE": told})
    assert str(caught.value) == f"REPERES_WEB_ALONE is '{told}': write yes or no"


@pytest.mark.parametrize("told", ["-1", "1.5", "ten", "²", "1e3"])
def test_what_is_no_whole_number_is_refused_with_its_name(told: str) -> None:
    with pytest.raises(ValueError) as caught:
        whole("REPERES_WEB_RUNS_A_DAY", 1, environment={"REPERES_WEB_RUNS_A_DAY": told})
    assert str(caught.value) == f"REPERES_WEB_RUNS_A_DAY is '{told}': write a whole number"


def test_words_are_separated_by_commas_or_blanks() -> None:
    found = words("X", environment={"X": "a.example.org, b.example.org  c.example.org,"})
    assert found == ["a.example.org", "b.example.org", "c.example.org"]
    assert whole("X", 1, environment={"X": " 12 "}) == 12


def test_a_key_that_is_not_whole_is_not_used(tmp_path: Path) -> None:
    made = secret_key(tmp_path)
    assert secret_key(tmp_path) == made
    assert len(made) >= 50
    (tmp_path / "secret.key").write_text("short")
    with pytest.raises(ValueError) as caught:
        secret_key(tmp_path)
    assert str(caught.value).startswith(f"{tmp_path / 'secret.key'} is not whole: remove it")
