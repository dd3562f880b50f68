from datetime import date
from pathlib import Path

import pytest
from pydantic import ValidationError

from reperes.knowledge.loader import KnowledgeError, load_strict
from reperes.people.organisations import (
    Entry,
    FreeMail,
    Organisations,
    Register,
    load_organisations,
    refuse_domains,
)

DAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("domain", "expected"),
    [
        ("insee.fr", ("insee", "public-body", "FR")),
        ("mail.INSEE.fr", ("insee", "public-body", "FR")),
        ("notinsee.fr", None),  # a suffix ends on a dot
        ("dgfip.finances.gouv.fr", ("dgfip", "public-body", "FR")),
        ("finances.gouv.fr", ("finances", "public-body", "FR")),
        ("beta.gouv.fr", ("beta-gouv", "public-body", "FR")),
        ("outre-mer.gouv.fr", ("outre-mer.gouv.fr", "public-body", "FR")),  # a service that has no entry
        ("x.outre-mer.gouv.fr", ("outre-mer.gouv.fr", "public-body", "FR")),
        ("gouv.fr", ("gouv.fr", "public-body", "FR")),
        ("ville-exemple.fr", ("ville-exemple.fr", "public-body", "FR")),
        ("chu-exemple.fr", ("chu-exemple.fr", "public-body", "FR")),
        ("adullact.org", ("adullact", "association", "FR")),
        ("sub.hmrc.gov.uk", ("hmrc.gov.uk", "public-body", "GB")),
        ("regione.lombardia.it", ("regione.lombardia.it", "public-body", "IT")),
        ("salud.gob.ar", ("salud.gob.ar", "public-body", None)),
        ("nasa.gov", ("nasa", "public-body", "US")),
        ("inria.fr", ("inria", "research", "FR")),
        ("univ-exemple.fr", ("univ-exemple.fr", "research", "FR")),
        ("etu.univ-exemple.fr", ("univ-exemple.fr", "research", "FR")),
        ("cs.mit.edu", ("mit", "research", "US")),
        ("cs.exemple.edu", ("exemple.edu", "research", "US")),
        ("cl.cam.ac.uk", ("cam.ac.uk", "research", "GB")),
        ("uni-exemple.de", ("uni-exemple.de", "research", "DE")),
        ("redhat.com", ("red-hat", "company", "US")),
        ("us.ibm.com", ("ibm", "company", "US")),
        ("github.com", ("github", "company", "US")),
        ("mozilla.com", ("mozilla", "foundation", "US")),
        # never an affiliation
        ("gmail.com", None),
        ("hotmail.fr", None),
        ("yahoo.co.uk", None),
        ("laposte.net", None),
        ("users.noreply.github.com", None),
        ("alum.mit.edu", None),
        ("alumni.univ-exemple.fr", None),
        ("polytechnique.org", None),
        # membership, not employment
        ("apache.org", None),
        ("debian.org", None),
        ("acm.org", None),
        # nothing is known
        ("exemple-inconnu.fr", None),
        ("fr", None),
        ("", None),
        (".", None),
        ("a" * 5000, None),
        ("é\udcff.gouv", None),
    ],
)
def test_of(domain: str, expected: tuple[str, str, str | None] | None) -> None:
    found = load_organisations().of(domain, DAY)
    assert (found and (found.id, found.kind, found.country)) == expected


@pytest.mark.parametrize(
    ("domain", "on", "expected"),
    [
        ("sun.com", date(2008, 1, 1), "sun"),
        ("sun.com", date(2010, 12, 31), "sun"),
        ("sun.com", date(2011, 1, 1), None),
        ("sun.com", None, "sun"),
        ("francetravail.fr", date(2022, 12, 31), None),
        ("francetravail.fr", date(2024, 1, 1), "france-travail"),
        ("insee.fr", None, "insee"),
    ],
)
def test_affiliations_are_dated(domain: str, on: date | None, expected: str | None) -> None:
    found = load_organisations().of(domain, on)
    assert (found and found.id) == expected


@pytest.mark.parametrize(
    ("domain", "expected"),
    [
        ("gmail.com", True),
        ("apache.org", True),
        ("alum.example.edu", True),
        ("insee.fr", True),
        ("exemple.fr", False),
    ],
)
def test_knows(domain: str, *, expected: bool) -> None:
    assert load_organisations().knows(domain) is expected


@pytest.mark.parametrize(
    ("domain", "expected"),
    [
        ("exemple.fr", "exemple.fr"),
        ("a.b.exemple.fr", "exemple.fr"),
        ("a.exemple.co.uk", "exemple.co.uk"),
        ("exemple.asso.fr", "exemple.asso.fr"),
        ("co.uk", None),
        ("laptop", None),
        ("laptop.local2", None),
        ("192.0.2.7", None),
        ("(none)", None),
        ("a b.fr", None),
        ("é.fr", None),
        ("", None),
    ],
)
def test_registrable(domain: str, expected: str | None) -> None:
    assert load_organisations().registrable(domain) == expected


