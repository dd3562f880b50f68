import pytest

from reperes.people.names import agree, akin, full_name, go_together, is_common, spells
from reperes.people.portrait import Weight, draw, halves


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (b"Ada<ada@x.org>Ada King<king@x.org>", (("Ada", "ada@x.org"), ("Ada King", "king@x.org"))),
        (b"<><>", (("", ""), ("", ""))),
        (b"", (("", ""), ("", ""))),
        (b"Ada", (("Ada", ""), ("", ""))),
        (b"Ada<a<b@x>Ada<c@x>", (("Ada", "a<b@x"), ("Ada", "c@x"))),
        (b"A > B<a@x>A<a@x>", (("A > B", "a@x"), ("A", "a@x"))),
        (b"Zo\xc3\xab<z@x>Zo\xeb<z@x>", (("Zoë", "z@x"), ("Zoë", "z@x"))),  # UTF-8, then Latin-1
        (
            b"Zo\xc3\x83\xc2\xab<z@x><>",
            (("Zoë", "z@x"), ("", "")),
        ),  # UTF-8 taken for Latin-1 and written again
        (b"Ada \n\t King< ada@x.org >x<y>", (("Ada King", "ada@x.org"), ("x", "y"))),
    ],
)
def test_halves(written: bytes, expected: object) -> None:
    assert halves(written) == expected


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("Ada Lovelace", ("ada lovelace",)),
        ("Lovelace, Ada", ("ada lovelace",)),
        ("LOVELACE Ada", ("ada lovelace",)),
        ("Ada M. Lovelace", ("ada lovelace",)),
        ("Ada Lovelace (Analytical)", ("ada lovelace",)),
        ("Dr. Ada Lovelace", ("ada lovelace",)),
        ("Ada Lovelace via Relay", ("ada lovelace",)),
        ("Zoë O’Hara", ("ohara zoe",)),
        ("Jörg Müller", ("jorg muller", "joerg mueller")),
        ("Łukasz Żak", ("lukasz zak",)),
        ("Ada-Marie King", ("ada king marie",)),
        ("しらいし ななこ", ("しらいし ななこ",)),
        ("김민수", ("김민수",)),
        ("ada", ()),
        ("ada_lovelace", ()),  # no space: a login
        ("AdaLovelace", ()),
        ("ada@example.org", ()),
        ("Your Name", ()),
        ("root", ()),
        ("GitHub Actions", ()),
        ("EC2 Default User", ()),
        ("J. R.", ()),
        ("", ()),
    ],
)
def test_full_names(name: str, keys: tuple[str, ...]) -> None:
    assert draw(name, "x@example.org").keys == keys


@pytest.mark.parametrize(
    ("address", "weight"),
    [
        ("ada@example.org", Weight.FIRM),
        ("ADA+git@Example.ORG", Weight.FIRM),
        ("ada@laptop", Weight.WEAK),
        ("ada@laptop.local", Weight.WEAK),
        ("ada@laptop.(none)", Weight.WEAK),
        ("ada@192.0.2.7", Weight.WEAK),
        ("ada@0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0", Weight.WEAK),
        ("team@example.org", Weight.WEAK),
        ("dev@example.org", Weight.WEAK),
        ("12345+ada@users.noreply.github.com", Weight.WEAK),
        ("noreply@example.org", Weight.NONE),
        ("root@localhost", Weight.NONE),
        ("you@example.com", Weight.NONE),
        ("(no author)", Weight.NONE),
        ("none", Weight.NONE),
        ("", Weight.NONE),
        ("@", Weight.NONE),
    ],
)
def test_what_an_equal_address_proves(address: str, weight: Weight) -> None:
    assert draw("Ada Lovelace", address).weight is weight


@pytest.mark.parametrize(
    ("address", "account"),
    [
        ("12345+Ada@users.noreply.github.com", ("users.noreply.github.com", "12345", "ada")),
        ("ada@users.noreply.github.com", ("users.noreply.github.com", "", "ada")),
        ("12345-ada@users.noreply.gitlab.com", ("users.noreply.gitlab.com", "12345", "ada")),
        ("ada@noreply.codeberg.org", ("noreply.codeberg.org", "", "ada")),
        ("12-ada@users.noreply.github.com", ("users.noreply.github.com", "", "12-ada")),
        ("ada@example.org", None),
    ],
)
def test_accounts(address: str, account: tuple[str, str, str] | None) -> None:
    assert draw("Ada", address).account == account


@pytest.mark.parametrize(
    ("name", "address", "logins"),
    [
        ("Ada Lovelace", "ada.lovelace+git@example.org", {"adalovelace"}),
        ("adalove", "contact@example.org", {"adalove"}),
        ("alovelace42", "12+alovelace42@users.noreply.github.com", {"alovelace42"}),
        ("ada.lovelace@example.org", "", {"adalovelace"}),
        ("Ada", "ada@example.org", set()),  # too short to be anybody's own
        ("Developer", "dev12@example.org", set()),
    ],
)
def test_logins(name: str, address: str, logins: set[str]) -> None:
    assert draw(name, address).logins == logins


@pytest.mark.parametrize(
    ("login", "expected"),
    [
        ("alovelace", True),
        ("alovelace2", True),
        ("adalovelace", True),
        ("lovelacea", True),
        ("adalov", True),
        ("akingl", False),
        ("aklovelace", True),
        ("lovelace", False),  # a word of the name alone is others' too
        ("adal", False),  # too short
        ("charles", False),
    ],
)
def test_logins_that_spell_a_name(login: str, *, expected: bool) -> None:
    assert spells(login, ("ada", "king", "lovelace")) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("greg doe", "gregory doe", True),
        ("ada doe", "ada king doe", True),
        ("artur svist", "arthur svist", True),
        ("jane doe", "john doe", False),
        ("ada king", "bob martin", False),
        ("bo li", "wu li", False),
    ],
)
def test_names_that_go_together(one: str, other: str, *, expected: bool) -> None:
    assert go_together(tuple(one.split()), tuple(other.split())) is expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ada lovelace", False),
        ("bo li", True),
        ("wei zhang", True),
        ("zhang wei", True),
        ("li zhang", True),
        ("xiaoming zhang", False),
        ("john smith", True),
        ("bartholomew smith", False),
        ("김민수", False),
    ],
)
def test_names_that_two_persons_may_bear(name: str, *, expected: bool) -> None:
    assert is_common(tuple(name.split()), frozenset({"li", "zhang", "smith", "wei"})) is expected


def test_small_judgements() -> None:
    assert full_name(("ada",)) is None
    assert agree([frozenset("m"), frozenset(), frozenset("mk")])
    assert not agree([frozenset("a"), frozenset("b")])
    assert akin("lovelace", ("ada", "lovelace"))
    assert akin("alove", ("ada", "lovelace"))
    assert not akin("bob", ("ada", "lovelace"))


def test_the_repr_tells_nobody() -> None:
    assert repr(draw("Ada Lovelace", "ada@example.org")) == "Portrait(weight=<Weight.FIRM: 2>)"
