"""What GitLab is asked, less what a version may lack."""

import graphql
import pytest

from reperes.sources.forges.gitlab.queries import OVERVIEW, changes, issues, optional, without
from support.gitlab_schema import schema

QUERIES = {
    "overview": OVERVIEW,
    "issues": issues(changed=False),
    "changed issues": issues(changed=True),
    "changes": changes(changed=False),
    "changed changes": changes(changed=True),
}


def wrong(query: str, year: int = 2026) -> list[graphql.GraphQLError]:
    return graphql.validate(schema(year), graphql.parse(query.replace("%notes", "first: 20")))


def test_a_part_is_left_out_with_what_it_holds() -> None:
    template = "{ <a> b(c: 1<d|, d: 2>) <e,f|e { f <g> }> }"

    def less(*lacking: str) -> str:
        return " ".join(without(template, lacking).split())

    assert optional(template) == {"a", "d", "e", "f", "g"}
    assert less() == "{ a b(c: 1, d: 2) e { f g } }"
    assert less("d", "f") == "{ a b(c: 1) }"
    assert less("a", "g") == "{ b(c: 1, d: 2) e { f } }"


@pytest.mark.parametrize("name", QUERIES)
def test_any_part_can_be_left_out_and_all_of_them(name: str) -> None:
    template = QUERIES[name]
    for lacking in [set(), *({part} for part in optional(template)), optional(template)]:
        assert wrong(without(template, lacking)) == [], lacking


@pytest.mark.parametrize("name", QUERIES)
def test_what_an_old_version_refuses_can_be_left_out(name: str) -> None:
    refused = wrong(without(QUERIES[name], ()), 2021)
    assert refused
    known = optional(QUERIES[name])
    assert all(any(f"'{part}'" in error.message for part in known) for error in refused)
