"""`reperes advise --ask`: a profile by a few questions. An empty answer is « we do not know »."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import yaml

from reperes.i18n import N_, Language, translate
from reperes.knowledge.bodies import KINDS, LEVELS
from reperes.modalities.profile import Administration, administration
from reperes.modalities.vocabulary import GOALS, OBJECTS, RELATIONS, SKILLS
from reperes.report.advice.words import label


def ask_profile(language: Language, save: Path | None) -> Administration:
    """Return the profile that the answers make; it is written to `save` when there is one."""
    _tell(
        language, N_("A few questions about your administration. An empty answer means that you do not know.")
    )
    fields = _without_absent(dict(_answers(language)))
    made = administration(fields)
    if save is not None:
        save.write_text(yaml.safe_dump(fields, allow_unicode=True, sort_keys=False), encoding="utf-8")
        _tell(language, N_("Profile written to {path}; use it again with --administration."), path=save)
    return made


def _answers(language: Language) -> Iterator[tuple[str, Any]]:
    yield "name", _text(language, N_("Name of the administration"), needed=True)
    kind = _one(language, N_("What is it?"), "body", KINDS, needed=True)
    yield "kind", kind
    if kind == "local-authority":
        level = _one(language, N_("At which level?"), "body", (*LEVELS, "other-local-authority"))
        yield "level", "other" if level == "other-local-authority" else level
        yield "population", _number(language, N_("How many inhabitants?"))
    if kind == "state-operator":
        yield (
            "central_authority",
            _yes_no(language, N_("Does it count as a central authority for European thresholds?")),
        )
    yield "relation", _one(language, N_("What is the project to you?"), "relation", RELATIONS)
    yield "goals", _several(language, N_("What do you seek?"), "goals", GOALS)
    yield (
        "means",
        {
            "budget_eur": _number(language, N_("Budget for this cooperation, in euros?")),
            "agent_days": _number(language, N_("Days of agents that could be given?")),
            "skills": _several(language, N_("Which skills?"), "skills", SKILLS),
        },
    )
    if _yes_no(language, N_("Is a purchase considered?")):
        yield (
            "purchase",
            {
                "object": _one(language, N_("Of what?"), "object", OBJECTS),
                "amount_eur_ht": _number(
                    language, N_("Amount before tax of the whole need, over its whole duration?")
                ),
                "consultation_on": _text(
                    language, N_("On which day would the consultation begin (YYYY-MM-DD)?")
                ),
            },
        )


def _tell(language: Language, text: str, **args: object) -> None:
    click.echo(translate(language, text, **args), err=True)


def _prompt(question: str) -> str:
    return str(click.prompt(question, default="", show_default=False, err=True)).strip()


def _text(language: Language, question: str, *, needed: bool = False) -> str | None:
    while True:
        answer = _prompt(translate(language, question))
        if answer or not needed:
            return answer or None
        _tell(language, N_("This one is needed."))


def _number(language: Language, question: str) -> float | None:
    while True:
        answer = (
            _prompt(translate(language, question)).replace(" ", "").replace("\u202f", "").replace(",", ".")
        )
        if not answer:
            return None
        try:
            return float(answer)
        except ValueError:
            _tell(language, N_("Write a number, such as 15000; or nothing."))


def _yes_no(language: Language, question: str) -> bool | None:
    while True:
        answer = _prompt(
            translate(language, N_("{question} (yes/no)"), question=translate(language, question))
        ).lower()
        if not answer:
            return None
        if answer[0] in "yo":
            return True
        if answer[0] == "n":
            return False


def _one(
    language: Language, question: str, family: str, values: tuple[str, ...], *, needed: bool = False
) -> str | None:
    while True:
        found = _chosen(language, question, family, values)
        if len(found) == 1 or (not found and not needed):
            return found[0] if found else None
        _tell(language, N_("Choose one number."))


def _several(language: Language, question: str, family: str, values: tuple[str, ...]) -> list[str] | None:
    return (
        _chosen(language, N_("{question} (several numbers may be given)"), family, values, question) or None
    )


def _chosen(
    language: Language, text: str, family: str, values: tuple[str, ...], question: str = ""
) -> list[str]:
    while True:
        said = translate(language, text)
        _tell_plain(said.format(question=translate(language, question)) if question else said)
        for rank, value in enumerate(values, 1):
            _tell_plain(f"  {rank:>2}. {label(family, value, language)}")
        numbers = _prompt("→").replace(",", " ").split()
        if all(one.isdecimal() and 1 <= int(one) <= len(values) for one in numbers):
            return [values[int(one) - 1] for one in numbers]
        _tell(language, N_("Answer with the numbers of the list, or nothing."))


def _tell_plain(text: str) -> None:
    click.echo(text, err=True)


def _without_absent(fields: dict[str, Any]) -> dict[str, Any]:
    kept = {
        key: _without_absent(value) if isinstance(value, dict) else value for key, value in fields.items()
    }
    return {key: value for key, value in kept.items() if value not in (None, {})}
