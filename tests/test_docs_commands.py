"""What the pages show of the program is what it says: each `$ reperes …` extract is run again."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.cli import run

ROOT = Path(__file__).parents[1]
_BLOCK = re.compile(r"^```\n(\$ reperes [^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def extracts() -> Iterator[object]:
    for page in sorted((ROOT / "docs").glob("??/*.md")):
        for rank, found in enumerate(_BLOCK.finditer(page.read_text(encoding="utf-8")), 1):
            yield pytest.param(page.parent.name, found[1], found[2], id=f"{page.stem}-{rank}")


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize(("language", "command", "shown"), [*extracts()])
def test_an_extract_is_what_the_program_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str, command: str, shown: str
) -> None:
    monkeypatch.chdir(ROOT)
    done = run(tmp_path, *shlex.split(command.removeprefix("$ reperes ")), "--lang", language)
    assert done.code == 0, done.err
    said = flat(done.out)
    assert [part for part in map(flat, shown.split("[…]")) if part not in said] == []


def test_there_are_extracts() -> None:
    assert len([*extracts()]) >= 8


@pytest.mark.parametrize(
    "profile", sorted((ROOT / "docs" / "profiles").glob("*.yaml")), ids=lambda path: path.stem
)
def test_every_example_of_a_profile_is_used_whole(tmp_path: Path, profile: Path) -> None:
    readings = ROOT / "docs" / "profiles" / "readings-example.yaml"
    if profile == readings:
        return
    asked = ("advise", "--readings", str(readings), "--administration", str(profile), "--as-of", "2026-11-25")
    done = run(tmp_path, *asked, "--format", "json")
    assert (done.code, done.err) == (0, "")
    assert "advice.unused_answer" not in done.out
