"""Every page of the application that is looked at, by the name of its address, and those that are not."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from web_data import World

Arguments = Callable[[World], tuple[object, ...]]


@dataclass(frozen=True)
class Page:
    """An address to ask for: its name, its arguments, its query.

    `variant` tells apart pages of one name; `anonymous`: nobody signed in; `by_key`: asked for with a key to
    the API. `most`: queries that it makes at most; `file`: it gives all that is there in one file, so its
    time goes with its rows.
    """

    name: str
    arguments: Arguments = field(default=lambda _: ())
    query: dict[str, str] = field(default_factory=dict)
    variant: str = ""
    most: int = 10
    anonymous: bool = False
    by_key: bool = False
    htmx: bool = False
    file: bool = False

    def __str__(self) -> str:
        return f"{self.name} {self.variant}".strip()

    def address(self, world: World) -> str:
        return reverse(self.name, args=self.arguments(world))


def _observation(world: World) -> tuple[object, ...]:
    return (world.observation.pk,)


def _advice(world: World) -> tuple[object, ...]:
    return (world.advice.pk,)


def _team(world: World) -> tuple[object, ...]:
    return (world.team.pk,)


def _project(world: World) -> tuple[object, ...]:
    return (world.project.pk,)


def _item(identifier: str) -> Arguments:
    return lambda _: (identifier,)


def _reading(name: str) -> Arguments:
    return lambda world: (world.observation.pk, name)


def _file(of: Arguments, extension: str) -> Arguments:
    return lambda world: (*of(world), extension)


def _link(world: World) -> tuple[object, ...]:
    """Return the arguments of a link to choose a password that opens nothing: it says so, as fast or slow."""
    return (urlsafe_base64_encode(force_bytes(world.member.account_id)), "c8-0123456789abcdef")


ITEMS = {
    "modality": "subvention",
    "parameter": "commande_publique/achat_innovant",
    "reading": "governance",
    "indicator": "contributor_absence_factor",
}
SORTS = ("name", "nature", "licence", "governance", "lifecycle", "absence_factor", "as_of", "observations")
PAGES: tuple[Page, ...] = (
    Page("home"),
    Page("home", variant="anonymous", anonymous=True),
    Page("suggestions", query={"subject": "gestion"}),
    Page("run", lambda world: (world.waiting.pk,), variant="waiting"),
    Page("run", lambda world: (world.failed.pk,), variant="failed"),
    Page("run-state", lambda world: (world.waiting.pk,), htmx=True),
    Page("observation", _observation, most=14),
    Page("observation", lambda world: (world.again.pk,), variant="read again", most=14),
    *(Page("reading", _reading(name), variant=name) for name in ("governance", "licence", "vitality")),
    *(Page("observation-file", _file(_observation, kind), variant=kind) for kind in ("html", "md", "json")),
    Page("compare-choose", _observation),
    Page("compare", lambda world: (world.observation.pk, world.earlier.pk)),
    Page("questions", _observation),
    *(Page("projects", query={"sort": name}, variant=f"by {name}") for name in SORTS),
    Page("projects", query={"order": "desc", "page": "40"}, variant="page 40"),
    Page("projects", query={"q": "projet 012"}, variant="a name"),
    Page("projects", query={"q": "example.org", "since": "2024-01-01"}, variant="two filters"),
    Page("projects-csv", file=True),
    Page("projects-ods", file=True),
    Page("profile"),
    Page("advise", _observation),
    Page("advice", _advice),
    Page("advice", _advice, variant="htmx", htmx=True),
    Page("advice-change", _advice),
    Page("advice-compare", _advice, variant="choosing"),
    Page("advice-compare", _advice, query={"a": "adhesion", "b": "subvention"}, variant="two"),
    *(Page("advice-file", _file(_advice, kind), variant=kind) for kind in ("html", "md", "json")),
    Page("knowledge", anonymous=True),
    Page("knowledge", query={"q": "seuil"}, variant="search"),
    Page("knowledge", query={"q": "xqzjkw"}, variant="nothing found"),
    Page("knowledge-droit"),
    Page("knowledge-droit", query={"date": "2020-01-01"}, variant="2020"),
    *(
        Page(f"knowledge-{slug}")
        for slug in (
            *("catalogues", "glossaire", "modalites", "roles", "lectures", "indicateurs"),
            *("precedents", "ressources"),
        )
    ),
    *(Page("knowledge-item", _item(one), variant=kind) for kind, one in ITEMS.items()),
    Page("health", anonymous=True),
    Page("health-details"),
    Page("privacy", anonymous=True),
    Page("sign-in", anonymous=True),
    Page("choose-password", _link, anonymous=True),
    Page("account"),
    Page("account-data", most=13),  # one for each kind of thing kept, and the counts of what was left behind
    Page("account-erase"),
    Page("tokens"),
    Page("teams"),
    Page("team-new"),
    Page("team", _team),
    Page("team-rename", _team),
    Page("team-leave", _team),
    Page("team-delete", _team, most=12),
    Page("team-invite", _team),
    Page("member", lambda world: (world.team.pk, world.member.pk)),
    Page("api", anonymous=True),
    Page("api-1:openapi-json"),
    Page("api-1:observations"),
    Page("api-1:observations", variant="by key", by_key=True),
    Page("api-1:observations", query={"q": "projet 012"}, variant="a name"),
    Page("api-1:observations", query={"page": "150", "nature": "unknown"}, variant="page 150"),
    Page("api-1:observation", _observation),
    Page("api-1:run", lambda world: (world.done.pk,)),
    Page("api-1:projects"),
    Page("api-1:projects", query={"sort": "observations", "order": "desc"}, variant="by observations"),
    Page("api-1:project", _project),
    Page("api-1:corrections", _project),
    Page("api-1:additions", _project),
    Page("api-1:profiles"),
    Page("api-1:profile", lambda world: (world.profile.pk,)),
    Page("api-1:law_of", anonymous=True),
    Page("api-1:list_modalities", anonymous=True),
    Page("api-1:explained", _item("subvention"), anonymous=True),
)
FORMS_ONLY = "it only takes forms"
SHARED = "it only takes documents, and shares its address with a page of the table"
NOT_PAGES: dict[str, str] = {
    **dict.fromkeys(
        (
            *("run-stop", "withdraw", "advice-day", "advice-answer"),
            *("advice-delete", "team-choose", "team-function", "member-remove", "member-link"),
            *("sign-out", "token-revoke"),
            *("api-1:ask_advice", "api-1:stop", "api-1:withdraw_correction", "api-1:withdraw_addition"),
        ),
        FORMS_ONLY,
    ),
    **dict.fromkeys(("correct", "add-evidence"), "opened by itself, it leads to the page that it is on"),
    **dict.fromkeys(
        (
            *("api-1:begin", "api-1:correct", "api-1:add", "api-1:create"),
            *("api-1:replace", "api-1:delete"),
        ),
        SHARED,
    ),
    "language": "it takes a form, and leads back to where one was",
    "account-password": "nobody has a password here",
    "openid": "it leads to a provider of identity, which there is none of here",
    "openid-back": "it comes back from there",
    "api-1:api-root": "nothing is there",
    "api/v1/": "likewise",
    "api/v1/<path:rest>": "it says that nothing is there",
}
"""What is not looked at, and why; an address without a name is told by its way."""


def ways() -> dict[str, str]:
    """Return the way of every address of the application by its name; by the way itself when it has none."""
    return dict(_within(get_resolver(), "", ""))


def _within(resolver: URLResolver, space: str, before: str) -> Iterator[tuple[str, str]]:
    for one in resolver.url_patterns:
        way = f"{before}{one.pattern}"
        if isinstance(one, URLPattern):
            yield (f"{space}{one.name}" if one.name else way), way
        else:
            yield from _within(one, f"{space}{one.namespace}:" if one.namespace else space, way)
