"""What one row says: an issue, a change request, a comment, a review. Logins become numbers here."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from reperes.people.accounts import Accounts
from reperes.people.bots import is_bot
from reperes.sources.forges.labels import meanings
from reperes.sources.forges.lenient import get, instant, number, rank, rows, text, truth
from reperes.sources.forges.model import Answer, Item, Kind, Standing

_ACTIONS = -2
"""The number that these forges give to the account of their own automation."""

_NOT_ANSWERS = frozenset({"PENDING", "REQUEST_REVIEW"})
_NUMBER = re.compile(r".*/(?:issues|pulls)/([0-9]{1,9})(?![0-9/])")
_ADDRESSES = ("issue_url", "pull_request_url", "html_url")


class Reader:
    """Reads the rows of one project. `owner`: the login that holds it, whose word is a member's.

    `counts`: by number of request, how many comments the forge counts, where it tells. `remarked`: the change
    requests whose code was remarked upon, as the forge counts.
    """

    def __init__(self, accounts: Accounts, owner: object) -> None:
        self.accounts = accounts
        self._owner = owner.casefold() if isinstance(owner, str) else None
        self.counts: dict[int, int] = {}
        self.remarked: set[int] = set()

    def item(self, kind: Kind, told: Mapping[str, Any]) -> Item | None:
        """Return an issue or a change request without its answers, None when it is not one."""
        ranked, opened_at = rank(told.get("number")), instant(told.get("created_at"))
        if ranked is None or opened_at is None:
            return None
        if kind == "issue" and told.get("pull_request") is not None:  # old instances list both
            return None
        counted = number(told.get("comments"))
        if counted is not None:
            self.counts[ranked] = counted
        if kind == "change" and number(told.get("review_comments")):
            self.remarked.add(ranked)
        updated_at = instant(told.get("updated_at")) or opened_at
        merged_at = _merged_at(told, updated_at) if kind == "change" else None
        return Item(
            kind=kind,
            number=ranked,
            opened_at=opened_at,
            updated_at=updated_at,
            seen_until=opened_at,
            author=self._author(told),
            standing=self._standing(told),
            closed_at=_closed_at(told, merged_at, updated_at),
            merged_at=merged_at,
            merged_by=None if merged_at is None else self._account(told.get("merged_by")),
            labels=meanings(get(label, "name") for label in rows(told.get("labels"))),
        )

    def comment(self, told: Mapping[str, Any]) -> tuple[int, Answer] | None:
        """Return a comment and the number of the request it answers, None where one is not told."""
        at = instant(told.get("created_at"))
        found = (_NUMBER.match(url) for name in _ADDRESSES if (url := text(told.get(name))) is not None)
        ranked = next((int(match[1]) for match in found if match), None)
        if at is None or ranked is None:
            return None
        return ranked, Answer("comment", at, self._author(told), self._standing(told))

    def review(self, told: Mapping[str, Any]) -> Answer | None:
        """Return a review, None when it was only begun or asked for."""
        at, state = instant(told.get("submitted_at")), text(told.get("state"))
        if at is None or state is None or state in _NOT_ANSWERS:
            return None
        standing = "member" if told.get("official") is True else self._standing(told)
        return Answer("review", at, self._author(told), standing)

    def _author(self, told: Mapping[str, Any]) -> int | None:
        elsewhere = text(told.get("original_author"))
        if elsewhere is None:
            return self._account(told.get("user"))
        # Brought from another forge: `user` is then nobody, or who brought it. No login holds a slash.
        return self.accounts.row(f"elsewhere/{elsewhere}", bot=is_bot(elsewhere.casefold(), ""))

    def _account(self, user: object) -> int | None:
        return self.accounts.row(get(user, "login"), bot=get(user, "id") == _ACTIONS)

    def _standing(self, told: Mapping[str, Any]) -> Standing | None:
        login = get(told, "user", "login")
        if self._owner is None or not isinstance(login, str) or text(told.get("original_author")):
            return None
        return "member" if login.casefold() == self._owner else None


def _merged_at(told: Mapping[str, Any], updated_at: datetime) -> datetime | None:
    if truth(told.get("merged")) is False:
        return None
    merged_at = instant(told.get("merged_at"))
    if merged_at is None and told.get("merged") is True:
        return instant(told.get("closed_at")) or updated_at
    return merged_at


def _closed_at(told: Mapping[str, Any], merged_at: datetime | None, updated_at: datetime) -> datetime | None:
    if merged_at is None and text(told.get("state")) != "closed":
        return None
    # A closed request that does not tell when was closed at its last change at the latest.
    return instant(told.get("closed_at")) or merged_at or updated_at
