import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reperes.licences import identify
from support.licences import OWNER, text

MIT, APACHE, GPL3, AGPL3 = text("MIT"), text("Apache-2.0"), text("GPL-3.0-only"), text("AGPL-3.0-only")
OR_LATER = (
    "This program is free software: you can redistribute it and/or modify\nit under the terms of the GNU"
    " General Public License as published by\nthe Free Software Foundation, either version 3 of the License,"
    " or\n(at your option) any later version.\n"
)


@pytest.mark.parametrize(
    "licence",
    [
        *("MIT", "MIT-0", "X11", "JSON", "ISC", "0BSD", "BSD-2-Clause", "BSD-3-Clause", "BSD-4-Clause"),
        *("Apache-2.0", "ECL-2.0", "Pixar", "MPL-2.0", "EPL-2.0", "EUPL-1.2", "CECILL-2.1", "CECILL-B"),
        *("GPL-2.0-only", "GPL-3.0-only", "LGPL-2.1-only", "LGPL-3.0-only", "AGPL-3.0-only", "SSPL-1.0"),
        *(
            "CC0-1.0",
            "CC-BY-4.0",
            "CC-BY-SA-4.0",
            "ODbL-1.0",
            "etalab-2.0",
            "OFL-1.1",
            "BUSL-1.1",
            "Elastic-2.0",
        ),
    ],
)
def test_a_plain_copy_is_told_from_its_neighbours(licence: str) -> None:
    found = identify(OWNER + "\n" + text(licence))
    assert [(one.licence, one.similarity, one.method) for one in found.matches] == [(licence, 1.0, "text")]
    assert (found.notices, found.conditions, found.extra) == ((), (), ())


def test_the_name_of_another_owner_is_not_a_difference() -> None:
    mine = text("BSD-3-Clause").replace("the copyright holder nor", "Example and\nits many friends nor", 1)
    assert [(one.licence, one.similarity) for one in identify(mine).matches] == [("BSD-3-Clause", 1.0)]


def test_two_texts_in_one_file() -> None:
    found = identify(f"{MIT}\n-----\n\n{APACHE}")
    assert [one.licence for one in found.matches] == ["MIT", "Apache-2.0"]
    assert [one.lines[0] for one in found.matches] == [1, len(MIT.split("\n")) + 3]


def test_the_lesser_licence_with_or_without_the_greater_one() -> None:
    both = text("LGPL-3.0-only")
    lesser = both[: both.index("\nGNU GENERAL PUBLIC LICENSE")]
    assert [one.licence for one in identify(both).matches] == ["LGPL-3.0-only"]
    assert [one.licence for one in identify(lesser).matches] == ["LGPL-3.0-only"]


def test_a_notice_above_a_text_says_or_later_and_the_model_of_notice_in_it_does_not() -> None:
    assert [one.licence for one in identify(GPL3).matches] == ["GPL-3.0-only"]
    found = identify(f"{OR_LATER}\n{GPL3}")
    assert [(one.licence, one.lines[0]) for one in found.matches] == [("GPL-3.0-or-later", 6)]
    assert [(one.licence, one.lines) for one in found.notices] == [("GPL-3.0-or-later", (1, 4))]


def test_a_clause_written_into_a_text_makes_it_unsure_and_is_shown() -> None:
    clause = "The Software may not be offered as a hosted service, nor by more than 50 employees of one."
    found = identify(MIT.replace("THE SOFTWARE IS", f"{clause}\n\nTHE SOFTWARE IS"))
    assert [(one.licence, one.method) for one in found.matches] == [("MIT", "text")]
    assert found.matches[0].similarity < 0.95
    assert sorted(one.kind for one in found.conditions) == ["no-hosting", "user-limit"]


def test_an_unforeseen_clause_is_left_over() -> None:
    clause = (
        "Whoever runs this on a ship must first greet every whale met on the way, in writing and in verse."
    )
    found = identify(MIT.replace("THE SOFTWARE IS", f"{clause}\n\nTHE SOFTWARE IS"))
    line = next(n for n, words in enumerate(MIT.split("\n"), 1) if words.startswith("THE SOFTWARE IS"))
    assert found.extra == ((line, line),)


