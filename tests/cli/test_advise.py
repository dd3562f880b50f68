"""`reperes advise` and `reperes law`, run as a user runs them."""

import json
import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator, FormatChecker

from reperes.cli.files import read_observation, read_profile, read_readings
from reperes.errors import UsageError
from reperes.i18n import Language
from reperes.knowledge.catalogue import catalogues
from reperes.modalities.given import of_file
from reperes.modalities.profile import administration
from reperes.sources.catalogues.snapshots import Snapshots
from reperes.sources.catalogues.take import bring
from support.catalogues import body, sill_software
from support.cli import PROGRAM, bare, run
from support.git import commit, file, repository
from support.licences import text as licence_text

PROFILE = {"name": "Ville d’Exemple", "kind": "local-authority", "level": "commune", "population": 12000}
BOMB = "a: &a [x, x]\n" + "".join(f"b{n}: [*a, *a]\n" for n in range(300))
READINGS = {"readings": {"legal_home": "association", "licence": "MIT", "contribution_terms": "dco"}}


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "us.yaml").write_text(yaml.safe_dump(PROFILE, allow_unicode=True), encoding="utf-8")
    (tmp_path / "them.yaml").write_text(yaml.safe_dump(READINGS, sort_keys=False), encoding="utf-8")
    (tmp_path / "them.json").write_text(json.dumps(READINGS), encoding="utf-8")
    return tmp_path


def advise(folder: Path, *more: str, readings: str = "them.yaml", ours: str = "us.yaml") -> Any:
    return run(
        folder,
        "advise",
        *("--readings", str(folder / readings)),
        *("--administration", str(folder / ours)),
        *("--as-of", "2026-11-25", *more),
    )


def verdicts(out: str) -> dict[str, str]:
    return {one["modality"]: one["verdict"] for one in json.loads(out)["recommendations"]}


def test_readings_by_hand_are_enough(files: Path) -> None:
    done = advise(files, "--format", "json")
    assert (done.code, done.err) == (0, "")
    found = verdicts(done.out)
    assert {name: found[name] for name in ("adhesion", "marche-support", "contribution-directe")} == {
        "adhesion": "to-verify",
        "marche-support": "excluded",
        "contribution-directe": "possible",
    }


def test_yaml_and_json_say_the_same(files: Path) -> None:
    assert (
        advise(files, "--format", "json").out == advise(files, "--format", "json", readings="them.json").out
    )


def test_the_date_decides_the_threshold(files: Path) -> None:
    bought = {**PROFILE, "purchase": {"object": "services", "amount_eur_ht": 45000}}
    (files / "us.yaml").write_text(yaml.safe_dump(bought, allow_unicode=True), encoding="utf-8")
    asked = (
        "--readings",
        str(files / "them.yaml"),
        "--administration",
        str(files / "us.yaml"),
        "--format",
        "json",
    )
    found = {
        day: verdicts(run(files, "advise", *asked, "--as-of", day).out)["commande-sous-seuil"]
        for day in ("2026-03-31", "2026-04-01")
    }
    assert found == {"2026-03-31": "excluded", "2026-04-01": "to-verify"}


def test_an_observation_is_advised_upon_from_its_file_or_its_repository(files: Path) -> None:
    place = repository(files / "project", commit(1, "2026-10-01", files=file("README.md", "# Registre")))
    written = files / "seen.json"
    assert (
        run(
            files, "observe", str(place), "--as-of", "2026-11-25", "--format", "json", "-o", str(written)
        ).code
        == 0
    )
    ours = ("--administration", str(files / "us.yaml"), "--as-of", "2026-11-25", "--format", "json")
    from_file = run(files, "advise", "--observation", str(written), *ours)
    from_place = run(files, "advise", str(place), *ours)
    assert (from_file.code, from_place.code) == (0, 0)
    assert verdicts(from_file.out) == verdicts(from_place.out)
    assert json.loads(from_file.out)["subject"] == json.loads(from_place.out)["subject"] == "project"


