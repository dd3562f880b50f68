"""Forgejo's answers as it publishes them: `pyforgejo` holds models made from its own description.

A name that is read and is not there, or a shape of the stand-in that differs, fails here.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import UnionType
from typing import Any, Union, get_args, get_origin

import pytest
from pydantic import BaseModel

from reperes.people.accounts import Accounts
from reperes.sources.forges.forgejo import Forgejo
from reperes.sources.forges.model import Plan
from reperes.sources.forges.place import Place
from reperes.sources.http.answer import Answer
from support.forgejo import Forgejo as Fake
from support.forgejo import Row, ago, issue, organisation, pull, release, repository, user, written
from support.web import HOST, QUICK, READ_AT, client, serving

types = pytest.importorskip("pyforgejo.types")

_MODELS = {
    r"/version": types.ServerVersion,
    r"/orgs/[^/]+": types.Organization,
    r"/repos/[^/]+/[^/]+": types.Repository,
    r".*/issues": types.Issue,
    r".*/issues/comments": types.Comment,
    r".*/pulls": types.PullRequest,
    r".*/pulls/\d+/reviews": types.PullReview,
    r".*/releases": types.Release,
}

# Gitea's own (1.23 and later), which Forgejo has not; and a field that its models leave out.
_NOT_DESCRIBED = {
    ("Repository", "licenses"),
    ("PullRequest", "original_author"),
    ("PullReview", "original_author"),
}


class Watched(dict[str, Any]):
    """An object of an answer, which writes down the names that are looked for."""

    def __init__(self, model: type[BaseModel], told: Mapping[str, Any], looked: set[tuple[str, str]]) -> None:
        fields = model.model_fields
        super().__init__(
            {
                name: _watched(fields[name].annotation if name in fields else None, value, looked)
                for name, value in told.items()
            }
        )
        self.model = model
        self.looked = looked

    def get(self, key: str, default: Any = None) -> Any:
        self.looked.add((self.model.__name__, key))
        return super().get(key, default)


def _watched(annotation: Any, value: Any, looked: set[tuple[str, str]]) -> Any:
    if get_origin(annotation) in {Union, UnionType}:
        annotation = next(one for one in get_args(annotation) if one is not type(None))
    if isinstance(value, list):
        inner = get_args(annotation)[0] if get_origin(annotation) is list else annotation
        return [_watched(inner, one, looked) for one in value]
    if isinstance(value, dict) and isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return Watched(annotation, value, looked)
    return value


def full(served: Fake) -> None:
    """Fill a forge so that every field has a value somewhere."""
    served.project = repository(
        parent=repository(full_name="amont/guichet"),
        fork=True,
        mirror=True,
        original_url="https://git.example.net/amont.git",
        archived=True,
        archived_at=written(ago(2)),
    )
    served.organisation = organisation(full_name="")
    served.issues = [issue(1, ago(30), user("ida"), "bug", state="closed", closed_at=written(ago(20)))]
    merged = {
        "merged": True,
        "merged_at": written(ago(9)),
        "merged_by": user("ravi"),
        "closed_at": written(ago(9)),
    }
    served.pulls = [
        pull(2, ago(30), user("ida"), "bug", state="closed", **merged),
        pull(3, ago(3), user("ida")),
    ]
    served.comment(served.issues[0], ago(29), user("ravi"), original_author="remote", original_author_id=4)
    served.comment(served.pulls[0], ago(29), user("ravi"))
    served.review(served.pulls[1], ago(2), user("ravi"), official=True)
    served.releases = [release("v1", ago(100))]


@pytest.fixture
def forge() -> Iterator[Fake]:
    with serving() as site:
        served = Fake(site)
        full(served)
        yield served


def _rows(forge: Fake) -> list[tuple[type[BaseModel], Row]]:
    assert forge.organisation is not None
    return [
        (types.ServerVersion, {"version": forge.version}),
        (types.Organization, forge.organisation),
        (types.Repository, forge.project),
        *((types.Issue, row) for row in forge.issues),
        *((types.PullRequest, row) for row in forge.pulls),
        *((types.Comment, row) for row in forge.comments),
        *((types.PullReview, row) for rows in forge.reviews.values() for row in rows),
        *((types.Release, row) for row in forge.releases),
    ]


def test_the_stand_in_answers_in_the_published_shapes(forge: Fake) -> None:
    for model, row in _rows(forge):
        _holds_nothing_else(model.model_validate(_dated(json.loads(json.dumps(row))), strict=True))


def _dated(value: Any) -> Any:
    """Return the content of an answer with its moments as such: strictly, a text is none."""
    if isinstance(value, list):
        return [_dated(one) for one in value]
    if isinstance(value, dict):
        return {name: _dated(one) for name, one in value.items()}
    is_moment = isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\dT.*", value)
    return datetime.fromisoformat(value) if is_moment else value


def _holds_nothing_else(found: BaseModel) -> None:
    assert not found.model_extra, f"{type(found).__name__}: {sorted(found.model_extra or ())}"
    for name in type(found).model_fields:
        value = getattr(found, name)
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, BaseModel):
                _holds_nothing_else(one)


def test_every_name_that_is_read_is_published(
    forge: Fake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: set[tuple[str, str]] = set()

    def watched(answer: Answer) -> Any:
        path = answer.url.partition("/api/v1")[2].partition("?")[0]
        [model] = [model for pattern, model in _MODELS.items() if re.fullmatch(pattern, path)]
        return _watched(model, json.loads(answer.body), looked)

    monkeypatch.setattr(Answer, "json", watched)
    with client(tmp_path, bounds=replace(QUICK, size=1 << 20)) as http:
        place = Place(forge.site.url(""), "atelier/guichet")
        dialect = Forgejo(http, place, Accounts(b"key", HOST), READ_AT)
        dialect.repository()
        found = dialect.requests(Plan(since=ago(365)))
    assert (len(found.issues.items), len(found.changes.items)) == (1, 2)
    assert {name for name, _ in looked} >= {model.__name__ for model in _MODELS.values()} | {"User", "Label"}
    unknown = {(name, field) for name, field in looked if field not in getattr(types, name).model_fields}
    assert unknown == _NOT_DESCRIBED
