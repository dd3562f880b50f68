"""What is kept of answers: enough to make an observation again, for a time, for its owner alone."""

import copy
import gzip
import json
import logging
import pickle
import socket
import ssl
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
import trustme

from reperes.facts.fact import Reason
from reperes.sources.addresses import Reach
from reperes.sources.http.answer import Came
from reperes.sources.http.archive import Archive, place
from reperes.sources.http.client import Client, clients
from reperes.sources.http.errors import HttpError, NotKeptError
from reperes.sources.http.tokens import Tokens
from support.cli import run
from support.git import commit, file, repository
from support.web import HOST, READ_AT, Said, as_json, client, moved, serving

TOKEN = "ghp_s3cretS3CRETs3cret"
URL = "https://forge.example.org/a"
DAY = timedelta(days=1)


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*arguments: object, **_: object) -> None:
        raise AssertionError(arguments)

    for name in ("connect", "connect_ex", "sendto", "bind"):
        monkeypatch.setattr(socket.socket, name, fail)
    for name in ("create_connection", "getaddrinfo", "gethostbyname"):
        monkeypatch.setattr(socket, name, fail)


@pytest.mark.usefixtures("no_network")
def test_offline_makes_no_request(tmp_path: Path) -> None:
    with client(tmp_path, offline=True) as http:
        bodies: tuple[object, ...] = (None, {})
        for body in bodies:
            with pytest.raises(NotKeptError) as error:
                http.get(URL) if body is None else http.post_json(URL, body)
            assert error.value.absent().reason is Reason.OFFLINE
        assert http.spent.by_host == {}


def test_a_replay_is_what_was_answered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving() as site:
        site.routes["/a"] = moved("/b")
        site.routes["/b"] = as_json({"é": [1]}, Link="</b?page=2>; rel=next", ETag='"1"')
        site.routes["/bytes"] = Said(b"\xff\x00")
        site.routes["/graphql"] = lambda heard: Said(heard.body)

        def asked(http: Client) -> list[object]:
            return [
                http.get(site.url("/a")),
                http.get(site.url("/bytes"), accept="*/*"),
                http.post_json(site.url("/graphql"), {"q": 1}),
                http.post_json(site.url("/graphql"), {"q": 2}),
            ]

        with client(tmp_path) as http:
            first = asked(http)
    for name in ("create_connection", "getaddrinfo"):
        monkeypatch.setattr(socket, name, None)
    with client(tmp_path, offline=True, read_at=READ_AT + DAY) as http:
        again = asked(http)
        assert again == first
        assert {answer.came for answer in again} == {Came.ARCHIVE}  # type: ignore[attr-defined]  # answers
        assert again[0].next_page == site.url("/b?page=2")  # type: ignore[attr-defined]  # an answer
        assert again[0].retrieved_at == READ_AT  # type: ignore[attr-defined]  # an answer
        assert http.spent.total == type(http.spent.total)(archived=4)
        with pytest.raises(NotKeptError):
            http.get(site.url("/b"))  # it was reached by another question
        with pytest.raises(NotKeptError):
            http.get(site.url("/bytes"))  # asked otherwise


def test_the_last_answer_of_the_day_asked_for_is_replayed(tmp_path: Path) -> None:
    with serving() as site:
        site.routes["/a"] = [as_json(1), as_json(2), Said(status=500)]
        for days in range(2):
            with client(tmp_path, read_at=READ_AT + days * DAY) as http:
                http.get(site.url("/a"))
        with client(tmp_path, read_at=READ_AT + 2 * DAY) as http, pytest.raises(HttpError):
            http.get(site.url("/a"))  # a day of trouble takes nothing away
    for passed, expected in ((0, 1), (0.5, 1), (1, 2), (2, 2)):
        with client(tmp_path, offline=True, read_at=READ_AT + passed * DAY) as http:
            assert http.get(site.url("/a")).json() == expected


