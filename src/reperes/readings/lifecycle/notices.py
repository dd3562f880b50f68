"""What a project announces of its own end, or of its maintenance."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from reperes.facts.documents import Document
from reperes.facts.fact import Absent
from reperes.facts.schema import FORGE
from reperes.indicators import changes as ch
from reperes.readings.judge import Clue
from reperes.readings.lifecycle import head
from reperes.readings.model import Weight
from reperes.readings.named import opened
from reperes.readings.seen import Seen
from reperes.readings.signals import Hit

FORGE_ROOT = "forge"
MARK = "lifecycle.forge_archived_since"
_PLAIN = re.compile(r"[^a-z0-9]+")
_LINK = re.compile(r"(?:https?://|git@)([\w.-]+)[/:]([\w./~-]+)")
_YEAR = re.compile(r"\b20[0-9]{2}\b")
_HEADING = re.compile(r"^[\s#>*_=!\[(⚠️:-]*")
_FORGES = ("git", "codeberg", "bitbucket", "framagit", "forge", "sourceforge", "sr.ht", "launchpad")
_NAMED = re.compile(
    r"(?:archived|archive[-_]notice|deprecated|deprecation[-_]notice|unmaintained|end[-_]of[-_]life|eol|abandoned"
    r"|retirement)(?:\.(?:md|txt|rst))?",
    re.IGNORECASE,
)
_STATUS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "publiccode.yml": (("developmentStatus",),),
    "codemeta": (("developmentStatus",),),
    "security-insights": (("project-lifecycle", "status"), ("repository", "status")),
    "composer.json": (("abandoned",),),
    "Chart.yaml": (("deprecated",),),
}
_PART = 3
"""Lines of text under which a title, alone on its line, is that of the whole document."""
_NEAR = 50
"""Letters between a name and what is said of it."""


def notices(seen: Seen) -> list[Clue]:
    """Return the clues that the project's own announcements make."""
    return [*_readme(seen), *_metadata(seen), *_files(seen), *_forge(seen)]


def _forge(seen: Seen) -> Iterator[Clue]:
    """Yield the mark of a forge on what can only be read any more, if it was there on the day observed."""
    value = seen.facts.value(FORGE)
    state = None if isinstance(value, Absent) else value
    if state is None or not state.archived or state.mirror:  # a copy may be put away, and its original live
        return
    since = state.archived_at or state.read_at
    if since.date() <= seen.as_of:
        name = "forge_archived_since" if state.archived_at else "forge_archived"
        day = since.date().isoformat()
        yield seen.definition.clue(name, seen.on_forge(state), root=FORGE_ROOT, day=day)


def _readme(seen: Seen) -> Iterator[Clue]:
    """Yield the first find of each kind in each presentation: the same words are not counted twice."""
    told: set[tuple[str, str | None]] = set()
    for name in ("says_ended", "name_ended", "title_ended", "says_moved", "says_ending", "says_suspended"):
        yield from _first(seen, name, told)
    for name in ("badge_ended", "says_maintenance", "badge_maintenance", "seeks_maintainers"):
        yield from _first(seen, name, told)
    yield from seen.clues("classifier_ended", most=1)


def _first(seen: Seen, name: str, told: set[tuple[str, str | None]]) -> Iterator[Clue]:
    value = seen.definition.evidence[name].value
    for hit in seen.hits(name):
        if (hit.document.path, value) in told:
            continue
        weight = _weight(seen, hit)
        if weight is not None:
            told.add((hit.document.path, value))
            yield _clue(seen, hit, weight)


def _clue(seen: Seen, hit: Hit, weight: Weight) -> Clue:
    """Return the clue of a find; the lines of a call for maintainers may name one: they are not quoted."""
    path, quote = hit.document.path, hit.evidence != "seeks_maintainers"
    cited = seen.cite(hit.document, hit.lines, quote=quote)
    return seen.definition.clue(hit.evidence, cited, root=path, weight=weight, path=path)


def _weight(seen: Seen, hit: Hit) -> Weight | None:
    """Return what a find weighs: nothing when it stands too low, or speaks of something else."""
    text = hit.document.text or ""
    before = head.text_before(text, hit.lines[0])
    if before is None:
        return None
    usual = seen.definition.evidence[hit.evidence].weight
    at_head = before < seen.definition.thresholds["head"]
    if hit.evidence in {"badge_ended", "badge_maintenance", "seeks_maintainers"}:
        return usual if at_head else None
    speaks = _CHECKS.get(hit.evidence)
    if not at_head or (speaks is not None and not speaks(seen, hit, before)):
        return None
    return usual


