"""The comments of the whole project, listed from the oldest: read from the last page back."""

from collections import defaultdict
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from reperes.errors import Message
from reperes.facts.fact import Limit, Reason
from reperes.i18n import N_
from reperes.sources.forges.forgejo.api import SIZE, Api, listed, total
from reperes.sources.forges.forgejo.read import Reader
from reperes.sources.forges.lenient import number, rows
from reperes.sources.forges.model import Answer, Item
from reperes.sources.http import errors
from reperes.sources.http.answer import Answer as Page
from reperes.sources.http.errors import HttpError

PAGES = 25
"""Pages of comments that are read at most."""

_PATH = "/issues/comments"
_SECOND = timedelta(seconds=1)


class Comments:
    """What was read: every comment written between `since` and `until`, both UTC.

    `since` is None when all that was asked for came. `after`: what was written before is known from a former
    reading; None when there was none. `limits`: what is missing; `failed`: whether a page was not had.
    """

    def __init__(self, api: Api, reader: Reader, read_at: datetime, after: datetime | None) -> None:
        self._api = api
        self._reader = reader
        self._read_at = read_at
        self._after = after
        self._spent = 0
        self._found: dict[int, dict[object, Answer]] = defaultdict(dict)
        self.since: datetime | None = None
        self.until = read_at
        self.limits: list[Limit] = []
        self.failed = False

    def read(self, start: datetime) -> None:
        """Read the comments written since a moment, the last ones first, within the bound."""
        self.since = self._read_at
        try:
            first = self._page(start, 1)
            content = listed(first)
            self._keep(content)
            counted = total(first)
            if counted is None:
                self._forwards(start, content)
            elif content or not counted:
                self._backwards(start, counted, len(content))
            else:
                raise errors.malformed(first.host, "X-Total-Count")
        except HttpError as error:
            self.limits.append(Limit(error.reason, error.why))
            self.failed = True

    def joined(self, item: Item) -> Item:
        """Return the item with its comments, and until when they are all there."""
        found = tuple(sorted(self._found.get(item.number, {}).values(), key=lambda one: one.at))
        counted = self._reader.counts.get(item.number)
        if counted is not None and len(found) >= counted:
            return replace(item, answers=found, seen_until=self._read_at)
        known = self._after is not None and item.opened_at < self._after
        begins = self.since or (self._after if known else None)
        if begins is not None and item.opened_at > begins:
            begins = None
        if begins is not None and not known:
            return item
        until = max(self.until, item.opened_at, self._after or item.opened_at)
        kept = tuple(one for one in found if one.at <= until and (begins is None or one.at >= begins))
        return replace(item, answers=kept, answers_from=begins, seen_until=until)

    def unseen(self, item: Item) -> bool:
        """Return whether the forge counts more answers to the item than were read."""
        read = len(self._found.get(item.number, {}))
        return self._reader.counts.get(item.number, 0) > read or item.number in self._reader.remarked

    def _page(self, start: datetime, page: int) -> Page:
        self._spent += 1
        asked: dict[str, str | int] = {"since": f"{start:%Y-%m-%dT%H:%M:%SZ}", "limit": SIZE, "page": page}
        return self._api.project(_PATH, **asked)

    def _keep(self, content: list[Any]) -> list[datetime]:
        """Keep the comments of a page; return when they were written."""
        moments = []
        for told in rows(content):
            comment = self._reader.comment(told)
            if comment is not None:
                rank, answer = comment
                self._found[rank][number(told.get("id")) or answer] = answer
                moments.append(answer.at)
        return moments

    def _backwards(self, start: datetime, counted: int, size: int) -> None:
        last = -(-counted // size) if size else 1
        for page in range(last, 1, -1):
            if self._spent >= PAGES:
                self._too_many_before()
                return
            answer = self._page(start, page)
            moments = self._keep(listed(answer))
            grown = total(answer)
            if page < last and grown is not None and grown > counted:
                # One that was edited joined the list at its beginning: it pushed another to the page before.
                counted = grown
                self._keep(listed(self._page(start, page + 1)))
            if moments:
                self.since = min(moments)
        self.since = None

    def _forwards(self, start: datetime, content: list[Any]) -> None:
        """Read from the oldest, where the forge does not count: the last page is not known."""
        size, page, before = len(content), 1, content
        self.since, self.until = None, start
        while content:
            moments = [answer.at for found in self._found.values() for answer in found.values()]
            # Another of the same second may be on the next page.
            self.until = max(moments, default=start) - _SECOND
            if self._spent >= PAGES:
                self._too_many_after()
                return
            page += 1
            content = listed(self._page(start, page))
            self._keep(content)
            if len(content) < size or content == before:
                break
            before = content
        self.until = self._read_at

    def _too_many_before(self) -> None:
        text = N_(
            "More comments than are read at once: what answered the requests opened before {day} was not "
            "all read."
        )
        day = (self.since or self._read_at).date().isoformat()
        self.limits.append(Limit(Reason.TOO_MANY, Message(text, {"day": day})))

    def _too_many_after(self) -> None:
        text = N_("More comments than are read at once: those written after {day} were not read.")
        self.limits.append(Limit(Reason.TOO_MANY, Message(text, {"day": self.until.date().isoformat()})))
