"""What the documents, the metadata and the folders of a project say of its money."""

import re
from collections.abc import Iterator, Mapping

import polars as pl

from reperes.facts.documents import DocumentKind
from reperes.people.stewards import Steward, load_stewards
from reperes.readings.economic_model.holder import Holder
from reperes.readings.judge import Clue
from reperes.readings.listed import records
from reperes.readings.model import Weight
from reperes.readings.named import Named, block, funders, listed, named_after, opened, users, written
from reperes.readings.seen import Seen
from reperes.readings.signals import Hit
from reperes.readings.stewardship import own_names

_MONEY_OF = {
    "public-body": "public-funding",
    "research": "public-funding",
    "company": "corporate-sponsored",
    "foundation": "foundation-funded",
}
_WORK_OF = {"public-body": "in-house-public", "research": "research", "company": "corporate-sponsored"}
_SAYINGS = (
    *("asks_donations", "thanks_sponsors", "membership", "foundation_home", "public_programme"),
    *("programme_in_changes", "public_procurement", "pooling_said", "research_said", "change_date"),
)
_SELLING = ("enterprise_edition", "community_edition", "hosted_offer")
_FORBIDDING = ("no_rival_core", "no_rival_hosting")
_OFFERING = ("paid_support", "commercial_licence")
_MOST = 3
_WORD = re.compile(r"[^\W_][\w.-]*")
_BETWEEN = re.compile(r"[\w.-]+[\s*_]{0,4}$")
_MANIFESTS = ("package.json", "composer.json", "pubspec.yaml")
_HOST = re.compile(r"https?://([a-z0-9.-]+)")
_TREE = "tree"
_MISTAKABLE = 4
"""Letters under which the likeness of a site and of a project is chance."""


def papers(seen: Seen, held: Holder) -> Iterator[Clue]:
    """Yield the clues of the documents, of the metadata and of the tree."""
    yield from _declarations(seen, held)
    yield from seen.clues(*_SAYINGS, most=_MOST)
    yield from _offers(seen, *_OFFERING)
    if not held.public:
        yield from _offers(seen, *_SELLING)
        yield from seen.clues(*_FORBIDDING, most=_MOST)
        yield from _own_pages(seen)
        yield from _paid_folders(seen)
    yield from _named(seen, held)
    yield from _in_catalogues(seen)
    yield from _relicensing(seen)


def _in_catalogues(seen: Seen) -> Iterator[Clue]:
    """Yield what public funds received; one that never received anything does not tell what is lived on."""
    limits = seen.definition.thresholds
    for record in records(seen):
        money, said = record.entry.money, record.said
        if record.entry.funding:
            count = len(record.entry.funding)
            yield seen.definition.clue(
                "funding_listed", record.cite(), root=record.listing.catalogue, count=count, **said
            )
        amount = 0.0 if money is None else money.received or money.yearly or 0.0
        if money is not None and amount >= limits["fund_tells"]:
            name = "collective_receives" if money.received else "collective_yearly"
            is_worth = money.currency in seen.definition.lists["fund_currencies"]
            weight = None if is_worth and amount >= limits["fund_carries"] else Weight.WEAK
            told = {"amount": round(amount), "currency": money.currency, **said}
            root = record.listing.catalogue
            yield seen.definition.clue(name, record.cite(), root=root, weight=weight, **told)


def _offers(seen: Seen, *names: str) -> Iterator[Clue]:
    for name in names:
        own = [hit for hit in seen.hits(name) if not _is_of_another(seen, hit)]
        yield from (seen.clue(hit) for hit in own[:_MOST])


def _is_of_another(seen: Seen, hit: Hit) -> bool:
    """Return whether an offer bears a name that is not the project's: « Exemple Enterprise Edition »."""
    ahead, match = written(hit)
    last = _BETWEEN.search(ahead)
    trade, own = seen.definition.lists["trade_words"], own_names(seen.origin)
    for word in _WORD.findall(f"{last.group() if last else ''} {match}"):
        plain = "".join(one for one in word.lower() if one.isalnum())
        parts = word.lower().strip(".-").split("-")
        is_name = word != word.lower() and not all(part in trade for part in parts)
        if is_name and not any(plain in name or name in plain for name in own if len(name) > 1):
            return True
    return False


def _declarations(seen: Seen, held: Holder) -> Iterator[Clue]:
    yield from _funding_files(seen, held)
    for item in seen.declared("publiccode.yml", "codemeta", root=False):
        cited = opened(seen, item.path)
        yield from _declared(seen, item.path, item.fields, held)
        count = len(users(item))
        if count >= seen.definition.thresholds["pooling"]:
            yield seen.definition.clue("public_users", *cited, root=item.path, path=item.path, count=count)
        for name, steward in funders(item):
            value = _MONEY_OF.get(steward.kind) if steward is not None else None
            if value is not None and steward != held.steward:
                yield seen.definition.clue(
                    "declared_funder", *cited, root=item.path, value=value, path=item.path, body=name
                )


