from reperes.i18n import Language
from reperes.sources.documents.structured.funding_manifests import read


def test_addresses_one_a_line() -> None:
    parsed = read("https://medusa.example/funding.json\n\nhere\n", ".well-known/funding-manifest-urls")
    assert parsed.fields == {"urls": ["https://medusa.example/funding.json"]}
    assert [one.text(Language.EN) for one in parsed.problems] == [
        "`urls.2` is not a web address; it was set aside."
    ]
