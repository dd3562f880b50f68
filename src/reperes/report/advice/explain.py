"""What modalities, parameters of law, roles, precedents and official pages are, for `reperes explain`."""

from collections.abc import Iterator, Mapping
from functools import cache

from reperes.i18n import N_, Language, translate
from reperes.knowledge.terms import Text
from reperes.law import Dated, Parameter, law
from reperes.modalities.definition import Modality
from reperes.modalities.evidence import Precedent, Resource, precedents, resources
from reperes.modalities.library import modalities
from reperes.modalities.model import Said
from reperes.modalities.roles import RoleDefinition, roles
from reperes.report.advice import words
from reperes.report.advice.build import precedent_text
from reperes.report.formats import day
from reperes.report.wording import of

Item = Modality | Parameter | RoleDefinition | Precedent | Resource
Sections = Iterator[tuple[str, list[str]]]
_KINDS: Mapping[type, str] = {
    Modality: "modality",
    Parameter: "parameter",
    RoleDefinition: "role",
    Precedent: "precedent",
    Resource: "resource",
}


@cache
def items() -> Mapping[str, Item]:
    """Return all that this room explains, by identifier: modalities, roles, law, precedents, pages.

    A role is `role-…`: the glossary has its own word for some of them.
    """
    named = {f"role-{name}": role for name, role in roles().items()}
    return {**modalities(), **named, **law().parameters, **precedents(), **resources()}


def kind(item: Item) -> str:
    """Return the kind of an item, as an explanation states it."""
    return _KINDS[type(item)]


def sections(item: Item, language: Language) -> Sections:
    """Yield the headings of an item with their paragraphs."""
    if isinstance(item, Modality):
        yield from _modality(item, language)
    elif isinstance(item, Parameter):
        yield from _parameter(item, language)
    elif isinstance(item, RoleDefinition):
        yield from _role(item, language)
    elif isinstance(item, Precedent):
        yield from _precedent(item, language)
    else:
        yield from _resource(item, language)


def _modality(item: Modality, language: Language) -> Sections:
    def say(text: str) -> str:
        return translate(language, text)

    def filled(part: str) -> str:
        return words.said(Said(f"{item.id}.{part}", _as_written(item)), language)

    yield say(N_("What it is")), [filled("what")]
    yield say(N_("Who may use it")), [filled("who")]
    yield say(N_("What it needs on the project’s side")), [filled("project_side")]
    yield say(N_("Legal basis")), [filled("basis")]
    condition, match = say(N_("Condition")), say(N_("Match"))
    for table in item.conditions:
        rows = [f"{_sign(row.then)} {filled(f'{table.id}.{row.id}')}" for row in table.rows]
        yield (
            f"{condition} — {of(table.label, language)}",
            [*rows, f"? {filled(f'{table.id}.unknown')}"],
        )
    for table in item.match:
        rows = [f"{_sign(row.then)} {filled(f'{table.id}.{row.id}')}" for row in table.rows]
        yield f"{match} — {of(table.label, language)}", rows
    yield say(N_("Checks")), [f"{item.id}.{name}: {filled(f'checks.{name}')}" for name in item.checks]
    yield say(N_("Agreements to obtain")), [filled(f"approvals.{at}") for at, _ in enumerate(item.approvals)]
    yield say(N_("Steps")), [filled(f"steps.{at}") for at, _ in enumerate(item.steps)]
    yield say(N_("Papers to prepare")), [filled(f"papers.{at}") for at, _ in enumerate(item.papers)]
    yield say(N_("How long it takes")), [filled("delay")]
    yield say(N_("Mind")), [filled(f"pitfalls.{at}") for at, _ in enumerate(item.pitfalls)]
    yield (
        say(N_("Our commitments")),
        [filled(f"commitments.ours.{at}") for at, _ in enumerate(item.commitments.ours)],
    )
    yield (
        say(N_("Theirs")),
        [filled(f"commitments.theirs.{at}") for at, _ in enumerate(item.commitments.theirs)],
    )
    yield say(N_("Balance of power")), [filled("power")]
    yield (
        say(N_("It was done before")),
        [precedent_text(precedents()[one], language) for one in item.precedents],
    )
    named = [name for ids in item.parameters.values() for name in ids]
    yield say(N_("Law")), [f"{of(law()[name].label, language)} ({name})" for name in dict.fromkeys(named)]
    yield say(N_("Sources")), [*item.sources]


