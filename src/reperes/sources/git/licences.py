"""How the licence files at the root of a tree changed over the history."""

from collections.abc import Callable
from datetime import datetime

import polars as pl

from reperes.facts.documents import DocumentKind
from reperes.facts.history import History
from reperes.facts.licences import LicenceHistory, LicenceVersion
from reperes.licences import identify
from reperes.licences.model import Identified
from reperes.sources.documents.find import find
from reperes.sources.documents.text import decode
from reperes.sources.git.command import Repository
from reperes.sources.git.objects import changes, contents

METHOD = "git.licences/1"
MAX_COMMITS = 80
"""How many of the commits that touch a licence file are looked at, the newest."""

# A file renamed without a change of content is known by its last name only: these are the usual ones before.
_USUAL = ("LICENSE", "LICENSE.txt", "LICENSE.md", "LICENCE", "LICENCE.md", "COPYING", "COPYING.txt")
_SURE = 0.95

Bring = Callable[[list[str]], None]


def licence_history(repository: Repository, history: History, bring: Bring | None) -> LicenceHistory:
    """Return the versions of the licence files at the root, oldest first; GitError when git fails.

    Only commits that are not merges are looked at. `bring` fetches blobs that are not here, if it can.
    """
    names, commits = _touching(history)
    dates: dict[str, datetime | None] = dict(commits.iter_rows())
    found = list(changes(repository, list(dates), names))
    blobs = list(dict.fromkeys(blob for _, _, blob in found if blob is not None))
    if bring is not None:
        bring(blobs)
    known = {
        blob: _recognised(identify(decode(content).text or ""))
        for blob, content in contents(repository, blobs).items()
    }
    return LicenceHistory(
        tuple(
            LicenceVersion(path, commit, dates[commit], blob, None if blob is None else known.get(blob))
            for commit, path, blob in found
        )
    )


def _touching(history: History) -> tuple[list[str], pl.DataFrame]:
    """Return the names of licence files, and the newest commits that touch them, oldest first."""
    root = history.files.with_row_index("file").filter(~pl.col("path").str.contains("/", literal=True))
    # A name with bytes that are not UTF-8 is written out in the history: it is not looked for.
    paths = [path for path in root.get_column("path") if "\\x" not in path and "\n" not in path]
    candidates, _ = find((path.encode(), "100644", "0" * 40) for path in paths)
    licences = [item.path.decode() for item in candidates if item.kind is DocumentKind.LICENCE]
    rows = root.filter(pl.col("path").is_in(licences)).select("file")
    commits = (
        history.touches.join(rows, on="file", how="semi")
        .select("commit")
        .unique()
        .sort("commit")  # newest first in the history
        .head(MAX_COMMITS)
        .get_column("commit")
    )
    touching = history.commits.select("commit", "committed_at").gather(commits).reverse()
    return list(dict.fromkeys([*licences, *(_USUAL if licences else ())])), touching


def _recognised(found: Identified) -> tuple[str, ...]:
    sure = [match for match in found.matches if match.method == "phrase" or match.similarity >= _SURE]
    named = sure or list(found.notices)
    return tuple(dict.fromkeys(match.licence for match in named))
