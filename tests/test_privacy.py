"""DESIGN §2, rule 5: names are planted wherever git and author lists hold them, and looked for everywhere."""

import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

import reperes
from reperes.facts.store import save
from support import catalogues as rows
from support.cli import run
from support.git import commit, file, git, repository

PLANTED = {
    "author": ("Wilhelmina Plantagenet", "wilhelmina.p@secret-author.example"),
    "committer": ("Thaddeus Greengage", "thaddeus.g@secret-committer.example"),
    "co-author": ("Euphemia Quince", "euphemia.q@secret-coauthor.example"),
    "reviewer": ("Barnabas Medlar", "barnabas.m@secret-reviewer.example"),
    "signer": ("Clementine Sorb", "clementine.s@secret-signer.example"),
    "listed": ("Ignatius Loquat", "ignatius.l@secret-listed.example"),
    "mapped": ("Perpetua Damson", "perpetua.d@secret-mapped.example"),
    "tagger": ("Octavius Bullace", "octavius.b@secret-tagger.example"),
    "cited": ("Philippa Mirabelle", "philippa.m@secret-cited.example"),
    "packaged": ("Leopold Greengrocer", "leopold.g@secret-packaged.example"),
    "helper": ("Rosamund Pippin", "rosamund.p@secret-helper.example"),
    "holder": ("Casimir Sloe", "casimir.s@secret-holder.example"),
    "giver": ("Lavinia Bilberry", "lavinia.b@secret-giver.example"),
    "employee": ("Horatio Rowan", "horatio.r@secret-employee.example"),
    "catalogued": ("Araminta Whitebeam", "araminta.w@secret-catalogued.example"),
}
ORIGIN = "https://forge.example.org/atelier/registre"


README = (
    "# Project\n\nThis project is developed by Horatio Rowan at the Foundation for Things.\n"
    "Write to horatio.r@secret-employee.example or https://matrix.to/#/@horatio.r:secret-employee.example\n"
)


def who(role: str) -> str:
    name, address = PLANTED[role]
    return f"{name} <{address}>"


def forbidden(besides: tuple[str, ...] = ()) -> list[str]:
    """Every part of a planted identity that could tell a person, but for the roles named."""
    parts = []
    for name, address in (planted for role, planted in PLANTED.items() if role not in besides):
        local, _, host = address.partition("@")
        parts += [address, local, host, *name.split()]
    return parts


@pytest.fixture
def planted(tmp_path: Path) -> Path:
    family, given = PLANTED["cited"][0].split()[::-1]
    cff = "cff-version: 1.2.0\nmessage: m\ntitle: T\nauthors:\n"
    cff += f"  - family-names: {family}\n    given-names: {given}\n"
    cff += f"    email: {PLANTED['cited'][1]}\n"
    package = f'{{"name": "x", "author": "{who("packaged")}", "contributors": ["{who("helper")}"]}}'
    files = file("AUTHORS", f"# Authors\n\n- {who('listed')}\n")
    files += file("CONTRIBUTORS.md", f"* {who('listed')}\n") + file("THANKS", who("listed"))
    files += file(".mailmap", f"{who('mapped')} <{PLANTED['author'][1]}>\n")
    files += file("CITATION.cff", cff) + file("package.json", package) + file("README.md", README)
    files += file("LICENSE", f"Copyright (c) 2020 {who('holder')}\nLicensed under the MIT license.\n")
    files += file("FUNDING.md", f"Our sponsors: {who('giver')}, and others.\n")
    message = f"Do\n\nCo-authored-by: {who('co-author')}\nReviewed-by: {who('reviewer')}\n"
    message += f"Signed-off-by: {who('signer')}\nAcked-by: {who('listed')}\n"
    stream = "".join(
        commit(
            mark,
            f"2026-0{1 + mark % 9}-1{mark % 9}",
            who("author"),
            parents=(mark - 1,) if mark > 1 else (),
            committer=who("committer"),
            message=message,
            files=files if mark == 1 else file("src/x.py", f"x = {mark}"),
        )
        for mark in range(1, 30)
    )
    place = repository(tmp_path / "repository", stream)
    name, address = PLANTED["tagger"]
    git(
        place,
        "-c",
        f"user.name={name}",
        "-c",
        f"user.email={address}",
        "tag",
        "-a",
        "-m",
        "one",
        "v1.0",
        "main",
    )
    return place


def assert_clean(text: str, where: str, besides: tuple[str, ...] = ()) -> None:
    found = [part for part in forbidden(besides) if part.lower() in text.lower()]
    assert found == [], f"{where} tells {found}"


