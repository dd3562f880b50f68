"""REUSE (reuse.software): which licence for which paths, in REUSE.toml 1.x and the older .reuse/dep5.

`annotations` is a list of `{path: [globs], license: [expressions]}`. Copyright holders are left out.
"""

import re
from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from reperes.facts.documents import DocumentKind
from reperes.sources.documents.formats import Format
from reperes.sources.documents.lenient import fields as f
from reperes.sources.documents.lenient import toml_text
from reperes.sources.documents.lenient.model import Declared, check
from reperes.sources.documents.lenient.tree import Parsed, tidy

_FIELD = re.compile(r"^(Files|License):((?:[^\n]*(?:\n[ \t][^\n]*)*))", re.MULTILINE | re.IGNORECASE)


class _Annotation(Declared):
    path: f.Texts
    license: f.Licences | None = Field(default=None, validation_alias="SPDX-License-Identifier")
    precedence: Annotated[str, f.one_of("closest", "aggregate", "override")] | None = None


class _Reuse(Declared):
    version: f.Whole | None = None
    annotations: Annotated[list[_Annotation], f.items()] | None = None


def read_toml(text: str, _: str) -> Parsed:
    """Return the annotations of a REUSE.toml."""
    return check(_Reuse, toml_text.parse(text))


def read_dep5(text: str, _: str) -> Parsed:
    """Return the annotations of a .reuse/dep5, in the shape of REUSE.toml."""
    annotations: list[Mapping[str, object]] = []
    for stanza in re.split(r"\n[ \t]*\n", text):
        said = {name.lower(): value.strip() for name, value in _FIELD.findall(stanza)}
        if "files" in said:
            licence = said.get("license", "").partition("\n")[0]
            annotations.append({"path": said["files"].split(), "SPDX-License-Identifier": licence})
    return check(_Reuse, tidy({"annotations": annotations}))


FORMATS = (
    Format("REUSE.toml", DocumentKind.LICENCE, ("reuse.toml",), read_toml),
    Format("dep5", DocumentKind.LICENCE, ("dep5",), read_dep5),
)
