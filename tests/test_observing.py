"""From an address to an observation, on sound, far, broken and hostile repositories."""

import dataclasses
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reperes.errors import UnreachableError, UsageError
from reperes.facts.documents import DocumentKind
from reperes.facts.fact import Reason
from reperes.facts.schema import DOCUMENTS, HISTORY, REPOSITORY, TREE
from reperes.i18n import Language
from reperes.indicators.measure import Outcome
from reperes.observation import Observation
from reperes.report import render
from reperes.sources.addresses import Reach
from reperes.subject.address import parse
from support.git import commit, file, git, repository
from support.observing import observed, reasons, unpacked
from support.server import serve

STREAM = "".join(
    commit(
        mark,
        (date(2025, 12, 28) + timedelta(days=8 * mark)).isoformat(),
        f"Person {mark % 4} <p{mark % 4}@example.org>",
        parents=(mark - 1,) if mark > 1 else (),
        files=file("README.md", f"# Project {mark}") + file(f"src/m{mark % 7}.py", f"x = {mark}"),
    )
    for mark in range(1, 41)
)


def value(observation: Observation, name: str) -> float | None:
    return next(measure.value for measure in observation.measures if measure.indicator == name)


def test_a_local_repository(tmp_path: Path) -> None:
    got = observed(repository(tmp_path / "r", STREAM), tmp_path, origin="git@github.com:o/n.git")
    assert (got.name, got.facts.require(REPOSITORY).origin) == ("n", "https://github.com/o/n")
    assert got.facts.require(HISTORY).commits.height == 40
    assert got.facts.require(TREE).entries.get_column("path").to_list()[0] == "README.md"
    assert [item.kind for item in got.facts.require(DOCUMENTS).items] == [DocumentKind.README]
    assert value(got, "active_contributors") == 4
    assert value(got, "contributor_absence_factor") == 2
    assert reasons(got) == set()


def test_a_copy_that_may_be_old_is_said_so(tmp_path: Path) -> None:
    place = repository(tmp_path / "r", STREAM)
    assert Reason.PERHAPS_STALE in reasons(observed(place, tmp_path, as_of=date(2026, 12, 31)))
    assert Reason.PERHAPS_STALE not in reasons(observed(place, tmp_path, as_of=date(2026, 6, 30)))


def test_a_folder_of_a_plain_name_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repository(tmp_path / "project", STREAM)
    monkeypatch.chdir(tmp_path)
    assert observed("project", tmp_path).name == "project"


def test_without_git_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = repository(tmp_path / "r", STREAM)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UnreachableError, match="Install git"):
        observed(place, tmp_path)


def test_a_day_of_the_past(tmp_path: Path) -> None:
    place = repository(tmp_path / "r", commit(1, "2025-03-02") + commit(2, "2026-03-02", parents=(1,)))
    got = observed(place, tmp_path, as_of=date(2025, 12, 31))
    assert got.facts.require(REPOSITORY).head == git(place, "rev-parse", "main~1")
    assert got.facts.require(HISTORY).commits.height == 1


def test_a_far_repository_is_read_like_a_local_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repository(tmp_path / "forge" / "project", STREAM)
    reach = Reach(protocols=("http",), private_hosts=frozenset({"127.0.0.1"}))
    local = observed(tmp_path / "forge" / "project", tmp_path)
    with serve(tmp_path / "forge") as server:
        # The grammar writes every address with https, which this server does not speak.
        address = parse(f"https://127.0.0.1:{server.url.rsplit(':', 1)[1]}/project")
        plain = dataclasses.replace(address, url=f"{server.url}/project")
        monkeypatch.setattr("reperes.observing.parse", lambda _: plain)
        far = observed("project", tmp_path, reach=reach)
    assert [measure.value for measure in far.measures] == [measure.value for measure in local.measures]
    assert far.facts.require(DOCUMENTS).items[0].text == "# Project 40\n"
    again = observed("project", tmp_path, offline=True)
    assert [measure.value for measure in again.measures] == [measure.value for measure in local.measures]


def test_a_missing_document_is_a_limit_and_loses_nothing_else(tmp_path: Path) -> None:
    place = unpacked(repository(tmp_path / "r", STREAM))
    blob = git(place, "rev-parse", "main:README.md")
    (place / "objects" / blob[:2] / blob[2:]).unlink()
    got = observed(place, tmp_path)
    assert got.facts.require(DOCUMENTS).items[0].text is None
    assert reasons(got) == {Reason.NO_ORIGIN, Reason.MISSING_OBJECT}
    assert value(got, "active_contributors") == 4


