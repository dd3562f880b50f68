"""Names and packages become addresses: one is taken and said, several are shown, none is told."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from reperes.errors import Message, UnreachableError, UsageError
from reperes.facts.catalogue import Entry
from reperes.facts.fact import Reason
from reperes.i18n import Language
from reperes.observing import locate
from reperes.sources.catalogues.reader import Taken
from reperes.sources.catalogues.resolve import Asked, Resolved, resolve
from reperes.sources.catalogues.snapshots import Meta, Snapshots
from reperes.sources.git.command import Repository
from reperes.sources.http.client import Client, ClientOf
from reperes.subject.address import parse
from support.observing import asked as request
from support.web import READ_AT, Said, Site, as_json, client, serving

TODAY = READ_AT.date()
TAKEN_AT = datetime(2026, 11, 20, 8, tzinfo=UTC)
FORGE = "https://forge.example.org/atelier/registre"
OTHER = "https://forge.example.org/autres/registre"


def written(home: Path, catalogue: str, *entries: Entry) -> Path:
    meta = Meta(
        catalogue,
        "https://x.example.org",
        "etalab-2.0",
        TAKEN_AT,
        "cd" * 32,
        9,
        len(entries),
        len(entries),
        {},
    )
    return Snapshots(home / "data").write(meta, Taken(entries=list(entries), rows=len(entries))).file


def entry(name: str = "Registre", number: str = "1", **more: object) -> Entry:
    return Entry(number, name, f"https://catalogue.example.org/{number}", **more)  # type: ignore[arg-type]  # a table


def asked(home: Path, client_of: ClientOf | None = None, as_of: date = TODAY) -> Asked:
    return Asked(home / "data", READ_AT, as_of, offline=client_of is None, client_of=client_of)


def resolved(home: Path, typed: str, client_of: ClientOf | None = None) -> Resolved:
    return resolve(parse(typed), asked(home, client_of))


def refused(home: Path, typed: str, client_of: ClientOf | None = None) -> list[str]:
    with pytest.raises(UsageError) as error:
        resolved(home, typed, client_of)
    assert error.value.exit_code == 2
    return [one.text(Language.EN) for one in (error.value.what, error.value.why, error.value.do)]


@pytest.mark.parametrize("typed", ["Registre", "registre", "REGISTRÉ"])
def test_the_one_project_of_that_name_is_taken_and_said(tmp_path: Path, typed: str) -> None:
    written(tmp_path, "sill", entry(repositories=(f"{FORGE}.git",)), entry("Registre civil", "2"))
    found = resolved(tmp_path, typed)
    assert (found.address.url, found.catalogue, found.day) == (FORGE, "sill", date(2026, 11, 20))
    assert found.told.text(Language.EN) == (
        f"{typed}: {FORGE}, by the SILL of 20 November 2026: check that it is the one you mean"
    )


def test_what_is_said_is_what_is_observed_however_the_record_writes_it(tmp_path: Path) -> None:
    written(tmp_path, "sill", entry(repositories=("http://Forge.example.org/atelier/registre/-/tree/main",)))
    found = resolved(tmp_path, "registre")
    assert found.told.args["url"] == found.address.url == "https://forge.example.org/atelier/registre"


def test_a_file_brought_without_its_day_is_said_to_be_so(tmp_path: Path) -> None:
    meta = Meta("sill", None, "etalab-2.0", TAKEN_AT, "cd" * 32, 9, 1, 1, {})
    Snapshots(tmp_path / "data").write(meta, Taken(entries=[entry(repositories=(FORGE,))]))
    found = resolved(tmp_path, "registre")
    said = "20 November 2026 (when the file was brought: its own day is not known)"
    assert found.told.text(Language.EN).startswith(f"registre: {FORGE}, by the SILL of {said}: ")
    assert found.limit is not None
    assert f" gave on {said} for " in found.limit.message.text(Language.EN)
    assert f"(the SILL, {said})" in refused(tmp_path, "registr")[2]


def test_the_limit_says_by_which_catalogue_the_address_was_known(tmp_path: Path) -> None:
    written(tmp_path, "sill", entry(repositories=(FORGE,)))
    limit = resolved(tmp_path, "registre").limit
    assert limit is not None
    assert limit.reason is Reason.BY_NAME
    assert limit.message.text(Language.EN) == (
        "The address was not typed: it is the one that the SILL gave on 20 November 2026 for the name "
        "“registre”. Another project may bear it."
    )


def test_snapshots_of_after_the_day_or_the_moment_do_not_name(tmp_path: Path) -> None:
    written(tmp_path, "sill", entry(repositories=(FORGE,)))
    on = asked(tmp_path, as_of=date(2026, 11, 20))
    assert resolve(parse("registre"), on).address.url == FORGE
    for before in (
        asked(tmp_path, as_of=date(2026, 11, 19)),
        replace(on, read_at=TAKEN_AT - timedelta(seconds=1)),
    ):
        with pytest.raises(UsageError) as error:
            resolve(parse("registre"), before)
        assert error.value.why.text(Language.EN) == (
            "It is a name, and the catalogues taken here are all later than the day observed."
        )
    written(tmp_path, "sill", entry(packages=("pkg:npm/registre",), repositories=(FORGE,)))
    with pytest.raises(UsageError):
        resolve(parse("pkg:npm/registre"), asked(tmp_path, as_of=date(2026, 11, 19)))


def test_several_catalogues_that_agree_are_one(tmp_path: Path) -> None:
    written(tmp_path, "sill", entry(repositories=(FORGE,)))
    written(tmp_path, "comptoir-du-libre", entry(repositories=(f"{FORGE}/",)))
    assert resolved(tmp_path, "registre").address.url == FORGE


def test_one_that_bears_the_name_without_an_address_is_said(tmp_path: Path) -> None:
    written(tmp_path, "sill", entry(repositories=(FORGE,)))
    written(tmp_path, "comptoir-du-libre", entry())
    found = resolved(tmp_path, "registre")
    assert (found.catalogue, found.others) == ("sill", ("comptoir-du-libre",))
    assert found.told.text(Language.EN).endswith(
        "; the Comptoir du Libre holds this name too, without an address: it may be the same"
    )


def test_two_records_at_one_address_are_one_and_neither_is_said_to_lack_it(tmp_path: Path) -> None:
    written(tmp_path, "sill", entry(repositories=(FORGE,)), entry(number="2", repositories=(FORGE,)))
    assert resolved(tmp_path, "registre").others == ()


def test_two_addresses_under_one_name_are_shown_and_none_is_taken(tmp_path: Path) -> None:
    written(tmp_path, "sill", entry(repositories=(FORGE,), what="Tient un registre"))
    written(tmp_path, "comptoir-du-libre", entry(repositories=(OTHER,)))
    what, why, do = refused(tmp_path, "registre")
    assert what == "registre is the name of several projects, or of one that has several addresses."
    assert why == "Which one is meant is for you to say."
    assert do.splitlines() == [
        "This is what the catalogues know near it:",
        "  Registre (the Comptoir du Libre, 20 November 2026)",
        f"    reperes observe {OTHER}",
        "  Registre — Tient un registre (the SILL, 20 November 2026)",
        f"    reperes observe {FORGE}",
    ]


def test_two_addresses_of_one_record_are_shown(tmp_path: Path) -> None:
    written(tmp_path, "sill", entry(repositories=(FORGE, OTHER)))
    assert refused(tmp_path, "registre")[2].splitlines()[2:] == [
        f"    reperes observe {FORGE}",
        f"    reperes observe {OTHER}",
    ]


def test_what_is_only_near_is_shown_and_never_taken(tmp_path: Path) -> None:
    written(tmp_path, "sill", entry(repositories=(FORGE,), what="x" * 300))
    what, _, do = refused(tmp_path, "registe")
    assert what == "No project known here is called exactly registe."
    assert do.splitlines()[1:] == [
        f"  Registre — {'x' * 99}… (the SILL, 20 November 2026)",
        f"    reperes observe {FORGE}",
    ]


def test_what_has_no_address_leads_to_its_page(tmp_path: Path) -> None:
    written(tmp_path, "sill", entry(number="233"))
    what, why, do = refused(tmp_path, "registre")
    assert what == "The address of registre is not known."
    assert why == "Catalogues know this name, and give no address of its code."
    assert do.splitlines() == [
        "Look for the address of its code on the page of its record, then observe it:",
        "  Registre (the SILL, 20 November 2026)",
        "    https://catalogue.example.org/233",
    ]


def test_catalogues_and_days_are_in_the_language_of_the_reader(tmp_path: Path) -> None:
    written(tmp_path, "sill", entry(number="233"))
    with pytest.raises(UsageError) as error:
        resolved(tmp_path, "registre")
    assert error.value.do.text(Language.FR).splitlines()[1] == "  Registre (le SILL, 20 novembre 2026)"


@pytest.mark.parametrize("typed", ["x" * 300, "registre " * 200])
def test_a_name_too_long_to_be_one_is_refused_and_not_said_again(tmp_path: Path, typed: str) -> None:
    written(tmp_path, "sill", entry(repositories=(FORGE,)))
    with pytest.raises(UsageError) as error:
        locate(request(typed, tmp_path, offline=True), Recorded())
    said = str(error.value)
    assert f"too long to be the name of a project: {len(typed.strip())} characters" in said
    assert len(said) < 400


def test_what_only_looks_near_is_not_proposed(tmp_path: Path) -> None:
    written(tmp_path, "sill", entry("Data Injection", repositories=(FORGE,), what="udata udata"))
    assert refused(tmp_path, "udata")[0] == "Where to read udata is not known."


def test_a_crowd_of_one_name_is_cut_and_said_so(tmp_path: Path) -> None:
    rows = [
        entry(number=str(at), repositories=(f"https://forge.example.org/g{at}/registre",)) for at in range(13)
    ]
    written(tmp_path, "sill", *rows)
    lines = refused(tmp_path, "registre")[2].splitlines()
    assert (len(lines), lines[-1]) == (22, "  … (+ 3)")


def test_nothing_known_says_where_it_was_looked_for(tmp_path: Path) -> None:
    what, why, do = refused(tmp_path, "Nuage")
    assert what == "Where to read Nuage is not known."
    assert why == "It is a name, and no catalogue that can be read was taken here."
    assert "`reperes catalogue update`" in do
    written(tmp_path, "sill", entry())
    _, why, do = refused(tmp_path, "Nuage")
    assert why == "It is a name that no catalogue taken here knows (the SILL, 20 November 2026)."
    assert do.startswith("Give the https address")


def test_a_snapshot_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    import sqlite3

    connection = sqlite3.connect(written(tmp_path, "sill", entry()))
    with connection:
        connection.execute("DROP TABLE keys")
    connection.close()
    _, why, do = refused(tmp_path, "Registre")
    assert why == "It is a name, and no catalogue that can be read was taken here."
    assert do == "The snapshot of sill cannot be read: take it again."


@pytest.mark.parametrize("url", ["/etc/passwd", "file:///etc/passwd", "ftp://forge.example.org/a/b", "-x"])
def test_what_is_no_far_address_is_never_taken(tmp_path: Path, url: str) -> None:
    written(tmp_path, "sill", entry(repositories=(url,)))
    assert refused(tmp_path, "Registre")[2].splitlines()[-1] == "    https://catalogue.example.org/1"


def test_a_package_is_found_in_the_snapshots(tmp_path: Path) -> None:
    written(tmp_path, "sill", entry(packages=("pkg:npm/registre",), repositories=(FORGE,)))
    found = resolved(tmp_path, "pkg:npm/registre@4.2.0")
    assert (found.address.url, found.catalogue) == (FORGE, "sill")
    assert found.limit is not None
    assert found.limit.reason == Reason.BY_NAME
    assert found.limit.message is not None
    assert found.limit.message.text(Language.EN) == (
        "The address was not typed: it is the one that the SILL gave on 20 November 2026 "
        "for the package pkg:npm/registre@4.2.0."
    )
    written(tmp_path, "comptoir-du-libre", entry(packages=("pkg:npm/registre",), repositories=(OTHER,)))
    what, _, do = refused(tmp_path, "pkg:npm/registre")
    assert what == "Catalogues know several addresses for pkg:npm/registre."
    assert [line.strip() for line in do.splitlines() if "observe" in line] == [
        f"reperes observe {OTHER}",
        f"reperes observe {FORGE}",
    ]


def test_a_package_that_nobody_knows_is_not_asked_for_without_network(tmp_path: Path) -> None:
    _, why, do = refused(tmp_path, "pkg:npm/registre")
    assert (
        why == "No catalogue taken here knows this package, and ecosyste.ms may not be asked without network."
    )
    assert "repository" in do


def served(home: Path, site: Site) -> ClientOf:
    folder = home / "data"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "catalogues.yaml").write_text(
        f"addresses: {{ecosyste-ms: '{site.url('')}'}}\n", encoding="utf-8"
    )

    def client_of(moment: datetime, offline: bool) -> Client:  # noqa: FBT001 - the shape of ClientOf
        del moment, offline
        return client(home)

    return client_of


def answered(body: object) -> Callable[[object], Said]:
    return lambda _: as_json(body)


def test_a_package_that_nobody_knows_is_asked_for(tmp_path: Path) -> None:
    row = {"name": "registre", "purl": "pkg:npm/registre", "ecosystem": "npm", "repository_url": FORGE}
    with serving() as site:
        client_of = served(tmp_path, site)
        site.otherwise = answered([row])
        found = resolved(tmp_path, "pkg:npm/registre", client_of)
        assert (found.address.url, found.catalogue, found.day) == (FORGE, "ecosyste-ms", READ_AT.date())
        site.otherwise = answered([])
        assert refused(tmp_path, "pkg:npm/registre", client_of)[1] == (
            "No catalogue taken here knows this package, and ecosyste.ms gives no address for it."
        )
        site.otherwise = Said(status=403)
        assert refused(tmp_path, "pkg:npm/registre", client_of)[1].startswith(
            "No catalogue taken here knows this package, and ecosyste.ms was asked in vain: "
        )
        site.otherwise = answered({"packages": 3})
        assert "in vain" in refused(tmp_path, "pkg:npm/registre", client_of)[1]


def test_a_package_is_not_asked_for_as_of_a_past_day(tmp_path: Path) -> None:
    with serving() as site:
        there = asked(tmp_path, served(tmp_path, site), as_of=TODAY - timedelta(days=1))
        with pytest.raises(UsageError) as error:
            resolve(parse("pkg:npm/registre"), there)
        assert error.value.why.text(Language.EN) == (
            "No catalogue taken here knows this package, and ecosyste.ms tells of today only, "
            "not of the day observed."
        )
        assert site.heard == []


def test_a_catalogue_that_is_off_is_not_asked(tmp_path: Path) -> None:
    with serving() as site:
        client_of = served(tmp_path, site)
        (tmp_path / "data" / "catalogues.yaml").write_text("without: [ecosyste-ms, sill]\n", encoding="utf-8")
        written(tmp_path, "sill", entry(packages=("pkg:npm/registre",), repositories=(FORGE,)))
        why = refused(tmp_path, "pkg:npm/registre", client_of)[1]
        assert why.startswith("A package's name does not tell where its code is")
        assert site.heard == []


class Recorded:
    def __init__(self) -> None:
        self.steps: list[Message] = []

    def step(self, message: Message) -> None:
        self.steps.append(message)

    def told(self, detail: str) -> None:
        raise AssertionError(detail)


def test_a_name_is_observed_at_its_address(tmp_path: Path) -> None:
    written(tmp_path, "sill", entry(repositories=(FORGE,)))
    progress = Recorded()
    with pytest.raises(UnreachableError) as error:
        locate(request("Registre", tmp_path, offline=True), progress)
    assert error.value.what.text(Language.EN).startswith(f"{FORGE} was never brought here")
    assert [one.text(Language.EN) for one in progress.steps] == [
        "Looking in the catalogues for Registre",
        f"Registre: {FORGE}, by the SILL of 20 November 2026: check that it is the one you mean",
    ]


def test_the_place_keeps_how_its_address_was_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path, "sill", entry(repositories=(FORGE,)))
    monkeypatch.setattr("reperes.observing.kept", lambda *_: Repository(tmp_path))
    for typed, reasons in (("Registre", [Reason.BY_NAME]), (FORGE, [])):
        place = locate(request(typed, tmp_path, offline=True), Recorded())
        assert (place.origin, [one.reason for one in place.limits]) == (FORGE, reasons)
