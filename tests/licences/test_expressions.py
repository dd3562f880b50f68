import pytest

from reperes.licences import combine, companions_of, copyleft, on_state_list, openness, parse, same
from reperes.licences.expressions import branches


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("MIT", "MIT"),
        ("mit", "MIT"),
        ("(MIT OR Apache-2.0)", "MIT OR Apache-2.0"),
        ("MIT/Apache-2.0", "MIT OR Apache-2.0"),
        ("MIT or Apache-2.0 at your option", "MIT OR Apache-2.0"),
        ("MIT, BSD-3-Clause", "MIT AND BSD-3-Clause"),
        ("(MIT OR ISC) AND GPL-2.0+", "(MIT OR ISC) AND GPL-2.0-or-later"),
        ("Apache 2", "Apache-2.0"),
        ("Apache License, Version 2.0", "Apache-2.0"),
        ("AGPL-3.0", "AGPL-3.0-only"),
        ("GPLv3+", "GPL-3.0-or-later"),
        ("GPL (>= 2)", "GPL-2.0-or-later"),
        ("GPLv2 or later or MIT", "GPL-2.0-or-later OR MIT"),
        ("GNU Lesser General Public License v3 (LGPLv3)", "LGPL-3.0-only"),
        ("GPL", "LicenseRef-GPL"),
        ("BSD", "LicenseRef-BSD"),
        ("3-Clause BSD License", "BSD-3-Clause"),
        ("EUPL 1.2", "EUPL-1.2"),
        ("CeCILL-B", "CECILL-B"),
        ("CECILL 2.1", "CECILL-2.1"),
        ("Licence Ouverte 2.0", "etalab-2.0"),
        ("BSL 1.1", "BUSL-1.1"),
        ("BSL-1.0", "BSL-1.0"),
        ("CC BY-NC-SA 4.0", "CC-BY-NC-SA-4.0"),
        ("GPL-2.0-with-classpath-exception", "GPL-2.0-only WITH Classpath-exception-2.0"),
        ("GPL v2 with Classpath exception", "GPL-2.0-only WITH Classpath-exception-2.0"),
        ("Apache 2.0 with Commons Clause", "Apache-2.0 AND LicenseRef-Commons-Clause"),
        ("UNLICENSED", "LicenseRef-Proprietary"),
        ("License :: OSI Approved :: MIT License", "MIT"),
        (
            "License :: OSI Approved :: GNU Affero General Public License v3 or later (AGPLv3+)",
            "AGPL-3.0-or-later",
        ),
        ("License :: OSI Approved", None),
        ("SEE LICENSE IN x", None),
        ("foo", None),
        ("", None),
        ("(" * 500, None),
    ],
)
def test_an_expression_is_read_as_people_write_it(written: str, expected: str | None) -> None:
    read = parse(written)
    assert (None if read is None else read.text) == expected


def test_the_identifiers_of_an_expression_are_told_once_without_its_exceptions() -> None:
    read = parse("MIT OR (GPL-2.0-only WITH Classpath-exception-2.0 AND MIT)")
    assert read is not None
    assert read.ids == ("MIT", "GPL-2.0-only")


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("MIT", ("open", "none", True)),
        ("ISC", ("open", "none", False)),
        ("AGPL-3.0-only", ("open", "network", True)),
        ("EUPL-1.2", ("open", "network", True)),
        ("CECILL-C", ("open", "weak", True)),
        ("etalab-2.0", ("open", "none", True)),
        ("GPL-2.0-only WITH Classpath-exception-2.0", ("open", "strong", False)),
        ("BUSL-1.1", ("not-open", "none", False)),
        ("SSPL-1.0 OR MIT", ("open", "none", True)),
        ("MIT AND LicenseRef-Commons-Clause", ("not-open", "none", False)),
        ("MIT AND LicenseRef-of-somebody", ("unknown", None, None)),
        ("MIT OR LicenseRef-of-somebody", ("open", None, True)),
        ("BUSL-1.1 AND LicenseRef-of-somebody", ("not-open", None, False)),
        ("MPL-2.0 OR GPL-3.0-only", ("open", "weak", True)),
        ("MPL-2.0 AND GPL-3.0-only", ("open", "strong", True)),
        ("nothing of the kind", ("unknown", None, None)),
    ],
)
def test_one_branch_of_a_choice_is_enough_and_a_sum_wants_them_all(
    expression: str, expected: tuple[str, str | None, bool | None]
) -> None:
    assert (openness(expression), copyleft(expression), on_state_list(expression)) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("GPL-3.0", "GPL-3.0-or-later", True),
        ("GPL-3.0-only", "GPL-2.0-only", False),
        ("GPL", "GPLv3+", True),
        ("MIT OR Apache-2.0", "Apache-2.0/MIT", True),
        ("MIT OR Apache-2.0", "MIT AND Apache-2.0", False),
        ("MIT", "MIT OR Apache-2.0", False),
        ("MIT", "ISC", False),
        ("foo", "foo", False),
    ],
)
def test_the_same_licence_under_two_names(one: str, other: str, expected: bool) -> None:  # noqa: FBT001 - a column of the table
    assert same(one, other) is expected
    assert same(other, one) is expected


