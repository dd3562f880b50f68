"""What readings cost: their time beside that of the same observation without them.

    python benchmarks/readings.py REPO… [--runs N]

Each repository is observed N times, in a process of its own, with a data folder made for the run. The time
spent telling licences, searching phrases and concluding is taken apart; medians are given. Where git is still
at work meanwhile, the clock shows less than their sum: `added` compares whole observations, with the three of
them and without.
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

SHARES = ("licences", "phrases", "conclusions")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("repositories", nargs="+", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--once", choices=("with", "without"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.once:
        print(*once(asked.repositories[0], without=asked.once == "without"))
        return
    heads = " ".join(f"{name + ' s':>13}" for name in SHARES)
    print(f"{'repository':32} {'without s':>9} {'with s':>8} {'added':>6} {heads}")
    for repository in asked.repositories:
        runs = {how: [apart(repository, how) for _ in range(asked.runs)] for how in ("without", "with")}
        bare = statistics.median(run[0] for run in runs["without"])
        whole, *parts = (statistics.median(column) for column in zip(*runs["with"], strict=True))
        shown = " ".join(f"{part:13.2f}" for part in parts)
        name = repository.parent.name if repository.name == "repo" else repository.name
        print(f"{name[:32]:32} {bare:9.2f} {whole:8.2f} {whole / bare - 1:6.0%} {shown}")


def apart(repository: Path, how: str) -> list[float]:
    """Return what `once` measures, in a process of its own."""
    command = [sys.executable, __file__, "--once", how, str(repository)]
    output = subprocess.check_output(command, text=True, stderr=subprocess.DEVNULL)
    return [float(part) for part in output.split()]


def once(repository: Path, *, without: bool) -> list[float]:
    """Return the seconds of one observation, then of each of `SHARES` in it."""
    import reperes
    from reperes import collecting, readings
    from reperes.licences.model import Identified

    spent = dict.fromkeys(SHARES, 0.0)

    def timed(name: str, function: Callable[..., Any], nothing: object) -> Callable[..., Any]:
        def run(*args: Any, **kwargs: Any) -> Any:
            if without:
                return nothing
            started = time.perf_counter()
            try:
                return function(*args, **kwargs)
            finally:
                spent[name] += time.perf_counter() - started

        return run

    for place, attribute, name, nothing in (
        (collecting, "identify", "licences", Identified()),
        (readings, "prepare", "phrases", None),
        (readings, "read_all", "conclusions", ()),
    ):
        setattr(place, attribute, timed(name, getattr(place, attribute), nothing))
    with tempfile.TemporaryDirectory() as home:
        started = time.perf_counter()
        moment = datetime.now(UTC)  # noqa: TID251 - a benchmark is a command
        reperes.observe(str(repository), as_of=moment.date(), read_at=moment, home=Path(home), offline=True)
        return [time.perf_counter() - started, *spent.values()]


if __name__ == "__main__":
    main()
