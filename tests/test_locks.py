"""Locks hold versions and hashes: no address, of an index or of anything else."""

from pathlib import Path

import pytest

LOCKS = Path(__file__).parents[1] / "requirements"


@pytest.mark.parametrize("name", ["base.txt", "web.txt", "dev.txt", "node/package-lock.json"])
def test_a_lock_names_no_address(name: str) -> None:
    lines = (LOCKS / name).read_text(encoding="utf-8").splitlines()
    assert len(lines) > 50
    assert [line for line in lines if "://" in line] == []
