"""Comments that a forge gives for the whole repository, put with the requests they answer."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from reperes.sources.forges.model import Answer, Item


@dataclass(slots=True)
class Comments:
    """What was read: the answers by number of request, and since when every one is there.

    `since` is None when none could be read.
    """

    since: datetime | None
    answers: dict[int, list[Answer]] = field(default_factory=lambda: defaultdict(list))

    def add(self, rank: int, answer: Answer) -> None:
        """Keep an answer."""
        self.answers[rank].append(answer)


def joined(
    items: Iterable[Item],
    read: Sequence[Comments],
    counts: Mapping[int, int],
    kinds: Sequence[str],
    *,
    after: datetime | None,
    read_at: datetime,
) -> tuple[Item, ...]:
    """Return the items with their answers, from several readings: comments, then remarks on code.

    An item opened since all of them begin is wholly known; so is one whose count, where it is told, is 0. Of
    the others nothing is; nor of a change request that nobody answers, since a review may have no words:
    a bot is nobody. `kinds`: what each account is, by its number.

    When `after` is given, only what was answered since is wanted.
    """
    reaches = [one.since for one in read]
    since = None if None in reaches else max(moment for moment in reaches if moment is not None)
    found: list[Item] = []
    for item in items:
        answers = [answer for one in read for answer in one.answers.get(item.number, ())]
        start = item.opened_at if after is None else max(after, item.opened_at)
        known = (since is not None and start >= since) or counts.get(item.number) == 0
        known = known and not (item.kind == "change" and not _by_another(item, answers, kinds))
        found.append(
            replace(
                item,
                answers=tuple(sorted((*item.answers, *answers), key=lambda one: one.at)) if known else (),
                seen_until=read_at if known else item.opened_at,
                answers_from=after,
            )
        )
    return tuple(found)


def _by_another(item: Item, answers: Iterable[Answer], kinds: Sequence[str]) -> bool:
    people = (answer.person for answer in answers)
    return any(person is not None and person != item.author and kinds[person] == "human" for person in people)
