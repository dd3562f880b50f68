"""The addresses of the interface, its pages and its counts."""

from collections.abc import Iterator
from itertools import count
from typing import Any
from urllib.parse import quote, urlencode

from reperes.sources.forges.lenient import number, page_of
from reperes.sources.forges.place import Place
from reperes.sources.http.answer import Answer
from reperes.sources.http.client import Client

SIZE = 50
"""What is asked of a page: the most that these forges give, unless their administrator chose otherwise."""

BASE = "/api/v1"


class Api:
    """The interface, asked of one project. `place` changes when the forge says that the project moved."""

    def __init__(self, client: Client, place: Place) -> None:
        self._client = client
        self.place = place

    def site(self, path: str) -> Answer:
        """Return what the forge says at a path of its own."""
        return self._client.get(f"{self.place.web}{BASE}/{path}")

    def project(self, path: str = "", **asked: str | int) -> Answer:
        """Return what the forge says of the project, at a path under it."""
        name = "/".join(quote(part, safe="") for part in self.place.project.split("/"))
        query = f"?{urlencode(asked)}" if asked else ""
        return self.site(f"repos/{name}{path}{query}")

    def pages(self, path: str, **asked: str | int) -> Iterator[list[Any]]:
        """Yield the pages of a list, in the order of the forge; HttpError where one is not had."""
        seen = largest = 0
        before: list[Any] = []
        for page in count(1):
            answer = self.project(path, **asked, limit=SIZE, page=page)
            content = listed(answer)
            # An old instance that takes no notice of the number gives the same page for ever.
            if not content or content == before:
                return
            yield content
            seen, largest, before = seen + len(content), max(largest, len(content)), content
            if _last(answer, seen, short=len(content) < largest):
                return


def listed(answer: Answer) -> list[Any]:
    """Return the rows of a list; MalformedError when it is none: an error is not an empty list."""
    content = answer.json()
    # None is how Go writes a list that was never filled.
    return [] if content is None else page_of(content, answer.host)


def total(answer: Answer) -> int | None:
    """Return how many rows there are in all, None where the forge does not count them."""
    return number(answer.headers.get("x-total-count"))


def _last(answer: Answer, seen: int, *, short: bool) -> bool:
    rows = total(answer)
    if rows is not None:
        # A short page may come first: their index of issues knows some that were deleted.
        return seen >= rows
    return answer.next_page is None if "link" in answer.headers else short
