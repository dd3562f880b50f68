"""Readings: one folder each, `definition.yaml` and `read.py`. Adding the folder is all it takes.

A reading is a pure function of facts, measures, a day, and the readings it comes after: statements that open
down to what they rest on.
"""

import importlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from graphlib import TopologicalSorter
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from reperes.knowledge.loader import load_strict
from reperes.readings.definition import Definition, Theme
from reperes.readings.model import Correction, Reading

if TYPE_CHECKING:
    from reperes.facts.factset import FactSet
    from reperes.indicators.measure import Measure


@cache
def definitions() -> dict[str, Definition]:
    """Return every definition by identifier, in the order of the guidance."""
    found = [
        load_strict(Definition, folder / "definition.yaml")
        for folder in files("reperes.readings").iterdir()
        if (folder / "definition.yaml").is_file()
    ]
    themes = list(Theme)
    found.sort(key=lambda item: (themes.index(item.theme), item.order, item.id))
    return {item.id: item for item in found}


def prepare(facts: "FactSet") -> None:
    """Search the documents for the phrases of every definition, ahead of `read_all`.

    It needs the documents only, and may be done while the history is still being read.
    """
    from reperes.people.stewards import load_stewards
    from reperes.readings.seen import Seen

    load_stewards()
    for name, definition in definitions().items():
        importlib.import_module(f"reperes.readings.{name}.read")
        Seen(facts, {}, date.min, {}, definition).hits()


def read_all(
    facts: "FactSet",
    measures: "Sequence[Measure]",
    as_of: date,
    corrections: Mapping[str, Correction] | None = None,
) -> tuple[Reading, ...]:
    """Make every reading, in the order of the guidance; those that come after another see it corrected."""
    from reperes.readings.seen import Seen

    known = definitions()
    by_id = {measure.indicator: measure for measure in measures}
    made: dict[str, Reading] = {}
    for name in _order(known.values()):
        module = importlib.import_module(f"reperes.readings.{name}.read")
        before = {one: made[one] for one in known[name].after}
        reading = module.read(Seen(facts, by_id, as_of, before, known[name]))
        made[name] = corrected(reading, (corrections or {}).get(name))
    return tuple(made[name] for name in known)


def corrected(reading: Reading, correction: Correction | None) -> Reading:
    """Return the reading with what a person says of it beside what was read.

    What follows from the value alone follows from the one they give; the value, the confidence and the
    evidence stay those of the machine.
    """
    if correction is None:
        return reading
    module = importlib.import_module(f"reperes.readings.{reading.id}.read")
    companions_of: Callable[[Any], Mapping[str, Any]] | None = getattr(module, "companions_of", None)
    follows = {} if companions_of is None else companions_of(correction.value)
    return replace(reading, companions={**reading.companions, **follows}, correction=correction)


def _order(known: Iterable[Definition]) -> tuple[str, ...]:
    graph = {item.id: item.after for item in known}
    for name, after in graph.items():
        for other in after:
            if other not in graph:
                raise ValueError(f"{name} comes after {other}, which is no reading")
    return tuple(TopologicalSorter(graph).static_order())
