"""A database of the application as large as one likes, whose observations say what real ones say."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from reperes.errors import Message
from reperes.readings import definitions
from reperes_web.accounts import tokens
from reperes_web.models import (
    Account,
    Addition,
    Advice,
    Content,
    Correction,
    Membership,
    Observation,
    Profile,
    Project,
    Role,
    Run,
    State,
    Team,
)
from reperes_web.runs.messages import as_data

PROFILE = {
    "name": "Ville d’Exemple",
    "kind": "local-authority",
    "level": "commune",
    "population": 220000,
    "market_beneficiary": {"marche-support": "no"},
}
CASE = {
    "relation": "critical-dependency",
    "goals": ["durability", "security"],
    "means": {"budget_eur": 15000, "agent_days": 20, "skills": ["development", "legal"]},
    "purchase": {"object": "services", "amount_eur_ht": 45000, "duration_months": 24},
}
_AT_ONCE = 200
_FIRST = date(2024, 1, 1)
_DAYS = 1050
_READINGS = ("nature", "governance", "lifecycle")
_LICENCES = ("EUPL-1.2", "AGPL-3.0-or-later", "MIT", "Apache-2.0", "GPL-2.0-or-later", None)
_STEPS = [{"message": as_data(Message("Reading the history")), "at": 0.5 * n} for n in range(8)]


@dataclass(frozen=True)
class Sizes:
    """How many of each there are to be.

    `own`: how many the chosen account has of what an account has (teams, keys), the chosen team of members,
    the chosen project of observations and of what the team says of it.
    """

    observations: int
    projects: int
    teams: int
    advice: int
    runs: int
    statements: int
    own: int


@dataclass(frozen=True)
class World:
    """What the addresses of the pages are made of: the chosen account, its team, and what they look at.

    `again`: an observation read again with the corrections of the team; `text`: that of a key to the API.
    """

    manager: Account
    team: Team
    member: Membership
    project: Project
    observation: Observation
    earlier: Observation
    again: Observation
    advice: Advice
    profile: Profile
    waiting: Run
    failed: Run
    done: Run
    text: str


def fill(originals: Sequence[Observation], sizes: Sizes) -> World:
    """Fill the database, from observations kept for real; the first one is that of the chosen project."""
    chance = random.Random(7)
    accounts, teams = _people(sizes)
    made = _observations(originals, sizes, chance)
    chosen = originals[0].project
    chosen.refresh_from_db()
    its = [*chosen.observations.order_by("-as_of", "-pk")]
    again, earlier = its[-1], its[-2]
    bodies = Content.objects.filter(observation=originals[0])
    Content.objects.bulk_create(
        Content(observation=again, team=teams[0], kind=one.kind, language=one.language, body=one.body)
        for one in bodies
    )
    _statements(chosen, [one.project for one in made], teams, accounts, sizes)
    profile, advice = _advice(its[0], made, teams, accounts, sizes)
    runs = _runs(made, accounts, sizes)
    member = Membership.objects.get(account=accounts[0], team=teams[0])
    until = timezone.now().date() + timedelta(days=90)
    keys = [tokens.make(member, f"Export {n}", until, reads_only=False) for n in range(min(sizes.own, 20))]
    return World(
        accounts[0],
        teams[0],
        Membership.objects.filter(team=teams[0]).exclude(pk=member.pk).order_by("pk")[0],
        chosen,
        its[0],
        earlier,
        again,
        advice,
        profile,
        *runs,
        keys[0][1],
    )


def _people(sizes: Sizes) -> tuple[list[Account], list[Team]]:
    """Make teams and accounts: the first account manages several, the first team has several members."""
    count = sizes.teams * 3 + sizes.own
    unusable = make_password(None)
    accounts = Account.objects.bulk_create(
        Account(username=f"agent{n}", first_name="Camille", last_name=f"Martin {n:04}", password=unusable)
        for n in range(count)
    )
    teams = Team.objects.bulk_create(Team(name=f"Administration {n:03}") for n in range(sizes.teams))
    roles = (Role.MANAGER, Role.EDITOR, Role.READER)
    pairs = {(teams[0].pk, one.pk): roles[n % 3] for n, one in enumerate(accounts[: sizes.own])}
    pairs |= {(one.pk, accounts[0].pk): Role.MANAGER for one in teams[: sizes.own]}
    for n, one in enumerate(accounts[sizes.own :]):
        pairs[teams[n % len(teams)].pk, one.pk] = roles[n % 3]
    Membership.objects.bulk_create(
        Membership(team_id=team, account_id=account, role=role, function="Juriste")
        for (team, account), role in pairs.items()
    )
    return accounts, teams


def _observations(originals: Sequence[Observation], sizes: Sizes, chance: random.Random) -> list[Observation]:
    projects = Project.objects.bulk_create(
        Project(key=f"https://forge.example.org/groupe{n % 97}/projet-{n}", name=f"Projet {n:05}")
        for n in range(sizes.projects - len(originals))
    )
    bodies = {one.pk: [*Content.objects.filter(observation=one)] for one in originals}
    made: list[Observation] = []
    wanted = iter(range(sizes.observations - len(originals)))
    while batch := [*islice(wanted, _AT_ONCE)]:
        like = [(n, originals[0] if n < sizes.own else originals[n % len(originals)]) for n in batch]
        held = Observation.objects.bulk_create(
            _like(one, one.project if n < sizes.own else projects[n % len(projects)], chance)
            for n, one in like
        )
        Content.objects.bulk_create(
            Content(observation=one, kind=body.kind, language=body.language, body=body.body)
            for one, (_, original) in zip(held, like, strict=True)
            for body in bodies[original.pk]
        )
        made += held
    newest: dict[int, Observation] = {}
    for one in [*originals, *made]:
        best = newest.get(one.project_id)
        if best is None or (best.as_of, best.observed_at) <= (one.as_of, one.observed_at):
            newest[one.project_id] = one
    for project in (every := [*projects, *(one.project for one in originals)]):
        project.latest = newest.get(project.pk)
    Project.objects.bulk_update(every, ["latest"], batch_size=_AT_ONCE)
    return made


def _like(original: Observation, project: Project, chance: random.Random) -> Observation:
    """Return an observation that says what another one does, on another day and of another project."""
    day = _FIRST + timedelta(days=chance.randrange(_DAYS))
    known = definitions()
    values = {name: chance.choice([*known[name].values, None]) for name in _READINGS}
    if project == original.project:
        values = {name: getattr(original, name) for name in _READINGS}
    return Observation(
        project=project,
        as_of=day,
        observed_at=datetime(day.year, day.month, day.day, 9, chance.randrange(60), tzinfo=UTC),
        head=original.head,
        input=project.key,
        spent=original.spent,
        generator=original.generator,
        licence=chance.choice(_LICENCES),
        openness=chance.choice(("open", "not-open", None)),
        absence_factor=chance.choice((None, *range(1, 30))),
        **values,
    )


def _statements(
    chosen: Project,
    projects: Sequence[Project],
    teams: Sequence[Team],
    accounts: Sequence[Account],
    sizes: Sizes,
) -> None:
    known = definitions()
    corrections, additions = [], []
    for n in range(sizes.statements):
        own = n < sizes.own
        reading = _READINGS[n % len(_READINGS)]
        said = {
            "project": chosen if own else projects[n % len(projects)],
            "team": teams[0] if own else teams[n % len(teams)],
            "author": accounts[0] if own else accounts[n % len(accounts)],
            "reading": reading,
            "signed": "Juriste",
            "on": _FIRST + timedelta(days=n % _DAYS),
        }
        value = next(iter(known[reading].values))
        # One stands for each reading at most: the others were withdrawn.
        withdrawn = _FIRST if own and n >= len(_READINGS) else None
        corrections.append(
            Correction(**said, value=value, reason="Les statuts le disent.", withdrawn_on=withdrawn)
        )
        additions.append(Addition(**said, value=value, quote="L’assemblée élit le conseil.", seen_on=_FIRST))
    Correction.objects.bulk_create(corrections, batch_size=_AT_ONCE)
    Addition.objects.bulk_create(additions, batch_size=_AT_ONCE)


def _advice(
    latest: Observation,
    made: Sequence[Observation],
    teams: Sequence[Team],
    accounts: Sequence[Account],
    sizes: Sizes,
) -> tuple[Profile, Advice]:
    """Make profiles and advice, one in three of them of the chosen team on the chosen observation."""
    profiles = Profile.objects.bulk_create(
        Profile(team=team, author=accounts[0], fields=PROFILE) for team in teams
    )
    advice = Advice.objects.bulk_create(
        Advice(
            observation=latest if n % 3 == 0 else made[n % len(made)],
            team=teams[0] if n % 3 == 0 else teams[n % len(teams)],
            profile=profiles[0 if n % 3 == 0 else n % len(teams)],
            author=accounts[n % len(accounts)],
            fields=PROFILE | CASE,
            as_of=date(2026, 11, 23),
        )
        for n in range(sizes.advice)
    )
    return profiles[0], advice[0]


def _runs(made: Sequence[Observation], accounts: Sequence[Account], sizes: Sizes) -> tuple[Run, Run, Run]:
    """Make the runs that ended, and one that waits; return this one, one that failed and one that is done."""
    now = timezone.now()
    failure = {key: as_data(Message("The forge did not answer.")) for key in ("what", "why", "do")}

    def ended(n: int) -> Run:
        failed = n % 10 == 1
        one = made[n % len(made)]
        return Run(
            subject=one.input,
            key=one.input,
            as_of=one.as_of,
            asked_by=accounts[n % len(accounts)],
            state=State.FAILED if failed else State.DONE,
            attempts=1,
            started_at=now - timedelta(hours=n + 1),
            ended_at=now - timedelta(hours=n),
            steps=_STEPS,
            failure=failure if failed else None,
            observation=None if failed else one,
        )

    over = Run.objects.bulk_create((ended(n) for n in range(sizes.runs)), batch_size=_AT_ONCE)
    waiting = Run.objects.create(
        subject="https://forge.example.org/a/b",
        key="https://forge.example.org/a/b",
        as_of=now.date(),
        asked_by=accounts[0],
        steps=_STEPS,
    )
    return waiting, over[1], over[0]
