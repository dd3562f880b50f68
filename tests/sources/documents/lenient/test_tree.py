import pytest

from reperes.i18n import Language
from reperes.sources.documents.lenient.tree import without_addresses, without_strange_key, written_twice


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ask zelda.quackenbush@planted.example.", "Ask …"),
        ("Ask zelda.quackenbush%40planted.example now", "Ask … now"),
        ("Ask zelda.quackenbush%2540planted%2Eexample now", "Ask … now"),
        ("Ask zelda&#64;planted.example now", "Ask … now"),
        ("https://a.example/?to=zelda%40planted.example", "https://a.example/?to=…"),
        ("Ask zelda.quackenbush＠planted．example now", "Ask … now"),
        ("Ask zelda.quackenbush@localhost now", "Ask … now"),
        ("Ask zelda.quackenbush at planted.example now", "Ask … now"),
        ("Ask zelda.quackenbush at planted dot example", "Ask …"),
        ("Ask zelda.quackenbush [at] planted.example now", "Ask … now"),
        ("Ask zelda.quackenbush (at) planted [dot] example now", "Ask … now"),
        ("https://a.example/@name", "https://a.example/@name"),
        ("https://a.example/%40name", "https://a.example/%40name"),
        ("Look at the ½ page", "Look at the ½ page"),
        ("Runs at 2.10 GHz", "Runs at 2.10 GHz"),
        ("@scope/name", "@scope/name"),
    ],
)
def test_without_addresses(text: str, expected: str) -> None:
    assert without_addresses(text) == expected


@pytest.mark.parametrize(
    "text",
    ["%40" * 6_000, "a" * 20_000, "a" + " " * 20_000, "a [" * 6_000, "a at b." * 2_800, "a at " * 4_000],
)
def test_long_texts_end(text: str) -> None:
    assert len(without_addresses(text)) <= len(text)


def test_a_strange_key_written_twice_is_not_named() -> None:
    said = [without_strange_key(written_twice(key), {"name"}) for key in ("name", "Zelda Quackenbush")]
    assert [one.text(Language.EN) for one in said] == [
        "`name` is written twice; the last one was kept.",
        "A field is written twice; the last one was kept.",
    ]
