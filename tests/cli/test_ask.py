"""`reperes advise --ask`, answered as a user answers: rightly, wrongly, or not at all."""

import json
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from support.cli import PROGRAM, bare, run


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "them.yaml").write_text("legal_home: association\nlicence: MIT\n", encoding="utf-8")
    return tmp_path


def ask(files: Path, answers: str | bytes, *more: str) -> Any:
    return subprocess.run(
        [*PROGRAM, "advise", "--readings", str(files / "them.yaml"), "--ask", *more],
        input=answers.encode() if isinstance(answers, str) else answers,
        capture_output=True,
        check=False,
        env=bare(files),
        timeout=60,
    )


def kept(files: Path, answers: str) -> tuple[Any, str]:
    done = ask(files, answers, "--save", str(files / "kept.yaml"), "--format", "json")
    assert done.returncode == 0, done.stderr
    text = (files / "kept.yaml").read_text(encoding="utf-8")
    ours = ("--administration", str(files / "kept.yaml"), "--format", "json")
    again = run(files, "advise", "--readings", str(files / "them.yaml"), *ours)
    assert json.loads(again.out)["administration"] == json.loads(done.stdout)["administration"]
    return yaml.safe_load(text), text


def test_a_profile_is_made_by_questions_and_kept(files: Path) -> None:
    made, text = kept(files, "Mairie d’Exemple\n3\n1\n12 000\n2\n1 5\n15000\n\n1\nno\n\n")
    assert made == {
        "name": "Mairie d’Exemple",
        "kind": "local-authority",
        "level": "commune",
        "population": 12000,
        "relation": "user",
        "goals": ["durability", "visibility"],
        "means": {"budget_eur": 15000, "skills": ["development"]},
    }
    assert "budget_eur: 15000\n" in text


def test_a_purchase_and_the_contracts_of_the_state_are_asked_about(files: Path) -> None:
    answers = "Agence\n2\nnon\no\n\n\n\n\n2,5\n\noui\n2\n45 000,50\n24\n2026-12-01\nEUPL-1.2\n"
    assert kept(files, answers)[0] == {
        "name": "Agence",
        "kind": "state-operator",
        "central_authority": False,
        "market_beneficiary": {"marche-support": True},
        "means": {"agent_days": 2.5},
        "purchase": {
            "object": "services",
            "amount_eur_ht": 45000.5,
            "duration_months": 24,
            "consultation_on": date(2026, 12, 1),
        },
        "code_licence": "EUPL-1.2",
    }


@pytest.mark.parametrize(
    ("number", "asked"), [(1, True), (2, True), (7, True), (4, False), (5, False), (6, False)]
)
def test_only_those_who_may_order_are_asked_whether_they_are_beneficiaries(
    files: Path, number: int, *, asked: bool
) -> None:
    done = ask(files, f"x\n{number}\n" + "\n" * 3)
    assert (b"beneficiary of the interministerial support contract" in done.stderr) == asked
    assert (b"central authority" in done.stderr) == (number == 2)


def test_a_wrong_answer_is_told_at_once_and_asked_again(files: Path) -> None:
    wrong = [
        ("", "This one is needed."),
        ("x\x1by", "A character of it cannot be printed."),
        ("x" * 201, "Write from 1 to 200 characters."),
        ("Agence", ""),
        ("8", "Answer with the numbers of the list, or nothing."),
        ("", "This one is needed."),
        ("1 2", "Choose one number."),
        ("1", ""),
        ("perhaps", "Answer yes or no, or nothing."),
        *[("", "")] * 4,
        ("15,000", "`means.budget_eur` cannot be '15,000': it may mean thousands as well as decimals."),
        ("-1", "`means.budget_eur` cannot be -1."),
        ("inf", "`means.budget_eur` cannot be 'inf'."),
        *[("", "")] * 3,
        ("yess", "Answer yes or no, or nothing."),
        *[("Y", "")] + [("", "")] * 2,
        ("0", "`purchase.duration_months` cannot be 0."),
        ("", ""),
        ("01/12/2026", "`purchase.consultation_on` cannot be '01/12/2026'. Write a day as YYYY-MM-DD"),
        *[("", "")] * 2,
    ]
    done = ask(files, "".join(f"{answer}\n" for answer, _ in wrong), "--format", "json")
    said = done.stderr.decode()
    assert done.returncode == 0, said
    at = 0
    for _, sentence in wrong:
        assert sentence in said[at:], sentence
        at = said.index(sentence, at) + len(sentence)


def test_it_is_not_asked_for_ever(files: Path) -> None:
    done = ask(files, "x\n" + "nine\n" * 5 + "1\n")
    assert (done.returncode, done.stderr.decode().splitlines()[-3:]) == (
        2,
        [
            "The profile could not be made by questions.",
            "5 answers to one question could not be used.",
            "Begin again, or write a profile by hand from an example in docs/profiles/.",
        ],
    )


@pytest.mark.parametrize("answers", ["", "x", "x\n", "x\n3\n1\n"])
def test_questions_that_nobody_answers_end_in_a_sentence(files: Path, answers: str) -> None:
    done = ask(files, answers, "--save", str(files / "kept.yaml"))
    assert (done.returncode, done.stderr.decode().splitlines()[-2]) == (
        2,
        "Nobody answers: what was to be read ended before the questions did.",
    )
    assert not (files / "kept.yaml").exists()


def test_an_answer_that_is_no_text_is_told(files: Path) -> None:
    done = ask(files, b"Mairie \xff\n" * 6)
    assert (done.returncode, b"Traceback" in done.stderr) == (2, False)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_profile_that_cannot_be_kept_is_told(files: Path) -> None:
    done = ask(files, "x\n4\n" + "\n" * 8, "--save", "/dev/full")
    assert (done.returncode, b"could not be written to /dev/full" in done.stderr) == (2, True)
