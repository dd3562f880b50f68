"""OpenSSF Scorecard: the checks that a program made of a repository, one by one.

`GET /projects/<host>/<owner>/<name>`, `checks[]`. The mark that sums them up is not read: no project is told
in one number. Nor are the details, which may name people.
"""

from collections.abc import Iterator
from datetime import date
from typing import Annotated
from urllib.parse import quote, urlsplit

from pydantic import Field, ValidationError

from reperes.facts.catalogue import Check, Entry, Found
from reperes.sources.catalogues.asking import Asker
from reperes.sources.catalogues.places import place
from reperes.sources.catalogues.project import Project
from reperes.sources.catalogues.reader import Row, ShapeError, Taken, address, body_name, day, sentence, under

MOST = 3
_HOSTS = frozenset({"github.com", "gitlab.com"})
_PARTS = 3
_LONGEST_REASON = 200
_PAGE = "https://scorecard.dev/viewer/?uri="


class _Repository(Row):
    name: str


class _Check(Row):
    name: Annotated[str, Field(min_length=1)]
    score: Annotated[int, Field(ge=-1, le=10)]
    reason: str | None = None


def ask(asker: Asker, project: Project) -> Iterator[Found]:
    """Yield the last result published for the repository."""
    for here in _paths(project):
        answer = asker.maybe(f"/projects/{quote(here, safe='/')}")
        if answer is None:
            continue
        name = _name(answer)
        # A result under another name is that of another repository.
        if name.lower() == here.lower():
            yield Found(_entry(here, answer), "repository")
        return


def _paths(project: Project) -> list[str]:
    """Return host, owner and name as they are written, then in small letters, as results are filed."""
    written = address(project.origin)
    as_is = []
    if written is not None and (here := place(written)) in project.places:
        parts = urlsplit(written)
        path = f"{parts.hostname}/{parts.path.strip('/').removesuffix('.git')}"
        as_is = [path] if path.lower() == here else []
    paths = dict.fromkeys([*as_is, *project.places])
    return [one for one in paths if one.partition("/")[0] in _HOSTS and len(one.split("/")) == _PARTS][:MOST]


def _name(answer: object) -> str:
    try:
        return _Repository.model_validate(under(answer, "repo")).name
    except ValidationError:
        raise ShapeError("repo") from None


def _entry(here: str, answer: object) -> Entry:
    rows = Taken().each(under(answer, "checks"), _Check, "checks")
    checks = tuple(
        Check(name, None if row.score < 0 else row.score, _reason(row.reason))
        for row in rows
        if (name := body_name(row.name)) is not None
    )
    url = f"https://{here}"
    return Entry(
        id=here,
        name=here,
        url=f"{_PAGE}{quote(here)}",
        repositories=(url,),
        checks=checks,
        dated=_dated(answer),
    )


def _reason(value: str | None) -> str | None:
    line = sentence(value)
    return f"{line[: _LONGEST_REASON - 1]}…" if line and len(line) > _LONGEST_REASON else line


def _dated(answer: object) -> date | None:
    return day(answer.get("date")) if isinstance(answer, dict) else None