def _sign(then: str) -> str:
    return "+" if then == "holds" else "−"


def _as_written(item: Modality) -> dict[str, object]:
    """Return what fills the sentences of a modality outside of any case: the names of its parameters."""
    found: dict[str, object] = {
        name: {"rule": identifiers[0]} for name, identifiers in item.parameters.items()
    }
    return found | {name: {"blank": name} for name in words.BLANKS}


def _parameter(item: Parameter, language: Language) -> Sections:
    def say(text: str) -> str:
        return translate(language, text)

    if item.means is not None:
        yield say(N_("What it is")), [of(item.means, language).strip()]
    yield say(N_("Whom it binds")), [_scope(item, language)]
    yield say(N_("Values")), [_value(one, item, language) for one in reversed(item.values)]
    yield say(N_("Checked on")), [day(item.checked_on, language)]


def _scope(item: Parameter, language: Language) -> str:
    scope = item.scope
    bodies = (
        words.label("unknown", "all", language)
        if scope.bodies == "all"
        else ", ".join(words.label("body", one, language) for one in scope.bodies)
    )
    objects = ", ".join(words.label("object", one, language) for one in scope.objects)
    central = {
        None: "",
        True: translate(language, N_("buying as a central authority")),
        False: translate(language, N_("not buying as a central authority")),
    }[scope.central_authority]
    return " — ".join(part for part in (bodies, objects, central) if part)


def _value(one: Dated, item: Parameter, language: Language) -> str:
    since = "" if one.start is None else translate(language, N_("since {day}"), day=day(one.start, language))
    until = "" if one.end is None else translate(language, N_("until {day}"), day=day(one.end, language))
    span = " ".join(part for part in (since, until) if part) or translate(language, N_("beginning not known"))
    for_ = one.applies_to
    applies = "" if for_ is None else f" ({of(for_, language) if isinstance(for_, Text) else for_})"
    published = [
        each.title
        + ("" if each.journal_officiel is None else f" (JO {day(each.journal_officiel, language)})")
        for each in one.reference
    ]
    seen = "" if one.seen == "official" else f" {translate(language, words.SECONDARY)}"
    told = words.value(one, item.unit, language).rstrip(".")
    return f"{told}, {span}{applies} — {'; '.join(published)}{seen}"


def _role(item: RoleDefinition, language: Language) -> Sections:
    def say(text: str) -> str:
        return translate(language, text)

    yield say(N_("What it is")), [of(item.what, language)]
    yield say(N_("Our commitments")), [of(one, language) for one in item.ours]
    yield say(N_("Theirs")), [of(one, language) for one in item.theirs]
    yield say(N_("What not to do")), [of(one, language) for one in item.avoid]
    yield say(N_("How it may change")), [of(item.becomes, language)]
    yield say(N_("How to leave properly")), [of(item.leaving, language)]
    yield say(N_("Source")), [item.source]


def _precedent(item: Precedent, language: Language) -> Sections:
    def say(text: str) -> str:
        return translate(language, text)

    yield say(N_("What it is")), [precedent_text(item, language)]
    yield say(N_("Between")), [f"{of(item.giver, language)} → {of(item.receiver, language)}"]
    yield say(N_("Vehicle")), [of(item.vehicle, language)]
    yield say(N_("Sources")), [*item.sources]


def _resource(item: Resource, language: Language) -> Sections:
    def say(text: str) -> str:
        return translate(language, text)

    yield say(N_("What it is")), [of(item.what, language).strip()]
    yield say(N_("Publisher")), [item.publisher]
    yield say(N_("Address")), [say(N_("not known")) if item.url is None else item.url]
    yield say(N_("Checked on")), [day(item.checked_on, language)]
