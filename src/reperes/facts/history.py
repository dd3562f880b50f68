"""The history of a repository, as columns."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

import polars as pl

TREE_SCHEMA = {"path": pl.String, "mode": pl.String, "blob": pl.String}
INSTANT = pl.Datetime("us", "UTC")

KIND_OF_PERSON = pl.Enum(["human", "bot"])

KIND_OF_ORGANISATION = pl.Enum(
    ["public-body", "research", "company", "foundation", "association", "unidentified"],
)
"""`unidentified`: an address domain that several people share and that `knowledge/` does not know."""

ROLE = pl.Enum(["co-author", "signed-off-by", "reviewed-by", "acked-by"])

STATUS = pl.Enum(["A", "M", "D", "T", "R"])
"""git's letters: added, modified, deleted, type changed, renamed without a change of content."""

SCHEMA: Mapping[str, Mapping[str, pl.DataType | type[pl.DataType]]] = {
    "commits": {
        "commit": pl.String,
        "parents": pl.UInt8,
        "authored_at": INSTANT,
        "committed_at": INSTANT,
        "author": pl.UInt32,
        "committer": pl.UInt32,
        "affiliation": pl.UInt32,
    },
    "touches": {"commit": pl.UInt32, "file": pl.UInt32, "status": STATUS},
    "trailers": {"commit": pl.UInt32, "role": ROLE, "person": pl.UInt32, "affiliation": pl.UInt32},
    "tags": {"tag": pl.String, "commit": pl.String, "tagged_at": INSTANT, "annotated": pl.Boolean},
    "files": {"path": pl.String},
    "people": {"pseudonym": pl.String, "kind": KIND_OF_PERSON},
    "organisations": {"id": pl.String, "kind": KIND_OF_ORGANISATION},
}


@dataclass(frozen=True, slots=True, eq=False)
class History:
    r"""All that is reachable from one revision. Frames refer to one another by row number (UInt32, from 0).

    commits
        One row a commit, newest first in git's order. `commit`: object name, hexadecimal; `parents`: how many
        (0 a root, 2 or more a merge; 255 stands for 255 or more); `authored_at`, `committed_at`: UTC, null
        when the date written is implausible; `author`, `committer`: rows of `people`; `affiliation`: row of
        `organisations` for the address the author used in this commit, null when unknown.
    touches
        One row a file changed by a commit that is not a merge: `commit`, row of `commits`; `file`, row of
        `files`; `status`, see `STATUS`. Renames without change of content follow the file.
    trailers
        One row a person named in a commit's trailers: `commit`, `role`, `person`, `affiliation` as above.
    tags
        One row a tag that points at a commit. `tagged_at`: the tagger's date, else the commit's; UTC.
    files
        `path` as last seen, bytes that are not UTF-8 written `\xNN`.
    people
        `pseudonym`: keyed, without meaning outside this machine; `kind`: human or bot.
    organisations
        `id`: of `knowledge/organisations/`, or a domain name for an `unidentified` one.
    """

    revision: str
    commits: pl.DataFrame
    touches: pl.DataFrame
    trailers: pl.DataFrame
    tags: pl.DataFrame
    files: pl.DataFrame
    people: pl.DataFrame
    organisations: pl.DataFrame

    def __post_init__(self) -> None:
        """Refuse frames of another shape than `SCHEMA`: TypeError."""
        for name, schema in SCHEMA.items():
            frame: pl.DataFrame = getattr(self, name)
            if dict(frame.schema) != dict(schema):
                raise TypeError(f"History.{name} has {dict(frame.schema)}, not {dict(schema)}")

    @classmethod
    def frames(cls) -> tuple[str, ...]:
        """Return the names of the frames, in the order of the constructor."""
        return tuple(field.name for field in fields(cls) if field.name in SCHEMA)

    def equals(self, other: "History") -> bool:
        """Return whether both hold the same rows."""
        return self.revision == other.revision and all(
            getattr(self, name).equals(getattr(other, name)) for name in self.frames()
        )
