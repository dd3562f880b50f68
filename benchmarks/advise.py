"""How long `reperes advise` takes on readings given by hand, beside what starting the interpreter costs.

`python benchmarks/advise.py [RUNS]`: medians of RUNS (15 by default), alternated: a busy machine slows all.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import yaml

AIM = 0.5
PROFILE = {
    "name": "Ville d’Exemple",
    "kind": "local-authority",
    "level": "commune",
    "population": 220000,
    "means": {"budget_eur": 15000, "agent_days": 20, "skills": ["development", "documentation"]},
    "purchase": {"object": "services", "amount_eur_ht": 45000},
}
READINGS = {"legal_home": "association", "licence": "AGPL-3.0-or-later", "contribution_terms": "dco"}
STARTED = "import click, pydantic, yaml"


def timed(command: list[str]) -> float:
    before = time.perf_counter()
    subprocess.run(
        command,
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "LC_ALL": "fr_FR.UTF-8"},
    )
    return time.perf_counter() - before


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = Path(folder) / "us.yaml", Path(folder) / "them.yaml"
        ours.write_text(yaml.safe_dump(PROFILE, allow_unicode=True), encoding="utf-8")
        theirs.write_text(yaml.safe_dump(READINGS), encoding="utf-8")
        program = [sys.executable, "-c", "from reperes.cli import main; main()", "advise"]
        asked = [*program, "--administration", str(ours), "--readings", str(theirs)]
        commands = {
            "interpreter and libraries": [sys.executable, "-c", STARTED],
            "advise, JSON": [*asked, "--format", "json"],
            "advise, text": [*asked, "--format", "text", "-o", str(Path(folder) / "out.txt")],
            "advise, page": [*asked, "--format", "html", "-o", str(Path(folder) / "out.html")],
        }
        taken: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(runs):
            for name, command in commands.items():
                taken[name].append(timed(command))
    reference = median(taken["interpreter and libraries"])
    for name, times in taken.items():
        held = median(times)
        mark = (
            "" if name.startswith("interpreter") else f"  aim {AIM} s: {'met' if held < AIM else 'not met'}"
        )
        print(f"{name:28} {held:6.3f} s  best {min(times):6.3f} s  {held / reference:5.1f} × reference{mark}")


if __name__ == "__main__":
    main()
