"""What a file is for, told by its path: the patterns of `knowledge/vocabulary/paths.yaml`, on columns."""

import re
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Annotated, Final

import polars as pl
from pydantic import BaseModel, ConfigDict, Field

from reperes.facts.factset import FactSet
from reperes.facts.schema import HISTORY
from reperes.indicators.changes import changes_within
from reperes.indicators.contributions import cite, too_little
from reperes.indicators.definition import Definition
from reperes.indicators.measure import Measure
from reperes.indicators.windows import last
from reperes.knowledge.loader import load_strict

FILTER = (
    "commits of the observed branch, without merges, written by a person, that change a file; by author date"
)
KINDS: Final = ("tests", "documentation", "ci", "vendored", "generated", "source")

Pattern = Annotated[str, Field(pattern=r"^/?[^/\\\[\]{}]+(/[^/\\\[\]{}]+)*/?$")]
Extension = Annotated[str, Field(pattern=r"^[a-z0-9+]+$")]


class Vocabulary(BaseModel):
    """The file, whose head says how a pattern is written."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    tests: tuple[Pattern, ...] = Field(min_length=1)
    documentation: tuple[Pattern, ...] = Field(min_length=1)
    ci: tuple[Pattern, ...] = Field(min_length=1)
    vendored: tuple[Pattern, ...] = Field(min_length=1)
    generated: tuple[Pattern, ...] = Field(min_length=1)
    source_extensions: tuple[Extension, ...] = Field(min_length=1)


@cache
def vocabulary() -> Vocabulary:
    """Return the patterns and extensions of `knowledge/vocabulary/paths.yaml`."""
    return load_strict(Vocabulary, files("reperes.knowledge") / "vocabulary" / "paths.yaml")


def _regex(pattern: str) -> str:
    body = "".join({"*": "[^/]*", "?": "[^/]"}.get(mark, re.escape(mark)) for mark in pattern.strip("/"))
    start = "^" if pattern.startswith("/") else "(?:^|/)"
    end = "/" if pattern.endswith("/") else "$"
    return f"{start}{'' if pattern != pattern.lower() else '(?i)'}{body}{end}"


def _any(patterns: tuple[str, ...], column: str = "path") -> pl.Expr:
    return pl.col(column).str.contains("|".join(f"(?:{_regex(pattern)})" for pattern in patterns))


def classify(paths: pl.Series) -> pl.DataFrame:
    """Return, for each path, whether it is of each of `KINDS`; a file may be of several, or of none.

    `source` looks at the extension only: a vendored or a generated file may be source too.
    """
    words = vocabulary()
    source = rf"(?i)\.(?:{'|'.join(map(re.escape, words.source_extensions))})$"
    return (
        paths.rename("path")
        .to_frame()
        .select(
            _any(words.tests).alias("tests"),
            _any(words.documentation).alias("documentation"),
            _any(words.ci).alias("ci"),
            _any(words.vendored).alias("vendored"),
            _any(words.generated).alias("generated"),
            pl.col("path").str.contains(source).alias("source"),
        )
    )


def classified(facts: FactSet) -> pl.DataFrame:
    """Return `classify` of the files of the history, row for row. Requires the history."""
    return classify(facts.require(HISTORY).files.get_column("path"))


def measure_share(facts: FactSet, as_of: date, definition: Definition, kind: str) -> Measure:
    """Answer with the share of the commits of a window that touch the project's own files of a kind.

    Only commits that change a file are counted; moving files without changing them is no change. Too little
    data under `minimum.commits`.
    """
    history = facts.require(HISTORY)
    window = last(as_of, definition.window_months or 12)
    files_ = facts.derive(classified)
    own = files_.get_column(kind) & ~files_.get_column("vendored") & ~files_.get_column("generated")
    recent = changes_within(facts, window).get_column("commit")
    in_window = pl.repeat(value=False, n=history.commits.height, eager=True).scatter(recent, values=True)
    touches = history.touches.filter(
        in_window.gather(history.touches.get_column("commit")), pl.col("status") != "R"
    )
    items = touches.get_column("commit").n_unique()
    if items < definition.minimum["commits"]:
        return too_little(definition, items, "commits", window)
    found = touches.filter(own.gather(touches.get_column("file"))).get_column("commit").n_unique()
    return definition.measured(
        found / items, items=items, window=window, citations=cite(window, items, FILTER)
    )
