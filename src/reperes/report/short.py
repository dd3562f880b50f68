"""« In short »: what it is, what is uncertain, three things to do next."""

import shlex
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from itertools import islice

from reperes.facts.documents import Document, DocumentKind, Documents
from reperes.facts.fact import Absent, Reason
from reperes.facts.schema import DOCUMENTS, HISTORY, KEYS, REPOSITORY
from reperes.i18n import N_, Language, translate
from reperes.indicators.definition import Definition
from reperes.indicators.measure import Outcome
from reperes.observation import Absence, Observation
from reperes.report import declared, wording
from reperes.report.evidence import evidence
from reperes.report.formats import day, number, percent, span
from reperes.report.in_brief import answers, asked, conclusions, to_call, unsettled, users
from reperes.report.safe import safe
from reperes.report.view import Link, Short, Step

ABSENCE_FACTOR, SILENCE = "contributor_absence_factor", "own_rhythm_silence"

_MOST_UNCERTAIN = 3
_STEPS = 3
_EXAMPLES = 3
_FEW_PEOPLE = 2
_LARGE_UNKNOWN, _SOME_UNKNOWN = 0.5, 0.2
_YEAR, _QUARTER, _RARE = 365, 90, 0.1

# The smaller, the more it takes away from all the rest.
_GRAVITY: Mapping[Reason, int] = {
    Reason.SHALLOW: 1,
    Reason.MISSING_OBJECT: 1,
    Reason.UNREADABLE: 1,
    Reason.TIME_OUT: 1,
    Reason.OTHER_BRANCH: 1,
    Reason.STALE: 1,
    Reason.MIRROR: 1,
    Reason.MOVED: 1,
    Reason.NOT_SUPPORTED: 3,
    Reason.NOT_COLLECTED: 3,
    Reason.OFFLINE: 3,
    Reason.TOO_MANY: 3,
    Reason.NO_TOKEN: 3,
    Reason.NO_ORIGIN: 4,
    Reason.DETACHED: 4,
    Reason.MALFORMED: 5,
    Reason.NOT_FOUND: 5,
}
_OTHERWISE = 2
_LAST = 9


def short(observation: Observation, definitions: Mapping[str, Definition], language: Language) -> Short:
    """Return the beginning of the report."""
    uncertain = sorted(_uncertain(observation, definitions, language), key=lambda pair: pair[0])
    told = (text for _, text in uncertain)
    said = list(dict.fromkeys(told))[:_MOST_UNCERTAIN]
    if not said:
        said = [
            translate(language, N_("Nothing that was looked for was out of reach. Each figure has limits."))
        ]
    return Short(
        what=tuple(_what(observation, language)),
        uncertain=tuple(said),
        next=tuple(islice(_steps(observation, language), _STEPS)),
    )


def last_change(observation: Observation) -> date | None:
    """Return the day (UTC) of the commit observed."""
    repository = observation.facts.value(REPOSITORY)
    if isinstance(repository, Absent) or repository.committed_at is None:
        return None
    return repository.committed_at.date()


def _what(observation: Observation, language: Language) -> Iterator[str]:
    name = safe(observation.name, limit=120)
    repository = observation.facts.value(REPOSITORY)
    if isinstance(repository, Absent):
        why = wording.say(repository.message, language)
        yield translate(language, N_("“{name}” could not be observed. {why}"), name=name, why=why)
        return
    if repository.origin is None:
        yield translate(
            language,
            N_("“{name}” is a git repository on this machine; where it is published is not known."),
            name=name,
        )
        if (address := declared.address(observation.facts, language)) is not None:
            yield address
    else:
        origin = safe(repository.origin)
        yield translate(
            language, N_("“{name}” is a git repository published at {origin}."), name=name, origin=origin
        )
    if (said := declared.presentation(observation.facts, language)) is not None:
        yield said
    yield from conclusions(observation, language)
    yield from answers(observation, language)
    yield from users(observation, language)
    if (age := _age(observation, language)) is not None:
        yield age
    text = N_("It was observed as it was on {day}: branch {branch}, revision {revision}.")
    if repository.branch is None:
        text = N_("It was observed as it was on {day}: revision {revision}.")
    yield translate(
        language,
        text,
        day=day(observation.as_of, language),
        branch=safe(repository.branch or "", limit=80),
        revision=safe(repository.head[:12]),
    )


