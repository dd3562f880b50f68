"""Our own YAML, read strictly: an unknown key, a duplicate or a wrong type is an error that says where."""

from importlib.resources.abc import Traversable
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

M = TypeVar("M", bound=BaseModel)


class KnowledgeError(ValueError):
    """A file of knowledge that breaks its schema."""


class _Strict(yaml.CSafeLoader):
    """A safe loader that builds plain values straight from the nodes, in half the time."""

    def build(self, node: yaml.Node | None) -> Any:
        """Return the value of a node; KnowledgeError for a key that is written twice."""
        if isinstance(node, yaml.MappingNode):
            made: dict[Any, Any] = {}
            for key_node, value in node.value:
                key = self.build(key_node)
                if key in made:
                    raise KnowledgeError(f"{key!r} is written twice, line {key_node.start_mark.line + 1}")
                made[key] = self.build(value)
            return made
        if isinstance(node, yaml.SequenceNode):
            return [self.build(item) for item in node.value]
        if isinstance(node, yaml.ScalarNode) and node.tag != _TEXT:
            return self.construct_object(node)
        return None if node is None else node.value


_TEXT = "tag:yaml.org,2002:str"


def load_strict(model: type[M], file: Traversable) -> M:
    """Return the content of a YAML file as `model`; KnowledgeError says what is wrong and where."""
    loader = _Strict(file.read_bytes())
    try:
        return model.model_validate(loader.build(loader.get_single_node()))
    except (ValidationError, yaml.YAMLError, KnowledgeError) as error:
        raise KnowledgeError(f"{file}: {error}") from error
    except RecursionError as error:
        raise KnowledgeError(f"{file}: an alias stands for a block that holds it") from error
    finally:
        loader.dispose()


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
