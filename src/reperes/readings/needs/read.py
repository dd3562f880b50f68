"""What the project says it needs, and what a few plain rules suggest."""

import re
from collections.abc import Iterator

import polars as pl

from reperes.facts.documents import Document, DocumentKind
from reperes.indicators.paths import classify
from reperes.readings.judge import Clue, conclude
from reperes.readings.listed import records
from reperes.readings.model import Confidence, Piece, Question, Reading, unknown
from reperes.readings.named import opened
from reperes.readings.resource.read import own_files
from reperes.readings.seen import Seen

SEARCH = "documents where a project would say what it needs"
FILES = "files of the revision known as tests, by their paths"

_READ = (DocumentKind.README, DocumentKind.CONTRIBUTING)
_ABOUT = re.compile(
    r"commun|contribut|support|help|aide|donat|fund|sponsor|financ|involved|participa|translat", re.IGNORECASE
)
_ASIDE = re.compile(
    r"(?:^|/)(?:adrs?|decisions?|decision-records|rfcs?|proposals|policies|versioned_docs)/", re.IGNORECASE
)
_FUNDING_FORMATS = ("FUNDING.yml", "funding.json", "funding-manifest-urls")
_MOST = 2
"""How many documents are cited for one need."""


def read(seen: Seen) -> Reading:
    """Say for each need whether it is stated, inferred or not seen; leave out those that are not known."""
    definition = seen.definition
    ask = definition.ask("needs")
    if seen.documents is None:
        return unknown(definition.id, ask)
    stated = {need: list(_stated(seen, need)) for need in definition.lists["needs"]}
    inferred = {piece.args["need"]: piece for piece in _inferred(seen)}
    value = {
        need: "stated" if clues else "inferred" if need in inferred else "none-seen"
        for need, clues in stated.items()
        if clues or need in inferred or not _is_unread(seen, need)
    }
    if not value:
        return unknown(definition.id, ask)
    supposed = [need for need, how in value.items() if how == "inferred"]
    told = [clue.piece for clues in stated.values() for clue in clues]
    support = [*told, *(inferred[need] for need in supposed), _searched(seen)]
    questions: list[Question] = [ask, *([definition.ask("inferred", needs=supposed)] if supposed else [])]
    sure = [conclude(clues, (need,)).confidence for need, clues in stated.items() if clues]
    whole = not supposed and set(sure) == {Confidence.ESTABLISHED}
    confidence = Confidence.ESTABLISHED if whole else Confidence.LIKELY
    return Reading(definition.id, value, confidence, tuple(support), (), tuple(questions))


def _searched(seen: Seen) -> Piece:
    evidence = (seen.definition.evidence[f"{need}_stated"] for need in seen.definition.lists["needs"])
    places = dict.fromkeys(kind for one in evidence for kind in one.places)
    count = sum(item.text is not None and _speaks_for_the_project(item) for item in seen.of(*places))
    return seen.definition.piece("searched", seen.count(SEARCH, count), count=count)


def _is_unread(seen: Seen, need: str) -> bool:
    """Return whether a document that could state a need was not searched to its end."""
    places = seen.definition.evidence[f"{need}_stated"].places
    return any(_speaks_for_the_project(document) for document in seen.unread(*places))


def _stated(seen: Seen, need: str) -> Iterator[Clue]:
    hits = [hit for hit in seen.hits(f"{need}_stated") if _speaks_for_the_project(hit.document)]
    for hit in hits[:_MOST]:
        path, kind = hit.document.path, hit.document.kind
        cited = seen.cite(hit.document, hit.lines)
        # A presentation and its translations are one document.
        root = kind if kind is DocumentKind.README else path
        yield seen.definition.clue(hit.evidence, cited, root=root, value=need, need=need, path=path)
    if need == "funding":
        declared = [
            item for item in seen.declared(*_FUNDING_FORMATS, root=False) if any(item.fields.values())
        ]
        for item in declared[:1]:
            yield seen.definition.clue(
                "funding_file",
                *opened(seen, item.path),
                root=item.path,
                value=need,
                need=need,
                path=item.path,
            )
        state = seen.forge
        if state is not None and state.funding and not declared:
            yield seen.definition.clue(
                "funding_on_forge", seen.on_forge(state), root="forge", value=need, need=need
            )


def _speaks_for_the_project(document: Document) -> bool:
    path = document.path
    if document.kind is DocumentKind.DOCS_PAGE:
        return bool(_ABOUT.search(path) and not _ASIDE.search(path))
    return document.kind is not DocumentKind.README or "/" not in path


def _inferred(seen: Seen) -> Iterator[Piece]:
    """Apply the rules of the definition; each keeps silent on what was not read or measured."""
    if seen.settled("lifecycle") == "archived":
        return
    yield from _few_hands(seen)
    yield from _requests(seen)
    yield from _files(seen)
    yield from _rules(seen)
    yield from _checks(seen)
    for hit in seen.hits("accessibility_inferred")[:1]:
        cited = seen.cite(hit.document, hit.lines)
        yield seen.definition.piece(
            "accessibility_inferred", cited, need="accessibility", path=hit.document.path
        )


