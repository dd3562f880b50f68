"""The organisations around a project and their parts: declared, named in a sentence, seen in the history."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

import polars as pl

from reperes.facts.citation import Citation, ContentCitation, Window
from reperes.facts.documents import DocumentKind, Structured
from reperes.facts.schema import HISTORY
from reperes.indicators.contributions import FILTER
from reperes.indicators.organisations import IDENTIFIED, by_organisation
from reperes.people.stewards import Steward, load_stewards
from reperes.readings.listed import of_domain, records
from reperes.readings.named import (
    Named,
    block,
    funders,
    known,
    lines_of,
    listed,
    name_of,
    named_after,
    named_under,
    opened,
    users,
)
from reperes.readings.seen import Seen
from reperes.readings.stewardship import told_by_words

Involvement = Literal["steward", "author", "funder", "provider", "user", "host"]

PUBLIC, UNIVERSITY = "public-body", "university"
_KINDS = {
    "public-body": PUBLIC,
    "gip": PUBLIC,
    "research": UNIVERSITY,
    "company": "company",
    "cooperative": "company",
    "foundation": "foundation",
    "association": "association",
    "consortium": "association",
}
_SENTENCES: Mapping[str, Involvement] = {
    "carried_by": "steward",
    "made_by": "author",
    "paid_by": "funder",
    "provided_by": "provider",
    "used_by_said": "user",
    "hosted_by": "host",
}
_HEADINGS: Mapping[str, Involvement] = {
    "funders_heading": "funder",
    "providers_heading": "provider",
    "users_heading": "user",
}
_DECLARATIONS = ("publiccode.yml", "codemeta")
_SHORTEST = 3
"""Letters under which a declared name tells nothing."""
_MOST_CITED = 2


@dataclass(frozen=True, slots=True)
class Actor:
    """An organisation and one of its parts; `citations` are where it was seen."""

    name: str
    kind: str
    involvement: Involvement
    citations: tuple[Citation, ...]

    def written(self) -> dict[str, object]:
        """Return the row of contract 4.2."""
        return {
            "name": self.name,
            "kind": self.kind,
            "involvement": self.involvement,
            "citations": self.citations,
        }


def actors(seen: Seen) -> tuple[Actor, ...]:
    """Return the organisations seen, each once for each of its parts, with two citations at most."""
    found: dict[tuple[str, Involvement], Actor] = {}
    for actor in _all(seen):
        key = actor.name, actor.involvement
        if _is_a_tool(actor) and all(actor.name != name for name, _ in found):
            continue
        before = found.get(key)
        cited = (*(before.citations if before else ()), *actor.citations)
        kept = tuple(dict.fromkeys(cited))[:_MOST_CITED]
        found[key] = Actor(actor.name, (before or actor).kind, actor.involvement, kept)
    return tuple(found.values())[: int(seen.definition.thresholds["actors"])]


def _is_a_tool(actor: Actor) -> bool:
    """Return whether a text alone names a company as maker or holder: more often that of a tool in use."""
    quoted = [one for one in actor.citations if isinstance(one, ContentCitation) and ";lines=" in one.swhid]
    is_text = len(quoted) == len(actor.citations)
    return actor.kind == "company" and actor.involvement in {"steward", "author"} and is_text


def _all(seen: Seen) -> Iterator[Actor]:
    yield from _holders(seen)
    yield from _authors(seen)
    for item in seen.declared(*_DECLARATIONS):
        yield from _declared(seen, item)
    for evidence, involvement in _SENTENCES.items():
        yield from (_of(seen, one, involvement) for one in named_after(seen, evidence))
    for evidence, involvement in _HEADINGS.items():
        yield from (_of(seen, one, involvement) for one in named_under(seen, evidence))
    for document in seen.of(DocumentKind.ADOPTERS):
        for steward, line in lines_of(document.text or ""):
            cited = seen.cite(document, (line, line), quote=False)
            yield Actor(steward.name, _KINDS[steward.kind], "user", (cited,))
    yield from _in_catalogues(seen)


def _in_catalogues(seen: Seen) -> Iterator[Actor]:
    """Yield the organisations that catalogues tie to the project, but those whose kind nothing tells."""
    for record in records(seen):
        for party in record.entry.parties:
            steward = known(party.name)
            kind = (
                _KINDS[steward.kind] if steward else party.kind or _KINDS.get(told_by_words(party.name) or "")
            )
            if kind:
                yield Actor(steward.name if steward else party.name, kind, party.part, (record.cite(),))


def _holders(seen: Seen) -> Iterator[Actor]:
    steward = load_stewards().of_account(seen.origin) if seen.origin else None
    if steward is not None:
        yield Actor(steward.name, _KINDS[steward.kind], "steward", (seen.knowledge(steward),))
    governance = seen.readings.get("governance")
    held = governance.companions.get("steward") if governance else None
    if isinstance(held, Mapping):
        name, kind = held.get("name"), _KINDS.get(str(held.get("kind")))
        by_name = known(name) if isinstance(name, str) else None
        if by_name is not None:
            yield Actor(by_name.name, _KINDS[by_name.kind], "steward", (seen.reading("governance"),))
        elif isinstance(name, str) and kind is not None:
            yield Actor(name, kind, "steward", (seen.reading("governance"),))


def _declared(seen: Seen, item: Structured) -> Iterator[Actor]:
    """Yield the organisations of a card; a name that neither knowledge nor a word tells may be a person's."""
    cited = opened(seen, item.path)
    for involvement, name, steward in _names(item):
        shown = _shown(name, steward)
        kind = _KINDS[steward.kind] if steward else _KINDS.get(told_by_words(name) or "")
        if shown and kind:
            yield Actor(shown, kind, involvement, cited)


