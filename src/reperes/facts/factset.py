"""All the facts of one observation, by name."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar, cast

from reperes.errors import Message
from reperes.facts.fact import Absent, Fact, Key, Reason
from reperes.i18n import N_

T = TypeVar("T")
D = TypeVar("D")


class FactSet:
    """Facts by name. Immutable; what is derived from it is computed once and kept with it."""

    def __init__(self, facts: Iterable[Fact[Any]]) -> None:
        self._facts = {fact.name: fact for fact in facts}
        self._derived: dict[Callable[..., object], object] = {}

    def __iter__(self) -> Iterator[Fact[Any]]:
        return iter(self._facts.values())

    def fact(self, key: Key[T]) -> Fact[T] | None:
        """Return the fact of that name, None when no source gave it."""
        return cast("Fact[T] | None", self._facts.get(key.name))

    def value(self, key: Key[T]) -> T | Absent:
        """Return the value of a fact, or the reason why there is none."""
        fact = self.fact(key)
        if fact is None:
            message = Message(N_("Nothing was collected under the name {name}."), {"name": key.name})
            return Absent(Reason.NOT_COLLECTED, message)
        return fact.value

    def require(self, key: Key[T]) -> T:
        """Return the value of a fact that the caller has made sure is there; LookupError otherwise."""
        value = self.value(key)
        if isinstance(value, Absent):
            raise LookupError(f"{key.name} is absent: {value.reason}")
        return value

    def extended(self, facts: Iterable[Fact[Any]]) -> "FactSet":
        """Return these facts and others, keeping what was derived: it must not depend on what is added."""
        whole = FactSet([*self, *facts])
        whole._derived = self._derived
        return whole

    def derive(self, function: "Callable[[FactSet], D]") -> D:
        """Return `function(self)`, computed the first time only. The function must be pure."""
        if function not in self._derived:
            self._derived[function] = function(self)
        return cast("D", self._derived[function])
