"""What speaks for a steward: the account, the card, the rights, what texts say, the addresses of authors."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache

from reperes.facts.documents import DocumentKind
from reperes.people.organisations import load_registers
from reperes.people.stewards import load_stewards
from reperes.readings.judge import Clue
from reperes.readings.model import Weight
from reperes.readings.seen import Seen
from reperes.readings.signals import Folded, Hit
from reperes.readings.stewardship import (
    KINDS,
    ONE_PERSON,
    Party,
    authorship,
    holdings,
    is_identified,
    kind_of,
    own_names,
    party,
    told_by_words,
)

LED: Mapping[str, str] = {
    "foundation": "foundation-hosted",
    "association": "association-led",
    "public-body": "public-body-led",
    "gip": "public-body-led",
    "research": "public-body-led",
    "consortium": "consortium",
    "company": "company-led",
    "cooperative": "company-led",
    "people": "community-led",
}
_OWNERS = ("mainCopyrightOwner", "repoOwner")
_LONGEST_TAIL = 150
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
_COMMERCIAL = 2


def by_steward(seen: Seen) -> Iterator[Clue]:
    """Yield what speaks for an organisation that holds the project."""
    yield from _account(seen)
    yield from _card(seen)
    yield from _rights(seen)
    yield from _said(seen)
    yield from _manifests(seen)
    yield from _sites(seen)
    yield from seen.clues(
        "umbrella", "fiscal_host", "says_association", "says_public", "says_consortium", most=2
    )
    yield from _offers(seen)
    yield from (replace(clue, root="offers") for clue in seen.clues("sold_licence", most=1))
    yield from _addresses(seen)


def steward_of(clues: Iterable[Clue], value: str | None) -> dict[str, str] | None:
    """Return the name and kind of the steward: that of the heaviest clue that names one."""
    if value == "individual-led":
        return {"name": ONE_PERSON, "kind": ONE_PERSON}
    named = [clue for clue in clues if clue.value == value and "who" in clue.piece.args]
    named.sort(key=lambda clue: clue.piece.weight is Weight.WEAK)
    if not named:
        return None
    args = named[0].piece.args
    return {"name": str(args["who"]), "kind": str(args.get("kind", "company"))}


def _account(seen: Seen) -> Iterator[Clue]:
    found = load_stewards().of_account(seen.origin) if seen.origin else None
    kind = kind_of(found) if found else None
    if found and kind in LED:
        asked = seen.count(f"account of {seen.origin}", 1)
        yield seen.definition.clue(
            "account_holds", asked, root="account", value=LED[str(kind)], who=found.name, kind=kind
        )


def _card(seen: Seen) -> Iterator[Clue]:
    for item in seen.declared("publiccode.yml"):
        legal, organisation = item.fields.get("legal"), item.fields.get("organisation")
        owners = [legal.get(one) for one in _OWNERS] if isinstance(legal, Mapping) else []
        owners += [organisation.get("name")] if isinstance(organisation, Mapping) else []
        for name in dict.fromkeys(one for one in owners if isinstance(one, str)):
            told = party(name, own_names(seen.origin))
            if told.kind in LED and told.name:
                yield _clue(seen, "card_owner", told, item.path, root="card")
        counted = isinstance(legal, Mapping) and any(f"{one}_count" in legal for one in _OWNERS)
        if counted and not any(isinstance(one, str) for one in owners):
            cited = seen.cite_path(item.path)
            yield seen.definition.clue("card_one_person", *cited, root="card", path=item.path)


def _clue(seen: Seen, name: str, told: Party, path: str, *, root: str, weight: Weight | None = None) -> Clue:
    kind = told.kind or ""
    cited = seen.cite_path(path)
    return seen.definition.clue(
        name, *cited, root=root, value=LED[str(kind)], weight=weight, who=told.name, kind=kind, path=path
    )


def _rights(seen: Seen) -> Iterator[Clue]:
    """Take the first holder of each document: those after it hold a part, or something brought in."""
    told: set[str] = set()
    for one in seen.facts.derive(holdings):
        path, kind = one.document.path, one.party.kind
        if path in told or kind is None:
            continue
        told.update(() if one.is_old else (path,))
        if {"company", "public-body"} <= set(one.party.parts):
            kind = "consortium"
        lines = (one.line, one.line)
        if kind in {"person", "people"}:
            name = "rights_of_one" if kind == "person" else "rights_of_all"
            cited = seen.cite(one.document, lines, quote=False)
            yield seen.definition.clue(name, cited, root="rights", path=path)
        elif kind in LED:
            cited = seen.cite(one.document, lines, quote=one.is_quotable)
            yield seen.definition.clue(
                "rights_also" if one.is_old else "rights_held", cited, root="rights",
                value=LED[str(kind)], who=one.party.name, kind=kind, path=path,
            )  # fmt: skip


def _said(seen: Seen) -> Iterator[Clue]:
    for name in ("says_held", "trademark", "agreement_with"):
        for hit in seen.hits(name):
            if not _about_itself(seen, hit, name):
                continue
            words = _after(hit)
            told, path = party(words, own_names(seen.origin)), hit.document.path
            if told.kind in LED and told.name:
                cited = seen.cite(hit.document, hit.lines, quote=told.known is not None)
                yield seen.definition.clue(
                    name,
                    cited,
                    root=path,
                    value=LED[str(told.kind)],
                    who=told.name,
                    kind=told.kind,
                    path=path,
                )
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


def _sites(seen: Seen) -> Iterator[Clue]:
    """Yield the known organisation behind the site of the project's own name, and public sites pointed at."""
    own, public = own_names(seen.origin), 0
    told: set[str] = set()
    for document in seen.of(*_POINTING):
        if "/" in document.path or document.text is None:
            continue
        for host in {one.lower() for one in _HOST.findall(document.text[:60_000])}:
            held = load_stewards().of_site(f"https://{host}")
            kind = kind_of(held) if held else None
            if held is None or kind not in LED:
                continue
            public += kind in {"public-body", "gip"} and held.kind != "research"
            labels = {re.sub(r"[^a-z0-9]", "", one) for one in host.split(".")[:-1] if len(one) > _SHORT}
            if labels & own and held.id not in told:
                told.add(held.id)
                yield seen.definition.clue(
                    "own_site", seen.cite(document), root="account", value=LED[str(kind)],
                    who=held.name, kind=kind, path=document.path,
                )  # fmt: skip
    if public > 1:
        cited = seen.count("sites and addresses of public bodies in the documents", public)
        weight = Weight.STRONG if public >= seen.definition.thresholds["public_sites"] else None
        yield seen.definition.clue("public_site", cited, root="sites", weight=weight, count=public)


