"""Who holds the project by law, else by fact; and whether its rules are written."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from reperes.readings.governance.documented import documented
from reperes.readings.governance.hands import by_hands
from reperes.readings.governance.steward import by_steward, steward_of
from reperes.readings.judge import Clue, conclude
from reperes.readings.model import Confidence, Reading, Weight, unknown
from reperes.readings.seen import Seen
from reperes.readings.stewardship import LED

STEWARDED = ("foundation-hosted", "association-led", "public-body-led", "consortium", "company-led")
_LETTERS = re.compile(r"[^\W\d_]{4,}")
_OF_LAW = frozenset({"account_holds", "account_listed", "own_site", "card_owner", "rights_held"})
_LISTED = "account_listed"
FREE = ("community-led", "individual-led")


def read(seen: Seen) -> Reading:
    """Take the strongest steward in the order of the law; without one, what the rules and the hands say."""
    definition = seen.definition
    if seen.documents is None and seen.history is None:
        return unknown(definition.id, definition.ask("who"), definition.ask("how"), companions=_NOTHING)
    written = documented(seen)
    hands = list(by_hands(seen))
    held = _beside_catalogues([_behind(clue, hands) for clue in by_steward(seen)])
    clues = [*held, *hands]
    top = next((value for value in STEWARDED if any(_speaks(clue, value) for clue in held)), None)
    order = tuple(definition.values) if top else (*FREE, *STEWARDED)
    found = conclude(_settled(clues, top), order)
    rest = [clue.piece for clue in clues if top is not None and clue.value != top]
    confidence = found.confidence
    if top is not None and confidence is Confidence.ESTABLISHED and not _is_one_steward(held, top):
        confidence = Confidence.LIKELY
    asked = ["who"] if found.value is None or confidence is not Confidence.ESTABLISHED else []
    asked += ["how"] if written["documented"] != "yes" else []
    asked += [] if written["joins"] else ["joining"]
    companions = {**written, "steward": steward_of(seen, held, found.value)}
    questions = tuple(definition.ask(name) for name in asked)
    against = (*found.against, *rest)
    return Reading(definition.id, found.value, confidence, found.support, against, questions, companions)


_NOTHING = {
    "documented": "unknown",
    "documents": (),
    "steward": None,
    "decides": (),
    "joins": (),
    "refuses": (),
}


def _behind(clue: Clue, hands: Iterable[Clue]) -> Clue:
    """Return a clue of the addresses made weak when rules give the power to others: law comes before fact."""
    ruled = any(_message(one) in {"elected", "bdfl"} for one in hands)
    if not ruled or not (clue.root == "history" or _message(clue) == "says_one"):
        return clue
    return clue.weighing(Weight.WEAK)


def _beside_catalogues(held: Sequence[Clue]) -> list[Clue]:
    """Return the clues; that of a catalogue is made weak where two places of the project say another holder.

    Such a list may be old: it is told beside what the project itself establishes, and does not overturn it.
    """
    roots: dict[str, set[str]] = defaultdict(set)
    for clue in held:
        if clue.value is not None and clue.piece.weight is not Weight.WEAK and _message(clue) != _LISTED:
            roots[clue.value].add(clue.root)
    is_told = any(len(places) > 1 for value, places in roots.items() if value != LED["public-body"])
    return [clue.weighing(Weight.WEAK) if is_told and _message(clue) == _LISTED else clue for clue in held]


def _speaks(clue: Clue, value: str) -> bool:
    return clue.value == value and clue.piece.weight is not Weight.WEAK


def _settled(clues: Iterable[Clue], top: str | None) -> list[Clue]:
    """Keep what speaks for the steward in law; what fact says beside it is told, and does not outweigh it."""
    if top is None:
        return list(clues)
    return [clue if clue.value == top else replace(clue, value=None) for clue in clues]


def _is_one_steward(held: Iterable[Clue], top: str) -> bool:
    """Return whether the account, a card and the rights agree; and, of companies, whether it is the same one.

    Where one company holds the rights and another writes the code, no single vendor is established; nor is
    one that nothing names.
    """
    strong = [clue for clue in held if clue.value is not None and clue.piece.weight is not Weight.WEAK]
    if any(clue.value != top and _message(clue) in _OF_LAW for clue in strong):
        return False
    if top != "company-led":
        return True
    named = [
        (clue.root, set(_LETTERS.findall(str(clue.piece.args["who"]).lower())))
        for clue in strong
        if clue.value == top and "who" in clue.piece.args
    ]
    if len({root for root, _ in named}) == 1:
        return True
    return any(one & other for root, one in named for beside, other in named if root != beside)


def _message(clue: Clue) -> str:
    return clue.piece.message.partition(".")[2]
