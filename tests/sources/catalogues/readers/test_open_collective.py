"""The collectives that a project names: budget and host, nobody who gives."""

import json
from pathlib import Path
from typing import Any

import pytest

from reperes.facts.catalogue import Found, Money, Party
from reperes.sources.catalogues.reader import ShapeError
from support.asked import asked, project
from support.web import Site, as_json, serving

NAMED = project(collectives=("registre",))


def amount(value: float | None, currency: str = "EUR") -> dict[str, Any]:
    return {"value": value, "currency": currency}


def account(slug: str = "registre", **more: Any) -> dict[str, Any]:
    known: dict[str, Any] = {
        "slug": slug,
        "name": "Le registre",
        "type": "COLLECTIVE",
        "currency": "EUR",
        "stats": {
            "balance": amount(1234.56),
            "yearlyBudget": amount(20000),
            "totalAmountReceived": amount(54321.1),
            "totalAmountSpent": amount(53086.54),
        },
        "host": {"name": "Hébergeur d’exemple", "type": "ORGANIZATION"},
        "totalFinancialContributors": 87,
    }
    return known | more


def found_for(tmp_path: Path, *accounts: object, about: Any = NAMED) -> tuple[Found, ...]:
    with serving() as site:
        site.routes["/graphql/v2"] = as_json({"data": {f"c{at}": one for at, one in enumerate(accounts)}})
        return asked("open-collective", site, tmp_path, about, "/graphql/v2")


def test_budget_and_host_are_told(tmp_path: Path) -> None:
    (found,) = found_for(tmp_path, account())
    assert found.rests == "identifier"
    entry = found.entry
    assert (entry.id, entry.name, entry.url) == (
        "registre",
        "Le registre",
        "https://opencollective.com/registre",
    )
    assert entry.money == Money("EUR", 1234.56, 20000.0, 54321.1, 53086.54, 87, "Hébergeur d’exemple")
    assert entry.parties == (Party("Hébergeur d’exemple", "host"),)


def question(site: Site) -> dict[str, Any]:
    (heard,) = site.heard
    content: dict[str, Any] = json.loads(heard.body)
    return content


def test_two_at_most_are_asked_at_once_and_only_what_is_a_name(tmp_path: Path) -> None:
    named = project(collectives=("registre", 'x") { id }', "deux", "trois"))
    with serving() as site:
        site.routes["/"] = as_json({"data": {"c0": account(), "c1": None}})
        assert [one.entry.id for one in asked("open-collective", site, tmp_path, named)] == ["registre"]
        asked_for = question(site)
    assert asked_for["variables"] == {"s0": "registre", "s1": "deux"}
    assert "$s0: String!, $s1: String!" in asked_for["query"]
    assert "throwIfMissing: false" in asked_for["query"]
    for word in ("members", "contributors", "backers", "email", "admin"):
        assert word not in asked_for["query"]


def test_none_named_none_asked(tmp_path: Path) -> None:
    with serving() as site:
        assert asked("open-collective", site, tmp_path) == ()
        assert site.heard == []


@pytest.mark.parametrize("told", [None, account(type="INDIVIDUAL"), account("autre"), account(type="VENDOR")])
def test_what_is_not_the_collective_named_is_left_out(tmp_path: Path, told: object) -> None:
    assert found_for(tmp_path, told) == ()


def test_a_person_who_hosts_is_not_named(tmp_path: Path) -> None:
    (found,) = found_for(tmp_path, account(host={"name": "Camille Quidam", "type": "INDIVIDUAL"}))
    assert "Quidam" not in repr(found)
    assert found.entry.parties == ()


def test_what_is_not_told_stays_unknown(tmp_path: Path) -> None:
    (found,) = found_for(tmp_path, account(stats=None, host=None, totalFinancialContributors=None, name=None))
    assert found.entry.money == Money("EUR")
    assert found.entry.name == "registre"


def test_an_amount_in_another_currency_is_not_mixed_in(tmp_path: Path) -> None:
    stats = account()["stats"] | {"balance": amount(10, "USD"), "totalAmountSpent": amount(-53086.54)}
    (found,) = found_for(tmp_path, account(stats=stats))
    assert found.entry.money is not None
    assert (found.entry.money.balance, found.entry.money.spent) == (None, 53086.54)


@pytest.mark.parametrize(
    "answer",
    [
        {"errors": [{"message": "Camille Quidam"}]},
        {"data": None, "errors": []},
        {"data": {}},
        {"data": {"c0": []}},
        {"data": {"c0": account(currency="euro")}},
        {"data": {"c0": account(stats={"balance": {"value": "12"}})}},
        [],
    ],
)
def test_another_shape_is_said_and_not_quoted(tmp_path: Path, answer: object) -> None:
    with serving() as site:
        site.routes["/"] = as_json(answer)
        with pytest.raises(ShapeError) as error:
            asked("open-collective", site, tmp_path, NAMED)
    assert "Quidam" not in error.value.detail
