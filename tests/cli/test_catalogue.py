"""`reperes catalogue`, and names that it makes addresses of, as a user runs them."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import trustme

from reperes.knowledge.catalogue import catalogues
from support.catalogues import body, comptoir_export, comptoir_software, sill_software
from support.cli import Ran, run
from support.web import Said, Site, serving

ONE = sill_software()
TWO = sill_software(
    id=234,
    name="Nuage",
    description={"fr": "Garde des fichiers"},
    externalId="Q999",
    codeRepositoryUrl="https://forge.example.org/atelier/nuage",
    keywords=[],
)


TODAY = datetime.now(UTC).date().isoformat()  # noqa: TID251 - the program asks the clock


def brought(home: Path, *rows: object, name: str = "sill", options: tuple[str, ...] = ()) -> Ran:
    file = home / f"{name}.json"
    file.write_bytes(body(comptoir_export(*rows) if name == "comptoir-du-libre" else list(rows)))
    return run(home, "catalogue", "import", name, str(file), *options)


@contextmanager
def far(home: Path) -> Iterator[tuple[Site, dict[str, str]]]:
    """Serve over TLS, as `localhost`; give the environment of a program that trusts it and asks it alone."""
    authority = trustme.CA()
    trusted = home / "authority.pem"
    authority.cert_pem.write_to_path(str(trusted))
    with serving(authority.issue_cert("localhost")) as site:
        told = "\n".join(f"  {name}: {site.url(f'/{name}', 'localhost')}" for name in catalogues())
        folder = home / "data"
        folder.mkdir(exist_ok=True)
        (folder / "catalogues.yaml").write_text(f"addresses:\n{told}\n", encoding="utf-8")
        yield (
            site,
            {"SSL_CERT_FILE": str(trusted), "REPERES_PRIVATE_HOSTS": "localhost", "HTTPS_PROXY": ""},
        )


def test_a_file_is_brought_listed_and_searched(tmp_path: Path) -> None:
    done = brought(tmp_path, ONE, TWO, {"id": "no"}, options=("--dated", TODAY))
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("sill: 2 records · 1 row left out, mostly: id is not of the form expected · ")
    assert done.out.endswith(" · first snapshot\n")
    listed = json.loads(run(tmp_path, "catalogue", "list", "--format", "json").out)
    found = {one["id"]: one for one in listed["catalogues"]}
    assert list(found) == list(catalogues())
    assert (found["sill"]["state"], found["sill"]["snapshot"]["records"]) == ("up-to-date", 2)
    assert found["comptoir-du-libre"]["state"] == "never-taken"
    hits = json.loads(run(tmp_path, "catalogue", "search", "régistre", "--format", "json").out)["hits"]
    assert [(one["name"], one["closeness"]) for one in hits] == [("Registre", "exact")]


def test_a_file_that_does_not_tell_its_day_says_so_and_how_to_give_it(tmp_path: Path) -> None:
    undated = {**ONE, "updateTime": None}
    done = brought(tmp_path, undated)
    assert (done.code, done.out) == (0, "sill: 1 record · first snapshot\n")
    assert done.err == (
        "The file does not tell of which day it is: its age is not known. To give its day, import it again "
        "with --dated YYYY-MM-DD.\n"
    )
    for told in (
        run(tmp_path, "catalogue", "list").out,
        run(tmp_path, "explain", "sill").out,
    ):
        assert "the file does not tell of which day it is" in " ".join(told.split())
    [found] = [one for one in listed(tmp_path) if one["id"] == "sill"]
    assert (found["state"], found["snapshot"]["day"], found["snapshot"]["brought_on"]) == (
        "undated",
        None,
        TODAY,
    )
    assert brought(tmp_path, undated, options=("--dated", "2026-06-01")).err == ""
    [found] = [one for one in listed(tmp_path) if one["id"] == "sill"]
    assert (found["state"], found["snapshot"]["day"]) == ("old", "2026-06-01")


def listed(home: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(run(home, "catalogue", "list", "--format", "json").out)[
        "catalogues"
    ]
    return found


def test_a_day_that_is_still_to_come_is_refused(tmp_path: Path) -> None:
    done = brought(tmp_path, ONE, options=("--dated", "2990-01-01"))
    assert (done.code, "1 January 2990 is still to come" in done.err) == (2, True)


def test_a_file_that_is_another_one_says_which_was_expected(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_bytes(b"%PDF-1.7")
    done = run(tmp_path, "catalogue", "import", "sill", str(file))
    assert (done.code, done.out) == (3, "")
    lines = done.err.splitlines()
    assert lines[0].startswith(f"{file} is not the file expected for sill (")
    assert lines[1].startswith("What is expected: ")
    assert lines[2] == (
        "Check that it comes from https://code.gouv.fr/sill/api/v2/catalogi.json, whole and as it is. "
        "[JSONDecodeError]"
    )


def test_what_loses_most_of_its_records_is_taken_anyway_only(tmp_path: Path) -> None:
    brought(tmp_path, *({**ONE, "id": rank} for rank in range(1, 6)))
    done = brought(tmp_path, ONE)
    assert (done.code, "--anyway" in done.err, done.out) == (2, True, "")
    assert brought(tmp_path, ONE, options=("--anyway",)).code == 0
    with far(tmp_path) as (site, environment):
        site.routes["/sill"] = Said(body([TWO]))
        done = run(tmp_path, "catalogue", "update", "sill", extra=environment)
        assert (done.code, done.out) == (3, "")
        assert "to take it all the same: `reperes catalogue update sill --anyway`." in done.err
        done = run(tmp_path, "catalogue", "update", "sill", "--anyway", extra=environment)
        assert (done.code, done.out.startswith("sill: 1 record · ")) == (0, True)


@pytest.mark.parametrize("locale", ["fr_FR.UTF-8", "en_GB.UTF-8"])
def test_a_network_that_cannot_be_reached_is_told_once_with_what_can_be_done(
    tmp_path: Path, locale: str
) -> None:
    done = run(tmp_path, "catalogue", "update", locale=locale)
    assert (done.code, done.out) == (3, "")
    whole = [name for name, one in catalogues().items() if one.way == "whole"]
    told = [line for line in done.err.splitlines() if not line.startswith("[")]
    assert len(told) == 3
    assert told[0].endswith(f": {', '.join(whole)}.")
    assert "reperes catalogue import" in told[1]
    assert "0" in told[2]
    assert str(len(whole)) in told[2]
    assert "Errno" not in done.err


def test_one_host_that_cannot_be_reached_says_which_file_to_bring(tmp_path: Path) -> None:
    done = run(tmp_path, "catalogue", "update", "sill")
    assert [line for line in done.err.splitlines() if not line.startswith("[")] == [
        "Not taken, the network or the host cannot be reached: sill.",
        (
            "Where there is a network, take the file at the address that `reperes explain sill` gives, then "
            "bring it here: `reperes catalogue import sill FILE`."
        ),
    ]


@pytest.mark.parametrize("words", ["", "  ", "???"])
def test_words_without_a_letter_search_for_nothing(tmp_path: Path, words: str) -> None:
    done = run(tmp_path, "catalogue", "search", words)
    assert (done.code, done.out) == (2, "")
    assert "nothing to search for" in done.err


def test_a_name_too_long_for_a_folder_is_refused_in_a_sentence(tmp_path: Path) -> None:
    done = run(tmp_path, "observe", "x" * 400, "--offline")
    assert (done.code, done.out) == (2, "")
    assert "too long to be the name of a project: 400 characters" in done.err
    assert "x" * 200 not in done.err


def test_each_catalogue_is_taken_and_one_that_fails_does_not_stop_the_others(tmp_path: Path) -> None:
    with far(tmp_path) as (site, environment):
        site.routes["/sill"] = Said(body([ONE, TWO]))
        site.routes["/comptoir-du-libre"] = Said(body({"softwares": 3}))
        asked = ("catalogue", "update", "comptoir-du-libre", "sill")
        done = run(tmp_path, *asked, extra=environment)
        assert (done.code, done.out) == (0, "sill: 2 records · first snapshot\n")
        assert "comptoir-du-libre: not taken. comptoir-du-libre was not taken: what was received" in done.err
        assert "Taking sill at https://localhost" in done.err
        assert done.err.endswith("\nTaken: 1. Not taken: 1.\n")
        site.routes["/sill"] = Said(body([TWO]))
        done = run(tmp_path, "catalogue", "update", "sill", extra=environment)
        assert done.out.startswith("sill: 1 record · since ")
        assert done.out.endswith(": 0 came, 1 went, 0 changed\n")
        assert "Not taken" not in done.err


def test_an_update_of_all_takes_what_is_whole_and_on(tmp_path: Path) -> None:
    with far(tmp_path) as (site, environment):
        settings = tmp_path / "data" / "catalogues.yaml"
        settings.write_text(f"{settings.read_text(encoding='utf-8')}without: [sill]\n", encoding="utf-8")
        done = run(tmp_path, "catalogue", "update", extra=environment)
        assert (done.code, done.out) == (3, "")
        whole = {name for name, one in catalogues().items() if one.way == "whole"}
        assert {one.path for one in site.heard} == {f"/{name}" for name in whole - {"sill"}}
        told = [line for line in done.err.splitlines() if ": not taken. " in line]
        assert len(told) == len(whole) - 1
        off = run(tmp_path, "catalogue", "update", "sill", extra=environment)
        assert (off.code, "switch it off" in off.err) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["update", "sil"], 2, "Near it: sill."),
        (["update", "wikidata"], 2, "asked about one project at a time"),
        (["import", "wikidata", "file"], 2, "cannot be brought as a file"),
        (["import", "sille", "file"], 2, "Near it: sill"),
        (["import", "sill", "file"], 3, "is not the file expected for sill"),
        (["import", "sill", "file", "--dated", "hier"], 2, "--dated"),
        (["import", "sill", "nowhere"], 2, "nowhere"),
        (["search"], 2, "WORDS"),
        (["search", "x", "--most", "0"], 2, "--most"),
        (["frobnicate"], 2, "frobnicate"),
    ],
)
def test_what_is_refused_says_why(tmp_path: Path, arguments: list[str], code: int, said: str) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"{}")
    given = [str(file) if one == "file" else one for one in arguments]
    done = run(tmp_path, "catalogue", *given)
    assert (done.code, done.out) == (code, "")
    assert said in done.err
    assert "Traceback" not in done.err


def test_wrong_settings_are_told(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "catalogues.yaml").write_text("without: [sil]\n", encoding="utf-8")
    done = run(tmp_path, "catalogue", "list")
    assert (done.code, "The settings of the catalogues cannot be used" in done.err) == (2, True)
    assert "[lacking] Catalogues: The settings" in run(tmp_path, "doctor").out


def test_the_language_is_chosen_wherever_it_stands(tmp_path: Path) -> None:
    for arguments in (["--lang", "fr", "catalogue", "list"], ["catalogue", "--lang=fr", "list"]):
        assert run(tmp_path, *arguments).out == run(tmp_path, "catalogue", "list", "--lang", "fr").out
    helped = run(tmp_path, "catalogue", "--help").out
    assert [one for one in ("list", "update", "import", "search") if one not in helped] == []


def test_a_name_that_several_bear_is_never_chosen(tmp_path: Path) -> None:
    brought(tmp_path, ONE)
    other = comptoir_software(name="Registre")
    other["external_resources"] |= {"repository": "https://forge.example.org/b/registre", "sill": []}
    other["external_resources"] |= {"wikidata": [], "cnll": [], "framalibre": []}
    assert brought(tmp_path, other, name="comptoir-du-libre").code == 0
    done = run(tmp_path, "observe", "registre")
    assert (done.code, done.out) == (2, "")
    assert "    reperes observe https://forge.example.org/atelier/registre" in done.err.splitlines()
    assert "    reperes observe https://forge.example.org/b/registre" in done.err.splitlines()


def test_a_name_that_one_bears_is_its_address(tmp_path: Path) -> None:
    brought(tmp_path, ONE, TWO, options=("--dated", "2026-06-18"))
    done = run(tmp_path, "observe", "NUAGE", "--offline")
    assert (done.code, done.out) == (3, "")
    assert "NUAGE: https://forge.example.org/atelier/nuage, by the SILL of 18 June 2026" in done.err
    assert "https://forge.example.org/atelier/nuage was never brought here" in done.err


def test_an_explanation_tells_the_age_of_the_snapshot_here(tmp_path: Path) -> None:
    assert "never taken here" in run(tmp_path, "explain", "sill").out
    brought(tmp_path, ONE, options=("--dated", TODAY))
    told = " ".join(run(tmp_path, "explain", "sill").out.split())
    assert "up to date state of today, " in told
    assert "brought by hand on " in told


def test_doctor_tells_what_is_kept_of_catalogues(tmp_path: Path) -> None:
    brought(tmp_path, ONE)
    findings = json.loads(run(tmp_path, "doctor", "--format", "json").out)["findings"]
    [found] = [one["found"] for one in findings if one["about"] == "Catalogues"]
    assert found == (
        f"{tmp_path / 'data' / 'catalogues'}: 0 MiB, 1 snapshot, 0 answers; "
        "settings: none, hence the defaults"
    )