def test_the_result_goes_to_a_file(files: Path) -> None:
    done = advise(files, "--format", "html", "-o", str(files / "page.html"))
    assert done.code == 0
    assert (files / "page.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert done.err == f"Written to {files / 'page.html'}.\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "SUBJECT, which is the address or the path of a project;"),
        (("--readings", "them.yaml"), "Say who you are"),
        (("--readings", "them.yaml", "--administration", "us.yaml", "--ask"), "Say who you are"),
        (("x", "--readings", "them.yaml", "--administration", "us.yaml"), "Give one of these"),
        (("--readings", "nowhere.yaml", "--administration", "us.yaml"), "nowhere.yaml"),
        (("--observation", "them.json", "--administration", "us.yaml"), "It is no observation"),
        (
            ("--readings", "them.yaml", "--administration", "us.yaml", "--save", "x.yaml"),
            "--save goes with --ask.",
        ),
        (
            ("--readings", "them.yaml", "--administration", "us.yaml", "--as-of", "26/11/2026"),
            "'26/11/2026' is no day: write YYYY-MM-DD, from 1985 to 2999.",
        ),
        (
            ("--readings", "them.yaml", "--ask", "--save", "kept.yaml", "-o", "./kept.yaml"),
            "--save and --output cannot be one file.",
        ),
    ],
)
def test_what_is_asked_wrongly_is_told(files: Path, arguments: tuple[str, ...], said: str) -> None:
    there = [str(files / one) if one.endswith((".yaml", ".json")) else one for one in arguments]
    done = run(files, "advise", *there)
    assert done.code == 2
    assert said in " ".join(done.err.split())
    assert "Traceback" not in done.err


def test_a_wrong_day_is_told_in_french_too(files: Path) -> None:
    done = advise(files, "--lang", "fr", "--as-of", "26/11/2026")
    assert "'26/11/2026' n’est pas un jour : écrire AAAA-MM-JJ, de 1985 à 2999." in done.err


@pytest.mark.parametrize(
    ("option", "path"),
    [
        *(("-o", name) for name in ("us.yaml", "them.yaml", "link.yaml", "twin.yaml", "sub/../us.yaml")),
        *(("--save", name) for name in ("them.yaml", "link.yaml", "twin.yaml")),
    ],
)
def test_what_is_read_is_never_written_over(files: Path, path: str, option: str) -> None:
    (files / "sub").mkdir()
    (files / "link.yaml").symlink_to("them.yaml")
    (files / "twin.yaml").hardlink_to(files / "them.yaml")
    before = {one.name: one.read_bytes() for one in files.glob("*.yaml")}
    ours = ("--ask",) if option == "--save" else ("--administration", str(files / "us.yaml"))
    done = run(files, "advise", "--readings", str(files / "them.yaml"), *ours, option, str(files / path))
    assert done.code == 2
    assert "is read by this very command, and would be lost" in " ".join(done.err.split())
    assert {one.name: one.read_bytes() for one in files.glob("*.yaml")} == before


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_result_that_cannot_be_written_is_told(files: Path) -> None:
    done = advise(files, "-o", "/dev/full")
    assert done.code == 2
    assert done.err.splitlines() == [
        "The result could not be written to /dev/full.",
        "The system says: No space left on device.",
        "See whether there is room, and whether that place may be written to.",
    ]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("form", ["text", "json"])
def test_an_output_that_is_full_is_told(files: Path, form: str) -> None:
    asked = ("--readings", str(files / "them.yaml"), "--administration", str(files / "us.yaml"))
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            [*PROGRAM, "advise", *asked, "--format", form],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
            encoding="utf-8",
            env=bare(files),
        )
    assert (done.returncode, done.stderr.splitlines()[0]) == (
        2,
        "The result could not be written to the standard output.",
    )
    assert len(done.stderr.splitlines()) == 3


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with a name")
@pytest.mark.parametrize("option", ["--readings", "--administration", "--observation"])
@pytest.mark.parametrize("path", ["/dev/zero", "pipe"])
def test_what_never_ends_is_not_read(files: Path, option: str, path: str) -> None:
    os.mkfifo(files / "pipe", 0o600)
    asked = {"--readings": str(files / "them.yaml"), "--administration": str(files / "us.yaml")}
    if option == "--observation":
        del asked["--readings"]
    asked[option] = str(files / path)
    done = subprocess.run(
        [*PROGRAM, "advise", *[word for pair in asked.items() for word in pair]],
        capture_output=True,
        check=False,
        encoding="utf-8",
        env=bare(files),
        timeout=60,
    )
    assert done.returncode == 2
    assert done.stderr.splitlines()[:2] == [
        f"The file {files / path} cannot be used.",
        "It is not an ordinary file.",
    ]


