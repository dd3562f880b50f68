import re
from importlib.resources import files

import pytest

from reperes.people.bots import is_bot, patterns
from reperes.people.persons import gather

BOTS = [
    "dependabot[bot] <49699333+dependabot[bot]@users.noreply.github.com>",
    "dependabot-preview[bot] <support@dependabot.com>",
    "Renovate Bot <bot@renovateapp.com>",
    "renovate[bot] <29139614+renovate[bot]@users.noreply.github.com>",
    "greenkeeper[bot] <greenkeeper[bot]@users.noreply.github.com>",
    "greenkeeperio-bot <support@greenkeeper.io>",
    "github-actions <github-actions@github.com>",
    "GitHub Action <action@github.com>",
    "GitHub <noreply@github.com>",
    "gitlab-ci-token <gitlab-ci-token@example.org>",
    "project_12_bot_0a1b <project_12_bot_0a1b@noreply.gitlab.example.org>",
    "Weblate <noreply@weblate.org>",
    "Hosted Weblate <hosted@weblate.org>",
    "Example Weblate <weblate@example.org>",
    "allcontributors[bot] <46447321+allcontributors[bot]@users.noreply.github.com>",
    "semantic-release-bot <semantic-release-bot@example.org>",
    "pre-commit-ci[bot] <66853113+pre-commit-ci[bot]@users.noreply.github.com>",
    "Copybara-Service <copybara-worker@example.org>",
    "mergify[bot] <37929162+mergify[bot]@users.noreply.github.com>",
    "bors <bors@example.org>",
    "bors-servo <servo@example.org>",
    "k8s-ci-robot <k8s-ci-robot@example.org>",
    "Example Merge Robot <merge@example.org>",
    "Copilot <198982749+Copilot@users.noreply.github.com>",
    "Claude Something 4.5 <noreply@anthropic.com>",
    "Cursor Agent <cursoragent@cursor.com>",
    "Changelog Bot <changelog@example.org>",
    "jenkins <jenkins@example.org>",
    "Jenkins CI <builds@example.org>",
    "Travis CI <builds@travis-ci.org>",
    "travis <travis@travis-ci.com>",
    "example-ci <x@example.org>",
    "CI Bot <x@example.org>",
    "Release Automation <x@example.org>",
    "anything <release-bot@example.org>",
    "Example Bot <noreply@example.org>",
    "Gerrit Code Review <gerrit@example.org>",
]

HUMANS = [
    "Ada Abbot <ada.abbot@example.org>",
    "Robert Robotham <rob@example.org>",
    "Jane Bot <jane.bot@example.org>",
    "Jane Bot <12+janebot@users.noreply.github.com>",
    "Cleo Talbot <talbot@example.org>",
    "Sylvie Rabot <rabot@example.org>",
    "cabot <cabot@example.org>",
    "Barry Jenkins <jenkins@example.org>",
    "Travis Durand <travis@example.org>",
    "Travis <travis@example.org>",
    "Francis Lucia <lucia@example.org>",
    "Cici Martin <ci.martin@example.org>",
    "Otto Matic <auto@example.org>",
    "Renée Novate <rn@example.org>",
    "Anonymous <noreply@weblate.org>",
    "GitHub Ninja <ninja@example.org>",
    "Ada <ada+github@example.org>",
    "",
]


def kinds(identity: str) -> tuple[bool, ...]:
    name, _, address = identity.partition(" <")
    return gather([(name, address.rstrip(">"))]).bots


@pytest.mark.parametrize("identity", BOTS)
def test_a_bot(identity: str) -> None:
    assert kinds(identity) == (True,)


@pytest.mark.parametrize("identity", HUMANS)
def test_a_human(identity: str) -> None:
    assert kinds(identity) == (False,)


def test_a_pattern_is_a_glob_on_the_whole_text_and_nothing_more() -> None:
    assert is_bot("x-bot", "")
    assert not is_bot("x-bot y", "")
    assert not is_bot("xabot]", "")


def test_no_pattern_is_written_twice_and_each_matches_itself() -> None:
    known = patterns().bots
    assert len({(one.name, one.address) for one in known}) == len(known)
    for one in known:
        assert is_bot((one.name or "").replace("*", "0"), (one.address or "").replace("*", "0"))


def test_every_pattern_says_why() -> None:
    text = (files("reperes.knowledge") / "vocabulary" / "bots.yaml").read_text("utf-8")
    assert len(re.findall(r"^  - \{", text, re.MULTILINE)) == len(patterns().bots)
    assert all(one.reason for one in patterns().bots)
