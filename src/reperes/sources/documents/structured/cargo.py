"""Cargo.toml (doc.rust-lang.org/cargo/reference/manifest.html): the package, else what a workspace shares."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import ConfigDict

from reperes.facts.documents import DocumentKind
from reperes.sources.documents.formats import Format
from reperes.sources.documents.lenient import fields as f
from reperes.sources.documents.lenient import toml_text
from reperes.sources.documents.lenient.model import Declared, check, kebab
from reperes.sources.documents.lenient.tree import Parsed


class _Package(Declared):
    model_config = ConfigDict(extra="ignore", frozen=True, alias_generator=kebab)

    name: f.Text | None = None
    description: f.Text | None = None
    version: f.Text | None = None
    license: f.Licence | None = None
    license_file: f.Text | None = None
    repository: f.Address | None = None
    homepage: f.Address | None = None
    documentation: f.Address | None = None
    workspaces: Annotated[list[str], f.derived(f.globs)] | None = None
    authors_count: f.Count | None = f.counted("authors")


def read(text: str, _: str) -> Parsed:
    """Return the package of a Cargo.toml; `workspaces` are the members of its workspace."""
    parsed = toml_text.parse(text)
    workspace = f.block(parsed.fields, "workspace")
    shared = f.block(workspace, "package")
    own = {key: value for key, value in f.block(parsed.fields, "package").items() if not _is_shared(value)}
    return check(_Package, Parsed({**shared, **own, "workspaces": workspace.get("members")}, parsed.problems))


def _is_shared(value: object) -> bool:
    return isinstance(value, Mapping) and "workspace" in value


FORMATS = (Format("Cargo.toml", DocumentKind.MANIFEST, ("cargo.toml",), read),)
