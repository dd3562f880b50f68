"""What has to be signed or certified, and where the rules of contribution are written."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import polars as pl

from reperes.facts.documents import Document, DocumentKind
from reperes.facts.factset import FactSet
from reperes.facts.schema import HISTORY
from reperes.indicators.windows import last, within
from reperes.people.stewards import load_stewards
from reperes.readings.contribution_terms.agreement import AGREEMENTS, cla_kind, relicensing
from reperes.readings.contribution_terms.places import CONDUCT, GUIDE, SECURITY, place_of
from reperes.readings.judge import Clue, Conclusion, conclude
from reperes.readings.model import Confidence, Piece, Question, Reading, Weight, unknown
from reperes.readings.named import opened
from reperes.readings.seen import Seen
from reperes.readings.signals import Hit

FILTER = "commits of the last 24 months, without merges nor bots, with a Signed-off-by line"
SEARCH = "documents that say what is asked of contributors"

_COMPANIONS = ("cla_kind", "relicensing", "guide", "code_of_conduct", "security_policy")
_SAYING = (
    *("cla_required", "cla_by_contributing", "cla_to_sign", "cla_grant", "cla_service", "cla_mention"),
    *("cla_document", "cla_check", "assignment", "none_said", "nothing_said"),
)
_CERTIFYING = ("dco_required", "dco_text", "dco_named", "dco_commands", "dco_check", "dco_unused")
_ABOUT = re.compile(
    r"contribut|contribuer|develop|hack|commun|cla\b|dco|legal|licen|patch|govern|pull|sign", re.IGNORECASE
)
_SIGNING_OFF = re.compile(
    r"signed-off-by|--signoff|commit (?-i:-[a-z]{0,3}s\b)|\bdco\b|certificate of origin|certificat d.origine"
    r"|commits?\b[^.]{0,40}\bsigned[- ]off",
    re.IGNORECASE,
)
_CERTIFICATE = re.compile(
    r"certificate of origin|certificat d.origine|je certifie|i certify that", re.IGNORECASE
)
_ROOM = r"(?i)(?:^|/)(?:node_modules|vendor|third[-_]?party|tests?|examples?|fixtures|templates?)/"
_AGREEMENT_FILE = (
    r"(?i)^(?:[^/]+/|(?:docs?|legal|\.github|community|contributing)/[^/]+/)?(?:[a-z0-9]+[-_ ])?"
    r"(?:[ic]?cla|(?:individual|corporate|entity)[-_ ]?cla"
    r"|contribut(?:or|ion)s?[-_ ]?(?:licen[sc]e[-_ ]?)?agreement)"
    r"(?:[-_ .](?:individual|corporate|entity|v?[0-9.]+))?"
    r"\.(?:md|txt|pdf|docx?|odt|rst|adoc|html)$"
)
_AGREEMENT_ROBOT = (
    r"(?i)^(?:\.clabot|\.cla(?:-config)?\.(?:ya?ml|json)|\.github/(?:cla|\.?clabot)\.(?:ya?ml|json)|"
    r"(?:\.github/)?(?:cla[-_/]?)?signatures/(?:version\d+/)?cla[^/]*\.json|\.github/cla/signatures\.json)$"
)
_ORIGIN_ROBOT = r"(?i)^\.github/dco\.ya?ml$"
_RULES = {
    "cla": "org_rule_cla",
    "dco": "org_rule_dco",
    "copyright-assignment": "org_rule_assignment",
    "none": "org_rule_none",
}


def read(seen: Seen) -> Reading:
    """Weigh agreement and certificate apart: a project may ask for both."""
    definition = seen.definition
    if seen.documents is None:
        return unknown(definition.id, definition.ask("asked"), companions=dict.fromkeys(_COMPANIONS))
    agreement = conclude(_one_agreement(seen), ("copyright-assignment", "none", "cla"))
    habit = [] if agreement.value in AGREEMENTS else list(_habit(seen))
    certificate = [*_certificate(seen), *_organisation(seen, {"dco"}), *habit]
    found = _both(agreement, conclude(certificate, ("dco",)))
    if found is None:
        denied = tuple(clue.piece for clue in certificate if clue.denies == "dco")
        found = _nothing(seen, agreement, denied)
    places = {
        "guide": place_of(seen, GUIDE),
        "code_of_conduct": place_of(seen, CONDUCT),
        "security_policy": place_of(seen, SECURITY),
    }
    companions = {
        "cla_kind": cla_kind(seen, found.value),
        "relicensing": relicensing(seen, found.value),
        **places,
    }
    questions = tuple(_questions(seen, found, companions))
    return Reading(
        definition.id, found.value, found.confidence, found.support, found.against, questions, companions
    )


def _both(agreement: Conclusion, origin: Conclusion) -> Conclusion | None:
    """Join what is said of the agreement and of the certificate; None when neither is asked."""
    against = (*agreement.against, *origin.against)
    if Confidence.CONTRADICTED in {agreement.confidence, origin.confidence}:
        support = (*agreement.support, *origin.support)
        return Conclusion(None, Confidence.CONTRADICTED, support, against)
    if agreement.value in AGREEMENTS:
        if agreement.value == "cla" and _is_written(origin):
            sure = {agreement.confidence, origin.confidence} == {Confidence.ESTABLISHED}
            confidence = Confidence.ESTABLISHED if sure else Confidence.LIKELY
            return Conclusion("dco+cla", confidence, (*agreement.support, *origin.support), against)
        return Conclusion(
            agreement.value, agreement.confidence, agreement.support, (*against, *origin.support)
        )
    if origin.value == "dco":
        return Conclusion("dco", origin.confidence, (*origin.support, *agreement.support), against)
    return None


def _nothing(seen: Seen, agreement: Conclusion, denied: tuple[Piece, ...]) -> Conclusion:
    """Say that nothing is asked, or that this is not known.

    Established when the project says it of both, or of whatever there may be to sign; likely when every place
    was searched; unknown as long as one was not. `denied` says that no certificate is asked.
    """
    said = (*agreement.support, *denied)
    everything = denied or any(piece.message.endswith(".nothing_said") for piece in said)
    if agreement.confidence is Confidence.ESTABLISHED and everything:
        return Conclusion("none", Confidence.ESTABLISHED, said, agreement.against)
    if _is_unread(seen):
        return Conclusion(None, Confidence.UNKNOWN, said, agreement.against)
    count = sum(_counts(seen, document) for document in seen.of(*_places(seen)))
    searched = seen.definition.piece("nothing_asked", seen.count(SEARCH, count), count=count)
    rule = [clue.piece for clue in _organisation(seen, {"none"})]
    return Conclusion("none", Confidence.LIKELY, (*said, *rule, searched), agreement.against)


def _places(seen: Seen) -> tuple[DocumentKind, ...]:
    """Return the kinds of documents where something would be asked, as the definition gives them."""
    evidence = seen.definition.evidence
    return tuple(dict.fromkeys(kind for name in (*_SAYING, *_CERTIFYING) for kind in evidence[name].places))


def _is_unread(seen: Seen) -> bool:
    """Return whether a place was not searched to its end: a document, the names of files, the history."""
    return (
        seen.tree is None
        or seen.history is None
        or any(_counts(seen, document) for document in seen.unread(*_places(seen)))
    )


def _is_written(origin: Conclusion) -> bool:
    return origin.value == "dco" and any(piece.weight is not Weight.WEAK for piece in origin.support)


def _one_agreement(seen: Seen) -> list[Clue]:
    """Return what speaks of an agreement; one that assigns the rights is not also a mere licence."""
    clues = [*_agreement(seen), *_organisation(seen, AGREEMENTS)]
    if all(clue.piece.weight is Weight.WEAK for clue in clues):
        clues += seen.clues("inbound", most=1)  # what is only spoken of yields to what is said of the licence
    if not any(clue.value == "copyright-assignment" for clue in clues):
        return clues
    return [replace(clue, value="copyright-assignment") if clue.value == "cla" else clue for clue in clues]


def _agreement(seen: Seen) -> Iterator[Clue]:
    for hit in _hits(seen, _SAYING):
        if hit.evidence == "cla_document" and _CERTIFICATE.search(hit.document.text or ""):
            continue
        yield seen.clue(hit, weight=_lighter(seen, hit))
    yield from _named(seen, "cla_file", _AGREEMENT_FILE)
    yield from _named(seen, "cla_robot", _AGREEMENT_ROBOT)


def _certificate(seen: Seen) -> Iterator[Clue]:
    for hit in _hits(seen, _CERTIFYING):
        # “Sign off” alone may be any agreement, of a person or of a robot; `commit -S` signs with a key.
        if hit.evidence in {"dco_required", "dco_commands"} and not _SIGNING_OFF.search(
            hit.document.text or ""
        ):
            continue
        yield seen.clue(hit, weight=_lighter(seen, hit))
    yield from _named(seen, "dco_robot", _ORIGIN_ROBOT)


def _hits(seen: Seen, names: Sequence[str]) -> Iterator[Hit]:
    for name in names:
        yield from (hit for hit in seen.hits(name) if _counts(seen, hit.document))


def _counts(seen: Seen, document: Document) -> bool:
    """Tell whether a document counts: a page of documentation, when about contributing to this project."""
    return document.kind is not DocumentKind.DOCS_PAGE or (
        bool(_ABOUT.search(document.path)) and seen.settled("resource") != "documentation"
    )


def _lighter(seen: Seen, hit: Hit) -> Weight:
    """Return the weight of a find: what a page or the file of a folder says is not yet the project's word."""
    weight = seen.definition.evidence[hit.evidence].weight
    aside = hit.document.kind in {
        DocumentKind.DOCS_PAGE,
        DocumentKind.GOVERNANCE,
        DocumentKind.ISSUE_TEMPLATE,
    }
    deep = hit.document.kind is DocumentKind.README and "/" in hit.document.path
    return Weight.STRONG if weight is Weight.FORMAL and (aside or deep) else weight


