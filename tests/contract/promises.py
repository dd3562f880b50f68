"""What is promised of a forge that is asked, whichever it is: held against live ones by `make contract`."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from unittest.mock import patch
from urllib.parse import urlsplit

from reperes.facts.fact import Absent, Fact, Reason
from reperes.facts.forge import ForgeRepository, Requests
from reperes.facts.schema import FORGE, REQUESTS
from reperes.i18n import Language
from reperes.sources.forges.collect import Forged, Wanted, collect
from reperes.sources.forges.lenient import get, rows
from reperes.sources.http.answer import Answer
from reperes.sources.http.client import Client
from reperes.sources.http.ledger import Cost

POINTS, REQUESTED = 20, 60
"""What a project with a thousand requests in the time asked for may cost: the aims of the benchmark."""

_NOT_BY_OUR_FAULT = frozenset({Reason.REFUSED, Reason.NOT_SUPPORTED})
"""Why a project may have no requests to read: they are turned off, or kept on another tracker."""

_BOUNDS = frozenset({Reason.TOO_MANY, Reason.NO_TOKEN})
"""What may be missing though all went well: more than is read at once, what a token alone lets be read."""

_LACKING = re.compile(r"doesn't exist on type|doesn't accept argument")
_NEWEST = "gitlab.com"
"""The one instance that lacks nothing of what its version of today knows."""


def hold(wanted: Wanted) -> str:
    """Ask, check every promise, and return what was had and what it cost.

    AssertionError names the first that is broken.
    """
    started = time.monotonic()
    with listening() as errors:
        forged = collect(wanted)
    seconds = time.monotonic() - started
    state, asked = _of(forged, FORGE.name), _of(forged, REQUESTS.name)
    _state_is_had(state)
    _requests_are_had_or_said_why(asked)
    _graphql_has_no_error(errors, wanted.origin or "")
    _cost_is_bound(forged, asked)
    _replay_is_the_same(forged, collect(replace(wanted, offline=True)))
    return _told(wanted, forged, errors, seconds)


@contextmanager
def listening() -> Iterator[list[str]]:
    """Yield what GraphQL answers as errors meanwhile, in its words: they may be of no fault of ours."""
    errors: list[str] = []
    post = Client.post_json

    def heard(self: Client, url: str, body: object, **more: Any) -> Answer:
        answer = post(self, url, body, **more)
        errors.extend(str(get(error, "message"))[:200] for error in rows(get(answer.json(), "errors")))
        return answer

    with patch.object(Client, "post_json", heard):
        yield errors


def _of(forged: Forged, name: str) -> Fact[Any]:
    return next(fact for fact in forged.facts if fact.name == name)


def _why(absent: Absent) -> str:
    return f"{absent.reason}: {absent.message.text(Language.EN)}"


def _state_is_had(fact: Fact[Any]) -> None:
    state = fact.value
    assert not isinstance(state, Absent), f"the state of the project is not had; {_why(state)}"
    assert isinstance(state, ForgeRepository)
    known = {
        "archived": state.archived,
        "created_at": state.created_at,
        "default_branch": state.default_branch,
        "owner": state.owner.kind,
        "forks": state.counters.forks,
        "stars": state.counters.stars,
        "releases": state.releases,
    }
    lost = [name for name, value in known.items() if value is None]
    assert not lost, f"the forge does not tell any more: {', '.join(lost)}"


def _requests_are_had_or_said_why(fact: Fact[Any]) -> None:
    if isinstance(fact.value, Absent):
        assert fact.value.reason in _NOT_BY_OUR_FAULT, f"requests are not had; {_why(fact.value)}"
        return
    assert isinstance(fact.value, Requests)
    broken = [limit for limit in fact.limits if limit.reason not in _NOT_BY_OUR_FAULT | _BOUNDS]
    assert not broken, f"requests are had in part; {_why(Absent(broken[0].reason, broken[0].message))}"


def _graphql_has_no_error(errors: list[str], origin: str) -> None:
    # What an older instance lacks is asked for once, to know it; what is left is then asked again.
    old = urlsplit(origin).hostname != _NEWEST
    wrong = [error for error in errors if not (old and _LACKING.search(error))]
    assert not wrong, f"GraphQL answered an error: {wrong[0]}"


def _cost_is_bound(forged: Forged, fact: Fact[Any]) -> None:
    paid, items = forged.spent.total, _items(fact)
    by_points = fact.provenance.method == "forge.github/1"
    cost, unit, aim = (paid.points, "points", POINTS) if by_points else (paid.requests, "requests", REQUESTED)
    most = round(aim * max(1.0, items / 1000))
    assert cost <= most, f"{cost} {unit} for {items} requests read: more than {most}"


def _items(fact: Fact[Any]) -> int:
    return fact.value.requests.height if isinstance(fact.value, Requests) else 0


def _replay_is_the_same(first: Forged, again: Forged) -> None:
    assert again.spent.total.requests == 0, "the replay asked the network"
    for name in (FORGE.name, REQUESTS.name):
        before, after = _of(first, name), _of(again, name)
        assert _same(before, after), f"the replay gives another {name}"


def _same(before: Fact[Any], after: Fact[Any]) -> bool:
    if before.limits != after.limits or before.provenance != after.provenance:
        return False
    if isinstance(before.value, Requests) and isinstance(after.value, Requests):
        return before.value.equals(after.value)
    return bool(before.value == after.value)


def _told(wanted: Wanted, forged: Forged, errors: list[str], seconds: float) -> str:
    fact, paid = _of(forged, REQUESTS.name), forged.spent.total
    lines = [f"{wanted.origin}, by {fact.provenance.method}: {_cost(paid)}, {seconds:.1f} s"]
    if isinstance(fact.value, Absent):
        lines.append(f"no requests; {_why(fact.value)}")
    else:
        lines.append(f"{_items(fact)} requests since {wanted.since}, {fact.value.answers.height} answers")
    lines += [f"{limit.reason}: {limit.message.text(Language.EN)}" for limit in fact.limits]
    lines += [f"lacking there: {error}" for error in errors]
    return "\n  ".join(lines)


def _cost(paid: Cost) -> str:
    points = f", {paid.points} points" if paid.points else ""
    return f"{paid.requests} requests{points}, {paid.received / 1024:.0f} KiB, {paid.waits} waits"
