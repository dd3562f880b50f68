from reperes.i18n import Language
from reperes.sources.documents.structured.cargo import read


def test_a_whole_file() -> None:
    parsed = read(
        """
[package]
name = "medusa"
version.workspace = true
license = {workspace = true}
license-file = "LICENSE"
repository = "https://example.org/medusa"
authors = ["Ada <ada@example.org>", "Bob"]
[workspace]
members = ["core", "web"]
[workspace.package]
version = "1.0"
license = "MIT OR Apache-2.0"
""",
        "Cargo.toml",
    )
    assert parsed.problems == ()
    assert parsed.fields == {
        "name": "medusa",
        "version": "1.0",
        "license": "MIT OR Apache-2.0",
        "license-file": "LICENSE",
        "repository": "https://example.org/medusa",
        "workspaces": ["core", "web"],
        "authors_count": 2,
    }


def test_a_wrong_file_is_told_and_the_rest_is_used() -> None:
    parsed = read('workspace = 1\n[package]\nname = [1]\nhomepage = "medusa"\nlicense = "MIT"', "Cargo.toml")
    assert parsed.fields == {"license": "MIT"}
    assert [one.text(Language.EN) for one in parsed.problems] == [
        "`name` should be a text; it was set aside.",
        "`homepage` is not a web address; it was set aside.",
    ]
