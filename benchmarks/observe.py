"""Speed and memory of `reperes observe`, as ratios against bare git in the same run.

    python benchmarks/observe.py [--repo PATH] [--runs N]

For each repository, two commands are run in turn, N times, and their medians compared:
    reperes observe --offline --format json REPO      and      git log --raw --no-renames
Every run of Repères starts with an empty data folder, but for the last column: the time of a second
observation, once a hundred commits have come since the first.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from generate import generate

PROGRAM = Path(sys.executable).with_name("reperes")
SIZES = (1_000, 10_000, 80_000)
NEW_COMMITS = 100


@dataclass(frozen=True)
class Timed:
    """Seconds of a command to its end, and the peak memory (MiB) of its largest process."""

    seconds: float
    peak: int


def timed(command: list[str], environment: dict[str, str]) -> Timed:
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{command[0]} ended with {process.returncode}")
    return Timed(seconds, usage.ru_maxrss >> 10)


def git(repository: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", f"--git-dir={repository}", *arguments], capture_output=True, check=True, text=True
    )
    return done.stdout.strip()


def observe(repository: Path, home: str) -> Timed:
    command = [
        str(PROGRAM),
        "observe",
        "--offline",
        "--format",
        "json",
        "--as-of",
        "2026-11-23",
        str(repository),
    ]
    return timed(command, os.environ | {"REPERES_HOME": home, "LC_ALL": "C.UTF-8"})


def observe_afresh(repository: Path) -> Timed:
    with tempfile.TemporaryDirectory() as home:
        return observe(repository, home)


def observe_again(repository: Path) -> Timed:
    """Time an observation that finds what an earlier one kept, `NEW_COMMITS` commits ago."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy"
        subprocess.run(["git", "clone", "-q", "--bare", "--shared", repository, copy], check=True)
        head = git(copy, "symbolic-ref", "HEAD")
        tip = git(copy, "rev-parse", "HEAD")
        git(copy, "update-ref", head, git(copy, "rev-parse", f"HEAD~{NEW_COMMITS}"))
        observe(copy, f"{folder}/home")
        git(copy, "update-ref", head, tip)
        return observe(copy, f"{folder}/home")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--repo", type=Path, help="a local bare repository instead of the generated ones")
    parser.add_argument("--runs", type=int, default=5)
    arguments = parser.parse_args()
    cache = Path(tempfile.gettempdir()) / "reperes-bench"
    repositories = [arguments.repo] if arguments.repo else [generate(cache / str(n), n) for n in SIZES]
    columns = ("commits", "git log s", "reperes s", "ratio", "µs/commit", "git MiB", "reperes MiB", "again s")
    print(" ".join(f"{column:>11}" for column in columns))
    for repository in repositories:
        reference = ["git", f"--git-dir={repository}", "log", "--raw", "--no-renames"]
        timed(reference, dict(os.environ))  # the disk cache is warm for both
        pairs = [
            (timed(reference, dict(os.environ)), observe_afresh(repository)) for _ in range(arguments.runs)
        ]
        bare = statistics.median(one.seconds for one, _ in pairs)
        ours = statistics.median(other.seconds for _, other in pairs)
        commits = int(git(repository, "rev-list", "--count", "HEAD"))
        row = (
            f"{commits}",
            f"{bare:.2f}",
            f"{ours:.2f}",
            f"{ours / bare:.2f}",
            f"{ours / commits * 1e6:.0f}",
            f"{max(one.peak for one, _ in pairs)}",
            f"{max(other.peak for _, other in pairs)}",
            f"{observe_again(repository).seconds:.2f}",
        )
        print(" ".join(f"{cell:>11}" for cell in row))
    helped = statistics.median(timed([str(PROGRAM), "--help"], dict(os.environ)).seconds for _ in range(10))
    print(f"reperes --help: {helped:.3f} s")


if __name__ == "__main__":
    main()
