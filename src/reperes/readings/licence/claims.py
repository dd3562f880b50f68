"""What claims a licence for the project: texts at the root, folders of texts, metadata, what is said."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from reperes.facts.citation import Citation
from reperes.facts.documents import DocumentKind, Structured
from reperes.facts.licences import LicenceFile
from reperes.licences import notice_in, parse
from reperes.licences.facts import base
from reperes.licences.model import Lines, Match
from reperes.readings.judge import Clue
from reperes.readings.seen import Seen

SURE = 0.95
UNRECOGNISED = "LicenseRef-unrecognised"

Kind = Literal[
    "text", "likeness", "statement", "folder", "metadata", "record", "said", "unrecognised", "beside"
]

# A file whose name says that it covers a part only, or that it is not a licence of the project.
_PART = re.compile(
    r"[-_. ](docs?|documentation|data|content|contents|fonts?|images?|assets?|icons?|artwork|media|logos?"
    r"|textures?|third[-_ ]?part\w*|dependenc\w*|vendored|libs?|binary|samples?|examples?)(?=[-_. ]|$)",
    re.IGNORECASE,
)
_NOTICE = re.compile(r"(notices?|patents|trademarks?|third[-_ ]?part\w*)(?:[-_.]|$)|reuse\.toml$|dep5$")
_COVERS = {"data": ("data",), "documentation": ("documentation",), "specification": ("documentation",)}
_TEXTS = frozenset({"licenses", "licences"})
_ADDED = "LicenseRef-Commons-Clause"
"""Not a licence by itself: a condition added to one."""
_DEEP = 2
_FEW_WORDS = 40
"""Fewer are a pointer more often than a licence: they claim nothing, and are not nothing either."""
_WHOLE = frozenset({"*", "**", "./*", "./**", "src/**", "src/*"})
_ASIDE = frozenset({"part", "contributions"})
_ONE_VERSION = {"LicenseRef-AGPL": "AGPL-3.0", "LicenseRef-Apache": "Apache-2.0"}
_BY_DEFAULT = "ISC"
_TOLD = frozenset({"folder", "statement"})
_OF_LICENCES = ("REUSE.toml", "dep5", "FUNDING.yml", "funding-manifest-urls", "ci", "CODEOWNERS")


@dataclass(frozen=True, slots=True)
class Claim:
    """A licence expression claimed for the whole project, and where."""

    expression: str
    kind: Kind
    path: str
    lines: Lines | None = None
    similarity: float = 1.0
    own: str = ""
    """What the place itself says, where the claim joins it to others."""

    def clue(self, seen: Seen) -> Clue:
        """Return the claim as evidence; lines that may name a holder of rights are not quoted."""
        document = seen.document(self.path)
        quote = self.kind in {"said", "statement"}
        lines = self.lines if quote else None
        cited: Citation = seen.count(f"git show HEAD:{self.path}", 1)
        if document is not None:
            cited = seen.cite(document, lines, quote=quote)
        return seen.definition.clue(
            self.kind,
            cited,
            root=self.path,
            value=key(self.expression),
            path=self.path,
            licence=self.own or self.expression,
            share=self.similarity,
        )


def key(expression: str) -> str:
    """Return what two claims share when they tell the same licence: `-only` and `-or-later` aside."""
    parsed = parse(expression)
    if parsed is None:
        return expression
    parts = sorted({_versioned(base(one)) for one in parsed.ids})
    joined = " OR " if " OR " in parsed.text else " AND "
    return joined.join(parts)


def _versioned(licence: str) -> str:
    """Return the version that a name without one means in practice, when it has one only."""
    return _ONE_VERSION.get(licence, licence)


def files(seen: Seen) -> tuple[LicenceFile, ...]:
    """Return the licence files that could be read, without the notices of what others wrote."""
    items = () if seen.licences is None else seen.licences.items
    return tuple(one for one in items if not _NOTICE.match(one.path.rpartition("/")[2].lower()))


def speaks_for_all(seen: Seen, match: Match) -> bool:
    """Return whether a statement covers the project: all of it, its code, or what the resource is."""
    resource = seen.settled("resource")
    covered = {"", "code", *_COVERS.get(str(resource), ())}
    return match.about in covered


def is_root(path: str) -> bool:
    """Return whether a file speaks for the whole tree: at the root, and not named after a part."""
    return "/" not in path and not _PART.search(path)


def texts(seen: Seen) -> list[Claim]:
    """Return what the licence files of the root claim, one claim a file."""
    return [claim for file in files(seen) if is_root(file.path) for claim in _of_file(seen, file, "text")]


def present(seen: Seen) -> frozenset[str]:
    """Return the licences whose text is somewhere in the files of the root."""
    root = [file for file in files(seen) if is_root(file.path)]
    return frozenset(base(match.licence) for file in root for match in file.found.matches)


def folder(seen: Seen, others: Sequence[Claim]) -> list[Claim]:
    """Return what the texts of a LICENSES folder claim (REUSE): those that something else backs.

    The folder holds the text of every licence in use somewhere in the tree. When nothing backs one of them, a
    lone text is the project's; several tell nothing of the whole.
    """
    backed = {key(claim.expression) for claim in others}
    found = [
        claim
        for file in files(seen)
        if file.path.rpartition("/")[0].lower() in _TEXTS
        for claim in _of_file(seen, file, "folder")
        if claim.kind == "folder"
    ]
    kept = [claim for claim in found if key(claim.expression) in backed]
    return kept or (found if len(found) == 1 and not others else [])


def annotated(seen: Seen) -> list[Claim]:
    """Return what REUSE.toml or dep5 says of every file at once."""
    found: list[Claim] = []
    for item in seen.declared("REUSE.toml", "dep5", root=False):
        rules = item.fields.get("annotations")
        for rule in rules if isinstance(rules, list) else []:
            paths, licences = rule.get("path") or [], rule.get("license") or []
            if _WHOLE.intersection(paths) and licences and parse(licences[0]) is not None:
                found.append(Claim(licences[0], "metadata", item.path))
    return found


def inside(seen: Seen) -> list[Claim]:
    """Return what the licence files nearest to the root claim, else the manifests of the folders.

    Nothing when the folders do not agree: none of them speaks for the whole.
    """
    below = [
        file
        for file in files(seen)
        if 0 < file.path.count("/") <= _DEEP
        and _is_text(file.path)
        and file.path.rpartition("/")[0].lower() not in _TEXTS
    ]
    found = [claim for file in below for claim in _of_file(seen, file, "folder") if claim.kind in _TOLD]
    first = found[0].path.rpartition("/")[0] if found else ""
    near = [claim for claim in found if claim.path.rpartition("/")[0] == first]
    if not found:
        found = near = [claim for claim in declared(seen, deepest=_DEEP) if "/" in claim.path]
        return near if len({key(claim.expression) for claim in found}) == 1 else []
    return near if {key(one.expression) for one in found} <= {key(one.expression) for one in near} else []


def _is_text(path: str) -> bool:
    return not _PART.search(path.rpartition("/")[2])


def of_part(seen: Seen, file: LicenceFile) -> Iterator[Claim]:
    """Yield what a licence file says of the part of the tree where it stands."""
    in_texts = file.path.rpartition("/")[0].lower() in _TEXTS
    yield from () if in_texts else (one for one in _of_file(seen, file, "text") if one.kind != "unrecognised")


def tells(seen: Seen, file: LicenceFile, expression: str) -> bool:
    """Return whether a file states a licence of an expression: another file speaks of something else."""
    parts = set(key(expression).replace(" AND ", " OR ").split(" OR "))
    return any(
        not parts.isdisjoint(key(claim.expression).replace(" AND ", " OR ").split(" OR "))
        for claim in _of_file(seen, file, "text")
    )


def _of_file(seen: Seen, file: LicenceFile, kind: Kind) -> Iterator[Claim]:
    """Yield the licence that a file tells: what comes first in it, as texts of others often follow.

    A statement that joins several of the licences of the file tells how they go together; the GNU lesser
    licence comes with the text that it completes.
    """
    found = file.found
    sure = [one for one in found.matches if one.method == "phrase" or one.similarity >= SURE]
    every = [one for one in (*sure, *found.notices) if one.about not in _ASIDE]
    told = [one for one in every if speaks_for_all(seen, one)] or every
    if not told:
        yield from _doubtful(seen, file)
        return
    added = [one for one in told if one.licence == _ADDED]
    first = min([one for one in told if one.licence != _ADDED] or told, key=lambda one: one.lines)
    joint = [one for one in found.notices if speaks_for_all(seen, one) and _joins(one.licence, told)]
    lesser = [one for one in sure if one.licence.startswith("LGPL-3")]
    if joint:
        first = joint[0]
    elif lesser and first.licence.startswith("GPL-3"):
        first = lesser[0]
    claimed: Kind = kind if first.method != "notice" else "statement"
    expression = f"{first.licence} AND {_ADDED}" if added and first.licence != _ADDED else first.licence
    yield Claim(expression, claimed, file.path, first.lines, first.similarity)


def _joins(expression: str, told: Sequence[Match]) -> bool:
    """Return whether an expression joins licences that the file tells besides."""
    parsed = parse(expression)
    if parsed is None or len(parsed.ids) < 2:
        return False
    alone = {base(one) for match in told for one in [match.licence] if " " not in match.licence}
    return not alone or bool({base(one) for one in parsed.ids} & alone)


def _doubtful(seen: Seen, file: LicenceFile) -> Iterator[Claim]:
    """Yield what a file resembles, else that it is a licence text which is not recognised."""
    close = [one for one in file.found.matches if speaks_for_all(seen, one)]
    if close:
        best = max(close, key=lambda one: one.similarity)
        yield Claim(best.licence, "likeness", file.path, best.lines, best.similarity)
        return
    document = seen.document(file.path)
    if document is not None and len((document.text or "").split()) > _FEW_WORDS:
        yield Claim(UNRECOGNISED, "unrecognised", file.path)


def declared(seen: Seen, deepest: int = 0) -> Iterator[Claim]:
    """Yield what the structured files of the root, or not deeper than said, declare."""
    for item in seen.declarations:
        if item.path.count("/") > deepest or item.format in _OF_LICENCES:
            continue
        expressions = [parsed.text for text in _fields(item) if (parsed := parse(text)) is not None]
        if not expressions:
            continue
        joined = expressions[0] if len(expressions) == 1 else _either(expressions)
        if item.format == "package.json" and joined == _BY_DEFAULT:
            continue  # `npm init` writes it for whoever does not choose
        yield Claim(joined, "record" if item.format == "publiccode.yml" else "metadata", item.path)


def _either(expressions: Iterable[str]) -> str:
    """Join licences of a list: composer.json and npm's older list mean a choice."""
    return " OR ".join(f"({one})" if " " in one else one for one in dict.fromkeys(expressions))


