"""The modalities of `knowledge/modalities/`, read once and strictly, with the law that they name."""

from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from reperes.knowledge.loader import KnowledgeError, load_folder
from reperes.law import law
from reperes.modalities import evidence
from reperes.modalities.definition import Modality


@cache
def modalities() -> "MappingProxyType[str, Modality]":
    """Return every modality by identifier; KnowledgeError when a file is wrong or names unknown law."""
    found = load_folder(Modality, files("reperes.knowledge") / "modalities")
    for one in found.values():
        _check(one.id, one.precedents, evidence.precedents(), "precedent")
        _check(one.id, one.resources, evidence.resources(), "resource")
        _check(
            one.id, (name for ids in one.parameters.values() for name in ids), law().parameters, "parameter"
        )
    return MappingProxyType(found)


def _check(owner: str, names: Iterable[str], known: Iterable[str], what: str) -> None:
    missing = sorted(set(names) - set(known))
    if missing:
        raise KnowledgeError(f"{owner}: no such {what}: {', '.join(missing)}")
