"""The parameters of `knowledge/law/`, read once and strictly."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from reperes.knowledge.loader import KnowledgeError, load_strict
from reperes.law.model import Parameter

STALE_AFTER = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class Law:
    """Every parameter by identifier, in the order of the folders."""

    parameters: Mapping[str, Parameter]

    def __getitem__(self, identifier: str) -> Parameter:
        """Return a parameter; KeyError when there is none of that name."""
        return self.parameters[identifier]

    def stale(self, day: date) -> Sequence[Parameter]:
        """Return the parameters that were not checked again for `STALE_AFTER`, the oldest first."""
        old = [one for one in self.parameters.values() if day - one.checked_on > STALE_AFTER]
        return sorted(old, key=lambda one: (one.checked_on, one.id))


@cache
def law() -> Law:
    """Return the law that comes with the program; KnowledgeError when a file breaks its schema."""
    return read(files("reperes.knowledge") / "law")


def read(folder: Traversable) -> Law:
    """Return the parameters of a folder; KnowledgeError says what is wrong, and in which file."""
    found: dict[str, Parameter] = {}
    for identifier, file in sorted(_files(folder, "")):
        parameter = load_strict(Parameter, file)
        if parameter.id:
            raise KnowledgeError(
                f"{file}: the identifier of a parameter is its path, it is not written inside"
            )
        found[identifier] = parameter.model_copy(update={"id": identifier})
    return Law(found)


def _files(folder: Traversable, above: str) -> Iterator[tuple[str, Traversable]]:
    for item in folder.iterdir():
        if item.is_dir():
            yield from _files(item, f"{above}{item.name}/")
        elif item.name.endswith(".yaml"):
            yield f"{above}{item.name.removesuffix('.yaml')}", item
