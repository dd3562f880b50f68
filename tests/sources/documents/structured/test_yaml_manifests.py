from reperes.i18n import Language
from reperes.sources.documents.structured.yaml_manifests import read


def test_a_chart() -> None:
    parsed = read(
        """
name: medusa
version: 1.10
home: https://medusa.example
sources: [https://example.org/medusa]
deprecated: true
maintainers: [{name: Ada, email: ada@example.org}]
""",
        "Chart.yaml",
    )
    assert parsed.problems == ()
    assert parsed.fields == {
        "name": "medusa",
        "version": "1.10",
        "home": "https://medusa.example",
        "sources": ["https://example.org/medusa"],
        "deprecated": True,
        "maintainers_count": 1,
    }


def test_a_wrong_file_is_told_and_the_rest_is_used() -> None:
    parsed = read(
        "name: medusa\nfunding: [here, 'https://ko-fi.com/ada']\nsources: {}\nhome: [x]", "pubspec.yaml"
    )
    assert parsed.fields == {"name": "medusa", "funding": ["https://ko-fi.com"]}
    assert [one.text(Language.EN) for one in parsed.problems] == [
        "`home` is not a web address; it was set aside.",
        "`funding.1` is not a web address; it was set aside.",
    ]