def entry(**values: object) -> dict[str, object]:
    made: dict[str, object] = {
        "id": "acme",
        "name": "Acme",
        "kind": "company",
        "country": "FR",
        "domains": [{"domain": "acme.example"}],
        "source": "https://acme.example",
        "checked_on": DAY,
    }
    return made | values


NO_FREE_MAIL = FreeMail(
    domains=(), patterns=(), labels=frozenset(), second_levels=frozenset(), source="-", checked_on=DAY
)


def organisations(*entries: dict[str, object]) -> Organisations:
    return Organisations([Register.model_validate({"organisations": entries})], NO_FREE_MAIL)


def test_a_domain_may_change_hands() -> None:
    known = organisations(
        entry(id="old", domains=[{"domain": "acme.example", "to": date(2009, 12, 31)}]),
        entry(id="new", domains=[{"domain": "acme.example", "from": date(2010, 1, 1)}]),
    )
    found = [known.of("acme.example", on) for on in (date(2009, 12, 31), date(2010, 1, 1), None)]
    assert [one and one.id for one in found] == ["old", "new", None]  # unknown when: either may be meant
    assert [start for start, _ in known.timeline("acme.example")] == [None, date(2010, 1, 1)]


def test_a_dated_name_gives_way_to_the_one_above() -> None:
    known = organisations(
        entry(id="above"),
        entry(id="below", domains=[{"domain": "lab.acme.example", "to": date(2009, 12, 31)}]),
    )
    found = [known.of("lab.acme.example", on) for on in (date(2009, 1, 1), date(2010, 1, 1))]
    assert [one and one.id for one in found] == ["below", "above"]


@pytest.mark.parametrize(
    "entries",
    [
        [entry(), entry(id="other")],
        [entry(), entry(domains=[{"domain": "other.example"}])],
        [entry(), entry(id="other", domains=[{"domain": "acme.example", "from": date(2010, 1, 1)}])],
    ],
)
def test_nothing_is_written_twice(entries: list[dict[str, object]]) -> None:
    with pytest.raises(KnowledgeError):
        organisations(*entries)


@pytest.mark.parametrize(
    "values",
    [
        {"colour": "red"},
        {"kind": "bank"},
        {"country": "France"},
        {"domains": []},
        {"domains": [{}]},
        {"domains": [{"domain": "a.example", "pattern": "a.*"}]},
        {"domains": [{"domain": "Acme.example"}]},
        {"domains": [{"domain": "*.example"}]},
        {"domains": [{"domain": "acme.example", "each": True}]},
        {"domains": [{"domain": "acme.example", "from": date(2011, 1, 1), "to": date(2010, 1, 1)}]},
        {"domains": [], "sites": ["acme.example"]},  # a site alone tells no account and no name
        {"accounts": ["acme"]},
        {"accounts": ["https://github.com/acme"]},
        {"accounts": ["github.com/acme/"]},
        {"accounts": ["GitHub.com/acme"]},
        {"names": [""]},
        {"names": [" Acme"]},
        {"names": ["Acme."]},
        {"sites": ["https://acme.example"]},
        {"legal": "bank"},
        {"terms": "maybe"},
        {"economy": ["luck"]},
        {"family": True, "accounts": ["github.com/acme"]},
        {"family": True, "names": ["Acme Incorporated"]},
        {"checked_on": None},
        {"source": ""},
    ],
)
def test_an_entry_is_strict(values: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Entry.model_validate(entry(**values))


def test_domains_are_not_written_where_nobody_looks_for_them() -> None:
    with pytest.raises(KnowledgeError, match="acme"):
        refuse_domains([Register.model_validate({"organisations": [entry()]})])


@pytest.mark.parametrize("known_by", [{"accounts": ["forge.acme.example"]}, {"names": ["Acme Incorporated"]}])
def test_an_entry_may_have_no_domain(known_by: dict[str, object]) -> None:
    assert Entry.model_validate(entry(domains=[], **known_by)).domains == ()


@pytest.mark.parametrize(
    ("domain", "expected"),
    [
        ("www.acme.example", ("acme.example", "acme")),
        ("lab.left.example", None),
        ("a.b.gov.example", ("b.gov.example", "state")),
        ("gov.example", ("gov.example", "state")),
        ("", None),
    ],
)
def test_holder(domain: str, expected: tuple[str, str] | None) -> None:
    known = organisations(
        entry(membership=True),
        entry(id="left", domains=[{"domain": "left.example", "to": date(2009, 12, 31)}]),
        entry(id="state", family=True, domains=[{"domain": "gov.example", "each": True}]),
    )
    found = known.holder(domain)
    assert (found and (found[0], found[1].id)) == expected


def test_an_unknown_key_is_told_with_its_file(tmp_path: Path) -> None:
    file = tmp_path / "x.yaml"
    file.write_text("organisations:\n  - {id: a, colour: red}\n")
    with pytest.raises(KnowledgeError) as raised:
        load_strict(Register, file)
    assert "x.yaml" in str(raised.value)
    assert "colour" in str(raised.value)


def test_every_file_of_knowledge_loads_and_is_read_once() -> None:
    assert load_organisations() is load_organisations()
    assert "insee" not in repr(load_organisations())
