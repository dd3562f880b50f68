"""Truck factors against those that were published, on real repositories.

    python benchmarks/truck_factor.py TABLE REPOSITORIES

TABLE is a CSV file with the columns `repository`, `truck_factor` and `history_until` (Avelino et al. 2016: 60
of their 133 systems, with the history up to 2015-02-25). REPOSITORIES tells where they are: a line each, with
the name in the table, the name today and the path of a git directory, separated by tabs.
"""

import argparse
import csv
import sys
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

from reperes import observe
from reperes.errors import ReperesError
from reperes.indicators.measure import Measure

READ_AT = datetime(2026, 11, 23, tzinfo=UTC)
INDICATOR = "truck_factor"


def places(listing: Path) -> dict[str, Path]:
    rows = (line.split("\t") for line in listing.read_text("utf-8").splitlines())
    return {row[0]: Path(row[2]) for row in rows if len(row) == 3 and Path(row[2]).is_dir()}


def measured(place: Path, until: date) -> Measure | None:
    """Return the measure, None when the history has nothing so old."""
    with tempfile.TemporaryDirectory() as home:
        try:
            seen = observe(str(place), as_of=until, read_at=READ_AT, home=Path(home), offline=True)
        except ReperesError as error:
            print(f"{place.parent.name}: {error}", file=sys.stderr)
            return None
    return next((measure for measure in seen.measures if measure.indicator == INDICATOR), None)


def ranks(values: list[int]) -> list[float]:
    """Return the rank of each value, the mean one for equal values."""
    ordered = sorted(values)
    return [ordered.index(value) + (ordered.count(value) - 1) / 2 for value in values]


def spearman(left: list[int], right: list[int]) -> float:
    pair = ranks(left), ranks(right)
    mean = (len(left) - 1) / 2
    cov = sum((a - mean) * (b - mean) for a, b in zip(*pair, strict=True))
    spread = [sum((rank - mean) ** 2 for rank in side) for side in pair]
    return float(cov / (spread[0] * spread[1]) ** 0.5)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("table", type=Path)
    parser.add_argument("repositories", type=Path)
    arguments = parser.parse_args()
    where = places(arguments.repositories)
    published, ours = [], []
    print(f"{'files':>6} {'published':>9} {'here':>5}")
    with arguments.table.open(encoding="utf-8") as table:
        for row in csv.DictReader(table):
            place = where.get(row["repository"])
            measure = measured(place, date.fromisoformat(row["history_until"])) if place else None
            if measure is None or measure.value is None:
                continue
            published.append(int(row["truck_factor"]))
            ours.append(int(measure.value))
            mark = "" if published[-1] == ours[-1] else " *"
            print(f"{measure.items:>6} {published[-1]:>9} {ours[-1]:>5} {row['repository']}{mark}")
    off = [abs(a - b) for a, b in zip(published, ours, strict=True)]
    n = len(off)
    if n < 2:
        sys.exit("Fewer than two systems could be measured: nothing to compare.")
    print(f"{n} systems; Spearman {spearman(published, ours):.3f}")
    print(f"exact: {off.count(0)} ({off.count(0) / n:.0%})")
    print(
        f"within 1: {sum(gap <= 1 for gap in off) / n:.0%}; within 2: {sum(gap <= 2 for gap in off) / n:.0%}"
    )


if __name__ == "__main__":
    main()
