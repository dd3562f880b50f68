"""Hold the readings against labelled real projects: how often they are right, and how they are wrong.

    python benchmarks/accuracy.py LABELS.json… MIRROR [--unknown-organisations] [--json OUT]

MIRROR holds one bare git directory a project, `OWNER+NAME/repo`. Each is observed as it was on the day of its
label, without network. Projects that the mirror lacks are counted apart. Fields whose label is of low
confidence are left out. The tables come out in Markdown, as `docs/accuracy.md` shows them: a set for what the
field `rules` of the labels says, the rules written before the project was first looked at, or after.
`--unknown-organisations` measures what rests on the knowledge of accounts, sites and names of organisations.
"""

import argparse
import json
import os
import tempfile
import traceback
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import Mock, patch

import reperes
from reperes.people.stewards import Stewards

Label = Mapping[str, Any]
Made = Mapping[str, Mapping[str, Any]]

FIELDS: Mapping[str, tuple[str, str, str]] = {
    # field of a label → reading, its companion ("value" for the value), field of acceptable answers
    "nature": ("nature", "value", "nature_acceptable"),
    "licence": ("licence", "value", "licence_acceptable"),
    "governance": ("governance", "value", "governance_acceptable"),
    "documented": ("governance", "documented", ""),
    "resource": ("resource", "value", ""),
    "lifecycle": ("lifecycle", "value", "lifecycle_acceptable"),
    "terms": ("contribution_terms", "value", ""),
}
OPENNESS = {"not-open": "not open", "digital-commons": "commons"}
RETIRED = {"dormant", "archived"}


@dataclass
class Tally:
    """How one field fared."""

    n: int = 0
    best: int = 0
    right: int = 0
    established: int = 0
    established_right: int = 0
    confusion: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, got: str, best: str, acceptable: set[str], confidence: str | None) -> None:
        """Count one answer; a confusion is counted when the answer is not acceptable."""
        right = got in acceptable | {best}
        self.n += 1
        self.best += got == best
        self.right += right
        if confidence == "established":
            self.established += 1
            self.established_right += right
        if not right:
            self.confusion[best, got] += 1


def main() -> None:
    """Observe, compare, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("labels", nargs="+", type=Path)
    parser.add_argument("mirror", type=Path)
    parser.add_argument("--unknown-organisations", action="store_true")
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    rows = [row for path in asked.labels for row in json.loads(path.read_text(encoding="utf-8"))]
    forget = forget_organisations if asked.unknown_organisations else None
    with (
        tempfile.TemporaryDirectory() as home,
        ProcessPoolExecutor(os.cpu_count(), initializer=forget) as pool,
    ):
        observed = list(pool.map(partial(observe, mirror=asked.mirror, home=Path(home)), rows))
    pairs = [(row, made) for row, made in zip(rows, observed, strict=True) if made is not None]
    print(f"{len(pairs)} projects compared, {len(rows) - len(pairs)} not in the mirror.")
    results = {}
    for name in sorted({row.get("rules", "") for row, _ in pairs}):
        chosen = [(row, made) for row, made in pairs if row.get("rules", "") == name]
        print(f"\n{len(chosen)} projects, rules written {name or 'at a time not told'}:\n")
        results[name] = tell(chosen)
    if asked.json:
        asked.json.write_text(json.dumps(results, indent=1), encoding="utf-8")


def tell(pairs: Sequence[tuple[Label, Made]]) -> dict[str, list[int]]:
    """Print the tables of a set; return, by field, how many were compared, best, and right."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    economy: list[float] = []
    values: dict[str, Counter[str]] = defaultdict(Counter)
    for row, made in pairs:
        compare(row, made, tallies)
        if sure(row, "economic_models"):
            economy.append(f1(made, row["economic_models"], values))
    for line in report(tallies, economy, values):
        print(line)
    return {name: [tally.n, tally.best, tally.right] for name, tally in tallies.items()}


def forget_organisations() -> None:
    """Make every account, site and name unknown in this process."""
    nobody = Mock(return_value=None)
    patch.multiple(Stewards, of_account=nobody, of_site=nobody, named=Mock(return_value=())).start()


def observe(row: Label, mirror: Path, home: Path) -> Made | None:
    """Return the readings of a project; {} when the observation fails, None when the mirror lacks it."""
    place = mirror / row["repo"].replace("/", "+") / "repo"
    if not place.exists():
        return None
    try:
        found = reperes.observe(
            str(place),
            as_of=date.fromisoformat(row["as_of"]),
            read_at=datetime.now(UTC),  # noqa: TID251 - a benchmark is a command
            home=home,
            origin=row["url"],
            offline=True,
        )
    except Exception:  # noqa: BLE001 - one failure counts as wrong everywhere, and the others go on
        traceback.print_exc()
        return {}
    return {
        reading.id: {"value": reading.value, "confidence": reading.confidence.value, **reading.companions}
        for reading in found.readings
    }


