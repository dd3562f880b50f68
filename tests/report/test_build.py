import dataclasses
from collections.abc import Iterator

import pytest

from reperes.errors import Message
from reperes.facts.documents import DocumentKind, Structured
from reperes.facts.fact import Reason
from reperes.i18n import Language
from reperes.indicators import definitions
from reperes.indicators.measure import Outcome, Point, Share
from reperes.observation import Absence
from reperes.report.build import build
from support.observations import FACTOR, HOSTILE, ORIGIN, document, empty, measured, observation, unmeasured

EN, FR = Language.EN, Language.FR


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for inner in value:
            yield from strings(inner)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from strings(getattr(value, field.name))


def test_families_are_in_order_and_those_without_indicators_are_left_out() -> None:
    report = build(observation(measures=[measured(name, 3) for name in definitions()]), EN)
    assert [family.id for family in report.families] == [
        *(
            "activity",
            "people",
            "resilience",
            "organisations",
            "releases",
            "responsiveness",
            "process",
            "quality",
        )
    ]
    assert [family.id for family in build(observation(measures=[measured(FACTOR, 2)]), EN).families] == [
        "resilience"
    ]


def test_an_indicator_is_a_sentence_then_a_figure_then_its_proofs() -> None:
    (family,) = build(observation(measures=[measured(FACTOR, 2)]), FR).families
    (shown,) = family.indicators
    assert shown.sentence == (
        "2 personnes font à elles seules au moins la moitié des contributions de l’année."
    )
    assert "2\u202f475" in (shown.figure or "")
    assert shown.details[-1][1] == f"{FACTOR}/1"
    assert definitions()[FACTOR].method.fr in [text for _, text in shown.details]
    assert len(shown.evidence) == 1


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1, "One person alone makes at least half of the year’s contributions."),
        (1234, "1,234 people alone make at least half of the year’s contributions."),
    ],
)
def test_one_is_said_in_its_own_way(value: float, expected: str) -> None:
    (family,) = build(observation(measures=[measured(FACTOR, value)]), EN).families
    assert family.indicators[0].sentence == expected


def test_indicators_without_a_value_are_grouped_by_reason() -> None:
    other = Message("Nothing.")
    measures = [
        unmeasured("new_contributors", Outcome.TOO_LITTLE_DATA),
        unmeasured("active_contributors", Outcome.NOT_MEASURED, other),
        unmeasured("occasional_contributors", Outcome.NOT_APPLICABLE, other),
        unmeasured("returning_contributors", Outcome.TOO_LITTLE_DATA),
    ]
    (family,) = build(observation(measures=measures), EN).families
    assert family.indicators == ()
    assert [(gap.sentence, [one.id for one in gap.indicators]) for gap in family.gaps] == [
        ("Does not apply here. Nothing.", ["occasional_contributors"]),
        ("Not measured. Nothing.", ["active_contributors"]),
        (
            "Too little data to tell. 3 found, at least 10 are needed.",
            ["new_contributors", "returning_contributors"],
        ),
    ]


def test_numbers_that_explain_the_value_are_named() -> None:
    measure = measured("own_rhythm_silence", 0.5, details={"silence_days": 1234.5, "strange": 2})
    (family,) = build(observation(measures=[measure]), EN).families
    details = dict(family.indicators[0].details)
    assert details[definitions()["own_rhythm_silence"].details["silence_days"].en] == "1,234.5"
    assert details["strange"] == "2"


def test_a_part_of_the_breakdown_has_the_words_of_the_definition() -> None:
    parts = (Share("identified", 8, 0.8), Share("unknown", 2, 0.2))
    (family,) = build(observation(measures=[measured("elephant_factor", 1, breakdown=parts)]), EN).families
    rows = family.indicators[0].tables[0].rows
    assert rows == (("Known organisations", "8", "80%"), ("Organisation unknown", "2", "20%"))


def test_documents_found_and_not_found_here() -> None:
    pages = [document(DocumentKind.DOCS_PAGE, f"docs/{name}.md") for name in "abcde"]
    authors = document(DocumentKind.AUTHORS, "AUTHORS", None, entries=12)
    owners = document(DocumentKind.CODEOWNERS, "CODEOWNERS", None, entries=0)
    unread = document(DocumentKind.README, "README", None)
    cut = document(DocumentKind.LICENCE, "LICENSE", truncated=True)
    shown = build(observation(documents=[*pages, authors, owners, unread, cut]), EN).documents
    assert shown.sentence == ("Documents that speak of the project, found at revision 4f5c2a9e1b4f: 9.")
    assert [
        (kind.label, [(file.path, file.note) for file in kind.files], kind.more) for kind in shown.kinds
    ] == [
        ("Presentation of the project", [("README", "found, but its content was not read")], None),
        ("Licence or notice of rights", [("LICENSE", "only its beginning was read")], None),
        ("Authors and thanks", [("AUTHORS", "entries counted, names not kept: 12")], None),
        ("Code owners", [("CODEOWNERS", None)], None),
        (
            "Documentation page",
            [("docs/a.md", None), ("docs/b.md", None), ("docs/c.md", None)],
            "Others of the same kind: 2.",
        ),
    ]
    assert shown.missing is not None
    assert shown.missing.startswith(
        "Not found in the places read (the root of the repository and its usual folders): governance, "
    )
    assert "CodeMeta record" in shown.missing
    assert shown.missing.endswith("They may exist elsewhere: ask the project.")