def _fields(item: Structured) -> list[str]:
    legal = item.fields.get("legal")
    value = legal.get("license") if isinstance(legal, Mapping) else item.fields.get("license")
    value = value or item.fields.get("licenses")
    found: list[str] = []
    for one in value if isinstance(value, list) else [value]:
        said = one.get("name") or one.get("expression") if isinstance(one, Mapping) else one
        found += [said] if isinstance(said, str) else []
    if isinstance(value, Mapping):
        found += [said for said in (value.get("expression"),) if isinstance(said, str)]
    return found


def said(seen: Seen) -> list[Claim]:
    """Return what the presentation says of the licence of the whole, then the other documents of the root."""
    found: list[tuple[bool, Claim]] = []
    for document in seen.of(DocumentKind.README, DocumentKind.CONTRIBUTING):
        if "/" in document.path or document.text is None:
            continue
        for match in notice_in(document.text):
            if match.about not in _ASIDE:
                claim = Claim(match.licence, "said", document.path, match.lines)
                found.append((speaks_for_all(seen, match), claim))
    whole = [claim for all_, claim in found if all_]
    return whole or [claim for _, claim in found]


def parts_said(seen: Seen) -> list[tuple[str, Match]]:
    """Return what the presentation says of the licence of a part (documentation, data…), with its path."""
    return [
        (document.path, match)
        for document in seen.of(DocumentKind.README)
        if "/" not in document.path and document.text is not None
        for match in notice_in(document.text)
        if match.about and not speaks_for_all(seen, match)
    ]