def _age(observation: Observation, language: Language) -> str | None:
    history = observation.facts.value(HISTORY)
    last = last_change(observation)
    first = None if isinstance(history, Absent) else history.commits.get_column("authored_at").min()
    if not isinstance(first, datetime) or last is None:
        return None
    text = N_(
        "Its history begins on {first}; the last change seen is from {last}, {span} before the observation."
    )
    silence = (observation.as_of - last).days
    if silence <= 0:
        text = N_(
            "Its history begins on {first}; the last change seen is from the very day of the observation."
        )
    return translate(
        language,
        text,
        first=day(first.date(), language),
        last=day(last, language),
        span=span(silence, language),
    )


def _uncertain(
    observation: Observation, definitions: Mapping[str, Definition], language: Language
) -> Iterator[tuple[int, str]]:
    for absence in observation.absences:
        yield _gravity(absence, observation), wording.say(absence.message, language)
    yield from unsettled(observation, language)
    for measure in observation.measures:
        share = sum(part.share for part in measure.breakdown if part.key == wording.UNKNOWN)
        if share >= _SOME_UNKNOWN:
            text = N_("For {share} of the contributions, the organisation is not known.")
            yield (
                1 if share >= _LARGE_UNKNOWN else 2,
                translate(language, text, share=percent(share, language)),
            )
            break
    lacking = [m for m in observation.measures if m.outcome is Outcome.TOO_LITTLE_DATA]
    if lacking:
        text = N_("Figures without enough data: {count} of {total} ({labels}).")
        labels = [wording.of(definitions[m.indicator].label, language) for m in lacking]
        said = translate(
            language,
            text,
            count=number(len(lacking), language),
            total=number(len(observation.measures), language),
            labels=", ".join(labels[:_EXAMPLES]) + (", …" if len(labels) > _EXAMPLES else ""),
        )
        yield (1 if 2 * len(lacking) >= len(observation.measures) else 3), said


def _gravity(absence: Absence, observation: Observation) -> int:
    whole = absence.fact in {REPOSITORY.name, HISTORY.name, DOCUMENTS.name}
    if whole and isinstance(observation.facts.value(KEYS[absence.fact or ""]), Absent):
        return 0
    # What catalogues could not tell says nothing of this very project.
    return _LAST if absence.source.startswith("catalogue.") else _GRAVITY.get(absence.reason, _OTHERWISE)


def _steps(observation: Observation, language: Language) -> Iterator[Step]:
    """Yield the things to do, the most useful first; there are always three at least."""

    def step(text: str, **args: str) -> Step:
        return Step(translate(language, text, **args))

    repository = observation.facts.value(REPOSITORY)
    if (
        isinstance(repository, Absent)
        and repository.reason is Reason.EMPTY
        and "day" in repository.message.args
    ):
        yield from _too_early(observation, repository, language)
        return
    yield from _about_the_copy(observation, language)
    yield from to_call(observation, language)
    yield from asked(observation, language)
    documents = observation.facts.value(DOCUMENTS)
    if isinstance(documents, Absent):
        yield step(N_("Ask the project for its licence and its rules: its documents could not be read here."))
    elif not _asks(observation, "governance"):
        yield from _about_decisions(documents, language)
    if _stopped(observation):
        text = N_("Look for what replaces it, or ask who keeps it running for those who still use it.")
        yield step(text)
    else:
        yield from _about_people(observation, language)
        if not isinstance(documents, Absent):
            yield from _about_help(documents, language)
    if any(measure.value is not None for measure in observation.measures):
        yield step(
            N_("To know what a figure means and what it cannot say, type: {command}"),
            command=f"reperes explain {ABSENCE_FACTOR}",
        )
    yield step(N_("Keep this report with its date and observe again in six months: what changes tells most."))
    yield step(N_("Show what is uncertain to someone of the project, and ask them to correct it."))


def _too_early(observation: Observation, repository: Absent, language: Language) -> Iterator[Step]:
    why = wording.say(repository.message, language)
    again = f"reperes observe {shlex.quote(safe(observation.input))}"
    yield Step(translate(language, N_("Choose a later date: {why}"), why=why[:1].lower() + why[1:]))
    text = N_("To observe the project as it is now, type the command without a date: {command}")
    yield Step(translate(language, text, command=again))
    text = N_("If the project is older than that, ask it where its earlier history is kept.")
    yield Step(translate(language, text))


