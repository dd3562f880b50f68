"""Which project a page belongs to, by the grammar of each forge."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from urllib.parse import parse_qsl, quote

from reperes.subject import refusals
from reperes.subject.hosts import ALIASES, ARCHIVE, PUBLISHED, example_of, forge_of, is_service
from reperes.subject.model import Address, AddressError, AddressKind, Forge
from reperes.subject.urls import Location

_NAME = re.compile(r"[A-Za-z0-9._-]+")
_SAFE = "~+@=,!'()*$&"
_FORBIDDEN = frozenset('/\\%?#"<>^`{|}*:;\ufffd')


@dataclass(frozen=True, slots=True)
class _Pages:
    """What a forge puts where a project could be."""

    owner: re.Pattern[str]
    accounts: frozenset[str]  # /groups/x is the account x
    reserved: frozenset[str]  # /explore is no account
    nested: bool = False  # group/sub/name


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_PAGES: Mapping[Forge, _Pages] = MappingProxyType(
    {
        Forge.GITHUB: _Pages(
            owner=re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*"),
            accounts=_words("orgs organizations sponsors users"),
            reserved=_words(
                "about account advisories apps codespaces collections contact copilot customer-stories "
                "dashboard discussions enterprise enterprises events explore features gist github-copilot "
                "issues join login logout marketplace mcp models new notifications premium-support pricing "
                "pulls readme resources search security sessions settings signup site solutions stars team "
                "topics trending watching"
            ),
        ),
        Forge.GITLAB: _Pages(
            owner=re.compile(r"[A-Za-z0-9_.][A-Za-z0-9_.-]*"),
            accounts=_words("groups users"),
            reserved=_words(
                "- abuse_reports admin api assets dashboard explore help import invites jwt login oauth "
                "profile projects public s search sitemap snippets unsubscribes uploads v2"
            ),
            nested=True,
        ),
        Forge.FORGEJO: _Pages(
            owner=re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*"),
            accounts=_words("org"),
            reserved=_words(
                "- admin api assets attachments avatar avatars explore issues login metrics milestones new "
                "notifications pulls repo repo-avatars search swagger.v1.json user v2"
            ),
        ),
        Forge.SOURCEHUT: _Pages(
            owner=re.compile(r"~[A-Za-z0-9_-]+"),
            accounts=frozenset(),
            reserved=_words("create login projects query"),
        ),
        Forge.BITBUCKET: _Pages(
            owner=re.compile(r"~?[A-Za-z0-9_][A-Za-z0-9_-]*"),
            accounts=_words("workspace workspaces"),
            reserved=_words(
                "account admin api blog dashboard features login plugins product profile repo site snippets "
                "support"
            ),
        ),
    }
)

# Pages before GitLab 12 had no `/-/`. These words can be neither a group nor a project.
_GITLAB_RESERVED = _words(
    "badges blame blob builds commits create edit files find_file new preview raw refs tree update wikis"
)
# These could, but never are when no `/-/` follows.
_GITLAB_PAGES = _words("commit issues merge_requests")
# Pages of a forge that we could not name: they come after an owner and a name at least.
_FORGE_PAGES = _words(
    "blob branches commit commits compare issues merge_requests milestones pull pulls raw releases tags tree "
    "wiki wikis"
)
_CGIT_PAGES = _words("about atom blame commit diff log patch plain refs shortlog snapshot stats summary tree")
_GITILES_PAGES = _words("+ +archive +blame +diff +doc +log +refs +show")
_GITWEB = _words("cgi-bin gitweb gitweb.cgi index.cgi")
_SAVANNAH = _words("git.savannah.gnu.org git.savannah.nongnu.org")
_SAVANNAH_ROOTS = _words("cgit git gitweb")


@dataclass(frozen=True, slots=True)
class _Project:
    forge: Forge
    names: tuple[str, ...]  # as the forge writes it
    path: tuple[str, ...]  # where it is cloned


def remote(typed: str, location: Location) -> Address:
    """Return the address of the project that `location`, a repository or any page of it, belongs to.

    Raises:
        AddressError: it belongs to none.
    """
    location = _true_host(location)
    project = _read(location)
    path = "/".join(quote(part, safe=_SAFE) for part in _stable_path(location, project))
    return Address(
        input=typed,
        kind=AddressKind.REMOTE,
        path=None,
        url=f"https://{location.authority}/{path}",
        forge=project.forge,
        host=location.host,
        project="/".join(project.names),
        package=None,
        name=project.names[-1],
    )


def _true_host(location: Location) -> Location:
    host = location.host
    bare = host.removeprefix("www.")
    if bare != host and (forge_of(bare) or bare in ALIASES or is_service(bare)):
        location = replace(location, host=bare)
    for ending, forge_host in PUBLISHED.items():
        if location.host.endswith(ending):
            raise refusals.published_site(forge_host, f"https://{forge_host}/owner/name")
    alias = ALIASES.get(location.host)
    if alias is None:
        if is_service(location.host) or location.host == ARCHIVE:
            raise _not_a_project(location)
        return location
    segments = location.segments
    if alias.drop:
        if segments[:1] != (alias.drop,):
            raise refusals.not_a_project(alias.host, example_of(alias.host))
        segments = segments[1:]
    return replace(location, host=alias.host, port=None, segments=segments)


def _not_a_project(location: Location) -> AddressError:
    return refusals.not_a_project(location.authority, example_of(location.host, location.authority))


def _stable_path(location: Location, project: _Project) -> tuple[str, ...]:
    """Leave `.git` out, unless what is left would be read as the page of another project."""
    bare = Location(host=location.host, port=location.port, segments=project.path)
    try:
        again = _read(bare).path
    except AddressError:
        again = ()
    return project.path if again == project.path else (*project.path[:-1], project.path[-1] + ".git")


def _read(location: Location) -> _Project:
    if not location.segments and not location.query:
        raise _not_a_project(location)
    match _forge(location):
        case Forge.GIT:
            return _plain(location)
        case Forge.GITLAB:
            return _hosted(location, Forge.GITLAB, _before_gitlab_page(location.segments))
        case Forge.FORGEJO if forge_of(location.host) is None:
            # Its owner is wherever the site's root is, which only the page tells.
            return _hosted(location, Forge.FORGEJO, location.segments[: _source_page(location.segments)])
        case Forge.BITBUCKET if location.host != "bitbucket.org":
            return _bitbucket_server(location)
        case forge:
            return _hosted(location, forge, location.segments[:2])


def _forge(location: Location) -> Forge:
    if known := forge_of(location.host):
        return known
    if "-" in location.segments[2:]:
        return Forge.GITLAB
    return Forge.FORGEJO if _source_page(location.segments) else Forge.GIT


def _source_page(segments: tuple[str, ...]) -> int:
    """Return where Forgejo's `src/branch`, `src/commit` or `src/tag` starts, or 0."""
    for index in range(2, len(segments) - 1):
        if segments[index] == "src" and segments[index + 1] in {"branch", "commit", "tag"}:
            return index
    return 0


