from reperes.i18n import Language
from reperes.sources.documents.structured.composer import read

GOOD = """{
  "name": "medusa/core", "description": "Books rooms", "type": "library", "license": ["MIT", "GPL-3.0-only"],
  "homepage": "https://medusa.example", "abandoned": "other/core",
  "authors": [{"name": "Ada", "email": "ada@example.org", "role": "Developer"}],
  "support": {"email": "ada@example.org", "issues": "https://example.org/issues", "irc": "irc://example.org/m"},
  "funding": [{"type": "patreon", "url": "https://www.patreon.com/ada"}]
}"""


def test_a_whole_file() -> None:
    parsed = read(GOOD, "composer.json")
    assert parsed.problems == ()
    assert parsed.fields == {
        "name": "medusa/core",
        "description": "Books rooms",
        "type": "library",
        "license": ["MIT", "GPL-3.0-only"],
        "homepage": "https://medusa.example",
        "abandoned": True,
        "authors_count": 1,
        "support": {"issues": "https://example.org/issues"},
        "funding": ["https://patreon.com"],
    }


def test_a_wrong_file_is_told_and_the_rest_is_used() -> None:
    parsed = read(
        '{"license": "MIT", "type": 1, "support": {"issues": "here"}, "funding": [1], "name": []}',
        "composer.json",
    )
    assert parsed.fields == {"license": ["MIT"], "type": "1"}
    assert [one.text(Language.EN) for one in parsed.problems] == [
        "`support.issues` is not a web address; it was set aside.",
        "`funding.1` is not a web address; it was set aside.",
    ]