def test_texts_are_joined_once_each() -> None:
    assert combine(["MIT", "mit", "Apache 2"], "AND") == "MIT AND Apache-2.0"
    assert combine(["foo"], "OR") is None


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("MIT", (("MIT",),)),
        ("MIT OR Apache-2.0", (("MIT",), ("Apache-2.0",))),
        ("MIT AND Apache-2.0", (("MIT", "Apache-2.0"),)),
        ("MIT OR (Apache-2.0 AND GPL-2.0-only)", (("MIT",), ("Apache-2.0", "GPL-2.0-only"))),
        ("(MIT OR ISC) AND Apache-2.0", (("MIT", "Apache-2.0"), ("ISC", "Apache-2.0"))),
        (
            "(MIT OR ISC) AND (Apache-2.0 OR MPL-2.0)",
            (("MIT", "Apache-2.0"), ("MIT", "MPL-2.0"), ("ISC", "Apache-2.0"), ("ISC", "MPL-2.0")),
        ),
        ("(MIT OR ISC) AND MIT", (("MIT",), ("ISC", "MIT"))),
        ("GPL-2.0-only WITH Classpath-exception-2.0", (("GPL-2.0-only WITH Classpath-exception-2.0",),)),
        ("GPLv3+ / MIT", (("GPL-3.0-or-later",), ("MIT",))),
        ("foo", None),
        ("", None),
    ],
)
def test_the_choices_of_an_expression_each_with_what_holds_together(
    expression: str, expected: tuple[tuple[str, ...], ...] | None
) -> None:
    assert branches(expression) == expected


# Two choices in each of six parts: sixty-four.
PARTS = [
    f"({one} OR LicenseRef-{rank})" for rank, one in enumerate(("MIT", "ISC", "Zlib", "X11", "NCSA", "0BSD"))
]


def test_choices_are_counted_and_past_a_bound_they_are_not_told() -> None:
    most = branches(" AND ".join(PARTS))
    assert most is not None
    assert (len(most), most[0], most[-1]) == (
        64,
        ("MIT", "ISC", "Zlib", "X11", "NCSA", "0BSD"),
        tuple(f"LicenseRef-{rank}" for rank in range(6)),
    )
    assert branches(" AND ".join((*PARTS, "(MPL-2.0 OR EPL-2.0)"))) is None
    assert branches(f"({' AND '.join(PARTS)}) OR MPL-2.0") is None


def test_an_expression_of_many_choices_is_refused_at_once() -> None:
    assert branches(" AND ".join(f"(LicenseRef-a{rank} OR LicenseRef-b{rank})" for rank in range(25))) is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("MIT", ("open", True, "none")),
        ("AGPL-3.0-or-later", ("open", True, "network")),
        ("ISC", ("open", False, "none")),
        ("MPL-2.0 AND GPL-3.0-only", ("open", True, "strong")),
        ("BUSL-1.1", ("not-open", False, "none")),
        ("NONE", ("not-open", False, None)),
        ("LicenseRef-of-somebody", ("unknown", None, None)),
        ("foo", ("unknown", None, None)),
    ],
)
def test_what_follows_from_a_licence_alone(value: str, expected: tuple[str, bool | None, str | None]) -> None:
    found = companions_of(value)
    assert [*found] == ["openness", "state_list", "copyleft"]
    assert tuple(found.values()) == expected