def test_what_is_kept_expires_and_is_its_owners_alone(tmp_path: Path) -> None:
    with serving() as site:
        site.routes["/a"] = as_json(1)
        with client(tmp_path) as http:
            http.get(site.url("/a"))
        root = place(tmp_path / "data")
        [kept] = [path for path in root.rglob("*") if path.is_file()]
        assert kept.stat().st_mode & 0o777 == 0o600
        for folder in (kept.parent, root, root.parent):
            assert folder.stat().st_mode & 0o777 == 0o700
        content = json.loads(gzip.decompress(kept.read_bytes()))
        assert (content["url"], content["text"], content["retrieved_at"]) == (
            site.url("/a"),
            "1",
            READ_AT.isoformat(),
        )
        for days, there in ((30, True), (31, False)):
            with client(tmp_path, offline=True, read_at=READ_AT + days * DAY) as http:
                if there:
                    http.get(site.url("/a"))
                else:
                    with pytest.raises(NotKeptError):
                        http.get(site.url("/a"))
        assert kept.exists()  # a run without requests removes nothing
        with client(tmp_path, read_at=READ_AT + 31 * DAY) as http:
            http.get(site.url("/a"))
        assert not kept.exists()
    assert Archive(root).clear() == 1
    assert list(root.iterdir()) == []


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"\x1f\x8b\x08",
        gzip.compress(b"[]", mtime=0),
        gzip.compress(b'{"format": "other"}', mtime=0),
        gzip.compress(b"[" * 99999, mtime=0),
        b"{}",
    ],
    ids=["empty", "cut", "list", "other", "deep", "plain"],
)
def test_a_damaged_answer_is_passed_over(tmp_path: Path, damage: bytes) -> None:
    with serving() as site:
        site.routes["/a"] = as_json(1)
        for days in range(2):
            with client(tmp_path, read_at=READ_AT + days * DAY) as http:
                http.get(site.url("/a"))
    older, newer = sorted(path for path in place(tmp_path / "data").rglob("*") if path.is_file())
    newer.write_bytes(damage)
    (newer.parent / "notes.txt").write_text("not ours")
    with client(tmp_path, offline=True, read_at=READ_AT + 2 * DAY) as http:
        assert http.get(site.url("/a")).retrieved_at == READ_AT
        older.unlink()
        with pytest.raises(NotKeptError):
            http.get(site.url("/a"))


def test_a_disk_that_refuses_costs_the_replay_only(tmp_path: Path) -> None:
    (tmp_path / "data" / "people").mkdir(parents=True)
    (tmp_path / "data" / "people" / "answers").write_text("in the way")
    with serving() as site:
        site.routes["/a"] = as_json(1)
        with client(tmp_path) as http:
            assert http.get(site.url("/a")).json() == 1


