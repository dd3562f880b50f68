import json

from reperes.facts.documents import DocumentKind
from reperes.sources.documents.formats import declared

PACKAGE = {
    "name": "gdp",
    "title": "Gross domestic product",
    "licenses": [{"name": "ODC-PDDL-1.0", "path": "https://opendatacommons.org/licenses/pddl/"}],
    "resources": [{"path": "data/a.csv"}, {"path": "data/b.csv"}],
    "contributors": [{"title": "Ada", "email": "ada@example.org"}],
}


def test_a_data_set_described_by_who_publishes_it() -> None:
    found = declared(DocumentKind.MANIFEST, "datapackage.json", json.dumps(PACKAGE))
    assert found is not None
    assert (found.format, found.problems) == ("datapackage.json", ())
    assert found.fields == {
        "name": "gdp",
        "title": "Gross domestic product",
        "licenses": [{"name": "ODC-PDDL-1.0", "path": "https://opendatacommons.org/licenses/pddl/"}],
        "resources_count": 2,
        "contributors_count": 1,
    }


def test_what_is_not_one_is_told() -> None:
    found = declared(DocumentKind.MANIFEST, "datapackage.json", "[1]")
    assert found is not None
    assert found.fields == {}
    assert len(found.problems) == 1