def sure(row: Label, name: str) -> bool:
    """Return whether a label is not of low confidence."""
    return bool(row.get("confidence_by_field", {}).get(name) != "low")


def compare(row: Label, made: Made, tallies: dict[str, Tally]) -> None:
    """Add the answers of one project to the tallies."""
    for name, (reading, companion, acceptable) in FIELDS.items():
        if name not in row or not sure(row, name):
            continue
        got, best = made.get(reading, {}).get(companion), str(row[name])
        others = {str(one) for one in row.get(acceptable, [])} if acceptable else set()
        confidence = made.get(reading, {}).get("confidence") if companion == "value" else None
        if name == "licence":
            got, best, others = licence(made, best, others)
        if name == "documented" and best == "partial":
            others = {"yes", "no"}
        if name == "lifecycle":
            got, best, others = retired(got), retired(best), {retired(one) for one in others}
        tallies[name].add(str(got), best, others, confidence)
        if name == "nature":
            three = {one: OPENNESS.get(one, "open") for one in {str(got), best, *others}} | {"None": "None"}
            tallies["openness"].add(three[str(got)], three[best], {three[one] for one in others}, confidence)


def retired(value: str | None) -> str:
    """Return the lifecycle with what no longer lives as one: labels do not part dormant from archived."""
    return "dormant or archived" if value in RETIRED else str(value)


def licence(made: Made, best: str, others: set[str]) -> tuple[str, str, set[str]]:
    """Compare licences up to `-only` and `-or-later`; one that SPDX lacks, by its not being open."""
    got = str(made.get("licence", {}).get("value"))
    accepted = [best, *others]
    same = bare(got) in [bare(one) for one in accepted]
    ours = any("LicenseRef" in one for one in accepted) and made["licence"].get("openness") == "not-open"
    return (best, best, set()) if same or ours else (got, best, set())


def bare(expression: str) -> frozenset[str]:
    """Return the licences of an expression, without versions' endings nor the way they are joined."""
    text = expression.replace("-only", "").replace("-or-later", "").replace("+", "")
    return frozenset(
        part.strip("() ") for part in text.replace(" WITH ", " AND ").replace(" OR ", " AND ").split(" AND ")
    )


def f1(made: Made, wanted: Sequence[Sequence[str]], values: dict[str, Counter[str]]) -> float:
    """Return the F1 of a list of models; each one wanted is met by any of its names."""
    got = set(made.get("economic_model", {}).get("value") or ()) - {"research"}
    hits = [group for group in wanted if got & set(group)]
    false = {value for value in got if not any(value in group for group in wanted)}
    for group in wanted:
        values["/".join(group)]["found" if group in hits else "missed"] += 1
    for value in false:
        values[next((name for name in values if value in name.split("/")), value)]["false"] += 1
    whole = 2 * len(hits) + len(false) + len(wanted) - len(hits)
    return 2 * len(hits) / whole if whole else 1.0


def report(
    tallies: Mapping[str, Tally], economy: Sequence[float], values: Mapping[str, Counter[str]]
) -> Iterator[str]:
    """Yield the tables."""
    yield "| field | projects | best answer | acceptable answer | right when established |"
    yield "| --- | ---: | ---: | ---: | ---: |"
    for name, tally in tallies.items():
        of_established = f"{tally.established_right} of {tally.established}" if tally.established else "–"
        best, right = (f"{count / tally.n:.1%}" for count in (tally.best, tally.right))
        yield f"| {name} | {tally.n} | {best} | {right} | {of_established} |"
    if economy:
        yield f"| economic models (mean F1) | {len(economy)} | {sum(economy) / len(economy):.3f} | | |"
    yield "\nWhat is taken for what, when the answer is not acceptable (label → answer: projects):\n"
    for name, tally in tallies.items():
        wrong = "; ".join(f"{best} → {got}: {n}" for (best, got), n in tally.confusion.most_common())
        yield f"- **{name}**: {wrong or 'nothing'}"
    yield "\n| economic model | found | missed | said in excess |"
    yield "| --- | ---: | ---: | ---: |"
    for name, counts in sorted(values.items()):
        yield f"| {name} | {counts['found']} | {counts['missed']} | {counts['false']} |"


if __name__ == "__main__":
    main()
