from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC, date, datetime
from time import process_time

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reperes.facts.history import INSTANT, SCHEMA
from reperes.people.identities import Identities
from reperes.people.organisations import Kind, load_organisations
from reperes.people.resolve import Resolution, resolve

KEY, OTHER_KEY = b"k" * 32, b"o" * 32
NOW = datetime(2026, 11, 23, tzinfo=UTC)


def table(*written: str | bytes) -> Identities:
    """Build a table; a text « Name <address> » stands for an identity that the mailmap leaves as it is."""
    identities = Identities()
    for one in written:
        if isinstance(one, bytes):
            identities.code(one)
        else:
            identities.code(one.replace(" <", "<").encode() * 2)
    return identities


def resolved(*written: str | bytes, key: bytes = KEY, use_mailmap: bool = True) -> Resolution:
    return resolve(table(*written), key, load_organisations(), use_mailmap=use_mailmap)


def affiliated(found: Resolution, on: date | None = NOW) -> list[str | None]:
    codes = pl.Series(range(len(found.person)), dtype=pl.UInt32)
    rows = found.affiliation(codes, pl.Series([on] * len(codes), dtype=INSTANT))
    assert rows.dtype == pl.UInt32
    return found.organisations.get_column("id").gather(rows).to_list()


def test_persons_are_numbered_in_the_order_first_seen() -> None:
    found = resolved(
        "Bob Martin <bob@example.org>", "Ada Lovelace <ada@example.org>", "bob <bob@example.org>"
    )
    assert found.person.to_list() == [0, 1, 0]
    assert found.person.dtype == pl.UInt32
    assert dict(found.people.schema) == dict(SCHEMA["people"])
    assert found.people.height == 2


def test_the_mailmap_comes_first_when_it_is_used() -> None:
    written = (b"ada<ada@example.org>Ada Lovelace<al@example.net>", "Ada Lovelace <al@example.net>")
    assert resolved(*written).person.to_list() == [0, 0]
    assert resolved(*written, use_mailmap=False).person.to_list() == [0, 1]


def test_the_mailmap_may_tell_two_persons_apart() -> None:
    mistake = b"Bob Martin<ada@example.org>Bob Martin<bob@example.org>"
    written = ("Ada Lovelace <ada@example.org>", mistake, "Bob Martin <bob@example.org>")
    assert resolved(*written).person.to_list() == [0, 1, 1]


def test_kinds() -> None:
    found = resolved("Ada Lovelace <ada@example.org>", "tidy[bot] <tidy@example.org>")
    assert found.people.get_column("kind").to_list() == ["human", "bot"]


def test_the_affiliation_is_that_of_the_raw_address() -> None:
    moved = b"Ada Lovelace<ada@insee.fr>Ada Lovelace<ada@redhat.com>"
    found = resolved(
        moved, "Ada Lovelace <ada@redhat.com>", "Ada Lovelace <ada@gmail.com>", "Ada Lovelace <>"
    )
    assert found.person.to_list() == [0, 0, 0, 0]
    assert affiliated(found) == ["insee", "red-hat", None, None]
    assert found.organisations.rows() == [("insee", "public-body"), ("red-hat", "company")]
    assert dict(found.organisations.schema) == dict(SCHEMA["organisations"])


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (datetime(2009, 1, 1, tzinfo=UTC), ["sun", None, "insee"]),
        (datetime(2011, 1, 1, tzinfo=UTC), [None, None, "insee"]),
        (datetime(2024, 1, 1, tzinfo=UTC), [None, "france-travail", "insee"]),
        (None, ["sun", "france-travail", "insee"]),
    ],
)
def test_affiliations_are_dated(on: datetime | None, expected: list[str | None]) -> None:
    found = resolved("ada <ada@sun.com>", "bob <bob@francetravail.fr>", "cleo <cleo@insee.fr>")
    assert affiliated(found, on) == expected


def test_each_row_is_asked_at_its_own_date() -> None:
    found = resolved("ada <ada@sun.com>", "cleo <cleo@insee.fr>")
    at = [datetime(2011, 1, 1, tzinfo=UTC), datetime(2009, 1, 1, tzinfo=UTC), None, None]
    rows = found.affiliation(pl.Series([0, 0, 1, 0], dtype=pl.UInt32), pl.Series(at, dtype=INSTANT))
    assert rows.to_list() == [None, 0, 1, 0]


NAMES = ["Ada Lovelace", "Bob Martin", "Cleo Durand", "Dora Petit"]


