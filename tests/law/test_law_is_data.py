"""Nothing in Python holds an amount, a date or an article: DESIGN 4.4."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import reperes
from reperes.law import law

ROOT = Path(reperes.__file__).parent
ROOMS = ("law", "modalities", "report/advice")
COMMANDS = ("advise", "ask", "law", "files", "options")
LARGE = 1000
# Ranks, indents, the size of a small list, months of a year, a round hundred: any program has them, and no
# rule of law could be told by them alone. What law holds besides (18, 20, 30, 50, 365, 3500…) is looked for.
INNOCUOUS = {*map(float, range(10)), 10.0, 12.0, 100.0}
# What a program says of its own, and why.
ALLOWED = {
    ("modalities/given.py", "60"): "how much is shown of what was typed",
    ("modalities/given.py", "200"): "the longest licence expression that is read",
    ("modalities/profile.py", "1_000_000_000_000"): "no amount is larger: a slip of the keyboard is refused",
    ("modalities/profile.py", "1200"): "no contract is longer, in months: likewise",
    ("modalities/profile.py", "1985"): "the first year of which a day may be typed",
    ("modalities/profile.py", "2999"): "the last year of which a day may be typed",
    ("modalities/profile.py", "200"): "the longest name, or licence expression, that is read",
    ("modalities/profile.py", "2026-12-01"): "how a day is written, in a message",
    ("modalities/table.py", "20_000"): "the most cases that a decision table may have",
    ("report/advice/build.py", "200"): "the longest name that is told",
    ("report/advice/text.py", "80"): "the width of a line",
    ("report/advice/words.py", "date(2000"): "a leap year, in which any day of a year can be written",
    ("cli/files.py", "200_000_000"): "the largest observation that is read, in bytes",
    ("cli/files.py", "1_000"): "a kilobyte",
    ("cli/files.py", "1_000_000"): "a megabyte",
    ("cli/options.py", "1985"): "the first year whose law may be asked for",
    ("cli/options.py", "2999"): "the last year whose law may be asked for",
}
ARTICLE = re.compile(
    r"\b(?:LO|[LRDA])\.? ?\d{3,4}(?:-\d+)+|\b[LRD]\.? ?\d{4}\b|\b(?i:art\.|arts?\.? \d|articles? [LRD]?\d)"
    r"|\b(?:19|20)\d\d-\d\d-\d\d\b|\b\d{1,2} (?:janvier|avril|juillet|décembre|January|April|July|December)\b"
    r"|\d ?(?:€|EUR\b|(?i:euros?)\b)|€ ?\d|\b\d+ ?%"
)
TEXTS = {tokenize.STRING, tokenize.COMMENT, getattr(tokenize, "FSTRING_MIDDLE", tokenize.STRING)}
BLANKS = {tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT}


@cache
def values_of_law() -> frozenset[float]:
    held = (one.value for parameter in law().parameters.values() for one in parameter.values)
    numbers = (one for one in held if isinstance(one, int | float) and not isinstance(one, bool))
    return frozenset(float(one) for one in numbers) - INNOCUOUS


def findings(source: str) -> Iterator[str]:
    """Yield the amounts, the days and the articles of a source, as it writes them."""
    read = tokenize.generate_tokens(io.StringIO(source).readline)
    tokens = [one for one in read if one.type not in BLANKS]
    for at, token in enumerate(tokens):
        before = "".join(one.string for one in tokens[max(0, at - 2) : at])
        after = "".join(one.string for one in tokens[at + 1 : at + 2])
        if token.type in TEXTS:
            yield from (found[0] for found in ARTICLE.finditer(token.string))
        elif token.type == tokenize.NUMBER and before.endswith("date("):
            yield f"date({token.string}"
        elif token.type == tokenize.NUMBER and (before, after) != ("[:", "]"):  # what cuts a text
            number = float(ast.literal_eval(token.string))
            if number >= LARGE or number in values_of_law():
                yield token.string


def sources() -> Iterator[Path]:
    for room in ROOMS:
        yield from sorted((ROOT / room).rglob("*.py"))
    yield from (ROOT / "cli" / f"{name}.py" for name in COMMANDS)


def name_of(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def found_in(file: Path) -> set[tuple[str, str]]:
    return {(name_of(file), one) for one in findings(file.read_text("utf-8"))}


@pytest.mark.parametrize("file", [*sources()], ids=name_of)
def test_no_code_holds_a_piece_of_law(file: Path) -> None:
    assert found_in(file) - set(ALLOWED) == set()


def test_what_is_allowed_is_still_there() -> None:
    assert set(ALLOWED) - {one for file in sources() for one in found_in(file)} == set()


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("if amount < 60000:\n    pass\n", ["60000"]),
        ("limit = 60_000\n", ["60_000"]),
        ("limit = 6e4\n", ["6e4"]),
        ("limit = 216000.0\n", ["216000.0"]),
        ("limit = 0xEA60\n", ["0xEA60"]),
        ("if people > 3500: pass\n", ["3500"]),
        ("NOTICE = 365\n", ["365"]),
        ("SHARE = 20\n", ["20"]),
        ("from datetime import date\nDAY = date(2026, 4, 1)\n", ["date(2026"]),
        ("import datetime\nDAY = datetime.date(1, 4, 1)\n", ["date(1"]),
        ("DAY = '2026-04-01'\n", ["2026-04-01"]),
        ("text = 'CCP, R2122-8'\n", ["R2122-8"]),
        ("text = f'{code}, R. 2122-9-1 {x}'\n", ["R. 2122-9-1"]),
        ("text = 'L113-9 du code'\n", ["L113-9"]),
        ("# comme le veut l’art. 9-1\n", ["art."]),
        ("'''Article 10 of the law.'''\n", ["Article 1"]),
        ("text = '60 000 € HT'\n", ["0 €"]),
        ("text = 'moins de 20 % du marché'\n", ["20 %"]),
        ("text = 'jusqu’au 15 décembre'\n", ["15 décembre"]),
        # And what is no law is left alone.
        ("names = names[:60]\n", []),
        ("first = values[0] if len(values) > 1 else 100\n", []),
        ("day = date(year, month, day)\nend = date.min\n", []),
        ("text = 'an article, in part, of 12 lines (DESIGN 4.4)'\n", []),
    ],
)
def test_a_piece_of_law_would_be_found(source: str, expected: list[str]) -> None:
    assert [*findings(source)] == expected