def _names_project(seen: Seen, hit: Hit, before: int) -> bool:
    """Return whether the name of the project stands just before a find: or just after an end to come."""
    ahead, _, behind = hit.sentence.partition(hit.match)
    coming = hit.match.startswith("will ")
    said = _PLAIN.sub("", behind[:_NEAR] if coming else ahead[-_NEAR:])
    names = (_PLAIN.sub("", name) for name in _names(seen, hit.document))
    named = any(len(name) > 1 and name in said for name in names)
    return named and (not coming or _is_past(seen, hit, before))


def _names(seen: Seen, document: Document) -> tuple[str, ...]:
    origin = (seen.origin or "").lower().rstrip("/").removesuffix(".git").rpartition("/")[2]
    return origin, re.split(r" [-–—:|] |[\[\]()]|: ", _HEADING.sub("", head.title(document.text or "")))[0][
        :40
    ]


def _is_title(seen: Seen, hit: Hit, before: int) -> bool:
    """Return whether a mention stands alone, or opens its line, among the first ones."""
    line = head.lines(hit.document.text or "")[hit.lines[0] - 1].strip().lower()
    opens = _HEADING.sub("", line).startswith(hit.match)
    closes = re.fullmatch(r"#{1,2} .{1,60}[\[(–—-] ?" + re.escape(hit.match) + r"[\])]?\W*", line) is not None
    short = len(line) <= seen.definition.thresholds["title"]
    return before < _PART and short and (opens or closes)


def _goes_elsewhere(seen: Seen, hit: Hit, _: int) -> bool:
    """Return whether a link beside the find leads to another repository than this one."""
    lines = (hit.document.text or "").split("\n")
    near = "\n".join(lines[hit.lines[0] - 1 : hit.lines[1] + 2])
    own = _PLAIN.sub("", (seen.origin or "").partition("://")[2].removesuffix(".git").lower())
    for host, path in _LINK.findall(near):
        place = _PLAIN.sub("", f"{host}/{path}".removesuffix(".git").lower())
        forge = any(word in host for word in _FORGES) and "/" in path.strip("/")
        if forge and not (own and place.startswith(own)):
            return True
    return False


def _is_past(seen: Seen, hit: Hit, _: int) -> bool:
    """Return whether the end announced has come: a year told that is over, or nobody at work any more."""
    years = [int(year) for year in _YEAR.findall(hit.sentence)]
    if years:
        return max(years) < seen.as_of.year
    measure = seen.measures.get("own_rhythm_silence")
    silent = measure.details.get("silence_days", 0) if measure is not None else 0
    return silent > seen.definition.thresholds["after_days"]


_CHECKS = {
    "name_ended": _names_project,
    "title_ended": _is_title,
    "says_moved": _goes_elsewhere,
    "says_ending": _is_past,
}


def _metadata(seen: Seen) -> Iterator[Clue]:
    ended = set(seen.definition.lists["ended"])
    for item in seen.declared(*_STATUS):
        for way in _STATUS[item.format]:
            said = _field(item.fields, way)
            word = str(said).lower().rstrip("/").rpartition("/")[2].lstrip("#")
            if said is True or word in ended:
                cited = opened(seen, item.path)
                yield seen.definition.clue("metadata_ended", *cited, root=item.path, path=item.path)
                break


def _field(fields: object, way: Sequence[str]) -> object:
    for name in way:
        fields = fields.get(name) if isinstance(fields, Mapping) else None
    return fields


def _files(seen: Seen) -> Iterator[Clue]:
    if seen.tree is None:
        return
    for path in seen.tree.entries.get_column("path"):
        if "/" not in path and _NAMED.fullmatch(path):
            yield seen.definition.clue("file_ended", *opened(seen, path), root=path)
            return


def work_after(seen: Seen, clue: Clue) -> tuple[int, int] | None:
    """Return how many changes people made since the document of a notice last changed, over how many days."""
    history = seen.history
    if history is None:
        return None
    files = history.files.get_column("path")
    row = next((at for at, path in enumerate(files) if path == clue.root), None)
    if row is None:
        return None
    touched = history.touches.filter(history.touches.get_column("file") == row).get_column("commit")
    written = history.commits.get_column("committed_at").gather(touched).dt.date().drop_nulls().sort()
    if written.is_empty():
        return None
    since: date = written[-1]
    days = ch.until(seen.facts, seen.as_of).dt.date()
    later: list[date] = days.filter(days > since).to_list()
    return len(later), (later[-1] - since).days if later else 0
