from reperes.i18n import Language
from reperes.sources.documents.structured.citation_cff import read

GOOD = """
cff-version: 1.2.0
title: Medusa
type: software
message: Please cite it
license: [MIT, Apache-2.0]
doi: 10.5281/zenodo.0
version: 1.10
date-released: 2024-01-02
repository-code: https://example.org/medusa
authors:
  - {family-names: Example, given-names: Ada, email: ada@example.org, orcid: "https://orcid.org/0"}
  - name: Example Lab
    city: Exempleville
  - {alias: bob, name: bob}
contact: [{family-names: Example, given-names: Cleo}]
identifiers: [{type: swh, value: "swh:1:dir:0000000000000000000000000000000000000000"}]
preferred-citation:
  type: article
  title: Ten rooms
  year: 2023
  authors: [{name: The Medusa contributors}]
"""


def test_a_whole_file() -> None:
    parsed = read(GOOD, "CITATION.cff")
    assert parsed.problems == ()
    assert parsed.fields == {
        "cff-version": "1.2.0",
        "title": "Medusa",
        "type": "software",
        "license": ["MIT", "Apache-2.0"],
        "doi": "10.5281/zenodo.0",
        "version": "1.10",
        "date-released": "2024-01-02",
        "repository-code": "https://example.org/medusa",
        "authors": ["Example Lab"],
        "authors_count": 2,
        "contact_count": 1,
        "identifiers": [{"type": "swh", "value": "swh:1:dir:0000000000000000000000000000000000000000"}],
        "preferred-citation": {
            "type": "article",
            "title": "Ten rooms",
            "year": "2023",
            "authors": ["The Medusa contributors"],
        },
    }


def test_a_wrong_file_is_told_and_the_rest_is_used() -> None:
    parsed = read(
        "title: [Medusa]\ndate-released: 2024\nauthors: Ada\nidentifiers: [{type: doi}]\nlicense: MIT",
        "x.cff",
    )
    assert parsed.fields == {"license": ["MIT"], "authors_count": 1}
    assert [one.text(Language.EN) for one in parsed.problems] == [
        "`title` should be a text; it was set aside.",
        "`date-released` is not a date written like 2026-11-23; it was set aside.",
        "`identifiers.1.value` is missing, so what should hold it was set aside.",
    ]
