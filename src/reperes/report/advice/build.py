"""From an advice to what every form of it shows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from reperes.facts.citation import Citation, ReferenceCitation, WebCitation
from reperes.i18n import N_, Language, translate
from reperes.law import law
from reperes.modalities.definition import Modality
from reperes.modalities.evidence import Precedent, precedents, resources
from reperes.modalities.given import Given
from reperes.modalities.library import modalities
from reperes.modalities.model import Advice, Asked, Effect, Recommendation, Said, Verdict
from reperes.modalities.model import Posture as Proposed
from reperes.modalities.model import Reason as Found
from reperes.modalities.roles import roles
from reperes.modalities.texts import sentences
from reperes.readings import definitions
from reperes.report.advice import words
from reperes.report.advice.ladder import ladder
from reperes.report.advice.law import law_table
from reperes.report.advice.view import AdviceReport, Card, Check, Group, Labels, Part, Posture, Reason
from reperes.report.conclusions import CONFIDENCES
from reperes.report.formats import day, number
from reperes.report.safe import safe
from reperes.report.statements import value_text
from reperes.report.view import Link, Table
from reperes.report.wording import of

_SIGNS = {Effect.FOR: "+", Effect.AGAINST: "−", Effect.UNKNOWN: "?"}
_MEANS: Mapping[Verdict, str] = {
    Verdict.FITS: N_(
        "All the conditions hold, it answers what the project needs or lives on, and means were told."
    ),
    Verdict.POSSIBLE: N_("All the conditions hold; what is missing to say that it fits is told each time."),
    Verdict.TO_VERIFY: N_("Nothing excludes it; something necessary is not known, or not sure."),
    Verdict.EXCLUDED: N_("A necessary condition is not met, on established ground."),
}
_NAME = 200
_NAMED = 4
_LOOKED_AT = 3
_SEPARATORS = {Language.FR: " ; ", Language.EN: "; "}


def build(advice: Advice, language: Language) -> AdviceReport:
    """Return the advice in words."""
    return AdviceReport(
        language=language.value,
        title=_title(advice, language),
        subtitle=translate(
            language,
            N_("For {administration}, under the law of {day}"),
            administration=safe(advice.administration, limit=_NAME),
            day=day(advice.as_of, language),
        ),
        disclaimer=of(sentences().disclaimer, language).strip(),
        labels=_labels(language),
        short=tuple(_short(advice, language)),
        questions=tuple(words.asked(one, language) for one in advice.questions),
        questions_first=_is_thin(advice),
        posture=_posture(advice.posture, language),
        overview=_overview(advice, language),
        ladder=ladder(advice, language),
        groups=tuple(_groups(advice, language)),
        calendar=tuple(_calendar(advice, language)),
        answers=tuple(
            f"{asked.id}: unknown"
            for one in advice.recommendations
            for asked in one.checks
            if asked.answer is None
        ),
        readings=_readings(advice, language),
        notes=tuple(words.said(one, language) for one in advice.notes),
        footer=translate(language, N_("What each modality, parameter or reading means: reperes explain ID.")),
    )


def _title(advice: Advice, language: Language) -> str:
    if advice.subject is None:
        return translate(language, N_("How to cooperate with this project"))
    return translate(
        language, N_("How to cooperate with {subject}"), subject=safe(advice.subject, limit=_NAME)
    )


def _is_thin(advice: Advice) -> bool:
    """Return whether the advice should begin with its questions: little fits, and much is to be verified."""
    count = {verdict: sum(one.verdict is verdict for one in advice.recommendations) for verdict in Verdict}
    return bool(advice.questions) and count[Verdict.TO_VERIFY] > count[Verdict.FITS] + count[Verdict.POSSIBLE]


def _short(advice: Advice, language: Language) -> Iterator[str]:
    texts = {
        Verdict.FITS: N_("Fits: {names}."),
        Verdict.POSSIBLE: N_("Possible: {names}."),
        Verdict.TO_VERIFY: N_("To verify: {names}."),
    }
    for verdict, text in texts.items():
        names = [_label(one, language) for one in advice.recommendations if one.verdict is verdict]
        if names:
            more = len(names) - _NAMED
            listed = _SEPARATORS[language].join(names[:_NAMED])
            if more > 0:
                listed = translate(language, N_("{names}; and others: {count}"), names=listed, count=more)
            yield translate(language, text, names=listed)
    excluded = sum(one.verdict is Verdict.EXCLUDED for one in advice.recommendations)
    if excluded:
        yield translate(language, N_("Excluded, with the reason of each: {count}."), count=excluded)
    role = of(roles()[advice.posture.role].label, language)
    yield translate(language, N_("Role proposed: {role}."), role=role)
    open_ = [one for one in advice.recommendations if one.verdict in {Verdict.FITS, Verdict.POSSIBLE}]
    best = next((one for one in open_ if not any(why.effect is Effect.AGAINST for why in one.reasons)), None)
    if best is not None and best.steps:
        step = next((_line(one, language) for one in best.steps if not one.weak), "")
        yield translate(language, N_("Begin with: {name}. {step}"), name=_label(best, language), step=step)


def _label(made: Recommendation, language: Language) -> str:
    return of(modalities()[made.modality].label, language)


def _posture(made: Proposed, language: Language) -> Posture:
    def say(text: str) -> str:
        return translate(language, text)

    role = roles()[made.role]
    may = ", ".join(of(roles()[one].label, language) for one in made.may_become)
    parts = (
        Part(say(N_("Our commitments")), _said(made.ours, language)),
        Part(say(N_("Theirs")), _said(made.theirs, language)),
        Part(say(N_("What not to do with this project")), tuple(_told(one, language) for one in made.avoid)),
        Part(say(N_("How it may change")), (f"{of(role.becomes, language)} ({may})",)),
        Part(say(N_("How to leave properly")), (words.said(made.leaving, language),)),
    )
    why = tuple(
        Reason("+", _told(one, language), *_proofs(one.citations, language), one.weak) for one in made.why
    )
    return Posture(of(role.label, language), of(role.what, language), why, parts)


def _said(items: Iterable[Said], language: Language) -> tuple[str, ...]:
    return tuple(_line(one, language) for one in items)


def _overview(advice: Advice, language: Language) -> Table:
    def say(text: str) -> str:
        return translate(language, text)

    rows = tuple(
        (
            _label(one, language),
            words.label("verdict", one.verdict.value, language),
            words.label("family", modalities()[one.modality].family, language),
            _why(one, language),
        )
        for one in advice.recommendations
    )
    headers = (say(N_("Modality")), say(N_("Verdict")), say(N_("Family")), say(N_("Why")))
    return Table(
        say(N_("The {count} forms of cooperation, in the order in which to look at them")).format(
            count=len(rows)
        ),
        headers,
        rows,
        numbers_from=9,
    )


def _why(made: Recommendation, language: Language) -> str:
    """Return the sentence that decides of what is excluded or to verify, else what gives the place."""
    if made.verdict in {Verdict.EXCLUDED, Verdict.TO_VERIFY}:
        for one in made.reasons:
            if one.decides:
                return _told(one.said, language)
    return _order(made, language)


def _order(made: Recommendation, language: Language) -> str:
    told = _SEPARATORS[language].join(words.said(one, language) for one in made.order)
    return f"{told[:1].upper()}{told[1:]}."


def _groups(advice: Advice, language: Language) -> Iterator[Group]:
    for verdict, group in groupby(advice.recommendations, key=lambda one: one.verdict):
        title = words.label("verdict", verdict.value, language)
        looked_at = {Verdict.TO_VERIFY: _LOOKED_AT, Verdict.EXCLUDED: 0}.get(verdict)
        cards = tuple(
            _card(one, language, in_brief=looked_at is not None and rank >= looked_at)
            for rank, one in enumerate(group)
        )
        yield Group(verdict.value, title[:1].upper() + title[1:], translate(language, _MEANS[verdict]), cards)


def _card(made: Recommendation, language: Language, *, in_brief: bool) -> Card:
    decisive, others = _split(made)
    modality = modalities()[made.modality]
    return Card(
        id=made.modality,
        label=of(modality.label, language),
        verdict=words.label("verdict", made.verdict.value, language),
        mark=made.verdict.value,
        why=_why(made, language),
        family=words.label("family", modality.family, language),
        what=of(modality.what, language).strip(),
        order=_order(made, language),
        in_brief=in_brief,
        reasons=tuple(_reason(one, language) for one in decisive),
        others=tuple(_reason(one, language) for one in others),
        checks=tuple(_check(one, language) for one in made.checks),
        warnings=tuple(
            Reason("!", _line(one, language), *_proofs(one.citations, language)) for one in made.pitfalls
        ),
        parts=tuple(part for part in _parts(made, modality, language) if part.items),
        delay=words.said(Said(f"{made.modality}.delay", made.args), language),
        law=law_table(made.parameters, language),
        links=tuple(_links(modality, language)),
    )


def _split(made: Recommendation) -> tuple[list[Found], list[Found]]:
    """Return the reasons that decide, and the others: what excludes needs nothing else beside it."""
    if made.verdict is not Verdict.EXCLUDED:
        return [*made.reasons], []
    return [one for one in made.reasons if one.decides], [one for one in made.reasons if not one.decides]


def _calendar(advice: Advice, language: Language) -> Iterator[Reason]:
    """Yield the days to mind, each once, whatever the modality that they were said of."""
    told = {
        words.said(one, language): one
        for made in advice.recommendations
        if made.verdict is not Verdict.EXCLUDED
        for one in made.days
    }
    ordered = sorted(told.items(), key=lambda item: item[1].message.startswith("advice.changed"))
    for text, one in ordered:
        yield Reason("!", text, *_proofs(one.citations, language))


def _line(one: Said, language: Language) -> str:
    """Return a line; one that may not concern the case says so."""
    text = words.said(one, language)
    return translate(language, N_("As the case may be: {sentence}"), sentence=text) if one.weak else text


def _reason(found: Found, language: Language) -> Reason:
    text = _told(found.said, language)
    return Reason(_SIGNS[found.effect], text, *_proofs(found.said.citations, language), found.said.weak)


def _told(one: Said, language: Language) -> str:
    """Return a sentence about the project or about us; one that is not sure says so."""
    text = words.said(one, language)
    return translate(language, N_("{sentence} (likely only)"), sentence=text) if one.weak else text


def _proofs(citations: Sequence[Citation], language: Language) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what a sentence rests on, in words with the identifier to explain, and what opens each."""
    known = {"reading": N_("reading {name} ({id})"), "parameter": N_("law: {name} ({id})")}
    found: list[tuple[str, str]] = []
    for one in citations:
        if isinstance(one, WebCitation):
            text = N_("{url}, as it was on {day}")
            told = translate(language, text, url=safe(one.url), day=day(one.retrieved_on, language))
            found.append((told, one.url))
            continue
        if not isinstance(one, ReferenceCitation):
            continue
        label = definitions()[one.id].label if one.kind == "reading" else law()[one.id].label
        told = translate(language, known[one.kind], name=of(label, language), id=one.id)
        found.append((told, one.id))
    return tuple(text for text, _ in found), tuple(opens for _, opens in found)


