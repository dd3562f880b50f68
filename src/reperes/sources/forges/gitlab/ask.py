"""A GraphQL question put to one instance: what it does not know is left out, then it is put again."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from reperes.errors import Message
from reperes.facts.fact import Reason
from reperes.i18n import N_
from reperes.sources.forges.gitlab.queries import NOTES, optional, without
from reperes.sources.forges.lenient import get, rows
from reperes.sources.forges.place import Place
from reperes.sources.http import errors
from reperes.sources.http.client import Client

_LACKING = re.compile(
    r"Field '(\w+)' doesn't exist on type|doesn't accept argument '(\w+)'|^Argument '(\w+)' on Field"
)
_COSTLY = re.compile(r"complexity|time(?:d |-)?out", re.IGNORECASE)


class NotSpokenError(Exception):
    """This instance cannot be asked by GraphQL for what is needed: REST is left."""


class CostlyError(errors.HttpError):
    """The instance finds the question too long."""

    reason = Reason.TOO_LARGE


def _costly(host: str) -> CostlyError:
    text = N_("{host} finds the question too long, even by small pages.")
    return CostlyError(
        what=Message(N_("Nothing was read at {host}."), {"host": host}),
        why=Message(text, {"host": host}),
        do=Message(N_("Try again later; `reperes doctor` tells how the network is reached.")),
    )


class Question:
    """One query, and what the instance was found to lack of it.

    `in_part`: whether what is answered will do, where the rest took too long. `oldest`: the word that gives
    the oldest notes, `first` or `last`. `partial`: whether an answer came with errors.
    """

    def __init__(self, client: Client, template: str, *, in_part: bool = False) -> None:
        self._client = client
        self._template = template
        self._in_part = in_part
        self._optional = optional(template)
        self._lacking: frozenset[str] = frozenset()
        self.oldest = "first"
        self.partial = False

    def ask(self, place: Place, variables: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """Return the project as answered, None when there is none that may be seen.

        Raises NotSpokenError, or HttpError: CostlyError when less should be asked at once.
        """
        while True:
            told = self._post(place, variables)
            messages = [str(trouble.get("message")) for trouble in rows(get(told, "errors"))]
            lacking = frozenset(_unknown(messages))
            if not lacking:
                project = self._project(place.host, told, messages)
                self.partial = self.partial or bool(messages)
                return project
            if not lacking <= self._optional - self._lacking:
                raise NotSpokenError
            self._lacking |= lacking

    def _post(self, place: Place, variables: Mapping[str, Any]) -> Any:
        query = without(self._template, self._lacking).replace("%notes", f"{self.oldest}: {NOTES}")
        known = {name: value for name, value in variables.items() if f"${name}:" in query}
        body = {"query": query, "variables": {"path": place.project, **known}}
        try:
            answer = self._client.post_json(f"{place.web}/api/graphql", body)
        except (errors.NothingThereError, errors.DeniedError, errors.MalformedError) as error:
            # No such page, one for those who log in, or a redirect that only a GET may follow.
            raise NotSpokenError from error
        return answer.json()

    def _project(self, host: str, told: Any, messages: list[str]) -> Mapping[str, Any] | None:
        """Return what was answered. The words of an error may quote anything: they are not repeated."""
        data = get(told, "data")
        project = get(data, "project")
        costly = any(_COSTLY.search(message) for message in messages)
        if isinstance(project, Mapping) and (self._in_part or not costly):
            return project
        if costly:
            raise _costly(host)
        if isinstance(data, Mapping) and "project" in data and project is None and not messages:
            return None
        raise errors.malformed(host, "GraphQL")


def _unknown(messages: list[str]) -> Iterator[str]:
    """Yield the fields and arguments that the instance says it does not know."""
    for message in messages:
        found = _LACKING.search(message)
        if found is not None:
            yield found[found.lastindex or 0]