@pytest.mark.skipif(not Path("/proc/kallsyms").exists(), reason="no file whose size is not told")
def test_the_size_of_a_file_is_not_believed(files: Path) -> None:
    done = run(files, "advise", "--readings", "/proc/kallsyms", "--administration", str(files / "us.yaml"))
    assert (done.code, done.err.splitlines()[1]) == (2, "It is larger than 262 kB.")


def test_the_largest_observation_is_told_in_megabytes(files: Path) -> None:
    with (files / "large.json").open("wb") as file:
        file.truncate(200_000_001)
    done = run(
        files,
        "advise",
        *("--observation", str(files / "large.json"), "--administration", str(files / "us.yaml")),
    )
    assert (done.code, done.err.splitlines()[1:]) == (
        2,
        ["It is larger than 200 MB.", "Write one with `reperes observe PROJECT --format json -o FILE`."],
    )


@pytest.mark.parametrize(
    "content",
    [
        "{",
        "[]",
        '{"schema": "reperes/observation/1"}',
        '{"schema": "reperes/observation/1", "readings": {}}',
        '{"schema": "reperes/observation/1", "readings": [], "subject": {"name": "x"}}',
        '{"schema": "reperes/observation/1", "readings": {}, "subject": {"name": 3}}',
        '{"schema": ["reperes/observation/1"], "readings": {}, "subject": {"name": "x"}}',
    ],
)
def test_what_is_no_observation_is_told(files: Path, content: str) -> None:
    (files / "seen.json").write_text(content, encoding="utf-8")
    with pytest.raises(UsageError) as error:
        read_observation(files / "seen.json")
    assert (
        error.value.do.text(Language.EN) == "Write one with `reperes observe PROJECT --format json -o FILE`."
    )


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("kind: state", "`name` is missing."),
        ("name: X\nkind: mairie", "`kind` cannot be 'mairie'."),
        ("name: X\nkind: state\nbudget: 3", "`budget` is not a field of a profile"),
        ("name: X\nkind: state\nlevel: commune", "not a local authority"),
        ("name: X\nkind: state\nanswers: {x.y: [yes]}", "`answers.x.y` cannot be"),
        ("name: X\nkind: state-operator\ncentral_authority: {a: b}", "`central_authority"),
        (
            "name: X\nname: Y\nkind: state",
            "us.yaml cannot be used. `name` is written twice. See the examples in docs/profiles/",
        ),
        (
            '{"name": "X", "name": "Y", "kind": "state"}',
            "us.yaml cannot be used. `name` is written twice. See the examples in docs/profiles/",
        ),
        ('{"name": "X", "kind": "state", "population": 1e300}', "A number too large to be true"),
        (f"name: {'x' * 20_001}\nkind: state", "A text of more than 20000 characters stands in it."),
        ("name: X\nkind: state\n---\nkind: hospital", "several YAML documents"),
        ("name: X\nkind: state\npurchase: {amount_eur_ht: '45,000'}", "cannot be '45,000': it may mean"),
        ("name: X\nkind: state\npurchase: {consultation_on: 01/12/2026}", "Write a day as YYYY-MM-DD"),
        ("name: X\nkind: state\nmarket_beneficiary: [marche-x]", "may be: marche-support, marche-expertise."),
        ("name: X\nkind: hospital\ncentral_authority: yes", "cannot be a central authority."),
        ("name: [", "not well-formed YAML"),
        ("", "`name` is missing."),
        (BOMB, "aliases"),
    ],
)
def test_a_profile_that_cannot_be_used_says_why(files: Path, content: str, said: str) -> None:
    (files / "us.yaml").write_text(content, encoding="utf-8")
    with pytest.raises(UsageError) as error:
        administration(read_profile(files / "us.yaml"))
    assert said in str(error.value)


