"""From an address to an observation: the arrows of DESIGN §3, composed.

The log of the repository is started before the data frame library is imported: both take about half a
second on a middling repository, and git needs no help.
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from reperes.errors import Message, UnreachableError, UsageError
from reperes.facts.fact import Limit, Reason
from reperes.i18n import N_
from reperes.later import Later
from reperes.people.store import people_store
from reperes.progress import Progress
from reperes.request import Request
from reperes.sources.git import log
from reperes.sources.git.clone import bring_blobs, clone, kept
from reperes.sources.git.command import GitError, Repository
from reperes.sources.git.local import Described, declared_origin, describe, find_git_dir
from reperes.sources.git.mailmap import find_mailmap
from reperes.sources.git.memory import recall
from reperes.sources.git.transfer import NotThereError, Remote
from reperes.subject import refusals
from reperes.subject.address import Address, AddressError, AddressKind, Forge, parse

if TYPE_CHECKING:
    from reperes.observation import Observation
    from reperes.sources.catalogues.resolve import Resolved
    from reperes.sources.forges.collect import Forged


_PERHAPS_STALE = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Place:
    """Where the subject is read: a git directory, and the remote it came from if it is a clone of ours.

    `limits`: what has to be known of how it was found.
    """

    name: str
    origin: str | None
    repository: Repository | Limit
    remote: Remote | None
    limits: tuple[Limit, ...] = ()


class Aside:
    """Asks the forge while git is at work."""

    def __init__(self, request: Request, progress: Progress) -> None:
        self._request = request
        self._progress = progress
        self._later: Later[Forged] | None = None

    def ask(self, origin: str | None) -> None:
        """Begin to ask about the project at an address, unless it was done."""
        if self._later is None:
            # It is let go when the project cannot be read: what it holds is of no use then.
            self._later = Later(partial(self._run, origin))

    def answer(self) -> "Forged":
        """Wait for what the forge answers, and return it."""
        return self._asked.result()

    @property
    def is_over(self) -> bool:
        """Whether the forge has given all that it will give."""
        return self._asked.is_over

    @property
    def _asked(self) -> "Later[Forged]":
        assert self._later is not None  # noqa: S101 - `ask` comes first
        return self._later

    def _run(self, origin: str | None) -> "Forged":
        from reperes.sources.forges.collect import Wanted, broken, collect

        request = self._request
        wanted = Wanted(
            origin=origin,
            since=_two_years_before(request.as_of),
            read_at=request.read_at,
            home=request.home,
            offline=request.offline,
            client_of=request.client_of,
        )
        try:
            return collect(wanted)
        except UsageError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever a forge says, what git says is kept
            return broken(wanted, type(error).__name__)


def _two_years_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 2)
    except ValueError:  # a 29th of February
        return day.replace(year=day.year - 2, day=28)


def observe(request: Request, progress: Progress) -> "Observation":
    """Observe one project; see `reperes.observe`."""
    try:
        return _observe(request, progress)
    except GitError as error:
        raise UnreachableError(
            what=Message(N_("The project cannot be read.")),
            why=Message(N_("git stops on this repository ({detail})."), {"detail": error.stderr or "git"}),
            do=Message(N_("See whether git itself reads it: `git log` in its folder; else bring it again.")),
        ) from error


def _observe(request: Request, progress: Progress) -> "Observation":
    if shutil.which("git") is None:
        raise _without_git()
    progress.step(Message(N_("Understanding the address")))
    aside = Aside(request, progress)
    place = locate(request, progress, aside.ask)
    if isinstance(place.repository, Limit):
        return _nothing(request, place, place.repository)
    progress.step(Message(N_("Finding the revision to observe")))
    described = describe(place.repository, origin=place.origin, as_of=request.as_of, read_at=request.read_at)
    if isinstance(described, Limit):
        return _nothing(request, place, described)
    stale = _stale(request, described) if place.remote is None else ()
    described = replace(described, limits=(*place.limits, *described.limits, *stale))
    return _whole(
        request, place, repository=place.repository, described=described, progress=progress, aside=aside
    )


def _without_git() -> UnreachableError:
    return UnreachableError(
        what=Message(N_("Nothing can be observed without git.")),
        why=Message(N_("The program git was not found on this machine.")),
        do=Message(N_("Install git; `reperes doctor` tells what else may be lacking.")),
    )


def _stale(request: Request, described: Described) -> tuple[Limit, ...]:
    """Say so when a copy may be older than the day observed: nothing in it tells when it was brought."""
    repository = described.repository
    last = repository.committed_at
    if last is None or repository.head != repository.tip or request.as_of - last.date() < _PERHAPS_STALE:
        return ()
    text = N_(
        "This copy holds nothing after {day}. If it was not updated since, the figures of the last twelve "
        "months are too low: update it, or observe it as it was with --as-of {iso}."
    )
    day = last.date().isoformat()
    return (Limit(Reason.PERHAPS_STALE, Message(text, {"day": day, "iso": day})),)


def _whole(
    request: Request,
    place: Place,
    *,
    repository: Repository,
    described: Described,
    progress: Progress,
    aside: "Aside",
) -> "Observation":
    head = described.repository.head
    if place.remote is not None:
        progress.step(Message(N_("Bringing the documents")))
        _bring_documents(place.remote, repository, head)
    mailmap, limits = find_mailmap(repository, head)
    progress.step(Message(N_("Reading the history")))
    memory = recall(people_store(request.home) / "histories", repository, head, mailmap)
    stream = log.start(repository, head, mailmap=mailmap, known=memory.known)
    aside.ask(place.origin)
    try:
        from reperes.collecting import Collector

        collector = Collector(
            request=request,
            name=place.name,
            origin=place.origin,
            repository=repository,
            described=described,
            memory=memory,
            forge=aside,
            bring=None if place.remote is None else partial(_bring, place.remote, repository),
        )
        return collector.collect(stream, mailmap, limits, progress)
    finally:
        stream.close()


def _nothing(request: Request, place: Place, why: Limit) -> "Observation":
    from reperes.collecting import nothing

    return nothing(request, place.name, place.origin, why)


def _bring_documents(remote: Remote, repository: Repository, head: str) -> None:
    from reperes.sources.documents.find import find
    from reperes.sources.git.objects import list_tree

    try:
        entries = list_tree(repository, head)
    except GitError:
        return
    candidates, _ = find(entries)
    names = [candidate.blob for candidate in candidates]
    names += [name for path, _, name in entries if path == b".mailmap"]
    _bring(remote, repository, names)


def _bring(remote: Remote, repository: Repository, names: list[str]) -> None:
    try:
        bring_blobs(remote, repository, names)
    except UnreachableError as error:
        remote.told(str(error))


def locate(request: Request, progress: Progress, known: Callable[[str], None] = lambda _: None) -> Place:
    """Return where to read the subject, brought here if it is far; `known` hears its address before that.

    Raises AddressError or UsageError (exit code 2), UnreachableError (exit code 3).
    """
    address = parse(request.subject)
    if request.local and address.kind is AddressKind.NAME and _is_folder(request.subject):
        address = replace(address, path=request.subject)
    if address.path is not None:
        if not request.local:
            raise refusals.on_this_machine(address)
        return _local(request, address)
    if address.url is None:
        found = _resolved(request, progress, address)
        limits = () if found.limit is None else (found.limit,)
        return replace(_far(request, progress, found.address, known), limits=limits)
    return _far(request, progress, address, known)


def _is_folder(typed: str) -> bool:
    """Return whether there is a folder of this name; a name that is too long for one is none."""
    try:
        return Path(typed).is_dir()
    except OSError:
        return False


def _far(request: Request, progress: Progress, address: Address, known: Callable[[str], None]) -> Place:
    """Return the clone of a far repository, made or brought up to date unless no request may be made."""
    assert address.url is not None  # noqa: S101 - the caller looked
    store = clones(request.home)
    if request.offline:
        found = kept(address.url, store) or kept(f"{address.url}.git", store)
        return _already_brought(address, found)
    known(address.url)
    progress.step(
        Message(N_("Bringing the history of {url}, without the content of files"), {"url": address.url})
    )
    remote = Remote(address.url, request.reach, request.bounds, progress.told)
    try:
        return Place(address.name, address.url, clone(remote, store), remote)
    except NotThereError:
        if address.forge is not Forge.GIT:
            raise
    # A plain git host may serve a project under the name of its folder only.
    remote = replace(remote, url=f"{address.url}.git")
    return Place(address.name, address.url, clone(remote, store), remote)


def _already_brought(address: Address, repository: Repository | None) -> Place:
    if repository is None:
        raise UnreachableError(
            what=Message(
                N_("{url} was never brought here, and no request may be made."), {"url": address.input}
            ),
            why=Message(N_("An observation reads the history of the repository.")),
            do=Message(N_("Leave out --offline, or give the path of a local copy.")),
        )
    return Place(address.name, address.url, repository, None)


def clones(home: Path) -> Path:
    """Return where clones are kept: they hold names, so in the people store."""
    return people_store(home) / "clones"


def _local(request: Request, address: Address) -> Place:
    assert address.path is not None  # noqa: S101 - the caller looked
    path = Path(address.path)
    try:
        git_dir = find_git_dir(path)
    except UnreachableError as error:
        if address.hint is not None:
            raise UnreachableError(what=error.what, why=error.why, do=address.hint) from error
        raise
    repository = Repository(git_dir)
    origin = _origin(request.origin, repository)
    name = origin.rsplit("/", 1)[-1] if origin else _folder_name(path, git_dir)
    return Place(name, origin, repository, None)


def _folder_name(path: Path, git_dir: Path) -> str:
    folder = git_dir.parent if git_dir.name == ".git" else git_dir
    return folder.name.removesuffix(".git") or path.name


def _origin(given: str | None, repository: Repository) -> str | None:
    """Return the canonical address of a local copy: the one given, else its remote's, when it is one."""
    if given is not None:
        address = parse(given)
        if address.url is None:
            raise UsageError(
                what=Message(N_("--origin {given} is not the address of a repository."), {"given": given}),
                why=Message(N_("It must be the place where the project publishes its code.")),
                do=Message(
                    N_("Give its https address, for example https://forge.example.org/group/project.")
                ),
            )
        return address.url
    written = declared_origin(repository)
    if written is None:
        return None
    try:
        return parse(written).url
    except AddressError:
        return None


def _resolved(request: Request, progress: Progress, address: Address) -> "Resolved":
    """Return the repository that catalogues know for a name or a package; UsageError when it is not one."""
    from reperes.sources.catalogues.resolve import Asked, resolve, shown

    progress.step(Message(N_("Looking in the catalogues for {input}"), {"input": shown(address.input)}))
    asked = Asked(request.home, request.read_at, request.as_of, request.offline, request.client_of)
    found = resolve(address, asked)
    progress.step(found.told)
    return found
