"""The questions put to GitHub, against its published schema: what they ask exists, and what they cost."""

import json

import graphql
import pytest

from reperes.sources.forges.github import queries
from support.github import SCHEMA, cost, schema

PAGE = {"owner": "a", "name": "b", "size": queries.PAGE, "cursor": None, "order": "CREATED_AT"}
ALL = {
    "overview": queries.OVERVIEW,
    "issues": queries.ISSUES,
    "changed": queries.CHANGED_ISSUES,
    "changes": queries.CHANGES,
}


@pytest.mark.parametrize("name", ALL)
def test_every_field_is_in_the_published_schema(name: str) -> None:
    assert graphql.validate(schema(), graphql.parse(ALL[name])) == []


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("overview", "isArchived"),
        ("issues", "authorAssociation"),
        ("changes", "mergedBy"),
        ("changes", "submittedAt"),
    ],
)
def test_a_field_that_is_renamed_is_noticed(name: str, field: str) -> None:
    schema()  # or the test is skipped
    told = SCHEMA.read_text(encoding="utf-8").replace(f'"name": "{field}"', f'"name": "{field}Now"')
    assert f"{field}Now" in told
    renamed = graphql.build_client_schema(json.loads(told), assume_valid=True)
    errors = graphql.validate(renamed, graphql.parse(ALL[name]))
    assert any(field in error.message for error in errors)


@pytest.mark.parametrize(("name", "points"), [("overview", 1), ("issues", 2), ("changed", 2), ("changes", 1)])
def test_what_a_question_costs(name: str, points: int) -> None:
    assert cost(ALL[name], PAGE) == points


def test_the_rule_of_the_documentation() -> None:
    # Its worked example: 1 request for the repositories, 50 for their issues, 1,000 for their labels.
    query = """query { viewer { repositories(first: 50) { edges { node {
      issues(first: 20) { totalCount edges { node { title labels(first: 60) { edges { node { name } } } } } }
    } } } } }"""
    assert cost(query, {}) == round((1 + 50 + 50 * 20) / 100) == 11
