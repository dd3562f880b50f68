from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from reperes.errors import Message
from reperes.facts.citation import WebCitation
from reperes.facts.documents import Document, DocumentKind, Structured
from reperes.facts.fact import Reason
from reperes.i18n import Language
from reperes.indicators import definitions
from reperes.indicators.measure import Measure, Outcome, Share
from reperes.observation import Absence, Observation
from reperes.readings.model import Confidence, Correction, Piece, Question, Reading, Weight
from reperes.report.short import short
from reperes.report.view import Short
from support.observations import FACTOR, HOSTILE, document, empty, measured, observation, unmeasured

K = DocumentKind
LICENCE, SECURITY = document(K.LICENCE, "LICENSE"), document(K.SECURITY, "SECURITY.md")
GUIDE = document(K.CONTRIBUTING, "docs/CONTRIBUTING.md")
GOVERNANCE = document(K.GOVERNANCE, "GOVERNANCE.md")
HISTORY = "Its history begins on 4 March 2019; the last change seen is {}."
NO_CATALOGUE = Absence("catalogue.sill", Reason.NOT_COLLECTED, Message("Never taken."), "catalogue.sill")


def said(seen: Observation) -> Short:
    return short(seen, definitions(), Language.EN)


def test_what_it_is() -> None:
    declared = Structured(
        "publiccode.yml",
        "publiccode.yml",
        {"description": {"en": {"shortDescription": "A register."}}, "legal": {"license": "EUPL-1.2"}},
    )
    assert said(observation(declarations=[declared])).what == (
        "“registre” is a git repository published at https://codeberg.org/exemple/registre.",
        "It presents itself so: “A register.” (publiccode.yml).",
        HISTORY.format("from 19 November 2026, 4 days before the observation"),
        "It was observed as it was on 23 November 2026: branch main, revision 4f5c2a9e1b4f.",
    )


MADE = [
    Reading("nature", "free-software", Confidence.LIKELY),
    Reading("licence", "EUPL-1.2", Confidence.ESTABLISHED, companions={"openness": "open"}),
    Reading(
        "governance",
        None,
        Confidence.UNKNOWN,
        questions=(Question("licence.which", ("licence",)), Question("licence.later", ("licence",))),
    ),
    Reading("legal_home", None, Confidence.CONTRADICTED),
    Reading(
        "lifecycle",
        "dormant",
        Confidence.LIKELY,
        correction=Correction("active", "They answered.", "developer", date(2026, 11, 1)),
    ),
]


def test_the_main_conclusions_are_said_with_how_sure_they_are() -> None:
    assert said(observation(readings=MADE)).what[1:3] == (
        "Nature of the project: free software (likely). Licence: EUPL-1.2, open (established).",
        "Lifecycle: active (corrected by a person).",
    )


def test_what_is_contradicted_or_unknown_comes_first() -> None:
    assert said(observation(readings=MADE, absences=[NO_CATALOGUE])).uncertain == (
        "Strong evidence disagrees on: legal home.",
        "Nothing that was read settles: governance.",
        "Never taken.",
    )


def test_the_questions_of_the_readings_are_the_first_steps() -> None:
    first, second, *_ = said(observation(readings=MADE)).next
    assert first.text.startswith("Ask the project: “Under which licence may your project be used")
    assert "who decides" not in second.text


def test_what_a_person_corrected_is_not_asked_about() -> None:
    told = Correction("EUPL-1.2", "They told us.", "legal officer", date(2026, 11, 1))
    asking = (Question("licence.which", ("licence",)),)
    unread = Reading("licence", None, Confidence.UNKNOWN, questions=asking)
    asked = "Ask the project: “Under which licence may your project be used"
    for reading, first in ((unread, True), (replace(unread, correction=told), False)):
        assert said(observation(readings=[reading])).next[0].text.startswith(asked) is first


def test_what_it_is_without_origin_nor_branch_on_the_very_day() -> None:
    assert said(observation(origin=None, branch=None, last=date(2026, 11, 23))).what == (
        "“registre” is a git repository on this machine; where it is published is not known.",
        HISTORY.format("from the very day of the observation"),
        "It was observed as it was on 23 November 2026: revision 4f5c2a9e1b4f.",
    )


