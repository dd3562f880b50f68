"""Which dialect a project is asked in."""

from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlsplit

from reperes.errors import Message
from reperes.facts.fact import Absent, Reason
from reperes.i18n import N_
from reperes.people.accounts import Accounts
from reperes.sources.forges.model import Dialect
from reperes.sources.forges.place import Place
from reperes.sources.http.client import Client
from reperes.sources.http.errors import BrokenError, DeniedError, MalformedError, NothingThereError
from reperes.subject.model import Address, Forge

GITHUB, ANONYMOUS, GITLAB, FORGEJO = NAMES = ("github", "github-anonymous", "gitlab", "forgejo")
_NOT_IT = (NothingThereError, DeniedError, MalformedError, BrokenError)
_NAMES = {Forge.SOURCEHUT: "SourceHut", Forge.BITBUCKET: "Bitbucket"}


def place_of(address: Address) -> Place:
    """Return where a project is; the address must be one of a repository."""
    parts = urlsplit(address.url or "")
    return Place(f"{parts.scheme}://{parts.netloc}", address.project or "")


def dialect_of(address: Address, client: Client) -> str | Absent:
    """Return the name of the dialect to ask in; Absent when the forge is of a kind that is not read.

    A host whose software its name does not tell is asked. Raises HttpError when it cannot be.
    """
    place = place_of(address)
    if address.forge is Forge.GITHUB:
        return GITHUB if client.has_token(_github(place)[0]) else ANONYMOUS
    if address.forge in {Forge.GITLAB, Forge.FORGEJO}:
        return GITLAB if address.forge is Forge.GITLAB else FORGEJO
    if address.forge in _NAMES:
        text = N_("{forge} is a forge that Repères does not ask yet.")
        return Absent(Reason.NOT_SUPPORTED, Message(text, {"forge": _NAMES[address.forge]}))
    if _answers(client, f"{place.web}/api/v1/version", "version"):
        return FORGEJO
    if _answers(client, f"{place.web}/api/v4/version", "version", or_refused=True):
        return GITLAB
    text = N_("{host} answers as no forge that Repères knows how to ask (GitHub, GitLab, Forgejo, Gitea).")
    return Absent(Reason.NOT_SUPPORTED, Message(text, {"host": place.host}))


def _answers(client: Client, url: str, field: str, *, or_refused: bool = False) -> bool:
    """Return whether a host tells its version, or (as GitLab to strangers) that it would to others."""
    try:
        told = client.get(url).json()
    except _NOT_IT as error:
        return or_refused and error.status == 401
    return isinstance(told, dict) and isinstance(told.get(field), str)


def dialect(name: str, place: Place, client: Client, accounts: Accounts, read_at: datetime) -> Dialect:
    """Return what asks in a dialect; KeyError for an unknown name."""
    # A dialect is loaded when it is spoken: most observations speak one, those without a network none.
    from reperes.sources.forges.forgejo import Forgejo
    from reperes.sources.forges.github import AnonymousGitHub, GitHub
    from reperes.sources.forges.gitlab import GitLab

    graphql, rest = _github(place)
    makers: dict[str, Callable[[], Dialect]] = {
        GITHUB: lambda: GitHub(client, place, accounts, read_at, api=graphql),
        ANONYMOUS: lambda: AnonymousGitHub(client, place, accounts, read_at, api=rest),
        GITLAB: lambda: GitLab(client, place, accounts, read_at),
        FORGEJO: lambda: Forgejo(client, place, accounts, read_at),
    }
    return makers[name]()


def _github(place: Place) -> tuple[str, str]:
    """Return where GitHub takes GraphQL and REST; an enterprise's own has them under its pages."""
    if place.host == "github.com":
        return "https://api.github.com/graphql", "https://api.github.com"
    return f"{place.web}/api/graphql", f"{place.web}/api/v3"
