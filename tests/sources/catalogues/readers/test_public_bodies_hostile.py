"""Whatever bytes come in, the readers of public bodies and of markets read them or refuse them."""

import json
from collections.abc import Callable
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reperes.sources.catalogues.reader import ShapeError, Taken
from reperes.sources.catalogues.readers import (
    beneficiaires_marches,
    code_gouv_depots,
    code_gouv_organisations,
    contributions_marche_support,
    developers_italia,
    liste_marche_support,
    noms_de_domaine_publics,
)

READERS = (
    beneficiaires_marches,
    code_gouv_depots,
    code_gouv_organisations,
    contributions_marche_support,
    developers_italia,
    liste_marche_support,
    noms_de_domaine_publics,
)
each_reader = pytest.mark.parametrize("reader", READERS, ids=lambda one: one.__name__.rpartition(".")[2])
TEXTS = st.text(max_size=40) | st.sampled_from(
    [
        "https://github.com/a/b",
        "https://gitlab.example.org/a",
        "ada.exemple@ville.example",
        "a.example",
        "2024-01-01",
    ]
)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXTS
NAMES = st.sampled_from(
    [
        "data",
        "links",
        "next",
        "software",
        "contributions",
        "lists",
        "marché support",
        "_meta",
        "snapshot_date",
        "comptes-organismes-publics",
        "fr-public-sector-ospo",
        "owners",
        "pso_id",
        "code",
        "url",
        "name",
        "id",
        "organization_url",
        "login",
        "email",
        "description",
        "repository_url",
        "is_fork",
        "organization_name",
        "publiccodeYml",
        "aliases",
        "company",
        "commits",
        "date",
        "ignored_since",
        "github.com",
        "d",
        "n",
        "p",
        "fn",
    ]
)
CONTENT = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=6),
    max_leaves=20,
)
LINES = st.lists(
    st.sampled_from(
        [
            "## Logiciels",
            "## Bénéficiaires support",
            "| Entreprise | Outil | Date |",
            "|--|--|--|",
            "| a | b | c |",
            "- Registre (ex. Cahier)",
            "name,type",
            "a.example,Commune",
            "a:",
            "  owners:",
            "    b:",
            "---",
            "- a : *b*",
        ]
    )
    | TEXTS,
    max_size=8,
)


def held(read: Callable[[bytes], Taken], content: bytes) -> None:
    try:
        taken = read(content)
    except ShapeError:
        return
    assert len(taken.entries) <= taken.rows
    for entry in taken.entries:
        assert entry.id
        assert entry.name
        assert entry.url.startswith("https://") or entry.repositories or entry.website
        assert "ada.exemple@" not in repr(entry)


@each_reader
@given(content=st.binary(max_size=200))
def test_bytes(reader: ModuleType, content: bytes) -> None:
    held(reader.read, content)


@each_reader
@given(content=CONTENT)
def test_json(reader: ModuleType, content: object) -> None:
    held(reader.read, json.dumps(content).encode())


@each_reader
@given(
    content=st.lists(CONTENT, max_size=4), key=st.sampled_from(["data", "software", "contributions", "lists"])
)
def test_rows(reader: ModuleType, content: list[object], key: str) -> None:
    held(reader.read, json.dumps(content).encode())
    held(reader.read, json.dumps({key: content}).encode())


@each_reader
@given(lines=LINES)
def test_pages(reader: ModuleType, lines: list[str]) -> None:
    held(reader.read, "\n".join(lines).encode("utf-8", "replace"))


@each_reader
@pytest.mark.parametrize("content", [b"[" * 100_000, b'{"a":' * 100_000, b"{" * 100_000, b"\x00" * 1000])
def test_depth(reader: ModuleType, content: bytes) -> None:
    with pytest.raises(ShapeError):
        reader.read(content)


@given(content=CONTENT)
def test_next_page(content: object) -> None:
    body = json.dumps({"data": [], "links": content}).encode()
    try:
        found = developers_italia.next_page(body, "https://api.example.org/v1/software")
    except ShapeError:
        return
    assert found is None or found.startswith("https://api.example.org/v1/software?")
