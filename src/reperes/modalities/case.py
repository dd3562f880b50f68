"""One case: a project as it was read, an administration, a day, and the law of that day."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from reperes.facts.citation import Citation, ReferenceCitation
from reperes.knowledge.bodies import kind_of
from reperes.law import Dated, Law, Parameter, Unit
from reperes.licences.flows import flow
from reperes.modalities import given, markets
from reperes.modalities.definition import MARKETS, Modality
from reperes.modalities.given import Given
from reperes.modalities.markets import Beneficiaries
from reperes.modalities.profile import CENTRAL, Administration
from reperes.modalities.table import Known
from reperes.modalities.vocabulary import GOALS, NEED_STATES, SKILLS, WORDS, YES_NO, shared

_KINDS_OF = {
    "marche-support": "commande_publique/marche_support_corps",
    "marche-expertise": "commande_publique/marche_expertise_corps",
}
_NAMES_OF = {
    "marche-support": "commande_publique/marche_support_beneficiaires",
    "marche-expertise": "commande_publique/marche_expertise_beneficiaires",
}
_SUPPORT = "commande_publique/marche_support"
_LOTS = "commande_publique/marche_expertise_lots"
_AGREEMENTS = frozenset({"cla", "dco+cla", "copyright-assignment"})


@dataclass(frozen=True)
class Case:
    """What an advice is about. Readings that are not given are unknown.

    `beneficiaries` are the lists of the State’s markets that were taken; those of the law serve without them.
    """

    administration: Administration
    readings: Mapping[str, Given]
    as_of: date
    law: Law
    beneficiaries: Beneficiaries = field(default_factory=Beneficiaries)

    def reading(self, name: str) -> Given:
        """Return a reading, unknown when nobody made it."""
        return self.readings.get(name) or given.unknown(name)

    @property
    def amount(self) -> float | None:
        """Return the value of the whole need, before tax."""
        return self.administration.purchase.amount_eur_ht if self.administration.purchase else None

    @property
    def consultation_on(self) -> date:
        """Return the day whose thresholds hold for a purchase."""
        purchase = self.administration.purchase
        return (purchase.consultation_on if purchase else None) or self.as_of

    def applicable(self, identifiers: Iterable[str]) -> list[Parameter]:
        """Return the parameters, out of several, that may bind this administration for what it buys."""
        asked = self.administration
        wanted = asked.purchase.object if asked.purchase else None
        # Software is a service or a supply, whatever the purchase is called.
        object_ = "services" if wanted == "works" else wanted
        found = [self.law[name] for name in identifiers]
        if len(found) == 1:
            return found
        return [
            one
            for one in found
            if any(one.binds(body, central=self._central(body), object_=object_) for body in asked.bodies)
        ]

    def _central(self, body: str) -> bool | None:
        """Return whether a body buys as a central authority; None when that is not known."""
        stated = self.administration.central_authority
        if body == "state":
            return True
        return stated if body == "state-operator" else stated is True and kind_of(body) in CENTRAL

    def value(self, parameter: Parameter) -> Dated | None:
        """Return the value of this case: an amount on the day of the consultation, else on `as_of`."""
        day = self.consultation_on if parameter.unit is Unit.EUR_HT else self.as_of
        return parameter.at(day)

    @cached_property
    def shared(self) -> Mapping[str, Known]:
        """Return the inputs that do not depend on a modality."""
        found = {name: self._word(name) for name in WORDS}
        found |= _economy(self.reading("economic_model"))
        found |= _needs(self.reading("needs"))
        found |= self._licence()
        found |= self._terms()
        found["own_code"] = self._own_code()
        found["found.sill"] = _in_list(markets.is_in("sill", self.reading("ecosystem").companions))
        return found | self._profile()

    def inputs(self, modality: Modality) -> Mapping[str, Known]:
        """Return every input that the tables of a modality may look at."""
        found = dict(self.shared)
        asked = self.administration
        for check in modality.checks:
            answer = asked.answers.get(f"{modality.id}.{check}")
            rests = modality.checks[check].parameter
            listed = self._listed(modality.checks[check].listed_by) if answer is None else None
            law = self._parameters(modality, rests)
            found[f"answer.{check}"] = _yes_no(answer, law) if listed is None else _likely(listed, law)
            found[f"denied.{check}"] = _yes_no(answer is False, self._parameters(modality, rests))
        for name in modality.parameters:
            found |= self._compared(modality, name)
        found |= {f"beneficiary.{market}": self._beneficiary(market) for market in MARKETS}
        found["need"] = _best([found[f"needs.{need}"] for need in modality.serves])
        found["goal"] = _any([found[f"goals.{goal}"] for goal in modality.goals])
        found["skill"] = _any([found[f"skills.{skill}"] for skill in modality.skills])
        return found

    def _listed(self, market: str | None) -> markets.Told | None:
        """Return what the published lists say of the project and of a market, None when they do not."""
        told = self.reading("ecosystem").companions
        if market == markets.SUPPORT:
            return markets.support_market(told, self.law[_SUPPORT].at(self.as_of))
        if market != markets.EXPERTISE:
            return None
        lots = self.law[_LOTS].at(self.as_of)
        return markets.expertise_market(told, None if lots is None else lots.value)

    def _beneficiary(self, market: str) -> Known:
        """Return whether we may order on a market.

        As we say; else likely yes when a list names us, no when that of the law holds no body of our kind. A
        list that was taken does not lift that « no »: what is learnt never opens what was closed.
        """
        stated = self.administration.market_beneficiary.get(market)
        listed = self.law[_KINDS_OF[market]]
        dated = listed.at(self.as_of)
        if stated is not None or dated is None or not isinstance(dated.value, tuple):
            return _yes_no(stated)
        may_be = any(
            body in dated.value or kind_of(body) in dated.value for body in self.administration.bodies
        )
        named = self._is_named(market)
        told = self.beneficiaries.name(self.administration.name, market, dated)
        if told is not None and (named or may_be):
            return _likely(told, ())
        if named:
            return Known(("yes",), YES_NO, (ReferenceCitation("parameter", _NAMES_OF[market]),))
        return _yes_no(None if may_be else False, (ReferenceCitation("parameter", listed.id),))

    def _is_named(self, market: str) -> bool:
        """Return whether the list of beneficiaries of the law names us."""
        dated = self.law[_NAMES_OF[market]].at(self.as_of)
        lines = dated.value if dated is not None and isinstance(dated.value, tuple) else ()
        return markets.names(self.administration.name, [markets.body(str(line)) for line in lines])

    def _parameters(self, modality: Modality, name: str | None) -> tuple[ReferenceCitation, ...]:
        if name is None:
            return ()
        return tuple(
            ReferenceCitation("parameter", one.id) for one in self.applicable(modality.parameters[name])
        )

    def _compared(self, modality: Modality, name: str) -> dict[str, Known]:
        parameters = self.applicable(modality.parameters[name])
        rests = self._parameters(modality, name)

        def each(test: Callable[[float], bool] | None) -> Known:
            answers = set()
            for one in parameters:
                dated = self.value(one)
                if test is None or dated is None or not isinstance(dated.value, int | float):
                    return _yes_no(None, rests)
                answers.add(test(dated.value))
            return _yes_no(answers.pop() if len(answers) == 1 else None, rests)

        amount, people = self.amount, self.administration.population
        return {
            f"under.{name}": each(None if amount is None else lambda value: amount < value),
            f"over.{name}": each(None if people is None else lambda value: people > value),
            f"in_force.{name}": each(bool),
        }

    def _word(self, name: str) -> Known:
        return _read(self.reading(name), shared()[name])

    def _licence(self) -> dict[str, Known]:
        licence, nature = self.reading("licence"), self.reading("nature")
        told = licence.companions.get("openness")
        openness = _read(licence, shared()["openness"], told if told in ("open", "not-open") else None)
        surer = nature.is_sure and not licence.is_sure
        if nature.value is not None and (openness.is_open or surer):
            openness = _read(
                nature, shared()["openness"], "not-open" if nature.value == "not-open" else "open"
            )
        listed = licence.companions.get("state_list")
        return {
            "openness": openness,
            "copyleft": _read(licence, shared()["copyleft"], licence.companions.get("copyleft")),
            "state_list": _read(licence, YES_NO, _said(listed)),
        }

    def _own_code(self) -> Known:
        """Return whether code of ours may go into the project by its licence; none when we told of none."""
        own, project = self.administration.code_licence, self.reading("licence")
        if own is None:
            return _one("none", shared()["own_code"])
        found = None if project.value is None else flow(own, str(project.value))
        told = None if found is None or found.allowed is None else found.allowed
        either = Given("licence", told, project.confidence, {}, (), project.is_corrected)
        word = None if told is None else "compatible" if told else "incompatible"
        return _read(either, shared()["own_code"][1:], word)

    def _terms(self) -> dict[str, Known]:
        terms = self.reading("contribution_terms")
        asks = terms.value in _AGREEMENTS
        kind = terms.companions.get("cla_kind") if asks else None if terms.value is None else "none"
        relicensing = terms.companions.get("relicensing") if asks else None if terms.value is None else False
        if asks and relicensing is None and terms.value == "copyright-assignment":
            relicensing = True  # whoever holds the rights may change the terms
        kinds = shared()["cla_kind"]
        signed = _read(terms, kinds[1:] if asks else kinds, kind)
        return {
            "cla_kind": signed if terms.is_sure else Known(signed.values, kinds, signed.rests),
            "relicensing": _read(terms, YES_NO, _said(relicensing)),
        }

    def _profile(self) -> dict[str, Known]:
        asked = self.administration
        budget, days, amount = asked.means.budget_eur, asked.means.agent_days, self.amount
        found = {f"goals.{goal}": _listed(asked.goals, goal) for goal in GOALS}
        found |= {f"skills.{skill}": _listed(asked.means.skills, skill) for skill in SKILLS}
        wanted = asked.purchase.object if asked.purchase else None
        return found | {
            "body": Known(asked.bodies, asked.bodies),
            "central_authority": _yes_no(asked.central_authority),
            "relation": _one(asked.relation, shared()["relation"]),
            "object": _one(wanted, shared()["object"]),
            "money": _yes_no(None if budget is None else budget > 0),
            "time": _yes_no(None if days is None else days > 0),
            "budget_covers": _yes_no(None if budget is None or amount is None else budget >= amount),
        }


def _read(reading: Given, vocabulary: tuple[str, ...], value: str | None = "") -> Known:
    """Return what is known of an input that a reading tells, by its own value or by a companion's."""
    told = reading.value if value == "" else value
    rests = (ReferenceCitation("reading", reading.id),)
    if told is None or reading.value is None or told not in vocabulary:
        return Known(vocabulary, vocabulary, rests)
    return Known((told,), (told,) if reading.is_sure else vocabulary, rests)