def test_a_profile_that_cannot_be_used_ends_the_command(files: Path) -> None:
    (files / "us.yaml").write_text("name: X\nname: Y\nkind: state", encoding="utf-8")
    done = advise(files)
    assert (done.code, done.err.splitlines()) == (
        2,
        [
            f"The file {files / 'us.yaml'} cannot be used.",
            "`name` is written twice.",
            "See the examples in docs/profiles/, or let `reperes advise --ask` write a profile.",
        ],
    )


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("legal_homme: association", "`legal_homme` is not a reading; near it: `legal_home`."),
        ("legal_home: mairie", "`legal_home` cannot be `mairie`"),
        ("needs: {funding: much}", "`needs.funding` cannot be `much`"),
        ("readings: 3", "`readings` must hold one line for each reading"),
        ("", "Nothing is stated in it; to say so, write `readings: {}`."),
        ("# nothing yet", "Nothing is stated in it"),
        ("{}", "Nothing is stated in it"),
        ("readings:", "Nothing is stated in it"),
        ("subject: Registre", "Nothing is stated in it"),
        ("legal_home: association\n---\nlicence: MIT", "It holds several YAML documents"),
        ("legal_home: association\n---\n{[", "It holds several YAML documents"),
        (
            "readings: {licence: MIT}\nlegal_home: none",
            "`legal_home` is a reading that stands beside `readings`",
        ),
        ("readings: {licence: MIT}\nsubjct: x", "near it: `subject`."),
        (
            "licence: MIT\nlicence: ISC",
            "`licence` is written twice. See the example in docs/profiles/readings",
        ),
        ("vitality: good", "`vitality`: this reading has no value of its own."),
        (
            "legal_home: {value: none, correction: association}",
            "The correction of `legal_home` has no `value`.",
        ),
    ],
)
def test_readings_that_cannot_be_used_say_why(files: Path, content: str, said: str) -> None:
    (files / "them.yaml").write_text(content, encoding="utf-8")
    with pytest.raises(UsageError) as error:
        of_file(read_readings(files / "them.yaml")[1])
    assert said in str(error.value)


@pytest.mark.parametrize(
    "content", ["readings: {}", '{"readings": {}}', "subject: Registre\nreadings: {}", "\ufeffreadings: {}"]
)
def test_that_nothing_is_known_may_be_stated(files: Path, content: str) -> None:
    (files / "them.yaml").write_text(content, encoding="utf-8")
    assert of_file(read_readings(files / "them.yaml")[1]) == {}


def test_readings_that_cannot_be_used_end_the_command(files: Path) -> None:
    (files / "them.yaml").write_text("", encoding="utf-8")
    done = advise(files)
    assert (done.code, done.err.splitlines()[1]) == (
        2,
        "Nothing is stated in it; to say so, write `readings: {}`.",
    )


def test_bytes_that_are_no_text_are_refused(files: Path) -> None:
    (files / "us.yaml").write_bytes(b"name: \xff\xfe\x00")
    done = advise(files)
    assert (done.code, "not a text in UTF-8" in done.err) == (2, True)


def test_the_law_of_a_day_and_what_is_stale(tmp_path: Path) -> None:
    threshold = "commande_publique/seuil_dispense_fournitures_services"

    def value(day: str) -> Any:
        found = json.loads(run(tmp_path, "law", "--as-of", day, "--format", "json").out)["parameters"]
        return {one["id"]: one["value"] for one in found}[threshold]

    assert (value("2025-06-01"), value("2026-11-25")) == (40000, 60000)
    fresh = json.loads(run(tmp_path, "law", "--stale", "--as-of", "2026-11-25", "--format", "json").out)
    assert fresh["parameters"] == []
    old = json.loads(run(tmp_path, "law", "--stale", "--as-of", "2028-01-01", "--format", "json").out)
    assert threshold in [one["id"] for one in old["parameters"]]


