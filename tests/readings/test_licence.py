"""The text at the root decides, what declares it agrees or not, and no licence is a finding."""

from collections.abc import Sequence

import pytest

from reperes.errors import Message
from reperes.facts.documents import Document, DocumentKind, Structured
from reperes.readings.model import Confidence, Reading
from support.licences import text as reference
from support.observations import document
from support.readings import made, messages, read, readme

ESTABLISHED, LIKELY = Confidence.ESTABLISHED, Confidence.LIKELY
MIT, APACHE, AGPL = reference("MIT"), reference("Apache-2.0"), reference("AGPL-3.0-only")
GPL2, LGPL21 = reference("GPL-2.0-only"), reference("LGPL-2.1-only")


def text(path: str, content: str | None) -> Document:
    return document(DocumentKind.LICENCE, path, content)


def manifest(licence: str, path: str = "package.json", format_: str = "package.json") -> Structured:
    return Structured(format_, path, {"license": licence})


def record(licence: str) -> Structured:
    return Structured("publiccode.yml", "publiccode.yml", {"legal": {"license": licence}})


def licence(
    documents: Sequence[Document], declarations: Sequence[Structured] = (), resource: str = "software"
) -> Reading:
    return read(
        "licence",
        documents=documents,
        declarations=declarations,
        after=[made("resource", resource)],
    )


@pytest.mark.parametrize(
    ("documents", "declarations", "value", "confidence"),
    [
        ([text("LICENSE", MIT)], [], "MIT", ESTABLISHED),
        ([text("COPYING", AGPL)], [], "AGPL-3.0-only", ESTABLISHED),
        # The record says what the text alone cannot: or any later version.
        ([text("LICENSE", AGPL)], [record("AGPL-3.0-or-later")], "AGPL-3.0-or-later", ESTABLISHED),
        # The text wins over what contradicts it, and is not established any more.
        ([text("LICENSE", AGPL)], [manifest("MIT")], "AGPL-3.0-only", LIKELY),
        ([], [manifest("EUPL-1.2")], "EUPL-1.2", LIKELY),
        ([], [manifest("EUPL-1.2"), record("EUPL-1.2")], "EUPL-1.2", ESTABLISHED),
        ([readme("## Licence\n\nCe projet est sous licence EUPL 1.2.\n")], [], "EUPL-1.2", LIKELY),
        ([text("LICENSE-MIT", MIT), text("LICENSE-APACHE", APACHE)], [], "MIT OR Apache-2.0", ESTABLISHED),
        (
            [text("LICENSE-MIT", MIT), text("LICENSE-APACHE", APACHE)],
            [manifest("MIT OR Apache-2.0", "Cargo.toml", "Cargo.toml")],
            "MIT OR Apache-2.0",
            ESTABLISHED,
        ),
        # A text kept beside the licence of the project for a part of it does not change the whole.
        ([text("COPYING", GPL2), text("LGPL-2.1", LGPL21)], [], "GPL-2.0-only", ESTABLISHED),
        ([text("LICENSE", MIT), text("LICENSE-docs", APACHE)], [], "MIT", ESTABLISHED),
        ([text("LICENSE", MIT), text("vendored/COPYING", GPL2)], [], "MIT", ESTABLISHED),
        # REUSE keeps the text of every licence used somewhere.
        (
            [text("LICENSES/MIT.txt", MIT), text("LICENSES/Apache-2.0.txt", APACHE)],
            [manifest("MIT")],
            "MIT",
            ESTABLISHED,
        ),
        ([text("packages/a/LICENSE", MIT)], [], "MIT", LIKELY),
        # What a tool writes for whoever does not choose is no choice.
        ([], [manifest("ISC")], "NONE", LIKELY),
    ],
)
def test_which_licence(
    documents: list[Document], declarations: list[Structured], value: str, confidence: Confidence
) -> None:
    made_ = licence(documents, declarations)
    assert (made_.value, made_.confidence) == (value, confidence)


@pytest.mark.parametrize(
    "documents",
    [
        # Parts that do not agree, and a text too short to be told: a licence is there, not none.
        [text("a/LICENSE", MIT), text("b/LICENSE", APACHE)],
        [text("LICENSE", "Ask us.")],
    ],
)
def test_a_licence_that_cannot_be_told_is_unknown_not_none(documents: list[Document]) -> None:
    made_ = licence(documents)
    assert (made_.value, made_.confidence) == (None, Confidence.UNKNOWN)


def test_parts_that_do_not_agree_are_exceptions() -> None:
    made_ = licence([text("a/LICENSE", MIT), text("b/LICENSE", APACHE)])
    found = [(one["path"], one["value"]) for one in made_.companions["exceptions"]]
    assert found == [("a", "MIT"), ("b", "Apache-2.0")]


