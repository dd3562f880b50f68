"""What follows from a correction is read again from the facts, whoever dies in the meantime."""

import os
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone
from pytest_django import Settings

from reperes.i18n import Language
from reperes_web import kept, rereading, statements
from reperes_web.amended import Amended, amended, data, report
from reperes_web.models import Content, Correction, Membership, Observation, Rereading, Role, Team
from reperes_web.pages.observation import worked_out
from reperes_web.templating import environment
from support.application import account, kept_observation, signed_in

pytestmark = pytest.mark.django_db
AGPL = "AGPL-3.0-or-later"


@pytest.fixture
def member() -> Membership:
    return account("editor", Role.EDITOR).memberships.get()


@pytest.fixture
def observation(tmp_path: Path) -> Observation:
    return kept_observation(tmp_path, archive=True)


def correct(member: Membership, observation: Observation, value: str | None) -> Correction:
    return statements.correct(member, observation.project, "licence", value, "Said.")


def do(observation: Observation, team: Team) -> None:
    rereading.read_again.call(Rereading.objects.get(observation=observation, team=team).pk)


def test_what_follows_is_read_again(member: Membership, observation: Observation) -> None:
    team = member.team
    correct(member, observation, AGPL)
    assert rereading.is_pending(observation, team)
    do(observation, team)
    assert not rereading.is_pending(observation, team)
    said = amended(team, observation.project)
    readings = data(observation, team, said, Language.EN)["readings"]
    assert (readings["licence"]["correction"]["value"], readings["licence"]["copyleft"]) == (AGPL, "network")
    assert readings["nature"]["value"] != kept.data(observation, Language.EN)["readings"]["nature"]["value"]
    assert kept.data(observation, Language.EN)["readings"]["licence"]["value"] == "NONE"
    shown = report(observation, team, said, Language.EN)
    assert shown.subtitle == kept.report(observation, Language.EN).subtitle


@pytest.mark.django_db(transaction=True)
def test_a_worker_does_it(member: Membership, observation: Observation) -> None:
    correct(member, observation, AGPL)
    call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0)
    assert kept.is_read_again(observation, member.team)
    assert Rereading.objects.count() == 0


def test_what_was_asked_for_again_in_the_meantime_is_not_kept(
    member: Membership, observation: Observation, monkeypatch: pytest.MonkeyPatch
) -> None:
    correct(member, observation, AGPL)
    read = rereading._read

    def slow(held: Observation, team: Team) -> kept.Contents | None:
        found = read(held, team)
        monkeypatch.setattr(rereading, "_read", read)
        correct(member, observation, "MIT")
        return found

    monkeypatch.setattr(rereading, "_read", slow)
    do(observation, member.team)
    assert rereading.is_pending(observation, member.team)
    assert Content.objects.filter(team=member.team).count() == 0
    do(observation, member.team)
    made = kept.data_for(observation, member.team, Language.EN)
    assert made is not None
    assert made["readings"]["licence"]["correction"]["value"] == "MIT"


def test_one_left_by_its_worker_is_taken_up_again(
    member: Membership, observation: Observation, settings: Settings
) -> None:
    settings.LEASE_SECONDS = 5
    correct(member, observation, AGPL)
    row = Rereading.objects.get()
    before = timezone.now() - timedelta(minutes=1)
    Rereading.objects.update(taken_until=before, woken_at=before, attempts=1)
    rereading.revive()
    row.refresh_from_db()
    assert row.taken_until is None
    rereading.revive()
    do(observation, member.team)
    assert kept.is_read_again(observation, member.team)


def test_facts_that_cannot_be_read_are_given_up_and_said(
    member: Membership, observation: Observation
) -> None:
    assert observation.archive is not None
    rereading.place(observation.archive).write_bytes(b"no archive")
    correct(member, observation, AGPL)
    for _ in range(rereading.MOST_ATTEMPTS):
        assert rereading.is_pending(observation, member.team)
        do(observation, member.team)
    assert not rereading.is_pending(observation, member.team)
    page = signed_in(member.account).get(f"/observations/{observation.pk}/").content.decode()
    assert "Your corrections stand by themselves in this observation" in page


def test_the_facts_gone_the_correction_stands_by_itself(member: Membership, observation: Observation) -> None:
    assert observation.archive is not None
    rereading.place(observation.archive).unlink()
    correct(member, observation, AGPL)
    do(observation, member.team)
    said = amended(member.team, observation.project)
    found = data(observation, member.team, said, Language.EN)["readings"]["licence"]["correction"]
    today = timezone.localdate().isoformat()
    assert found == {"value": AGPL, "reason": "Said.", "by": "Ville d’Exemple", "on": today}
    page = signed_in(member.account).get(f"/observations/{observation.pk}/").content.decode()
    assert "Your corrections stand by themselves in this observation" in page


def test_a_new_observation_is_read_with_the_corrections_that_stand(
    member: Membership, observation: Observation, tmp_path: Path
) -> None:
    correct(member, observation, AGPL)
    newer = kept_observation(tmp_path, date(2026, 11, 24), archive=True)
    rereading.observed_anew(newer)
    do(newer, member.team)
    assert kept.is_read_again(newer, member.team)


def test_withdrawn_nothing_is_left_of_it(member: Membership, observation: Observation) -> None:
    made = correct(member, observation, AGPL)
    do(observation, member.team)
    statements.withdraw(made, member)
    assert (Content.objects.filter(team=member.team).count(), Rereading.objects.count()) == (0, 0)


def test_facts_are_kept_for_a_time_only(observation: Observation) -> None:
    assert observation.archive is not None
    place = rereading.place(observation.archive)
    assert rereading.forget() == 0
    old = place.stat().st_mtime - 91 * 86_400
    os.utime(place, (old, old))
    assert rereading.forget() == 1
    assert not place.exists()


def test_what_a_page_is_told_hides_nothing_that_all_pages_know(observation: Observation) -> None:
    told = worked_out(observation, None, Amended())
    assert told.keys().isdisjoint(environment().globals)
