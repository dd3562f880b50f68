"""Where the community talks, in which languages, and what it says to who arrives."""

import re
from collections.abc import Iterator, Sequence

from reperes.facts.citation import Citation
from reperes.facts.documents import DocumentKind
from reperes.readings.community.channels import channels_of
from reperes.readings.community.languages import languages_of
from reperes.readings.model import Confidence, Piece, Question, Reading, unknown
from reperes.readings.seen import Seen
from reperes.readings.signals import Hit

SEARCH = "documents where a project writes how to reach it"

_READ = (DocumentKind.README, DocumentKind.CONTRIBUTING, DocumentKind.SUPPORT)
_SAID = ("first_issues", "onboarding", "mentoring", "meetings", "expected", "beyond_code", "open_to_all")
_PAGE = re.compile(
    r"commun|support|help|aide|contribut|participa|meeting|involved|newcomer|mentor", re.IGNORECASE
)
_ASIDE = re.compile(r"(?:^|/)(?:adrs?|decisions?|decision-records|rfcs?|proposals|policies)/", re.IGNORECASE)
_MOST = 2
"""How many documents are cited for one thing that is said."""


def read(seen: Seen) -> Reading:
    """Gather what the project writes; nothing is summed up."""
    definition = seen.definition
    asked = (definition.ask("where"), definition.ask("meetings"), definition.ask("newcomers"))
    if seen.documents is None:
        return unknown(definition.id, *asked, companions={"channels": [], "languages": [], "welcome": []})
    channels, languages, welcome = channels_of(seen), languages_of(seen), list(_welcome(seen))
    readable = [item for item in seen.of(*_READ) if item.text is not None]
    if not channels and not welcome and len(readable) < len(seen.of(*_READ)):
        return unknown(
            definition.id, *asked, companions={"channels": [], "languages": languages, "welcome": []}
        )
    support = [_channels(seen, channels, len(readable)), *_languages(seen, languages)]
    against = [clue.piece for clue in seen.clues("closed_to_code", most=1)]
    confidence = Confidence.ESTABLISHED if channels and not against else Confidence.LIKELY
    companions = {"channels": channels, "languages": languages, "welcome": welcome}
    questions = tuple(_questions(seen, channels, welcome))
    return Reading(definition.id, None, confidence, tuple(support), tuple(against), questions, companions)


def _channels(seen: Seen, channels: Sequence[dict[str, object]], read_: int) -> Piece:
    if not channels:
        return seen.definition.piece("no_channel", seen.count(SEARCH, read_), count=read_)
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
    for name in _SAID:
        told = [hit for hit in seen.hits(name) if _is_about_people(hit)]
        for hit in told[:_MOST]:
            yield seen.clue(hit).piece


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
    if not said & {"onboarding", "first_issues", "expected", "mentoring"}:
        yield seen.definition.ask("newcomers")
