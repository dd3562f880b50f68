"""Server time of every page of the application, on a database of ten thousand observations.

    python benchmarks/web.py [--repo PATH]… [--observations N] [--runs N]
                             [--postgres] [--only PAGE [--profile]]

The observations are clones of real ones, kept as a worker keeps them: of two generated repositories, of this
one, and of the bare repositories given by --repo, the first of which becomes the project whose pages are
opened. Everything lives in a temporary folder, on SQLite; with --postgres, in the empty database whose
address REPERES_WEB_DATABASE gives, which is emptied again at the end. Each page is asked for once, then RUNS
times (15 by default) through the whole stack of Django, without the network. The reference is the static page
of one report, made by the engine between every two requests: a ratio (of processor time) holds on any
machine, milliseconds do not. The command fails when the median of a page, by the clock, is over the aim; a
file that holds a whole list goes with its rows, and is not held to it.
"""

import argparse
import cProfile
import os
import pstats
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from generate import generate

if TYPE_CHECKING:
    from django.http import HttpResponseBase
    from web_data import World
    from web_pages import Page

    from reperes_web.models import Observation

AIM = 0.100
GENERATED = (1_000, 10_000)
HERE = Path(__file__).parents[1]
MOMENT = datetime(2026, 11, 23, 12, tzinfo=UTC)
RECORDS = 20_000


@dataclass(frozen=True)
class Took:
    """Seconds by the clock, and of the processor: on a busy machine the first are longer."""

    clock: float
    processor: float


@dataclass(frozen=True)
class Told:
    """What was measured of a page: seconds; those of the reference are of the processor."""

    page: "Page"
    first: float
    taken: Sequence[Took]
    reference: float
    queries: int
    size: int

    @property
    def held(self) -> float:
        return median(one.clock for one in self.taken)

    @property
    def missed(self) -> bool:
        return self.held > AIM and not self.page.file

    def line(self) -> str:
        processor = median(one.processor for one in self.taken)
        worst = max(one.clock for one in self.taken)
        mark = "  a file" if self.page.file else "  missed" if self.missed else ""
        return (
            f"{self.page!s:34} {1000 * self.held:7.1f} {1000 * worst:7.1f} {1000 * self.first:7.1f}"
            f" {1000 * processor:7.1f} {processor / self.reference:7.2f} {self.queries:7}"
            f" {self.size / 1024:7.0f}{mark}"
        )


HEADER = (
    f"{'page':34} {'median':>7} {'worst':>7} {'first':>7} {'of CPU':>7} {'× ref.':>7} {'queries':>7}"
    f" {'KiB':>7}    (milliseconds)"
)


def started(home: Path, *, postgres: bool) -> None:
    """Start the application in this process, on a data folder of its own."""
    os.environ |= {"REPERES_HOME": str(home), "DJANGO_SETTINGS_MODULE": "reperes_web.settings"}
    if not postgres:
        os.environ.pop("REPERES_WEB_DATABASE", None)
    elif not os.environ.get("REPERES_WEB_DATABASE"):
        sys.exit("--postgres: give the address of an empty database in REPERES_WEB_DATABASE")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    from reperes_web.models import Account, Project

    if Project.objects.exists() or Account.objects.exists():
        sys.exit("this database is in use: give the address of an empty one")


def kept(repositories: Sequence[Path], home: Path) -> "list[Observation]":
    """Observe repositories as a worker does, without network, and keep what is seen."""
    from django.db import transaction

    import reperes
    from reperes_web.kept import keep, prepare

    made = []
    for place in repositories:
        found = reperes.observe(
            str(place),
            as_of=date(2026, 11, 23),
            read_at=MOMENT,
            home=home,
            origin=f"https://forge.example.org/observed/{place.parent.name}-{place.name}",
            offline=True,
        )
        with transaction.atomic():
            made.append(keep(prepare(found, MOMENT)))
    return made


def timed(work: Callable[[], object]) -> Took:
    clock, processor = time.perf_counter(), time.thread_time()
    work()
    return Took(time.perf_counter() - clock, time.thread_time() - processor)