def test_a_token_is_shown_nowhere(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    authority = trustme.CA()
    trust = ssl.create_default_context()
    authority.configure_trust(trust)
    told: list[str] = []
    with serving(authority.issue_cert(HOST)) as site:
        site.routes["/a"] = as_json({}, ETag='"1"')
        site.routes["/limited"] = Said(status=429)
        site.routes["/broken"] = Said(status=502)
        site.routes["/denied"] = Said(status=401)
        site.routes["/cut"] = Said(write=lambda s: s.sendall(b"HTTP/1.1 200 OK\r\n\x00bad"))
        tokens = Tokens({f"{HOST}:{site.port}": TOKEN})
        with client(tmp_path, trust=trust, tokens=tokens) as http:
            told += [repr(http), repr(tokens), str(tokens)]
            told += [repr(http.get(site.url("/a"))) for _ in range(2)]
            told.append(repr(http.post_json(site.url("/a"), {})))
            for path in ("/limited", "/broken", "/denied", "/cut", "/none"):
                with pytest.raises(HttpError) as error:
                    http.get(site.url(path))
                chain: BaseException | None = error.value
                while chain is not None:
                    told.append(repr(chain) + str(chain) + repr(vars(chain)))
                    chain = chain.__cause__ or chain.__context__
            told.append(repr(http.spent))
    assert all(heard.headers["authorization"] == f"Bearer {TOKEN}" for heard in site.heard)
    told += [f"{record.getMessage()} {vars(record)!r}" for record in caplog.records]
    assert [text for text in told if TOKEN in text] == []
    assert len(caplog.records) > 20
    held = [path for path in (tmp_path / "data").rglob("*") if path.is_file()]
    assert {path.name for path in held} >= {"http.db", "pseudonyms.key"}
    for kept in held:
        data = kept.read_bytes()
        data = gzip.decompress(data) if kept.suffix == ".gz" else data
        assert TOKEN.encode() not in data
    for copied in (pickle.dumps, copy.deepcopy):
        with pytest.raises(TypeError, match="not written"):
            copied(tokens)


def test_what_asks_nothing_does_not_load_the_libraries(tmp_path: Path) -> None:
    place_ = repository(tmp_path / "r", commit(1, "2026-03-02", files=file("a", "1")))
    program = (
        "import sys; sys.argv = ['reperes', *sys.argv[1:]]\n"
        "from reperes.cli import main\n"
        "import reperes.sources.http.client\n"
        "try:\n    main()\nfinally:\n"
        "    print(sorted({'httpx2', 'hishel', 'stamina'} & sys.modules.keys()), file=sys.stderr)"
    )
    for arguments in (["observe", str(place_)], ["doctor"], ["--help"]):
        done = subprocess.run(
            [sys.executable, "-c", program, *arguments],
            env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "REPERES_HOME": str(tmp_path / "data")},
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stderr.splitlines()[-1] == "[]"


def test_the_doctor_names_hosts_and_never_tokens(tmp_path: Path) -> None:
    extra = {"REPERES_TOKENS": f"forge.example.org={TOKEN}", "HTTPS_PROXY": "http://ada:s3cret@proxy:3128"}
    done = run(tmp_path, "doctor", extra=extra)
    assert "forge.example.org" in done.out
    assert "proxy:3128" in done.out
    assert TOKEN not in done.out + done.err
    assert "s3cret" not in done.out + done.err
    secrets = tmp_path / "tokens"
    secrets.write_text(f"forge.example.org {TOKEN}")
    secrets.chmod(0o644)
    done = run(tmp_path, "doctor", extra={"REPERES_TOKENS_FILE": str(secrets)})
    assert (done.code, "Other users" in done.out, TOKEN in done.out) == (0, True, False)


def test_the_doctor_cleans_answers_too(tmp_path: Path) -> None:
    with serving() as site:
        site.routes["/a"] = as_json(1)
        with client(tmp_path) as http:
            http.get(site.url("/a"))
    people = tmp_path / "data" / "people"
    assert run(tmp_path, "doctor", "--clean").code == 0
    assert sorted(path.name for path in people.iterdir()) == ["answers"]
    assert list((people / "answers").iterdir()) == []


def test_a_replay_of_one_run_takes_nothing_from_another(tmp_path: Path) -> None:
    with serving() as site:
        site.routes["/a"] = [as_json(1), Said(status=500), as_json(3)]
        for day in range(3):
            with client(tmp_path, read_at=READ_AT + day * DAY) as http:
                if day == 1:
                    with pytest.raises(HttpError):
                        http.get(site.url("/a"))
                else:
                    http.get(site.url("/a"))
        for day, said in ((0, 1), (1, None), (2, 3)):
            with client(tmp_path, offline=True, exactly=True, read_at=READ_AT + day * DAY) as http:
                if said is None:
                    with pytest.raises(NotKeptError):
                        http.get(site.url("/a"))
                else:
                    assert http.get(site.url("/a")).json() == said


@pytest.mark.parametrize(
    "content", [b"", b"{}", b'{"format": "reperes/answer/1", "headers": [], "text": 5, "status": 1e999}']
)
def test_an_answer_that_cannot_be_read_is_not_kept(tmp_path: Path, content: bytes) -> None:
    with serving() as site:
        site.routes["/a"] = as_json(1)
        with client(tmp_path) as http:
            http.get(site.url("/a"))
        [kept] = place(tmp_path / "data").rglob("*.gz")
        kept.write_bytes(gzip.compress(content))
        with client(tmp_path, offline=True, exactly=True) as http, pytest.raises(NotKeptError):
            http.get(site.url("/a"))


def test_a_folder_that_bears_the_name_of_an_answer_stops_nothing(tmp_path: Path) -> None:
    with serving() as site:
        site.routes["/a"] = as_json(1)
        with client(tmp_path) as http:
            http.get(site.url("/a"))
        [kept] = place(tmp_path / "data").rglob("*.gz")
        kept.unlink()
        kept.mkdir()
        with client(tmp_path, read_at=READ_AT + 40 * DAY) as http:
            assert http.get(site.url("/a")).json() == 1


def test_the_clients_of_a_run_replay_one_run_only(tmp_path: Path) -> None:
    with serving() as site:
        site.routes["/a"] = as_json(1)
        with client(tmp_path) as http:
            http.get(site.url("/a"))
        reach = Reach(protocols=("https", "http"), private_hosts=frozenset({HOST}))
        made = clients({}, tmp_path / "data", reach)
        with made(READ_AT, True) as http:  # noqa: FBT003 - the shape of ClientOf
            assert http.get(site.url("/a")).json() == 1
        with made(READ_AT + DAY, True) as http, pytest.raises(NotKeptError):  # noqa: FBT003 - likewise
            http.get(site.url("/a"))


def test_a_token_of_github_serves_where_it_is_asked(tmp_path: Path) -> None:
    tokens = Tokens.of_environment({"REPERES_TOKENS": f"github.com={TOKEN}"}, tmp_path)
    assert (tokens.of("api.github.com"), tokens.of("github.com")) == (TOKEN, None)
