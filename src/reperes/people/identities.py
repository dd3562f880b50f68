"""The identities written in a history, each under a number.

Imports no data frame library: git works while they load.
"""

import json
from collections.abc import Iterator

_HEADER = b"reperes/identities/1"


class Identities:
    """Identities as written in one history, each with a dense code (0, 1, …)."""

    __slots__ = ("_codes",)

    def __init__(self) -> None:
        self._codes: dict[bytes, int] = {}

    def code(self, written: bytes) -> int:
        """Return the code of an identity; a new one gets the next number.

        `written` is `Name<address>Mapped name<mapped address>`, what `git log` prints for `%an<%ae>%aN<%aE>`.
        """
        return self._codes.setdefault(written, len(self._codes))

    def __len__(self) -> int:
        return len(self._codes)

    def __repr__(self) -> str:
        return f"<Identities: {len(self._codes)}>"

    def written(self) -> Iterator[bytes]:
        """Iterate over the identities as written, in the order of their codes. For the people room only."""
        return iter(self._codes)

    def to_bytes(self) -> bytes:
        """Return the table as JSON lines, for the people store only: it holds names and addresses."""
        lines = [json.dumps(written.decode("utf-8", "surrogateescape")).encode() for written in self._codes]
        return b"\n".join([_HEADER, *lines, b""])

    @classmethod
    def from_bytes(cls, data: bytes) -> "Identities":
        """Return the table that `to_bytes` gave; ValueError when the bytes are anything else."""
        header, _, rest = data.partition(b"\n")
        loaded = json.loads(b"[" + b",".join(rest.splitlines()) + b"]")
        if header != _HEADER or not all(isinstance(line, str) for line in loaded):
            raise ValueError("these bytes are not a table of identities")
        found = cls()
        for line in loaded:
            found.code(line.encode("utf-8", "surrogateescape"))
        if len(found) != len(loaded):
            raise ValueError("an identity is written twice in the table")
        return found
