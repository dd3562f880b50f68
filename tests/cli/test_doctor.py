from pathlib import Path

from support.cli import run
from support.git import commit, file, repository


def test_clean_removes_what_was_kept_and_keeps_the_key(tmp_path: Path) -> None:
    place = repository(tmp_path / "r", commit(1, "2026-03-02", files=file("a", "1")))
    assert run(tmp_path, "observe", str(place)).code == 0
    people = tmp_path / "data" / "people"
    assert len(list((people / "histories").iterdir())) == 1
    done = run(tmp_path, "doctor", "--clean")
    assert (done.code, "1 clone or log, 0 answers." in done.err) == (0, True)
    assert list((people / "histories").iterdir()) == []
    assert len((people / "pseudonyms.key").read_bytes()) == 32
