"""The life cycle: announcements first, then the pace against its own."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest

from reperes.facts.documents import Document, DocumentKind, Structured
from reperes.facts.history import History
from reperes.indicators import measure_all
from reperes.readings.model import Confidence, Reading
from support.history import C, history, of_history
from support.observations import AS_OF, document
from support.readings import made, messages, read, readme

ESTABLISHED, LIKELY, UNKNOWN = Confidence.ESTABLISHED, Confidence.LIKELY, Confidence.UNKNOWN
CONTRADICTED = Confidence.CONTRADICTED

SOFTWARE = made("resource", "software")


def years(*counts: int, people: Sequence[str] = ("ada", "bob"), until: date = AS_OF) -> list[C]:
    """Return so many commits in each span of twelve months before a day, last one first, evenly spread."""
    return [
        C(until - timedelta(days=365 * span + round(365 * (at + 0.5) / count)), people[at % len(people)])
        for span, count in enumerate(counts)
        for at in range(count)
    ]


def life(built: History | None, **more: Any) -> Reading:
    """Return the reading of a history, with its measures; software unless said otherwise."""
    measures = [] if built is None else measure_all(of_history(built), AS_OF)
    return read("lifecycle", history=built, measures=measures, **{"after": [SOFTWARE], **more})


BUSY = history(years(100, 100, 100, 100), tags=[("v1.0", AS_OF - timedelta(days=100))])
QUIET = history(years(0, 0, 0, 60, 60, 60), tags=[("v1.0", AS_OF - timedelta(days=1200))])


def said(text: str, *, built: History | None = None, **more: Any) -> Reading:
    """Return the reading of a presentation; of a project without history unless one is given."""
    return life(built, documents=[readme(text)], **more)


ENDED = [
    "# Registre\n\nThis repository has been archived.\n",
    "# Registre\n\n**This project is no longer actively maintained.** Use another one.\n",
    "# [DEPRECATED] Registre\n\nA register.\n",
    "# Registre (archived)\n\nA register.\n",
    "# Deprecated!\n\nAs of spring, nothing will be done.\n",
    "# Registre\n\nRegistre is deprecated. Please use a successor.\n",
    "# Registre\n\n> **Ce dépôt n’est plus maintenu.**\n",
    "# Registre\n\nCe projet est archivé depuis 2024.\n",
    "# Registre\n\nNo further updates or bug fixes will be provided.\n",
    "# Registre\n\nDevelopment has stopped.\n",
    "Archived because it is not used any more.\n\n# Registre\n\nInstall it.\n",
    "![](https://img.shields.io/badge/status-archived-red)\n\n# Registre\n\nA register of things.\n",
    "# Registre\n\n![](https://img.shields.io/badge/Maintained%3F-no-red.svg)\n\nA register of things.\n",
    "# Registre\n\n[![](https://www.repostatus.org/badges/latest/unsupported.svg)](https://www.repostatus.org)\n",
    "# Registre\n\nThis repository has moved to <https://gitlab.com/exemple/autre>.\n",
    "# Registre\n\nCe dépôt est désormais maintenu sur [la forge](https://forge.exemple.fr/equipe/registre).\n",
    "# Registre\n\nThis project will be archived on 1 March 2024.\n",
]


@pytest.mark.parametrize("text", ENDED)
def test_the_end_of_a_project_is_announced(text: str) -> None:
    found = said(text)
    assert (found.value, found.confidence) == ("archived", ESTABLISHED)


@pytest.mark.parametrize("mark", ["\f", "\u2028", "\x85", "\x1c"])
def test_lines_are_cut_as_git_and_editors_cut_them(mark: str) -> None:
    moved = "This repository has moved to <https://gitlab.com/exemple/autre>."
    found = said(f"# Registre\n\nA{mark}line.{mark * 9}\n\n{moved}\n")
    assert (found.value, found.confidence) == ("archived", ESTABLISHED)


OTHERWISE = [
    "# Registre\n\nVersion 1 of this package is no longer maintained; upgrade to version 2.\n",
    "# Registre\n\nThe `--all` option is deprecated.\n",
    "# Registre\n\nThe 1.x branch has reached end of life.\n",
    "# Registre\n\nRegistre finds projects that are archived, and says which package is deprecated.\n",
    "# Registre\n\nThis repository is a read-only mirror of another forge.\n",
    "# Registre\n\nIf this project is abandoned, the association takes it over.\n",
    "# Registre\n\nThis repository has moved to https://codeberg.org/exemple/registre\n",
    "# Registre\n\nThe project was moved from a private forge in 2019.\n",
    "# Registre\n\nThe documentation has moved to https://gitlab.com/exemple/docs\n",
    "# Registre\n\n<!-- This repository has been archived. -->\n\nA register of things.\n",
    "# Registre\n\n```\nThis repository has been archived.\n```\n",
    "# Registre\n\nPut the site in maintenance mode before upgrading.\n",
    "# Registre\n\n" + "A line that tells something useful.\n" * 20 + "\nThis project is deprecated.\n",
]


@pytest.mark.parametrize("text", OTHERWISE)
def test_what_must_not_fool(text: str) -> None:
    assert said(text).value is None


def test_an_announcement_outweighs_the_work_that_came_before_it() -> None:
    built = history([*years(100, 100, 100), C(AS_OF, "ada", touches=["M README.md"])])
    found = said(ENDED[0], built=built)
    assert (found.value, found.confidence) == ("archived", ESTABLISHED)
    assert found.companions == {"since": "2026-11-23"}
    assert [piece.message for piece in found.against] == ["lifecycle.steady_pace"]


def test_an_announcement_is_contradicted_by_the_work_that_came_after_it() -> None:
    built = history([*years(100, 100, 100), C(AS_OF - timedelta(days=300), "ada", touches=["A README.md"])])
    found = said(ENDED[0], built=built)
    assert (found.value, found.confidence) == (None, CONTRADICTED)


def test_an_end_to_come_is_not_the_end() -> None:
    found = said("# Registre\n\nThis project will be archived on 1 March 2031.\n", built=BUSY)
    assert found.value == "active"


@pytest.mark.parametrize(
    "text",
    [
        "# Registre\n\nThis project is in maintenance mode.\n",
        "# Registre\n\nThe library is feature complete.\n",
        "# Registre\n\nLe projet est en mode maintenance.\n",
    ],
)
def test_maintenance_is_announced(text: str) -> None:
    found = said(text, built=BUSY)
    assert (found.value, found.confidence) == ("maintenance", ESTABLISHED)


def declared(form: str, path: str, **fields: object) -> Reading:
    kind = DocumentKind.MANIFEST
    return read(
        "lifecycle",
        documents=[document(kind, path)],
        declarations=[Structured(form, path, fields)],
        after=[SOFTWARE],
    )


def test_metadata_declare_the_end() -> None:
    assert declared("publiccode.yml", "publiccode.yml", developmentStatus="obsolete").value == "archived"
    assert declared("publiccode.yml", "publiccode.yml", developmentStatus="stable").value is None
    assert declared("composer.json", "composer.json", abandoned=True).value == "archived"
    insights = declared("security-insights", "SECURITY-INSIGHTS.yml", repository={"status": "unsupported"})
    assert insights.value == "archived"


def manifest(path: str, text: str) -> list[Document]:
    return [document(DocumentKind.MANIFEST, path, text)]


def test_a_manifest_declares_the_end() -> None:
    inactive = manifest("setup.cfg", "classifiers =\n    Development Status :: 7 - Inactive\n")
    assert life(None, documents=inactive).value == "archived"
    deprecated = manifest("package.json", '{"name": "registre", "deprecated": "use another one"}')
    assert life(None, documents=deprecated).value == "archived"


def test_a_project_at_its_own_pace_is_active() -> None:
    found = life(BUSY)
    assert (found.value, found.confidence) == ("active", ESTABLISHED)
    assert messages(found) == ["recent_releases", "steady_pace"]
    assert (found.questions, found.companions) == ((), {"since": None})


def test_documents_that_were_not_read_might_announce_an_end() -> None:
    assert life(BUSY, documents=None).confidence is LIKELY
    assert life(BUSY, documents=[readme(None)]).confidence is LIKELY
    assert life(BUSY, documents=[document(DocumentKind.MANIFEST, "setup.cfg", None)]).confidence is LIKELY
    assert life(BUSY, documents=[readme("…", "lib/README.md")]).confidence is ESTABLISHED


def test_the_beginning_of_a_long_presentation_is_enough() -> None:
    def cut(text: str) -> Confidence:
        return life(
            BUSY, documents=[document(DocumentKind.README, "README.md", text, truncated=True)]
        ).confidence

    assert cut("A line that tells something useful.\n" * 14) is ESTABLISHED
    assert cut("A line that tells something useful.\n" * 13) is LIKELY


def test_the_history_does_not_confirm_itself() -> None:
    crew = ("ada", "bob", "eve", "kim", "lea", "max")
    found = life(history(years(100, 100, 100, 100, people=crew)))
    assert (found.value, found.confidence) == ("active", LIKELY)
    assert messages(found) == ["steady_pace", "steady_people"]


def test_a_file_at_the_root_is_cited() -> None:
    found = life(None, paths=["DEPRECATED.md"])
    assert (found.value, found.confidence) == ("archived", LIKELY)
    assert len(found.support[0].citations) == 1


def test_a_few_changes_a_year_is_maintenance_for_software_and_the_usual_for_a_specification() -> None:
    built = history(years(6, 7, 20, 40))
    assert (life(built).value, life(built).confidence) == ("maintenance", LIKELY)
    assert life(built, after=[made("resource", "specification")]).value == "active"


def test_less_and_less_is_decline() -> None:
    found = life(history(years(15, 40, 90, 200)))
    assert (found.value, found.confidence) == ("declining", LIKELY)
    assert found.companions == {"since": "2025-11-23"}
    assert [question.id for question in found.questions] == ["lifecycle.means"]


CREW = ("ada", "bob", "eve", "kim", "lea", "max")


def test_a_fall_from_a_peak_is_no_decline_when_several_people_go_on_and_publish() -> None:
    release = [("v9", AS_OF - timedelta(days=50))]
    several = life(history(years(40, 200, 200, 200, people=CREW), tags=release))
    assert (several.value, several.confidence) == ("active", ESTABLISHED)
    calm = life(history(years(20, 60, 200, 400, people=CREW), tags=release))
    assert (calm.value, messages(calm)) == ("maintenance", ["calmer", "late_releases"])
    assert life(history(years(40, 200, 200, 200, people=CREW))).value == "declining"
    assert life(history(years(40, 200, 200, 200), tags=release)).value == "declining"


def test_a_lean_year_like_another_is_no_decline() -> None:
    irregular = life(history(years(6, 60, 30, 4, 20, 30)))
    assert (irregular.value, irregular.confidence) == ("active", LIKELY)
    assert life(history(years(6, 60, 30, 10, 20, 30))).value == "declining"


def test_a_large_project_that_slows_down_is_still_active() -> None:
    assert life(history(years(150, 400, 800, 900))).value == "active"


def test_silence_is_dormancy_against_the_own_rhythm_only() -> None:
    found = life(QUIET)
    assert (found.value, found.confidence) == ("dormant", LIKELY)
    assert found.companions == {"since": "2023-11-21"}
    assert messages(found) == ["silence", "no_release"]
    standard = life(history(years(0, 30, 30, 30)), after=[made("resource", "specification")])
    assert (standard.value, standard.confidence) == ("maintenance", LIKELY)


def test_a_halt_is_dormancy_before_a_year() -> None:
    found = life(history(years(0, 200, 200, until=AS_OF + timedelta(days=165))))
    assert (found.value, found.confidence) == ("dormant", LIKELY)
    assert messages(found) == ["halt"]


def test_robots_do_not_keep_a_project_alive() -> None:
    robots = [C(AS_OF - timedelta(days=7 * week), "bot-deps") for week in range(100)]
    assert life(history([*years(0, 0, 0, 60, 60), *robots])).value == "dormant"


def test_without_history_nor_announcement_nothing_is_known() -> None:
    found = life(None, documents=None)
    assert (found.value, found.confidence) == (None, UNKNOWN)
    assert [question.id for question in found.questions] == ["lifecycle.future"]
