from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest

from reperes.errors import Message
from reperes.facts.citation import ContentCitation, QueryCitation, Window
from reperes.facts.documents import Declarations, Document, DocumentKind, Documents, Structured, Tree
from reperes.facts.fact import Absent, Fact, Limit, Reason
from reperes.facts.factset import FactSet
from reperes.facts.forge import REQUESTS_SCHEMA, ForgeRepository, Owner, Release, Requests
from reperes.facts.history import History
from reperes.facts.repository import Branch, Repository
from reperes.facts.schema import DECLARATIONS, DOCUMENTS, FORGE, HISTORY, KEYS, REPOSITORY, REQUESTS, TREE
from reperes.facts.store import FactsFileError, load, save
from support.history import PROVENANCE, C, history, tree

AT = datetime(2026, 5, 4, 10, tzinfo=UTC)


def everything() -> FactSet:
    built = history(
        [
            C(date(2026, 3, 2), "ada@acme", ["A src/x.py"], co=["bob"], trailers=[("reviewed-by", "cleo")]),
            C(None, "bot-ci", ["M src/x.py"]),
        ],
        organisations={"acme": "company"},
        tags=[("v1.0", date(2026, 3, 3))],
    )
    document = Document(DocumentKind.README, "a\udcff.md", "2" * 40, 12, "Bonjour\n«\u202f»\n")
    problem = Message("{n} problems", {"n": 3, "x": 1.5, "y": "z"})
    declared = Structured("package.json", "package.json", {"a": [1, {"b": None}], "c": 1.5}, (problem,))
    limit = Limit(Reason.SHALLOW, Message("shallow"))
    owner = Owner("organisation", "Le Collectif", verified_domain=True)
    releases = (Release("v1", AT, early=False),)
    forge = ForgeRepository("gitlab", None, "https://x", AT, archived=True, owner=owner, releases=releases)
    frames = {name: pl.DataFrame(schema=dict(schema)) for name, schema in REQUESTS_SCHEMA.items()}
    requests = Requests(AT, date(2024, 5, 4), None, "https://x/issues", "https://x/merges", **frames)
    return FactSet(
        [
            Fact(
                REPOSITORY.name,
                Repository("https://x", "1", "2", None, AT, (Branch("b", "3", None),)),
                PROVENANCE,
            ),
            Fact(
                HISTORY.name,
                built,
                PROVENANCE,
                (QueryCitation("git", "f", Window(None, date(2026, 1, 1)), 3),),
            ),
            Fact(TREE.name, tree("a", "b/c"), PROVENANCE, limits=(limit,)),
            Fact(
                DOCUMENTS.name,
                Documents("1", None, (document,)),
                PROVENANCE,
                (ContentCitation("swh:1:cnt:1", "q"),),
            ),
            Fact(DECLARATIONS.name, Declarations((declared,)), PROVENANCE),
            Fact(FORGE.name, forge, PROVENANCE),
            Fact(REQUESTS.name, requests, PROVENANCE),
        ]
    )


def test_saved_and_loaded_without_loss(tmp_path: Path) -> None:
    facts = everything()
    save(facts, tmp_path / "facts.zip")
    loaded = load(tmp_path / "facts.zip")
    for fact in facts:
        back = loaded.fact(KEYS[fact.name])
        assert back is not None
        assert (back.provenance, back.citations, back.limits) == (
            fact.provenance,
            fact.citations,
            fact.limits,
        )
        if isinstance(fact.value, History):
            assert isinstance(back.value, History)
            assert fact.value.equals(back.value)
        elif isinstance(fact.value, Tree):
            assert isinstance(back.value, Tree)
            assert fact.value.equals(back.value)
        elif isinstance(fact.value, Requests):
            assert isinstance(back.value, Requests)
            assert fact.value.equals(back.value)
        else:
            assert fact.value == back.value


def test_absences_are_kept(tmp_path: Path) -> None:
    absent = Absent(Reason.EMPTY, Message("No commit on {day}.", {"day": "2026-01-01"}))
    facts = FactSet(Fact(name, absent, PROVENANCE) for name in KEYS)
    save(facts, tmp_path / "facts.zip")
    assert [fact.value for fact in load(tmp_path / "facts.zip")] == [absent] * len(KEYS)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04broken", b"{}"])
def test_what_is_not_an_archive_of_facts_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "facts.zip").write_bytes(content)
    with pytest.raises(FactsFileError, match=r"facts\.zip"):
        load(tmp_path / "facts.zip")