def _check(asked: Asked, language: Language) -> Check:
    answer = {True: N_("yes"), False: N_("no"), None: N_("not answered")}[asked.answer]
    return Check(words.said(asked.said, language), translate(language, answer), asked.id, asked.answer)


def _parts(made: Recommendation, modality: Modality, language: Language) -> Iterator[Part]:
    def say(text: str) -> str:
        return translate(language, text)

    yield Part(say(N_("Who may use it")), (of(modality.who, language).strip(),))
    yield Part(say(N_("What it needs on the project’s side")), (of(modality.project_side, language).strip(),))
    yield Part(say(N_("Legal basis")), (of(modality.basis, language).strip(),))
    agreed = (
        f"{words.label('who', one.who, language)} : {words.said(one.said, language)}"
        if language is Language.FR
        else f"{words.label('who', one.who, language)}: {words.said(one.said, language)}"
        for one in made.approvals
    )
    yield Part(say(N_("Agreements to obtain")), tuple(agreed))
    yield Part(say(N_("Steps")), _said(made.steps, language), numbered=True)
    yield Part(say(N_("Papers to prepare")), _said(made.papers, language))
    yield Part(say(N_("Our commitments")), _said(made.ours, language))
    yield Part(say(N_("Theirs")), _said(made.theirs, language))
    yield Part(
        say(N_("Balance of power")), (words.said(Said(f"{made.modality}.power", made.args), language),)
    )
    told = (precedent_text(precedents()[one], language) for one in modality.precedents)
    yield Part(say(N_("It was done before")), tuple(told))


