"""The licence gate, the four tests of a commons, then culture and carrier."""

from datetime import date
from typing import Any

import pytest

from reperes.facts.history import History
from reperes.readings.model import Confidence, Correction, Reading
from support.history import C, history
from support.readings import made, messages, read, readme

LIKELY, ESTABLISHED, UNKNOWN = Confidence.LIKELY, Confidence.ESTABLISHED, Confidence.UNKNOWN


def shared() -> History:
    """Return forty commits, ten by each of four people."""
    names = ("ada", "bob", "cleo", "dan")
    return history([C(date(2026, 1 + n % 10, 1 + n % 28), names[n % 4]) for n in range(40)])


def lone() -> History:
    return history([C(date(2026, 1 + n % 10, 1 + n % 28), "ada") for n in range(40)])


def mostly() -> History:
    """Return forty commits, three quarters of them by one person."""
    return history([C(date(2026, 1 + n % 10, 1 + n % 28), "ada" if n % 4 else "bob") for n in range(40)])


def licence(
    value: str = "AGPL-3.0-only", openness: str = "open", copyleft: str | None = "network"
) -> Reading:
    return made("licence", value, openness=openness, copyleft=copyleft)


def governance(value: str | None, documented: str = "yes", **more: Any) -> Reading:
    return made("governance", value, documented=documented, **more)


def nature(*after: Reading, text: str = "", past: History | None = None) -> Reading:
    return read("nature", documents=[readme(text)], history=past or shared(), after=after)


@pytest.mark.parametrize(
    ("after", "text", "value"),
    [
        ((licence("BUSL-1.1", "not-open", None),), "Open source!", "not-open"),
        ((licence("NONE", "not-open", None),), "", "not-open"),
        ((licence(), governance("public-body-led")), "", "free-software"),
        # Copyleft in the hands of who sells the product, and the project does not call itself free.
        ((licence(), governance("company-led", "no")), "", "open-source"),
        ((licence("MIT", copyleft="none"), governance("individual-led", "no")), "", "open-source"),
        (
            (licence("MIT", copyleft="none"), governance("individual-led", "no")),
            "Un logiciel libre.",
            "free-software",
        ),
        (
            (licence("MIT", copyleft="none"), governance("individual-led", "no")),
            "Logiciel libre, open source.",
            "open-source",
        ),
        ((licence(), governance("association-led")), "Ce projet est un commun numérique.", "digital-commons"),
        # The claim alone makes no commons, nor do the rules alone.
        ((licence(), governance("company-led", "no")), "Un commun numérique.", "open-source"),
        ((licence(), governance("association-led")), "", "free-software"),
        # Rules that were not read are no rules read, whatever such structures usually have.
        (
            (licence(), governance("association-led", "no")),
            "Ce projet est un commun numérique.",
            "free-software",
        ),
        # A shared specification is a commons by its very position.
        (
            (
                licence("CC-BY-4.0", copyleft="none"),
                governance("consortium"),
                made("resource", "specification"),
            ),
            "",
            "digital-commons",
        ),
    ],
)
def test_the_label(after: tuple[Reading, ...], text: str, value: str) -> None:
    made_ = nature(*after, text=text)
    assert (made_.value, made_.confidence) == (value, LIKELY)


def test_copyleft_in_the_hands_of_a_vendor_is_not_called_permissive() -> None:
    assert messages(nature(licence(), governance("company-led", "no"))) == ["open_licence", "vendor"]


def test_a_word_in_an_address_is_not_said_by_the_project() -> None:
    made_ = nature(licence(), governance("public-body-led"), text="See https://x.org/the-open-source-tool.")
    assert (made_.value, "nature.says_open" in {piece.message for piece in made_.against}) == (
        "free-software",
        False,
    )


def test_the_gate_is_as_sure_as_the_licence() -> None:
    sure = Reading("licence", "SSPL-1.0", ESTABLISHED, companions={"openness": "not-open"})
    assert nature(sure).confidence is ESTABLISHED
    assert messages(nature(sure)) == ["licence_not_open"]


def test_a_corrected_licence_counts() -> None:
    told = Correction("BUSL-1.1", "They told us.", "legal officer", date(2026, 11, 1))
    closed = Reading("licence", "NONE", LIKELY, companions={"openness": "not-open"}, correction=told)
    made_ = nature(closed)
    assert (made_.value, made_.confidence) == ("not-open", ESTABLISHED)
    points = [piece.message for piece in made_.companions["capture_points"]]
    assert points == ["nature.capture_licence"]


def test_an_unknown_licence_leaves_the_nature_unknown() -> None:
    made_ = nature(licence("LicenseRef-unrecognised", "unknown", None), governance("association-led"))
    assert (made_.value, made_.confidence) == (None, UNKNOWN)
    assert made_.companions["commons_tests"]["open_licence"] == "unknown"


@pytest.mark.parametrize(
    ("past", "model", "text", "tests"),
    [
        (shared(), governance("association-led"), "A digital commons.", ("yes", "yes", "yes")),
        (lone(), governance("association-led"), "A digital commons.", ("no", "yes", "yes")),
        (mostly(), governance("association-led"), "A digital commons.", ("unknown", "yes", "yes")),
        (shared(), governance("foundation-hosted", "no"), "", ("yes", "unknown", "unknown")),
        (shared(), governance("public-body-led", "yes", decides=["…"]), "", ("yes", "unknown", "unknown")),
        (shared(), governance("individual-led", "no"), "", ("yes", "no", "unknown")),
        (shared(), governance("community-led", "no"), "", ("yes", "unknown", "unknown")),
        (shared(), governance(None, "unknown"), "", ("yes", "unknown", "unknown")),
    ],
)
def test_the_four_tests(past: History, model: Reading, text: str, tests: tuple[str, ...]) -> None:
    found = nature(licence(), model, text=text, past=past).companions["commons_tests"]
    names = ("collective_production", "shared_governance_rules", "positioned_as_commons")
    assert found == {"open_licence": "yes", **dict(zip(names, tests, strict=True))}


@pytest.mark.parametrize(
    ("model", "models", "square"),
    [
        (governance("association-led"), ["donations"], ("open", "shared")),
        (governance("company-led", "no"), ["open-core", "donations"], ("closed", "captured")),
        (governance("company-led", "no"), ["hosting-saas"], ("closed", "captured")),
        (governance("public-body-led", "no"), ["in-house-public"], ("unknown", "unknown")),
        (governance(None, "unknown"), [], ("unknown", "unknown")),
    ],
)
def test_the_square(model: Reading, models: list[str], square: tuple[str, str]) -> None:
    found = nature(licence(), model, made("economic_model", models)).companions
    assert (found["governance_openness"], found["economy"]) == square


def test_capture_points_are_said() -> None:
    found = nature(
        licence("BUSL-1.1", "not-open", None),
        governance("company-led", "no"),
        made("economic_model", ["delayed-open", "hosting-saas"]),
        made("contribution_terms", "cla", relicensing=True),
    )
    points = [piece.message.partition(".")[2] for piece in found.companions["capture_points"]]
    assert points == ["capture_licence", "capture_features", "capture_saas", "capture_cla"]
