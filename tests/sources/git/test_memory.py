"""A second reading asks only for the new commits, and finds what a whole reading would."""

import shutil
from pathlib import Path

from reperes.people.identities import Identities
from reperes.sources.git import log
from reperes.sources.git.command import Repository
from reperes.sources.git.memory import forget_old, load, recall, save
from support.cli import run
from support.git import commit, file, git, repository

ADA, BOB, CLEO = "Ada <ada@example.org>", "Bob <bob@example.org>", "Cleo <cleo@example.org>"
OLD = "".join(
    commit(
        mark,
        f"2026-03-{mark:02}",
        (ADA, BOB)[mark % 2],
        parents=(mark - 1,) if mark > 1 else (),
        message=f"Change\n\nReviewed-by: {CLEO}",
        files=file("src/a.py", f"a = {mark}") + file("src/b.py", f"b = {mark}"),
    )
    for mark in range(1, 21)
)
NEW = commit(21, "2026-03-22", CLEO, parents=(20,), files="R src/a.py lib/a.py\n" + file("c.md", "c"))
NEW += commit(22, "2026-03-15", BOB, parents=(10,), files=file("src/b.py", "side"), ref="refs/heads/side")
NEW += commit(23, "2026-03-24", ADA, parents=(21, 22)) + commit(24, "2026-03-25", ADA, parents=(23,))


def grown(place: Path) -> Path:
    """Make a repository whose branch `main` stops before the commits of NEW."""
    repository(place, OLD + NEW)
    git(place, "update-ref", "refs/heads/later", "refs/heads/main")
    git(place, "update-ref", "refs/heads/main", "refs/heads/main~3")
    return place


def test_only_the_new_commits_are_asked_for(tmp_path: Path) -> None:
    place = Repository(grown(tmp_path / "r"))
    first = git(place.git_dir, "rev-parse", "main")
    store = tmp_path / "store"
    memory = recall(store, place, first, None)
    assert memory.known is None
    save(memory, log.Parser(Identities()).parse(log.start(place, first, mailmap=None)), first, None)
    later = git(place.git_dir, "rev-parse", "later")
    memory = recall(store, place, later, None)
    assert memory.known == first
    older = load(memory)
    assert older is not None
    parser = log.Parser(older.identities)
    parser.parse(log.start(place, later, mailmap=None, known=memory.known))
    assert len(parser.log.commit) == 4
    raw = parser.continue_with(older)
    whole = log.Parser(Identities()).parse(log.start(place, later, mailmap=None))
    assert sorted(raw.commit) == sorted(whole.commit)

    def told(from_: log.RawLog) -> list[tuple[str, str, bytes]]:
        rows = zip(from_.touch_commit, from_.touch_status, from_.touch_file, strict=True)
        return sorted((from_.commit[row], status, from_.files[number]) for row, status, number in rows)

    assert told(raw) == told(whole)
    written = [list(each.identities.written()) for each in (raw, whole)]
    by = [
        sorted((c, written[n][a]) for c, a in zip(r.commit, r.author, strict=True))
        for n, r in enumerate((raw, whole))
    ]
    assert by[0] == by[1]
    assert sorted((raw.commit[row], role) for row, role, _ in raw.trailers) == sorted(
        (whole.commit[row], role) for row, role, _ in whole.trailers
    )


def test_another_mailmap_or_a_rewritten_history_reads_all_again(tmp_path: Path) -> None:
    place = Repository(grown(tmp_path / "r"))
    later, first = (git(place.git_dir, "rev-parse", name) for name in ("later", "main"))
    store = tmp_path / "store"
    save(recall(store, place, later, None), log.RawLog(Identities()), later, None)
    assert recall(store, place, later, None).known == later
    assert recall(store, place, later, "1" * 40).known is None
    assert recall(store, place, first, None).known is None  # what is kept is not in its past
    next(store.iterdir()).write_bytes(b"broken")
    assert recall(store, place, later, None).known is None
    assert forget_old(store, days=-1) == 1


def test_the_observation_is_the_same_either_way(tmp_path: Path) -> None:
    place = grown(tmp_path / "r")
    arguments = ("observe", str(place), "--format", "json", "--as-of", "2026-11-23")
    assert run(tmp_path, *arguments).code == 0
    git(place, "update-ref", "refs/heads/main", "refs/heads/later")
    second = run(tmp_path, *arguments)
    shutil.rmtree(tmp_path / "data" / "people" / "histories")
    assert run(tmp_path, *arguments).out == second.out