def precedent_text(one: Precedent, language: Language) -> str:
    """Return a precedent in a sentence or two: who, when, for how much, what."""
    units = {"EUR": N_("{amount} €"), "EUR_PER_YEAR": N_("{amount} € a year")}
    paid = [
        translate(language, units[each.unit], amount=number(each.amount, language))
        + (f" ({each.years})" if each.years else "")
        for each in one.amounts
    ]
    told = f"{of(one.label, language)} ({one.years})"
    told += f" — {', '.join(paid)}" if paid else ""
    note = "" if one.note is None else f" {of(one.note, language).strip()}"
    return f"{told}. {of(one.content, language).strip()}{note}"


def _links(modality: Modality, language: Language) -> Iterator[Link]:
    for name in modality.resources:
        one = resources()[name]
        if one.url is not None:
            checked = translate(language, N_("checked on {day}"), day=day(one.checked_on, language))
            yield Link(f"{of(one.label, language)} — {one.publisher} ({checked})", one.url)


def _readings(advice: Advice, language: Language) -> Table:
    def say(text: str) -> str:
        return translate(language, text)

    known = definitions()
    rows = tuple(
        _reading_row(name, one, language) for name, one in advice.readings.items() if known[name].takes_value
    )
    headers = (say(N_("Reading")), say(N_("Value")), say(N_("How sure")))
    return Table(say(N_("The readings that the advice was made from")), headers, rows, numbers_from=9)


