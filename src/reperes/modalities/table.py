"""Decision tables over closed vocabularies, read in three values.

A table says of each combination of its inputs whether a condition holds. An input that is not known may have
any of its values: all the rows that could apply are looked at, and when they do not agree, it is unknown.
"""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from math import prod
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from reperes.facts.citation import Citation
from reperes.knowledge.terms import Text

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]


class Strict(BaseModel):
    """What every model of this room starts from: unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _words(value: Any) -> Any:
    # YAML reads a bare yes as true.
    items = value if isinstance(value, list | tuple) else [value]
    return tuple({True: "yes", False: "no"}.get(one, one) if isinstance(one, bool) else one for one in items)


Words = Annotated[tuple[str, ...], BeforeValidator(_words), Field(min_length=1)]
When = Mapping[str, Words]


MOST_CASES = 20_000
"""Combinations of inputs that a table may have: all of them are looked at each time it is read."""


class Outcome(StrEnum):
    """What a table answers."""

    HOLDS = "holds"
    FAILS = "fails"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an input.

    `values` are those it may have, given all that was read; `sure` those it may have when only established
    things are believed. Both are the whole vocabulary when nothing is known. `rests` is what that rests on.
    """

    values: tuple[str, ...]
    sure: tuple[str, ...]
    rests: tuple[Citation, ...] = ()

    @property
    def is_open(self) -> bool:
        """Return whether the value is not known."""
        return len(self.values) > 1


class Row(Strict):
    """One row: when all its inputs have one of these values, the condition holds or fails, and why.

    `caution` is for a condition that holds with something to be wary of: its reason is one against.
    """

    id: Name
    when: When = Field(default_factory=dict)
    then: Literal["holds", "fails"]
    because: Text
    caution: bool = False


class Table(Strict):
    """A condition: rows read from the first to the last, of which the first that applies decides.

    `unknown` is what is said when the answer cannot be told. What is `presumed` is believed to hold until
    something shows that it does not: unknown, it keeps a modality from *fits*, not from *possible*; presumed
    *plainly*, it changes nothing and is only told.
    `parameters` are the short names of the law it rests on.
    """

    id: Name
    label: Text
    rows: tuple[Row, ...] = Field(min_length=1)
    unknown: Text
    presumed: Literal["plainly"] | bool = False
    parameters: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _ids_once(self) -> Self:
        ids = [row.id for row in self.rows]
        if len(set(ids)) < len(ids):
            raise ValueError(f"table {self.id}: two rows have the same id")
        return self

    @cached_property
    def inputs(self) -> tuple[str, ...]:
        """Return the inputs that the rows look at."""
        return tuple(dict.fromkeys(name for row in self.rows for name in row.when))

    def complaints(self, vocabularies: Mapping[str, tuple[str, ...]]) -> list[str]:
        """Return what is wrong: unknown inputs or values, cases that no row covers, rows never reached."""
        found = []
        for row in self.rows:
            for name, values in row.when.items():
                if name not in vocabularies:
                    found.append(f"{self.id}.{row.id}: {name} is not an input")
                    continue
                wrong = [one for one in values if one not in vocabularies[name]]
                found += [f"{self.id}.{row.id}: {one} is not a value of {name}" for one in wrong]
        if found:
            return found
        cases = prod(len(vocabularies[name]) for name in self.inputs)
        if cases > MOST_CASES:
            return [f"{self.id}: {cases} cases, more than {MOST_CASES}: split the table"]
        reached = set()
        for values in itertools.product(*(vocabularies[name] for name in self.inputs)):
            at = self._first(values)
            if at is None:
                told = ", ".join(f"{name}={one}" for name, one in zip(self.inputs, values, strict=True))
                return [f"{self.id}: no row covers {told}"]
            reached.add(at)
        return [f"{self.id}.{row.id}: never reached" for at, row in enumerate(self.rows) if at not in reached]

    @cached_property
    def _wanted(self) -> tuple[tuple[tuple[int, Words], ...], ...]:
        """Return, of each row, what it wants of which inputs, by their rank."""
        rank = {name: at for at, name in enumerate(self.inputs)}
        return tuple(tuple((rank[name], wanted) for name, wanted in row.when.items()) for row in self.rows)

    def _first(self, values: Sequence[str]) -> int | None:
        """Return the rank of the first row that applies; `values` are in the order of the inputs."""
        for at, wanted in enumerate(self._wanted):
            for rank, among in wanted:
                if values[rank] not in among:
                    break
            else:
                return at
        return None

    def read(self, inputs: Mapping[str, Known]) -> "Finding":
        """Return what the table answers, on which ground, and which unknown inputs its answer hangs on."""
        rows = self._reached({name: inputs[name].values for name in self.inputs})
        outcome = _agreed(rows)
        sure = _agreed(self._reached({name: inputs[name].sure for name in self.inputs}))
        missing = tuple(name for name in self.inputs if inputs[name].is_open and self._matters(name, inputs))
        return Finding(self, outcome, sure=sure == outcome, rows=tuple(rows), missing=missing)

    def _reached(self, possible: Mapping[str, Sequence[str]]) -> list[Row]:
        found: dict[int, None] = {}
        for values in itertools.product(*(possible[name] for name in self.inputs)):
            at = self._first(values)
            if at is not None:
                found[at] = None
        return [self.rows[at] for at in sorted(found)]

    def _matters(self, name: str, inputs: Mapping[str, Known]) -> bool:
        """Return whether knowing one input could change which row applies."""
        at = self.inputs.index(name)
        others = [inputs[one].values for one in self.inputs if one != name]
        for values in itertools.product(*others):
            fixed = [(*values[:at], value, *values[at:]) for value in inputs[name].values]
            if len({self._first(one) for one in fixed}) > 1:
                return True
        return False


def _agreed(rows: Sequence[Row]) -> Outcome:
    outcomes = {row.then for row in rows}
    return Outcome(outcomes.pop()) if len(outcomes) == 1 else Outcome.UNKNOWN


@dataclass(frozen=True, slots=True)
class Finding:
    """What a table answered: `sure` if established things alone say so; `missing` are inputs to ask for."""

    table: Table
    outcome: Outcome
    sure: bool
    rows: tuple[Row, ...]
    missing: tuple[str, ...]

    @property
    def is_plain(self) -> bool:
        """Return whether one row alone applies."""
        return len(self.rows) == 1


def may_apply(when: When, inputs: Mapping[str, Known]) -> bool:
    """Return whether a line may concern the case: nothing known says that it does not."""
    return all(not set(inputs[name].values).isdisjoint(wanted) for name, wanted in when.items())


def applies(when: When, inputs: Mapping[str, Known]) -> bool:
    """Return whether it does concern the case, whatever is not known."""
    return all(set(inputs[name].values).issubset(wanted) for name, wanted in when.items())


def surely_applies(when: When, inputs: Mapping[str, Known]) -> bool:
    """Return whether it concerns the case even when only established things are believed."""
    return all(set(inputs[name].sure) <= set(wanted) for name, wanted in when.items())
