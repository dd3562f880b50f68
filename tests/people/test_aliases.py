"""Golden tables of who is whom. Persons and addresses are invented."""

import pytest

from reperes.people.aliases import CONFIDENCE, THRESHOLD, Doubt, Rule
from reperes.people.persons import gather

ONE = [
    # equal addresses
    ["Ada Lovelace <ada@example.org>", "ADA LOVELACE <Ada@Example.org>"],
    ["Ada Lovelace <ada@example.org>", "ada <ada@example.org>"],
    ["Ada Lovelace <ada@example.org>", "countess <ada@example.org>"],
    ["Ada Lovelace <ada@example.org>", "root <ada@example.org>"],
    ["Ada Byron <ada@example.org>", "Ada Lovelace <ada@example.org>"],
    ["Ada Byron <ada@example.org>", "Countess Lovelace <ada@example.org>"],  # a new name, no other address
    ["Ada Lovelace <ada@laptop>", "ada <ada@laptop>"],
    ["Ada Lovelace <>", "Ada Lovelace <>"],
    ["ada@example.org <>", "Ada Lovelace <ada@example.org>"],
    # forge accounts
    ["Ada <12345+ada@users.noreply.github.com>", "A. L. <12345+countess@users.noreply.github.com>"],
    ["Ada <12345+ada@users.noreply.github.com>", "Lovelace <ada@users.noreply.github.com>"],
    ["Ada <12345-ada@users.noreply.gitlab.com>", "Lovelace <12345-al@users.noreply.gitlab.com>"],
    ["Ada <ada@noreply.codeberg.org>", "Lovelace <Ada@noreply.codeberg.org>"],
    # the same full name
    ["Ada Lovelace <ada@example.org>", "Ada Lovelace <al@example.net>"],
    ["Ada Lovelace <ada@example.org>", "Lovelace, Ada <al@example.net>"],
    ["Ada Lovelace <ada@example.org>", "ada lovelace <root@localhost>"],
    ["Ada Lovelace <ada@example.org>", "Ada K. Lovelace <al@example.net>"],
    ["Zoë Gärtner <zoe@example.org>", "Zoe Gartner <z@example.net>", "Zoe Gaertner <zg@example.com>"],
    ["Ada Lovelace via Relay <relay@example.org>", "Ada Lovelace <ada@example.net>"],
    # logins
    ["Ada Lovelace <alovelace@example.org>", "alovelace <alovelace@example.net>"],
    ["Ada Lovelace <ada@example.org>", "adalovelace <x@example.net>"],
    ["Ada Lovelace <ada@example.org>", "AdaLovelace <x@example.net>"],
    ["Ada Lovelace <ada@example.org>", "Ada <ada.lovelace@example.net>"],
    ["Ada Lovelace <ada@example.org>", "alovelace <x@example.net>"],
    ["Ada Lovelace <engine1843@example.org>", "engine1843 <7+engine1843@users.noreply.github.com>"],
    ["Greg Martin <gmartin@example.org>", "Gregory Martin <gmartin@example.net>"],
    ["engine1843 <a@example.org>", "engine1843 <b@example.net>"],
    # one thing after another
    ["Ada Lovelace <ada@example.org>", "Ada Lovelace <al@example.net>", "countess <al@example.net>"],
]

APART = [
    ["Ada Lovelace <ada@example.org>", "Bob Martin <bob@example.org>"],
    # shared or empty addresses
    ["Ada Lovelace <root@localhost>", "Bob Martin <root@localhost>"],
    ["Ada Lovelace <>", "Bob Martin <>"],
    ["Ada Lovelace <noreply@example.org>", "Bob Martin <noreply@example.org>"],
    ["Ada Lovelace <you@example.com>", "Bob Martin <you@example.com>"],
    ["Ada Lovelace <team@example.org>", "Bob Martin <team@example.org>"],
    ["Ada Lovelace <ubuntu@localhost>", "root <ubuntu@localhost>"],
    ["Ada Lovelace via Relay <relay@example.org>", "Bob Martin via Relay <relay@example.org>"],
    [f"{name} <crew@example.org>" for name in ("Ada Lovelace", "Bob Martin", "Cleo Durand")],
    [f"{name} <crew@example.org>" for name in ("tom", "ann", "joe", "zed")],
    ["Ada Lovelace <ada@example.org>", "Ada L + Bob M <ada@example.org>", "Bob and Ada <ada@example.org>"],
    # names that are nobody's, or many people's
    ["Your Name <a@example.org>", "Your Name <b@example.net>"],
    ["unknown <a@example.org>", "unknown <b@example.net>"],
    ["ada <ada@example.org>", "ada <ada@example.net>"],
    ["michael <michael@example.org>", "michael <michael@example.net>"],
    ["Bo Li <bo@example.org>", "Bo Li <li@example.net>"],
    ["Wei Zhang <w@example.org>", "Wei Zhang <z@example.net>"],
    ["Ada B. Martin <a@example.org>", "Ada C. Martin <b@example.net>"],
    # logins that prove too little, or are contradicted
    ["Ada Lovelace <ada@example.org>", "ada <ada@example.net>"],
    ["Ada Lovelace <lovelace@example.org>", "lovelace <lovelace@example.net>"],
    ["Jane Martin <jmartin@example.org>", "John Martin <jmartin@example.net>"],
    ["Jane Martin <a@example.org>", "John Martin <b@example.org>", "jmartin <x@example.net>"],
    ["Ada Lovelace <alovelace@example.org>", "bob <alovelace@example.net>"],
    ["Dominic Moreau <dominic@example.org>", "Dominic Petit <dominic@example.net>"],
    ["Ada <1+ada@users.noreply.github.com>", "Ada <2+ada@users.noreply.github.com>"],
    # bots are nobody's alias
    ["Ada Lovelace <ada@example.org>", "ada-bot <ada@example.org>"],
]


