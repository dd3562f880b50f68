"""The readings that an advice takes: stated by hand, of the file of an observation, or just made."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from reperes.errors import UsageError
from reperes.i18n import Language
from reperes.modalities.given import Given, of_file, of_observation, unknown
from reperes.modalities.vocabulary import NEEDS
from reperes.readings import definitions
from reperes.readings.model import Confidence, Correction, Question, Reading

ESTABLISHED, LIKELY = Confidence.ESTABLISHED, Confidence.LIKELY
CONTRADICTED, UNKNOWN = Confidence.CONTRADICTED, Confidence.UNKNOWN
NAMES = ", ".join(definitions())
WRITE = "Write the readings as `reperes observe --format json` does, or one bare value for each."


def one(name: str, told: object) -> Given:
    return of_file({name: told})[name]


def refused(fields: Mapping[str, Any]) -> tuple[str, str]:
    with pytest.raises(UsageError) as error:
        of_file(fields)
    what, why, do = (part.text(Language.EN) for part in (error.value.what, error.value.why, error.value.do))
    assert what == "The readings of this file cannot be used."
    return why, do


@pytest.mark.parametrize(
    ("name", "told", "value"),
    [
        ("legal_home", "association", "association"),
        ("legal_home", "none", "none"),
        ("legal_home", {"value": "association"}, "association"),
        ("contribution_terms", "dco+cla", "dco+cla"),
        ("licence", "AGPL-3.0-or-later", "AGPL-3.0-or-later"),
        ("economic_model", ["donations", "volunteer"], ["donations", "volunteer"]),
        ("economic_model", "donations", ["donations"]),
        ("needs", {"funding": "stated", "tests": "none-seen"}, {"funding": "stated", "tests": "none-seen"}),
        ("needs", {"funding": "unknown", "tests": None}, {}),
        ("needs", ["funding", "tests"], {"funding": "stated", "tests": "stated"}),
        ("needs", "funding", {"funding": "stated"}),
    ],
)
def test_a_bare_value_is_established(name: str, told: object, value: object) -> None:
    found = one(name, told)
    assert (found.value, found.confidence, found.is_sure, found.is_corrected) == (
        value,
        ESTABLISHED,
        True,
        False,
    )


@pytest.mark.parametrize("told", [None, "unknown", "", [], {}, {"value": None}, {"value": "unknown"}])
@pytest.mark.parametrize("name", ["legal_home", "licence", "economic_model", "needs"])
def test_what_is_told_to_be_unknown_is_unknown(name: str, told: object) -> None:
    found = one(name, told)
    assert (found.value, found.confidence, found.is_sure) == (None, UNKNOWN, False)


def test_a_reading_that_nobody_made_is_unknown() -> None:
    assert of_file({}) == {}
    assert unknown("legal_home") == Given("legal_home", None, UNKNOWN)


@pytest.mark.parametrize(
    ("confidence", "value", "sure"),
    [
        ("established", "association", True),
        ("likely", "association", False),
        ("contradicted", None, False),
        ("unknown", None, False),
    ],
)
def test_a_value_is_kept_when_it_is_likely_at_least(
    confidence: str, value: str | None, *, sure: bool
) -> None:
    found = one("legal_home", {"value": "association", "confidence": confidence})
    assert (found.value, found.confidence.value, found.is_sure) == (value, confidence, sure)


def test_a_confidence_alone_holds_no_value() -> None:
    assert one("legal_home", {"confidence": "likely"}).value is None


CORRECTION = {"value": "foundation", "reason": "Ses statuts le disent.", "by": "jurist", "on": "2026-11-20"}


@pytest.mark.parametrize("confidence", ["established", "likely", "contradicted", "unknown"])
def test_a_corrected_value_is_used_and_is_sure(confidence: str) -> None:
    told = {"value": "association", "confidence": confidence, "correction": CORRECTION}
    found = one("legal_home", told)
    assert (found.value, found.is_corrected, found.is_sure) == ("foundation", True, True)
    assert found.confidence.value == confidence


def test_a_reading_may_be_corrected_to_unknown() -> None:
    found = one("legal_home", {"value": "association", "confidence": "likely", "correction": {"value": None}})
    assert (found.value, found.is_corrected) == (None, True)


def test_a_correction_that_is_null_is_none() -> None:
    found = one("legal_home", {"value": "association", "confidence": "likely", "correction": None})
    assert (found.value, found.is_corrected, found.is_sure) == ("association", False, False)


@pytest.mark.parametrize(
    ("fields", "why", "do"),
    [
        (
            {"legal_hom": "association"},
            "`legal_hom` is not a reading; near it: `legal_home`.",
            f"It may be: {NAMES}.",
        ),
        ({"zzz": "x"}, "`zzz` is not a reading.", f"It may be: {NAMES}."),
        (
            {"legal_home": "asociation"},
            "`legal_home` cannot be `asociation`; near it: `association`.",
            f"It may be: {', '.join(definitions()['legal_home'].values)}.",
        ),
        (
            {"lifecycle": "zzz"},
            "`lifecycle` cannot be `zzz`.",
            "It may be: active, maintenance, declining, dormant, archived.",
        ),
        (
            {"economic_model": ["donations", "tithe"]},
            "`economic_model` cannot be `tithe`.",
            f"It may be: {', '.join(definitions()['economic_model'].values)}.",
        ),
        (
            {"legal_home": {"value": "association", "correction": {"value": "club"}}},
            "`legal_home` cannot be `club`.",
            f"It may be: {', '.join(definitions()['legal_home'].values)}.",
        ),
        (
            {"legal_home": ["association"]},
            "`legal_home` cannot be `['association']`; near it: `association`.",
            f"It may be: {', '.join(definitions()['legal_home'].values)}.",
        ),
        (
            {"legal_home": {"value": "association", "confidence": "certain"}},
            "`legal_home.confidence` cannot be `certain`.",
            "It may be: established, likely, contradicted, unknown.",
        ),
        (
            {"needs": {"fame": "stated"}},
            "`needs` cannot be `fame`.",
            f"It may be: {', '.join(NEEDS)}.",
        ),
        (
            {"needs": {"funding": "urgent"}},
            "`needs.funding` cannot be `urgent`.",
            "It may be: stated, inferred, none-seen.",
        ),
        (
            {"readings": "association"},
            "`readings` must hold one line for each reading, such as `legal_home: association`.",
            WRITE,
        ),
    ],
)
def test_what_is_no_reading_or_no_value_is_told_with_what_may_be_written(
    fields: dict[str, Any], why: str, do: str
) -> None:
    assert refused(fields) == (why, do)


def test_a_long_value_is_cut_when_it_is_told() -> None:
    assert refused({"lifecycle": "x" * 500})[0] == f"`lifecycle` cannot be `{'x' * 60}`."


OBSERVATION = {
    "schema": "reperes/observation/1",
    "as_of": "2026-11-23",
    "readings": {
        "legal_home": {
            "value": "association",
            "confidence": "likely",
            "support": [
                {"message": "legal_home.named", "args": {}, "text": "…", "weight": "weak", "citations": []}
            ],
            "against": [],
            "questions": [{"id": "legal_home.who", "text": "…", "settles": ["legal_home"]}],
            "correction": None,
            "name": "Les Amis",
            "identifier": None,
        },
        "contribution_terms": {
            "value": "cla",
            "confidence": "established",
            "correction": None,
            "cla_kind": "corporate",
            "relicensing": True,
        },
        "nature": {"value": None, "confidence": "contradicted", "correction": None},
        "licence": {
            "value": "MIT",
            "confidence": "likely",
            "correction": {**CORRECTION, "value": "BUSL-1.1"},
            "openness": "open",
            "state_list": True,
            "copyleft": "none",
            "exceptions": [],
        },
        "vitality": {"value": None, "confidence": "established", "items": {"retention": {"value": "good"}}},
        "needs": {"value": {"funding": "inferred", "tests": "none-seen"}, "confidence": "likely"},
    },
}


def test_the_file_of_an_observation_is_read_as_it_is() -> None:
    found = of_file(OBSERVATION)
    assert {name: (item.value, item.confidence.value) for name, item in found.items()} == {
        "legal_home": ("association", "likely"),
        "contribution_terms": ("cla", "established"),
        "nature": (None, "contradicted"),
        "licence": ("BUSL-1.1", "likely"),
        "vitality": (None, "established"),
        "needs": ({"funding": "inferred", "tests": "none-seen"}, "likely"),
    }
    assert found["legal_home"].companions["name"] == "Les Amis"
    terms = found["contribution_terms"].companions
    assert (terms["cla_kind"], terms["relicensing"]) == ("corporate", True)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("AGPL-3.0-or-later", ("open", True, "network")),
        ("BUSL-1.1", ("not-open", False, "none")),
        ("NONE", ("not-open", False, None)),
        ("LicenseRef-of-somebody", ("unknown", None, None)),
        # What is stated beside it is kept…
        ({"value": "LicenseRef-of-somebody", "openness": "open"}, ("open", None, None)),
        ({"value": "LicenseRef-of-somebody", "state_list": "yes"}, ("unknown", True, None)),
        # … but the companions of a corrected licence follow from the correction.
        (
            {"value": "MIT", "openness": "open", "copyleft": "none", "correction": {"value": "BUSL-1.1"}},
            ("not-open", False, "none"),
        ),
        (
            {
                "value": "BUSL-1.1",
                "openness": "not-open",
                "state_list": False,
                "correction": {"value": "MPL-2.0"},
            },
            ("open", True, "weak"),
        ),
    ],
)
def test_what_follows_from_a_licence_goes_with_it(
    told: object, expected: tuple[str, bool | None, str | None]
) -> None:
    companions = one("licence", told).companions
    assert tuple(companions[name] for name in ("openness", "state_list", "copyleft")) == expected


def test_companions_stated_by_hand_are_read_with_their_yes_and_no() -> None:
    told = {"value": "cla", "relicensing": "yes", "cla_kind": "corporate", "guide": "null"}
    companions = one("contribution_terms", told).companions
    assert (companions["relicensing"], companions["cla_kind"], companions["guide"]) == (
        True,
        "corporate",
        None,
    )
    assert one("contribution_terms", {"value": "cla", "relicensing": "no"}).companions["relicensing"] is False


@pytest.mark.parametrize("name", ["vitality", "community", "ecosystem"])
def test_a_reading_without_a_sum_has_no_value_to_state(name: str) -> None:
    why, do = refused({name: "good"})
    assert why == f"`{name}`: this reading has no value of its own."
    assert do == f"Take it away; `reperes explain {name}` tells what it is made of."
    assert one(name, {"value": None, "confidence": "established", "support": []}).value is None


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        (
            {"readings": {}, "legal_home": "association"},
            "`legal_home` is a reading that stands beside `readings`, not under it.",
        ),
        ({"readings": {}, "reading": {}}, "`reading` is not a field of such a file; near it: `readings`."),
        ({"readings": {}, "zzz": 1}, "`zzz` is not a field of such a file."),
        (
            {"legal_home": {"value": "association", "confidance": "likely"}},
            "`legal_home.confidance` is not a field of such a file; near it: `confidence`.",
        ),
        ({"legal_home": {"value": "company", "zzz": 1}}, "`legal_home.zzz` is not a field of such a file."),
        ({"legal_home": {"correction": "association"}}, "The correction of `legal_home` has no `value`."),
        ({"legal_home": {"correction": {"reason": "x"}}}, "The correction of `legal_home` has no `value`."),
        ({"licence": ["MIT"]}, "`licence` cannot be `['MIT']`."),
        ({"licence": "x" * 201}, f"`licence` cannot be `{'x' * 60}`."),
        ({"licence": "M\x1bIT"}, "`licence` cannot be `M\x1bIT`."),
        ({"licence": {"value": "M\ufffdIT"}}, "`licence` cannot be `M\ufffdIT`."),
        (
            {"legal_home": {"value": "none", "correction": {}}},
            "The correction of `legal_home` has no `value`.",
        ),
        ({"reading": {"licence": "MIT"}}, "`reading` is not a reading; near it: `readings`."),
        # What cannot be looked for in a list is no word of it either.
        (
            {"legal_home": {"value": "none", "confidence": ["likely"]}},
            "`legal_home.confidence` cannot be `['likely']`.",
        ),
        ({"needs": {"funding": ["stated"]}}, "`needs.funding` cannot be `['stated']`."),
        ({"needs": [["funding"]]}, "`needs` cannot be `['funding']`."),
        ({"vitality": {"retention": "good"}}, "`vitality`: this reading has no value of its own."),
    ],
)
def test_what_stands_where_it_should_not_is_told(fields: dict[str, Any], why: str) -> None:
    assert refused(fields)[0] == why


def test_a_licence_that_cannot_be_read_is_kept_and_its_openness_is_not_known() -> None:
    found = one("licence", "MIT AND AND")
    assert (found.value, found.confidence) == ("MIT AND AND", ESTABLISHED)
    assert found.companions["openness"] == "unknown"


def test_a_long_expression_that_can_be_read_is_kept() -> None:
    long = " AND ".join(["MIT", "Apache-2.0", "BSD-3-Clause", "ISC"] * 6)
    assert one("licence", long).companions["openness"] == "open"


def test_what_follows_from_a_licence_counts_more_than_what_a_person_states_beside_it() -> None:
    told = {"value": "MIT", "openness": "not-open", "state_list": "no", "copyleft": "network"}
    assert one("licence", told).companions == {"openness": "open", "state_list": True, "copyleft": "none"}
    # An observation may have read a clause that closes the licence.
    assert one("licence", {**told, "support": []}).companions["openness"] == "not-open"


def test_the_name_of_the_project_may_stand_beside_its_readings() -> None:
    assert [*of_file({"subject": "Un outil", "legal_home": "none"})] == ["legal_home"]
    assert [*of_file({"subject": "Un outil", "readings": {"legal_home": "none"}})] == ["legal_home"]


QUESTION = Question("legal_home.who", ("legal_home",))


@pytest.mark.parametrize(
    ("confidence", "corrected", "value", "sure"),
    [
        (ESTABLISHED, False, "association", True),
        (LIKELY, False, "association", False),
        (CONTRADICTED, False, None, False),
        (UNKNOWN, False, None, False),
        (LIKELY, True, "foundation", True),
        (CONTRADICTED, True, "foundation", True),
    ],
)
def test_the_readings_of_an_observation_just_made(
    confidence: Confidence, value: str | None, *, corrected: bool, sure: bool
) -> None:
    correction = Correction("foundation", "…", "jurist", date(2026, 11, 20)) if corrected else None
    made = Reading(
        "legal_home",
        "association",
        confidence,
        questions=(QUESTION,),
        companions={"name": "Les Amis"},
        correction=correction,
    )
    found = of_observation([made])["legal_home"]
    assert (found.value, found.confidence, found.is_sure, found.is_corrected) == (
        value,
        confidence,
        sure,
        corrected,
    )
    assert (found.companions, found.questions) == ({"name": "Les Amis"}, (QUESTION,))


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("legal_home", "assoc", "`assoc`"),
        ("needs", {"funding": "much"}, "needs.funding"),
        ("economic_model", ["x"], "`x`"),
    ],
)
def test_a_correction_that_is_no_value_is_refused(name: str, value: Any, said: str) -> None:
    wrong = Correction(value, "…", "jurist", date(2026, 11, 20))
    with pytest.raises(UsageError) as error:
        of_observation([Reading(name, None, Confidence.UNKNOWN, correction=wrong)])
    assert said in str(error.value)
