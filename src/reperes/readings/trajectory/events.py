"""When documents and folders that open or close a project came and went, by their paths."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from reperes.facts.factset import FactSet
from reperes.facts.history import History
from reperes.facts.schema import HISTORY

_HOME = r"(?:(?:\.github|\.gitlab|docs?|documentation|community|meta|project)/)?"
_END = r"(?:[-_.][a-z]{2})?(?:\.(?:md|markdown|rst|adoc|asciidoc|txt|html|pdf|org))?"
PATHS: Mapping[str, str] = {
    "agreement": (
        rf"{_HOME}(?:legal/)?(?:[a-z]+[-_])?(?:i?cla|ccla|contributor[-_ ]?licen[cs]e[-_ ]?agreement|caa)"
        rf"(?:[-_][a-z]+)?{_END}|\.clabot|\.cla\.json|\.github/workflows/cla(?:[-_][a-z]+)?\.ya?ml"
    ),
    "certificate": (
        rf"{_HOME}(?:dco|developer[-_ ]?certificate[-_ ]?of[-_ ]?origin){_END}|\.github/dco\.ya?ml"
    ),
    "governance": (
        rf"{_HOME}(?:project[-_]?)?(?:governance|gouvernance|charter|charte|statuts|bylaws)(?:[-_][a-z]+)?{_END}"
        rf"|{_HOME}(?:governance|gouvernance)/[^/]+"
    ),
    "conduct": rf"{_HOME}code[-_ ]?(?:of|de)[-_ ]?(?:conduct|conduite){_END}",
}
_EDITION = r"^((?:(?:[a-z0-9._@-]+/){0,2})(?:ee|enterprise|enterprise[-_]edition|premium)/)"
_ASIDE = (
    r"^(?:docs?|documentation|site|website|www|blog|tests?|examples?|\.github)/|/(?:tests?|docs?|examples?)/"
)
_LICENCE = r"(?:licen[cs]e|copying)[^/]*$"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that came, or went: a `kind` of `PATHS`, or `edition`; `licensed` when it holds a licence."""

    kind: str
    path: str
    day: date
    came: bool
    licensed: bool = False


def events(facts: FactSet) -> tuple[Event, ...]:
    """Return the first arrival of each kind, and its departure when none is left. Requires the history.

    A second document of a kind is no event: it may be the first one, moved and rewritten.
    """
    history = facts.require(HISTORY)
    low = pl.col("path").str.to_lowercase()
    rows = _lives(
        history,
        history.files.with_row_index("file")
        .with_columns(
            *(low.str.contains(f"^(?:{pattern})$").alias(kind) for kind, pattern in PATHS.items()),
            pl.when(~low.str.contains(_ASIDE)).then(low.str.extract(_EDITION)).alias("folder"),
            low.str.contains(_LICENCE).alias("licence"),
        )
        .filter(pl.any_horizontal(*PATHS, pl.col("folder").is_not_null())),
    )
    found = [event for kind in PATHS for event in _of(kind, rows.filter(kind))]
    return (*found, *_of_folders(rows.filter(pl.col("folder").is_not_null())))


def _lives(history: History, files: pl.DataFrame) -> pl.DataFrame:
    """Return the files with `born`, `alive` and `last`: the day of their last change."""
    touches = history.touches.join(files.select("file"), on="file", how="semi").sort("commit")
    days = history.commits.get_column("committed_at").gather(touches.get_column("commit")).dt.date()
    lives = (
        touches.with_columns(days.alias("day"))
        .drop_nulls("day")
        .group_by("file", maintain_order=True)
        .agg(
            pl.col("day").filter(pl.col("status") == "A").min().alias("born"),
            (pl.col("status").first() != "D").alias("alive"),
            pl.col("day").first().alias("last"),
        )
        .drop_nulls("born")
    )
    return files.join(lives, on="file")


def _of(kind: str, rows: pl.DataFrame) -> Iterator[Event]:
    if rows.is_empty():
        return
    first = rows.sort("born", "path").row(0, named=True)
    alive = rows.filter("alive").sort("born", "path")
    # The file that carries the document on today is the one to open, whatever name it began under.
    path = first["path"] if alive.is_empty() else alive.row(0, named=True)["path"]
    yield Event(kind, path, first["born"], came=True)
    if alive.is_empty():
        last = rows.sort("last").row(-1, named=True)
        yield Event(kind, last["path"], last["last"], came=False)


def _of_folders(rows: pl.DataFrame) -> Iterator[Event]:
    """Yield the arrival of the oldest folder with a licence, else of the oldest: many are mere names."""
    if rows.is_empty():
        return
    licensed = rows.filter("licence")
    kept = rows.join(licensed.select("folder").unique(), on="folder") if licensed.height else rows
    first = kept.sort("born", "path").row(0, named=True)
    folder = first["path"][: len(first["folder"])]
    yield Event("edition", folder, first["born"], came=True, licensed=licensed.height > 0)
    if not kept.get_column("alive").any():
        yield Event("edition", folder, kept.sort("last").item(-1, "last"), came=False)
