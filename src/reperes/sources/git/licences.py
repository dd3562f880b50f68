"""How the licence files at the root of a tree changed over the history."""

from collections.abc import Callable, Iterator, Mapping

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

METHOD = "git.licences/2"
MAX_VERSIONS = 40
"""How many versions are looked at, the newest."""

MAX_CHARACTERS = 400_000
"""Of all the versions together; one left out has no licence told."""

# A file renamed without a change of content is known by its last name only: these are the usual ones before.
_USUAL = ("LICENSE", "LICENSE.txt", "LICENSE.md", "LICENCE", "LICENCE.md", "COPYING", "COPYING.txt")
_SURE = 0.95

Bring = Callable[[list[str]], None]


def licence_history(
    repository: Repository, history: History, told: Mapping[str, Identified], bring: Bring | None
) -> LicenceHistory:
    """Return the versions of the licence files at the root, oldest first; GitError when git fails.

    The line of first parents is followed: what a merge brings counts when it is merged, and the licence of
    what was taken in as a folder is not the project's. `told` holds what was told of blobs already; `bring`
    fetches those that are not here, if it can.
    """
    names = _names(history)
    found = list(changes(repository, history.revision, names, MAX_VERSIONS))[::-1] if names else []
    blobs = list(dict.fromkeys(blob for _, _, blob in found if blob is not None))
    if bring is not None:
        bring(blobs)
    known = {blob: _recognised(told[blob]) for blob in blobs if blob in told}
    left = MAX_CHARACTERS
    for blob, content in contents(repository, [blob for blob in blobs if blob not in told]).items():
        text = decode(content).text or ""
        left -= len(text)
        if left < 0:
            break
        known[blob] = _recognised(identify(text))
    wanted = history.commits.filter(pl.col("commit").is_in([commit for commit, _, _ in found]))
    dates = dict(wanted.select("commit", "committed_at").iter_rows())
    return LicenceHistory(
        tuple(
            LicenceVersion(path, commit, dates.get(commit), blob, None if blob is None else known.get(blob))
            for commit, path, blob in found
        )
    )


def _names(history: History) -> list[str]:
    """Return the names of the licence files that ever were at the root, and the usual ones."""
    return list(dict.fromkeys(_told(history)))


def _told(history: History) -> Iterator[str]:
    root = history.files.filter(~pl.col("path").str.contains("/", literal=True)).get_column("path")
    # A name with bytes that are not UTF-8 is written out in the history: it is not looked for.
    paths = [path for path in root if "\\x" not in path and "\n" not in path]
    candidates, _ = find((path.encode(), "100644", "0" * 40) for path in paths)
    found = [item.path.decode() for item in candidates if item.kind is DocumentKind.LICENCE]
    yield from found
    yield from _USUAL if found else ()


def _recognised(found: Identified) -> tuple[str, ...]:
    sure = [match for match in found.matches if match.method == "phrase" or match.similarity >= _SURE]
    named = sure or list(found.notices)
    return tuple(dict.fromkeys(match.licence for match in named))