def _names(item: Structured) -> Iterator[tuple[Involvement, str, Steward | None]]:
    """Yield part, name and what is known of it."""
    yield from (("funder", name, steward) for name, steward in funders(item))
    yield from (("user", name, steward) for name, steward in users(item))
    fields = item.fields
    legal, maintenance = block(fields.get("legal")), block(fields.get("maintenance"))
    owners = [
        legal.get("mainCopyrightOwner"),
        legal.get("repoOwner"),
        block(fields.get("organisation")).get("name"),
    ]
    owners += listed(fields.get("publisher"))
    yield from (("steward", one, known(one)) for one in owners if isinstance(one, str))
    contractors = [block(one).get("name") for one in listed(maintenance.get("contractors"))]
    yield from (("provider", one, known(one)) for one in contractors if isinstance(one, str))
    yield from (("author", one, known(one)) for one in listed(fields.get("author")) if isinstance(one, str))


def _shown(name: str, steward: Steward | None) -> str | None:
    """Return the name to show: that of the list, else the one declared; None for a bare address."""
    if steward is not None:
        return steward.name
    text = " ".join(name.split())
    return text if len(text) >= _SHORTEST and "://" not in text and "@" not in text else None


def _authors(seen: Seen) -> Iterator[Actor]:
    """Yield the organisations whose addresses sign contributions, over the whole history."""
    if seen.history is None:
        return
    window, limits = Window(None, seen.as_of), seen.definition.thresholds
    counted = by_organisation(seen.facts, window).filter(
        pl.col("kind").is_in(list(IDENTIFIED)), pl.col("contributions") >= limits["contributions"]
    )
    ids = seen.facts.require(HISTORY).organisations.get_column("id")
    most = counted.select("affiliation", "contributions", "kind").head(int(limits["authors"]))
    for row, count, kind in most.iter_rows():
        name = name_of(ids[row])
        counted_here = seen.count(f"{FILTER}; {name}", count, window)
        yield Actor(name, _KINDS[kind], "author", (counted_here, *of_domain(seen, ids[row])))


def _of(seen: Seen, one: Named, involvement: Involvement) -> Actor:
    cited = seen.cite(one.hit.document, one.lines, quote=False)
    return Actor(one.steward.name, _KINDS[one.steward.kind], involvement, (cited,))
