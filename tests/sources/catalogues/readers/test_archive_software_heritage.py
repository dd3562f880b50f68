"""Since when a repository is archived, by the visits of an archive."""

from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from reperes.facts.catalogue import Archived
from support.asked import HERE, asked, project
from support.web import Heard, Said, Site, as_json, serving

ORIGIN = f"https://{HERE}"
SNAPSHOT = "8a1b" * 10


def visit(number: int, day: str, status: str = "full", snapshot: str | None = SNAPSHOT) -> dict[str, Any]:
    return {
        "origin": ORIGIN,
        "visit": number,
        "date": f"{day}T10:00:00+00:00",
        "status": status,
        "snapshot": snapshot,
        "type": "git",
        "metadata": {},
        "origin_visit_url": f"https://archive.example.org/api/1/origin/{ORIGIN}/visit/{number}/",
        "snapshot_url": None,
    }


def path(origin: str = ORIGIN) -> str:
    return f"/origin/{origin}/visits/"


def archive(site: Site, visits: list[dict[str, Any]], origin: str = ORIGIN) -> None:
    """Answer as the archive does: from the latest, so many a page, before `last_visit`."""

    def answer(heard: Heard) -> Said:
        query = parse_qs(urlsplit(heard.path).query)
        before = int(query.get("last_visit", ["1000000"])[0])
        ordered = sorted(visits, key=lambda one: -one["visit"])
        left = [one for one in ordered if one["visit"] < before]
        return as_json(left[: int(query["per_page"][0])])

    site.routes[path(origin)] = answer


def copies(found: Any) -> Archived | None:
    (one,) = found
    assert one.rests == "repository"
    told: Archived | None = one.entry.copies
    return told


def test_the_first_and_the_last_whole_copies_are_told(tmp_path: Path) -> None:
    last = "c0de" * 10
    with serving() as site:
        archive(
            site,
            [
                visit(1, "2018-02-03", "partial"),
                visit(2, "2019-05-06"),
                visit(3, "2024-01-01", "failed", None),
                visit(4, "2026-10-30", snapshot=last),
                visit(5, "2026-11-02", "ongoing", None),
            ],
        )
        found = asked("archive-software-heritage", site, tmp_path)
        assert len(site.heard) == 1
    assert copies(found) == Archived(date(2019, 5, 6), date(2026, 10, 30), 2, f"swh:1:snp:{last}")
    assert found[0].entry.repositories == (ORIGIN,)
    assert found[0].entry.url == (
        "https://archive.softwareheritage.org/browse/origin/directory/"
        "?origin_url=https%3A%2F%2Fforge.example.org%2Fatelier%2Fregistre"
    )


def test_it_is_looked_for_with_and_without_git_at_its_end(tmp_path: Path) -> None:
    for origin, other in ((ORIGIN, f"{ORIGIN}.git"), (f"{ORIGIN}.git", ORIGIN)):
        with serving() as site:
            archive(site, [visit(1, "2019-05-06")], other)
            found = asked("archive-software-heritage", site, tmp_path, project(origin=origin))
            assert [one.path.partition("?")[0] for one in site.heard] == [path(origin), path(other)]
        assert found[0].entry.id == other


def test_it_is_not_found_under_that_address(tmp_path: Path) -> None:
    with serving() as site:
        assert asked("archive-software-heritage", site, tmp_path) == ()
        assert len(site.heard) == 2


def test_no_whole_copy_is_told_as_none_found(tmp_path: Path) -> None:
    with serving() as site:
        archive(site, [visit(1, "2019-05-06", "failed", None), visit(2, "2019-05-07", "full", None)])
        assert asked("archive-software-heritage", site, tmp_path) == ()


def test_past_a_page_the_earliest_are_asked_for_and_not_all_are_counted(tmp_path: Path) -> None:
    with serving() as site:
        visits = [visit(at, f"20{10 + at // 50}-01-{2 + at % 7:02}") for at in range(2, 301)]
        archive(site, [visit(1, "2009-09-09", "failed", None), *visits])
        found = asked("archive-software-heritage", site, tmp_path)
        assert [parse_qs(urlsplit(one.path).query).get("last_visit") for one in site.heard] == [None, ["101"]]
    assert copies(found) == Archived(date(2010, 1, 2), date(2016, 1, 8), None, f"swh:1:snp:{SNAPSHOT}")


def test_two_pages_that_meet_are_all_the_visits(tmp_path: Path) -> None:
    with serving() as site:
        archive(site, [visit(at, "2020-01-01") for at in range(1, 151)])
        told = copies(asked("archive-software-heritage", site, tmp_path))
    assert told is not None
    assert told.visits == 150


def test_a_first_copy_that_was_not_seen_is_not_guessed(tmp_path: Path) -> None:
    with serving() as site:
        failed = [visit(at, "2012-01-01", "failed", None) for at in range(1, 102)]
        archive(site, [*failed, *(visit(at, "2020-01-01") for at in range(102, 301))])
        told = copies(asked("archive-software-heritage", site, tmp_path))
    assert told == Archived(None, date(2020, 1, 1), None, f"swh:1:snp:{SNAPSHOT}")


def test_rows_that_do_not_fit_do_not_make_a_full_page_the_last(tmp_path: Path) -> None:
    wrong = visit(300, "2020-01-01") | {"snapshot": "not a hash"}
    with serving() as site:
        archive(site, [*(visit(at, "2020-01-01") for at in range(1, 300)), wrong])
        told = copies(asked("archive-software-heritage", site, tmp_path))
    assert told is not None
    assert told.visits is None


def test_strange_signs_in_an_address_stay_within_the_path(tmp_path: Path) -> None:
    with serving() as site:
        asked("archive-software-heritage", site, tmp_path, project(origin=f"{ORIGIN}?a=b#c"))
        assert site.heard[0].path == f"{path(ORIGIN + '%3Fa%3Db%23c')}?per_page=100"


def test_an_origin_that_is_no_web_address_is_not_sent(tmp_path: Path) -> None:
    with serving() as site:
        for origin in (None, "https://camille:secret@forge.example.org/a/b"):
            about = project(origin=origin, places=())
            assert asked("archive-software-heritage", site, tmp_path, about) == ()
        assert site.heard == []