def _about_the_copy(observation: Observation, language: Language) -> Iterator[Step]:
    reasons = {absence.reason for absence in observation.absences}
    repository = observation.facts.value(REPOSITORY)
    if isinstance(repository, Absent):
        text = N_("Check the address on the project’s own page, then observe it again.")
        yield Step(translate(language, text))
        if repository.reason is Reason.EMPTY:
            yield Step(translate(language, N_("Ask the project where its code is: nothing was found here.")))
    elif (elsewhere := _elsewhere(observation)) is not None:
        again = f"reperes observe {shlex.quote(safe(elsewhere))}"
        text = N_("Observe the project where the work on it is done: {command}")
        yield Step(translate(language, text, command=again))
    elif Reason.SHALLOW in reasons:
        text = N_(
            "Observe again from the project’s public address: this copy holds a part of the history only."
        )
        yield Step(translate(language, text))


def _elsewhere(observation: Observation) -> str | None:
    """Return the address where the forge says that the project, or the work on it, is."""
    moved = (one for one in observation.absences if one.reason in {Reason.MIRROR, Reason.MOVED})
    return next((str(one.message.args["url"]) for one in moved if "url" in one.message.args), None)


def _stopped(observation: Observation) -> bool:
    """Return whether the project is known to have stopped: offering help or asking why makes no sense."""
    reading = observation.reading("lifecycle")
    return reading is not None and reading.settled == "archived"


def _asks(observation: Observation, name: str) -> bool:
    """Return whether a reading already asks the project its own question."""
    reading = observation.reading(name)
    return reading is not None and bool(reading.questions)


def _about_decisions(documents: Documents, language: Language) -> Iterator[Step]:
    if documents.of(DocumentKind.GOVERNANCE):
        text = N_("Read {path}: it should say who decides, and how.")
        yield _read(text, documents, DocumentKind.GOVERNANCE, language)
        return
    for kind in (DocumentKind.MAINTAINERS, DocumentKind.CODEOWNERS):
        if documents.of(kind):
            text = N_(
                "Read {path} to see who looks after the project, and ask how decisions are taken: "
                "no governance document was found in the places read."
            )
            yield _read(text, documents, kind, language)
            return
    text = N_("Ask the project who decides, and how: no governance document was found in the places read.")
    yield Step(translate(language, text))


def _about_people(observation: Observation, language: Language) -> Iterator[Step]:
    measures = {measure.indicator: measure for measure in observation.measures}
    last = last_change(observation)
    silence = (observation.as_of - last).days if last is not None else 0
    rhythm = measures[SILENCE].value if SILENCE in measures else None
    if silence >= _YEAR or (silence >= _QUARTER and rhythm is not None and rhythm < _RARE):
        text = N_(
            "Make sure that what was read is up to date, "
            "then ask the project whether it is finished, paused or stopped: "
            "the last change seen is {span} old. A quiet project is not always a dead one."
        )
        yield Step(translate(language, text, span=span(silence, language)))
    factor = measures[ABSENCE_FACTOR].value if ABSENCE_FACTOR in measures else None
    if factor is not None and factor <= _FEW_PEOPLE:
        text = N_("Ask the project who would take over if its {count} most active people stopped.")
        if factor == 1:
            text = N_("Ask the project who would take over if its most active person stopped.")
        yield Step(translate(language, text, count=number(factor, language)))


def _about_help(documents: Documents, language: Language) -> Iterator[Step]:
    if documents.of(DocumentKind.CONTRIBUTING):
        text = N_("Before you offer help, read {path}: it says how contributions are made.")
        yield _read(text, documents, DocumentKind.CONTRIBUTING, language)
    else:
        text = N_("Ask the project how to contribute: no contribution guide was found in the places read.")
        yield Step(translate(language, text))
    if not documents.of(DocumentKind.SECURITY, DocumentKind.SECURITY_INSIGHTS):
        text = N_(
            "Ask the project how to report a security flaw in private: "
            "no security policy was found in the places read."
        )
        yield Step(translate(language, text))


def nearest(documents: Documents, kind: DocumentKind) -> Document:
    """Return the document of a kind that is nearest to the root of the tree."""
    return min(documents.of(kind), key=lambda document: document.path.count("/"))


def _read(text: str, documents: Documents, kind: DocumentKind, language: Language) -> Step:
    document = nearest(documents, kind)
    path = safe(document.path, limit=120)
    links = evidence(documents.cite(document), language).links
    link = Link(translate(language, N_("Open {path}"), path=path), links[0].href) if links else None
    return Step(translate(language, text, path=path), link)
