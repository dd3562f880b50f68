"""Which way code may flow between two licences: each pair is asked both ways."""

import pytest

from reperes.licences.flows import Flow, flow, rules

YES, NO, UNKNOWN = True, False, None

# Code under the first into a project under the second; then the other way round.
PAIRS = [
    ("MIT", "Apache-2.0", YES, NO),
    ("MIT", "BSD-3-Clause", YES, YES),
    ("MIT", "GPL-2.0-only", YES, NO),
    ("MIT", "AGPL-3.0-or-later", YES, NO),
    ("MIT", "EUPL-1.2", YES, NO),
    ("MIT", "MPL-2.0", YES, NO),
    ("MIT", "CECILL-B", YES, UNKNOWN),
    ("CC0-1.0", "MIT", YES, UNKNOWN),
    ("CC0-1.0", "AGPL-3.0-only", YES, NO),
    ("Apache-2.0", "GPL-2.0-only", NO, NO),
    # An exception is a permission more: it may be left out on our side, not given on the project's.
    ("GPL-2.0-only WITH Classpath-exception-2.0", "GPL-2.0-only", YES, UNKNOWN),
    ("MIT", "GPL-2.0-only WITH Classpath-exception-2.0", YES, NO),
    ("Apache-2.0", "GPL-2.0-or-later", YES, NO),
    ("Apache-2.0", "GPL-3.0-only", YES, NO),
    ("Apache-2.0", "LGPL-2.1-only", NO, NO),
    ("Apache-2.0", "MPL-2.0", YES, NO),
    ("Apache-2.0", "EUPL-1.2", UNKNOWN, NO),
    ("GPL-2.0-only", "GPL-3.0-only", NO, NO),
    ("GPL-2.0-only", "GPL-2.0-or-later", NO, YES),
    ("GPL-2.0-only", "AGPL-3.0-only", NO, NO),
    ("GPL-2.0-or-later", "GPL-3.0-only", YES, NO),
    ("GPL-2.0-or-later", "AGPL-3.0-or-later", YES, NO),
    ("GPL-3.0-only", "AGPL-3.0-only", YES, NO),
    ("GPL-3.0-or-later", "GPL-3.0-only", YES, NO),
    ("AGPL-3.0-or-later", "AGPL-3.0-only", YES, NO),
    ("LGPL-2.1-only", "GPL-2.0-only", YES, NO),
    ("LGPL-2.1-only", "GPL-3.0-or-later", YES, NO),
    ("LGPL-2.1-or-later", "AGPL-3.0-only", YES, NO),
    ("LGPL-2.1-only", "AGPL-3.0-only", UNKNOWN, NO),
    ("LGPL-3.0-only", "GPL-3.0-only", YES, NO),
    ("LGPL-3.0-only", "GPL-2.0-only", UNKNOWN, NO),
    ("MPL-2.0", "GPL-2.0-only", YES, NO),
    ("MPL-2.0", "AGPL-3.0-only", YES, NO),
    ("MPL-2.0", "LGPL-2.1-only", YES, UNKNOWN),
    ("MPL-2.0", "LGPL-2.0-only", UNKNOWN, UNKNOWN),
    ("EUPL-1.2", "AGPL-3.0-only", YES, NO),
    ("EUPL-1.2", "GPL-2.0-only", YES, NO),
    ("EUPL-1.2", "LGPL-2.1-only", YES, UNKNOWN),
    ("EUPL-1.2", "LGPL-2.0-only", UNKNOWN, UNKNOWN),
    ("EUPL-1.2", "EPL-1.0", YES, UNKNOWN),
    ("EUPL-1.2", "EPL-2.0", UNKNOWN, UNKNOWN),
    ("EUPL-1.2", "CECILL-2.1", YES, YES),
    ("EUPL-1.1", "GPL-2.0-only", YES, NO),
    ("EUPL-1.1", "GPL-3.0-only", UNKNOWN, NO),
    ("CECILL-2.1", "GPL-3.0-or-later", YES, NO),
    ("CECILL-2.1", "AGPL-3.0-only", YES, NO),
    ("CECILL-2.0", "AGPL-3.0-only", UNKNOWN, NO),
    ("CECILL-B", "GPL-3.0-only", NO, NO),
    ("CECILL-C", "GPL-3.0-only", UNKNOWN, NO),
    ("etalab-2.0", "ODbL-1.0", YES, NO),
    ("etalab-2.0", "CC-BY-4.0", YES, UNKNOWN),
    ("CC-BY-4.0", "CC-BY-SA-4.0", YES, NO),
    ("CC-BY-SA-4.0", "GPL-3.0-only", YES, UNKNOWN),
    ("BUSL-1.1", "MIT", UNKNOWN, UNKNOWN),
    ("LicenseRef-of-somebody", "GPL-3.0-only", UNKNOWN, UNKNOWN),
]


def allowed(own: str, project: str) -> bool | None:
    found = flow(own, project)
    assert found is not None
    return found.allowed


@pytest.mark.parametrize(("one", "other", "there", "back"), PAIRS)
def test_a_pair_has_a_direction(one: str, other: str, *, there: bool | None, back: bool | None) -> None:
    assert (allowed(one, other), allowed(other, one)) == (there, back)


