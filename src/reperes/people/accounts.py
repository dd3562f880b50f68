"""The accounts of a forge: what comes out is a number, a pseudonym and a kind."""

import hashlib
import hmac

import polars as pl

from reperes.facts.forge import REQUESTS_SCHEMA
from reperes.people.bots import is_bot
from reperes.people.resolve import DIGITS

_DELETED = "ghost"
"""The account to which forges give what a deleted one wrote."""


class Accounts:
    """The accounts met on one forge, numbered in the order first seen. It holds logins: it is not shown."""

    __slots__ = ("_host", "_key", "_kinds", "_rows")

    def __init__(self, key: bytes, host: str) -> None:
        self._key = key
        self._host = host
        self._rows: dict[tuple[str, str], int] = {}
        self._kinds: list[str] = []

    def __repr__(self) -> str:
        return f"<Accounts: {len(self._rows)}>"

    def row(self, login: object, *, bot: bool = False) -> int | None:
        """Return the number of an account, None when it was deleted or is not told.

        `bot` is what the forge says; the patterns of `knowledge/vocabulary/bots.yaml` are tried too.
        """
        if not isinstance(login, str) or not login.strip() or login.strip().casefold() == _DELETED:
            return None
        known = login.strip().casefold()
        kind = "bot" if bot or is_bot(known, "") else "human"
        # One interface of GitHub writes « [bot] » after the login of an application, the other does not; a
        # person may bear that login too.
        row = self._rows.setdefault((known.removesuffix("[bot]"), kind), len(self._rows))
        if row == len(self._kinds):
            self._kinds.append(kind)
        return row

    def people(self) -> pl.DataFrame:
        """Return `REQUESTS_SCHEMA["people"]`; the row is the number of the account."""
        return pl.DataFrame(
            {"pseudonym": [self._pseudonym(*account) for account in self._rows], "kind": self._kinds},
            schema=dict(REQUESTS_SCHEMA["people"]),
        )

    def _pseudonym(self, login: str, kind: str) -> str:
        text = f"{self._host}/{kind}/{login}".encode("utf-8", "surrogatepass")
        return hmac.new(self._key, text, hashlib.sha256).hexdigest()[:DIGITS]