def _hosted(location: Location, forge: Forge, names: tuple[str, ...]) -> _Project:
    pages = _PAGES[forge]
    first, *others = location.segments or ("",)
    if first.lower() in pages.accounts and others:
        account = "/".join(_before_gitlab_page(tuple(others)) if pages.nested else others[:1])
        if all(pages.owner.fullmatch(part) for part in account.split("/")):
            raise refusals.owner_only(location.authority, account)
    # codeberg.org/owner/-/packages belongs to the owner.
    names = names[: names.index("-")] if "-" in names else names
    if first.lower() in pages.accounts | pages.reserved or not names:
        raise _not_a_project(location)
    names = (*names[:-1], _without_ending(names[-1], wiki=True)) if len(names) > 1 else names
    if not all(pages.owner.fullmatch(part) for part in names[:-1] or names):
        raise refusals.segment(location.host)
    if len(names) == 1:
        raise refusals.owner_only(location.authority, names[0])
    if not _NAME.fullmatch(names[-1]) or {".", ".."} & set(names):
        raise refusals.segment(location.host)
    return _Project(forge, names, names)


def _before_gitlab_page(segments: tuple[str, ...]) -> tuple[str, ...]:
    for index, segment in enumerate(segments):
        if index and segment.endswith(".git"):
            return segments[: index + 1]
        if (index and segment == "-") or (index > 1 and segment in _GITLAB_RESERVED):
            return segments[:index]
    for index, segment in enumerate(segments):
        if index > 1 and segment in _GITLAB_PAGES:
            return segments[:index]
    return segments