def _reading_row(name: str, one: Given, language: Language) -> tuple[str, ...]:
    definition = definitions()[name]
    sure = translate(language, N_("corrected by hand") if one.is_corrected else CONFIDENCES[one.confidence])
    if one.value is None:
        return of(definition.label, language), translate(language, N_("unknown")), sure
    if isinstance(one.value, Mapping):
        told = [need for need, state in one.value.items() if state in {"stated", "inferred"}]
        shown = value_text(definition, told, language) if told else translate(language, N_("none seen"))
        return of(definition.label, language), shown, sure
    return of(definition.label, language), value_text(definition, one.value, language), sure


def _labels(language: Language) -> Labels:
    def say(text: str) -> str:
        return translate(language, text)

    return Labels(
        short=say(N_("In short")),
        questions=say(N_("Questions to ask first")),
        questions_intro=say(
            N_("Their answers would change the verdicts. To the project, unless they begin with “To us”.")
        ),
        posture=say(N_("Role and posture")),
        overview=say(N_("Overview")),
        checks=say(N_("To be checked by us")),
        checks_intro=say(N_("Questions to us; the answers change the verdict.")),
        readings=say(N_("What the advice was made from")),
        notes=say(N_("Mind")),
        warnings=say(N_("Mind")),
        delay=say(N_("How long it takes")),
        order=say(N_("Why it stands here")),
        more=say(N_("Show all about it")),
        calendar=say(N_("Days and thresholds to mind")),
        answers=say(N_("To answer the checks")),
        answers_intro=say(N_("Add to the profile those that you can answer, yes or no:")),
        rests=say(N_("What it rests on")),
        skip=say(N_("Skip to the content")),
        contents=say(N_("Contents")),
    )
