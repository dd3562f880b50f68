import pytest

from reperes.i18n import Language
from reperes.sources.documents.structured.package_json import read

GOOD = """{
  "name": "@medusa/core", "version": "1.0.0", "description": "Books rooms", "license": "MIT",
  "repository": {"type": "git", "url": "git+https://example.org/medusa.git", "directory": "core"},
  "homepage": "https://medusa.example",
  "bugs": {"url": "https://example.org/issues", "email": "ada@example.org"},
  "funding": [{"type": "individual", "url": "https://ko-fi.com/ada"}, "https://opencollective.com/medusa"],
  "workspaces": {"packages": ["packages/*"]}, "private": true,
  "author": "Ada <ada@example.org> (https://ada.example)", "contributors": [{"name": "Bob"}, "Cleo"],
  "dependencies": {"left-pad": "1"}
}"""


def test_a_whole_file() -> None:
    parsed = read(GOOD, "package.json")
    assert parsed.problems == ()
    assert parsed.fields == {
        "name": "@medusa/core",
        "version": "1.0.0",
        "description": "Books rooms",
        "license": "MIT",
        "repository": "git+https://example.org/medusa.git",
        "homepage": "https://medusa.example",
        "bugs": "https://example.org/issues",
        "funding": ["https://ko-fi.com", "https://opencollective.com/medusa"],
        "workspaces": ["packages/*"],
        "private": True,
        "author_count": 1,
        "contributors_count": 2,
    }


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ('{"license": {"type": "MIT", "url": "x"}}', {"license": "MIT"}),
        ('{"licenses": [{"type": "MIT"}, "ISC"]}', {"licenses": ["MIT", "ISC"]}),
        ('{"repository": "team/tool"}', {"repository": "https://github.com/team/tool"}),
        ('{"repository": "gitlab:team/tool"}', {"repository": "https://gitlab.com/team/tool"}),
        (
            '{"repository": "git@example.org:team/tool.git"}',
            {"repository": "ssh://example.org/team/tool.git"},
        ),
        ('{"bugs": {"email": "ada@example.org"}}', {}),
        ('{"funding": "https://medusa.example/give"}', {"funding": ["https://medusa.example/give"]}),
        ('{"workspaces": ["a", "b"]}', {"workspaces": ["a", "b"]}),
    ],
)
def test_other_ways_of_writing(text: str, fields: dict[str, object]) -> None:
    parsed = read(text, "package.json")
    assert (parsed.fields, parsed.problems) == (fields, ())


def test_a_wrong_file_is_told_and_the_rest_is_used() -> None:
    parsed = read(
        '{"name": {}, "license": ["MIT"], "homepage": "medusa", "private": "perhaps", "version": 2}',
        "package.json",
    )
    assert parsed.fields == {"version": "2"}
    assert [one.text(Language.EN) for one in parsed.problems] == [
        "`license` should be a text; it was set aside.",
        "`homepage` is not a web address; it was set aside.",
        "`private` should be true or false; it was set aside.",
    ]
