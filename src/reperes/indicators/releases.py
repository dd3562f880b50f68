"""Releases, as told by the names and the dates of tags."""

from datetime import date
from enum import StrEnum
from typing import Final

import polars as pl

from reperes.errors import Message
from reperes.facts.citation import Window
from reperes.facts.factset import FactSet
from reperes.facts.schema import HISTORY
from reperes.i18n import N_
from reperes.indicators.definition import Definition
from reperes.indicators.measure import Measure, Outcome

FILTER: Final = "tags that look like a version number, without pre-releases; date of the tag"


class Kind(StrEnum):
    """What a tag that holds a version number names."""

    RELEASE = "release"
    PRE_RELEASE = "pre-release"


_EARLY = (
    "alpha|beta|gamma|rc|cr|pre|preview|prerelease|milestone|ea|next|draft"
    "|dev|snapshot|nightly|canary|daily|unstable|experimental|insiders?|test"
)
_LETTER = "[abcm][-._]?[0-9]+"  # 1.0b2 and 2.0-M1; 1.0.2d is a release
_ASIDE = (
    "x|branch|branchpoint|base|start|end|eol|before|after|old|broken"
    "|archived?|backup|wip|tmp|pr|issue|feature|merge|import"
)
_MARK = r"(?:v|r|rel|release|ver|version)[-_.]?"
_PATH = r"(?:.*/)?"
_DATE = r"(?:19|20)[0-9]{2}(?:-?[01][0-9]-?[0-3][0-9]|-[01][0-9])"
_REST = r"(?P<after>(?:[^0-9].*)?)$"
_FORMS = (
    # 1.2.3, v1.2, project-1.2.3, component/v1.2, package@1.2.3, PROJECT_1_2
    rf"^(?P<before>(?:.*?[-_/@])??(?:{_MARK})?)[0-9]+(?:[._][0-9]+)+{_REST}",
    # 2024-10-03, v20241003, release-2024-10: after another word, a date is that of a backup as often as not
    rf"^(?P<before>{_PATH}(?:{_MARK})?){_DATE}{_REST}",
    # v12, r123, release-12: what follows must be nothing, or say that it is a pre-release
    rf"^(?P<before>{_PATH}{_MARK})[0-9]{{1,6}}(?P<after>(?:[-._]?(?:{_EARLY})[-._0-9]*)?)$",
    r"^(?P<before>)[0-9]{1,4}(?P<after>)$",
)


def _has(part: pl.Expr, words: str) -> pl.Expr:
    return part.str.contains(rf"(?:^|[^a-z])(?:{words})[-._]?[0-9]*(?:[^a-z]|$)")


def releases(facts: FactSet) -> pl.DataFrame:
    """Return one row a dated tag whose name holds a version number: `day` (UTC), `kind` (see `Kind`).

    Names that move (`latest`, `stable`) hold no version; names of branches and of backups (`1.2.x`,
    `archive/1.2`, `1.2-eol`) are left out. Requires the history.
    """
    tag = pl.col("tag").str.to_lowercase()
    forms = [tag.str.extract_groups(form) for form in _FORMS]
    found = pl.coalesce(pl.when(form.struct.field("after").is_not_null()).then(form) for form in forms)
    before, after = (pl.col("found").struct.field(name) for name in ("before", "after"))
    # A word before the number belongs to the name of a package, unless it comes just before: nightly-2024.10
    last_word = before.str.extract(rf"(?:^|[-_/@.])([a-z]+)[-_/@.](?:{_MARK})?$").fill_null("")
    early = _has(after, f"{_EARLY}|{_LETTER}") | _has(last_word, _EARLY)
    return (
        facts.require(HISTORY)
        .tags.filter(pl.col("tagged_at").is_not_null())
        .select(pl.col("tagged_at").dt.date().alias("day"), found.alias("found"))
        .filter(after.is_not_null(), ~_has(after, _ASIDE), ~_has(before, _ASIDE))
        .select(
            "day",
            pl.when(early).then(pl.lit(Kind.PRE_RELEASE)).otherwise(pl.lit(Kind.RELEASE)).alias("kind"),
        )
    )


def until(facts: FactSet, as_of: date, kind: Kind) -> pl.Series:
    """Return the days of the tags of a kind, up to and including a day: one a tag, oldest first."""
    rows = facts.derive(releases).filter(pl.col("day") <= as_of, pl.col("kind") == kind)
    return rows.get_column("day").sort()


def none_found(definition: Definition, as_of: date) -> Measure:
    """Return the answer when no tag holds a version: this says nothing of releases made elsewhere."""
    reason = Message(N_("No dated tag looks like a version number; releases may be published elsewhere."))
    return definition.unmeasured(Outcome.NOT_MEASURED, reason, items=0, window=Window(None, as_of))