@pytest.mark.parametrize(
    "identifier", ["adhesion", "role-partner", "dinum-ow2", "guide-cooperer", "subvention/definition"]
)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_kind_of_thing_is_explained(tmp_path: Path, identifier: str, language: str) -> None:
    done = run(tmp_path, "explain", identifier, "--lang", language)
    assert done.code == 0
    assert "{" not in done.out


def test_what_goes_with_a_subject_alone_is_refused_without_one(files: Path) -> None:
    done = advise(files, "--offline")
    assert (done.code, "go with SUBJECT" in done.err) == (2, True)


@pytest.mark.parametrize("format_", ["text", "markdown", "html"])
def test_nothing_stale_is_said_in_the_format_asked_for(tmp_path: Path, format_: str) -> None:
    done = run(tmp_path, "law", "--stale", "--as-of", "2026-11-25", "--format", format_)
    assert done.code == 0
    assert "Everything was checked 180 days before that day at most." in " ".join(done.out.split())
    assert done.out.startswith(
        {"text": "What was", "markdown": "# What was", "html": "<!doctype html>"}[format_]
    )


# What published lists tell.

SCHEMA = Path(__file__).parents[2] / "docs" / "schema" / "advice-1.schema.json"
MARKETS_PAGE = "https://code.gouv.fr/fr/utiliser/marches-logiciels-libres/"
BENEFICIARIES = {
    "_meta": {"snapshot_date": "2025-04-09"},
    "lists": {
        "marché interministériel support logiciels libres": [
            "Les ministères français",
            "Agence d'exemple du numérique (AEN)",
        ],
        "marché interministériel expertise logiciels libres": [
            "Agence d'exemple du numérique (AEN) : *uniquement sur le lot Cahier*"
        ],
    },
}
OURS = {"name": "L’Agence d’Exemple du Numérique", "kind": "state-operator"}


def kept(home: Path, name: str, content: object) -> None:
    """Take a catalogue from a file in the shape of its producer, as on a day of 2025."""
    file = home / f"{name}.json"
    file.write_bytes(body(content))
    moment = datetime(2025, 5, 2, 8, tzinfo=UTC)
    bring(catalogues()[name], file, Snapshots(home / "data"), moment, dated=moment.date())


def of_markets(out: str) -> dict[str, Any]:
    """Return the reasons and the checks of both markets, once the advice is as its schema says."""
    made = json.loads(out)
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    Draft202012Validator(schema, format_checker=FormatChecker()).validate(made)
    return {one["modality"]: one for one in made["recommendations"]}


def pages(piece: Any) -> list[tuple[str, str]]:
    return [(one["url"], one["retrieved_on"]) for one in piece["citations"] if one["kind"] == "web"]


@pytest.fixture
def agency(files: Path) -> Path:
    (files / "us.yaml").write_text(yaml.safe_dump(OURS, allow_unicode=True), encoding="utf-8")
    return files


def test_a_list_of_beneficiaries_names_us_with_its_page_and_its_day(agency: Path) -> None:
    kept(agency, "beneficiaires-marches", BENEFICIARIES)
    done = advise(agency, "--format", "json")
    assert (done.code, done.err) == (0, "")
    found = of_markets(done.out)
    [reason] = [one for one in found["marche-support"]["reasons"] if "beneficiary" in one["message"]]
    assert (reason["message"], reason["effect"], reason["weight"]) == (
        "marche-support.beneficiary.state",
        "for",
        "weak",
    )
    assert pages(reason) == [(MARKETS_PAGE, "2025-04-09")]
    # One lot only: it is not told.
    [reason] = [one for one in found["marche-expertise"]["reasons"] if "beneficiary" in one["message"]]
    assert (reason["message"], pages(reason)) == ("marche-expertise.beneficiary.unknown", [])