@pytest.mark.parametrize(
    ("identities", "expected"),
    [
        ([f"{name} <{name[0]}@mail.acme.example>" for name in NAMES[:3]], "acme.example"),
        ([f"{name} <{name[0]}@{name[0]}.acme.co.uk>" for name in NAMES[:3]], "acme.co.uk"),
        ([f"{name} <{name[0]}@acme.example>" for name in NAMES[:2]], None),  # two persons are not enough
        ([f"{name} <{name[0]}@gmail.com>" for name in NAMES], None),
        ([f"{name} <{name[0]}@debian.org>" for name in NAMES], None),
        ([f"{name} <{name[0]}@laptop.local>" for name in NAMES], None),
        ([f"{name} <noreply@acme.example>" for name in NAMES], None),
        # one person on a domain of their own, under many names
        ([f"{name} <{name}@ada.example>" for name in ("ada", "al", "countess", "adal")], None),
        ([f"{name} <ada@ada.example>" for name in ("Ada Lovelace", "Ada King", "Ada Byron")], None),
        (["Ada Lovelace <a@acme.example>"] * 3 + [f"{n}-bot <{n}@acme.example>" for n in "abc"], None),
        # a family
        ([f"{name} Lovelace <{name}@lovelace.example>" for name in ("Ada", "Ralph", "Byron")], None),
    ],
)
def test_an_unknown_domain_comes_out_when_three_persons_share_it(
    identities: list[str], expected: str | None
) -> None:
    found = resolved(*identities)
    assert set(affiliated(found)) == {expected}
    assert found.organisations.rows() == ([(expected, "unidentified")] if expected else [])


def test_a_founder_s_company_needs_more_persons() -> None:
    letters = [f"{chr(97 + n)}anna Person{chr(97 + n)}" for n in range(9)]
    crew = [f"{name} <{name[:5]}@lovelace.example>" for name in ("Ada Lovelace", *letters)]
    assert set(affiliated(resolved(*crew[:9]))) == {None}
    assert set(affiliated(resolved(*crew))) == {"lovelace.example"}


def listed(*written: str, kinds: Mapping[str, Kind]) -> tuple[Resolution, list[set[str]]]:
    """Return who is who with a list that tells the kinds of domains, and what the list was asked."""
    asked: list[set[str]] = []

    def public(about: Collection[str]) -> Mapping[str, Kind]:
        asked.append(set(about))
        return {domain: kind for domain, kind in kinds.items() if domain in about}

    return resolve(table(*written), KEY, load_organisations(), public=public), asked


def test_a_domain_that_a_list_gives_to_a_body_is_its_own_from_one_person_on() -> None:
    written = ("Ada <ada@ville.example>", "Bob <bob@acme.example>", "Cleo <cleo@fac.example>")
    found, _ = listed(*written, kinds={"ville.example": "public-body", "fac.example": "research"})
    assert affiliated(found) == ["ville.example", None, "fac.example"]
    assert found.organisations.rows() == [("ville.example", "public-body"), ("fac.example", "research")]
    assert dict(found.organisations.schema) == dict(SCHEMA["organisations"])


def test_a_domain_under_one_that_is_listed_is_that_of_the_nearest() -> None:
    written = ("a <a@ville.example>", "b <b@si.ville.example>", "c <c@mail.si.ville.example>")
    found, asked = listed(*written, kinds={"ville.example": "public-body", "si.ville.example": "public-body"})
    assert affiliated(found) == ["ville.example", "si.ville.example", "si.ville.example"]
    assert asked == [{"ville.example", "si.ville.example", "mail.si.ville.example"}]


def test_what_is_beneath_a_domain_tells_nothing_of_it_nor_of_what_stands_beside() -> None:
    written = ("a <a@ville.example>", "b <b@grandeville.example>")
    found, _ = listed(*written, kinds={"si.ville.example": "public-body", "example": "public-body"})
    assert affiliated(found) == [None, None]


def test_what_knowledge_tells_of_a_domain_is_not_asked_of_a_list() -> None:
    written = (
        "a <a@redhat.com>",
        "b <b@gmail.com>",
        "c <c@laptop.local>",
        "d <noreply@ville.example>",
        "e <>",
    )
    everything = ["redhat.com", "gmail.com", "laptop.local", "ville.example", "com", "local", "example"]
    found, asked = listed(*written, kinds=dict.fromkeys(everything, "public-body"))
    assert affiliated(found) == ["red-hat", None, None, None, None]
    assert asked == [set()]


def test_a_list_comes_before_what_several_persons_tell() -> None:
    crew = [f"{name} <{name[0]}@acme.example>" for name in NAMES]
    found, _ = listed(*crew, kinds={"acme.example": "public-body"})
    assert found.organisations.rows() == [("acme.example", "public-body")]
    found, _ = listed(*crew, kinds={})
    assert found.organisations.rows() == [("acme.example", "unidentified")]