def test_an_empty_repository() -> None:
    short_ = said(empty())
    assert short_.what == ("“vide” could not be observed. The repository is empty: it has no commit yet.",)
    assert short_.uncertain == ("The repository is empty: it has no commit yet.",)
    assert [step.text for step in short_.next] == [
        "Check the address on the project’s own page, then observe it again.",
        "Ask the project where its code is: nothing was found here.",
        "Ask the project for its licence and its rules: its documents could not be read here.",
    ]


def test_what_is_uncertain_keeps_the_three_gravest_first() -> None:
    absences = [
        NO_CATALOGUE,
        Absence("git", Reason.NO_ORIGIN, Message("No origin.")),
        Absence("git", Reason.SHALLOW, Message("A shallow copy.")),
        Absence("git", Reason.SHALLOW, Message("A shallow copy.")),
        Absence("git", Reason.IMPLAUSIBLE_DATE, Message("Two impossible dates.")),
    ]
    assert said(observation(absences=absences)).uncertain == (
        "A shallow copy.",
        "Two impossible dates.",
        "No origin.",
    )


def test_what_catalogues_could_not_tell_comes_last() -> None:
    own = Absence("git", Reason.NO_ORIGIN, Message("No origin."))
    limit = Absence("git", Reason.NOT_SUPPORTED, Message("SHA-256."), "repository")
    assert said(observation(absences=[NO_CATALOGUE, own, limit])).uncertain == (
        "SHA-256.",
        "No origin.",
        "Never taken.",
    )


def test_a_project_that_is_elsewhere_is_to_be_observed_there() -> None:
    told = Message("It has moved to {url}.", {"url": "https://codeberg.org/exemple/neuf"})
    shown = said(observation(absences=[Absence("forge.forgejo", Reason.MOVED, told, "forge.repository")]))
    assert shown.uncertain[0] == "It has moved to https://codeberg.org/exemple/neuf."
    assert shown.next[0].text == (
        "Observe the project where the work on it is done: reperes observe https://codeberg.org/exemple/neuf"
    )


def test_how_requests_are_answered_is_among_the_first_things() -> None:
    answered = Piece(
        "vitality.answered", Weight.STRONG, {"what": "requests", "who": "outsiders", "count": 9, "size": 12}
    )
    point = Reading("vitality.responsiveness", "good", Confidence.LIKELY, (answered,))
    vitality = Reading("vitality", None, Confidence.LIKELY, companions={"items": {"responsiveness": point}})
    assert said(observation(readings=[vitality])).what[1] == (
        "Requests of people outside the project answered within 7 days: 9 of 12."
    )


def around(
    *support: tuple[str, dict[str, object]], feedback: Sequence[tuple[str, dict[str, object]]] = ()
) -> Reading:
    """Return the reading of the ecosystem with some of its pieces, each with the same page."""
    shared = {"catalogue": "sill", "day": "2026-11-20"}
    page = (WebCitation("https://code.gouv.fr/sill/detail?id=233", date(2026, 11, 20)),)

    def pieces(told: Sequence[tuple[str, dict[str, object]]]) -> tuple[Piece, ...]:
        return tuple(Piece(f"ecosystem.{name}", Weight.STRONG, shared | args, page) for name, args in told)

    companions = {"feedback": pieces(feedback)}
    return Reading("ecosystem", None, Confidence.LIKELY, pieces(support), companions=companions)


def test_how_many_use_it_is_said_by_the_catalogue_that_counts_most_of_them() -> None:
    reading = around(
        ("users_listed", {"count": 3, "catalogue": "comptoir-du-libre"}),
        ("users_listed", {"count": 12}),
        ("providers_listed", {"count": 40}),
    )
    assert said(observation(readings=[reading])).what[1] == (
        "Bodies that declare using it, according to the SILL on 20 November 2026: 12."
    )
    # Who provides services does not tell who uses it.
    assert (
        said(observation(readings=[around(("providers_listed", {"count": 40}))])).what[1].startswith("Its ")
    )