def _named(seen: Seen, evidence: str, pattern: str) -> Iterator[Clue]:
    """Yield what the names of files tell."""
    if seen.tree is None:
        return
    paths = seen.tree.entries.get_column("path")
    known = {document.path for document in seen.of(DocumentKind.CONTRIBUTOR_AGREEMENT)}
    for path in paths.filter(paths.str.contains(pattern) & ~paths.str.contains(_ROOM)).sort().head(2):
        if path not in known:
            yield seen.definition.clue(evidence, *opened(seen, path), root=path, path=path)


def _organisation(seen: Seen, wanted: frozenset[str] | set[str]) -> Iterator[Clue]:
    steward = load_stewards().of_account(seen.origin) if seen.origin else None
    if steward is not None and steward.terms is not None and steward.terms in wanted:
        yield seen.definition.clue(
            _RULES[steward.terms],
            seen.knowledge(steward),
            root="organisation",
            organisation=steward.name,
        )


def _habit(seen: Seen) -> Iterator[Clue]:
    """Tell the habit of signing off; of one or two people, it is theirs and not a rule."""
    if seen.history is None:
        return
    at, definition = seen.definition.thresholds, seen.definition
    window = last(seen.as_of, int(at["months"]))
    commits = seen.facts.derive(signed).filter(within("authored_at", window))
    signing = commits.filter("signed")
    if commits.height < at["commits"]:
        return
    share = signing.height / commits.height
    people = signing.get_column("author").n_unique()
    name = "dco_habit" if share >= at["habit"] and people >= at["signers"] else "dco_frequent"
    if share >= at["frequent"]:
        yield definition.clue(name, seen.count(FILTER, signing.height, window), root="history", share=share)


def signed(facts: FactSet) -> pl.DataFrame:
    """Return `author`, `authored_at`, `signed` of people's commits, without merges. Requires the history."""
    history = facts.require(HISTORY)
    humans = history.people.with_row_index("author").filter(pl.col("kind") == "human").select("author")
    rows = history.trailers.filter(pl.col("role") == "signed-off-by").get_column("commit").unique()
    return (
        history.commits.with_row_index("row")
        .filter(pl.col("parents") < 2)
        .join(humans, on="author", how="semi")
        .select("author", "authored_at", pl.col("row").is_in(rows.implode()).alias("signed"))
    )


def _questions(seen: Seen, found: Conclusion, companions: Mapping[str, object]) -> Iterator[Question]:
    if found.confidence is not Confidence.ESTABLISHED:
        yield seen.definition.ask("asked")
    if found.value in AGREEMENTS and (
        companions["relicensing"] is None or companions["cla_kind"] == "unknown"
    ):
        yield seen.definition.ask("agreement")
    if companions["security_policy"] is None:
        yield seen.definition.ask("security")