@pytest.mark.parametrize(
    "licence", ["MIT", "AGPL-3.0-only", "BUSL-1.1", "LicenseRef-of-somebody", "etalab-2.0"]
)
def test_a_licence_flows_into_itself_and_no_rule_is_wanted(licence: str) -> None:
    assert flow(licence, licence) == Flow(licence, licence, allowed=True, is_same=True)


@pytest.mark.parametrize(
    ("own", "project", "expected"),
    [
        # Of what we may choose, the best is enough.
        ("Apache-2.0 OR MIT", "GPL-2.0-only", ("MIT", "GPL-2.0-only", YES)),
        ("BUSL-1.1 OR Apache-2.0", "GPL-2.0-only", ("BUSL-1.1", "GPL-2.0-only", UNKNOWN)),
        ("GPL-3.0-only OR Apache-2.0", "GPL-2.0-only", ("GPL-3.0-only", "GPL-2.0-only", NO)),
        # Of what holds together on our side, the worst decides.
        (
            "MIT AND Apache-2.0",
            "GPL-2.0-only",
            ("Apache-2.0", "GPL-2.0-only", NO),
        ),
        ("MIT AND BUSL-1.1", "GPL-2.0-only", ("BUSL-1.1", "GPL-2.0-only", UNKNOWN)),
        (
            "MIT AND BUSL-1.1 AND Apache-2.0",
            "GPL-2.0-only",
            ("Apache-2.0", "GPL-2.0-only", NO),
        ),
        ("MIT AND ISC", "GPL-2.0-only", ("MIT", "GPL-2.0-only", YES)),
        ("(MIT AND Apache-2.0) OR ISC", "GPL-2.0-only", ("ISC", "GPL-2.0-only", YES)),
        # A project that offers a choice offers all of it.
        ("Apache-2.0", "MIT OR GPL-3.0-only", ("Apache-2.0", "MIT", NO)),
        ("Apache-2.0", "GPL-3.0-only OR MPL-2.0", ("Apache-2.0", "GPL-3.0-only", YES)),
        ("Apache-2.0", "GPL-3.0-only OR BUSL-1.1", ("Apache-2.0", "BUSL-1.1", UNKNOWN)),
        # A project under several at once: which part the code would go into is not known.
        (
            "Apache-2.0",
            "GPL-3.0-only AND GPL-2.0-only",
            ("Apache-2.0", "GPL-3.0-only AND GPL-2.0-only", UNKNOWN),
        ),
        ("Apache-2.0", "GPL-3.0-only AND MPL-2.0", ("Apache-2.0", "GPL-3.0-only", YES)),
        (
            "Apache-2.0",
            "GPL-2.0-only AND LGPL-2.1-only",
            ("Apache-2.0", "GPL-2.0-only", NO),
        ),
        # An exception does not change which way the licence flows.
        (
            "Apache-2.0",
            "GPL-2.0-only WITH Classpath-exception-2.0",
            ("Apache-2.0", "GPL-2.0-only WITH Classpath-exception-2.0", NO),
        ),
        # What people write is read.
        ("MIT License", "GPLv3+", ("MIT", "GPL-3.0-or-later", YES)),
    ],
)
def test_choices_and_sums(own: str, project: str, expected: tuple[str, str, bool | None]) -> None:
    found = flow(own, project)
    assert found is not None
    assert (found.own, found.project, found.allowed) == expected


@pytest.mark.parametrize(
    ("own", "project"), [("foo", "MIT"), ("MIT", "foo"), ("", "MIT"), ("MIT", "see LICENSE")]
)
def test_nothing_is_told_of_what_cannot_be_read(own: str, project: str) -> None:
    assert flow(own, project) is None


def test_the_first_rule_that_names_both_decides_and_is_told() -> None:
    found = flow("Apache-2.0", "GPL-2.0-only")
    assert found is not None
    assert found.rule is not None
    rule = rules().rules[found.rule]
    assert ("gpl2" in rule.project, rule.own, rule.allowed) == (True, ("Apache-2.0",), False)
    unknown = flow("BUSL-1.1", "MIT")
    assert unknown == Flow("BUSL-1.1", "MIT", allowed=None)


def test_every_word_of_a_rule_is_a_set_or_a_licence() -> None:
    from reperes.licences import parse

    names = {name for rule in rules().rules for name in (*rule.own, *rule.project)} - set(rules().sets)
    names |= {name for listed in rules().sets.values() for name in listed}
    read = {name: parse(name) for name in names}
    assert {name for name, one in read.items() if one is None or one.text != name} == set()


@pytest.mark.parametrize("rank", range(len(rules().rules)))
def test_every_rule_decides_of_some_pair(rank: int) -> None:
    sets, rule = rules().sets, rules().rules[rank]
    pairs = [
        (own, project)
        for first in rule.own
        for own in sets.get(first, (first,))
        for second in rule.project
        for project in sets.get(second, (second,))
        if own != project
    ]
    deciding = {found.rule for pair in pairs if (found := flow(*pair)) is not None}
    assert rank in deciding
