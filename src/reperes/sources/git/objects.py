"""Objects of a repository: the files of a revision, and the content of some of them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from reperes.sources.documents.read import MAX_BYTES, Content
from reperes.sources.git.command import GitError, Repository

MAX_ENTRIES = 500_000
MAX_WHOLE = 4 * MAX_BYTES
MAX_TOTAL = 64 * MAX_BYTES
"""A blob over `MAX_WHOLE` is not opened, nor are those that come once `MAX_TOTAL` was asked for."""


def list_tree(repository: Repository, revision: str) -> list[tuple[bytes, str, str]]:
    """Return (path, mode, object name) of the files of a revision, in git's order; GitError on failure.

    At most `MAX_ENTRIES`: a few hundred bytes of objects may unfold into any number of files.
    """
    stream = repository.stream("ls-tree", "-r", "-z", "--full-tree", "--end-of-options", revision, timeout=60)
    entries: list[tuple[bytes, str, str]] = []
    rest = b""
    try:
        for chunk in stream:
            *lines, rest = (rest + chunk).split(b"\0")
            for line in lines:
                about, _, path = line.partition(b"\t")
                mode, _, name = about.decode("ascii").split(" ")
                entries.append((path, mode, name))
            if len(entries) >= MAX_ENTRIES:
                return entries[:MAX_ENTRIES]
    finally:
        stream.close()
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
    try:
        output = repository.run("cat-file", "--batch-check", data="\n".join(wanted).encode() + b"\n")
    except GitError as error:
        if error.timed_out:
            raise
        # git 2.39 stops at the first object of a partial clone that it may not ask for: each half then
        # says its own.
        half = len(wanted) // 2
        return {**sizes(repository, wanted[:half]), **sizes(repository, wanted[half:])} if half else {}
    for line in output.decode("ascii", "replace").splitlines():
        name, _, rest = line.partition(" ")
        kind, _, size = rest.partition(" ")
        if size.isdigit():
            found[name] = Size(kind, int(size))
    return found


def changes(
    repository: Repository, revision: str, paths: Sequence[str], most: int
) -> Iterator[tuple[str, str, str | None]]:
    """Yield (commit, path, object name or None when removed), newest first, along the line of first parents.

    At most `most` commits; a merge changes what it brings to its first parent. No blob is opened.
    """
    output = repository.run(
        *("log", "--first-parent", "--diff-merges=first-parent", f"--max-count={most}", "--no-renames"),
        *("--raw", "--no-abbrev", "-z", "--format=%H", "--end-of-options", revision),
        *("--", *(f":(literal,top){path}" for path in paths)),
    )
    commit, about = "", ""
    for field in output.decode("utf-8", "surrogateescape").split("\0"):
        part = field.strip("\n")
        if about:
            name = about.split(" ")[3]
            yield commit, part, name if name.strip("0") else None
            about = ""
        elif part.startswith(":"):
            about = part
        elif part:
            commit = part


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
    except (GitError, ValueError):  # one object that git cannot unpack, or that lies, stops the whole batch
        return _one_by_one(repository, known)


def _batch(repository: Repository, known: dict[str, int]) -> dict[str, Content]:
    if not known:
        return {}
    output = repository.run("cat-file", "--batch", data="\n".join(known).encode() + b"\n")
    found, at = {}, 0
    for name, size in known.items():
        start = output.index(b"\n", at) + 1
        if not output.startswith(name.encode(), at) or output[start + size : start + size + 1] != b"\n":
            raise ValueError(name)
        found[name] = Content(output[start : start + min(size, MAX_BYTES)], size)
        at = start + size + 1
    return found


def _one_by_one(repository: Repository, known: dict[str, int]) -> dict[str, Content]:
    found = {}
    for name, size in known.items():
        try:
            content = repository.run("cat-file", "blob", name)
        except GitError:
            continue
        if len(content) == size:
            found[name] = Content(content[:MAX_BYTES], size)
    return found