def _economy(reading: Given) -> dict[str, Known]:
    """Return, of each model, whether the project lives on it.

    One that an observation did not see is at most likely not there; a person who tells the models tells all.
    """
    rests = (ReferenceCitation("reading", reading.id),)
    tells_all = reading.is_corrected or (reading.is_bare and reading.is_sure)
    found = {}
    for name in shared():
        if not name.startswith("economy."):
            continue
        if reading.value is None:
            found[name] = Known(YES_NO, YES_NO, rests)
            continue
        is_in = name.partition(".")[2] in reading.value
        sure = reading.is_sure if is_in else tells_all
        answer = ("yes" if is_in else "no",)
        found[name] = Known(answer, answer if sure else YES_NO, rests)
    return found


def _needs(reading: Given) -> dict[str, Known]:
    rests = (ReferenceCitation("reading", reading.id),)
    found = {}
    for name in shared():
        if not name.startswith("needs."):
            continue
        state = (reading.value or {}).get(name.partition(".")[2])
        if reading.value is None or (state is None and not reading.is_corrected):
            found[name] = Known(NEED_STATES, NEED_STATES, rests)
        else:
            state = state or "none-seen"
            found[name] = Known((state,), (state,) if reading.is_sure else NEED_STATES, rests)
    return found


def _best(states: list[Known]) -> Known:
    """Return the strongest of several needs: one that is stated settles it, whatever the others are."""
    if not states:
        return Known(("none-seen",), ("none-seen",))
    rests = states[0].rests
    return Known(_strongest([one.values for one in states]), _strongest([one.sure for one in states]), rests)


