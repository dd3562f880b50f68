"""A project observed by its name: the result keeps how its address was known."""

from pathlib import Path

import pytest

from reperes.facts.catalogue import Entry
from reperes.facts.fact import Reason
from reperes.i18n import Language
from reperes.report import render
from reperes.sources.catalogues.reader import Taken
from reperes.sources.catalogues.snapshots import Meta, Snapshots
from reperes.sources.git.command import Repository
from support.git import commit, file, repository
from support.observing import READ_AT, observed

FORGE = "https://forge.example.org/atelier/registre"


def test_the_result_says_by_which_catalogue_the_name_was_an_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = Entry("233", "Registre", "https://sill.example.org/233", repositories=(FORGE,))
    meta = Meta("sill", "https://sill.example.org", "etalab-2.0", READ_AT, "0" * 64, 1, 1, 1, {})
    Snapshots(tmp_path / "data").write(meta, Taken(entries=[entry]))
    place = repository(tmp_path / "r.git", commit(1, "2026-11-02", files=file("a", "1")))
    monkeypatch.setattr("reperes.observing.kept", lambda *_: Repository(place))
    found = observed("registre", tmp_path, offline=True)
    [told] = [one for one in found.absences if one.reason is Reason.BY_NAME]
    said = "it is the one that the SILL gave on 23 November 2026 for the name “registre”"
    assert told.source == "git"
    assert said in told.message.text(Language.EN)
    for format_ in ("text", "markdown", "html", "json"):
        assert said in " ".join(render(found, Language.EN, format_).split())
    assert Reason.BY_NAME not in {one.reason for one in observed(FORGE, tmp_path, offline=True).absences}
