"""Objects of a repository: what is here is read, whatever is missing beside it."""

from datetime import UTC, date, datetime
from pathlib import Path

import reperes
from reperes.facts.documents import Documents
from reperes.facts.history import History
from reperes.facts.schema import DOCUMENTS, HISTORY
from support.git import commit, file, git, repository


def test_a_partial_clone_without_its_files_still_tells_its_history(tmp_path: Path) -> None:
    bare = repository(
        tmp_path / "r", commit(1, "2026-05-04", files=file("README.md", "# A") + file("LICENSE", "B"))
    )
    git(bare, "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "--quiet", "--bare", "--filter=blob:none", f"file://{bare}", "partial")
    observation = reperes.observe(
        str(tmp_path / "partial"),
        as_of=date(2026, 11, 23),
        read_at=datetime(2026, 11, 23, tzinfo=UTC),
        home=tmp_path / "data",
        offline=True,
    )
    history = observation.facts.value(HISTORY)
    assert isinstance(history, History)
    documents = observation.facts.value(DOCUMENTS)
    assert isinstance(documents, Documents)
    assert {item.path: item.text for item in documents.items} == {"LICENSE": None, "README.md": None}
