"""Whatever a GitLab answers, it is read or it is an absence."""

from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reperes.people.accounts import Accounts
from reperes.sources.forges.gitlab import state
from reperes.sources.forges.gitlab.items import Reader
from reperes.sources.forges.place import Place
from support.gitlab import PROJECT, gitlab
from support.gitlab_reading import reading
from support.web import HOST, READ_AT, Heard, Said, as_json

ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=12,
)
MOMENT = st.sampled_from(["2026-10-01T00:00:00Z", "2026-10-02T00:00:00+99:00", "0001-01-01", 7, None])


def shaped(fields: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[Any]:
    """Return objects that look right but for what is in some of their fields."""
    return st.fixed_dictionaries({}, optional={name: value | ANY for name, value in fields.items()}) | ANY


PERSON = shaped({"username": st.just("zoe"), "bot": st.booleans()})
NOTE = shaped(
    {
        "createdAt": MOMENT,
        "system": st.booleans(),
        "systemNoteIconName": st.just("issue-close"),
        "maxAccessLevelOfAuthor": st.just("Owner"),
        "position": ANY,
        "author": PERSON,
    }
)
NODE = shaped(
    {
        "iid": st.just("3"),
        "createdAt": MOMENT,
        "updatedAt": MOMENT,
        "closedAt": MOMENT,
        "mergedAt": MOMENT,
        "state": st.sampled_from(["opened", "closed", "merged"]),
        "author": PERSON,
        "mergeUser": PERSON,
        "labels": shaped({"nodes": st.lists(shaped({"title": st.text(max_size=5)}), max_size=2)}),
        "notes": shaped(
            {"nodes": st.lists(NOTE, max_size=3), "pageInfo": shaped({"hasNextPage": st.booleans()})}
        ),
    }
)
STATE = shaped(
    dict.fromkeys(
        ["webUrl", "archived", "issueStatusCounts", "group", "namespace", "license", "openChanges"], ANY
    )
    | {
        "releases": shaped(
            {"nodes": st.lists(shaped({"tagName": st.just("v1"), "releasedAt": MOMENT}), max_size=2)}
        )
    }
)


@given(node=NODE)
def test_an_item_of_any_shape_is_read_or_let_go(node: Any) -> None:
    reader = Reader(Accounts(b"key", HOST), READ_AT)
    item = reader.item("change", node, "last") if isinstance(node, dict) else None
    assert item is None or (item.number >= 0 and item.opened_at.tzinfo is not None)
    assert item is None or all(answer.at <= READ_AT for answer in item.answers)


@given(node=STATE, told=STATE)
def test_a_state_of_any_shape_is_read(node: Any, told: Any) -> None:
    known = [one if isinstance(one, dict) else {} for one in (node, told)]
    place = Place("https://forge.example.org", PROJECT)
    state.repository(known[0], known[1], place, READ_AT, moved_from=None, version=None)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(nodes=st.lists(NODE, max_size=3) | ANY, data=ANY)
def test_an_answer_of_any_shape_is_an_answer_or_a_limit(tmp_path: Path, nodes: Any, data: Any) -> None:
    def told(heard: Heard, _: int) -> Said:
        if b"mergeRequests(" in heard.body:
            return as_json({"data": data})
        page = {"nodes": nodes, "pageInfo": {"hasNextPage": False}}
        return as_json({"data": {"project": {"issues": page}}} if heard.body else data)

    with gitlab(trouble=told) as served:
        found = reading(tmp_path, served)
    assert found.issues.since is None or isinstance(nodes, list)
    assert found.changes.since is None
