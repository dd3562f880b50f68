"""Whose contributions they are: shares by organisation, with what is unknown kept in the whole."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Final

import polars as pl

from reperes.errors import Message
from reperes.facts.citation import Citation, WebCitation, Window
from reperes.facts.fact import Absent
from reperes.facts.factset import FactSet
from reperes.facts.history import KIND_OF_ORGANISATION
from reperes.facts.schema import CATALOGUES, HISTORY
from reperes.i18n import N_
from reperes.indicators.contributions import FILTER, cite, too_little, within_window
from reperes.indicators.definition import Definition
from reperes.indicators.measure import Measure, Outcome, Share
from reperes.indicators.windows import last

UNIDENTIFIED: Final = "unidentified"
UNKNOWN: Final = "unknown"
KINDS: Final = (*KIND_OF_ORGANISATION.categories.to_list(), UNKNOWN)
IDENTIFIED: Final = tuple(kind for kind in KINDS if kind not in {UNIDENTIFIED, UNKNOWN})


def by_organisation(facts: FactSet, window: Window) -> pl.DataFrame:
    """Return one row an organisation: `affiliation`, `kind` (see `KINDS`), `contributions`, most first.

    The contributions whose organisation is unknown have one row, where `affiliation` is null.
    """
    kinds = (
        facts.require(HISTORY)
        .organisations.select(pl.col("kind").cast(pl.String))
        .with_row_index("affiliation")
    )
    return (
        within_window(facts, window)
        .group_by("affiliation")
        .agg(pl.len().alias("contributions"))
        .join(kinds, on="affiliation", how="left")
        .with_columns(pl.col("kind").fill_null(UNKNOWN))
        .sort("contributions", "affiliation", descending=[True, False])
    )


def breakdown(counted: pl.DataFrame, parts: Mapping[str, str]) -> tuple[Share, ...]:
    """Return the share of each part in all the contributions; `parts` names the part of each of `KINDS`."""
    whole = int(counted.get_column("contributions").sum())
    sums = dict.fromkeys(parts.values(), 0)
    for kind, count in counted.select("kind", "contributions").iter_rows():
        sums[parts[kind]] += count
    return tuple(Share(part, count, count / whole if whole else 0.0) for part, count in sums.items())


def measure_organisations(
    facts: FactSet,
    as_of: date,
    definition: Definition,
    value: Callable[[pl.DataFrame], float | Message],
    parts: Mapping[str, str],
) -> Measure:
    """Answer with `value` of the window's `by_organisation`, or say why not: the message that it returns.

    Too little data under `minimum.contributions`. Not measured when no contribution at all is of a known
    organisation: a count would then be of what we know, not of the project.
    """
    window = last(as_of, definition.window_months or 12)
    counted = by_organisation(facts, window)
    items = int(counted.get_column("contributions").sum())
    if items < definition.minimum["contributions"]:
        return too_little(definition, items, "contributions", window)
    shares = breakdown(counted, parts)
    answer: float | Message
    if counted.get_column("kind").is_in(IDENTIFIED).any():
        answer = value(counted)
    else:
        answer = Message(
            N_("None of the {count} contributions could be linked to a known organisation."), {"count": items}
        )
    if isinstance(answer, Message):
        return definition.unmeasured(
            Outcome.NOT_MEASURED, answer, items=items, window=window, breakdown=shares
        )
    cited: tuple[Citation, ...] = (*cite(window, items, FILTER), *_lists(facts))
    return definition.measured(answer, items=items, window=window, citations=cited, breakdown=shares)


def _lists(facts: FactSet) -> Iterator[WebCitation]:
    """Yield the lists of domains that told whose addresses some are."""
    for key in CATALOGUES.values():
        listing = facts.value(key)
        if not isinstance(listing, Absent) and any(one.rests == "domain" for one in listing.found):
            yield WebCitation(listing.url, listing.taken_at.date())
