"""A whole observation that asks a forge: once, again, without the network; and no person comes out."""

import json
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import trustme

from reperes.facts.store import save
from reperes.i18n import Language
from reperes.observation import Observation
from reperes.report import FORMATS, render
from reperes.report.schema import schema
from support.cli import run
from support.far import DAY, Far, far_away
from support.forgejo import Forgejo, ago, issue, repository, user
from support.git import commit, file
from support.git import repository as git_repository
from support.github import Event, Request
from support.observing import asking_no_catalogue, observed
from support.web import READ_AT, Said

LOGINS = ("zoe-quincetree", "ada-medlarwood", "yan-loquatfield")
AS_OF = date(2026, 11, 23)


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def far(authority: trustme.CA) -> Iterator[Far]:
    with far_away(authority) as found:
        yield found


@pytest.fixture
def place(tmp_path: Path) -> Path:
    stream = "".join(
        commit(
            mark,
            f"2026-0{1 + mark % 9}-1{mark % 9}",
            "Ada <ada@example.org>",
            files=file("a.py", f"x = {mark}"),
        )
        for mark in range(1, 5)
    )
    return git_repository(tmp_path / "repository", stream)


def asked() -> list[Request]:
    """Return twelve issues, eight of them answered the day after, and six change requests, four merged."""
    outsider, member, newcomer = LOGINS
    issues = [
        Request(
            n,
            READ_AT - (200 - 9 * n) * DAY,
            outsider,
            events=[Event("comment", READ_AT - (199 - 9 * n) * DAY, member, "MEMBER")] if n <= 8 else [],
        )
        for n in range(1, 13)
    ]
    changes = [
        Request(
            n,
            READ_AT - (220 - 9 * n) * DAY,
            newcomer,
            change=True,
            merged=READ_AT - (215 - 9 * n) * DAY if n <= 16 else None,
            merged_by=member if n <= 16 else None,
        )
        for n in range(13, 19)
    ]
    return [*issues, *changes]


def observation(place: Path, far: Far, home: Path, **more: Any) -> Observation:
    settings = {"origin": far.origin(), "client_of": far.client_of(home)} | more
    return observed(place, home, **settings)


def data(made: Observation) -> dict[str, Any]:
    found = json.loads(render(made, Language.EN, "json"))
    jsonschema.validate(found, schema())
    assert isinstance(found, dict)
    return found


def test_what_the_forge_says_is_measured_concluded_and_told(tmp_path: Path, place: Path, far: Far) -> None:
    far.served.requests = asked()
    asking_no_catalogue(tmp_path)
    found = data(observation(place, far, tmp_path))
    week = found["indicators"]["answered_within_seven_days"]
    assert (week["outcome"], week["items"], week["details"]["answered"]) == ("measured", 18, 12)
    assert {
        "kind": "web",
        "url": f"{far.origin()}/issues",
        "retrieved_on": "2026-11-23",
    }.items() <= week["citations"][1].items()
    assert found["readings"]["vitality"]["items"]["responsiveness"]["value"] == "good"
    assert found["forge"]["counters"]["open_issues"] == 12
    assert found["asked"]["hosts"] == [
        {
            "host": f"github.example.org:{far.site.port}",
            "requests": 3,
            "received": found["asked"]["hosts"][0]["received"],
            "points": 4,
            "again": 0,
        }
    ]
    assert not [one for one in found["absences"] if one["source"].startswith("forge")]


def test_it_is_made_again_without_the_network(tmp_path: Path, place: Path, far: Far) -> None:
    far.served.requests = asked()
    asking_no_catalogue(tmp_path)
    first = data(observation(place, far, tmp_path))
    heard = len(far.site.heard)
    again = data(observation(place, far, tmp_path, offline=True, read_at=READ_AT + timedelta(hours=3)))
    assert len(far.site.heard) == heard
    for part in ("indicators", "readings", "forge", "absences"):
        assert again[part] == first[part]


def test_a_forge_that_fails_takes_nothing_else_away(tmp_path: Path, place: Path, far: Far) -> None:
    far.served.trouble = lambda _heard, _count: Said(status=500)
    found = data(observation(place, far, tmp_path))
    [absence] = [one for one in found["absences"] if one["source"].startswith("forge")]
    assert absence["reason"] == "unreachable"
    assert found["indicators"]["commit_frequency"]["outcome"] == "measured"
    assert found["indicators"]["answered_within_seven_days"]["outcome"] == "not-measured"
    assert found["readings"]["vitality"]["items"]["responsiveness"]["value"] is None
    assert found["forge"] is None