def _bitbucket_server(location: Location) -> _Project:
    """`/projects/KEY/repos/slug/browse` is cloned from `/scm/key/slug`."""
    segments = location.segments
    match segments:
        case ("projects", key, "repos", slug, *_):
            names: tuple[str, ...] = (key, slug)
        case ("users", user, "repos", slug, *_):
            names = (f"~{user}", slug)
        case ("projects" | "users", *_):
            raise _not_a_project(location)
        case ("scm", *rest):
            names = tuple(rest[:2])
        case _:
            names = segments[:2]
    project = _hosted(location, Forge.BITBUCKET, names)
    return replace(project, path=("scm", *project.names))


def _plain(location: Location) -> _Project:
    segments = _gitweb(location)
    root: tuple[str, ...] = ()
    if location.host in _SAVANNAH:
        # Its pages and its repositories have different roots.
        root = ("git",)
        segments = segments[1:] if _SAVANNAH_ROOTS.intersection(segments[:1]) else segments
    if not segments:
        raise _not_a_project(location)
    path = _before_plain_page(replace(location, segments=segments))
    if path[-1] == ".git":
        # A working copy served as it is: its parent is the project, but cannot be cloned.
        names = path[:-1]
    else:
        names = path = (*path[:-1], _without_ending(path[-1], wiki=False))
    if not names or not all(_is_plain_name(part) for part in path):
        raise refusals.segment(location.host)
    return _Project(Forge.GIT, (*root, *names), (*root, *path))


def _gitweb(location: Location) -> tuple[str, ...]:
    """Return the segments of the page, or those that gitweb hides in its query."""
    segments = location.segments
    query = dict(parse_qsl(location.query.replace(";", "&")))
    if "p" in query and (not segments or segments[-1] in _GITWEB | {"git"}):
        while segments and segments[-1] in _GITWEB:
            segments = segments[:-1]
        segments = (*segments, *query["p"].strip("/").split("/"))
    return segments


def _before_plain_page(location: Location) -> tuple[str, ...]:
    segments = location.segments
    for index, segment in enumerate(segments):
        if segment.endswith(".git"):
            return segments[: index + 1]
    for index, segment in enumerate(segments):
        if index and (segment in _GITILES_PAGES or _is_cgit_page(location, index)):
            return segments[:index]
        if index > 1 and segment in _FORGE_PAGES:
            return segments[:index]
    return segments


def _is_cgit_page(location: Location, index: int) -> bool:
    """Tell a page of cgit, `/name/log/`, from a project that bears such a name, `/owner/log`."""
    segments = location.segments
    if segments[index] not in _CGIT_PAGES:
        return False
    if index == len(segments) - 1:
        return location.trailing_slash or location.query.startswith(("h=", "id="))
    return segments[index + 1] not in _FORGE_PAGES


def _is_plain_name(text: str) -> bool:
    return (
        text.isprintable()
        and text.strip() == text
        and text not in {"", ".", ".."}
        # `@` further on is what is left of a password that held a slash.
        and "@" not in text[1:]
        and not _FORBIDDEN & set(text)
    )


def _without_ending(name: str, *, wiki: bool) -> str:
    while name.endswith(".git"):
        name = name.removesuffix(".git")
        # owner/name.wiki.git is the wiki of owner/name.
        name = name.removesuffix(".wiki") if wiki else name
    return name
