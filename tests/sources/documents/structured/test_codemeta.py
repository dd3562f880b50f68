from reperes.i18n import Language
from reperes.sources.documents.structured.codemeta import read

GOOD = """{
  "@context": "https://w3id.org/codemeta/3.0", "@type": "SoftwareSourceCode",
  "name": "Medusa",
  "schema:description": {"@value": "Books rooms", "@language": "en"},
  "license": ["https://spdx.org/licenses/MIT", {"@type": "CreativeWork", "url": "https://example.org/licence"}],
  "version": 1.5,
  "codeRepository": "https://example.org/medusa.git",
  "issueTracker": "https://example.org/medusa/issues",
  "developmentStatus": "https://www.repostatus.org/#active",
  "datePublished": "2024-01-02",
  "referencePublication": [{"@type": "ScholarlyArticle", "@id": "https://doi.org/10.1/x"}, "Ten rooms"],
  "funding": "ANR-00-0000",
  "author": [{"@type": "Person", "givenName": "Ada", "email": "ada@example.org"},
             {"@type": "Organization", "name": "Example Lab"},
             {"@type": "Role", "schema:author": "_:ada", "roleName": "developer"}],
  "maintainer": {"@type": "Person", "givenName": "Bob"},
  "funder": [{"@type": "Organization", "name": "Example Fund"}, {"name": "Cleo Example"}],
  "copyrightHolder": "Université d’Exemple"
}"""


def test_a_whole_file() -> None:
    parsed = read(GOOD, "codemeta.json")
    assert parsed.problems == ()
    assert parsed.fields == {
        "name": "Medusa",
        "description": "Books rooms",
        "license": ["https://spdx.org/licenses/MIT", "https://example.org/licence"],
        "version": "1.5",
        "codeRepository": "https://example.org/medusa.git",
        "issueTracker": "https://example.org/medusa/issues",
        "developmentStatus": "https://www.repostatus.org/#active",
        "datePublished": "2024-01-02",
        "referencePublication": ["https://doi.org/10.1/x"],
        "funding": ["ANR-00-0000"],
        "author": ["Example Lab"],
        "author_count": 1,
        "maintainer_count": 1,
        "funder": ["Example Fund"],
        "funder_count": 1,
        "copyrightHolder": ["Université d’Exemple"],
    }


def test_a_wrong_file_is_told_and_the_rest_is_used() -> None:
    parsed = read(
        '{"name": ["a"], "codeRepository": "medusa", "dateCreated": "now", "author": 7}', "codemeta.json"
    )
    assert parsed.fields == {"author_count": 1}
    assert [one.text(Language.EN) for one in parsed.problems] == [
        "`name` should be a text; it was set aside.",
        "`codeRepository` is not a web address; it was set aside.",
        "`dateCreated` is not a date written like 2026-11-23; it was set aside.",
    ]
