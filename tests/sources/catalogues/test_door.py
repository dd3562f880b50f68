"""What may leave a reader: no e-mail address in any field, no list without end."""

from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reperes.facts.catalogue import Check, Entry, Found, Identifier, Money, Party, Removed, Reuse
from reperes.sources.catalogues import mail
from reperes.sources.catalogues.door import MOST_OTHERS, MOST_PARTIES, Door

WRITTEN = [
    "ada@exemple.fr",
    "écrire à ada.lovelace@mail.exemple.fr.",
    "Ada <ada@exemple.fr>",
    "ada@localhost",
    "ada@[192.0.2.1]",
    "ada＠exemple.fr",
    "ada﹫exemple.fr",
    "ada%40exemple.fr",
    "ada%2540exemple.fr",
    "https://a.example.org/~ada@exemple.fr",
    "https://a.example.org/?by=ada%40exemple.fr",
    "ada&#64;exemple.fr",
    "ada &commat; exemple.fr",
    "ada @ exemple.fr",
    "ada [at] exemple.fr",
    "ada (arobase) exemple.fr",
    '"ada l"@exemple.fr',
    "mailto:ada",
    "pkg:npm/ada%40exemple.fr",
    "https://163.example.org/ada@163.com",
    "ada@…",
]
"""Addresses of a person, however they are written."""
NO_MAIL = [
    "Registre",
    "https://medium.com/@ada",
    "https://www.npmjs.com/package/@atelier/registre",
    "https://www.npmjs.com/package/%40atelier/registre",
    "pkg:npm/%40atelier/registre",
    "pkg:npm/registre@4.2.0-rc.1",
    "pkg:npm/%40atelier/registre@4.2.0?x=y",
    "https://cdn.example.org/registre@4.2/registre.js",
    "https://carte.example.org/@48.85,2.35",
    "Composants pour @angular/core et `@vue/core`",
    "PHP @ Paris",
    "100 % libre & ouvert",
    "Voir la page (attention)",
    "swh:1:snp:" + "0" * 40,
]
ENTRY = Entry("233", "Registre", "https://a.example.org/233")


def changed(name: str, value: Any) -> Entry:
    told = {name: value}
    return replace(ENTRY, **told)


@pytest.mark.parametrize("written", WRITTEN)
def test_an_address_is_told_however_it_is_written(written: str) -> None:
    assert mail.is_in(written)


@pytest.mark.parametrize("written", NO_MAIL)
def test_other_uses_of_the_sign_are_no_address(written: str) -> None:
    assert not mail.is_in(written)
    entry = replace(ENTRY, website=written, packages=(written,))
    door = Door()
    assert door.let(entry) is entry
    assert (door.persons, dict(door.skipped)) == (0, {})


@pytest.mark.parametrize("written", WRITTEN)
def test_no_field_of_a_record_lets_one_pass(written: str) -> None:
    entry = replace(
        ENTRY,
        names=("Register", written),
        what=written,
        repositories=(written,),
        given_to=(written,),
        website=written,
        packages=(written, "pkg:npm/registre"),
        accounts=(written,),
        domains=(written,),
        identifiers=(Identifier("wikidata", written), Identifier("sill", "233")),
        licence=written,
        parties=(Party(written, "user"), Party("Ville", "user", url=written, users=3)),
        similar=(written,),
        lots=(written,),
        removed=Removed(date(2026, 1, 2), written),
        money=Money("EUR", 12.5, host=written),
        reuse=(Reuse("pkg:npm/registre", 3, downloads_period=written), Reuse(written)),
        funding=(written,),
        checks=(Check("Fuzzing", 3, written), Check(written, 3)),
        contact=written,
    )
    door = Door()
    assert door.let(entry) == replace(
        ENTRY,
        names=("Register",),
        packages=("pkg:npm/registre",),
        identifiers=(Identifier("sill", "233"),),
        parties=(Party("Ville", "user", users=3),),
        removed=Removed(date(2026, 1, 2), None),
        money=Money("EUR", 12.5),
        reuse=(Reuse("pkg:npm/registre", 3),),
        checks=(Check("Fuzzing", 3),),
    )
    assert door.persons == 22
    assert not door.skipped


@pytest.mark.parametrize("name", ["id", "name", "url"])
@pytest.mark.parametrize("written", WRITTEN)
def test_a_record_that_is_one_is_left_out(name: str, written: str) -> None:
    door = Door()
    assert door.let(changed(name, written)) is None
    assert door.persons == 1


def test_the_address_of_a_role_may_be_the_contact_and_nothing_else() -> None:
    entry = replace(ENTRY, contact="contact@ville.example", website="https://contact@ville.example")
    assert Door().let(entry) == replace(ENTRY, contact="contact@ville.example")


def test_lists_of_a_record_have_an_end() -> None:
    many = tuple(f"https://a.example.org/{rank}" for rank in range(MOST_OTHERS + 7))
    parties = tuple(Party(f"Ville {rank}", "user") for rank in range(MOST_PARTIES + 5))
    door = Door()
    entry = door.let(replace(ENTRY, repositories=many, parties=parties, lots=("Lot 1",)))
    assert entry == replace(
        ENTRY, repositories=many[:MOST_OTHERS], parties=parties[:MOST_PARTIES], lots=("Lot 1",)
    )
    assert dict(door.skipped) == {"repositories: more than 60": 7, "parties: more than 400": 5}


def test_what_was_found_is_as_it_may_be_shown() -> None:
    found = [Found(ENTRY, "package"), Found(replace(ENTRY, what="ada@exemple.fr"), "repository")]
    found += [Found(replace(ENTRY, name="ada@exemple.fr"), "name")]
    door = Door()
    assert list(door.found(found)) == [Found(ENTRY, "package"), Found(ENTRY, "repository")]
    assert door.persons == 2


TEXTS = [one.name for one in fields(Entry) if one.type in {str, str | None, tuple[str, ...]}]


@given(st.dictionaries(st.sampled_from(TEXTS), st.text("ab.@%40&;[]( /:＠é1"), max_size=6))
def test_what_passes_holds_none_and_passes_again(told: dict[str, str]) -> None:
    several: dict[str, Any] = {
        name: (line,) if isinstance(getattr(ENTRY, name), tuple) else line for name, line in told.items()
    }
    entry = Door().let(replace(ENTRY, **several))
    if entry is None:
        assert any(map(mail.is_in, told.values()))
        return
    for name in TEXTS:
        value = getattr(entry, name)
        for one in value if isinstance(value, tuple) else [value or ""]:
            assert not mail.is_in(one)
    again = Door()
    assert again.let(entry) == entry
    assert again.persons == 0
