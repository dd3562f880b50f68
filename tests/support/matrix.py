"""The matrix: who may do what to what. The rules and every page are held against it.

A test of pages says which action each of its addresses is, and asks as everybody:

    PROBES = (Probe("correction", "write", "post", lambda asked: …address…, lambda asked: {…fields…}),)

    @pytest.mark.parametrize("probe", PROBES, ids=str)
    @pytest.mark.parametrize("who", WHO)
    def test_pages(who: str, probe: Probe) -> None:
        asked = world()
        asked.things["correction"] = …  # something of asked.team
        probe.hold(who, asked)
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from support.people import World

WHO = ("anonymous", "stranger", "reader", "editor", "manager")
"""Who asks: nobody known, the manager of another team, and the members of the team that owns the thing."""

Y, _ = True, False
MATRIX: dict[tuple[str, str], tuple[bool, ...]] = {
    # thing, action       anonymous, stranger (the manager of another team), reader, editor, manager
    ("observation", "read"):     (_, Y, Y, Y, Y),
    ("observation", "write"):    (_, _, _, _, _),
    ("observation", "withdraw"): (_, _, _, _, _),
    ("run", "read"):             (_, Y, Y, Y, Y),
    ("run", "write"):            (_, Y, _, Y, Y),
    ("run", "withdraw"):         (_, _, _, _, Y),  # a colleague’s: one’s own is one’s own
    ("profile", "read"):         (_, _, Y, Y, Y),
    ("profile", "write"):        (_, _, _, Y, Y),
    ("profile", "withdraw"):     (_, _, _, Y, Y),
    ("correction", "read"):      (_, _, Y, Y, Y),
    ("correction", "write"):     (_, _, _, Y, Y),
    ("correction", "withdraw"):  (_, _, _, Y, Y),
    ("addition", "read"):        (_, _, Y, Y, Y),
    ("addition", "write"):       (_, _, _, Y, Y),
    ("addition", "withdraw"):    (_, _, _, Y, Y),
    ("advice", "read"):          (_, _, Y, Y, Y),
    ("advice", "write"):         (_, _, _, Y, Y),
    ("advice", "withdraw"):      (_, _, _, Y, Y),
    ("team", "read"):            (_, _, Y, Y, Y),
    ("team", "write"):           (_, _, _, _, Y),
    ("team", "withdraw"):        (_, _, _, _, Y),
    ("team", "create"):          (_, Y, _, _, Y),
    ("membership", "read"):      (_, _, Y, Y, Y),
    ("membership", "write"):     (_, _, _, _, Y),
    ("membership", "withdraw"):  (_, _, _, _, Y),
    ("membership", "manage"):    (_, _, _, _, Y),
    ("token", "write"):          (_, _, Y, Y, Y),  # for oneself: it may what its account may
    ("token", "read"):           (_, _, _, _, _),  # a colleague’s: it ends with their membership
    ("token", "withdraw"):       (_, _, _, _, _),
}  # fmt: skip
SHARED = ("observation", "run")
"""What belongs to no team: who is refused is told so."""


@dataclass(frozen=True)
class Probe:
    """A request that does an action to a thing; `fields` are those of its form."""

    thing: str
    action: str
    method: str
    url: Callable[[World], str]
    fields: Callable[[World], dict[str, Any]] = lambda _: {}

    def __str__(self) -> str:
        return f"{self.thing}-{self.action}-{self.method}"

    def hold(self, who: str, asked: World) -> None:
        """Hold what somebody meets against the matrix."""
        may = MATRIX[self.thing, self.action][WHO.index(who)]
        assert self.ask(who, asked) == ("yes" if may else self.refusal(who))

    def ask(self, who: str, asked: World) -> str:
        """Return what the request met: `yes`, `sign-in` (sent there), `403` or `404`."""
        browser = asked.browser(who)
        answer = getattr(browser, self.method)(self.url(asked), self.fields(asked))
        if answer.status_code == 302 and answer["Location"].startswith("/connexion/"):
            return "sign-in"
        assert answer.status_code in {200, 302, 403, 404}, (answer.status_code, answer.content.decode())
        return "yes" if answer.status_code in {200, 302} else str(answer.status_code)

    def refusal(self, who: str) -> str:
        """Return how somebody is refused: what is of another team does not exist for them."""
        if who == "anonymous":
            return "sign-in"
        is_shared = self.thing in SHARED or self.action == "create"
        return "404" if who == "stranger" and not is_shared else "403"
