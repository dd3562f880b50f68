"""What speaks for a steward: the account, the card, the rights, what texts say, the addresses of authors."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from reperes.facts.catalogue import Entry
from reperes.facts.citation import Citation
from reperes.facts.documents import Document, DocumentKind
from reperes.people.stewards import Steward, load_stewards
from reperes.readings.governance.addresses import by_addresses
from reperes.readings.judge import Clue
from reperes.readings.listed import number_of_body, records
from reperes.readings.model import Weight
from reperes.readings.seen import Seen
from reperes.readings.signals import Folded, Hit
from reperes.readings.stewardship import (
    KINDS,
    LED,
    ONE_PERSON,
    Holding,
    Party,
    authorship,
    holdings,
    kind_of,
    own_names,
    party,
)

_OWNERS = ("mainCopyrightOwner", "repoOwner")
_LONGEST_TAIL = 150
_READ = 60_000
"""Characters of a document in which addresses and authors are looked for."""
_STOP = re.compile(
    r"\.\s|\.$|[;!?]|\s(?:with|and (?:is|are|has|supported|funded|sponsored)"
    r"|to|for|using|under|on|as|in order|who|which|that|since|from|through"
    r"|where|while|whose|via|within|depuis|pour|avec|qui|afin|dans le cadre|sous)\s",
    re.IGNORECASE,
)
_LINK = re.compile(
    r"\[([^\]]*)\]\([^)]*\)|\[\[[^\]]*\]\[([^\]]*)\]\]|`([^`<]*)<[^>]*>`_*|https?://\S*\[([^\]]*)\]"
)
_MARKS = re.compile(r"[*_`\[\]|#>]+|<[^>]*>")
_THIS = re.compile(
    r"(?:^|\W)(?:this|it|its|we|the (?:project|repository|software|standard|specification|package|tool|code)"
    r"|the (?:application|app|platform|library)|ce|cet|cette|il|elle|l'(?:outil|application)"
    r"|le (?:projet|logiciel|site|service|code|dépôt)|das projekt|este|questo|dit)\W"
)
_AUTHOR = re.compile(
    r"(?:\"authors?\"\s*:\s*\[?\s*\"|\"authors?\"\s*:\s*\[?\s*\{\s*\"name\"\s*:\s*\"|^authors?\s*=\s*\[?\s*\{?\s*(?:name\s*=\s*)?\""
    r"|<organization>\s*<name>|^\s*(?:spec|s)\.authors?\s*=\s*\[?['\"])(?P<name>[^\"'<>@\n]{2,80})",
    re.IGNORECASE | re.MULTILINE,
)
_HANDLE = re.compile(r"@[\w-]{2,39}\b")
_HOST = re.compile(r"(?:https?://(?:www\.)?|[\w.+-]@)([a-zA-Z0-9.-]{3,80}\.[a-zA-Z]{2,12})\b")
_POINTING = (
    DocumentKind.README,
    DocumentKind.CONTRIBUTING,
    DocumentKind.SECURITY,
    DocumentKind.CODE_OF_CONDUCT,
    DocumentKind.PUBLICCODE,
    DocumentKind.MANIFEST,
    DocumentKind.SUPPORT,
)
_PRESENTING = (DocumentKind.README, DocumentKind.GOVERNANCE, DocumentKind.MAINTAINERS)
_SHORT = 2
"""Letters up to which a name says nothing."""
_COMMERCIAL = 2
"""Different offers of one document up to which they may be chance words."""


def by_steward(seen: Seen) -> Iterator[Clue]:
    """Yield what speaks for an organisation that holds the project."""
    account = load_stewards().of_account(seen.origin) if seen.origin else None
    found = [
        *_account(seen, account),
        *_listed_account(seen, account),
        *_card(seen),
        *_rights(seen, account),
        *_said(seen),
        *_manifests(seen),
        *_sites(seen, account),
        *seen.clues("umbrella", "fiscal_host", "says_association", "says_public", "says_consortium", most=2),
        *_offers(seen),
        *seen.clues("sold_licence", most=1),
    ]
    # Links alone may be those of the data that are used.
    public = any(
        clue.value == "public-body-led" and not clue.piece.message.endswith(".public_site") for clue in found
    )
    yield from found
    yield from by_addresses(seen, public=public)


def steward_of(seen: Seen, clues: Iterable[Clue], value: str | None) -> dict[str, object] | None:
    """Return the name and kind of the steward: that of the heaviest clue that names one.

    `identifier` is the number under which a register knows it, `identifier_rests` what ties the two: both are
    left out when none does.
    """
    if value == "individual-led":
        return {"name": ONE_PERSON, "kind": ONE_PERSON}
    named = [clue for clue in clues if clue.value == value and "who" in clue.piece.args]
    named.sort(key=lambda clue: clue.piece.weight is Weight.WEAK)
    if not named:
        return None
    args = named[0].piece.args
    steward: dict[str, object] = {"name": str(args["who"]), "kind": str(args.get("kind", "company"))}
    number = number_of_body(seen, str(args["who"]))
    if number is None:
        return steward
    return {**steward, "identifier": number.identifier, "identifier_rests": number.rests}


def _account(seen: Seen, held: Steward | None) -> Iterator[Clue]:
    kind = kind_of(held) if held else None
    if held is not None and kind in LED:
        yield seen.definition.clue(
            "account_holds",
            seen.knowledge(held),
            root="account",
            value=LED[str(kind)],
            who=held.name,
            kind=str(kind),
        )


def _listed_account(seen: Seen, held: Steward | None) -> Iterator[Clue]:
    """Yield that a catalogue gives the account to a public body, which is told again where we know it."""
    for record in records(seen):
        if record.rests == "account" and record.entry.kind == "public-body" and held is None:
            # A list that names no body, or that is no longer kept up, is a hint.
            named = not _is_the_account(record.entry)
            who = {"who": record.entry.name} if named else {}
            yield seen.definition.clue(
                "account_listed" if named else "account_listed_unnamed",
                record.cite(),
                root="account",
                value=LED["public-body"],
                weight=Weight.WEAK if not named or record.is_old(seen.as_of) else None,
                kind="public-body",
                **who,
                **record.said,
            )


def _is_the_account(entry: Entry) -> bool:
    """Return whether a record names the account only, and no body."""
    accounts = {one.rpartition("/")[2].lower() for one in entry.accounts}
    return entry.name.lower() in accounts


def _card(seen: Seen) -> Iterator[Clue]:
    for item in seen.declared("publiccode.yml"):
        legal, organisation = item.fields.get("legal"), item.fields.get("organisation")
        owners = [legal.get(one) for one in _OWNERS] if isinstance(legal, Mapping) else []
        owners += [organisation.get("name")] if isinstance(organisation, Mapping) else []
        for name in dict.fromkeys(one for one in owners if isinstance(one, str)):
            told = party(name, own_names(seen.origin))
            if told.kind in LED and told.name:
                yield _clue(seen, "card_owner", told, seen.cite_path(item.path), item.path)
        counted = isinstance(legal, Mapping) and any(f"{one}_count" in legal for one in _OWNERS)
        if counted and not any(isinstance(one, str) for one in owners):
            cited = seen.cite_path(item.path)
            yield seen.definition.clue("card_one_person", *cited, root=item.path, path=item.path)


def _clue(seen: Seen, name: str, told: Party, cited: Iterable[Citation], path: str) -> Clue:
    """Return what a document says of an organisation, with the page that says what it is."""
    kind = str(told.kind)
    page = () if told.known is None else (seen.knowledge(told.known),)
    return seen.definition.clue(
        name, *cited, *page, root=path, value=LED[kind], who=told.name, kind=kind, path=path
    )


def _rights(seen: Seen, account: Steward | None) -> Iterator[Clue]:
    """Take the first holder of each document: those after it hold a part, or something brought in.

    A notice repeated from one file to another is told once: it is one statement.
    """
    alone = account is None and _is_of_one(seen)
    paths: set[str] = set()
    told: set[tuple[object, ...]] = set()
    for one in seen.facts.derive(holdings):
        path = one.document.path
        known = one.party.known
        notice = one.party.kind, known.id if known else one.party.name, one.is_old
        if path in paths or one.party.kind is None:
            continue
        paths.update(() if one.is_old else (path,))
        if notice not in told:
            told.add(notice)
            yield from _right(seen, one, Weight.STRONG if alone else None)


def _right(seen: Seen, one: Holding, of_one: Weight | None) -> Iterator[Clue]:
    path, told, lines = one.document.path, one.party, (one.line, one.line)
    if told.kind in {"person", "people"}:
        name, weight = ("rights_of_one", of_one) if told.kind == "person" else ("rights_of_all", None)
        cited = seen.cite(one.document, lines, quote=False)
        yield seen.definition.clue(name, cited, root=path, weight=weight, path=path)
    elif told.kind in LED:
        if {"company", "public-body"} <= set(told.parts):
            told = replace(told, kind="consortium")
        quoted = seen.cite(one.document, lines, quote=one.is_quotable)
        yield _clue(seen, "rights_also" if one.is_old else "rights_held", told, (quoted,), path)


def _is_of_one(seen: Seen) -> bool:
    """Return whether one person is the only holder written, of what few people write."""
    found, hands = seen.facts.derive(holdings), authorship(seen.facts, seen.as_of)
    limits = seen.definition.thresholds
    if hands is None or hands.authors >= limits["many"] or hands.authors_ever >= limits["crowd"]:
        return False
    paths = [one.document.path for one in found]
    return len(paths) == len(set(paths)) and all(
        one.party.kind == "person" and not one.with_others for one in found
    )


def _said(seen: Seen) -> Iterator[Clue]:
    for name in ("says_held", "trademark", "agreement_with"):
        for hit in seen.hits(name):
            if not _about_itself(seen, hit, name):
                continue
            words = _after(hit)
            told, path = party(words, own_names(seen.origin)), hit.document.path
            if told.kind in LED and told.name:
                cited = seen.cite(hit.document, hit.lines, quote=told.known is not None)
                yield _clue(seen, name, told, (cited,), path)
            elif name == "says_held" and hit.document.kind in _PRESENTING and "/" not in path:
                if told.kind != "person" and not _HANDLE.match(words):
                    continue
                weight = Weight.STRONG if "main" in hit.match else None
                cited = seen.cite(hit.document, hit.lines, quote=False)
                yield seen.definition.clue("says_one", cited, root=path, weight=weight, path=path)


def _after(hit: Hit) -> str:
    """Return the words that follow a phrase, without marks, up to what ends the name."""
    text = "\n".join((hit.document.text or "").split("\n")[hit.lines[0] - 1 : hit.lines[1] + 3])
    at = Folded(text).text.find(hit.match)
    tail = text[at + len(hit.match) :].split("\n\n")[0][: 4 * _LONGEST_TAIL] if at >= 0 else ""
    tail = _LINK.sub(lambda found: next((one for one in found.groups() if one), ""), tail)
    tail = " ".join(_MARKS.sub(" ", tail).split())
    stop = _STOP.search(tail, 2)
    return tail[: stop.start() if stop else _LONGEST_TAIL][:_LONGEST_TAIL]


def _about_itself(seen: Seen, hit: Hit, name: str) -> bool:
    """Return whether the sentence is about the project: it names it, or says "this", or begins there."""
    if name == "agreement_with":
        return True
    before, _, _ = hit.sentence.partition(hit.match)
    letters = re.sub(r"[^a-z0-9]", "", before)
    if any(one in letters for one in own_names(seen.origin) if len(one) > _SHORT):
        return True
    begins = not before.strip(" #*_->|\n") or bool(_THIS.search(f" {before}"))
    return name != "trademark" and begins


def _sites(seen: Seen, account: Steward | None) -> Iterator[Clue]:
    """Yield the known organisation behind the site of the project's own name, and public sites pointed at.

    Where one of the same kind holds the account, the site says nothing more: knowledge tells both.
    """
    own = own_names(seen.origin)
    public: dict[str, Document] = {}
    told: set[str] = set()
    for document in seen.of(*_POINTING):
        if "/" in document.path or document.text is None:
            continue
        for host in sorted({one.lower() for one in _HOST.findall(document.text[:_READ])}):
            held = load_stewards().of_site(f"https://{host}")
            kind = kind_of(held) if held else None
            if held is None or kind not in LED:
                continue
            if kind in {"public-body", "gip"} and held.kind != "research":
                public.setdefault(host, document)
            labels = {re.sub(r"[^a-z0-9]", "", one) for one in host.split(".")[:-1] if len(one) > _SHORT}
            is_told = held.id in told or (account is not None and kind_of(account) == kind)
            if labels & own and not is_told:
                told.add(held.id)
                body = Party(kind, held.name, held)
                yield _clue(seen, "own_site", body, (seen.cite(document),), document.path)
    if len(public) > 1:
        first, *others = {one.path: one for one in public.values()}.values()
        cited = [seen.cite(one) for one in (first, *others)]
        yield seen.definition.clue("public_site", *cited, root=first.path, count=len(public))


def _manifests(seen: Seen) -> Iterator[Clue]:
    for document in seen.of(DocumentKind.MANIFEST):
        found = _AUTHOR.search((document.text or "")[:_READ]) if "/" not in document.path else None
        told = party(found["name"], own_names(seen.origin)) if found else None
        if told is not None and told.kind in KINDS:
            yield _clue(seen, "manifest_names", told, (seen.cite(document),), document.path)


def _offers(seen: Seen) -> Iterator[Clue]:
    hits = seen.hits("says_company")
    weight = Weight.STRONG if len({hit.match for hit in hits}) > _COMMERCIAL else Weight.WEAK
    for hit in hits[:3]:
        yield seen.clue(hit, weight=weight, match=" ".join(hit.match.split()))
