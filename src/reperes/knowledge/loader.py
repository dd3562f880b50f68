"""Our own YAML, read strictly: an unknown key, a duplicate or a wrong type is an error that says where."""

from importlib.resources.abc import Traversable
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

M = TypeVar("M", bound=BaseModel)


class KnowledgeError(ValueError):
    """A file of knowledge that breaks its schema."""


class _UniqueKeys(yaml.CSafeLoader):
    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002 - PyYAML's signature
        seen = set()
        for key_node, _ in node.value:
            key = (key_node.tag, str(key_node.value))
            if key in seen:
                raise KnowledgeError(f"{key[1]!r} is written twice, line {key_node.start_mark.line + 1}")
            seen.add(key)
        return super().construct_mapping(node, deep)


def load_strict(model: type[M], file: Traversable) -> M:
    """Return the content of a YAML file as `model`; KnowledgeError says what is wrong and where."""
    try:
        loaded = yaml.load(file.read_bytes(), Loader=_UniqueKeys)  # noqa: S506 - a safe loader, made stricter
        return model.model_validate(loaded)
    except (ValidationError, yaml.YAMLError, KnowledgeError) as error:
        raise KnowledgeError(f"{file}: {error}") from error


def load_folder(model: type[M], folder: Traversable) -> dict[str, M]:
    """Return what the files of a folder hold, by their `id`, which is the name of the file."""
    found = {}
    for file in sorted(folder.iterdir(), key=lambda one: one.name):
        if not file.name.endswith(".yaml"):
            continue
        item = load_strict(model, file)
        identifier = str(getattr(item, "id"))  # noqa: B009 - every model of these folders has one
        if file.name != f"{identifier}.yaml":
            raise KnowledgeError(f"{file}: its id is {identifier}; the file must bear that name")
        found[identifier] = item
    return found
