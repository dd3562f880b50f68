"""What the forge says of the repository, and what asking cost."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from reperes.facts.fact import Absent
from reperes.facts.forge import ForgeRepository, Owner, Release
from reperes.facts.schema import FORGE
from reperes.i18n import N_, Language, translate
from reperes.observation import Observation
from reperes.report.formats import day, number
from reperes.report.safe import safe
from reperes.report.view import Declaration, Table

_SOFTWARE = {"github": "GitHub", "gitlab": "GitLab", "forgejo": "Forgejo / Gitea"}
_OWNERS = {"organisation": N_("an organisation"), "person": N_("a person’s account")}
_COUNTERS = (
    ("open_issues", N_("Issues open")),
    ("closed_issues", N_("Issues closed")),
    ("open_changes", N_("Change requests open")),
    ("merged_changes", N_("Change requests merged")),
    ("closed_changes", N_("Change requests closed without being merged")),
    ("releases", N_("Releases announced")),
    ("forks", N_("Copies made to work on it (forks)")),
    ("stars", N_("Stars: a mark of interest, not of use")),
)
_KILOBYTE = 1000


def told(observation: Observation) -> ForgeRepository | None:
    """Return the state of the repository, None when its forge did not tell it."""
    value = observation.facts.value(FORGE)
    return None if isinstance(value, Absent) else value


def declaration(observation: Observation, language: Language) -> Declaration | None:
    """Return what the forge says, as a table; None when it was not asked, or did not answer."""
    state = told(observation)
    if state is None:
        return None
    title = translate(
        language,
        N_("{software}, asked on {day}"),
        software=f"{_SOFTWARE[state.forge]} {safe(state.version or '', limit=60)}".strip(),
        day=day(state.read_at.date(), language),
    )
    rows = tuple((translate(language, label), value) for label, value in _rows(state, language) if value)
    headers = (translate(language, N_("What is said")), translate(language, N_("What the forge tells")))
    return Declaration(title, Table(title, headers, rows, numbers_from=2), None, ())


def _rows(state: ForgeRepository, language: Language) -> Iterator[tuple[str, str | None]]:
    yield N_("Page of the project"), safe(state.url, limit=200)
    yield N_("Moved from"), _text(state.moved_from)
    unsaid = translate(language, N_("the forge does not tell"))
    yield N_("Archived"), _since(state.archived, state.archived_at, language) or unsaid
    yield N_("Mirror of"), _text(state.mirror_of) or (_said(state.mirror, language) if state.mirror else None)
    yield N_("Fork of"), _text(state.fork_of) or (_said(state.fork, language) if state.fork else None)
    yield N_("Held by"), _owner(state.owner, language)
    yield N_("Created on"), _day(state.created_at, language)
    yield N_("Issues may be opened"), _said(state.issues_enabled, language)
    yield N_("Changes may be proposed"), _said(state.changes_enabled, language)
    yield N_("Discussions are open"), _said(state.discussions_enabled, language)
    yield N_("Default branch"), _text(state.default_branch)
    yield N_("Licence, as the forge guesses it"), _text(state.licence)
    for name, label in _COUNTERS:
        count = getattr(state.counters, name)
        yield label, None if count is None else number(count, language)
    if (last := _last(state)) is not None:
        yield N_("Last release announced"), f"{safe(last.tag, limit=60)}, {_day(last.published_at, language)}"
    yield N_("Where to give"), ", ".join(safe(site, limit=100) for site in (state.funding or ())[:5])


def _last(state: ForgeRepository) -> Release | None:
    return max(state.releases or (), key=lambda one: one.published_at, default=None)


def _text(value: str | None) -> str | None:
    return None if value is None else safe(value, limit=200)


def _day(value: datetime | None, language: Language) -> str | None:
    return None if value is None else day(value.date(), language)


def _said(value: bool | None, language: Language) -> str | None:  # noqa: FBT001 - what the forge said
    if value is None:
        return None
    return translate(language, N_("yes") if value else N_("no"))


def _since(value: bool | None, at: datetime | None, language: Language) -> str | None:  # noqa: FBT001 - likewise
    if value and at is not None:
        return translate(language, N_("yes, since {day}"), day=day(at.date(), language))
    return _said(value, language)


def _owner(owner: Owner, language: Language) -> str | None:
    if owner.kind is None:
        return None
    said = translate(language, _OWNERS[owner.kind])
    if owner.name is not None:
        said = f"{safe(owner.name, limit=120)} ({said})"
    if owner.verified_domain:
        said += ", " + translate(language, N_("whose domain the forge checked"))
    if owner.repositories is not None:
        text = N_("public repositories: {count}")
        said += ", " + translate(language, text, count=number(owner.repositories, language))
    return said


def asked(observation: Observation, language: Language) -> Iterator[str]:
    """Yield what was asked of each host over the network, and through what."""
    spent = observation.spent
    for host, cost in spent.by_host.items():
        if cost.requests:
            text = N_("Asked of {host} — requests: {n}; received: {size}.")
            if cost.points:
                text = N_("Asked of {host} — requests: {n}; points of its quota: {points}; received: {size}.")
            yield translate(
                language,
                text,
                host=safe(host),
                n=number(cost.requests, language),
                points=number(cost.points, language),
                size=_size(cost.received, language),
            )
    if spent.proxy is not None and spent.total.received:
        text = N_("All of it went through the outgoing proxy {proxy}, the only address spoken to.")
        yield translate(language, text, proxy=safe(spent.proxy))


def _size(count: int, language: Language) -> str:
    if count >= _KILOBYTE**2:
        return translate(language, N_("{n} MB"), n=number(count / _KILOBYTE**2, language))
    return translate(language, N_("{n} kB"), n=number(-(-count // _KILOBYTE), language))


def as_data(observation: Observation) -> dict[str, Any] | None:
    """Return the state of the repository as JSON types, None when the forge did not tell it."""
    state = told(observation)
    if state is None:
        return None
    last = _last(state)
    counters = {name: getattr(state.counters, name) for name, _ in _COUNTERS}
    owner = {name: getattr(state.owner, name) for name in ("kind", "name", "verified_domain", "website")}
    plain = (
        *("forge", "version", "url", "moved_from", "archived", "mirror", "mirror_of", "fork", "fork_of"),
        *("issues_enabled", "changes_enabled", "discussions_enabled", "default_branch", "licence"),
    )
    return {
        **{name: getattr(state, name) for name in plain},
        "read_on": state.read_at.date().isoformat(),
        "archived_on": _iso(state.archived_at),
        "created_on": _iso(state.created_at),
        "counters": counters,
        "last_release": None if last is None else {"tag": last.tag, "published_on": _iso(last.published_at)},
        "owner": owner | {"repositories": state.owner.repositories},
        "funding": None if state.funding is None else list(state.funding),
    }


def _iso(value: datetime | None) -> str | None:
    return None if value is None else value.date().isoformat()


def spent_as_data(observation: Observation) -> dict[str, Any]:
    """Return what was asked of each host, and the proxy that it went through, as JSON types."""
    return {
        "proxy": observation.spent.proxy,
        "hosts": [
            {
                "host": host,
                "requests": cost.requests,
                "received": cost.received,
                "points": cost.points,
                "again": cost.archived,
            }
            for host, cost in observation.spent.by_host.items()
        ],
    }
