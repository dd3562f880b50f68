"""What the readings make of what a forge says: its marks, its pages, what was asked there."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import polars as pl
import pytest

from reperes.facts.citation import WebCitation
from reperes.facts.documents import DocumentKind, Structured
from reperes.facts.forge import REQUESTS_SCHEMA, ForgeRepository
from reperes.i18n import Language
from reperes.indicators import measure_all
from reperes.indicators.measure import Measure, Outcome
from reperes.readings.model import Confidence, Piece, Reading, Weight
from reperes.report.statements import piece_text
from support.history import C, history, of_history
from support.observations import AS_OF, document, measured
from support.readings import made, messages, read, readme
from support.requests import ISSUES_URL, R, of_requests, requests

ESTABLISHED, LIKELY, UNKNOWN = Confidence.ESTABLISHED, Confidence.LIKELY, Confidence.UNKNOWN
PAGE = "https://forge.example.org/groupe/outil"
READ_AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
BUSY = history([C(AS_OF - timedelta(days=7 * week), ("ada", "bob")[week % 2]) for week in range(150)])


def state(**more: Any) -> ForgeRepository:
    return ForgeRepository("forgejo", None, PAGE, READ_AT, **more)


def asked(
    answered: int, silent: int, *, author: str = "zoe", kind: str = "issue", standing: str | None = "outsider"
) -> list[R]:
    """Return requests of some months ago, the first ones answered the day after by a member."""
    return [
        R(
            f"2026-{3 + n % 6:02}-{1 + n % 20:02}",
            f"{author}{n}",
            kind,  # type: ignore[arg-type]  # one of the two
            answers=[(f"2026-{3 + n % 6:02}-{2 + n % 20:02}", "ada", "comment", "member")]
            if n < answered
            else [],
            standing=standing,
        )
        for n in range(answered + silent)
    ]


def measures(rows: list[R]) -> list[Measure]:
    return [one for one in measure_all(of_requests(requests(rows)), AS_OF) if one.outcome is Outcome.MEASURED]


def vitality(rows: list[R], **more: Any) -> Reading:
    return read("vitality", measures=measures(rows), **more)


def point(found: Reading, name: str) -> tuple[object, Confidence]:
    one: Reading = found.companions["items"][name]
    return one.value, one.confidence


def piece(found: Reading, name: str, message: str) -> Piece:
    one: Reading = found.companions["items"][name]
    return next(piece for piece in one.support if piece.message == f"vitality.{message}")


@pytest.mark.parametrize(
    ("answered", "silent", "value"), [(5, 5, "good"), (4, 6, "fragile"), (3, 9, "fragile"), (2, 8, "poor")]
)
def test_responsiveness_is_the_share_answered_within_a_week(answered: int, silent: int, value: str) -> None:
    found = vitality(asked(answered, silent))
    assert point(found, "responsiveness") == (value, LIKELY)  # one forge does not confirm itself
    name = {"good": "answered", "fragile": "answered_in_part", "poor": "hardly_answered"}[value]
    told = piece(found, "responsiveness", name)
    assert told.args == {"what": "requests", "who": "outsiders", "count": answered, "size": answered + silent}
    assert WebCitation(ISSUES_URL, AS_OF) in told.citations


def test_people_from_outside_are_those_who_tell_and_members_stand_beside() -> None:
    rows = asked(1, 9)
    rows += [replace(row, author="ada", standing="member") for row in asked(0, 2)]  # ada asks like the others
    rows += [replace(row, author="max", standing="member") for row in asked(10, 0)]
    found = vitality(rows)
    assert point(found, "responsiveness") == ("poor", LIKELY)
    assert piece(found, "responsiveness", "hardly_answered").args == {
        "what": "requests",
        "who": "outsiders",
        "count": 1,
        "size": 10,
    }
    assert piece(found, "responsiveness", "beside_members").args == {"count": 10, "size": 12}


@pytest.mark.parametrize(
    ("rows", "who", "value"),
    [
        (asked(0, 8), "outsiders", "poor"),
        (asked(0, 7), None, None),  # seven tell nothing, of whomever
        (asked(0, 7) + asked(7, 0, author="guy", standing=None), "everybody", "good"),
        (asked(8, 0, standing=None), "everybody", "good"),
        (asked(7, 0, standing=None), None, None),
    ],
)
def test_responsiveness_speaks_from_eight_requests_on(
    rows: list[R], who: str | None, value: str | None
) -> None:
    found = vitality(rows)
    assert point(found, "responsiveness")[0] == value
    told: Reading = found.companions["items"]["responsiveness"]
    assert [one.args["who"] for one in told.support if "who" in one.args] == ([who] if who else [])


@pytest.mark.parametrize(
    ("hours", "english"),
    [(0.5, "less than an hour"), (5, "5 hours"), (47, "2 days"), (60, "2.5 days")],
)
def test_the_delay_of_the_first_answer_reads_well(hours: float, english: str) -> None:
    noon = datetime(2026, 3, 1, 12, tzinfo=UTC)
    at = noon + timedelta(hours=hours)
    rows = [R(noon, f"zoe{n}", answers=[(at, "ada", "comment", "member")]) for n in range(12)]
    told = piece(vitality(rows), "responsiveness", "first_answer")
    assert piece_text(told, Language.EN) == f"Median time to the first answer: {english}."


def test_without_requests_responsiveness_stays_unknown() -> None:
    assert point(read("vitality"), "responsiveness") == (None, UNKNOWN)


DECIDED = [replace(row, merged="2026-10-01", merged_by="ada") for row in asked(8, 0, kind="change")]


@pytest.mark.parametrize("documented", ["partial", "no", None])
def test_decisions_stand_for_no_rule_that_is_not_written(documented: str | None) -> None:
    after = [made("governance", "community-led", documented=documented, documents=())] if documented else []
    with_decisions, without = vitality(DECIDED, after=after), vitality([], after=after)
    name = "clarity_of_decisions"
    assert point(with_decisions, name) == point(without, name)
    told = piece(with_decisions, name, "most_decided")
    assert piece_text(told, Language.FR) == (
        "Part des propositions de modification qui ont reçu une décision : 100\u00a0%."
    )


def test_decisions_confirm_rules_that_are_written() -> None:
    governance = made("governance", "community-led", documented="yes", documents=())
    found = vitality(DECIDED, after=[governance])
    assert point(found, "clarity_of_decisions") == ("good", LIKELY)
    told: Reading = found.companions["items"]["clarity_of_decisions"]
    assert [one.message for one in told.support] == ["vitality.rules_written", "vitality.most_decided"]


def test_few_decisions_are_a_weak_hint_of_frailty() -> None:
    waiting = asked(8, 0, kind="change")
    found = vitality(waiting)
    assert point(found, "clarity_of_decisions") == ("fragile", LIKELY)
    told = piece(found, "clarity_of_decisions", "many_undecided")
    assert (told.args, told.weight) == ({"share": 0}, Weight.WEAK)
    assert piece_text(told, Language.FR).endswith("une décision : 0\u00a0%.")
    governance = made("governance", "community-led", documented="yes", documents=())
    ruled = vitality(waiting, after=[governance])
    assert point(ruled, "clarity_of_decisions")[0] == "good"


def life(forge: ForgeRepository | None, as_of: date = AS_OF) -> Reading:
    found = list(measure_all(of_history(BUSY), as_of))
    software = made("resource", "software")
    return read("lifecycle", history=BUSY, measures=found, after=[software], forge=forge, as_of=as_of)


def test_the_mark_of_the_forge_establishes_that_it_is_archived() -> None:
    found = life(state(archived=True))
    assert (found.value, found.confidence) == ("archived", ESTABLISHED)
    assert messages(found)[0] == "forge_archived"
    assert found.support[0].citations == (WebCitation(PAGE, READ_AT.date()),)


def test_work_done_before_the_mark_is_not_against_it() -> None:
    text = "# Outil\n\nThis project is no longer maintained.\n"
    found = read(
        "lifecycle",
        history=BUSY,
        documents=[readme(text)],
        measures=list(measure_all(of_history(BUSY), AS_OF)),
        after=[made("resource", "software")],
        forge=state(archived=True, archived_at=READ_AT - timedelta(days=1)),
    )
    assert (found.value, found.confidence) == ("archived", ESTABLISHED)
    assert "forge_archived_since" in messages(found)


def test_silence_is_not_against_the_end_of_a_project_and_its_day_is_told() -> None:
    old = history([C(AS_OF - timedelta(days=1200 + 7 * week), "ada") for week in range(60)])
    marked = READ_AT - timedelta(days=300)
    found = read(
        "lifecycle",
        history=old,
        measures=list(measure_all(of_history(old), AS_OF)),
        after=[made("resource", "software")],
        forge=state(archived=True, archived_at=marked),
    )
    assert (found.value, found.against) == ("archived", ())
    assert "silence" in messages(found)
    assert found.companions["since"] == marked.date().isoformat()


def test_a_copy_that_was_put_away_says_nothing_of_the_project() -> None:
    assert life(state(archived=True, mirror=True)).value == "active"


@pytest.mark.parametrize("forge", [None, state(), state(archived=False)])
def test_no_mark_changes_nothing(forge: ForgeRepository | None) -> None:
    assert life(forge) == life(None)


def test_a_mark_put_after_the_day_observed_does_not_count() -> None:
    before = AS_OF - timedelta(days=30)
    assert life(state(archived=True, archived_at=READ_AT), before).value == "active"
    assert life(state(archived=True), before).value == "active"  # when is not known
    old = READ_AT - timedelta(days=60)
    assert life(state(archived=True, archived_at=old), before).value == "archived"


def test_the_page_that_asks_for_money_speaks_for_donations() -> None:
    forge = state(funding=("https://opencollective.com/outil",))
    economy = read("economic_model", forge=forge, after=[made("governance", "community-led")])
    assert "donations" in economy.value
    needs = read("needs", forge=forge)
    assert needs.value["funding"] == "stated"


def test_the_file_that_asks_for_money_is_not_counted_twice() -> None:
    forge = state(funding=("https://opencollective.com/outil",))
    item = Structured("FUNDING.yml", ".github/FUNDING.yml", {"platforms": ["open_collective"]}, ())
    doc = document(DocumentKind.FUNDING, ".github/FUNDING.yml", "open_collective: outil")
    governance = [made("governance", "community-led")]
    with_forge = read("economic_model", forge=forge, declarations=[item], documents=[doc], after=governance)
    assert "funding_on_forge" not in messages(with_forge)
    assert "funding_on_forge" not in messages(
        read("needs", forge=forge, declarations=[item], documents=[doc])
    )


def test_proposals_that_wait_infer_a_need_of_review() -> None:
    rows = asked(12, 0, kind="change")
    found = read("needs", measures=measures(rows))
    assert found.value["review"] == "inferred"
    [told] = [one for one in found.support if one.message == "needs.review_waiting"]
    assert told.args == {"need": "review", "count": 12, "size": 12}
    # What its author took back waits for nothing, and a robot that closes decides nothing.
    back = [replace(row, closed="2026-10-01", closed_by=row.author) for row in asked(9, 0, kind="change")]
    stale = [replace(row, closed="2026-10-01", closed_by="bot-stale") for row in asked(3, 0, kind="change")]
    found = read("needs", measures=measures(asked(7, 0, kind="change") + stale + back))
    [told] = [one for one in found.support if one.message == "needs.review_waiting"]
    assert told.args == {"need": "review", "count": 10, "size": 10}
    assert piece_text(told, Language.EN) == (
        "Review: 10 change requests of 10, opened a month ago or more, got no decision."
    )
    assert read("needs", measures=measures(asked(7, 0, kind="change") + back)).value["review"] != "inferred"


def test_one_person_who_answers_much_infers_a_need_of_maintenance() -> None:
    alone = measured(
        "maintainers_load", 1, details={"requests_a_month": 14.2, "people": 2, "per_person": 7.1}
    )
    assert read("needs", measures=[alone]).value["maintenance"] == "inferred"
    quiet = measured("maintainers_load", 1, details={"requests_a_month": 4, "people": 2, "per_person": 2})
    assert read("needs", measures=[quiet]).value["maintenance"] == "none-seen"


def test_requests_marked_for_newcomers_are_a_welcome() -> None:
    built = requests([R("2026-03-01"), R("2026-03-02"), R("2026-03-03", closed="2026-03-04")])
    schema = dict(REQUESTS_SCHEMA["labels"])
    labels = pl.DataFrame(
        [(0, "newcomers"), (1, "bug"), (2, "help-wanted"), (2, "newcomers")], schema=schema, orient="row"
    )
    found = read("community", requests=replace(built, labels=labels))
    [told] = [one for one in found.companions["welcome"] if one.message == "community.labelled_for_newcomers"]
    assert told.args == {"count": 1}
    earlier = read("community", requests=replace(built, labels=labels), as_of=AS_OF - timedelta(days=9))
    assert found.companions["welcome"] != earlier.companions["welcome"] == []


@pytest.mark.parametrize(("guess", "told"), [("MIT", False), ("EUPL-1.2", True), (None, False)])
def test_what_the_forge_guesses_of_the_licence_is_told_where_it_differs(
    guess: str | None, *, told: bool
) -> None:
    said = readme("# Outil\n\n## License\n\nThis project is licensed under the MIT license.\n")
    found = read("licence", documents=[said], forge=state(licence=guess))
    assert found.value == "MIT"
    assert ("licence.forge_guess" in [one.message for one in found.against]) is told


def merged(*by: str) -> list[R]:
    return [
        R(
            f"2026-{3 + n % 6:02}-{1 + n % 20:02}",
            f"out{n}",
            "change",
            merged=f"2026-10-{1 + n % 20:02}",
            merged_by=who,
        )
        for n, who in enumerate(by)
    ]


@pytest.mark.parametrize(
    ("mergers", "value", "confidence"),
    [
        (("ada",) * 12, "individual-led", LIKELY),
        (("ada", "bob", "eve") * 4, None, Confidence.CONTRADICTED),
        (("ada",) * 10 + ("bob", "eve"), "individual-led", LIKELY),  # two that merge now and then
        (("ada", "bob", "eve") * 3, "individual-led", LIKELY),  # too few merges to tell
    ],
)
def test_one_author_does_not_lead_alone_where_several_merge(
    mergers: tuple[str, ...], value: str | None, confidence: Confidence
) -> None:
    alone = history([C(AS_OF - timedelta(days=9 * week), "ada") for week in range(60)])
    found = read("governance", history=alone, requests=requests(merged(*mergers)))
    assert (found.value, found.confidence) == (value, confidence)
    assert [one.message for one in found.against] == ([] if value else ["governance.several_mergers"])
