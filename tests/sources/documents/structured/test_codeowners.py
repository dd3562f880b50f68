import pytest

from reperes.sources.documents.structured.codeowners import read

GITLAB = """
# default
*              @Org/Core @ada   # ada@example.org looks too
[Docs] @org/docs/writers
/docs/
^[Optional][2]
*.md           cleo@example.org @ada
"""


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        (GITLAB, {"rules": 3, "owners_count": 4, "team_owners_count": 2, "organisations": ["org"]}),
        ("# nothing\n", {"rules": 0, "owners_count": 0, "team_owners_count": 0}),
        ("* @ada\n", {"rules": 1, "owners_count": 1, "team_owners_count": 0}),
    ],
)
def test_counts(text: str, fields: dict[str, object]) -> None:
    assert read(text, "CODEOWNERS").fields == fields
