"""The reviews, which these forges give one change request at a time: of some only."""

from collections.abc import Sequence
from dataclasses import replace

from reperes.errors import Message
from reperes.facts.fact import Limit, Reason
from reperes.i18n import N_
from reperes.sources.forges.forgejo.api import SIZE, Api, listed
from reperes.sources.forges.forgejo.comments import Comments
from reperes.sources.forges.forgejo.read import Reader
from reperes.sources.forges.lenient import rows
from reperes.sources.forges.model import Answer, Item, Walk
from reperes.sources.http.errors import HttpError

REVIEWED = 10
"""Change requests whose reviews are read at most."""


def reviewed(api: Api, reader: Reader, comments: Comments, changes: Walk) -> Walk:
    """Return the change requests with the reviews of those that no comment answers, and say what is missing.

    First those that no former reading knew, and among them those of which the forge counts more answers than
    were read; then the last opened.
    """
    kinds = reader.accounts.people()["kind"].to_list()
    silent = [item for item in changes.items if _silent(item, kinds)]
    silent.sort(key=lambda item: (*_rank(item, comments), -item.opened_at.timestamp()))
    found = {item.number: item for item in changes.items}
    limits = list(changes.limits)
    whole, done = changes.whole, 0
    for item in silent[:REVIEWED]:
        try:
            found[item.number] = _read(api, reader, item)
        except HttpError as error:
            limits.append(Limit(error.reason, error.why))
            whole = False
            break
        done += 1
    left = silent[done:]
    if left:
        limits.append(_not_all(done))
    for item in left:
        # Whether a review answered it is not known: it is no silence.
        found[item.number] = replace(item, answers=(), seen_until=item.opened_at)
    return replace(changes, items=tuple(found.values()), limits=tuple(limits), whole=whole)


def _rank(item: Item, comments: Comments) -> tuple[bool, bool]:
    return item.answers_from is not None, not comments.unseen(item)


def _silent(item: Item, kinds: Sequence[str]) -> bool:
    """Tell whether nobody answered a person, as far as comments say."""
    if item.seen_until <= item.opened_at or (item.author is not None and kinds[item.author] == "bot"):
        return False
    return not any(_by_another(answer, item, kinds) for answer in item.answers)


def _by_another(answer: Answer, item: Item, kinds: Sequence[str]) -> bool:
    if answer.person is None:
        return item.author is not None
    return answer.person != item.author and kinds[answer.person] == "human"


def _read(api: Api, reader: Reader, item: Item) -> Item:
    page = listed(api.project(f"/pulls/{item.number}/reviews", limit=SIZE))
    reviews = (reader.review(told) for told in rows(page))
    since = item.answers_from or item.opened_at
    kept = [review for review in reviews if review is not None and since <= review.at <= item.seen_until]
    answers = dict.fromkeys((*item.answers, *kept))
    return replace(item, answers=tuple(sorted(answers, key=lambda one: one.at)))


def _not_all(done: int) -> Limit:
    text = N_(
        "Where no comment answers, the reviews of {n} change requests were read; for the others, a review "
        "without a comment is not seen."
    )
    return Limit(Reason.TOO_MANY, Message(text, {"n": done}))
