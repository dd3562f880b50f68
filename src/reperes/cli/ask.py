"""`reperes advise --ask`: a profile by a few questions. An empty answer is « we do not know »."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial, reduce
from pathlib import Path
from typing import Any, TypeVar

import click
import yaml

from reperes.cli.files import write_text
from reperes.errors import Message, UsageError
from reperes.i18n import N_, Language, translate
from reperes.knowledge.bodies import KINDS, LEVELS
from reperes.modalities.profile import Administration, administration
from reperes.modalities.vocabulary import GOALS, OBJECTS, RELATIONS, SKILLS
from reperes.report.advice.words import label

_TRIES = 5
_YES, _NO = frozenset({"yes", "y", "oui", "o"}), frozenset({"no", "n", "non"})
_ORDERS = (
    "state",
    "state-operator",
    "other-public",
)  # who may be a beneficiary of interministerial contracts
_LEAST = {"name": "x", "kind": "other-public"}
T = TypeVar("T")


def ask_profile(language: Language, save: Path | None) -> Administration:
    """Return the profile that the answers make; it is written to `save` when there is one."""
    ask = _Ask(language)
    ask.tell(N_("A few questions about your administration. An empty answer means that you do not know."))
    fields = _without_absent(dict(_answers(ask)))
    made = administration(fields)
    if save is not None:
        write_text(save, yaml.safe_dump(fields, allow_unicode=True, sort_keys=False))
        ask.tell(N_("Profile written to {path}; use it again with --administration."), path=save)
    return made


def _answers(ask: "_Ask") -> Iterator[tuple[str, Any]]:
    yield "name", ask.field(N_("What is the name of your administration?"), "name", needed=True)
    kind = ask.one(N_("What is it?"), "body", KINDS, needed=True)
    yield "kind", kind
    if kind == "local-authority":
        level = ask.one(N_("At which level?"), "body", (*LEVELS, "other-local-authority"))
        yield "level", "other" if level == "other-local-authority" else level
        yield "population", ask.field(N_("How many inhabitants?"), "population")
    if kind == "state-operator":
        central = ask.yes_no(N_("Does it count as a central authority for European thresholds?"))
        yield "central_authority", central
    if kind in _ORDERS:
        yield (
            "market_beneficiary",
            {
                "marche-support": ask.yes_no(
                    N_("Is it a beneficiary of the interministerial support contract?")
                ),
                "marche-expertise": ask.yes_no(
                    N_("Is it a beneficiary of the interministerial expertise contract?")
                ),
            },
        )
    yield "relation", ask.one(N_("What is the project to you?"), "relation", RELATIONS)
    yield "goals", ask.several(N_("What do you seek?"), "goals", GOALS)
    yield (
        "means",
        {
            "budget_eur": ask.field(N_("Budget for this cooperation, in euros?"), "means.budget_eur"),
            "agent_days": ask.field(N_("Days of agents that could be given?"), "means.agent_days"),
            "skills": ask.several(N_("Which skills?"), "skills", SKILLS),
        },
    )
    if ask.yes_no(N_("Is a purchase considered?")):
        yield "purchase", dict(_purchase(ask))
    licence = N_("Licence of code of your own that you would contribute, such as EUPL-1.2 (optional)?")
    yield "code_licence", ask.field(licence, "code_licence")


def _purchase(ask: "_Ask") -> Iterator[tuple[str, Any]]:
    yield "object", ask.one(N_("Of what?"), "object", OBJECTS)
    amount = N_("Amount before tax of the whole need, over its whole duration?")
    yield "amount_eur_ht", ask.field(amount, "purchase.amount_eur_ht")
    yield "duration_months", ask.field(N_("Over how many months?"), "purchase.duration_months")
    begins = N_("On which day would the consultation begin (YYYY-MM-DD)?")
    yield "consultation_on", ask.field(begins, "purchase.consultation_on")


@dataclass(frozen=True, slots=True)
class _Ask:
    """Asks in one language, again when an answer cannot be used, and not for ever."""

    language: Language

    def tell(self, text: str, **args: object) -> None:
        _tell(translate(self.language, text, **args))

    def field(self, question: str, place: str, *, needed: bool = False) -> Any:
        """Return what the profile holds at a place such as `means.budget_eur`; the profile itself checks."""
        return self._until(translate(self.language, question), partial(_held, place, needed=needed))

    def yes_no(self, question: str) -> bool | None:
        said = translate(
            self.language, N_("{question} (yes/no)"), question=translate(self.language, question)
        )
        return self._until(said, _said_yes)

    def one(self, question: str, family: str, values: tuple[str, ...], *, needed: bool = False) -> str | None:
        _tell(translate(self.language, question))
        self._list(family, values)
        found = self._until("→", partial(_chosen, values, most=1, needed=needed))
        return found[0] if found else None

    def several(self, question: str, family: str, values: tuple[str, ...]) -> list[str] | None:
        several = N_("{question} (several numbers may be given)")
        self.tell(several, question=translate(self.language, question))
        self._list(family, values)
        return self._until("→", partial(_chosen, values, most=len(values), needed=False)) or None

    def _list(self, family: str, values: tuple[str, ...]) -> None:
        for rank, value in enumerate(values, 1):
            _tell(f"  {rank:>2}. {label(family, value, self.language)}")

    def _until(self, question: str, read: Callable[[str], T]) -> T:
        for _ in range(_TRIES):
            try:
                return read(_prompt(question))
            except _WrongError as error:
                _tell(" ".join(one.text(self.language) for one in error.said))
        raise _stopped(Message(N_("{tries} answers to one question could not be used."), {"tries": _TRIES}))


class _WrongError(Exception):
    """An answer that cannot be used; `said` tells why."""

    def __init__(self, *said: Message) -> None:
        super().__init__()
        self.said = said


def _held(place: str, answer: str, *, needed: bool) -> Any:
    if not answer:
        return _nothing(None, needed=needed)
    if not answer.isprintable():
        raise _WrongError(Message(N_("A character of it cannot be printed.")))
    first, *rest = place.split(".")
    try:
        made = administration(_LEAST | {first: {rest[0]: answer} if rest else answer})
    except UsageError as error:
        raise _WrongError(error.why, error.do) from error
    held = reduce(getattr, place.split("."), made)
    return int(held) if isinstance(held, float) and held.is_integer() else held


def _said_yes(answer: str) -> bool | None:
    told = answer.lower()
    if told and told not in _YES | _NO:
        raise _WrongError(Message(N_("Answer yes or no, or nothing.")))
    return told in _YES if told else None


def _chosen(values: tuple[str, ...], answer: str, *, most: int, needed: bool) -> list[str]:
    ranks = {str(rank): value for rank, value in enumerate(values, 1)}
    numbers = dict.fromkeys(answer.replace(",", " ").split())
    if any(one not in ranks for one in numbers):
        raise _WrongError(Message(N_("Answer with the numbers of the list, or nothing.")))
    if len(numbers) > most:
        raise _WrongError(Message(N_("Choose one number.")))
    return [ranks[one] for one in numbers] or _nothing([], needed=needed)


def _nothing(value: T, *, needed: bool) -> T:
    if needed:
        raise _WrongError(Message(N_("This one is needed.")))
    return value


def _prompt(question: str) -> str:
    try:
        return str(
            click.prompt(question, default="", show_default=False, prompt_suffix=" ", err=True)
        ).strip()
    except click.Abort as error:
        if not isinstance(error.__context__, EOFError):
            raise  # whoever interrupts knows why
        why = Message(N_("Nobody answers: what was to be read ended before the questions did."))
        raise _stopped(why) from error
    except UnicodeDecodeError as error:
        raise _stopped(Message(N_("An answer is not a text in UTF-8."))) from error


def _stopped(why: Message) -> UsageError:
    return UsageError(
        what=Message(N_("The profile could not be made by questions.")),
        why=why,
        do=Message(N_("Begin again, or write a profile by hand from an example in docs/profiles/.")),
    )


def _tell(text: str) -> None:
    click.echo(text, err=True)


def _without_absent(fields: dict[str, Any]) -> dict[str, Any]:
    kept = {
        key: _without_absent(value) if isinstance(value, dict) else value for key, value in fields.items()
    }
    return {key: value for key, value in kept.items() if value not in (None, {})}