def test_documents_that_could_not_be_read_are_not_missing() -> None:
    shown = build(observation(documents=None), EN).documents
    assert shown.missing is None
    assert shown.sentence == ("The documents could not be read. The files of the revision cannot be listed.")


def test_absences_name_their_source() -> None:
    absences = [
        Absence("forge.github", Reason.OFFLINE, Message("No request was made.")),
        Absence("somewhere", Reason.EMPTY, Message("{n} rows.", {"n": 12345})),
    ]
    assert build(observation(absences=absences), EN).absences == (
        ("The forge: requests, answers, reviews (GitHub)", "No request was made."),
        ("somewhere", "12,345 rows."),
    )


def test_commands_are_quoted_and_dated() -> None:
    commands = [command for _, command in build(observation(typed="a b; rm -rf", origin=None), EN).commands]
    assert commands == [
        f"reperes explain {FACTOR}",
        "reperes observe 'a b; rm -rf' --as-of 2026-11-23 --details",
        "reperes observe 'a b; rm -rf' --as-of 2026-11-23 --format html -o observation.html",
        "reperes observe 'a b; rm -rf' --as-of 2026-11-23 --format json",
    ]


def test_the_address_of_a_local_copy_is_in_the_commands() -> None:
    again = build(observation(typed="./registre"), EN).commands[1][1]
    assert again == (
        "reperes observe ./registre --origin https://codeberg.org/exemple/registre "
        "--as-of 2026-11-23 --details"
    )
    assert "--origin" not in build(observation(), EN).commands[1][1]


def test_how_to_open_the_evidence_when_a_program_or_an_archive_does_not_answer() -> None:
    place = (
        "If the command `reperes` is not found, type its path (in the folder of Repères: .venv/bin/reperes)."
    )
    archive = (
        "A link to archive.softwareheritage.org opens only if Software Heritage has archived the project; "
        "on a local copy, `git show REVISION:PATH` shows the same file."
    )
    readme = document(DocumentKind.README, "README")
    assert build(observation(), EN).notes == (place,)
    assert build(observation(documents=None), EN).notes == (place,)
    assert build(observation(documents=[readme, readme]), EN).notes == (place, archive)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1491, "1,491 days (October 2022; items counted: 2,475)"),
        (730, "730 days (items counted: 2,475)"),
        (1e9, "1,000,000,000 days (items counted: 2,475)"),
    ],
)
def test_an_old_release_has_its_month(value: float, expected: str) -> None:
    (family,) = build(observation(measures=[measured("release_age", value)]), EN).families
    assert family.indicators[0].figure == expected


def test_days_in_a_message_are_written_as_the_language_does() -> None:
    message = Message("{day} {iso}", {"day": "2026-08-01", "iso": "2026-08-01"})
    other = Message("{day}", {"day": "someday"})
    absences = [Absence("git", Reason.EMPTY, one) for one in (message, other)]
    assert [why for _, why in build(observation(absences=absences), FR).absences] == [
        "1er août 2026 2026-08-01",
        "someday",
    ]


def test_months_without_activity_have_neither_chart_nor_table() -> None:
    series = tuple(Point(f"2026-{n:02}", 0.0) for n in range(1, 12))
    (family,) = build(observation(measures=[measured("commit_frequency", 0, series=series)]), EN).families
    assert (family.charts, family.indicators[0].tables) == ((), ())


@pytest.mark.parametrize(
    ("origin", "link"), [(ORIGIN, ORIGIN), (None, None), ("ssh://git@example.org/a", None)]
)
def test_the_origin_is_a_link_when_it_is_of_the_web(origin: str | None, link: str | None) -> None:
    shown = build(observation(origin=origin), EN).origin
    assert (shown.href if shown else None) == link


@pytest.mark.parametrize("language", list(Language))
def test_every_string_is_fit_to_be_shown(language: Language) -> None:
    message = Message("{path} …", {"path": HOSTILE})
    seen = observation(
        name=HOSTILE,
        typed=HOSTILE,
        branch=HOSTILE,
        documents=[document(kind, HOSTILE) for kind in DocumentKind],
        declarations=[Structured(HOSTILE, HOSTILE, {HOSTILE: [HOSTILE]}, (message,))],
        measures=[
            measured(
                "organisational_diversity", 3, breakdown=(Share(HOSTILE, 1, 0.5), Share("unknown", 1, 0.5))
            ),
            unmeasured(FACTOR, Outcome.NOT_MEASURED, message),
        ],
        absences=[Absence(HOSTILE, Reason.UNREADABLE, message, HOSTILE)],
    )
    said = list(strings(build(seen, language)))
    assert not [text for text in said if set(text) & set("\x1b\x9b\u202e\udce9\n\t")]
    assert sum("<script>" in text for text in said) > 30


@pytest.mark.parametrize("language", list(Language))
def test_an_empty_repository_is_a_report_too(language: Language) -> None:
    report = build(empty(), language)
    assert sum(len(gap.indicators) for family in report.families for gap in family.gaps) == len(definitions())
    assert [len(family.gaps) for family in report.families] == [1] * len(report.families)
    assert len(report.absences) == 1
