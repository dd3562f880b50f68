"""The OpenAPI document: well formed, whole, in two languages; and the page made from it."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from jsonschema import Draft202012Validator

from reperes.i18n import Language, translate
from reperes_web.api import contracts

METHODS = {"get", "put", "post", "delete"}
PUBLIC = {"readLaw", "listModalities", "explain"}


def document(client: Client, lang: str = "en") -> Any:
    answer = client.get(f"/api/v1/openapi.json?lang={lang}")
    assert answer.status_code == 200
    return answer.json()


def operations(told: Any) -> Iterator[tuple[str, str, Any]]:
    for path, methods in told["paths"].items():
        for method, one in methods.items():
            yield path, method, one


def schemas(part: Any) -> Iterator[Any]:
    """Yield each schema that stands under `schema`, wherever it is."""
    if isinstance(part, dict):
        for name, one in part.items():
            if name == "schema" and isinstance(one, dict):
                yield one
            else:
                yield from schemas(one)
    elif isinstance(part, list):
        for one in part:
            yield from schemas(one)


def refs(part: Any) -> set[str]:
    if isinstance(part, dict):
        own = {part["$ref"]} if isinstance(part.get("$ref"), str) else set()
        return own.union(*(refs(one) for one in part.values()))
    return set().union(*(refs(one) for one in part)) if isinstance(part, list) else set()


def test_its_shape_is_that_of_openapi(client: Client) -> None:
    told = document(client)
    assert told["openapi"] == "3.1.0"
    assert {"title", "version", "description"} <= told["info"].keys()
    names = [one["operationId"] for _, _, one in operations(told)]
    assert len(names) == len(set(names)) == 22
    tags = {tag["name"] for tag in told["tags"]}
    for path, method, one in operations(told):
        assert method in METHODS
        assert set(one["tags"]) <= tags
        assert one["summary"]
        assert one["description"]
        assert all(re.fullmatch("[1-5][0-9]{2}", code) for code in one["responses"])
        assert all(answer["description"] for answer in one["responses"].values())
        there = [(each["name"], each["in"]) for each in one["parameters"]]
        assert len(there) == len(set(there))
        assert {name for name, place in there if place == "path"} == set(re.findall(r"{(\w+)}", path))
        assert all(each["required"] for each in one["parameters"] if each["in"] == "path")
        assert ("lang", "query") in there
        assert bool(one.get("security")) is (one["operationId"] not in PUBLIC)
        known = told["components"]["securitySchemes"]
        assert all(name in known for each in one.get("security", ()) for name in each)
    assert told["components"]["securitySchemes"]["Key"]["scheme"] == "bearer"


def test_every_schema_is_one_and_every_reference_leads_somewhere(client: Client) -> None:
    told = document(client)
    components = told["components"]["schemas"]
    for one in [*components.values(), *schemas(told["paths"])]:
        Draft202012Validator.check_schema(one)
    assert {name.rpartition("/")[2] for name in refs(told)} <= components.keys()
    assert all(re.fullmatch(r"[a-zA-Z0-9._-]+", name) for name in components)


def test_examples_are_what_their_schema_takes(client: Client) -> None:
    told = document(client)
    seen = 0
    for _, _, one in operations(told):
        body = one.get("requestBody", {}).get("content", {}).get("application/json", {})
        schema = {**body.get("schema", {}), "components": told["components"]}
        name = schema.get("$ref", "").rpartition("/")[2]
        examples = [*told["components"]["schemas"].get(name, {}).get("examples", ())]
        examples += [body["example"]] if "example" in body else []
        for example in examples:
            Draft202012Validator(schema).validate(example)
            seen += 1
        assert not body or examples, one["operationId"]
    assert seen == 6


@pytest.mark.parametrize(
    ("operation", "contract"),
    [("readObservation", "observation-1"), ("askAdvice", "advice-1"), ("readLaw", "law-1")],
)
def test_contracts_are_the_published_ones(client: Client, operation: str, contract: str) -> None:
    told = document(client)
    found = next(one for _, _, one in operations(told) if one["operationId"] == operation)
    answer = found["responses"]["200"]["content"]["application/json"]["schema"]
    assert answer == {"$ref": f"#/components/schemas/{contract}"}
    assert told["components"]["schemas"][contract] == json.loads(json.dumps(contracts.components()[contract]))
    assert told["components"]["schemas"][contract]["title"] == f"reperes/{contract.replace('-', '/')}"


def test_it_is_said_in_the_language_of_the_reader(client: Client) -> None:
    english, french = document(client), document(client, "fr")
    for told, language in ((english, Language.EN), (french, Language.FR)):
        found = next(one for _, _, one in operations(told) if one["operationId"] == "askAdvice")
        assert found["summary"] == translate(language, "Ask for an advice")
    assert english["paths"].keys() == french["paths"].keys()


@pytest.mark.django_db
def test_the_page_shows_every_address_with_an_example(client: Client) -> None:
    answer = client.get("/api/", headers={"Accept-Language": "en"})
    assert answer.status_code == 200
    page = answer.content.decode()
    told = document(client)
    for path, method, one in operations(told):
        assert f"<strong>{method.upper()}</strong> {path}" in page
        assert f'<h3 id="{one["operationId"]}">{one["summary"]}</h3>' in page
    assert page.count("<pre ") == 22
    assert page.count("<h1") == 1
    assert "style=" not in page
    law = "curl --fail-with-body http://testserver/api/v1/law</code>"
    assert law in page
    post = (
        "curl --fail-with-body -X POST http://testserver/api/v1/observations \\\n"
        "  -H &#34;Authorization: Bearer $REPERES_KEY&#34; \\\n"
        "  -H &#39;Content-Type: application/json&#39; \\\n"
        "  -d &#39;{&#34;subject&#34;: &#34;https://forge.example.org/commun/registre&#34;}&#39;</code>"
    )
    assert post in page
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
