"""CHAOSS, Self-Merge Rates: how many changes were merged by their author, with no word of anybody else."""

from datetime import date

import polars as pl

from reperes.errors import Message
from reperes.facts.factset import FactSet
from reperes.facts.schema import REQUESTS
from reperes.i18n import N_
from reperes.indicators import requests as r
from reperes.indicators import scopes as s
from reperes.indicators.definition import Definition
from reperes.indicators.measure import Measure, Outcome
from reperes.indicators.windows import within


def measure(facts: FactSet, as_of: date, definition: Definition) -> Measure:
    """Share the merges, unless who merged is mostly unknown; too little data under `minimum.merges`."""
    asked = r.asked(facts, as_of)
    scope = s.scope(asked, definition, s.CHANGES)
    if isinstance(scope, Message):
        return definition.unmeasured(Outcome.NOT_MEASURED, scope)
    merges = asked.requests.filter(pl.col("kind") == "change", within("merged_at", scope.window))
    parts = _parts(facts, merges, asked.deeds)
    known = merges.height - parts["unknown"]
    if merges.height < definition.minimum["merges"]:
        return s.too_little(definition, known, "merges", scope.window)
    if parts["unknown"] >= definition.parameters["unknown_share"] * merges.height:
        text = N_("Who merged, or what was said before, is unknown for {unknown} of the {n} merges.")
        return definition.unmeasured(
            Outcome.NOT_MEASURED,
            Message(text, {"unknown": parts["unknown"], "n": merges.height}),
            items=known,
            window=scope.window,
            details=parts,
        )
    if known < definition.minimum["merges"]:
        return s.too_little(definition, known, "merges", scope.window)
    return definition.measured(
        parts["alone"] / known,
        items=known,
        window=scope.window,
        citations=s.cite(asked, scope, known, "merged in the window by an account that is known"),
        details=parts,
    )


def _parts(facts: FactSet, merges: pl.DataFrame, deeds: pl.DataFrame) -> dict[str, int]:
    """Return how many merges were made alone, after a word of another, by another; or nobody can tell."""
    people = facts.require(REQUESTS).people.with_row_index("merged_by").select("merged_by", "kind")
    words = (
        deeds.filter(pl.col("deed").is_in(["comment", "review"]))
        .join(merges.select("request", "merged_at"), on="request")
        .filter(pl.col("at") <= pl.col("merged_at"))
    )
    seen = pl.col("request").is_in(words.get_column("request").implode())
    hands = merges.join(people, on="merged_by", how="left", suffix="_of_merger")
    person = (pl.col("kind_of_merger") == "human").fill_null(value=False)
    own = person & pl.col("merged_by").eq_missing(pl.col("author"))
    unread = pl.col("seen_until") < pl.col("merged_at")
    counts = hands.select(
        alone=(own & ~seen & ~unread).sum(),
        reviewed=(own & seen).sum(),
        by_another=(person & ~own).sum(),
        unknown=(~person | (own & ~seen & unread)).sum(),
    )
    return {name: int(counts.item(0, name)) for name in counts.columns}
