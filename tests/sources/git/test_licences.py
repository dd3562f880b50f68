"""The licence over time: what was at the root, along the line of first parents."""

from datetime import UTC, date, datetime
from pathlib import Path

import reperes
from reperes.facts.licences import LicenceHistory
from reperes.facts.schema import LICENCE_HISTORY
from support.git import commit, file, repository
from support.licences import text as reference

MIT, APACHE, BUSL = (reference(name) for name in ("MIT", "Apache-2.0", "BUSL-1.1"))


def versions(tmp_path: Path, stream: str) -> list[tuple[str, str, tuple[str, ...] | None]]:
    place = repository(tmp_path / "repository", stream)
    observation = reperes.observe(
        str(place),
        as_of=date(2026, 11, 23),
        read_at=datetime(2026, 11, 23, tzinfo=UTC),
        home=tmp_path / "data",
        offline=True,
    )
    found = observation.facts.value(LICENCE_HISTORY)
    assert isinstance(found, LicenceHistory)
    days = ("" if one.committed_at is None else one.committed_at.date().isoformat() for one in found.items)
    return [(day, one.path, one.licences) for day, one in zip(days, found.items, strict=True)]


def test_a_licence_that_changes_name_and_then_terms(tmp_path: Path) -> None:
    stream = (
        commit(1, "2020-01-01", files=file("LICENSE", MIT) + file("a.py", "1"))
        + commit(2, "2021-01-01", parents=(1,), files=f"D LICENSE\n{file('LICENSE.md', MIT)}")
        + commit(3, "2022-01-01", parents=(2,), files=file("LICENSE.md", BUSL))
        + commit(4, "2023-01-01", parents=(3,), files="D LICENSE.md\n" + file("a.py", "2"))
    )
    assert versions(tmp_path, stream) == [
        ("2020-01-01", "LICENSE", ("MIT",)),
        ("2021-01-01", "LICENSE.md", ("MIT",)),
        ("2021-01-01", "LICENSE", None),
        ("2022-01-01", "LICENSE.md", ("BUSL-1.1",)),
        ("2023-01-01", "LICENSE.md", None),
    ]


def test_what_a_merge_brings_counts_when_it_is_merged(tmp_path: Path) -> None:
    stream = (
        commit(1, "2020-01-01", files=file("LICENSE", MIT))
        + commit(2, "2021-01-01", parents=(1,), files=file("LICENSE", APACHE), ref="refs/heads/topic")
        + commit(3, "2021-06-01", parents=(1,), files=file("a.py", "1"))
        + commit(4, "2022-01-01", parents=(3, 2), files=file("LICENSE", APACHE))
    )
    assert versions(tmp_path, stream) == [
        ("2020-01-01", "LICENSE", ("MIT",)),
        ("2022-01-01", "LICENSE", ("Apache-2.0",)),
    ]


def test_the_licence_of_what_is_taken_in_as_a_folder_is_not_the_project_s(tmp_path: Path) -> None:
    stream = (
        commit(1, "2020-01-01", files=file("LICENSE", MIT))
        # The history of the other project, whose own root has a licence, comes in by a merge under deps/.
        + commit(2, "2019-01-01", files=file("LICENSE", APACHE), ref="refs/heads/other")
        + commit(3, "2021-01-01", parents=(1, 2), files=file("deps/other/LICENSE", APACHE))
    )
    assert versions(tmp_path, stream) == [("2020-01-01", "LICENSE", ("MIT",))]


def test_a_project_that_never_had_any(tmp_path: Path) -> None:
    assert versions(tmp_path, commit(1, "2020-01-01", files=file("a.py", "1"))) == []
