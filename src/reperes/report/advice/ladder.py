"""The thresholds of the day on one line, and where the amount of the need stands among them."""

from collections.abc import Iterator, Sequence

from reperes.i18n import N_, Language, translate
from reperes.law import Unit
from reperes.modalities.model import Advice, Used
from reperes.report.advice import words
from reperes.report.formats import day
from reperes.report.view import Bar, Bars, Table
from reperes.report.wording import of


def ladder(advice: Advice, language: Language) -> Bars | None:
    """Return the need and the thresholds as bars; None when no amount was told or no threshold is known."""
    amount = next(
        (held["value"] for one in advice.recommendations if isinstance(held := one.args.get("amount"), dict)),
        None,
    )
    steps = list(_thresholds(advice))
    if not isinstance(amount, int | float) or not steps:
        return None
    top = max(amount, *(value for value, _ in steps)) or 1
    text = words.amount(amount, Unit.EUR_HT.value, language)
    need = Bar(translate(language, N_("Our whole need")), amount / top, text, unknown=True)
    bars = [
        Bar(
            of(used.parameter.label, language),
            value / top,
            words.amount(value, Unit.EUR_HT.value, language),
            unknown=False,
        )
        for value, used in steps
    ]
    rank = sum(value <= amount for value, _ in steps)
    return Bars(
        id="thresholds",
        title=translate(language, N_("Where the amount stands")),
        description=_described(amount, steps, text, language),
        bars=(*bars[:rank], need, *bars[rank:]),
        table=_table(amount, steps, language),
    )


def _thresholds(advice: Advice) -> Iterator[tuple[float, Used]]:
    found = {one.parameter.id: one for made in advice.recommendations for one in made.parameters}
    used = [one for one in found.values() if one.parameter.unit is Unit.EUR_HT and one.dated is not None]
    for one in sorted(used, key=_value):
        yield _value(one), one


def _value(used: Used) -> float:
    held = None if used.dated is None else used.dated.value
    return float(held) if isinstance(held, int | float) else 0.0


def _described(amount: float, steps: Sequence[tuple[float, Used]], text: str, language: Language) -> str:
    over = sum(value <= amount for value, _ in steps)
    return translate(
        language,
        N_("The whole need is of {amount}; thresholds reached: {over} out of {all}."),
        amount=text,
        over=over,
        all=len(steps),
    )


def _table(amount: float, steps: Sequence[tuple[float, Used]], language: Language) -> Table:
    def say(text: str) -> str:
        return translate(language, text)

    rows = [
        (
            of(used.parameter.label, language),
            words.amount(value, Unit.EUR_HT.value, language),
            "–" if used.dated is None or used.dated.start is None else day(used.dated.start, language),
            say(N_("reached")) if value <= amount else say(N_("not reached")),
        )
        for value, used in steps
    ]
    headers = (say(N_("Threshold")), say(N_("Value at that date")), say(N_("Since")), say(N_("Here")))
    return Table(say(N_("The thresholds, from the lowest")), headers, tuple(rows), numbers_from=9)
