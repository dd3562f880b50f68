import pytest

from reperes.i18n import Language
from reperes.sources.documents.structured.pyproject import read

PROJECT = """
[project]
name = "medusa"
version = "1.0"
description = "Books rooms"
license = "MIT"
authors = [{name = "Ada", email = "ada@example.org"}, {name = "Bob"}]
maintainers = [{email = "cleo@example.org"}]
classifiers = ["License :: OSI Approved :: MIT License"]
urls = {Homepage = "https://medusa.example", Funding = "https://medusa.example/give"}
[tool.poetry]
name = "old"
"""

POETRY = """
[tool.poetry]
name = "medusa"
license = "MIT"
homepage = "https://medusa.example"
repository = "https://example.org/medusa"
authors = ["Ada <ada@example.org>"]
[tool.poetry.urls]
Issues = "https://example.org/issues"
"""


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        (
            PROJECT,
            {
                "name": "medusa",
                "version": "1.0",
                "description": "Books rooms",
                "license": "MIT",
                "urls": {"Homepage": "https://medusa.example", "Funding": "https://medusa.example/give"},
                "classifiers": ["License :: OSI Approved :: MIT License"],
                "authors_count": 2,
                "maintainers_count": 1,
            },
        ),
        (
            POETRY,
            {
                "name": "medusa",
                "license": "MIT",
                "urls": {
                    "homepage": "https://medusa.example",
                    "repository": "https://example.org/medusa",
                    "Issues": "https://example.org/issues",
                },
                "authors_count": 1,
            },
        ),
        ('[project]\nlicense = {file = "LICENSE"}', {"license_file": "LICENSE"}),
        ('[project]\nlicense = {text = "MIT"}', {"license": "MIT"}),
        (
            '[project]\nlicense = {text = "MIT License\\nCopyright (c) 2020 Zelda Quackenbush"}',
            {"license": "MIT License"},
        ),
        (
            (
                '[project.urls]\n"Zelda Quackenbush" = "https://a.example"\n"Bug Tracker" = "https://b.example"\n'
                'Zelda = "https://c.example"'
            ),
            {
                "urls": {
                    "other": "https://a.example",
                    "Bug Tracker": "https://b.example",
                    "other_2": "https://c.example",
                }
            },
        ),
        ("[tool.ruff]\nline-length = 110", {}),
    ],
)
def test_whole_files(text: str, fields: dict[str, object]) -> None:
    parsed = read(text, "pyproject.toml")
    assert (parsed.fields, parsed.problems) == (fields, ())


def test_a_wrong_file_is_told_and_the_rest_is_used() -> None:
    parsed = read(
        'project = 1\n[tool.poetry]\nname = ["a"]\nhomepage = "medusa"\nlicense = "MIT"', "pyproject.toml"
    )
    assert parsed.fields == {"license": "MIT"}
    assert [one.text(Language.EN) for one in parsed.problems] == [
        "`name` should be a text; it was set aside.",
        "`urls.homepage` is not a web address; it was set aside.",
    ]
