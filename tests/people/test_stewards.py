from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reperes.knowledge.loader import KnowledgeError
from reperes.people.organisations import (
    Entry,
    FreeMail,
    Organisations,
    Register,
    load_other_registers,
    load_registers,
)
from reperes.people.stewards import Steward, Stewards, load_stewards

DAY = date(2026, 11, 25)
FREE_MAIL = FreeMail(
    domains=("mail.example",),
    patterns=(),
    labels=frozenset(),
    second_levels=frozenset(),
    platforms=frozenset({"github.com", "github.io", "pages.acme.example"}),
    source="-",
    checked_on=DAY,
)


def entry(identifier: str, kind: str = "company", **values: object) -> dict[str, object]:
    made = {
        "id": identifier,
        "name": identifier.title(),
        "kind": kind,
        "country": "FR",
        "source": "https://example.org",
        "checked_on": DAY,
    }
    return made | values


def stewards(entries: Iterable[dict[str, object]]) -> Stewards:
    registers = [Register.model_validate({"organisations": list(entries)})]
    return Stewards(registers, Organisations(registers, FREE_MAIL), FREE_MAIL)


KNOWN = stewards(
    [
        entry(
            "acme",
            name="Acme",
            domains=[{"domain": "acme.example"}, {"domain": "old.example", "to": date(2009, 12, 31)}],
            accounts=["github.com/AcmeLabs", "forge.acme.example", "gitlab.example/acme"],
            names=["Acme Incorporated", "ACME"],
        ),
        entry(
            "commons",
            "foundation",
            name="Commons Foundation",
            accounts=["forge.acme.example/commons", "gitlab.example/acme/commons"],
            names=["Fondation de l’Exemple", "Iİ Exemple"],
            sites=["commons.example", "lab.acme.example"],
            legal="fiscal-host",
            umbrella=True,
            terms="cla",
            economy=["donations"],
        ),
        entry("town", "public-body", name="Ville d’Exemple", domains=[{"domain": "town.example"}]),
        entry("licence", "foundation", name="Free Words", names=["Words Corporation"], named=False),
        entry("members", "association", domains=[{"domain": "members.example"}], membership=True),
        entry(
            "state",
            "public-body",
            country="IT",
            family=True,
            domains=[{"domain": "gov.example", "each": True}],
        ),
    ]
)


@pytest.mark.parametrize(
    ("origin", "expected"),
    [
        ("https://github.com/acmelabs/x", "acme"),
        ("https://github.com/ACMELABS/x.git", "acme"),
        ("git@github.com:AcmeLabs/x.git", "acme"),
        ("ssh://git@github.com:22/AcmeLabs/x", "acme"),
        ("github.com/AcmeLabs", "acme"),
        ("https://github.com/acmelabs2/x", None),
        ("https://github.com/x/acmelabs", None),
        ("https://github.com", None),
        ("https://forge.acme.example/anybody/x", "acme"),  # the whole forge is theirs
        ("https://forge.acme.example/commons/x", "commons"),  # but for the longest
        ("https://other.forge.acme.example/x/y", None),
        ("https://gitlab.example/acme/x", "acme"),
        ("https://gitlab.example/acme/commons/deep/x", "commons"),
        ("https://gitlab.example/acme-commons/x", None),
        ("", None),
        ("/srv/git/acme", None),
        ("é\udcff://", None),
        ("https://github.com/" + "a/" * 9000, None),
    ],
)
def test_of_account(origin: str, expected: str | None) -> None:
    found = KNOWN.of_account(origin)
    assert (found and found.id) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://commons.example/about", "commons"),
        ("https://docs.commons.example:8443/", "commons"),
        ("commons.example", "commons"),
        ("https://www.acme.example", "acme"),  # a domain of addresses is a site too
        ("https://lab.acme.example", "commons"),
        ("https://old.example", None),  # a domain that was left
        ("https://town.example", "town"),
        ("https://members.example", "members"),  # no employer, yet its site
        ("https://health.gov.example/x", "health.gov.example"),
        ("https://notacme.example", None),
        ("https://mail.example", None),
        ("https://github.com/AcmeLabs/x", "acme"),
        ("https://acmelabs.github.io/x", "acme"),
        ("https://github.com/bob/x", None),
        ("https://bob.github.io", None),
        ("https://github.io", None),
        ("https://pages.acme.example/bob", None),
        ("", None),
        ("https://" + "a." * 9000, None),
    ],
)
def test_of_site(url: str, expected: str | None) -> None:
    found = KNOWN.of_site(url)
    assert (found and found.id) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("By the Commons Foundation.", [("commons", 1)]),
        ("\n\nby the COMMONS foundation", [("commons", 3)]),
        ("# by the Commons\n#   Foundation", [("commons", 1)]),
        ("by the Commons\u00a0Foundation", [("commons", 1)]),
        ("Uncommons Foundation, Commons Foundations", []),
        ("la Fondation de l'Exemple", [("commons", 1)]),
        ("Acme", []),  # one word, and not among the names
        ("ACME and acme", [("acme", 1)]),  # short: the capitals count
        ("acme incorporated", [("acme", 1)]),
        ("Acme, Incorporated", [("acme", 1)]),
        ("ACME, Acme Incorporated\nACME", [("acme", 1), ("acme", 2)]),
        ("İİ, ACME, iİ exemple", [("acme", 1), ("commons", 1)]),
        ("under the terms of Free Words", []),
        ("the Words Corporation", [("licence", 1)]),
        ("Ville d'Exemple, Commons Foundation", [("town", 1), ("commons", 1)]),
        ("", []),
    ],
)
def test_named(text: str, expected: list[tuple[str, int]]) -> None:
    assert [(found.id, line) for found, line in KNOWN.named(text)] == expected


