"""Where the community talks, in which languages, and what it says to who arrives."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

import polars as pl

from reperes.facts.citation import Citation, WebCitation
from reperes.facts.documents import Document, DocumentKind
from reperes.readings.community.channels import channels_of, is_unread, searched_of
from reperes.readings.community.languages import languages_of
from reperes.readings.judge import Clue, conclude
from reperes.readings.model import Confidence, Piece, Question, Reading, Weight, unknown
from reperes.readings.seen import Seen
from reperes.readings.signals import Hit

SEARCH = "documents where a project writes how to reach it"

_MADE_FOR_IT = frozenset({DocumentKind.SUPPORT, DocumentKind.ISSUE_TEMPLATE})
_WRITTEN = "written"
_SAID = ("first_issues", "onboarding", "mentoring", "meetings", "expected", "beyond_code", "open_to_all")
_PAGE = re.compile(
    r"commun|support|help|aide|contribut|participa|meeting|involved|newcomer|mentor", re.IGNORECASE
)
_ASIDE = re.compile(r"(?:^|/)(?:adrs?|decisions?|decision-records|rfcs?|proposals|policies)/", re.IGNORECASE)
_INVITING = ("newcomers", "help-wanted")
_MOST = 2
"""How many documents are cited for one thing that is said."""


def read(seen: Seen) -> Reading:
    """Gather what the project writes; nothing is summed up."""
    definition = seen.definition
    asked = (definition.ask("where"), definition.ask("meetings"), definition.ask("newcomers"))
    if seen.documents is None:
        return unknown(definition.id, *asked, companions={"channels": [], "languages": [], "welcome": []})
    channels, writers = channels_of(seen)
    languages, welcome = languages_of(seen), list(_welcome(seen))
    companions = {"channels": channels, "languages": languages, "welcome": welcome}
    if not channels and is_unread(seen):
        return unknown(definition.id, *asked, companions=companions)
    written = _channels(seen, channels)
    support = [written, *_languages(seen, languages)]
    against = [clue.piece for clue in seen.clues("closed_to_code", most=1)]
    sure = bool(channels) and not against and _is_sure(written, writers)
    confidence = Confidence.ESTABLISHED if sure else Confidence.LIKELY
    questions = tuple(_questions(seen, channels, welcome))
    return Reading(definition.id, None, confidence, tuple(support), tuple(against), questions, companions)


def _is_sure(written: Piece, writers: Sequence[Document]) -> bool:
    """Return whether what is written is so in a file made for it, or in two documents.

    A presentation and its translations are one document.
    """
    clues = [
        Clue(
            replace(written, weight=Weight.FORMAL if document.kind in _MADE_FOR_IT else Weight.STRONG),
            _WRITTEN,
            None,
            document.kind if document.kind is DocumentKind.README else document.path,
        )
        for document in writers
    ]
    return conclude(clues, (_WRITTEN,)).confidence is Confidence.ESTABLISHED


def _channels(seen: Seen, channels: Sequence[dict[str, object]]) -> Piece:
    if not channels:
        count = len(searched_of(seen))
        return seen.definition.piece("no_channel", seen.count(SEARCH, count), count=count)
    kinds = sorted({str(channel["kind"]) for channel in channels})
    cited = [channel["citation"] for channel in channels if isinstance(channel["citation"], Citation)]
    return seen.definition.piece("channels_written", *cited[:6], count=len(channels), kinds=kinds)


def _languages(seen: Seen, languages: Sequence[str]) -> Iterator[Piece]:
    if languages:
        name = "several_languages" if len(languages) > 1 else "one_language"
        cited = seen.count("documents and names of files, by language", len(languages))
        yield seen.definition.piece(name, cited, languages=list(languages))


def _welcome(seen: Seen) -> Iterator[Piece]:
    terms = seen.readings.get("contribution_terms")
    for name, companion in (("guide", "guide"), ("conduct", "code_of_conduct")):
        place = None if terms is None else terms.companions.get(companion)
        if place:
            yield seen.definition.piece(name, place["citation"], where=place["where"])
    templates = seen.of(DocumentKind.ISSUE_TEMPLATE, DocumentKind.CHANGE_TEMPLATE)
    if templates:
        yield seen.definition.piece("templates", *map(seen.cite, templates[:4]), count=len(templates))
    yield from _labelled(seen)
    for name in _SAID:
        told = [hit for hit in seen.hits(name) if _is_about_people(hit)]
        for hit in told[:_MOST]:
            yield seen.clue(hit).piece


def _labelled(seen: Seen) -> Iterator[Piece]:
    """Yield how many open requests the project marks as good to begin with, or as wanting help."""
    requests = seen.requests
    if requests is None or requests.read_at.date() > seen.as_of:
        return
    marked = requests.labels.filter(pl.col("label").is_in(_INVITING)).get_column("request").unique()
    count = requests.requests[marked.to_list()].filter(pl.col("closed_at").is_null()).height
    if count:
        cited = WebCitation(requests.issues_url, requests.read_at.date())
        yield seen.definition.piece("labelled_for_newcomers", cited, count=count)


def _is_about_people(hit: Hit) -> bool:
    """A page of documentation counts when it is about taking part, not about a decision once taken."""
    path = hit.document.path
    return hit.document.kind is not DocumentKind.DOCS_PAGE or bool(
        _PAGE.search(path) and not _ASIDE.search(path)
    )


def _questions(
    seen: Seen, channels: Sequence[dict[str, object]], welcome: Sequence[Piece]
) -> Iterator[Question]:
    said = {piece.message.partition(".")[2] for piece in welcome}
    if not channels:
        yield seen.definition.ask("where")
    if "meetings" not in said and not any(channel["kind"] == "meeting" for channel in channels):
        yield seen.definition.ask("meetings")
    if not said & {"onboarding", "first_issues", "expected", "mentoring", "labelled_for_newcomers"}:
        yield seen.definition.ask("newcomers")