def _funding_files(seen: Seen, held: Holder) -> Iterator[Clue]:
    for item in seen.declared("FUNDING.yml", "funding.json", "funding-manifest-urls", root=False):
        platforms = [str(one) for one in listed(item.fields.get("platforms"))]
        platforms += ["address"] if item.fields.get("custom") else []
        if held.public and platforms == ["address"]:
            continue  # a public body's own page about the service, more often than a call for gifts
        cited = opened(seen, item.path)
        if platforms:
            yield seen.definition.clue(
                "funding_file", *cited, root=item.path, path=item.path, platforms=platforms
            )
        elif item.format != "FUNDING.yml":
            yield seen.definition.clue("funding_manifest", *cited, root=item.path, path=item.path)
    state = seen.forge
    if (
        state is not None
        and state.funding
        and not held.public
        and not seen.declared("FUNDING.yml", root=False)
    ):
        # Forges also show what the account says for all its projects, in a repository that is not this one.
        yield seen.definition.clue("funding_on_forge", seen.on_forge(state), root="forge")
    for item in seen.declared(*_MANIFESTS):
        if item.fields.get("funding"):
            cited = opened(seen, item.path)
            yield seen.definition.clue("package_funding", *cited, root=item.path, path=item.path)


def _declared(seen: Seen, path: str, fields: Mapping[str, object], held: Holder) -> Iterator[Clue]:
    """Yield what a publiccode.yml says of who maintains, when a public body publishes it."""
    owner = _publisher(fields)
    public = held.public or (owner is not None and owner[1].kind == "public-body")
    maintenance = block(fields.get("maintenance"))
    kind, contractors = maintenance.get("type"), len(listed(maintenance.get("contractors")))
    cited = opened(seen, path)
    if owner is not None and owner[1].kind == "public-body":
        yield seen.definition.clue("openness_level", *cited, root=path, path=path, body=owner[0])
    if public and kind == "internal":
        yield seen.definition.clue("maintained_internally", *cited, root=path, path=path)
    if public and kind == "contract":
        yield seen.definition.clue("maintained_by_contract", *cited, root=path, path=path)
    if public and contractors:
        yield seen.definition.clue("contractors_declared", *cited, root=path, path=path, count=contractors)


def _publisher(fields: Mapping[str, object]) -> tuple[str, Steward] | None:
    legal, organisation = block(fields.get("legal")), block(fields.get("organisation"))
    names = [legal.get("mainCopyrightOwner"), legal.get("repoOwner"), organisation.get("name")]
    for name in names:
        found = load_stewards().named(name) if isinstance(name, str) else ()
        if found and isinstance(name, str):
            return name, found[0][0]
    return None


def _own_pages(seen: Seen) -> Iterator[Clue]:
    """Yield the pages of prices, of hosting or of a paid edition that stand on the project's own site."""
    names = {name for name in own_names(seen.origin) if len(name) >= _MISTAKABLE}
    for evidence in ("own_offer", "own_price"):
        for hit in seen.hits(evidence):
            host = _HOST.search(hit.match)
            labels = host[1].replace("-", "").split(".") if host else []
            if "gouv" in labels or "gov" in labels:
                continue
            if any(
                name in label or (len(label) > _MISTAKABLE and label in name)
                for name in names
                for label in labels
            ):
                yield seen.clue(hit)
                break


def _paid_folders(seen: Seen) -> Iterator[Clue]:
    if seen.tree is None:
        return
    names = "|".join(seen.definition.lists["paid_folders"])
    found = seen.tree.entries.select(
        folder=pl.col("path").str.extract(rf"(?i)^((?:[^/]+/){{0,3}}(?:{names}))/"),
        licence=pl.col("path").str.contains(r"(?i)/licen[cs]e[^/]*$"),
    ).filter(pl.col("folder").is_not_null())
    counted = found.group_by("folder").agg(pl.len().alias("files"), pl.col("licence").any())
    for folder, files, licence in counted.sort("licence", "files", descending=True).head(1).iter_rows():
        cited = seen.count(f"files of the revision under {folder}/", files)
        if licence:
            yield seen.definition.clue("paid_folder", cited, root=_TREE, folder=folder)
        elif files >= seen.definition.thresholds["paid_files"]:
            yield seen.definition.clue("paid_files", cited, root=_TREE, folder=folder, count=files)


def _named(seen: Seen, held: Holder) -> Iterator[Clue]:
    """Yield the organisations that sentences name as those who make or who fund."""
    for evidence, values in (("made_by", _WORK_OF), ("funded_by", _MONEY_OF)):
        told: set[str] = set()
        for named in named_after(seen, evidence):
            value = values.get(named.steward.kind)
            if value is None or named.steward.id in told:
                continue
            if evidence == "made_by" and named.steward.kind == "company" and not held.company:
                if not held.public:
                    continue  # a tool or a platform, more often than an author
                told.add(named.steward.id)
                yield _naming(seen, "made_by_contractor", named, "public-funding")
                continue
            told.add(named.steward.id)
            yield _naming(seen, evidence, named, value)


def _naming(seen: Seen, evidence: str, named: Named, value: str) -> Clue:
    path = named.hit.document.path
    weak = named.hit.document.kind is DocumentKind.CHANGELOG
    return seen.definition.clue(
        evidence,
        seen.cite(named.hit.document, named.lines, quote=False),
        root=path,
        value=value,
        weight=Weight.WEAK if weak else None,
        path=path,
        body=named.steward.name,
    )


def _relicensing(seen: Seen) -> Iterator[Clue]:
    terms = seen.readings.get("contribution_terms")
    if terms is not None and terms.companions.get("relicensing") is True:
        path = next((str(one.args["path"]) for one in terms.support if "path" in one.args), "terms")
        yield seen.definition.clue("relicensing", seen.reading("contribution_terms"), root=path)
