"""Objects of a repository: the files of a revision, and the content of some of them."""

from collections.abc import Iterable
from dataclasses import dataclass

from reperes.sources.documents.read import MAX_BYTES, Content
from reperes.sources.git.command import GitError, Repository

MAX_WHOLE = 4 * MAX_BYTES
MAX_TOTAL = 64 * MAX_BYTES
"""A blob over `MAX_WHOLE` is not opened, nor are those that come once `MAX_TOTAL` was asked for."""


def list_tree(repository: Repository, revision: str) -> list[tuple[bytes, str, str]]:
    """Return (path, mode, object name) of every file of a revision, in git's order; GitError on failure."""
    output = repository.run("ls-tree", "-r", "-z", "--full-tree", "--end-of-options", revision)
    entries = []
    for line in output.split(b"\0"):
        if line:
            about, _, path = line.partition(b"\t")
            mode, _, name = about.decode("ascii").split(" ")
            entries.append((path, mode, name))
    return entries


@dataclass(frozen=True, slots=True)
class Size:
    """The kind of an object (`blob`, `tree`, `commit`, `tag`) and its size in bytes."""

    kind: str
    size: int


def sizes(repository: Repository, names: Iterable[str]) -> dict[str, Size]:
    """Return the objects that are here, by name; those that are missing are left out."""
    wanted = list(dict.fromkeys(names))
    if not wanted:
        return {}
    found = {}
    output = repository.run("cat-file", "--batch-check", data="\n".join(wanted).encode() + b"\n")
    for line in output.decode("ascii", "replace").splitlines():
        name, _, rest = line.partition(" ")
        kind, _, size = rest.partition(" ")
        if size.isdigit():
            found[name] = Size(kind, int(size))
    return found


def contents(repository: Repository, names: Iterable[str]) -> dict[str, Content]:
    """Return the beginning (`MAX_BYTES`) of the blobs that are here and readable, by name."""
    known: dict[str, int] = {}
    total = 0
    for name, about in sizes(repository, names).items():
        if about.kind == "blob" and about.size <= min(MAX_WHOLE, MAX_TOTAL - total):
            known[name] = about.size
            total += about.size
    try:
        return _batch(repository, known)
    except GitError:  # one object that git cannot unpack stops the whole batch
        return _one_by_one(repository, known)


def _batch(repository: Repository, known: dict[str, int]) -> dict[str, Content]:
    if not known:
        return {}
    output = repository.run("cat-file", "--batch", data="\n".join(known).encode() + b"\n")
    found, at = {}, 0
    for name, size in known.items():
        start = output.index(b"\n", at) + 1
        found[name] = Content(output[start : start + min(size, MAX_BYTES)], size)
        at = start + size + 1
    return found


def _one_by_one(repository: Repository, known: dict[str, int]) -> dict[str, Content]:
    found = {}
    for name, size in known.items():
        try:
            found[name] = Content(repository.run("cat-file", "blob", name)[:MAX_BYTES], size)
        except GitError:
            continue
    return found