def _strongest(sets: list[tuple[str, ...]]) -> tuple[str, ...]:
    ranks = [[NEED_STATES.index(state) for state in states] for states in sets]
    best = min(max(one) for one in ranks)  # in the worst case, the need is at least as strong as this
    top = min(min(one) for one in ranks)
    return tuple(state for at, state in enumerate(NEED_STATES) if top <= at <= best)


def _any(answers: list[Known]) -> Known:
    if not answers:
        return Known(("no",), ("no",))
    if any(one.values == ("yes",) for one in answers):
        return Known(("yes",), ("yes",))
    return Known(("no",), ("no",)) if all(one.values == ("no",) for one in answers) else Known(YES_NO, YES_NO)


def _listed(items: Iterable[str] | None, item: str) -> Known:
    return _yes_no(None if items is None else item in items)


def _one(value: str | None, vocabulary: tuple[str, ...]) -> Known:
    return Known(vocabulary, vocabulary) if value is None else Known((value,), (value,))


def _yes_no(answer: bool | None, rests: tuple[Citation, ...] = ()) -> Known:  # noqa: FBT001 - the answer itself
    values = YES_NO if answer is None else ("yes",) if answer else ("no",)
    return Known(values, values, rests)


def _likely(told: markets.Told, law: tuple[Citation, ...]) -> Known:
    """Return what a list tells: never established."""
    return Known(("yes" if told.answer else "no",), YES_NO, (*told.citations, *law))


def _in_list(told: markets.Told | None) -> Known:
    answer = ("no",) if told is None else ("yes",)
    return Known(answer, answer, () if told is None else told.citations)


def _said(answer: object) -> str | None:
    return {True: "yes", False: "no"}.get(answer) if isinstance(answer, bool) else None
