"""What it costs to ask a forge about a project, the first time and a day later.

    python benchmarks/forges.py [--requests N]

Against forges served on the loopback, over TLS: a project where N issues and N change requests (500 by
default) were opened in a year, each with three comments, half of the change requests with a review; then the
same when one in fifty was answered once more. All is counted where the questions arrive: requests, bytes of
the answers, points by the rule that GitHub documents. `seconds` are those of the reading, less what the forge
itself took to make its answers: no network is in them. The counts do not depend on the machine: the command
fails when an aim is missed, or could not be measured.
"""

import argparse
import ssl
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import trustme

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from reperes.facts.fact import Absent
from reperes.facts.forge import Requests
from reperes.facts.schema import REQUESTS
from reperes.i18n import Language
from reperes.sources.addresses import Reach
from reperes.sources.forges.collect import Forged, Wanted, collect
from reperes.sources.http.client import Client
from reperes.sources.http.tokens import Tokens
from support import forgejo, github, gitlab
from support.web import HOST, READ_AT, Heard, Said, Site, at_home, serving

DAY = timedelta(days=1)
YEAR = timedelta(days=365)
EVERY = 50
"""One request in so many changes on the second day."""


@dataclass(frozen=True)
class Opened:
    """A request, in no forge's own terms: `comments` and the `review` are those of others than its author."""

    number: int
    change: bool
    at: datetime
    comments: tuple[datetime, ...]
    review: datetime | None
    closed: datetime | None

    @property
    def author(self) -> str:
        return f"asker-{self.number % 97}"

    def answerer(self, rank: int) -> str:
        return f"answerer-{(self.number + rank) % 11}"


def a_year(count: int) -> list[Opened]:
    """Return `count` issues and as many change requests, evenly spread over the year before the reading."""
    step = (YEAR - 2 * DAY) / (2 * count)
    return [_opened(rank, READ_AT - YEAR + DAY + rank * step) for rank in range(2 * count)]


def _opened(rank: int, at: datetime) -> Opened:
    hour = timedelta(hours=1)
    change, pair = rank % 2 == 1, rank // 2
    review = at + 3 * hour if change and pair % 2 == 0 else None
    comments = (at + hour, at + 5 * hour, at + 20 * hour)
    return Opened(rank + 1, change, at, comments, review, at + 21 * hour if pair % 3 else None)


