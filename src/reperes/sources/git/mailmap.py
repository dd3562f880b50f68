"""The `.mailmap` of a revision, found and weighed before git is asked to apply it."""

from reperes.errors import Message
from reperes.facts.fact import Limit, Reason
from reperes.i18n import N_
from reperes.sources.git.command import GitError, Repository

MAX_BYTES = 4 << 20


def find_mailmap(repository: Repository, revision: str) -> tuple[str | None, tuple[Limit, ...]]:
    """Return the blob of the mailmap, None when there is none or it cannot serve, which a Limit then says.

    git dies on a mailmap that is missing from the object store, or ignores it silently, depending on the
    repository: so it is looked for first.
    """
    try:
        line = repository.run("ls-tree", "-z", "--full-tree", "--end-of-options", revision, ".mailmap")
    except GitError:
        return None, ()
    about = line.partition(b"\t")[0].decode("ascii").split(" ")
    if len(about) != 3 or not about[0].startswith("100"):
        return None, ()
    answer = repository.run("cat-file", "--batch-check", data=about[2].encode() + b"\n").decode().split()
    if len(answer) != 3 or answer[1] != "blob":
        text = N_(
            "The .mailmap, where a project says who is who, is not in this copy: people may be counted twice."
        )
        return None, (Limit(Reason.MISSING_OBJECT, Message(text)),)
    if int(answer[2]) > MAX_BYTES:
        text = N_("The .mailmap is too large to be applied ({n} bytes): people may be counted twice.")
        return None, (Limit(Reason.TOO_LARGE, Message(text, {"n": int(answer[2])})),)
    return about[2], ()
