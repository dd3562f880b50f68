"""A repository of any size, always the same, shaped like a real one: people come and go, files move."""

import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

STEP = 3600 * 2
BEGINNING = 1_120_000_000
FOLDERS = 160
FILES = 4000


def stream(commits: int) -> Iterator[bytes]:
    """Yield a fast-import stream of that many commits; one in eight is a merge, one in four has a trailer."""
    random.seed(20)
    people = [f"Person {n} <person{n}@{_host(n)}>" for n in range(max(20, commits // 50))]
    alive: list[str] = []
    side: int | None = None
    for mark in range(1, commits + 1):
        at = BEGINNING + mark * STEP
        crowd = people[: 10 + mark * len(people) // commits]
        author, committer = random.choice(crowd[-40:] + crowd[:5]), random.choice(crowd[:5])
        message = f"Change number {mark}\n\nWhy it was made, in a sentence or two that say something.\n"
        if mark % 4 == 0:
            message += f"\nSigned-off-by: {author}\nReviewed-by: {committer}\n"
        yield (
            f"commit refs/heads/main\nmark :{mark}\nauthor {author} {at - 5000} +0000\n"
            f"committer {committer} {at} +0000\ndata {len(message)}\n{message}"
        ).encode()
        if mark > 1:
            yield b"from :%d\n" % (mark - 1)
        if side is not None:
            yield b"merge :%d\n" % side
            side = None
            continue
        for _ in range(random.choice((1, 1, 2, 3, 6))):
            yield _change(alive, mark).encode()
        if mark % 8 == 0 and mark > 10:
            side = mark - 3


def _host(n: int) -> str:
    return ("example.org", "insee.fr", "gmail.com", "univ-lyon.fr", "users.noreply.github.com")[n % 5]


def _change(alive: list[str], mark: int) -> str:
    if len(alive) < FILES and (len(alive) < 50 or random.random() < 0.15):
        extension = random.choice(("py", "c", "js", "md", "yml"))
        alive.append(f"src/d{random.randrange(FOLDERS)}/m{random.randrange(4)}/f{mark}.{extension}")
        path = alive[-1]
    elif random.random() < 0.01:
        place = random.randrange(len(alive))
        old, alive[place] = alive[place], f"moved/{alive[place]}"
        return f"R {old} {alive[place]}\n"
    else:
        path = random.choice(alive)
    content = f"content {mark} {path}\n"
    return f"M 100644 inline {path}\ndata {len(content)}\n{content}\n"


def generate(place: Path, commits: int) -> Path:
    """Make the bare repository if it is not there yet, packed as a server would send it."""
    if (place / "done").exists():
        return place
    place.mkdir(parents=True, exist_ok=True)
    subprocess.run(["git", "init", "--quiet", "--bare", "--initial-branch=main", place], check=True)
    importer = subprocess.Popen(
        ["git", f"--git-dir={place}", "fast-import", "--quiet", "--force"], stdin=subprocess.PIPE
    )
    assert importer.stdin is not None
    importer.stdin.writelines(stream(commits))
    importer.stdin.close()
    if importer.wait() != 0:
        sys.exit("git fast-import failed")
    subprocess.run(["git", f"--git-dir={place}", "repack", "-adq"], check=True)
    (place / "done").touch()
    return place
