from reperes.i18n import Language
from reperes.sources.documents.structured.pom import read

GOOD = """<?xml version="1.0"?>
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <parent><groupId>org.parent</groupId></parent>
  <groupId>org.example</groupId><artifactId>medusa</artifactId><version>1.0</version><packaging>pom</packaging>
  <name>Medusa</name><description>Books rooms</description><url>https://medusa.example</url>
  <inceptionYear>2020</inceptionYear>
  <organization><name>Example Lab</name><url>https://lab.example</url></organization>
  <licenses><license><name>MIT</name><url>https://example.org/licence</url></license></licenses>
  <scm><connection>scm:git:x</connection><url>https://example.org/medusa</url></scm>
  <issueManagement><system>x</system><url>https://example.org/issues</url></issueManagement>
  <developers><developer><name>Ada</name><email>ada@example.org</email></developer>
    <developer><name>Bob</name></developer></developers>
  <contributors><contributor><name>Cleo</name></contributor></contributors>
  <modules><module>core</module><module>web</module></modules>
</project>"""


def test_a_whole_file() -> None:
    parsed = read(GOOD, "pom.xml")
    assert parsed.problems == ()
    assert parsed.fields == {
        "groupId": "org.example",
        "artifactId": "medusa",
        "version": "1.0",
        "packaging": "pom",
        "name": "Medusa",
        "description": "Books rooms",
        "url": "https://medusa.example",
        "inceptionYear": "2020",
        "organization": {"name": "Example Lab", "url": "https://lab.example"},
        "licenses": [{"name": "MIT", "url": "https://example.org/licence"}],
        "scm": "https://example.org/medusa",
        "issueManagement": "https://example.org/issues",
        "modules": ["core", "web"],
        "developers_count": 2,
        "contributors_count": 1,
    }


def test_a_wrong_file_is_told_and_the_rest_is_used() -> None:
    parsed = read("<project><name>Medusa</name><url>medusa</url><licenses/></project>", "pom.xml")
    assert parsed.fields == {"name": "Medusa"}
    assert [one.text(Language.EN) for one in parsed.problems] == [
        "`url` is not a web address; it was set aside."
    ]