def asking(page: "Page", world: "World") -> "Callable[[], tuple[HttpResponseBase, int]]":
    """Return what asks for a page, and tells how long its answer is: to its last byte."""
    from django.test import Client

    client = Client(SERVER_NAME="localhost")
    headers: dict[str, str] = {"accept-language": "fr"}
    if page.by_key:
        headers["authorization"] = f"Bearer {world.text}"
    elif not page.anonymous:
        client.force_login(world.manager)
    if page.htmx:
        headers["hx-request"] = "true"
    address, query = page.address(world), page.query

    def asked() -> "tuple[HttpResponseBase, int]":
        answer = client.get(address, query, headers=headers)
        return answer, length(answer)

    return asked


def length(answer: "HttpResponseBase") -> int:
    """Return the bytes of an answer, all of which is made."""
    if answer.streaming:
        return sum(len(part) for part in answer)
    return len(answer.content)  # type: ignore[attr-defined]  # what is not streamed has a content


def measured(page: "Page", world: "World", reference: Callable[[], object], runs: int) -> Told:
    """Measure one page; a page that is no page stops everything."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    asked = asking(page, world)
    first = timed(asked).clock
    with CaptureQueriesContext(connection) as caught:
        answer, size = asked()
    queries = len(caught)
    if answer.status_code != 200:
        sys.exit(f"{page}: answers {answer.status_code}")
    pairs = [(timed(asked), timed(reference)) for _ in range(runs)]
    beside = median(other.processor for _, other in pairs)
    return Told(page, first, [one for one, _ in pairs], beside, queries, size)


def engine(observation: "Observation") -> Callable[[], str]:
    """Return what has the engine make the static page of a report."""
    from reperes.i18n import Language
    from reperes.report import html
    from reperes_web.kept import report

    return partial(html.render, report(observation, Language.FR))


def profiled(page: "Page", world: "World") -> None:
    """Print where the time of a page goes, once it is warm."""
    asked = asking(page, world)
    asked()
    profile = cProfile.Profile()
    profile.runcall(lambda: [asked() for _ in range(5)])
    pstats.Stats(profile).sort_stats("cumulative").print_stats(60)


def tell(world: "World", observed: "Observation", asked: argparse.Namespace) -> bool:
    """Measure and print; return whether a page misses the aim."""
    from web_pages import PAGES

    chosen = [one for one in PAGES if asked.only in str(one)]
    if asked.profile:
        for page in chosen:
            profiled(page, world)
        return False
    reference = engine(observed)
    reference()
    print(HEADER)
    told = []
    for page in chosen:
        told.append(measured(page, world, reference, asked.runs))
        print(told[-1].line(), flush=True)
    missed = [str(one.page) for one in told if one.missed]
    beside = median(one.reference for one in told)
    print(f"\nreference (the static page of a report, by the engine): {1000 * beside:.1f} ms of CPU")
    print(
        f"aim: every page under {1000 * AIM:.0f} ms: {'missed by ' + ', '.join(missed) if missed else 'met'}"
    )
    return bool(missed)


@contextmanager
def _emptied(*, postgres: bool) -> Any:
    """Leave a lent database as it was found."""
    try:
        yield
    finally:
        if postgres:
            from django.core.management import call_command

            call_command("flush", verbosity=0, interactive=False)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; return 1 when the aim is missed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--repo", type=Path, action="append", default=[], help="a bare repository")
    parser.add_argument("--observations", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--only", default="", help="only the pages whose name holds this")
    parser.add_argument("--profile", action="store_true", help="print where their time goes instead")
    asked = parser.parse_args(arguments)
    cache = Path(tempfile.gettempdir()) / "reperes-bench"
    repositories = [*asked.repo, HERE, *(generate(cache / str(n), n) for n in GENERATED)]
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        home.mkdir()
        started(home, postgres=asked.postgres)
        with _emptied(postgres=asked.postgres):
            return run(repositories, home, asked)


def run(repositories: Sequence[Path], home: Path, asked: argparse.Namespace) -> int:
    """Fill, then measure."""
    import catalogues
    from django.conf import settings
    from django.db import connection
    from web_data import Sizes, fill

    before = time.perf_counter()
    originals = kept(repositories, home)
    n = asked.observations
    sizes = Sizes(
        observations=n,
        projects=3 * n // 10,
        teams=60,
        advice=n // 20,
        runs=n // 5,
        statements=n // 5,
        own=30,
    )
    world = fill(originals, sizes)
    catalogues.made(settings.HOME, RECORDS)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(f"{sizes}\non {connection.vendor}, made in {time.perf_counter() - before:.0f} s\n")
    return int(tell(world, originals[-2], asked))


if __name__ == "__main__":
    sys.exit(main())
