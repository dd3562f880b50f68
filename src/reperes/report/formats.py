"""Numbers, dates and spans of time, as each language writes them."""

import re
from collections.abc import Iterable, Mapping
from datetime import date

from reperes.i18n import MONTHS, N_, Language, translate, written_day

_SEPARATORS: Mapping[Language, tuple[str, str]] = {Language.FR: ("\u202f", ","), Language.EN: (",", ".")}
SHARES = frozenset({"share", "ratio"})
CHANGE = "change"

_LOOSE = re.compile(r"(?<=«) | (?=[:;?!»%])")

_UNITS: Mapping[str, tuple[str, str]] = {
    "people": (N_("{value} person"), N_("{value} people")),
    "organisations": (N_("{value} organisation"), N_("{value} organisations")),
    "commits": (N_("{value} commit"), N_("{value} commits")),
    "commits/month": (N_("{value} commit a month"), N_("{value} commits a month")),
    "contributions": (N_("{value} contribution"), N_("{value} contributions")),
    "files": (N_("{value} file"), N_("{value} files")),
    "releases": (N_("{value} release"), N_("{value} releases")),
    "releases/year": (N_("{value} release a year"), N_("{value} releases a year")),
    "hours": (N_("{value} hour"), N_("{value} hours")),
    "days": (N_("{value} day"), N_("{value} days")),
    "months": (N_("{value} month"), N_("{value} months")),
    "years": (N_("{value} year"), N_("{value} years")),
}

_UNIT_NAMES: Mapping[str, str] = {
    "people": N_("number of people"),
    "organisations": N_("number of organisations"),
    "commits": N_("number of commits"),
    "commits/month": N_("commits a month"),
    "contributions": N_("number of contributions"),
    "files": N_("number of files"),
    "releases": N_("number of releases"),
    "releases/year": N_("releases a year"),
    "days": N_("days"),
    "months": N_("months"),
    "years": N_("years"),
    "share": N_("share, in percent"),
    "ratio": N_("share, in percent"),
    CHANGE: N_("change, in percent"),
}


def typeset(text: str) -> str:
    """Return `text` with no-break spaces where French wants a sign on the line of its word."""
    return _LOOSE.sub("\u00a0", text)


def number(value: float, language: Language, decimals: int = 1) -> str:
    """Return `1 234,5` or `1,234.5`; what is above zero never reads as zero."""
    thousands, point = _SEPARATORS[language]
    text = f"{value:,.{decimals}f}"
    whole, _, fraction = text.partition(".")
    fraction = fraction.rstrip("0")
    whole = whole.replace(",", thousands).replace("-", "−")
    if not fraction:
        if whole == "0" and value > 0:
            return "< " + number(10**-decimals, language, decimals)
        return "0" if whole == "−0" else whole
    return f"{whole}{point}{fraction}"


def percent(share: float, language: Language) -> str:
    """Return `12 %` or `12%` for 0.12; under ten, with one decimal. What is not zero never reads as zero."""
    value = 100 * share
    said = number(value, language, 1 if abs(value) < 10 else 0)
    if said == "100" and share < 1:
        said = "> " + number(99, language)
    return f"{said}\u00a0%" if language is Language.FR else f"{said}%"


def plain(value: float, unit: str, language: Language) -> str:
    """Return the value as a sentence holds it: a share with its sign, any other number alone."""
    if unit == CHANGE:
        return ("+" if value > 0 else "") + percent(value, language)
    if unit in SHARES:
        return percent(value, language)
    return number(value, language)


def with_unit(value: float, unit: str, language: Language) -> str:
    """Return the value and its unit in words; a unit that has no words here is written as it is.

    A part of a day is said in hours: « 0,2 jour » tells little.
    """
    if unit == "days" and 0 <= value < 1:
        return _within_a_day(value, language)
    said = plain(value, unit, language)
    if unit in SHARES or unit == CHANGE:
        return said
    if unit in _UNITS:
        return counted(value, *_UNITS[unit], language)
    return f"{said} ({unit})"


def _within_a_day(days: float, language: Language) -> str:
    hours = int(24 * days + 0.5)
    if not days:
        # It may be a whole day, counted in days.
        return translate(language, N_("less than a day"))
    if 24 * days < 1:
        return translate(language, N_("less than an hour"))
    return counted(hours, *_UNITS["hours"], language) if hours < 24 else counted(1, *_UNITS["days"], language)


def unit_name(unit: str, language: Language) -> str:
    """Return a unit in words; one that has no words here as it is written."""
    return translate(language, _UNIT_NAMES[unit]) if unit in _UNIT_NAMES else unit


def counted(value: float, one: str, many: str, language: Language) -> str:
    """Return the form that fits, `{value}` filled. French counts 0 and 1,5 as singular, English as plural.

    What fits is the number as it is written: 1.98 reads « 2 jours ».
    """
    written = float(f"{value:.1f}")
    single = abs(written) < 2 if language is Language.FR else written == 1
    return translate(language, one if single else many, value=number(value, language))


def clauses(parts: Iterable[str], language: Language) -> str:
    """Return parts of a sentence one after another, when commas may stand within them."""
    return (" ; " if language is Language.FR else "; ").join(parts)


def day(when: date, language: Language) -> str:
    """Return `1er mai 2026` or `1 May 2026`."""
    return written_day(when, language)


def period(text: str, language: Language) -> str:
    """Return `mai 2026` or `May 2026` for `2026-05`; anything else as it is (`2026`)."""
    year, _, month = text.partition("-")
    if len(month) == 2 and month.isdecimal() and 1 <= int(month) <= 12:
        return f"{MONTHS[language][int(month) - 1]} {year}"
    return text


def span(days: int, language: Language) -> str:
    """Return a number of days in the largest unit of which there are two at least, rounded: `5 mois`."""
    for length, unit in ((365.25, "years"), (30.4375, "months")):
        if days >= 2 * length:
            return counted(int(days / length + 0.5), *_UNITS[unit], language)
    return counted(days, *_UNITS["days"], language)
