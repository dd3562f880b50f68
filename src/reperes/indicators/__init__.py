"""Indicators: one folder each, `definition.yaml` and `measure.py`. Adding the folder is all it takes."""

import importlib
from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from reperes.facts.fact import Absent
from reperes.indicators.definition import Definition, Family
from reperes.indicators.measure import Measure, Outcome
from reperes.knowledge.loader import load_strict

if TYPE_CHECKING:
    from reperes.facts.factset import FactSet


@cache
def definitions() -> dict[str, Definition]:
    """Return every definition by identifier, in the order of the report."""
    found = [
        load_strict(Definition, folder / "definition.yaml")
        for folder in files("reperes.indicators").iterdir()
        if (folder / "definition.yaml").is_file()
    ]
    families = list(Family)
    found.sort(key=lambda item: (families.index(item.family), item.order, item.id))
    return {item.id: item for item in found}


def measure_all(facts: "FactSet", as_of: date) -> Iterator[Measure]:
    """Measure every indicator. One whose facts are absent is « not measured », for the reason they are."""
    from reperes.facts.schema import KEYS

    for definition in definitions().values():
        missing = next(
            (value for name in definition.reads if isinstance(value := facts.value(KEYS[name]), Absent)),
            None,
        )
        if missing is not None:
            yield definition.unmeasured(Outcome.NOT_MEASURED, missing.message)
            continue
        module = importlib.import_module(f"reperes.indicators.{definition.id}.measure")
        yield module.measure(facts, as_of, definition)
