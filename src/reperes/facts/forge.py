"""What a forge knows of a project: the state of its repository, and the requests made to it."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Literal

import polars as pl

from reperes.facts.history import INSTANT, KIND_OF_PERSON

REQUEST = pl.Enum(["issue", "change"])
"""A question, a bug, an idea; a change proposed (pull request, merge request)."""

STANDING = pl.Enum(["member", "outsider", "first-timer"])
"""Where a person stood, as the forge tells it: of the project, from outside, there for the first time."""

ANSWER = pl.Enum(["comment", "review"])

LABEL = pl.Enum(["newcomers", "help-wanted", "bug", "security", "documentation"])
"""What a label means, by `knowledge/vocabulary/labels.yaml`; the words of the project itself are not kept."""

REQUESTS_SCHEMA: Mapping[str, Mapping[str, pl.DataType | type[pl.DataType]]] = {
    "requests": {
        "number": pl.UInt32,
        "kind": REQUEST,
        "opened_at": INSTANT,
        "author": pl.UInt32,
        "standing": STANDING,
        "closed_at": INSTANT,
        "merged_at": INSTANT,
        "closed_by": pl.UInt32,
        "merged_by": pl.UInt32,
        "seen_until": INSTANT,
    },
    "answers": {
        "request": pl.UInt32,
        "kind": ANSWER,
        "at": INSTANT,
        "person": pl.UInt32,
        "standing": STANDING,
    },
    "labels": {"request": pl.UInt32, "label": LABEL},
    "people": {"pseudonym": pl.String, "kind": KIND_OF_PERSON},
}


@dataclass(frozen=True, slots=True, eq=False)
class Requests:
    """The issues and change requests opened over some time. Frames refer to one another by row number.

    `read_at`: when the forge was asked, UTC. `issues_since`, `changes_since`: every one opened since that day
    is here; None when they could not be read. `issues_url`, `changes_url`: the pages where people see them.

    requests
        One row each, newest first. `number`: the forge's; `opened_at`, `closed_at`, `merged_at`: UTC;
        `closed_at` is null when the request was open at `read_at`, `merged_at` when it was not merged.
        `author`, `closed_by`, `merged_by`: rows of `people`, null when the account was deleted or is not
        told. `standing`: of the author, null when the forge does not tell it. `seen_until`: what was answered
        after that instant was not read; equal to `opened_at` when no answer was.
    answers
        One row a comment or a review, of whoever it is, bots and the author included: `request`, row of
        `requests`; `at`; `person`; `standing`.
    labels
        One row a label with a meaning.
    people
        `pseudonym`: keyed, without meaning outside this machine; `kind`: human or bot.
    """

    read_at: datetime
    issues_since: date | None
    changes_since: date | None
    issues_url: str
    changes_url: str
    requests: pl.DataFrame
    answers: pl.DataFrame
    labels: pl.DataFrame
    people: pl.DataFrame

    def __post_init__(self) -> None:
        """Refuse frames of another shape than `REQUESTS_SCHEMA`: TypeError."""
        for name, schema in REQUESTS_SCHEMA.items():
            frame: pl.DataFrame = getattr(self, name)
            if dict(frame.schema) != dict(schema):
                raise TypeError(f"Requests.{name} has {dict(frame.schema)}, not {dict(schema)}")

    @classmethod
    def frames(cls) -> tuple[str, ...]:
        """Return the names of the frames, in the order of the constructor."""
        return tuple(field.name for field in fields(cls) if field.name in REQUESTS_SCHEMA)

    def equals(self, other: "Requests") -> bool:
        """Return whether both say the same."""
        plain = [field.name for field in fields(self) if field.name not in REQUESTS_SCHEMA]
        return all(getattr(self, name) == getattr(other, name) for name in plain) and all(
            getattr(self, name).equals(getattr(other, name)) for name in self.frames()
        )


@dataclass(frozen=True, slots=True)
class Counters:
    """How many there are, as the forge counts them when asked; None when it does not tell."""

    open_issues: int | None = None
    closed_issues: int | None = None
    open_changes: int | None = None
    merged_changes: int | None = None
    closed_changes: int | None = None
    releases: int | None = None
    forks: int | None = None
    stars: int | None = None


@dataclass(frozen=True, slots=True)
class Release:
    """A release that the forge announces. `published_at`: UTC."""

    tag: str
    published_at: datetime
    early: bool


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose account holds the repository.

    `name`: of an organisation or a group only; a person's is never kept. `verified_domain`: whether the forge
    checked that the domain is theirs; `website`: the address the account shows; `repositories`: public ones.
    """

    kind: Literal["organisation", "person"] | None
    name: str | None = None
    verified_domain: bool | None = None
    website: str | None = None
    repositories: int | None = None


@dataclass(frozen=True, slots=True)
class ForgeRepository:
    """The state of a repository when its forge was asked. None stands for « not told », never for « no ».

    `forge`: the software; `version`: of it, where it says so; `url`: the page of the project, as the forge
    writes it now; `private`: whether only some may read it; `moved_from`: the address asked, when it led to
    another; `archived_at`: None when not archived, or when the forge does not tell the day; `mirror_of`,
    `fork_of`: addresses; `licence`: the SPDX identifier that the forge believes in; `funding`: the sites
    where the project asks for money. An address that would name a person is not kept (`fork_of`).
    """

    forge: Literal["github", "gitlab", "forgejo"]
    version: str | None
    url: str
    read_at: datetime
    moved_from: str | None = None
    private: bool | None = None
    archived: bool | None = None
    archived_at: datetime | None = None
    mirror: bool | None = None
    mirror_of: str | None = None
    fork: bool | None = None
    fork_of: str | None = None
    issues_enabled: bool | None = None
    changes_enabled: bool | None = None
    discussions_enabled: bool | None = None
    default_branch: str | None = None
    licence: str | None = None
    created_at: datetime | None = None
    counters: Counters = Counters()
    owner: Owner = Owner(None)
    funding: tuple[str, ...] | None = None
    releases: tuple[Release, ...] | None = None