def test_what_is_of_an_unknown_day_says_so() -> None:
    reading = around(("users_listed", {"count": 12, "day": "undated"}))
    assert said(observation(readings=[reading])).what[1] == (
        "Bodies that declare using it, according to the SILL on an unknown day: 12."
    )


def test_the_first_thing_to_do_is_to_call_who_uses_it() -> None:
    feedback: list[tuple[str, dict[str, object]]] = [
        ("testimony", {"path": "README.md"}),
        ("accepts_contact", {"body": "Département d’Exemple", "contacts": 2}),
        ("declares_use", {"body": "Ville d’Exemple"}),
    ]
    first, second, _ = said(observation(readings=[around(feedback=feedback)])).next
    assert first.text == (
        "To call: Département d’Exemple (“référents”, who accept to be contacted: 2), according to the SILL "
        "on 20 November 2026. Ask what works, what lacks, and who helps."
    )
    assert first.link is not None
    assert first.link.href == "https://code.gouv.fr/sill/detail?id=233"
    assert "Ville d’Exemple" not in second.text  # one call is enough to begin with
    alone = said(observation(readings=[around(feedback=feedback[2:])])).next[0]
    assert alone.text.startswith("To call: Ville d’Exemple, which declares using it,")


def test_without_anybody_to_call_the_steps_are_what_they_were() -> None:
    assert said(observation(readings=[around(feedback=[("testimony", {"path": "README.md"})])])).next == (
        said(observation()).next
    )


def test_a_local_copy_tells_the_address_it_declares() -> None:
    declared = Structured("package.json", "package.json", {"repository": "https://example.org/a"})
    assert said(observation(origin=None, declarations=[declared])).what[1] == (
        "It declares the address https://example.org/a (not checked)."
    )
    assert "not checked" not in " ".join(said(observation(declarations=[declared])).what)


def test_a_day_before_the_first_commit() -> None:
    message = Message("The project has no commit on or before {day}.", {"day": "2001-02-03"})
    shown = said(empty(message=message))
    assert [step.text for step in shown.next] == [
        "Choose a later date: the project has no commit on or before 3 February 2001.",
        "To observe the project as it is now, type the command without a date: reperes observe ./vide",
        "If the project is older than that, ask it where its earlier history is kept.",
    ]


def test_nothing_uncertain_is_said_too() -> None:
    assert said(observation()).uncertain == (
        "Nothing that was looked for was out of reach. Each figure has limits.",
    )


@pytest.mark.parametrize(
    ("share", "expected"),
    [
        (0.19, ("Never taken.",)),
        (
            0.2,
            ("For 20% of the contributions, the organisation is not known.", "Never taken."),
        ),
    ],
)
def test_a_large_unknown_share_is_uncertain(share: float, expected: tuple[str, ...]) -> None:
    parts = (Share("company", 8, 1 - share), Share("unknown", 2, share))
    seen = observation(measures=[measured(FACTOR, 2, breakdown=parts)], absences=[NO_CATALOGUE])
    assert said(seen).uncertain == expected


def test_figures_without_data_are_uncertain() -> None:
    names = ["commit_frequency", "commit_trend", "new_contributors", FACTOR]
    lacking = [unmeasured(name, Outcome.TOO_LITTLE_DATA) for name in names]
    assert said(observation(measures=[*lacking, measured("active_contributors", 3)])).uncertain == (
        "Figures without enough data: 4 of 5 (Commit frequency, Commit trend, New contributors, …).",
    )


ASK_GOVERNANCE = "Ask the project who decides, and how: no governance document was found in the places read."
ASK_GUIDE = "Ask the project how to contribute: no contribution guide was found in the places read."
ASK_SECURITY = (
    "Ask the project how to report a security flaw in private: "
    "no security policy was found in the places read."
)
READ_OWNERS = (
    "Read OWNERS to see who looks after the project, and ask how decisions are taken: "
    "no governance document was found in the places read."
)
WHOLE = "Observe again from the project’s public address: this copy holds a part of the history only."
EXPLAIN = f"To know what a figure means and what it cannot say, type: reperes explain {FACTOR}"
AGAIN = "Keep this report with its date and observe again in six months: what changes tells most."
QUIET = (
    "Make sure that what was read is up to date, then ask the project whether it is finished, paused or "
    "stopped: the last change seen is {} old. "
    "A quiet project is not always a dead one."
)
READ_GUIDE = "Before you offer help, read docs/CONTRIBUTING.md: it says how contributions are made."
READ_GOVERNANCE = "Read GOVERNANCE.md: it should say who decides, and how."


