import pytest

from reperes.i18n import Language
from reperes.sources.documents.structured.funding_json import read

GOOD = """{
  "version": "v1.1.0",
  "entity": {"type": "%s", "role": "steward", "name": "%s", "email": "ada@example.org", "phone": "+33 1",
             "description": "Who we are", "webpageUrl": {"url": "https://medusa.example"}},
  "projects": [{"guid": "medusa", "name": "Medusa", "description": "Books rooms",
                "webpageUrl": {"url": "https://medusa.example"},
                "repositoryUrl": {"url": "https://example.org/medusa", "wellKnown": "https://example.org/w"},
                "licenses": ["spdx:MIT"], "tags": ["rooms"]}],
  "funding": {
    "channels": [{"guid": "bank", "type": "bank", "address": "FR76 0000", "description": "to Ada"}],
    "plans": [{"guid": "hosting", "status": "active", "name": "Hosting", "amount": 1500, "currency": "EUR",
               "frequency": "yearly", "channels": ["bank"], "description": "for Ada"}],
    "history": [{"year": 2024, "income": 1000.5, "expenses": 900, "taxes": 0, "currency": "EUR"}]}
}"""

TYPES = "individual, group, organisation, other"

FIELDS = {
    "version": "v1.1.0",
    "projects": [
        {
            "guid": "medusa",
            "name": "Medusa",
            "description": "Books rooms",
            "webpageUrl": "https://medusa.example",
            "repositoryUrl": "https://example.org/medusa",
            "licenses": ["spdx:MIT"],
            "tags": ["rooms"],
        }
    ],
    "funding": {
        "channels": [{"guid": "bank", "type": "bank"}],
        "plans": [
            {
                "guid": "hosting",
                "status": "active",
                "name": "Hosting",
                "amount": 1500,
                "currency": "EUR",
                "frequency": "yearly",
                "channels": ["bank"],
            }
        ],
        "history": [{"year": 2024, "income": 1000.5, "expenses": 900, "taxes": 0, "currency": "EUR"}],
    },
}


@pytest.mark.parametrize(
    ("kind", "name", "entity"),
    [
        ("individual", "Ada Example", {"type": "individual", "role": "steward"}),
        ("other", "Ada Example", {"type": "other", "role": "steward"}),
        (
            "organisation",
            "Medusa Foundation",
            {
                "type": "organisation",
                "role": "steward",
                "name": "Medusa Foundation",
                "webpageUrl": "https://medusa.example",
            },
        ),
    ],
)
def test_a_whole_file(kind: str, name: str, entity: dict[str, str]) -> None:
    parsed = read(GOOD % (kind, name), "funding.json")
    assert (parsed.fields, parsed.problems) == (FIELDS | {"entity": entity}, ())


def test_a_wrong_file_is_told_and_the_rest_is_used() -> None:
    parsed = read(
        '{"version": "v1", "entity": {"type": "king"}, "funding": {"plans": [{"amount": "much",'
        ' "status": "on"}], "history": [{"income": 1}, {"year": 2024}]}}',
        "funding.json",
    )
    assert parsed.fields == {
        "version": "v1",
        "funding": {"history": [{"year": 2024}]},
    }
    assert [one.text(Language.EN) for one in parsed.problems] == [
        f"`entity.type` is not one of {TYPES}; it was set aside.",
        "`funding.plans.1.status` is not one of active, inactive; it was set aside.",
        "`funding.plans.1.amount` should be a number; it was set aside.",
        "`funding.history.1.year` is missing, so what should hold it was set aside.",
    ]
