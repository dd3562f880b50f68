"""Where the text of each message of an advice is written."""

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from reperes.knowledge.loader import load_strict
from reperes.knowledge.terms import Text
from reperes.licences.flows import rules
from reperes.modalities.library import modalities
from reperes.modalities.roles import Rule, postures, roles
from reperes.modalities.table import Strict


class Sentences(Strict):
    """The file `knowledge/advice.yaml`: sentences that belong to no modality, questions, and words."""

    messages: Mapping[str, Text]
    questions: Mapping[str, Text]
    words: Mapping[str, Mapping[str, Text]]
    disclaimer: Text


@cache
def sentences() -> Sentences:
    """Return what `knowledge/advice.yaml` holds; KnowledgeError when it breaks its schema."""
    return load_strict(Sentences, files("reperes.knowledge") / "advice.yaml")


@cache
def text_of(message: str) -> Text:
    """Return the text of a message, in both languages; KeyError when there is none of that name."""
    owner, _, rest = message.partition(".")
    if owner == "advice":
        return sentences().messages[rest]
    if owner == "flow":
        return rules().rules[int(rest)].because
    if owner == "postures":
        part, _, name = rest.partition(".")
        rules_of: Mapping[str, Sequence[Rule]] = {
            "suggestions": postures().suggestions,
            "avoid": postures().avoid,
        }
        return {rule.id: rule.says for rule in rules_of[part]}[name]
    if owner == "roles":
        role, _, path = rest.partition(".")
        return _inside(roles()[role], path.split("."))
    return _of_modality(owner, rest)


def _of_modality(owner: str, rest: str) -> Text:
    modality = modalities()[owner]
    first, _, last = rest.partition(".")
    tables = {table.id: table for table in modality.tables}
    if first not in tables or not last:
        return _inside(modality, rest.split("."))
    table = tables[first]
    if last in {"label", "unknown"}:
        return _inside(table, [last])
    rows = {row.id: row.because for row in table.rows}
    return rows[last]


def _inside(item: object, path: Sequence[str]) -> Text:
    for name in path:
        if isinstance(item, Mapping):
            item = item[name]
        elif isinstance(item, tuple):
            item = item[int(name)]
        else:
            item = getattr(item, name)
    for name in ("text", "question"):
        item = getattr(item, name, item)
    if not isinstance(item, Text):
        raise KeyError(".".join(path))
    return item