@pytest.mark.parametrize(
    ("documents", "measures", "more", "expected"),
    [
        ([], [], {}, [ASK_GOVERNANCE, ASK_GUIDE, ASK_SECURITY]),
        ([LICENCE], [], {}, [ASK_GOVERNANCE, ASK_GUIDE, ASK_SECURITY]),
        ([LICENCE, GOVERNANCE, GUIDE], [], {}, [READ_GOVERNANCE, READ_GUIDE, ASK_SECURITY]),
        ([LICENCE, GOVERNANCE, GUIDE, SECURITY], [], {}, [READ_GOVERNANCE, READ_GUIDE, AGAIN]),
        (
            [
                LICENCE,
                document(K.MAINTAINERS, "a/MAINTAINERS"),
                document(K.MAINTAINERS, "OWNERS"),
                GUIDE,
                SECURITY,
            ],
            [],
            {},
            [
                READ_OWNERS,
                READ_GUIDE,
                AGAIN,
            ],
        ),
        (
            [GOVERNANCE],
            [],
            {"declarations": [Structured("f", "f.json", {"license": "MIT"})]},
            [READ_GOVERNANCE, ASK_GUIDE, ASK_SECURITY],
        ),
        (
            [LICENCE, GOVERNANCE],
            [measured(FACTOR, 2)],
            {"last": date(2024, 1, 1)},
            [
                READ_GOVERNANCE,
                QUIET.format("3 years"),
                "Ask the project who would take over if its 2 most active people stopped.",
            ],
        ),
        (
            [LICENCE, GOVERNANCE],
            [measured(FACTOR, 1), measured("own_rhythm_silence", 0.05)],
            {"last": date(2026, 8, 1)},
            [
                READ_GOVERNANCE,
                QUIET.format("4 months"),
                "Ask the project who would take over if its most active person stopped.",
            ],
        ),
        (
            [LICENCE, GOVERNANCE, GUIDE, SECURITY],
            [measured(FACTOR, 3), measured("own_rhythm_silence", 0.5)],
            {"last": date(2026, 8, 1)},
            [READ_GOVERNANCE, READ_GUIDE, EXPLAIN],
        ),
        (
            None,
            [measured(FACTOR, 3)],
            {},
            [
                "Ask the project for its licence and its rules: its documents could not be read here.",
                EXPLAIN,
                AGAIN,
            ],
        ),
        (
            [],
            [],
            {"absences": [Absence("git", Reason.SHALLOW, Message("x"))]},
            [
                WHOLE,
                ASK_GOVERNANCE,
                ASK_GUIDE,
            ],
        ),
    ],
)
def test_three_things_to_do_next(
    documents: Sequence[Document] | None,
    measures: Sequence[Measure],
    more: dict[str, Any],
    expected: list[str],
) -> None:
    steps = said(observation(documents=documents, measures=measures, **more)).next
    assert [step.text for step in steps] == expected


def test_what_is_to_be_read_opens() -> None:
    link = said(observation(documents=[LICENCE, GOVERNANCE])).next[0].link
    assert link is not None
    assert link.text == "Open GOVERNANCE.md"
    assert link.href == (
        "https://codeberg.org/exemple/registre/src/commit/4f5c2a9e1b4f5c2a9e1b4f5c2a9e1b4f5c2a9e1b/GOVERNANCE.md"
    )


@pytest.mark.parametrize("language", list(Language))
def test_hostile_names_are_fit_to_be_shown(language: Language) -> None:
    seen = observation(name=HOSTILE, branch=HOSTILE, documents=[LICENCE, document(K.GOVERNANCE, HOSTILE)])
    shown = short(seen, definitions(), language)
    text = " ".join((*shown.what, *shown.uncertain, *(step.text for step in shown.next)))
    assert not set(text) & set("\x1b\x9b\u202e\udce9\n")
    assert "\\x1b[31m<script>" in text
