"""How well people are told apart, against the `.mailmap` files that maintainers wrote.

    python benchmarks/aliases.py REPOSITORY…      (git directories, or folders that hold one)

The mailmap of each repository is hidden from the program, which merges what it can; git then tells what the
maintainers merge. Counted over pairs of different identities (a name with an address, as written in commits).

*Covered* identities are those that the maintainers took a stand on: the ones that the mailmap changes, and
the ones that it changes others into. Two of them that it leaves apart count as two persons: the headline.

*All* adds the identities that the mailmap says nothing of, and counts any two of them as two persons, which
is often wrong: what is so counted against us is told apart by what the pair shares.

Nothing printed tells a person: repositories, counts and ratios.
"""

import argparse
import subprocess
import time
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, fields
from itertools import combinations
from pathlib import Path

from reperes.people.evidence import find_aliases
from reperes.people.identities import Identities
from reperes.people.organisations import load_organisations
from reperes.people.portrait import draw, halves
from reperes.people.resolve import resolve

FORMAT = "%an<%ae>%aN<%aE>%n%cn<%ce>%cN<%cE>"
Groups = Iterable[Sequence[int]]


@dataclass
class Pairs:
    """Pairs merged by the maintainers, by us, by both; and by us alone, by what the two share."""

    identities: int = 0
    truth: int = 0
    merged: int = 0
    right: int = 0
    same_name: int = 0
    same_address: int = 0
    neither: int = 0

    def add(self, more: "Pairs") -> None:
        for field in fields(self):
            setattr(self, field.name, getattr(self, field.name) + getattr(more, field.name))

    def row(self) -> str:
        precision = f"{self.right / self.merged:.3f}" if self.merged else "–"
        recall = f"{self.right / self.truth:.3f}" if self.truth else "–"
        return f"{self.identities:6} {self.truth:6} {self.merged:7} {precision:>10} {recall:>7}"


def git(directory: Path, *arguments: str) -> bytes | None:
    """Return what git prints, None when it fails."""
    command = ["git", f"--git-dir={directory}", "-c", "core.bare=true", *arguments]
    done = subprocess.run(command, check=False, capture_output=True)
    return done.stdout if done.returncode == 0 else None


def git_directory(path: Path) -> Path | None:
    places = (path, path / ".git", path / "repo", path / "repo/.git")
    return next((place for place in places if (place / "HEAD").is_file()), None)


def mailmap(directory: Path) -> str | None:
    """Name the mailmap of the last commit, else the last one that there was."""
    if git(directory, "cat-file", "-e", "HEAD:.mailmap") is not None:
        return "HEAD:.mailmap"
    last = (git(directory, "rev-list", "-1", "HEAD", "--", ".mailmap") or b"").decode().strip()
    return f"{last}^:.mailmap" if last else None


def identities(directory: Path, blob: str) -> Identities:
    found = Identities()
    log = git(
        directory, "-c", f"mailmap.blob={blob}", "log", "--encoding=UTF-8", f"--format={FORMAT}", "HEAD"
    )
    for line in sorted((log or b"").split(b"\n")):
        if line:
            found.code(line)
    return found


def grouped(keys: Sequence[Hashable], members: Iterable[int]) -> list[list[int]]:
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for member in members:
        groups[keys[member]].append(member)
    return list(groups.values())


def pairs(groups: Groups) -> Iterable[tuple[int, int]]:
    return (pair for group in groups for pair in combinations(group, 2))


def compare(found: Identities, ours: Sequence[int], members: Sequence[int]) -> Pairs:
    both = [halves(written) for written in found.written()]
    truth = [mapped for _, mapped in both]
    portraits = [draw(*raw) for raw, _ in both]
    result = Pairs(len(members), sum(1 for _ in pairs(grouped(truth, members))))
    for one, other in pairs(grouped(ours, members)):
        result.merged += 1
        if truth[one] == truth[other]:
            result.right += 1
        elif not set(portraits[one].keys).isdisjoint(portraits[other].keys):
            result.same_name += 1
        elif portraits[one].address == portraits[other].address:
            result.same_address += 1
        else:
            result.neither += 1
    return result


def covered(found: Identities) -> list[int]:
    both = [halves(written) for written in found.written()]
    stands = {mapped for raw, mapped in both if raw != mapped}
    return [code for code, (_, mapped) in enumerate(both) if mapped in stands]


def by_rule(found: Identities, members: Iterable[int]) -> tuple[Counter[str], Counter[str]]:
    """Count the links that each rule makes between covered identities, and those that are right."""
    both = [halves(written) for written in found.written()]
    made, right, inside = Counter[str](), Counter[str](), set(members)
    for one, other, rule in find_aliases([draw(*raw) for raw, _ in both]).links:
        if one in inside and other in inside:
            made[rule] += 1
            right[rule] += both[one][1] == both[other][1]
    return made, right


def main() -> None:
    parser = argparse.ArgumentParser(description="Compare the aliases found with those of .mailmap files.")
    parser.add_argument("repositories", nargs="+", type=Path)
    organisations, made, right = load_organisations(), Counter[str](), Counter[str]()
    on_covered, on_all, seconds = Pairs(), Pairs(), 0.0
    resolve(Identities(), b"benchmark", organisations)
    head = f"{'ids':>6} {'truth':>6} {'merged':>7} {'precision':>10} {'recall':>7}"
    print(f"{'':36} {'covered by the mailmap'.center(len(head))}  all identities")
    print(f"{'repository':36} {head}  {head} {'same name':>10} {'same address':>13} {'neither':>8}")
    for path in parser.parse_args().repositories:
        place = git_directory(path)
        blob = mailmap(place) if place else None
        if place is None or blob is None:
            continue
        found = identities(place, blob)
        start = time.perf_counter()
        ours = resolve(found, b"benchmark", organisations, use_mailmap=False).person.to_list()
        seconds += time.perf_counter() - start
        members = covered(found)
        narrow, wide = compare(found, ours, members), compare(found, ours, range(len(found)))
        for total, rules in zip((made, right), by_rule(found, members), strict=True):
            total.update(rules)
        on_covered.add(narrow)
        on_all.add(wide)
        head_commit = (git(place, "rev-parse", "--short=9", "HEAD") or b"").decode().strip()
        show(f"{path.name.replace('+', '/')} {head_commit}", narrow, wide)
    show("all of them", on_covered, on_all)
    print(f"\n{'rule':24} {'links':>6} {'right':>6}   between covered identities")
    for rule, links in made.most_common():
        print(f"{rule:24} {links:6} {right[rule]:6}")
    print(f"\n{seconds / max(on_all.identities, 1) * 1e6:.0f} µs an identity, affiliations included")


def show(name: str, narrow: Pairs, wide: Pairs) -> None:
    print(
        f"{name:36} {narrow.row()}  {wide.row()} {wide.same_name:10} {wide.same_address:13} {wide.neither:8}"
    )


if __name__ == "__main__":
    main()