def a_day_later(year: Sequence[Opened]) -> list[Opened]:
    """Return the same, one in fifty having been answered once more, of both kinds in turn."""
    chosen = {(EVERY * turn) + turn % 2 for turn in range(len(year) // EVERY)}
    return [
        replace(one, comments=(*one.comments, READ_AT + DAY / 2)) if rank in chosen else one
        for rank, one in enumerate(year)
    ]


@dataclass
class Meter:
    """What a forge was asked: how often, how many bytes it answered, the seconds that it took to do so."""

    requests: int = 0
    received: int = 0
    points: int = 0
    seconds: float = 0

    def __sub__(self, other: "Meter") -> "Meter":
        return Meter(
            self.requests - other.requests,
            self.received - other.received,
            self.points - other.points,
            self.seconds - other.seconds,
        )


@dataclass
class Served:
    """A forge on the loopback. `fill` makes its project hold what it is given."""

    host: str
    project: str
    site: Site
    trust: ssl.SSLContext
    fill: Callable[[Sequence[Opened]], None] = lambda _: None
    points: Callable[[], int] = lambda: 0
    token: bool = False
    meter: Meter = field(default_factory=Meter)

    @property
    def origin(self) -> str:
        return f"https://{self.host}:{self.site.port}/{self.project}"

    def metered(self, answer: Callable[[Heard], Said]) -> Callable[[Heard], Said]:
        """Return what answers the same, and counts it."""

        def counted(heard: Heard) -> Said:
            started = time.perf_counter()
            said = answer(heard)
            self.meter.seconds += time.perf_counter() - started
            self.meter.requests += 1
            self.meter.received += len(said.body)
            return said

        return counted

    def client(self, home: Path, moment: datetime, *, offline: bool = False) -> Client:
        tokens = {f"{self.host}:{self.site.port}": "secret"} if self.token else {}
        return Client(
            read_at=moment,
            home=home,
            reach=Reach(private_hosts=frozenset({self.host, HOST})),
            tokens=Tokens(tokens),
            offline=offline,
            resolve=at_home,
            trust=self.trust,
        )

    def wanted(self, home: Path, moment: datetime = READ_AT, *, offline: bool = False) -> Wanted:
        def client_of(at: datetime, past: bool) -> Client:  # noqa: FBT001 - the shape of ClientOf
            return self.client(home, at, offline=past)

        since = (READ_AT - YEAR).date()
        return Wanted(self.origin, since, moment, home, offline, client_of)

    def counted(self) -> Meter:
        return replace(self.meter, points=self.points())


def on_github(served: Served, *, token: bool) -> None:
    forge = github.GitHub(site=served.site)

    def of(one: Opened) -> github.Request:
        # Without a token, a review is known by what it remarks on the code only.
        events = [github.Event("comment", at, one.answerer(rank)) for rank, at in enumerate(one.comments)]
        if one.review is not None:
            events.append(
                github.Event("review" if token else "remark", one.review, one.answerer(9), "MEMBER")
            )
        if one.closed is not None and token:
            events.append(github.Event("closed", one.closed, one.answerer(0)))
        events.sort(key=lambda event: github.moment(event.on) or one.at)
        return github.Request(
            one.number,
            one.at,
            one.author,
            change=one.change,
            closed=one.closed,
            merged=one.closed if one.change else None,
            events=events,
        )

    def fill(requests: Sequence[Opened]) -> None:
        forge.requests = [of(one) for one in requests]

    served.site.routes["/api/graphql"] = served.metered(forge.graphql)
    served.site.otherwise = served.metered(
        lambda heard: forge.rest(replace(heard, path=heard.path.removeprefix("/api/v3")))
    )
    served.fill, served.points, served.token = fill, lambda: forge.points, token


def on_gitlab(served: Served) -> None:
    forge = gitlab.GitLab(site=served.site)

    def of(one: Opened) -> gitlab.Request:
        notes = [gitlab.Note(at, one.answerer(rank)) for rank, at in enumerate(one.comments)]
        if one.review is not None:
            notes.append(gitlab.Note(one.review, one.answerer(9), "MAINTAINER", on_code=True))
        if one.closed is not None:
            icon = "merge" if one.change else "issue-close"
            notes.append(gitlab.Note(one.closed, one.answerer(0), "MAINTAINER", icon))
        return gitlab.Request(
            one.number,
            one.at,
            one.author,
            change=one.change,
            closed=None if one.change else one.closed,
            merged=one.closed if one.change else None,
            notes=notes,
        )

    def fill(requests: Sequence[Opened]) -> None:
        forge.requests = [of(one) for one in requests]

    served.site.otherwise = served.metered(forge.answer)
    served.fill = fill


def on_forgejo(served: Served) -> None:
    forge = forgejo.Forgejo(served.site)
    answer = served.site.otherwise
    assert callable(answer)
    served.site.otherwise = served.metered(answer)

    def add(one: Opened) -> None:
        closed = None if one.closed is None else forgejo.written(one.closed)
        ends: forgejo.Row = {"state": "open" if closed is None else "closed", "closed_at": closed}
        if one.change and closed is not None:
            ends |= {"merged": True, "merged_at": closed}
        make = forgejo.pull if one.change else forgejo.issue
        row = make(one.number, one.at, forgejo.user(one.author), **ends)
        row["updated_at"] = closed or row["updated_at"]
        (forge.pulls if one.change else forge.issues).append(row)
        for rank, at in enumerate(one.comments):
            forge.comment(row, at, forgejo.user(one.answerer(rank)))
        if one.review is not None:
            forge.review(row, one.review, forgejo.user(one.answerer(9)))

    def fill(requests: Sequence[Opened]) -> None:
        for rows in (forge.issues, forge.pulls, forge.comments):
            rows.clear()
        forge.reviews.clear()
        for one in requests:
            add(one)

    served.fill = fill


@dataclass(frozen=True)
class Case:
    """A forge to measure, and the most that one observation of a year should cost, in `unit`."""

    name: str
    host: str
    project: str
    set_up: Callable[[Served], None]
    unit: str
    aim: int
    schema: Path | None = None


CASES = (
    Case(
        "GitHub, with a token",
        "github.example.org",
        github.PROJECT,
        lambda served: on_github(served, token=True),
        "points",
        20,
        github.SCHEMA,
    ),
    Case(
        "GitHub, without",
        "github.example.org",
        github.PROJECT,
        lambda served: on_github(served, token=False),
        "requests",
        60,  # what GitHub answers in an hour to those that it does not know
    ),
    Case("GitLab", "gitlab.example.org", gitlab.PROJECT, on_gitlab, "requests", 60),
    Case("Forgejo", "forgejo.example.org", "atelier/guichet", on_forgejo, "requests", 60),
)


@contextmanager
def serve(case: Case) -> Iterator[Served]:
    """Serve the forge of a case, its project without any request."""
    authority = trustme.CA()
    trust = ssl.create_default_context()
    authority.configure_trust(trust)
    with serving(authority.issue_cert(case.host, HOST)) as site:
        served = Served(case.host, case.project, site, trust)
        case.set_up(served)
        yield served


@dataclass(frozen=True)
class Cost:
    """What one observation cost, and what it had in the end: requests of both kinds, and answers to them."""

    meter: Meter
    seconds: float
    items: int
    answers: int


def measure(case: Case, count: int) -> tuple[Cost, Cost]:
    """Return what two observations cost, a day apart. Raises RuntimeError when one has nothing."""
    year = a_year(count)
    with serve(case) as served, tempfile.TemporaryDirectory() as home:
        served.fill(year)
        first = _observed(served, served.wanted(Path(home)))
        served.fill(a_day_later(year))
        return first, _observed(served, served.wanted(Path(home), READ_AT + DAY))


def _observed(served: Served, wanted: Wanted) -> Cost:
    before, started = served.counted(), time.perf_counter()
    forged = collect(wanted)
    elapsed = time.perf_counter() - started
    spent, requests = served.counted() - before, _had(forged)
    return Cost(spent, elapsed - spent.seconds, requests.requests.height, requests.answers.height)


def _had(forged: Forged) -> Requests:
    [value] = [fact.value for fact in forged.facts if fact.name == REQUESTS.name]
    if isinstance(value, Absent):
        raise RuntimeError(value.message.text(Language.EN))
    assert isinstance(value, Requests)
    return value


HEADS = f"{'':32} {'requests':>8} {'points':>7} {'KiB':>8} {'seconds':>8} {'items':>7} {'answers':>8}"


def told(case: Case, costs: tuple[Cost, Cost]) -> tuple[list[str], bool]:
    """Return the lines of a case, and whether the aim was met both times."""
    lines = []
    met = True
    for when, cost in zip(("first", "a day later"), costs, strict=True):
        paid = getattr(cost.meter, case.unit)
        reached = paid <= case.aim
        met = met and reached
        points = cost.meter.points if case.unit == "points" else "–"
        lines.append(
            f"{case.name + ', ' + when:32} {cost.meter.requests:8} {points:>7} "
            f"{cost.meter.received / 1024:8.0f} {cost.seconds:8.2f} {cost.items:7} {cost.answers:8}"
            f"  aim ≤ {case.aim} {case.unit}: {'met' if reached else 'missed'}"
        )
    lines.append(_ratios(case, *costs))
    return lines, met


def _ratios(case: Case, first: Cost, second: Cost) -> str:
    points = f"{second.meter.points / first.meter.points:7.0%}" if case.unit == "points" else f"{'–':>7}"
    return (
        f"{'  second / first':32} {second.meter.requests / first.meter.requests:8.0%} {points} "
        f"{second.meter.received / first.meter.received:8.0%} {second.seconds / first.seconds:8.0%}"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; return 1 when an aim is not met, or not measured."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--requests", type=int, default=500, help="of each kind in the year")
    count = parser.parse_args(arguments).requests
    year = a_year(count)
    answers = sum(len(one.comments) + (one.review is not None) for one in year)
    print(f"{count} issues and {count} change requests in a year, {answers} answers to them;", end=" ")
    print(f"{len(year) // EVERY} changed a day later.\n")
    print(HEADS)
    failed = False
    for case in CASES:
        if case.schema is not None and not case.schema.is_file():
            print(
                f"{case.name:32} not measured: the schema that GitHub publishes is not installed (make test)"
            )
            failed = True
            continue
        lines, met = told(case, measure(case, count))
        print(*lines, sep="\n")
        failed = failed or not met
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
