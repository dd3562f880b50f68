"""The command line: exit codes, languages, outputs."""

import json
import os
import re
from pathlib import Path

import pytest

from reperes.cli import printable
from support.cli import run
from support.git import commit, file, git, repository

STREAM = "".join(
    commit(
        mark,
        f"2026-0{1 + mark % 9}-02",
        f"Person {mark % 3} <p{mark % 3}@example.org>",
        parents=(mark - 1,) if mark > 1 else (),
        files=file("README.md", f"# Project {mark}"),
    )
    for mark in range(1, 20)
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return repository(tmp_path / "project", STREAM)


def test_observe_opens_with_in_short_in_the_language_asked_for(tmp_path: Path, project: Path) -> None:
    for arguments, locale, opening in [
        (["--lang", "fr"], "en_GB.UTF-8", "En bref"),
        (["--lang=en"], "fr_FR.UTF-8", "In short"),
        ([], "en_US.UTF-8", "In short"),
        ([], "fr_FR.UTF-8", "En bref"),
        ([], "C.UTF-8", "En bref"),
        ([], "de_DE.UTF-8", "En bref"),
    ]:
        done = run(tmp_path, "observe", str(project), *arguments, locale=locale)
        assert done.code == 0, done.err
        assert opening.casefold() in done.out.casefold()


def test_json_goes_to_stdout_and_progress_to_stderr(tmp_path: Path, project: Path) -> None:
    done = run(tmp_path, "observe", str(project), "--format", "json", "--as-of", "2026-11-23")
    observation = json.loads(done.out)
    assert observation["schema"] == "reperes/observation/1"
    assert observation["as_of"] == "2026-11-23"
    assert observation["subject"]["repositories"] == [
        {"origin": None, "head": git(project, "rev-parse", "main"), "branch": "main"}
    ]
    steps = done.err.strip().splitlines()
    assert all(re.match(r"\[ *\d+\.\d s\] ", line) for line in steps)
    assert len(steps) >= 4


def test_the_result_may_go_to_a_file(tmp_path: Path, project: Path) -> None:
    done = run(tmp_path, "observe", str(project), "--format", "html", "-o", str(tmp_path / "page.html"))
    assert (done.code, done.out) == (0, "")
    assert (tmp_path / "page.html").read_text(encoding="utf-8").startswith("<!doctype html>")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["observe", "/nowhere/at/all"], 3, "There is nothing at"),
        (["observe", "ftp://example.org/x"], 2, "ftp"),
        (["observe", "https://user:hunter2@example.org/x"], 2, ""),
        (["observe", "pkg:npm/left-pad"], 2, "repository"),
        (["observe", "Nextcloud"], 2, "Nextcloud"),
        (["observe", "https://127.0.0.1/x/y"], 3, "private address"),
        (["observe", "https://example.org/x/y", "--offline"], 3, "never brought"),
        (["observe", ".", "--as-of", "tomorrow"], 2, "YYYY-MM-DD"),
        (["observe"], 2, "SUBJECT"),
        (["explain", "contributor_absense_factor"], 2, "contributor_absence_factor"),
        (["frobnicate"], 2, "frobnicate"),
    ],
)
def test_exit_codes_and_what_is_said(tmp_path: Path, arguments: list[str], code: int, said: str) -> None:
    done = run(tmp_path, *arguments)
    assert (done.code, done.out) == (code, "")
    assert said in done.err
    assert "Traceback" not in done.err
    assert "hunter2" not in done.err


def test_an_empty_repository_is_observed_as_such(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "--bare", "empty")
    done = run(tmp_path, "observe", str(tmp_path / "empty"), "--format", "json")
    observation = json.loads(done.out)
    assert done.code == 0
    assert {indicator["outcome"] for indicator in observation["indicators"].values()} == {"not-measured"}
    assert ("git", "empty") in {(absence["source"], absence["reason"]) for absence in observation["absences"]}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_identifier_is_explained(tmp_path: Path, language: str) -> None:
    listed = run(tmp_path, "explain", "--list", "--lang", language)
    names = [line.split()[0] for line in listed.out.splitlines() if not line.startswith(" ")]
    assert len(names) == len(set(names)) > 40
    for format_ in ("text", "json", "markdown", "html"):
        done = run(tmp_path, "explain", names[0], "--format", format_, "--lang", language)
        assert done.code == 0
        assert names[0] in done.out


def test_doctor_tells_what_there_is(tmp_path: Path) -> None:
    done = run(tmp_path, "doctor", "--format", "json")
    findings = {finding["about"]: finding for finding in json.loads(done.out)["findings"]}
    assert findings["git"]["found"].startswith("git version ")
    assert findings["git"]["ok"]
    lacking = run(tmp_path, "doctor", extra={"PATH": os.fspath(tmp_path)})
    assert "[lacking] git" in lacking.out


def test_help_is_in_the_language_of_the_reader(tmp_path: Path) -> None:
    assert "Usage:" in run(tmp_path, "--help").out
    french = run(tmp_path, "observe", "--help", locale="fr_FR.UTF-8").out
    assert "Utilisation" in french
    assert "Format du résultat" in french


def test_what_strangers_wrote_is_printed_without_control_characters_and_french_blanks_stay() -> None:
    assert printable("8\u202f000 fiches\u00a0: \x1b[2J\u202eun\n") == "8\u202f000 fiches\u00a0: �[2J�un\n"