def _manifests(seen: Seen) -> Iterator[Clue]:
    for document in seen.of(DocumentKind.MANIFEST):
        found = _AUTHOR.search((document.text or "")[:20_000]) if "/" not in document.path else None
        told = party(found["name"], own_names(seen.origin)) if found else None
        if told is not None and told.kind in KINDS:
            yield _clue(seen, "manifest_names", told, document.path, root="manifest")


def _offers(seen: Seen) -> Iterator[Clue]:
    hits = seen.hits("says_company")
    weight = Weight.STRONG if len({hit.match for hit in hits}) > _COMMERCIAL else Weight.WEAK
    for hit in hits[:3]:
        yield replace(seen.clue(hit, weight=weight, match=" ".join(hit.match.split())), root="offers")


def _addresses(seen: Seen) -> Iterator[Clue]:
    hands = authorship(seen.facts, seen.as_of)
    if hands is None or hands.count < seen.definition.thresholds["few"]:
        return
    limits = seen.definition.thresholds
    cited = seen.count("contributions of the window, by organisation", hands.count, hands.window)
    named = [one for one in hands.organisations if is_identified(one)]
    bodies = [one for one in hands.organisations if one.share >= limits["body"]]
    if len(bodies) > 2:
        yield seen.definition.clue(
            "several_bodies", cited, root="history", count=len(bodies), least=limits["body"]
        )
    for one in named[:1]:
        kind = "public-body" if one.kind == "research" else one.kind
        name = _name(one.id)
        alone = one.share >= limits["shown"] and one.told >= limits["told_alone"]
        if one.share >= limits["led"] or alone:
            yield seen.definition.clue(
                "domain_leads",
                cited,
                root="history",
                value=LED[str(kind)],
                share=one.share,
                who=name,
                kind=kind,
            )
        elif one.told >= limits["told"] and one.share >= limits["some"]:
            yield seen.definition.clue(
                "domain_some",
                cited,
                root="history",
                value=LED[str(kind)],
                share=one.told,
                who=name,
                kind=kind,
            )
    for one in hands.organisations[:1]:
        if not is_identified(one) and one.share >= limits["led"]:
            is_all = one.share >= limits["mostly"] and hands.first < limits["one_hand"]
            yield from _unknown_domain(seen, one.id, one.share, is_all=is_all)


def _name(identifier: str) -> str:
    """Return the name of an organisation of the history: its identifier is that of knowledge, or a domain."""
    return _names().get(identifier, identifier)


@cache
def _names() -> Mapping[str, str]:
    return {one.id: one.name for register in load_registers() for one in register.organisations}


def _unknown_domain(seen: Seen, domain: str, share: float, *, is_all: bool) -> Iterator[Clue]:
    """Yield what a domain that several authors share says, though knowledge does not know whose it is."""
    cited = seen.count(f"contributions from {domain}", 1)
    label, _, top = domain.rpartition(".")
    bare = re.sub(r"[^a-z0-9]", "", label.rpartition(".")[2])
    if told_by_words(domain) in LED or top in {"org", "ngo", "edu", "coop", "gov", "int"}:
        return
    own = [name for name in own_names(seen.origin) if len(name) > _SHORT]
    is_own = any(bare and (bare in name or name in bare) for name in own)
    name, weight = "own_domain" if is_own else "one_domain", Weight.STRONG if is_all else None
    yield seen.definition.clue(name, cited, root="history", weight=weight, share=share, who=domain)
