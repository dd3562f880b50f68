"""Who surrounds the project, what is reused, who supports it with public money, and whom to call."""

import re
from collections.abc import Iterator, Sequence

from reperes.facts.documents import DocumentKind
from reperes.readings.ecosystem import catalogued
from reperes.readings.ecosystem.actors import PUBLIC, UNIVERSITY, Actor, actors
from reperes.readings.listed import records
from reperes.readings.markup import links
from reperes.readings.model import Confidence, Piece, Question, Reading
from reperes.readings.named import known as named
from reperes.readings.named import listed, opened, users
from reperes.readings.seen import Seen
from reperes.readings.stewardship import own_names

_PUBLIC_MONEY = ("public-funding", "pooled-by-users", "in-house-public")
_SUPPORTS = ("funder", "steward", "author")
_ONE_CAN_CALL = (PUBLIC, UNIVERSITY)
_MOST = 8
"""Citations of one piece, and organisations to call: more would not be read."""
_REPOSITORY = re.compile(r"https?://[^/\s]+/([^/\s]+)/([^/\s#?]+)")


def read(seen: Seen) -> Reading:
    """Gather the organisations; nothing seen is unknown, not absent."""
    found = actors(seen)
    companions = {
        "actors": tuple(one.written() for one in found),
        "reuses": (*_reuses(seen), *catalogued.reuses(seen)),
        "public_support": (*_public_support(seen, found), *catalogued.public_support(seen)),
        "feedback": tuple(_feedback(seen, found)),
        "listed": tuple(catalogued.listed(seen)),
    }
    # Records that bear the name only are a question: they tell nothing.
    told = (record for record in records(seen) if record.rests != "forge")
    is_told = any(companions[name] for name in companions if name != "listed") or any(told)
    confidence = Confidence.LIKELY if is_told else Confidence.UNKNOWN
    questions = (*catalogued.questions(seen), *_questions(seen, found))
    support = (*_support(seen, found), *catalogued.support(seen))
    against = tuple(catalogued.against(seen))
    return Reading(seen.definition.id, None, confidence, support, against, questions, companions)


def _support(seen: Seen, found: Sequence[Actor]) -> Iterator[Piece]:
    names = {one.name for one in found}
    if names:
        public = {one.name for one in found if one.kind == PUBLIC}
        cited = tuple(dict.fromkeys(one for actor in found for one in actor.citations))[:_MOST]
        yield seen.definition.piece("actors_seen", *cited, count=len(names), public=len(public))
    authors = [one for one in found if one.involvement == "author"]
    if len(authors) > 1:
        cited = tuple(one for actor in authors for one in actor.citations)[:_MOST]
        yield seen.definition.piece("several_authors", *cited, count=len(authors))


def _reuses(seen: Seen) -> Iterator[Piece]:
    piece = seen.definition.piece
    for item in seen.declared("publiccode.yml", "codemeta"):
        cited = opened(seen, item.path)
        for address in listed(item.fields.get("isBasedOn")):
            yield piece("based_on", *cited, path=item.path, address=str(address))
        suite = item.fields.get("applicationSuite")
        if isinstance(suite, str) and suite.lower() != str(item.fields.get("name")).lower():
            yield piece("part_of", *cited, path=item.path, suite=suite)
        if named := users(item):
            yield piece("declared_users", *cited, path=item.path, count=len(named))
    for document in seen.of(DocumentKind.ADOPTERS):
        yield piece("adopters_file", seen.cite(document), path=document.path)
    yield from (clue.piece for clue in seen.clues("fork_said", most=2))
    yield from _sisters(seen)


def _sisters(seen: Seen) -> Iterator[Piece]:
    """Yield that the presentation points to other repositories of the account."""
    own = _REPOSITORY.match(seen.origin or "")
    names = own_names(seen.origin)
    if own is None:
        return
    for document in seen.of(DocumentKind.README):
        if "/" in document.path:
            continue
        others: dict[str, int] = {}
        for link in links(document.text or ""):
            there = _REPOSITORY.match(link.url)
            if there and there[1].lower() == own[1].lower():
                name = there[2].lower().removesuffix(".git")
                if re.sub(r"[^a-z0-9]", "", name) not in names:
                    others.setdefault(name, link.line)
        if others:
            line = min(others.values())
            cited = seen.cite(document, (line, line), quote=False)
            yield seen.definition.piece("sisters", cited, path=document.path, count=len(others))
            return


def _public_support(seen: Seen, found: Sequence[Actor]) -> Iterator[Piece]:
    told: set[str] = set()
    for involvement in _SUPPORTS:
        for one in found:
            if one.kind in _ONE_CAN_CALL and one.involvement == involvement and one.name not in told:
                told.add(one.name)
                if one.kind == PUBLIC or involvement != "author":
                    yield seen.definition.piece(
                        "public_actor", *one.citations, body=one.name, involvement=involvement
                    )
    yield from (clue.piece for clue in seen.clues("recommended", most=2))
    model = seen.readings.get("economic_model")
    values = model.settled if model is not None else None
    if isinstance(values, list | tuple) and any(one in values for one in _PUBLIC_MONEY):
        yield seen.definition.piece("public_money", seen.reading("economic_model"))


def _feedback(seen: Seen, found: Sequence[Actor]) -> Iterator[Piece]:
    yield from (clue.piece for clue in seen.clues("testimony", most=2))
    offered = list(catalogued.feedback(seen))
    yield from offered
    told = {catalogued.same_body(str(piece.args["body"])) for piece in offered if "body" in piece.args}
    held = {one.name for one in found if one.involvement == "steward"}
    for involvement in ("user", "funder", "author"):
        for one in found:
            public = one.kind == PUBLIC or (one.kind == UNIVERSITY and involvement != "author")
            # A domain that signed one day is nobody to call.
            is_known = involvement != "author" or named(one.name) is not None
            is_there = one.involvement == involvement and public and is_known
            body = catalogued.same_body(one.name)
            if is_there and body not in told and one.name not in held and len(told) < _MOST:
                told.add(body)
                yield seen.definition.piece("to_call", *one.citations, body=one.name, involvement=involvement)


def _questions(seen: Seen, found: Sequence[Actor]) -> Iterator[Question]:
    if not any(one.involvement == "user" for one in found):
        yield seen.definition.ask("who_uses")
    yield seen.definition.ask("whom_to_call")
    if not any(one.involvement == "provider" for one in found):
        yield seen.definition.ask("who_supports")
