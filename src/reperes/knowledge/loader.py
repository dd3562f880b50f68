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
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                raise KnowledgeError(f"{key!r} is written twice, line {key_node.start_mark.line + 1}")
            seen.add(key)
        return super().construct_mapping(node, deep)


def load_strict(model: type[M], file: Traversable) -> M:
    """Return the content of a YAML file as `model`; KnowledgeError says what is wrong and where."""
    try:
        loaded = yaml.load(file.read_bytes(), Loader=_UniqueKeys)  # noqa: S506 - a safe loader, made stricter
        return model.model_validate(loaded)
    except (ValidationError, yaml.YAMLError, KnowledgeError) as error:
        raise KnowledgeError(f"{file}: {error}") from error
