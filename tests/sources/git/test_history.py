"""From the log to the History: people as numbers, dates checked, tags read."""

from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl

from reperes.facts.fact import Limit, Reason
from reperes.facts.history import History
from reperes.people.identities import Identities
from reperes.sources.git import log
from reperes.sources.git.command import Repository
from reperes.sources.git.history import build
from reperes.sources.git.mailmap import find_mailmap
from support.git import commit, file, git, repository

ADA, BOB = "Ada Lovelace <ada@insee.fr>", "Bob Martin <bob@gmail.com>"
KEY = b"k" * 32


def built(
    place: Path, as_of: date = date(2026, 11, 23), key: bytes = KEY
) -> tuple[History, tuple[Limit, ...]]:
    found = Repository(place)
    mailmap, _ = find_mailmap(found, "main")
    raw = log.Parser(Identities()).parse(log.start(found, "main", mailmap=mailmap))
    return build(raw, found, revision=git(place, "rev-parse", "main"), as_of=as_of, key=key, mailmap=mailmap)


def test_commits_people_and_affiliations(tmp_path: Path) -> None:
    message = f"Fix\n\nCo-authored-by: {ADA}\nReviewed-by: ada <ADA@insee.fr>\n"
    stream = commit(1, "2026-03-02", ADA, files=file("a", "1"))
    stream += commit(2, "2026-03-03", BOB, parents=(1,), committer=ADA, message=message, files=file("a", "2"))
    stream += commit(
        3, "2026-03-04", "dependabot[bot] <x@users.noreply.github.com>", parents=(2,), files=file("b", "2")
    )
    history, limits = built(repository(tmp_path, stream))
    assert limits == ()
    assert history.commits.select("parents", "authored_at", "author", "committer").rows() == [
        (1, datetime(2026, 3, 4, 10, tzinfo=UTC), 0, 0),
        (1, datetime(2026, 3, 3, 10, tzinfo=UTC), 1, 2),
        (0, datetime(2026, 3, 2, 10, tzinfo=UTC), 2, 2),
    ]
    assert history.people.get_column("kind").to_list() == ["bot", "human", "human"]
    assert history.organisations.get_column("kind").to_list() == ["public-body"]
    assert history.commits.get_column("affiliation").to_list() == [None, None, 0]
    assert history.trailers.rows() == [(1, "co-author", 2, 0), (1, "reviewed-by", 2, 0)]
    assert history.files.get_column("path").to_list() == ["b", "a"]


def test_impossible_dates_are_null_and_counted(tmp_path: Path) -> None:
    stream = commit(1, "0") + commit(2, "2026-03-03", parents=(1,)) + commit(3, "4300000000", parents=(2,))
    history, limits = built(repository(tmp_path, stream))
    assert history.commits.get_column("authored_at").is_null().to_list() == [True, False, True]
    assert [(limit.reason, limit.message.args) for limit in limits] == [(Reason.IMPLAUSIBLE_DATE, {"n": 2})]


def test_tags_point_at_commits_and_are_not_later_than_the_day(tmp_path: Path) -> None:
    place = repository(
        tmp_path, commit(1, "2026-03-02", files=file("a", "1")) + commit(2, "2026-09-02", parents=(1,))
    )
    git(place, "tag", "v1.0", "main~1")
    git(place, "tag", "-a", "-m", "one", "v1.1", "main~1")
    git(place, "tag", "v2.0", "main")
    git(place, "tag", "a-file", "main:a")
    tags = built(place, date(2026, 6, 1))[0].tags
    head = git(place, "rev-parse", "main~1")
    at = datetime(2026, 3, 2, 10, tzinfo=UTC)
    assert tags.sort("tag").rows() == [("v1.0", head, at, False), ("v1.1", head, at, True)]


def test_the_key_changes_the_pseudonyms_and_nothing_else(tmp_path: Path) -> None:
    place = repository(tmp_path, commit(1, "2026-03-02", ADA) + commit(2, "2026-03-03", BOB, parents=(1,)))
    one, other = built(place)[0], built(place, key=b"other" * 7)[0]
    assert one.commits.equals(other.commits)
    assert set(one.people["pseudonym"]).isdisjoint(other.people["pseudonym"])
    assert pl.Series(["human", "human"]).equals(one.people.get_column("kind").cast(pl.String))
