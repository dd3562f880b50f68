"""Asking one indicator about a short history."""

import importlib
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, cast

from reperes.indicators import definitions
from reperes.indicators.measure import Measure, Outcome
from support.history import C, history, of_history

AS_OF = date(2026, 11, 23)
"""The last twelve months begin on 2025-11-23, the twelve before on 2024-11-23."""

MEASURED, TOO_LITTLE = Outcome.MEASURED, Outcome.TOO_LITTLE_DATA


def answer(indicator: str, commits: Sequence[C], as_of: date = AS_OF) -> Measure:
    """Return the measure of a history."""
    module = importlib.import_module(f"reperes.indicators.{indicator}.measure")
    return cast("Measure", module.measure(of_history(history(commits)), as_of, definitions()[indicator]))


def days(start: date, n: int, author: str = "ada", *, every: int = 1, **more: Any) -> list[C]:
    """Return `n` commits of one author, one every `every` days from `start` on; `more` is for `C`."""
    return [C(start + timedelta(days=every * i), author, **more) for i in range(n)]


def on(day: str, *people: str) -> list[C]:
    """Return one commit a person on a day written `2026-11-23`."""
    return [C(date.fromisoformat(day), person) for person in people]