@pytest.mark.parametrize(
    ("format_", "language", "said", "cited"),
    [
        (
            "text",
            "fr",
            "Votre organisme est bénéficiaire du marché de support : vous l’avez dit",
            "9 avril 2025",
        ),
        (
            "text",
            "en",
            "Your body is a beneficiary of the support market: you said so",
            "9 April 2025",
        ),
        (
            "html",
            "fr",
            "Votre organisme est bénéficiaire du marché de support : vous l’avez dit",
            "9 avril 2025",
        ),
        (
            "html",
            "en",
            "Your body is a beneficiary of the support market: you said so",
            "9 April 2025",
        ),
    ],
)
def test_the_page_and_the_day_of_a_list_are_shown(
    agency: Path, format_: str, language: str, said: str, cited: str
) -> None:
    before = " ".join(advise(agency, "--details", "--format", format_, "--lang", language).out.split())
    kept(agency, "beneficiaires-marches", BENEFICIARIES)
    after = " ".join(advise(agency, "--details", "--format", format_, "--lang", language).out.split())
    assert (said in before, cited in before) == (False, False)
    assert said in after
    assert cited in after
    assert MARKETS_PAGE in after.replace(" ", "")


@pytest.mark.parametrize(
    ("day", "known"),
    [("2025-04-08", False), ("2025-04-09", True), ("2028-09-30", True), ("2028-10-01", False)],
)
def test_a_list_of_beneficiaries_tells_from_its_day_to_the_end_of_the_market(
    agency: Path, day: str, *, known: bool
) -> None:
    kept(agency, "beneficiaires-marches", BENEFICIARIES)
    found = of_markets(advise(agency, "--format", "json", "--as-of", day).out)
    [reason] = [one for one in found["marche-support"]["reasons"] if "beneficiary" in one["message"]]
    assert (reason["effect"] == "for") is known


def test_a_list_that_is_switched_off_or_was_not_taken_changes_nothing(agency: Path) -> None:
    alone = advise(agency, "--format", "json").out
    kept(agency, "beneficiaires-marches", BENEFICIARIES)
    (agency / "data" / "catalogues.yaml").write_text("without: [beneficiaires-marches]\n", encoding="utf-8")
    assert advise(agency, "--format", "json").out == alone


def test_what_the_profile_says_wins_over_a_list(agency: Path) -> None:
    kept(agency, "beneficiaires-marches", BENEFICIARIES)
    told = {**OURS, "market_beneficiary": {"marche-support": False}}
    (agency / "us.yaml").write_text(yaml.safe_dump(told, allow_unicode=True), encoding="utf-8")
    assert verdicts(advise(agency, "--format", "json").out)["marche-support"] == "excluded"


def test_an_observation_that_met_a_catalogue_tells_whether_the_market_holds_the_project(agency: Path) -> None:
    files_ = file("README.md", "# Registre") + file("LICENSE", licence_text("EUPL-1.2"))
    place = repository(agency / "project", commit(1, "2025-05-01", files=files_))
    kept(agency, "sill", [sill_software()])
    seen = agency / "seen.json"
    origin = ("--origin", "https://forge.example.org/atelier/registre", "--offline")
    asked = ("observe", str(place), *origin, "--as-of", "2025-06-02", "--format", "json")
    assert run(agency, *asked, "-o", str(seen)).code == 0
    ours = ("--administration", str(agency / "us.yaml"), "--as-of", "2025-06-02", "--format", "json")
    found = of_markets(run(agency, "advise", "--observation", str(seen), *ours).out)
    [row] = json.loads(seen.read_text(encoding="utf-8"))["readings"]["ecosystem"]["listed"]
    page = (row["citation"]["url"], "2025-05-02")
    [reason] = [one for one in found["marche-support"]["reasons"] if "software" in one["message"]]
    assert (reason["effect"], reason["weight"], pages(reason)) == ("for", "weak", [page])
    [check] = found["marche-support"]["checks"]
    assert (check["id"], check["answer"], pages(check)) == (
        "marche-support.software_listed",
        "unknown",
        [page],
    )