def test_a_commons_clause_on_top_does_not_pass() -> None:
    top = "“Commons Clause” License Condition v1.0\n\nYou have no right to Sell the Software.\n\n"
    found = identify(top + APACHE)
    assert [(one.licence, one.method) for one in found.matches] == [
        ("LicenseRef-Commons-Clause", "phrase"),
        ("Apache-2.0", "text"),
    ]


@pytest.mark.parametrize(
    ("beside", "kind", "path", "licence"),
    [
        (
            'All content under the "ee/" directory is licensed under the license in "ee/LICENSE".',
            "except-folder",
            "ee/",
            None,
        ),
        ("All content in `docs/` is licensed under CC BY-SA 4.0.", "except-folder", "docs/", "CC-BY-SA-4.0"),
        (
            "À l’exception de la fonte, sous licence SIL Open Font License 1.1.",
            "except-folder",
            None,
            "OFL-1.1",
        ),
        ("For non-commercial use only.", "non-commercial", None, None),
        ("As a special exception, you may link this library with anything.", "linking-exception", None, None),
        ("Example is a registered trademark of its authors.", "branding", None, None),
        ("A commercial license is also available.", "dual-licence-offer", None, None),
    ],
)
def test_what_is_written_beside_a_licence(
    beside: str, kind: str, path: str | None, licence: str | None
) -> None:
    found = identify(f"{beside}\n\n{MIT}")
    assert [one.licence for one in found.matches] == ["MIT"]
    assert [(one.kind, one.lines, one.path, one.licence) for one in found.conditions] == [
        (kind, (1, 1), path, licence)
    ]


@pytest.mark.parametrize(
    ("title", "licence"),
    [
        ("CONTRAT DE LICENCE DE LOGICIEL LIBRE CeCILL\n\nVersion 2.1 du 2013-06-21\n", "CECILL-2.1"),
        ("LICENCE PUBLIQUE DE L’UNION EUROPÉENNE v. 1.2\n\nEUPL ©\n", "EUPL-1.2"),
        ("# Licence Ouverte 2.0\n\nLe Concédant…\n", "etalab-2.0"),
        ("META LLAMA 3 COMMUNITY LICENSE AGREEMENT\n", "LicenseRef-Llama-3-Community"),
        ("Business Source License 1.1\n\nLicensed Work: x\nChange Date: y\nChange License: z\n", "BUSL-1.1"),
        ("All rights reserved.\n", "LicenseRef-All-Rights-Reserved"),
    ],
)
def test_a_text_that_the_package_lacks_is_told_by_its_title(title: str, licence: str) -> None:
    assert [(one.licence, one.method) for one in identify(title).matches] == [(licence, "phrase")]


def test_nothing_is_found_in_nothing() -> None:
    found = identify("")
    assert (found.matches, found.notices, found.conditions, found.extra) == ((), (), (), ())


PIECES = [
    "license ",
    "under the ",
    "MIT ",
    "[",
    "](",
    "![",
    "`a/`",
    "GPL ",
    "or ",
    "la",
    "\n",
    "# ",
    "<a href=",
    "©",
]


@settings(max_examples=40)
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=12), st.sampled_from([1, 200]))
def test_any_text_is_read_and_its_lines_are_in_it(pieces: list[str], times: int) -> None:
    strange = "".join(pieces) * times
    found = identify(strange)
    count = len(strange.split("\n"))
    spans = [one.lines for one in (*found.matches, *found.notices)]
    spans += [one.lines for one in found.conditions] + list(found.extra)
    assert all(1 <= first <= last <= count for first, last in spans)


@pytest.mark.parametrize("piece", [*PIECES, "license license-", "![a", "(MIT) OR ", AGPL3[:3000], "x"])
def test_a_long_text_is_bounded_in_time(piece: str) -> None:
    long = (piece * ((1 << 20) // len(piece) + 7))[: (1 << 20) + 7]
    started = time.process_time()
    identify(long)
    assert time.process_time() - started < 20