def test_texts_side_by_side_are_no_choice_unless_something_says_so() -> None:
    made_ = licence([text("LICENSE", MIT), text("COPYING", GPL2)])
    assert (made_.value, made_.confidence) == ("MIT AND GPL-2.0-only", LIKELY)
    assert messages(made_) == ["beside", "beside"]
    assert [piece.args["licence"] for piece in made_.support] == ["MIT", "GPL-2.0-only"]
    assert [question.id for question in made_.questions] == ["licence.together"]


def test_no_licence_is_a_finding_that_cites_its_search() -> None:
    made_ = licence([readme("# A project\n")])
    assert (made_.value, made_.confidence, made_.companions["openness"]) == ("NONE", LIKELY, "not-open")
    assert messages(made_) == ["nothing"]
    assert made_.support[0].args == {"count": 1}


BUILD = document(DocumentKind.MANIFEST, "meson.build", "project('registre', 'c', license: 'GPL-2.0-only')")


@pytest.mark.parametrize(
    "documents",
    [
        None,
        [text("LICENSE", None)],
        [readme(None)],
        # A manifest that nothing parses, and that speaks of a licence.
        [readme("# A project\n"), BUILD],
    ],
)
def test_what_could_not_be_read_is_unknown(documents: list[Document] | None) -> None:
    made_ = read("licence", documents=documents)
    assert (made_.value, made_.confidence, made_.companions["openness"]) == (
        None,
        Confidence.UNKNOWN,
        "unknown",
    )
    assert [question.id for question in made_.questions] == ["licence.which"]


def test_a_manifest_that_could_not_be_parsed_may_tell_a_licence() -> None:
    broken = document(DocumentKind.MANIFEST, "package.json", '{"name": "registre"')
    problem = Structured("package.json", "package.json", {}, (Message("It is not JSON."),))
    assert licence([readme("# A project\n"), broken], [problem]).confidence is Confidence.UNKNOWN
    whole = Structured("package.json", "package.json", {"name": "registre"}, (Message("No version."),))
    assert licence([readme("# A project\n"), broken], [whole]).value == "NONE"


def test_a_manifest_that_speaks_of_no_licence_hides_none() -> None:
    silent = document(DocumentKind.MANIFEST, "meson.build", "project('registre', 'c')")
    deep = document(DocumentKind.MANIFEST, "lib/meson.build", BUILD.text)
    assert licence([readme("# A project\n"), silent, deep]).value == "NONE"


def test_a_text_that_is_not_recognised_is_not_guessed() -> None:
    made_ = licence([text("LICENSE", "You may look at this work on Sundays, standing up. " * 12)])
    assert (made_.value, made_.confidence, made_.companions["openness"]) == (
        None,
        Confidence.UNKNOWN,
        "unknown",
    )


def test_a_condition_added_to_an_open_licence_closes_it() -> None:
    clause = "\n\nCommons Clause License Condition v1.0: no right to Sell the Software is granted.\n"
    made_ = licence([text("LICENSE", MIT + clause)])
    assert made_.companions["openness"] == "not-open"
    assert made_.value == "MIT AND LicenseRef-Commons-Clause"


@pytest.mark.parametrize(
    ("spdx", "openness", "state_list", "copyleft"),
    [
        ("EUPL-1.2", "open", True, "network"),
        ("CECILL-2.1", "open", True, "strong"),
        ("MPL-2.0", "open", True, "weak"),
        ("ISC", "open", False, "none"),
        ("BUSL-1.1", "not-open", False, "none"),
        ("SSPL-1.0", "not-open", False, "network"),
        ("CC-BY-NC-4.0", "not-open", False, "none"),
        ("etalab-2.0", "open", True, "none"),
    ],
)
def test_what_a_licence_allows(spdx: str, openness: str, copyleft: str, *, state_list: bool) -> None:
    made_ = licence([], [record(spdx)])
    assert {name: made_.companions[name] for name in ("openness", "state_list")} == {
        "openness": openness,
        "state_list": state_list,
    }
    assert made_.companions["copyleft"] == copyleft


def test_what_contradicts_the_text_is_shown_and_asked() -> None:
    made_ = licence([text("LICENSE", AGPL)], [manifest("MIT")])
    assert [piece.args["path"] for piece in made_.companions["contradictions"]] == ["package.json"]
    assert [question.id for question in made_.questions] == ["licence.contradiction"]


def test_a_part_under_another_licence_is_an_exception() -> None:
    made_ = licence([text("LICENSE", MIT), text("docs/LICENSE", APACHE)])
    assert [(one["path"], one["value"]) for one in made_.companions["exceptions"]] == [("docs", "Apache-2.0")]
