"""What a modality is, in words and tables: one file of `knowledge/modalities/`, read strictly."""

import string
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from reperes.knowledge.terms import Text
from reperes.modalities.table import Name, Strict, Table, When
from reperes.modalities.vocabulary import GOALS, NEEDS, SKILLS, vocabularies

Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
Family = Literal["code-and-data", "money", "other"]
Role = Literal["participant", "supporter", "facilitator", "contributor", "partner"]
Who = Literal[
    "buyer", "legal-service", "hierarchy", "assembly", "board", "ministry", "accountant", "security-officer"
]
MARKETS = ("marche-support", "marche-expertise")


def _several(value: Any) -> Any:
    return value if isinstance(value, list | tuple) else [value]


Ids = Annotated[tuple[str, ...], BeforeValidator(_several), Field(min_length=1)]


class Line(Strict):
    """A step, a paper, a pitfall or a commitment; `when` says whom it concerns, everyone by default."""

    text: Text
    when: When = Field(default_factory=dict)


class Approval(Strict):
    """Somebody whose agreement is to be obtained: a step to take, never a condition."""

    who: Who
    text: Text
    when: When = Field(default_factory=dict)


class Check(Strict):
    """A question to ourselves, asked so that « yes » is what the modality needs.

    `parameter` is the short name of the rule it comes from; `listed_by` the market whose published lists may
    answer it until we do.
    """

    question: Text
    parameter: str | None = None
    listed_by: Literal["marche-support", "marche-expertise"] | None = None


class Commitments(Strict):
    """What the modality asks of both sides."""

    ours: tuple[Line, ...] = Field(min_length=1)
    theirs: tuple[Line, ...] = Field(min_length=1)


class Calendar(Strict):
    """Which days to mind: closure of the budget, sessions of assemblies, the end of what `ends` names."""

    budget_closure: bool = False
    assembly: bool = False
    ends: tuple[str, ...] = ()


class Modality(Strict):
    """A form of cooperation and its legal vehicle.

    what, who, project_side, basis
        What it is, who may use it, what it needs on the project's side, its legal basis.
    parameters
        Short name → identifier in `knowledge/law/`, or several of which the scope chooses one. Texts hold
        their value as `{short_name}`.
    checks
        The questions that a verdict hangs on until they are answered.
    conditions, match
        Decision tables. All the conditions are necessary; the match says whether the modality answers what
        the project needs and what the administration can give.
    serves, goals, skills
        Needs of the project and goals of the administration that it answers, skills that it takes.
    effort
        How long before it bears fruit: the order of recommendations uses it.
    power
        What to mind in the balance of power; `watch` when it weighs on the project.
    exception
        Whether other forms should be looked at first, all else being equal.
    """

    id: Identifier
    version: int = Field(ge=1)
    family: Family
    direction: Literal["give", "receive"]
    role: Role
    label: Text
    what: Text
    who: Text
    project_side: Text
    basis: Text
    parameters: Mapping[Name, Ids] = {}
    checks: Mapping[Name, Check] = {}
    conditions: tuple[Table, ...] = Field(min_length=1)
    match: tuple[Table, ...] = Field(min_length=1)
    serves: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    effort: Literal["days", "weeks", "months", "years"]
    power: Text
    watch: bool = False
    exception: bool = False
    approvals: tuple[Approval, ...] = ()
    steps: tuple[Line, ...] = Field(min_length=1)
    papers: tuple[Line, ...] = ()
    delay: Text
    pitfalls: tuple[Line, ...] = Field(min_length=1)
    commitments: Commitments
    calendar: Calendar = Calendar()
    precedents: tuple[str, ...] = ()
    resources: tuple[str, ...] = ()
    sources: tuple[str, ...] = Field(min_length=1)

    @property
    def tables(self) -> tuple[Table, ...]:
        """Return every decision table."""
        return (*self.conditions, *self.match)

    @property
    def vocabulary(self) -> Mapping[str, tuple[str, ...]]:
        """Return the inputs that its tables may look at, with their values."""
        return vocabularies(checks=self.checks, parameters=self.parameters, markets=MARKETS)

    def table(self, name: str) -> Table:
        """Return a table by its id; KeyError when there is none."""
        found = {table.id: table for table in self.tables}
        return found[name]

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        wrong = [*self._complaints(), *self._unknown_names()]
        if wrong:
            raise ValueError("; ".join(wrong))
        return self

    def _complaints(self) -> Iterator[str]:
        ids = [table.id for table in self.tables]
        yield from (f"two tables are called {name}" for name in set(ids) if ids.count(name) > 1)
        known = self.vocabulary
        for table in self.tables:
            yield from table.complaints(known)
            yield from (
                f"{table.id}: {name} is not in parameters"
                for name in table.parameters
                if name not in self.parameters
            )
        for table in self.conditions:
            if not table.parameters and not any(_is_read(name) for name in table.inputs):
                yield f"{table.id}: rests on no reading and on no parameter"
        for line in self.lines:
            yield from (f"{name} is not an input" for name in line.when if name not in known)
            for name, values in line.when.items():
                yield from (
                    f"{one} is not a value of {name}" for one in values if one not in known.get(name, (one,))
                )
        used = {name for table in self.tables for name in table.inputs}
        yield from (
            f"the check {name} is in no table" for name in self.checks if f"answer.{name}" not in used
        )
        yield from (
            f"check {name}: {one.parameter} is not in parameters"
            for name, one in self.checks.items()
            if one.parameter is not None and one.parameter not in self.parameters
        )
        for text in self._texts():
            french, english = _fields(text.fr), _fields(text.en)
            if french != english:
                yield f"the two languages do not have the same placeholders: {text.en[:60]}"
            yield from (
                f"{{{name}}} is no placeholder: {text.en[:60]}"
                for name in french
                if name not in self.parameters and name not in PLACEHOLDERS
            )

    def _unknown_names(self) -> Iterator[str]:
        listed = {
            "serves": (self.serves, NEEDS),
            "goals": (self.goals, GOALS),
            "skills": (self.skills, SKILLS),
            "calendar.ends": (self.calendar.ends, tuple(self.parameters)),
        }
        for field, (names, known) in listed.items():
            yield from (f"{field}: {name} is not known" for name in names if name not in known)

    @property
    def lines(self) -> tuple[Line | Approval, ...]:
        """Return every line that has a `when`."""
        both = (*self.commitments.ours, *self.commitments.theirs)
        return (*self.steps, *self.papers, *self.pitfalls, *self.approvals, *both)

    def _texts(self) -> Iterator[Text]:
        yield from (self.label, self.what, self.who, self.project_side, self.basis, self.power, self.delay)
        yield from (line.text for line in self.lines)
        yield from (check.question for check in self.checks.values())
        for table in self.tables:
            yield from (table.label, table.unknown)
            yield from (row.because for row in table.rows)


PLACEHOLDERS = frozenset(
    {"legal_home", "licence", "body", "amount", "budget", "days", "population", "needs", "goals"}
)
"""Besides the parameters: what the case fills in. `needs` and `goals` are those that the modality answers."""


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


_OF_THE_CASE = (
    "body",
    "central_authority",
    "relation",
    "object",
    "money",
    "time",
    "budget_covers",
    "goal",
    "skill",
)


def _is_read(name: str) -> bool:
    """Return whether an input is read of the project."""
    return name not in _OF_THE_CASE and name.partition(".")[0] not in {
        *("answer", "denied", "under", "over", "in_force", "beneficiary", "goals", "skills", "found"),
    }
