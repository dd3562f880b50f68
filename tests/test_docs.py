"""The documents do not lie: links lead somewhere, commands exist, both languages say the same."""

import re
import subprocess
from pathlib import Path

import pytest

from reperes.cli import COMMANDS

ROOT = Path(__file__).parent.parent
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


def pages() -> list[Path]:
    listed = subprocess.run(
        ["git", "-C", ROOT, "ls-files", "-z", "*.md"], capture_output=True, check=False, text=True
    )
    names = [name for name in listed.stdout.split("\0") if name]
    return [ROOT / name for name in names] or sorted(ROOT.glob("*.md")) + sorted(ROOT.glob("docs/**/*.md"))


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    targets = [link.partition("#")[0] for link in LINK.findall(page.read_text(encoding="utf-8"))]
    missing = [
        t for t in targets if t and not t.startswith(("http", "mailto:")) and not (page.parent / t).exists()
    ]
    assert missing == []


@pytest.mark.parametrize("page", ["README.md", "LISEZMOI.md", "CONTRIBUTING.md", "docs/fr/contribuer.md"])
def test_commands_and_targets_exist(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for command in re.findall(r"\breperes (\w+)", text):
        assert command in COMMANDS
    for target in re.findall(r"`make ([a-z]+)", text):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_the_two_readmes_open_with_the_two_commands_and_say_the_same() -> None:
    english, french = ((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "LISEZMOI.md"))
    for text in (english, french):
        assert re.search(r"```\nmake serve\nmake test\n```", text[:300])
    assert english.count("\n#") == french.count("\n#")
    assert english.count("\n| ") == french.count("\n| ")
    assert len(re.findall(r"^\.venv/bin/reperes", english, re.MULTILINE)) == len(
        re.findall(r"^\.venv/bin/reperes", french, re.MULTILINE)
    )
