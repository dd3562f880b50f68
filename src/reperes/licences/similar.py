"""Which reference texts a text holds: candidates by shared pairs of words, then the stretch each explains."""

from dataclasses import dataclass, replace

import polars as pl

from reperes.licences.index import Index, grams, index, title, without_owners
from reperes.licences.model import Lines

_SURE_ENOUGH = 0.85
_SHORT_ENOUGH = 0.95  # for a text of fewer than _LONG pairs, which may be a sentence of another one
_LONG = 60
_APPENDIX = 0.05
_CONTAINED = 0.7
_CANDIDATES = 8
_ROUNDS = 8
_FEWEST = 12
_WINDOW = 12
_STRANGERS = 9
_ABOVE = 8
_HEAD = 60  # lines in which the title of a text may come after a notice in the same words


@dataclass(frozen=True, slots=True)
class Found:
    """A text found at `lines` (from 0); `foreign` are lines inside that its reference does not have."""

    licence: str
    similarity: float
    lines: Lines
    foreign: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Stretch:
    licence: str
    doc: int
    similarity: float
    start: int
    end: int
    long: bool


def similar(text: str) -> list[Found]:
    """Return the licence texts found in a text, the best first; `lines` are counted from 0."""
    bare = without_owners(text)
    frame = pl.DataFrame(
        {"key": pl.Series(range(len(bare)), dtype=pl.UInt32), "text": pl.Series(bare, dtype=pl.String)}
    )
    query, found = grams(frame).select("key", "gram"), []
    query = query.head(query.height - 1)  # the last word makes no pair
    copied = index().exact.get(int(query["gram"].unique().sum())) if query.height else None
    if copied is not None:
        whole = _Stretch(index().references[copied].licence, copied, 1.0, 0, query.height - 1, long=True)
        return [_found(index(), query, whole, bare)]
    free = pl.Series([True]).new_from_index(0, query.height)
    for _ in range(_ROUNDS):
        if int(free.sum()) < _FEWEST:
            break
        best = _best(index(), query["gram"], free)
        if best is None:
            break
        found.append(_found(index(), query, best, bare))
        taken = pl.int_range(query.height, eager=True).is_between(best.start, best.end)
        free = free & ~taken
    return found


def _best(known: Index, query: pl.Series, free: pl.Series) -> _Stretch | None:
    distinct = query.filter(free).unique()
    shared = known.pairs.filter(pl.col("gram").is_in(distinct.implode())).group_by("doc").len().rows()
    rated = []
    for doc, count in shared:
        contained = count / known.references[doc].size
        if contained >= _CONTAINED:
            rated.append((contained * count, doc))
    rated.sort(reverse=True)
    stretches = [_stretch(known, doc, query, free) for _, doc in rated[:_CANDIDATES]]
    sure = [one for one in stretches if one.similarity >= (_SURE_ENOUGH if one.long else _SHORT_ENOUGH)]
    best = min(sure, key=lambda one: (-one.similarity, len(one.licence), one.licence), default=None)
    if best is None:
        return None
    # With its appendix or without it, it is the same text: the longer stretch explains more lines.
    twins = [
        one for one in sure if one.licence == best.licence and one.similarity >= best.similarity - _APPENDIX
    ]
    longest = max(twins, key=lambda one: one.end - one.start)
    return replace(longest, similarity=best.similarity)


def _stretch(known: Index, doc: int, query: pl.Series, free: pl.Series) -> _Stretch:
    """Return the stretch most like a reference: lenient to bridge an added clause, harsh to part twins."""
    reference = known.grams(doc)
    inside = query.is_in(reference.implode()) & free
    lenient, harsh = _densest(inside, 1), _densest(inside, 3)
    similarity = max(_dice(query, reference, *lenient), _dice(query, reference, *harsh))
    trimmed = _trimmed(inside, *lenient)
    start, end = max((trimmed, harsh), key=lambda one: _dice(query, reference, *one))
    return _Stretch(known.references[doc].licence, doc, similarity, start, end, len(reference) >= _LONG)


def _densest(inside: pl.Series, cost: int) -> tuple[int, int]:
    """Return the stretch with the best balance of pairs that the reference has (+1) and has not (-cost)."""
    sums = (inside.cast(pl.Int32) * (1 + cost) - cost).cum_sum()
    before = sums.shift(1, fill_value=0)
    end = (sums - before.cum_min()).arg_max() or 0
    return before.head(end + 1).arg_min() or 0, end


def _dice(query: pl.Series, reference: pl.Series, start: int, end: int) -> float:
    mine = query.slice(start, end - start + 1).unique()
    both = int(mine.is_in(reference.implode()).sum())
    return round(2 * both / (len(mine) + len(reference)), 3)


def _trimmed(inside: pl.Series, start: int, end: int) -> tuple[int, int]:
    """Leave out what is only half of the reference at both ends: a sentence on the licence, an exception."""
    harsh = (inside.slice(start, end - start + 1).cast(pl.Int32) * 4 - 3).cum_sum()
    before, half = harsh.shift(1, fill_value=0), len(harsh) // 2
    return start + (before.head(half + 1).arg_min() or 0), start + half + (
        harsh.tail(len(harsh) - half).arg_max() or 0
    )


def _found(known: Index, query: pl.DataFrame, best: _Stretch, lines: list[str]) -> Found:
    part = query.slice(best.start, best.end - best.start + 1)
    outside = ~part["gram"].is_in(known.grams(best.doc).implode())
    # Many strangers in a row: something was written into the text.
    dense = outside.cast(pl.UInt8).rolling_sum(_WINDOW, min_samples=_WINDOW) >= _STRANGERS
    near = dense.cast(pl.UInt8).reverse().rolling_max(_WINDOW, min_samples=1).reverse() > 0
    keys = part["key"]
    first, last = int(keys[0]), int(keys[-1])
    heading = known.references[best.doc].title
    titled = next(
        (
            n
            for n in range(max(0, first - _ABOVE), min(first + _HEAD, last))
            if heading and title(lines[n]) == heading
        ),
        first,
    )
    foreign = frozenset(keys.filter(outside & near.fill_null(value=False)).to_list())
    return Found(best.licence, best.similarity, (titled, last), foreign)
