"""Live public forges keep what is promised of them. Skipped but by `make contract`: nothing else asks them.

`REPERES_CONTRACT_PROJECTS` names other projects, by their addresses, separated by spaces. Tokens are those of
the environment (`GITHUB_TOKEN`, `REPERES_TOKENS`); without one, what anyone may read of GitHub is held.
"""

import os
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from contract.promises import hold
from reperes.sources.addresses import Reach
from reperes.sources.forges.collect import Wanted
from reperes.sources.http.client import clients

ASKED = os.environ.get("REPERES_CONTRACT") == "1"
PROJECTS = os.environ.get("REPERES_CONTRACT_PROJECTS", "").split() or [
    "https://github.com/git/git",
    "https://gitlab.com/gitlab-org/gitlab-shell",
    "https://salsa.debian.org/salsa-ci-team/pipeline",
    "https://codeberg.org/forgejo/forgejo",
]


@pytest.mark.skipif(
    not ASKED, reason="live forges are asked by `make contract` only, which needs the network"
)
@pytest.mark.parametrize("origin", PROJECTS)
def test_a_live_forge_keeps_what_is_promised_of_it(origin: str, capsys: pytest.CaptureFixture[str]) -> None:
    now = datetime.now(UTC)  # noqa: TID251 - a live forge answers as of now
    # Not `tmp_path`, which stays on the disk: raw answers hold names.
    with tempfile.TemporaryDirectory() as home:
        told = hold(
            Wanted(
                origin=origin,
                since=(now - timedelta(days=365)).date(),
                read_at=now,
                home=Path(home),
                offline=False,
                client_of=clients(os.environ, Path(home), Reach.of_environment()),
            )
        )
    with capsys.disabled():
        print(f"\n  {told}")  # noqa: T201 - what it cost is told