@pytest.mark.parametrize("spoil", ["remove", "corrupt"])
def test_a_broken_tree_keeps_the_commits(tmp_path: Path, spoil: str) -> None:
    place = unpacked(repository(tmp_path / "r", STREAM))
    tree = git(place, "rev-parse", "main~20^{tree}")
    broken = place / "objects" / tree[:2] / tree[2:]
    broken.chmod(0o644)
    if spoil == "remove":
        broken.unlink()
    else:
        broken.write_bytes(b"not an object")
    got = observed(place, tmp_path)
    assert got.facts.require(HISTORY).commits.height == 40
    assert Reason.UNREADABLE in reasons(got)
    assert value(got, "active_contributors") == 4


def test_a_missing_commit_keeps_what_came_after_it(tmp_path: Path) -> None:
    place = unpacked(repository(tmp_path / "r", STREAM))
    name = git(place, "rev-parse", "main~20")
    (place / "objects" / name[:2] / name[2:]).unlink()
    got = observed(place, tmp_path)
    assert 0 < got.facts.require(HISTORY).commits.height <= 20
    assert Reason.UNREADABLE in reasons(got)


def test_a_repository_named_by_sha_256_is_read_and_said_so(tmp_path: Path) -> None:
    place = tmp_path / "r"
    git(tmp_path, "init", "-q", "--object-format=sha256", "--initial-branch=main", "r")
    (place / "README.md").write_text("Hello\n")
    git(place, "add", "README.md")
    git(place, "commit", "-q", "-m", "one")
    got = observed(place, tmp_path)
    assert reasons(got) == {Reason.NO_ORIGIN, Reason.NOT_SUPPORTED, Reason.PERHAPS_STALE}
    assert got.facts.require(HISTORY).commits.height == 1
    assert "swh:1:cnt" not in render(got, Language.FR, "json")


def test_an_empty_repository_measures_nothing(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "--bare", "r")
    got = observed(tmp_path / "r", tmp_path)
    assert {measure.outcome for measure in got.measures} == {Outcome.NOT_MEASURED}
    assert Reason.EMPTY in reasons(got)


def test_a_name_or_a_package_says_what_would_work(tmp_path: Path) -> None:
    for subject in ("Nextcloud", "pkg:npm/left-pad"):
        with pytest.raises(UsageError) as error:
            observed(subject, tmp_path)
        assert "https address" in str(error.value)


def test_a_folder_that_looks_like_a_forge_address_gets_a_hint(tmp_path: Path) -> None:
    with pytest.raises(UnreachableError) as error:
        observed("someone/something", tmp_path)
    assert "https://github.com/someone/something" in str(error.value)


WORDS = st.binary(max_size=20).map(lambda data: bytes(byte for byte in data if byte not in b'\0\n<>"\\/'))


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    who=st.lists(st.tuples(WORDS, WORDS, st.integers(0, 1 << 36)), min_size=1, max_size=5),
    path=WORDS,
    content=st.binary(max_size=200),
    message=st.binary(max_size=200).map(lambda data: data.replace(b"\0", b"")),
)
def test_any_bytes_make_an_observation(
    tmp_path_factory: pytest.TempPathFactory,
    who: list[tuple[bytes, bytes, int]],
    path: bytes,
    content: bytes,
    message: bytes,
) -> None:
    home = tmp_path_factory.mktemp("any")
    stream = b""
    for mark, (name, address, at) in enumerate(who, 1):
        person = b"%s <%s> %d +0000" % (name, address, at)
        parent = b"from :%d\n" % (mark - 1) if mark > 1 else b""
        stream += b"commit refs/heads/main\nmark :%d\nauthor %s\ncommitter %s\n" % (mark, person, person)
        stream += b"data %d\n%s\n%s" % (len(message), message, parent)
        for folder in (b"README.", b"package.json" if mark % 2 else b"publiccode.yml", b"src/x"):
            stream += b"M 100644 inline %s%s\ndata %d\n%s\n" % (
                folder,
                path.strip(b". "),
                len(content),
                content,
            )
        stream += b"M 100644 inline package.json\ndata %d\n%s\n" % (len(content), content)
    got = observed(repository(home / "r", stream), home)
    for format_ in ("text", "json", "markdown", "html"):
        assert render(got, Language.FR, format_)