@pytest.mark.parametrize("format_", ["text", "json", "markdown", "html"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_format_tells_a_person(tmp_path: Path, planted: Path, format_: str, language: str) -> None:
    done = run(
        tmp_path,
        "observe",
        str(planted),
        "--format",
        format_,
        "--lang",
        language,
        "--as-of",
        "2026-11-23",
        "--details",
    )
    assert done.code == 0, done.err
    assert "2026" in done.out
    assert_clean(done.out, f"{format_} in {language}")
    assert_clean(done.err, "stderr")


@pytest.mark.parametrize("format_", ["text", "json", "markdown", "html"])
def test_no_advice_tells_a_person(tmp_path: Path, planted: Path, format_: str) -> None:
    profile = tmp_path / "us.yaml"
    profile.write_text("name: Ville d’Exemple\nkind: local-authority\nlevel: commune\n", encoding="utf-8")
    asked = ("--administration", str(profile), "--as-of", "2026-11-23", "--format", format_, "--lang", "fr")
    done = run(tmp_path, "advise", str(planted), *asked, "--details")
    assert (done.code, "Exemple" in done.out) == (0, True), done.err
    assert_clean(done.out, f"the advice in {format_}")
    assert_clean(done.err, "stderr")


def catalogue_rows() -> bytes:
    """Return a catalogue that names a person wherever its producer may: author, provider, user, sentence."""
    name, address = PLANTED["catalogued"]
    told = {
        "authors": [rows.person(name, email=address), rows.organization(f"{name} ({address})")],
        "providers": [rows.person(name, url=f"https://{address.partition('@')[2]}/")],
        "userAndReferentCountByOrganization": {
            "Ville d’Exemple": {"userCount": 2, "referentCount": 1},
            address: {"userCount": 1, "referentCount": 1},
        },
        "description": {"fr": f"Écrire à {address}", "en": f"Write to {address}"},
        "codeRepositoryUrl": ORIGIN,
    }
    return rows.body([rows.sill_software(**told)])


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_record_of_a_catalogue_tells_a_person(tmp_path: Path, planted: Path, language: str) -> None:
    brought = tmp_path / "sill.json"
    brought.write_bytes(catalogue_rows())
    done = run(tmp_path, "catalogue", "import", "sill", str(brought), "--lang", language)
    assert done.code == 0, done.err
    brought.unlink()
    assert_clean(done.out + done.err, "the import")
    # The import is of the day when the test runs, which the observation must not precede.
    asked = ("--origin", ORIGIN, "--offline", "--as-of", "2099-12-31", "--details", "--lang", language)
    for format_ in ("text", "json", "markdown", "html"):
        seen = run(tmp_path, "observe", str(planted), *asked, "--format", format_)
        assert (seen.code, "Ville d’Exemple" in seen.out) == (0, True), seen.err  # the record is really read
        assert_clean(seen.out, f"{format_} in {language}")
        assert_clean(seen.err, "stderr")
    people = tmp_path / "data" / "people"
    for path in (tmp_path / "data").rglob("*"):
        if path.is_file() and not path.is_relative_to(people):
            assert_clean(path.read_bytes().decode("utf-8", "replace"), str(path))


def test_nothing_on_disk_outside_the_people_store_tells_a_person(tmp_path: Path, planted: Path) -> None:
    assert run(tmp_path, "observe", str(planted)).code == 0
    written = [path for path in tmp_path.rglob("*") if path.is_file() and not path.is_relative_to(planted)]
    people = tmp_path / "data" / "people"
    for path in written:
        if not path.is_relative_to(people):
            assert_clean(path.read_bytes().decode("utf-8", "replace"), str(path))
    assert (people.stat().st_mode & 0o777, (people / "pseudonyms.key").stat().st_mode & 0o777) == (
        0o700,
        0o600,
    )


def test_saved_facts_and_reprs_tell_no_person(tmp_path: Path, planted: Path) -> None:
    observation = reperes.observe(
        str(planted),
        as_of=date(2026, 11, 23),
        read_at=datetime(2026, 11, 23, tzinfo=UTC),
        home=tmp_path / "data",
    )
    save(observation.facts, tmp_path / "facts.zip")
    with zipfile.ZipFile(tmp_path / "facts.zip") as archive:
        for entry in archive.namelist():
            # The text of a manifest is a document's, kept as it is: the archive belongs with the people.
            assert_clean(
                archive.read(entry).decode("utf-8", "replace"),
                entry,
                ("cited", "packaged", "helper", "holder", "giver", "employee"),
            )
    for fact in observation.facts:
        assert_clean(repr(fact), fact.name)


def test_the_planted_names_are_really_read(tmp_path: Path, planted: Path) -> None:
    observation = reperes.observe(
        str(planted),
        as_of=date(2026, 11, 23),
        read_at=datetime(2026, 11, 23, tzinfo=UTC),
        home=tmp_path / "data",
    )
    active = next(measure for measure in observation.measures if measure.indicator == "active_contributors")
    assert active.value == 2  # the author under the name of the mailmap, and the co-author
