"""Every content citation of an observation is checked by git itself."""

import json
import re
from pathlib import Path
from urllib.parse import unquote_to_bytes

from support.cli import run
from support.git import commit, file, git, repository


def citations(node: object) -> list[dict[str, str]]:
    """Return the content citations found anywhere in an observation."""
    if isinstance(node, dict):
        own = [node] if node.get("kind") == "content" and "swhid" in node else []
        return own + [found for value in node.values() for found in citations(value)]
    if isinstance(node, list):
        return [found for value in node for found in citations(value)]
    return []


def test_git_resolves_each_swhid(tmp_path: Path) -> None:
    files = file("README.md", "# Read me") + file("docs/GOVERNANCE.md", "Who decides\nThe members\n")
    files += file('"d\\303\\251cisions; 100%/README.fr.md"', "Lisez-moi") + file("LICENSE", "MIT License")
    files += 'M 100644 inline "doc\\377s/README.txt"\ndata 2\nx\n\n'
    place = repository(tmp_path / "r", commit(1, "2026-03-02", files=files))
    done = run(tmp_path, "observe", str(place), "--format", "json", "--origin", "https://github.com/o/n")
    assert done.code == 0, done.err
    found = citations(json.loads(done.out))
    assert len(found) >= 3
    head = git(place, "rev-parse", "main")
    for citation in found:
        core, *qualifiers = citation["swhid"].split(";")
        values = dict(qualifier.split("=", 1) for qualifier in qualifiers)
        path = unquote_to_bytes(values["path"]).removeprefix(b"/").decode("utf-8", "surrogateescape")
        assert values["origin"] == "https://github.com/o/n"
        assert values["anchor"] == f"swh:1:rev:{head}"
        blob = core.removeprefix("swh:1:cnt:")
        assert git(place, "rev-parse", f"{head}:{path}") == blob
        if "lines" in values:
            first, last = (
                int(part) for part in re.findall(r"\d+", values["lines"] + "-" + values["lines"])[:2]
            )
            lines = git(place, "cat-file", "blob", blob).splitlines()
            # The lines of a licence name holders of rights: they are pointed at, not quoted.
            quote = None if path == "LICENSE" else "\n".join(lines[first - 1 : last])
            assert citation["quote"] == quote
