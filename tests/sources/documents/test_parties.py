import pytest

from reperes.sources.documents import parties


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Ada Lovelace", False),
        ("ada", False),
        ("Ville d’Exemple", True),
        ("Commune d'Exemple", True),
        ("Exemple SAS", True),
        ("Example Inc.", True),
        ("Université d’Exemple", True),
        ("The Example Contributors", True),
        ("Foundation <ada@example.org>", False),
        ("Medusa", True),  # known below
        ("", False),
    ],
)
def test_is_organisation(name: str, *, expected: bool) -> None:
    assert parties.is_organisation(name, known=["medusa "]) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Zelda Quackenbush, University of Lyon", "University of Lyon"),
        ("University of Lyon (Zelda Quackenbush)", "University of Lyon"),
        ("Zelda Quackenbush – Acme Company SAS", "Acme Company SAS"),
        ("Zelda Quackenbush - Acme Company SAS", "Acme Company SAS"),
        ("Zelda Quackenbush; Example Lab / Example Fund", "Example Lab, Example Fund"),
        ("Zelda Quackenbush | Example Lab", "Example Lab"),
        ("Zelda Quackenbush, Lyon", None),
        ("Zelda Quackenbush", None),
        ("Zelda, Medusa Lab", "Medusa Lab"),  # known below
        ("Saint-Exemple Foundation", "Saint-Exemple Foundation"),
    ],
)
def test_a_person_beside_an_organisation_does_not_pass(text: str, expected: str | None) -> None:
    assert parties.organisation(text, known=["Zelda, Medusa Lab"]) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (["Ada <ada@example.org>", "Bob"], 2),
        ([{"name": "Ada"}, {}], 1),
        ({"name": "Ada"}, 1),
        ("Ada, Bob and Cleo", 3),
        ("Ada <ada@example.org>", 1),
        (None, 0),
        ("", 0),
        (7, 1),
    ],
)
def test_count(value: object, expected: int) -> None:
    assert parties.count(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"@type": "Person", "name": "Ada"}, ([], 1)),
        ({"@type": "Person", "name": "Ada Foundation"}, ([], 1)),
        ({"@type": "Organization", "name": "Exemple"}, (["Exemple"], 0)),
        ({"type": "schema:Organization", "name": "Exemple"}, (["Exemple"], 0)),
        ({"@type": ["Organization"], "name": "ada@example.org"}, ([], 1)),
        ({"@type": "GovernmentOrganization", "name": "Exemple"}, (["Exemple"], 0)),
        ([{"name": "Ada"}, {"name": "Exemple Foundation"}], (["Exemple Foundation"], 1)),
        ([{"@type": "Role", "author": "Ada"}, "Bob"], ([], 1)),
        ([None, 3, {"@type": "Organization"}], ([], 3)),
        (["Zelda Quackenbush, University"], (["University"], 0)),
        ({"@type": "Organization", "name": "Zelda Quackenbush, Example Lab"}, (["Example Lab"], 0)),
        (None, ([], 0)),
    ],
)
def test_split(value: object, expected: tuple[list[str], int]) -> None:
    assert parties.split(value) == expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://www.paypal.me/ada", "https://paypal.me"),
        ("https://github.com/sponsors/ada", "https://github.com/sponsors"),
        ("https://github.com/sponsorship", "https://github.com/sponsorship"),
        ("https://opencollective.com/medusa", "https://opencollective.com/medusa"),
        ("https://patreon.com", "https://patreon.com"),
    ],
)
def test_without_account(address: str, expected: str) -> None:
    assert parties.without_account(address) == expected
