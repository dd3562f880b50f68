"""How long a search by name takes over the records of catalogues, once they are loaded.

    python benchmarks/catalogues.py [--records N] [--runs N]

Two made-up catalogues that hold N records in all (20,000 by default), a third of the projects in both, as
snapshots on disk. Each question is asked RUNS times (30 by default); medians and worst. The
reference is what it costs, on the same machine, to look at each record once for the bare words typed, without
any tolerance: a ratio holds on any machine, milliseconds do not. The command fails when the aim is missed.
"""

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from itertools import product
from pathlib import Path
from statistics import median

from reperes.facts.catalogue import Entry, Party
from reperes.sources.catalogues.places import folded
from reperes.sources.catalogues.reader import Taken
from reperes.sources.catalogues.search import Index
from reperes.sources.catalogues.snapshots import Meta, Snapshots

AIM = 0.050
CATALOGUES = ("sill", "comptoir-du-libre")
TAKEN_AT = datetime(2026, 11, 20, tzinfo=UTC)
_STARTS = ("ba", "ce", "di", "fo", "gu", "la", "me", "ni", "po", "ru", "sa", "te", "vi", "zo", "cha", "plu")
_SYLLABLES = tuple("".join(pair) for pair in product(("b", "d", "l", "m", "n", "r", "s", "t", "v"), "aeiou"))
_ENDS = ("", "x", "nt", "rd", "lib", "tek", "soft", "hub", "box")
_TOLD = (
    *("gestion", "de", "fichiers", "messagerie", "suivi", "des", "dossiers", "carte", "usagers", "agenda"),
    *("partage", "documents", "pour", "les", "communes", "serveur", "bibliothèque", "budget", "paie", "état"),
)
QUESTIONS: Mapping[str, Callable[[Sequence[str]], str]] = {
    "exact name": lambda names: names[len(names) // 2],
    "its first letters": lambda names: names[len(names) // 2][:3],
    "one letter": lambda _: "b",
    "two letters swapped": lambda names: _swapped(names[len(names) // 3]),
    "what it does": lambda _: "gestion dossiers usagers",
    "what nobody has": lambda _: "xqzjkw wqkzjx",
    "a long sentence": lambda _: "gestion des dossiers pour les usagers des communes et de la bibliothèque",
}


def _swapped(name: str) -> str:
    return f"{name[:2]}{name[3]}{name[2]}{name[4:]}"


def names(count: int, chance: random.Random) -> list[str]:
    """Return so many distinct names of one to three words, each word of two to four syllables."""
    found: dict[str, None] = {}
    while len(found) < count:
        words = [
            chance.choice(_STARTS)
            + "".join(chance.choices(_SYLLABLES, k=chance.randint(1, 3)))
            + chance.choice(_ENDS)
            for _ in range(chance.choice((1, 1, 1, 2, 2, 3)))
        ]
        found[" ".join(words).title()] = None
    return list(found)


def record(catalogue: str, number: int, name: str, chance: random.Random) -> Entry:
    slug = folded(name).replace(" ", "-")
    users = [Party(f"Commune {chance.randint(1, 900)}", "user") for _ in range(chance.randint(0, 8))]
    return Entry(
        id=str(number),
        name=name,
        url=f"https://{catalogue}.example.org/{number}",
        names=(f"{name} libre",) if number % 5 == 0 else (),
        what=" ".join(chance.choices(_TOLD, k=18)),
        repositories=(f"https://forge.example.org/{slug}/{slug}",) if number % 3 else (),
        parties=tuple(users),
    )


def made(home: Path, count: int) -> list[str]:
    """Write the two catalogues; return the names that they hold."""
    chance = random.Random(6)
    half = count // 2
    known = names(half + half // 2, chance)
    snapshots = Snapshots(home)
    for catalogue, chosen in zip(CATALOGUES, (known[:half], known[-half:]), strict=True):
        taken = Taken([record(catalogue, at, name, chance) for at, name in enumerate(chosen)], rows=half)
        meta = Meta(
            catalogue, f"https://{catalogue}.example.org", "etalab-2.0", TAKEN_AT, "0" * 64, 0, half, half, {}
        )
        snapshots.write(meta, taken)
    return known


def timed(work: Callable[[], object], runs: int) -> list[float]:
    taken = []
    for _ in range(runs):
        started = time.perf_counter()
        work()
        taken.append(time.perf_counter() - started)
    return taken


def bare(texts: Sequence[str], words: Sequence[str]) -> int:
    return sum(all(word in text for word in words) for text in texts)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; return 1 when the aim is missed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--records", type=int, default=20_000)
    parser.add_argument("--runs", type=int, default=30)
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        known = made(home, asked.records)
        started = time.perf_counter()
        index = Index.load(Snapshots(home))
        first = time.perf_counter()
        index.search("xqzjkw")
        ready = time.perf_counter()
        texts = [folded(f"{one.name} {one.what}") for name in CATALOGUES for one in entries(home, name)]
    print(f"{asked.records} records in two catalogues: loaded in {first - started:.2f} s,", end=" ")
    print(f"ready to be searched in {ready - first:.2f} s more.\n")
    print(f"{'what is typed':24} {'median':>9} {'worst':>9} {'× bare':>7} {'hits':>5}")
    failed = False
    for told, of in QUESTIONS.items():
        typed = of(known)
        taken = timed(partial(index.search, typed), asked.runs)
        reference = median(timed(partial(bare, texts, folded(typed).split()), asked.runs))
        met = median(taken) < AIM
        failed = failed or not met
        print(
            f"{told:24} {1000 * median(taken):6.1f} ms {1000 * max(taken):6.1f} ms"
            f" {median(taken) / reference:7.1f} {len(index.search(typed)):5}"
            f"  aim < {1000 * AIM:.0f} ms: {'met' if met else 'missed'}"
        )
    return int(failed)


def entries(home: Path, name: str) -> list[Entry]:
    snapshot = Snapshots(home).latest(name)
    return [] if snapshot is None else list(snapshot.entries())


if __name__ == "__main__":
    sys.exit(main())