def persons(identities: list[str]) -> tuple[int, ...]:
    return gather([(one[: one.index(" <")], one[one.index(" <") + 2 : -1]) for one in identities]).of


@pytest.mark.parametrize("identities", ONE, ids=" = ".join)
def test_one_person(identities: list[str]) -> None:
    assert persons(identities) == (0,) * len(identities)
    assert persons(identities[::-1]) == (0,) * len(identities)


@pytest.mark.parametrize("identities", APART, ids=" ≠ ".join)
def test_several_persons(identities: list[str]) -> None:
    assert persons(identities) == tuple(range(len(identities)))


def test_a_commit_signed_by_mistake_does_not_make_one_person_of_two() -> None:
    identities = ["Ada Lovelace <ada@example.org>", "Ada Lovelace <ada@example.net>"]
    identities += ["Bob Martin <ada@example.org>", "Bob Martin <bob@example.org>"]
    assert persons(identities) == (0, 0, 1, 1)


def test_those_who_share_an_address_are_still_recognised_elsewhere() -> None:
    crew = [
        f"{name} <crew@example.org>" for name in ("Ada Lovelace", "Bob Martin", "Cleo Durand", "ada", "x")
    ]
    assert persons([*crew, "Cleo Durand <cleo@example.net>"]) == (0, 1, 2, 0, 3, 2)


def test_bots_are_gathered_by_name_and_by_address() -> None:
    identities = ["tidy[bot] <1+tidy[bot]@users.noreply.github.com>", "tidy[bot] <tidy@example.org>"]
    assert gather(
        [("tidy[bot]", "1+tidy[bot]@users.noreply.github.com"), ("tidy[bot]", "tidy@example.org")]
    ).bots == (True,)
    assert persons([*identities, "sync-bot <tidy@example.org>", "other-bot <o@example.org>"]) == (0, 0, 0, 1)


@pytest.mark.parametrize(
    ("identities", "doubts"),
    [
        (["Ada Lovelace <ada@example.org>", "Ada Lovelace <al@example.net>"], ()),
        (
            ["Wei Zhang <w@example.org>", "Wei Zhang <z@example.net>"],
            (Doubt(Rule.COMMON_NAME, 0.8, merged=False, cases=1, identities=2),),
        ),
        (
            ["Ada B. Martin <a@example.org>", "Ada C. Martin <b@example.net>"],
            (Doubt(Rule.INITIALS, 0.5, merged=False, cases=1, identities=2),),
        ),
        (
            ["Ada Lovelace <ada@example.org>", "Bob Martin <ada@example.org>"],
            (Doubt(Rule.TWO_NAMES, 0.9, merged=True, cases=1, identities=2),),
        ),
        (
            [f"{name} <crew@example.org>" for name in ("Ada Lovelace", "Bob Martin", "Cleo Durand")],
            (Doubt(Rule.PEOPLE_AT_ADDRESS, 0.3, merged=False, cases=1, identities=3),),
        ),
        (
            [
                "engine1843 <a@example.org>",
                "engine1843 <b@example.net>",
                "thing7 <a@x.org>",
                "thing7 <b@x.org>",
            ],
            (Doubt(Rule.LOGIN, 0.92, merged=True, cases=2, identities=4),),
        ),
    ],
)
def test_what_rests_on_thin_evidence_is_told(identities: list[str], doubts: tuple[Doubt, ...]) -> None:
    found = gather([(one[: one.index(" <")], one[one.index(" <") + 2 : -1]) for one in identities])
    assert found.doubts == doubts


def test_every_rule_has_a_confidence() -> None:
    assert set(CONFIDENCE) == set(Rule)
    assert {rule.value for rule, worth in CONFIDENCE.items() if worth < THRESHOLD} == {
        "common-name",
        "different-initials",
        "ambiguous-login",
        "shared-address",
    }


def test_thousands_at_one_address_stay_apart_and_cost_little() -> None:
    crowd = [f"P{n}x Q{n}y <crowd@example.org>" for n in range(3000)]
    assert len(set(persons([name.translate(LETTERS) for name in crowd]))) == 3000


LETTERS = str.maketrans("0123456789", "abcdefghij")