def _checks(seen: Seen) -> Iterator[Piece]:
    """Infer that security needs help where a published check found known faults; inconclusive is nothing."""
    at, names = seen.definition.thresholds["check"], seen.definition.lists["checks"]
    for record in records(seen):
        failed = [
            one.name
            for one in record.entry.checks
            if one.name in names and one.score is not None and one.score <= at
        ]
        if failed and not record.is_old(seen.as_of):
            yield seen.definition.piece(
                "security_checked", record.cite(), need="security", names=failed, **record.said
            )


def _few_hands(seen: Seen) -> Iterator[Piece]:
    at, definition = seen.definition.thresholds, seen.definition
    factor = seen.measures.get("contributor_absence_factor")
    alone = factor is not None and factor.value is not None and factor.value <= at["factor"]
    if factor is not None and alone and (factor.items or 0) >= at["contributions"]:
        cited = seen.indicator("contributor_absence_factor")
        yield definition.piece("maintenance_inferred", cited, need="maintenance", count=factor.items)
        if seen.settled("economic_model") in (["volunteer"], ("volunteer",)):
            yield definition.piece("funding_inferred", seen.reading("economic_model"), cited, need="funding")
    people, integrators = seen.value("active_contributors"), seen.measures.get("integrators")
    if people is None or integrators is None or integrators.value is None or people < at["authors"]:
        return
    traced = integrators.details.get("commits_with_trace", 0) / max(integrators.items or 0, 1)
    if integrators.value == at["integrators"] and traced >= at["traced"]:
        cited = seen.indicator("integrators")
        yield definition.piece("review_inferred", cited, need="review", count=int(people))


def _requests(seen: Seen) -> Iterator[Piece]:
    """Apply the rules about what is asked on the forge, where a month is long enough for an answer."""
    at, definition = seen.definition.thresholds, seen.definition
    settled, load = (seen.measures.get(name) for name in ("change_request_closure_ratio", "maintainers_load"))
    if settled is not None and settled.value is not None and (settled.items or 0) >= at["proposals"]:
        waiting = (settled.items or 0) - round(settled.value * (settled.items or 0))
        if settled.value < at["settled"]:
            cited = (seen.indicator(settled.indicator), *settled.citations)
            size = settled.items
            yield definition.piece("review_waiting", *cited, need="review", count=waiting, size=size)
    if load is None or load.value is None or load.value > at["answering"]:
        return
    if load.details.get("requests_a_month", 0) >= at["requests_a_month"]:
        cited = (seen.indicator(load.indicator), *load.citations)
        count = round(load.details["requests_a_month"])
        yield definition.piece("maintenance_answers", *cited, need="maintenance", count=count)


def _files(seen: Seen) -> Iterator[Piece]:
    at, definition = seen.definition.thresholds, seen.definition
    if seen.tree is None:
        return
    kinds = classify(seen.tree.entries.get_column("path"))
    sources = seen.facts.derive(own_files).filter("source").height
    share = seen.value("test_changes")
    none = not kinds.get_column("tests").any()
    if none and sources >= at["source_files"] and share is not None and share <= at["test_share"]:
        yield definition.piece(
            "tests_inferred",
            seen.count(FILES, 0),
            seen.indicator("test_changes"),
            need="tests",
            count=sources,
        )
    readmes = [item for item in seen.of(DocumentKind.README) if "/" not in item.path]
    size = sum(len(item.text or "") for item in readmes)
    told = not any("/" not in item.path for item in seen.unread(DocumentKind.README))
    pages = kinds.filter(pl.col("documentation")).height - len(seen.of(DocumentKind.README))
    if told and size < at["short_readme"] and pages <= 0 and sources >= at["source_files"]:
        cited = [seen.cite(item) for item in readmes] or [seen.count("presentation at the root", 0)]
        yield definition.piece("documentation_inferred", *cited, need="documentation", count=size)


def _rules(seen: Seen) -> Iterator[Piece]:
    definition = seen.definition
    terms, governance = seen.readings.get("contribution_terms"), seen.readings.get("governance")
    texts = not seen.unread(*_READ, DocumentKind.SECURITY)
    software = seen.settled("resource") == "software"
    people = seen.value("active_contributors")
    several = people is not None and people >= definition.thresholds["security_people"]
    nowhere = terms is not None and terms.companions.get("security_policy", "unread") is None
    if nowhere and software and texts and several:
        yield definition.piece("security_inferred", seen.reading("contribution_terms"), need="security")
    if governance is None or people is None or people < definition.thresholds["people"]:
        return
    shared = governance.settled in definition.lists["shared"]
    if shared and governance.companions.get("documented") == "no":
        cited = (seen.reading("governance"), seen.indicator("active_contributors"))
        yield definition.piece("governance_inferred", *cited, need="governance", count=int(people))