@pytest.mark.parametrize("language", Language)
def test_no_login_is_told_by_any_format(tmp_path: Path, place: Path, far: Far, language: Language) -> None:
    far.served.requests = asked()
    far.served.owner = {"__typename": "User", "login": LOGINS[0]}
    made = observation(place, far, tmp_path)
    texts = {name: render(made, language, name, details=True) for name in FORMATS}
    save(made.facts, tmp_path / "facts.zip")
    with zipfile.ZipFile(tmp_path / "facts.zip") as archive:
        texts |= {name: archive.read(name).decode("utf-8", "replace") for name in archive.namelist()}
    texts["repr"] = repr(made)
    for path in tmp_path.rglob("*"):
        if path.is_file() and "people" not in path.parts:
            texts[str(path)] = path.read_bytes().decode("utf-8", "replace")
    for name, text in texts.items():
        for login in LOGINS:
            assert login.partition("-")[2] not in text.lower(), f"{name} tells {login}"


def test_the_program_asks_a_forge_whose_name_tells_nothing(
    tmp_path: Path, place: Path, authority: trustme.CA
) -> None:
    rows = [issue(n, ago(30 + n), user("zoe-quincetree")) for n in range(1, 7)]
    with far_away(authority) as far:
        far.site.routes.clear()
        served = Forgejo(far.site, project=repository(archived=True), issues=rows)
        authority.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
        origin = f"https://localhost:{far.site.port}/{served.project['full_name']}"
        extra = {
            "SSL_CERT_FILE": str(tmp_path / "authority.pem"),
            "REPERES_PRIVATE_HOSTS": "localhost",
            "HTTPS_PROXY": "",
        }
        done = run(tmp_path, "observe", str(place), "--origin", origin, "--lang", "en", extra=extra)
        assert done.code == 0, done.err
        assert "The forge marks the repository as archived" in done.out
        assert "WHAT THE FORGE SAYS OF IT" in done.out
        assert f"Asked of localhost:{far.site.port}" in done.out
        asked = len(far.site.heard)
        again = run(
            tmp_path, "observe", str(place), "--origin", origin, "--lang", "en", "--replay", extra=extra
        )
        assert len(far.site.heard) == asked
    assert "The forge marks the repository as archived" in again.out
    assert "quincetree" not in done.out + done.err + again.out


def test_whatever_a_forge_says_what_git_says_is_kept(
    tmp_path: Path, place: Path, far: Far, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ArithmeticError("zoe-quincetree")

    monkeypatch.setattr("reperes.sources.forges.collect.requests", fail)
    far.served.requests = asked()
    found = data(observation(place, far, tmp_path))
    [absence] = [one for one in found["absences"] if one["source"].startswith("forge")]
    assert (absence["reason"], "ArithmeticError" in absence["text"]) == ("malformed", True)
    assert "quincetree" not in json.dumps(found)
    assert found["indicators"]["commit_frequency"]["outcome"] == "measured"


def test_a_copy_behind_its_forge_is_said_so(tmp_path: Path, place: Path, far: Far) -> None:
    far.served.requests = [
        Request(n, READ_AT - 9 * DAY, change=True, merged=READ_AT - 5 * DAY, merged_by="ada")
        for n in range(1, 4)
    ]
    found = data(observation(place, far, tmp_path))
    told = [one for one in found["absences"] if one["fact"] == "git.repository"]
    assert [one["reason"] for one in told] == ["stale"]
    assert told[0]["text"].startswith("The forge tells 3 changes merged since 2026-05-14")


def test_the_commands_make_the_same_observation_again(tmp_path: Path, place: Path, far: Far) -> None:
    text = render(observation(place, far, tmp_path), Language.EN, "text")
    again = f"--origin {far.origin()} --as-of 2026-11-23 --replay --details"
    assert again in text
    alone = render(observed(place, tmp_path / "alone"), Language.EN, "text")
    assert "--as-of 2026-11-23 --details" in alone


def test_a_fork_is_told_with_what_it_comes_from(tmp_path: Path, place: Path, far: Far) -> None:
    parent = {"url": "https://code.example/amont/outil", "owner": {"__typename": "Organization"}}
    far.served.state = {"isFork": True, "parent": parent}
    [told] = [one for one in data(observation(place, far, tmp_path))["absences"] if one["reason"] == "fork"]
    assert "https://code.example/amont/outil" in told["text"]


def test_a_token_that_is_refused_is_said_to_be(tmp_path: Path, place: Path, far: Far) -> None:
    far.served.trouble = lambda _heard, _count: Said(b"{}", 401)
    [told] = [one for one in data(observation(place, far, tmp_path))["absences"] if "forge" in one["source"]]
    assert told["text"].startswith(f"github.example.org:{far.site.port} does not accept the token")