def test_pseudonyms_are_keyed_and_stable() -> None:
    one, again = resolved("Ada Lovelace <ada@example.org>"), resolved("ADA Lovelace <Ada@example.org>")
    assert one.people.get_column("pseudonym").to_list() == ["d4b22ac5754a6572"]
    assert again.people.equals(one.people)


IDENTITIES = [
    "Ada Lovelace <ada@insee.fr>",
    "Ada Lovelace <ada@example.net>",
    "Bob Martin <bob@redhat.com>",
    "tidy[bot] <tidy@example.org>",
    "Wei Zhang <w@example.org>",
    "Wei Zhang <z@example.net>",
    "ada <ada@sun.com>",
]


def test_another_key_renames_the_persons_and_changes_nothing_else() -> None:
    one, other = resolved(*IDENTITIES), resolved(*IDENTITIES, key=OTHER_KEY)
    assert set(one.people.get_column("pseudonym")).isdisjoint(other.people.get_column("pseudonym"))
    assert one.people.drop("pseudonym").equals(other.people.drop("pseudonym"))
    assert one.organisations.equals(other.organisations)
    assert one.person.equals(other.person)
    assert one.doubts == other.doubts
    assert affiliated(one) == affiliated(other)


@pytest.mark.parametrize("shown", [repr, str])
def test_nothing_shown_tells_a_person(shown: Callable[[object], str]) -> None:
    found = resolved(*IDENTITIES)
    said = shown(found) + shown(found.doubts) + shown(found.people) + shown(table(*IDENTITIES))
    told = [
        part for one in IDENTITIES for part in one.lower().replace("<", "").split() if part in said.lower()
    ]
    assert told == []
    assert repr(found) == "<Resolution: 7 identities, 6 people, 3 organisations, 1 kinds of doubts>"


def test_an_empty_history() -> None:
    found = resolved()
    assert (found.people.height, found.organisations.height, len(found.person), found.doubts) == (0, 0, 0, ())
    assert found.affiliation(pl.Series([], dtype=pl.UInt32), pl.Series([], dtype=INSTANT)).to_list() == []


PIECES = st.sampled_from(
    b"Ada| |Lovelace|<|>|@|example.org|insee.fr|sun.com|[bot]|\xff|\n|"
    b"\0|\xc3\x83\xc2\xab|12+|+| via |(|\\|noreply"
    b"|users.noreply.github.com".split(b"|")
)
WRITTEN = st.one_of(st.binary(max_size=60), st.lists(PIECES, max_size=12).map(b"".join))


@given(
    st.lists(WRITTEN, max_size=25),
    st.booleans(),
    st.sampled_from([None, NOW, datetime(2005, 1, 1, tzinfo=UTC)]),
)
def test_any_bytes_give_frames_of_the_right_shape(
    written: Sequence[bytes],
    use_mailmap: bool,  # noqa: FBT001 - drawn by hypothesis
    at: datetime | None,
) -> None:
    found = resolved(*written, use_mailmap=use_mailmap)
    assert dict(found.people.schema) == dict(SCHEMA["people"])
    assert dict(found.organisations.schema) == dict(SCHEMA["organisations"])
    assert len(found.person) == len(set(written))
    assert sorted(set(found.person)) == list(range(found.people.height))
    assert found.people.get_column("pseudonym").n_unique() == found.people.height
    assert found.people.get_column("pseudonym").str.contains("^[0-9a-f]{16}$").all()
    rows = found.affiliation(
        pl.Series(range(len(found.person)), dtype=pl.UInt32),
        pl.Series([at] * len(found.person), dtype=INSTANT),
    )
    assert rows.len() == len(found.person)
    assert all(row is None or row < found.organisations.height for row in rows)


def test_a_big_history_is_resolved_quickly() -> None:
    letters = str.maketrans("0123456789", "abcdefghij")
    names = [f"Name{n} Family{n}".translate(letters) for n in range(2500)]
    crowd = [f"{name} <{name.replace(' ', '.')}@insee.fr>" for name in names]
    crowd += [f"{name} <{name[:9]}@sun.com>" for name in names]
    identities = table(*crowd)
    resolve(Identities(), KEY, load_organisations())
    start = process_time()
    found = resolve(identities, KEY, load_organisations())
    middle = process_time()
    codes = pl.Series([n % 5000 for n in range(200_000)], dtype=pl.UInt32)
    found.affiliation(codes, pl.Series([NOW] * 200_000, dtype=INSTANT))
    assert found.people.height == 2500
    # Several times what it takes, so that a busy machine does not fail it, and a quadratic step does.
    assert (middle - start) < 2
    assert (process_time() - middle) < 1
