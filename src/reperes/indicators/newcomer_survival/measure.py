"""How many of those who arrived the year before came back."""

from datetime import date

import polars as pl

from reperes.facts.citation import Window
from reperes.facts.factset import FactSet
from reperes.indicators import contributions as c
from reperes.indicators.definition import Definition
from reperes.indicators.measure import Measure
from reperes.indicators.windows import before_last, within

FILTER = "people whose first contribution of the whole history falls in the window, without bots"


def measure(facts: FactSet, as_of: date, definition: Definition) -> Measure:
    """Share the newcomers of the first half of the window, seen again `from_days` to `to_days` after."""
    arrival = before_last(as_of, (definition.window_months or 24) // 2)
    cohort = facts.derive(c.first_contributions).filter(within("first_at", arrival))
    if cohort.height < definition.minimum["people"]:
        return c.too_little(definition, cohort.height, "people", arrival)
    rows = facts.derive(c.contributions).join(cohort, on="person")
    since = (pl.col("at") - pl.col("first_at")).dt.total_days()
    again = since.is_between(definition.parameters["from_days"], definition.parameters["to_days"])
    back = rows.filter(again).get_column("person").n_unique()
    return definition.measured(
        back / cohort.height,
        items=cohort.height,
        window=Window(arrival.start, as_of),
        citations=c.cite(arrival, cohort.height, FILTER),
    )
