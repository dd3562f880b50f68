"""The trajectory: licences, agreements, editions and governance, as they came and went."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

import pytest

from reperes.facts.citation import ContentCitation, QueryCitation, Window
from reperes.facts.licences import LicenceHistory, LicenceVersion
from reperes.readings.model import Confidence, Reading
from reperes.readings.trajectory.licence_changes import changes
from support.history import C, history
from support.observations import AS_OF
from support.readings import messages, read

START = C(date(2015, 3, 4), "ada", touches=["A src/a.py"])
LATE = C(date(2026, 11, 2), "bob", touches=["M src/a.py"])


def version(
    on: date, path: str, *licences: str, removed: bool = False, unread: bool = False
) -> LicenceVersion:
    at = datetime(on.year, on.month, on.day, 12, tzinfo=UTC)
    blob = None if removed else "b" * 40
    return LicenceVersion(path, on.strftime("%Y%m%d").ljust(40, "0"), at, blob, None if unread else licences)


def course(*commits: C, licences: Sequence[LicenceVersion] | None = (), whole: bool = True) -> Reading:
    """Return the reading of commits between a beginning and a recent day, and of versions of licences."""
    built = history([START, *commits, LATE]) if whole else history(commits)
    return read("trajectory", history=built, versions=licences)


def events(found: Reading) -> list[tuple[str, object]]:
    return [(piece.message.partition(".")[2], piece.args["day"]) for piece in found.companions["events"]]


def test_nothing_that_opens_or_closes_is_steady_and_likely_at_most() -> None:
    found = course(licences=[version(date(2015, 3, 4), "LICENSE", "MIT")])
    assert (found.value, found.confidence) == ("steady", Confidence.LIKELY)
    (cited,) = found.support[0].citations
    assert isinstance(cited, QueryCitation)
    assert (cited.window, cited.count) == (Window(date(2021, 11, 23), AS_OF), 0)
    assert found.companions == {"events": ()}


def test_what_could_not_be_read_is_not_steady() -> None:
    assert course(licences=None).confidence is Confidence.UNKNOWN
    unread = [version(date(2023, 1, 5), "LICENSE", unread=True)]
    assert course(licences=unread).confidence is Confidence.UNKNOWN
    young = course(C(date(2026, 1, 5), "ada"), LATE, whole=False)
    assert (young.confidence, [one.id for one in young.questions]) == (
        Confidence.UNKNOWN,
        ["trajectory.plans"],
    )
    assert read("trajectory").companions == {"events": ()}


def test_a_licence_that_is_no_longer_open_closes() -> None:
    found = course(
        licences=[
            version(date(2015, 3, 4), "LICENSE", "MPL-2.0"),
            version(date(2023, 8, 10), "LICENSE", "BUSL-1.1"),
        ]
    )
    assert (found.value, found.confidence) == ("closing", Confidence.ESTABLISHED)
    assert events(found) == [("licence_closed", "2023-08-10")]
    (cited,) = found.support[0].citations
    assert isinstance(cited, ContentCitation)
    assert cited.swhid == (
        f"swh:1:cnt:{'b' * 40};origin=https://codeberg.org/exemple/registre"
        ";anchor=swh:1:rev:2023081000000000000000000000000000000000;path=/LICENSE"
    )
    assert [one.id for one in found.questions] == ["trajectory.rights"]


def test_a_choice_between_open_licences_is_open() -> None:
    choice = version(date(2015, 3, 4), "LICENSE", "Apache-2.0 OR MIT")
    found = course(licences=[choice, version(date(2023, 8, 10), "LICENSE", "BUSL-1.1")])
    assert (found.value, events(found)) == ("closing", [("licence_closed", "2023-08-10")])


def test_a_licence_that_was_removed_or_is_not_known_any_more_is_not_steady() -> None:
    first = version(date(2015, 3, 4), "LICENSE", "MIT")
    for last in (
        version(date(2023, 8, 10), "LICENSE", removed=True),
        version(date(2023, 8, 10), "LICENSE", "LicenseRef-of-nobody"),
    ):
        assert course(licences=[first, last]).confidence is Confidence.UNKNOWN
    old = version(date(2018, 8, 10), "LICENSE", removed=True)
    assert course(licences=[first, old]).value == "steady"


def test_only_the_difference_over_the_period_counts() -> None:
    back = course(
        licences=[
            version(date(2015, 3, 4), "LICENSE", "MIT"),
            version(date(2023, 8, 10), "LICENSE", "BUSL-1.1"),
            version(date(2025, 2, 1), "LICENSE", "AGPL-3.0-only"),
        ]
    )
    assert (back.value, len(back.companions["events"])) == ("steady", 2)
    old = course(
        licences=[
            version(date(2015, 3, 4), "LICENSE", "MIT"),
            version(date(2018, 8, 10), "LICENSE", "SSPL-1.0"),
        ]
    )
    assert (old.value, events(old)) == ("steady", [("licence_closed", "2018-08-10")])


@pytest.mark.parametrize(
    ("before", "then", "name", "told"),
    [
        (("MIT",), ("MIT", "BUSL-1.1"), "closed_added", ("added", "BUSL-1.1")),
        (("MIT", "BUSL-1.1"), ("BUSL-1.1",), "closed_removed", ("removed", "MIT")),
        (("MIT",), ("Apache-2.0", "BUSL-1.1"), "closed_partly", ("before", "MIT")),
        (("MIT", "BUSL-1.1"), ("SSPL-1.0",), "closed_partly", ("before", "MIT + BUSL-1.1")),
        (("Apache-2.0 OR MIT",), ("MIT", "BUSL-1.1"), "closed_partly", ("before", "Apache-2.0 OR MIT")),
        (("BUSL-1.1",), ("MIT", "BUSL-1.1"), "opened_added", ("added", "MIT")),
        (("MIT", "BUSL-1.1"), ("MIT",), "opened_removed", ("removed", "BUSL-1.1")),
        (("MIT", "BUSL-1.1"), ("Apache-2.0",), "opened_partly", ("before", "MIT + BUSL-1.1")),
    ],
)
def test_says_whether_a_licence_was_added_removed_or_replaced(
    before: tuple[str, ...], then: tuple[str, ...], name: str, told: tuple[str, str]
) -> None:
    old, new = version(date(2015, 3, 4), "LICENSE", *before), version(date(2023, 8, 10), "LICENSE", *then)
    found = course(licences=[old, new])
    (event,) = found.companions["events"]
    assert event.message == f"trajectory.licence_{name}"
    assert sorted(str(event.args[told[0]]).split(" + ")) == sorted(told[1].split(" + "))
    assert (found.value, found.confidence) == (
        "closing" if "closed" in name else "opening",
        Confidence.LIKELY,
    )


def test_several_changes_are_said_over_the_time_that_they_took() -> None:
    found = course(
        licences=[
            version(date(2015, 3, 4), "LICENSE", "MIT"),
            version(date(2022, 8, 10), "LICENSE", "MIT", "BUSL-1.1"),
            version(date(2024, 8, 10), "LICENSE", "BUSL-1.1"),
        ]
    )
    assert (found.value, messages(found)) == ("closing", ["licences_closed"])
    assert found.support[0].args == {
        "since": "2022-08-10",
        "day": "2024-08-10",
        "before": "MIT",
        "after": "BUSL-1.1",
        "path": "LICENSE",
    }


def test_a_licence_that_moves_or_is_said_more_precisely_did_not_change() -> None:
    moved = LicenceHistory(
        (
            version(date(2020, 1, 5), "COPYING", "GPL-3.0-only"),
            version(date(2021, 1, 5), "COPYING", removed=True),
            version(date(2021, 1, 5), "LICENSE.md", "GPL-3.0-or-later"),
            version(date(2022, 1, 5), "NOTICE.txt", "MIT"),
            version(date(2022, 1, 6), "LICENSE-fonts.txt", "OFL-1.1"),
        )
    )
    assert changes(moved) == ()


def test_a_licence_that_nobody_knows_is_passed_over() -> None:
    known = LicenceHistory(
        (
            version(date(2020, 1, 5), "LICENSE", "MIT"),
            version(date(2021, 1, 5), "LICENSE"),
            version(date(2022, 1, 5), "LICENSE", "Elastic-2.0"),
        )
    )
    (change,) = changes(known)
    assert (change.day, change.was, change.became, change.step) == (date(2022, 1, 5), "open", "not-open", -2)


def test_an_agreement_may_close_and_a_governance_opens() -> None:
    found = course(
        C(date(2024, 5, 6), "ada", touches=["A .github/workflows/cla.yml"]),
        C(date(2025, 5, 6), "ada", touches=["A GOVERNANCE.md", "A CODE_OF_CONDUCT.md"]),
    )
    assert events(found) == [
        ("governance_added", "2025-05-06"),
        ("conduct_added", "2025-05-06"),
        ("agreement_added", "2024-05-06"),
    ]
    assert (found.value, found.confidence, messages(found)) == (
        "opening",
        Confidence.LIKELY,
        ["governance_added"],
    )
    assert [piece.message for piece in found.against] == ["trajectory.agreement_added"]


def test_the_beginnings_of_a_project_are_no_turn() -> None:
    found = course(
        C(date(2023, 1, 4), "ada", touches=["A src/a.py"]),
        C(date(2023, 2, 4), "ada", touches=["A CLA.md"]),
        LATE,
        whole=False,
    )
    assert (found.value, events(found)) == ("steady", [("agreement_added", "2023-02-04")])


def test_a_document_that_moves_did_not_come_again() -> None:
    found = course(
        C(date(2017, 5, 6), "ada", touches=["A GOVERNANCE.md"]),
        C(date(2024, 5, 6), "ada", touches=["D GOVERNANCE.md", "A docs/governance.md"]),
    )
    assert (found.value, events(found)) == ("steady", [("governance_added", "2017-05-06")])


def test_a_paid_edition_closes_when_it_has_a_licence_of_its_own() -> None:
    licensed = course(C(date(2024, 5, 6), "ada", touches=["A ee/LICENSE", "A ee/sso.py"]))
    assert (licensed.value, messages(licensed)) == ("closing", ["licensed_edition_added"])
    bare = course(C(date(2024, 5, 6), "ada", touches=["A packaging/enterprise/rules.yml"]))
    assert (bare.value, events(bare)) == ("steady", [("edition_added", "2024-05-06")])
    documented = course(C(date(2024, 5, 6), "ada", touches=["A docs/enterprise/index.md"]))
    assert events(documented) == []


def test_what_came_and_went_changed_nothing() -> None:
    found = course(
        C(date(2024, 5, 6), "ada", touches=["A CLA.md"]),
        C(date(2025, 5, 6), "ada", touches=["D CLA.md"]),
    )
    assert found.value == "steady"
    gone = course(
        C(date(2017, 5, 6), "ada", touches=["A CLA.md"]),
        C(date(2025, 5, 6), "ada", touches=["D CLA.md"]),
    )
    assert (gone.value, messages(gone)) == ("opening", ["agreement_removed"])
