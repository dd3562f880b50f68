"""The file that says which catalogues are asked, and where."""

from pathlib import Path

import pytest

from reperes.errors import UsageError
from reperes.knowledge.catalogue import catalogues
from reperes.sources.catalogues.settings import FILE, Settings


def written(home: Path, text: str) -> Settings:
    (home / FILE).write_text(text, "utf-8")
    return Settings.of(home)


def test_without_a_file_every_catalogue_is_where_its_definition_says(tmp_path: Path) -> None:
    settings = Settings.of(tmp_path)
    assert settings == Settings()
    for one in catalogues().values():
        assert settings.address(one) == one.address


def test_an_address_and_a_catalogue_that_is_left_out(tmp_path: Path) -> None:
    settings = written(
        tmp_path, "addresses: {sill: 'https://mirror.example.org/sill.json'}\nwithout: [wikidata, wikidata]\n"
    )
    assert settings.address(catalogues()["sill"]) == "https://mirror.example.org/sill.json"
    assert settings.address(catalogues()["wikidata"]) == catalogues()["wikidata"].address
    assert settings.off == {"wikidata"}


@pytest.mark.parametrize("text", ["", "# nothing\n", "{}", "addresses: {}\n"])
def test_an_empty_file_changes_nothing(tmp_path: Path, text: str) -> None:
    assert written(tmp_path, text) == Settings()


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        ("addresses: {unheard-of: 'https://a.example.org'}", "unheard-of"),
        ("without: [unheard-of]", "unheard-of"),
        ("addresses: {sill: 'ftp://a.example.org'}", "addresses.sill: string_pattern_mismatch"),
        (
            "addresses: {sill: 'https://camille:secret@a.example.org'}",
            "addresses.sill: string_pattern_mismatch",
        ),
        ("addresses: [sill]", "addresses: dict_type"),
        ("without: sill", "without: list_type"),
        ("with: [sill]", "with: extra_forbidden"),
        ("- sill", "model_type"),
        ("a: [", "ParserError"),
        ("a: !!python/object/apply:os.system ['true']", "ConstructorError"),
    ],
)
def test_what_is_not_understood_is_said_without_what_it_holds(tmp_path: Path, text: str, detail: str) -> None:
    with pytest.raises(UsageError) as error:
        written(tmp_path, text)
    assert detail in str(error.value.why.args)
    assert "secret" not in str(error.value.why.args)
    assert str(tmp_path / FILE) in str(error.value.what.args)
