"""One pass of `git log` over a history, parsed as it comes.

Only numbers, paths and codes are kept here: what a commit says of a person goes straight to the `people`
room's table. This module imports no data frame library, so that git works while they load.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from reperes.people.identities import Identities
from reperes.sources.git.command import Repository, Stream

METHOD = "git.log/1"
TIMEOUT = 900.0
MAX_TOUCHES = 8_000_000
MAX_TOUCHES_OF_A_COMMIT = 200_000
MAX_TOKEN = 1 << 20
MAX_IDENTITY = 2048
MAX_TRAILERS_OF_A_COMMIT = 64

_IDENT = "%an<%ae>%aN<%aE>"
_TRAILERS = {
    b"co-authored-by": "co-author",
    b"signed-off-by": "signed-off-by",
    b"reviewed-by": "reviewed-by",
    b"acked-by": "acked-by",
}
_FORMAT = "%x00".join(
    (
        "%H %P",
        "%at %ct",
        _IDENT,
        _IDENT.replace("%a", "%c"),
        "%(trailers:" + ",".join(f"key={name.decode()}" for name in _TRAILERS) + ",separator=%x1f,unfold)",
    )
)
_FIELDS = _FORMAT.count("%x00") + 1
_TOO_FAR = 1 << 62
_EMPTY_BLOBS = frozenset(
    {
        b"e69de29bb2d1d6434b8b29ae775ad8c2e48c5391",
        b"473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813",
    }
)


@dataclass(slots=True)
class RawLog:
    """The log as columns of plain Python, newest commit first.

    `author`, `committer` and the second of `trailers` are codes of `identities`; dates are seconds since
    1970 as written; `touch_file` are rows of `files` (paths as bytes, the latest one of a file renamed).
    """

    identities: Identities
    commit: list[str] = field(default_factory=list)
    parents: list[int] = field(default_factory=list)
    authored: list[int] = field(default_factory=list)
    committed: list[int] = field(default_factory=list)
    author: list[int] = field(default_factory=list)
    committer: list[int] = field(default_factory=list)
    touch_commit: list[int] = field(default_factory=list)
    touch_file: list[int] = field(default_factory=list)
    touch_status: list[str] = field(default_factory=list)
    trailers: list[tuple[int, str, bytes]] = field(default_factory=list)
    files: list[bytes] = field(default_factory=list)
    touches_left_out: int = 0


def start(
    repository: Repository,
    revision: str,
    *,
    mailmap: str | None,
    known: str | None = None,
    touches: bool = True,
) -> Stream:
    """Start `git log` from `revision`, down to what `known` already reaches.

    `mailmap` is the blob of the `.mailmap` to apply, None for none.
    """
    diff = ["--raw", "--no-abbrev", "--no-renames", "--no-ext-diff"] if touches else []
    return repository.stream(
        "log",
        "-z",
        *diff,
        f"--format={_FORMAT}",
        "--encoding=UTF-8",
        "--end-of-options",
        revision,
        *([f"^{known}"] if known else []),
        timeout=TIMEOUT,
        # A blob that cannot be named is ignored by git; one that is missing stops it.
        configuration=[f"mailmap.blob={mailmap or 'refs/reperes/no-mailmap'}"],
    )


class Parser:
    """Turns the output of `start` into a `RawLog`, chunk by chunk."""

    def __init__(self, identities: Identities) -> None:
        self.log = RawLog(identities)
        self._row = -1
        self._touched = 0
        self._files: dict[bytes, int] = {}
        self._added: list[tuple[bytes, bytes, int]] = []
        self._deleted: dict[bytes, list[bytes]] = {}

    def parse(self, chunks: Iterable[bytes]) -> RawLog:
        """Consume all the chunks. Whatever was parsed stays in `log` when the iteration raises."""
        rest = b""
        for piece in chunks:
            chunk = piece
            if len(rest) > MAX_TOKEN:  # one field without end: what is beyond its beginning is dropped
                end = chunk.find(b"\0")
                if end < 0:
                    continue
                chunk = chunk[end:]
            tokens = (rest + chunk).split(b"\0")
            done = self._take(tokens)
            rest = b"\0".join(tokens[done:])
        if rest.strip(b"\0"):
            self._take([*rest.split(b"\0"), b"", b""])
        self._end_commit()
        return self.log

    def continue_with(self, older: RawLog) -> RawLog:
        """Put an older log, whose identities this parser was given, after what was parsed; return the whole.

        A file of the older log is the one that its name leads to from here.
        """
        log = self.log
        shift = len(log.commit)
        numbers = [self._file(path) for path in older.files]
        log.commit += older.commit
        log.parents += older.parents
        log.authored += older.authored
        log.committed += older.committed
        log.author += older.author
        log.committer += older.committer
        log.touch_commit += [row + shift for row in older.touch_commit]
        log.touch_file += [numbers[number] for number in older.touch_file]
        log.touch_status += older.touch_status
        log.trailers += [(row + shift, role, value) for row, role, value in older.trailers]
        log.touches_left_out += older.touches_left_out
        return log

    def _take(self, tokens: Sequence[bytes]) -> int:
        """Parse the complete records of `tokens`; return how many were used. The last token may be cut."""
        at, end = 0, len(tokens) - 1
        while at < end:
            token = tokens[at]
            if token[:1] == b":" or token[:2] == b"\n:":
                if at + 2 > end:
                    break
                self._touch(token, tokens[at + 1])
                at += 2
            elif token:
                if at + _FIELDS > end:
                    break
                self._commit(tokens[at : at + _FIELDS])
                at += _FIELDS
            else:
                at += 1
        return at

    def _commit(self, tokens: Sequence[bytes]) -> None:
        self._end_commit()
        self._row += 1
        log = self.log
        names = tokens[0].split() or [b""]  # git names a commit; what is not git may not
        authored, _, committed = tokens[1].partition(b" ")
        log.commit.append(names[0].decode("ascii", "replace"))
        log.parents.append(min(len(names) - 1, 255))
        log.authored.append(_seconds(authored))
        log.committed.append(_seconds(committed))
        log.author.append(log.identities.code(_bounded(tokens[2])))
        log.committer.append(log.identities.code(_bounded(tokens[3])))
        self._touched = 0
        if tokens[4]:
            for trailer in tokens[4].split(b"\x1f", MAX_TRAILERS_OF_A_COMMIT)[:MAX_TRAILERS_OF_A_COMMIT]:
                key, _, value = trailer.partition(b":")
                role = _TRAILERS.get(key.strip().lower())
                if role is not None and value.strip() and len(value) <= MAX_IDENTITY:
                    log.trailers.append((self._row, role, value.strip()))

    def _touch(self, token: bytes, path: bytes) -> None:
        self._touched += 1
        if self._row < 0:
            return
        if len(self.log.touch_file) >= MAX_TOUCHES or self._touched > MAX_TOUCHES_OF_A_COMMIT:
            self.log.touches_left_out += 1
            return
        status = token[-1:]
        if status == b"A":
            self._added.append((token.split(b" ", 4)[3], path, len(self.log.touch_file)))
        elif status == b"D":
            self._deleted.setdefault(token.split(b" ", 4)[2], []).append(path)
        self.log.touch_commit.append(self._row)
        self.log.touch_file.append(self._file(path))
        self.log.touch_status.append(status.decode("ascii", "replace"))

    def _file(self, path: bytes) -> int:
        number = self._files.get(path)
        if number is None:
            number = self._files[path] = len(self.log.files)
            self.log.files.append(path)
        return number

    def _end_commit(self) -> None:
        """Pair what the commit deleted with what it added under another name: same blob, same file.

        Going back in time, what the file's old name holds from here on is the same file.
        """
        if self._added and self._deleted:
            for blob, path, position in self._added:
                olds = self._deleted.get(blob)
                if not olds or blob in _EMPTY_BLOBS:
                    continue
                old = _same_name(path, olds)
                olds.remove(old)
                if position < len(self.log.touch_file):
                    self.log.touch_status[position] = "R"
                    self._files[old] = self.log.touch_file[position]
        if self._added or self._deleted:
            self._added, self._deleted = [], {}


def _same_name(path: bytes, olds: Sequence[bytes]) -> bytes:
    name = path.rsplit(b"/", 1)[-1]
    return next((old for old in olds if old.rsplit(b"/", 1)[-1] == name), olds[0])


def _seconds(written: bytes) -> int:
    """Return a date as git prints it; 0, which no reader takes for a date, when it is no number."""
    try:
        found = int(written)
    except ValueError:
        return 0
    return found if found < _TOO_FAR else 0


def _bounded(identity: bytes) -> bytes:
    """Return an identity, or the empty one when it is longer than any name."""
    return identity if len(identity) <= MAX_IDENTITY else b"<><>"
