"""How long until something happens, when for some it has not happened yet.

The product-limit estimate: E. L. Kaplan and P. Meier, "Nonparametric Estimation from Incomplete
Observations", Journal of the American Statistical Association 53 (282), 1958, pages 457-481. At each time
when something happened, the share of those still waiting is multiplied by 1 − d/n: d, those to whom it
happened then; n, those who were still waiting just before. One who was only followed up to a time counts
among the n up to that time, that time included, and never among the d.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

_ROUNDING = 1e-9
"""What the product of so many fractions may be off by: a half must be known for a half."""


@dataclass(frozen=True, slots=True)
class Survival:
    """The share still waiting: `shares[i]` from `times[i]` on, 1 before the first. Times go up.

    `waiting[i]`: how many were still followed just before `times[i]`, on whom that share rests.
    """

    times: tuple[float, ...]
    shares: tuple[float, ...]
    waiting: tuple[int, ...]

    @property
    def median(self) -> float | None:
        """Return the first time when half or fewer still wait; None when that is never seen."""
        return None if self._half is None else self.times[self._half]

    @property
    def waiting_at_median(self) -> int:
        """Return how many were still followed just before the median; 0 when there is none."""
        return 0 if self._half is None else self.waiting[self._half]

    @property
    def _half(self) -> int | None:
        reached = (rank for rank, share in enumerate(self.shares) if share <= 1 / 2 + _ROUNDING)
        return next(reached, None)


def survival(times: Sequence[float], happened: Sequence[bool]) -> Survival:
    """Estimate from how long each was followed, and whether it happened at the end of that time.

    Raises ValueError when the two are not as long.
    """
    deaths: Counter[float] = Counter()
    leaving: Counter[float] = Counter()
    for time, done in zip(times, happened, strict=True):
        leaving[time] += 1
        deaths[time] += done
    waiting, share = len(times), 1.0
    steps: list[tuple[float, float, int]] = []
    for time in sorted(leaving):
        if deaths[time]:
            share *= 1 - deaths[time] / waiting
            steps.append((time, share, waiting))
        waiting -= leaving[time]
    return Survival(
        tuple(time for time, _, _ in steps),
        tuple(share for _, share, _ in steps),
        tuple(waiting for _, _, waiting in steps),
    )
