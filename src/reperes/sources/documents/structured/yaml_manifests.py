"""Manifests in YAML of smaller ecosystems: pubspec.yaml (Dart), Chart.yaml (Helm), shard.yml (Crystal)."""

from reperes.facts.documents import DocumentKind
from reperes.sources.documents.formats import Format
from reperes.sources.documents.lenient import fields as f
from reperes.sources.documents.lenient import yaml_text
from reperes.sources.documents.lenient.model import Declared, check
from reperes.sources.documents.lenient.tree import Parsed


class _Package(Declared):
    name: f.Text | None = None
    description: f.Text | None = None
    version: f.Text | None = None
    license: f.Licence | None = None
    homepage: f.Address | None = None
    home: f.Address | None = None
    repository: f.Address | None = None
    issue_tracker: f.Address | None = None
    documentation: f.Address | None = None
    sources: f.Addresses | None = None
    funding: f.Givings | None = None
    deprecated: f.Flag | None = None
    authors_count: f.Count | None = f.counted("authors")
    maintainers_count: f.Count | None = f.counted("maintainers")


def read(text: str, _: str) -> Parsed:
    """Return the fields of such a manifest, under the names that it uses."""
    return check(_Package, yaml_text.parse(text))


FORMATS = tuple(
    Format(name, DocumentKind.MANIFEST, (name.lower(),), read)
    for name in ("pubspec.yaml", "Chart.yaml", "shard.yml")
)
