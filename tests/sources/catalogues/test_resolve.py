"""Names and packages become addresses: one is taken and said, several are shown, none is told."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from reperes.errors import Message, UnreachableError, UsageError
from reperes.facts.catalogue import Entry
from reperes.i18n import Language
from reperes.observing import locate
from reperes.sources.catalogues.reader import Taken
from reperes.sources.catalogues.resolve import Asked, Resolved, resolve
from reperes.sources.catalogues.snapshots import Meta, Snapshots
from reperes.sources.http.client import Client, ClientOf
from reperes.subject.address import parse
from support.observing import asked as request
from support.web import READ_AT, Said, Site, as_json, client, serving

TAKEN_AT = datetime(2026, 11, 20, 8, tzinfo=UTC)
FORGE = "https://forge.example.org/atelier/registre"
OTHER = "https://forge.example.org/autres/registre"


def written(home: Path, catalogue: str, *entries: Entry) -> Path:
    meta = Meta(catalogue, None, "etalab-2.0", TAKEN_AT, "cd" * 32, 9, len(entries), len(entries), {})
    return Snapshots(home / "data").write(meta, Taken(entries=list(entries), rows=len(entries))).file


def entry(name: str = "Registre", number: str = "1", **more: object) -> Entry:
    return Entry(number, name, f"https://catalogue.example.org/{number}", **more)  # type: ignore[arg-type]  # a table


def asked(home: Path, client_of: ClientOf | None = None) -> Asked:
    return Asked(home / "data", READ_AT, offline=client_of is None, client_of=client_of)


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
        f"{typed}: {FORGE}, by sill of 2026-11-20: check that it is the one you mean"
    )


def test_several_catalogues_that_agree_are_one(tmp_path: Path) -> None:
    written(tmp_path, "sill", entry(repositories=(FORGE,)))
    written(tmp_path, "comptoir-du-libre", entry(repositories=(f"{FORGE}/",)))
    assert resolved(tmp_path, "registre").address.url == FORGE


def test_one_that_bears_the_name_without_an_address_is_said(tmp_path: Path) -> None:
    written(tmp_path, "sill", entry(repositories=(FORGE,)))
    written(tmp_path, "comptoir-du-libre", entry())
    found = resolved(tmp_path, "registre")
    assert (found.catalogue, found.others) == ("sill", ("comptoir-du-libre",))
    assert found.told.text(Language.EN).endswith("without an address, is in comptoir-du-libre)")


def test_two_addresses_under_one_name_are_shown_and_none_is_taken(tmp_path: Path) -> None:
    written(tmp_path, "sill", entry(repositories=(FORGE,), what="Tient un registre"))
    written(tmp_path, "comptoir-du-libre", entry(repositories=(OTHER,)))
    what, why, do = refused(tmp_path, "registre")
    assert what.startswith("registre is the name of several projects or addresses")
    assert why == "Which one is meant is for you to say."
    assert do.splitlines() == [
        "This is what the catalogues know near it:",
        "  Registre (comptoir-du-libre 2026-11-20)",
        f"    reperes observe {OTHER}",
        "  Registre — Tient un registre (sill 2026-11-20)",
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
        f"  Registre — {'x' * 99}… (sill 2026-11-20)",
        f"    reperes observe {FORGE}",
    ]


def test_what_has_no_address_leads_to_its_page(tmp_path: Path) -> None:
    written(tmp_path, "sill", entry(number="233"))
    assert refused(tmp_path, "registre")[2].splitlines()[1:] == [
        "  Registre (sill 2026-11-20)",
        "    https://catalogue.example.org/233",
    ]


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
    assert why == "It is a name that no catalogue taken here knows (sill 2026-11-20)."
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
        why == "No catalogue taken here knows this package, and ecosyste-ms may not be asked without network."
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
            "No catalogue taken here knows this package, and ecosyste-ms gives no address for it."
        )
        site.otherwise = Said(status=403)
        assert refused(tmp_path, "pkg:npm/registre", client_of)[1].startswith(
            "No catalogue taken here knows this package, and ecosyste-ms was asked in vain: "
        )
        site.otherwise = answered({"packages": 3})
        assert "in vain" in refused(tmp_path, "pkg:npm/registre", client_of)[1]


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
        f"Registre: {FORGE}, by sill of 2026-11-20: check that it is the one you mean",
    ]
