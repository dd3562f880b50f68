"""Every fact that a source may give, with its type."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from reperes.facts.catalogue import Listing
from reperes.facts.documents import Declarations, Documents, Tree
from reperes.facts.fact import Key
from reperes.facts.forge import ForgeRepository, Requests
from reperes.facts.history import History
from reperes.facts.licences import LicenceHistory, Licences
from reperes.facts.repository import Repository
from reperes.knowledge.catalogue import names

REPOSITORY = Key("git.repository", Repository)
HISTORY = Key("git.history", History)
TREE = Key("git.tree", Tree)
DOCUMENTS = Key("documents.items", Documents)
DECLARATIONS = Key("documents.declarations", Declarations)
LICENCES = Key("documents.licences", Licences)
LICENCE_HISTORY = Key("git.licences", LicenceHistory)
FORGE = Key("forge.repository", ForgeRepository)
REQUESTS = Key("forge.requests", Requests)
CATALOGUES: Mapping[str, Key[Listing]] = MappingProxyType(
    {name: Key(f"catalogue.{name}", Listing) for name in names()}
)
"""One fact for each file of `knowledge/catalogues/`, by its identifier."""

_ALL: tuple[Key[Any], ...] = (
    *(REPOSITORY, HISTORY, TREE, DOCUMENTS, DECLARATIONS, LICENCES, LICENCE_HISTORY),
    *(FORGE, REQUESTS),
    *CATALOGUES.values(),
)
KEYS: dict[str, Key[Any]] = {key.name: key for key in _ALL}
