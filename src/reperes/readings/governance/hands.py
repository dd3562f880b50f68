"""What speaks for a community or for one person: the rules, and the hands that the history shows."""

import re
from collections.abc import Iterator

import polars as pl

from reperes.facts.citation import QueryCitation, WebCitation, Window
from reperes.facts.documents import DocumentKind
from reperes.indicators.requests import asked
from reperes.readings.judge import Clue
from reperes.readings.model import Weight
from reperes.readings.seen import Seen
from reperes.readings.signals import Hit
from reperes.readings.stewardship import authorship

_OWNER = re.compile(r"(?:^|\s)@([A-Za-z0-9-]{1,39})(?=\s|$)")
_ROOT = "history"


def by_hands(seen: Seen) -> Iterator[Clue]:
    """Yield what speaks for the contributors together, or for one of them."""
    rules = seen.clues("elected", most=2)
    yield from seen.clues("says_community", most=1)
    last_word = [_of_a_person(seen, hit) for hit in seen.hits("bdfl")[:2]]
    personal = list(_personal(seen))
    yield from rules
    yield from last_word
    yield from personal
    yield from _history(seen, soften_one=bool(rules), soften_many=bool(last_word or personal))
    yield from _mergers(seen)


def _mergers(seen: Seen) -> Iterator[Clue]:
    """Tell that several people take in the changes of others: one who writes most may not decide alone."""
    requests, limits = seen.requests, seen.definition.thresholds
    if requests is None:
        return
    found = asked(seen.facts, seen.as_of)
    merges = found.deeds.filter(pl.col("deed") == "merge").get_column("person")
    if len(merges) < limits["merges"]:
        return
    regular = merges.value_counts().filter(pl.col("count") >= limits["merge_share"] * len(merges)).height
    if regular >= limits["mergers"]:
        page = WebCitation(requests.changes_url, requests.read_at.date())
        window = Window(requests.changes_since, min(seen.as_of, requests.read_at.date()))
        counted = QueryCitation(found.source, "merges of the change requests of others", window, len(merges))
        yield seen.definition.clue("several_mergers", counted, page, root="forge", count=regular)


def _of_a_person(seen: Seen, hit: Hit) -> Clue:
    """Return the clue of a find whose lines may name a person: they are not quoted."""
    path = hit.document.path
    return seen.definition.clue("bdfl", seen.cite(hit.document, hit.lines, quote=False), root=path, path=path)


def _personal(seen: Seen) -> Iterator[Clue]:
    """Tell a personal account: teams only are code owners of an organisation's, never the account itself."""
    account = (seen.origin or "").split("/")[3:4]
    for document in seen.of(DocumentKind.CODEOWNERS):
        owners = {one.lower() for one in _OWNER.findall(document.text or "")}
        if account and account[0].lower() in owners:
            yield seen.definition.clue("personal_account", seen.cite(document), root=document.path)
            return


def _history(seen: Seen, *, soften_one: bool, soften_many: bool) -> Iterator[Clue]:
    hands, limits = authorship(seen.facts, seen.as_of), seen.definition.thresholds
    if hands is None or not hands.ever:
        return
    ever = seen.count("contributions, by person", hands.ever)
    lately = hands.first if hands.count >= limits["few"] and hands.first >= limits["lately"] else 0.0
    one = max(hands.first_ever, lately)
    is_one = hands.first_ever >= limits["one_hand"] or (lately and hands.first_ever >= limits["leading"])
    if is_one or hands.first_ever >= limits["leading"]:
        name = "one_hand" if is_one and hands.authors_ever < 1000 else "leading_hand"
        weight = Weight.WEAK if soften_one else None
        yield seen.definition.clue(name, ever, root=_ROOT, weight=weight, share=one, count=hands.ever)
        if is_one or hands.authors_ever < limits["many"]:
            return
    if (
        hands.authors >= limits["many"]
        and hands.first < limits["one_hand"]
        and hands.first_ever < limits["leading"]
    ):
        weight = Weight.WEAK if soften_many else None
        cited = seen.count("contributions of the window, by person", hands.count, hands.window)
        yield seen.definition.clue(
            "many_hands", cited, root=_ROOT, weight=weight, authors=hands.authors, share=hands.first
        )
    elif hands.authors_ever >= limits["several"]:
        yield seen.definition.clue(
            "some_hands", ever, root=_ROOT, authors=hands.authors_ever, share=hands.first_ever
        )