def test_named_is_bounded() -> None:
    found = KNOWN.named("ACME\n" * 200_000)
    assert (len(found), found[-1][1]) == (200, 200)
    assert KNOWN.named("x " * 200_000 + "ACME") == ()


@given(st.text(alphabet=st.sampled_from("ACMEacme FoundationCommons\n’'İı-_#\udcff")))
def test_strangers_text_never_breaks(text: str) -> None:
    lines = text.count("\n") + 1
    assert all(1 <= line <= lines for _, line in KNOWN.named(text))
    KNOWN.of_account(text)
    KNOWN.of_site(text)


def test_what_an_entry_says() -> None:
    assert KNOWN.of_account("https://forge.acme.example/commons/x") == Steward(
        id="commons",
        name="Commons Foundation",
        kind="foundation",
        country="FR",
        legal="fiscal-host",
        umbrella=True,
        terms="cla",
        economy=("donations",),
        source="https://example.org",
        checked_on=DAY,
    )


@pytest.mark.parametrize(
    ("kind", "legal", "economy"),
    [
        ("public-body", "public-body", ("in-house-public",)),
        ("research", "public-body", ("research",)),
        ("company", "company", ()),
        ("foundation", "foundation", ()),
        ("association", "association", ()),
    ],
)
def test_what_goes_without_saying(kind: str, legal: str, economy: tuple[str, ...]) -> None:
    found = stewards([entry("one", kind, accounts=["github.com/one"])]).of_account("https://github.com/one/x")
    expected = Steward("one", "One", kind, "FR", legal, economy=economy)  # type: ignore[arg-type]
    assert found == replace(expected, source="https://example.org", checked_on=DAY)


@pytest.mark.parametrize(
    "other",
    [
        entry("one"),
        entry("two", accounts=["github.com/ONE"]),
        entry("two", names=["the one"]),
        entry("two", names=["The One"], sites=["one.example"]),
    ],
)
def test_nothing_is_claimed_twice(other: dict[str, object]) -> None:
    one = entry("one", accounts=["github.com/one"], names=["The One"], sites=["one.example"])
    with pytest.raises(KnowledgeError, match="written twice"):
        stewards([one, {"domains": [{"domain": "x.example"}]} | other])


def test_knowledge_claims_each_account_once_and_loads_once() -> None:
    entries: list[Entry] = [
        one for register in (*load_registers(), *load_other_registers()) for one in register.organisations
    ]
    accounts = Counter(account.lower() for one in entries for account in one.accounts)
    assert [account for account, count in accounts.items() if count > 1] == []
    assert load_stewards() is load_stewards()
    assert "insee" not in repr(load_stewards())
