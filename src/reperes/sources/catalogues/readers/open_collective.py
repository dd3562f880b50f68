"""Open Collective: what the collective of a project received and spent, and who holds its money.

GraphQL v2, one question for all the collectives that the project names: `data.c0`, `data.c1`… each an
account or null. Nobody who gives is asked for. Amounts are asked as `value`, in the units of their currency
(`valueInCents` is in hundredths).
"""

import re
from collections.abc import Iterator
from typing import Annotated

from pydantic import Field, ValidationError

from reperes.facts.catalogue import Entry, Found, Money, Party
from reperes.sources.catalogues.asking import Asker
from reperes.sources.catalogues.project import Project
from reperes.sources.catalogues.reader import Row, ShapeError, body_name, under

MOST = 2
_SLUG = re.compile(r"[a-z0-9][a-z0-9_-]{0,99}")
_PAGE = "https://opencollective.com/"
_NOT_PERSONS = frozenset({"COLLECTIVE", "EVENT", "FUND", "ORGANIZATION", "PROJECT"})
_FIELDS = """
fragment Seen on Account {
  slug
  name
  type
  currency
  stats {
    balance { value currency }
    yearlyBudget { value currency }
    totalAmountReceived { value currency }
    totalAmountSpent { value currency }
  }
  ... on AccountWithHost { host { name type } }
  ... on AccountWithContributions { totalFinancialContributors }
}
"""


class _Amount(Row):
    value: Annotated[float, Field(allow_inf_nan=False)] | None = None
    currency: str | None = None


class _Stats(Row):
    balance: _Amount | None = None
    yearly: Annotated[_Amount | None, Field(alias="yearlyBudget")] = None
    received: Annotated[_Amount | None, Field(alias="totalAmountReceived")] = None
    spent: Annotated[_Amount | None, Field(alias="totalAmountSpent")] = None


class _Host(Row):
    name: str | None = None
    type: str | None = None


class _Account(Row):
    slug: str
    name: str | None = None
    type: str
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    stats: _Stats | None = None
    host: _Host | None = None
    givers: Annotated[int | None, Field(ge=0, le=10**9, alias="totalFinancialContributors")] = None


def ask(asker: Asker, project: Project) -> Iterator[Found]:
    """Yield the collectives that the project itself names to those who would fund it."""
    slugs = [one for one in project.collectives if _SLUG.fullmatch(one)][:MOST]
    if not slugs:
        return
    answer = asker.post(_question(slugs))
    for at, slug in enumerate(slugs):
        told = under(answer, "data", f"c{at}")
        if told is None:
            continue
        try:
            account = _Account.model_validate(told)
        except ValidationError as error:
            raise ShapeError(
                f"account: {error.errors(include_url=False, include_input=False)[0]['type']}"
            ) from None
        if account.slug.lower() == slug and account.type in _NOT_PERSONS:
            yield Found(_entry(account), "identifier")


def _question(slugs: list[str]) -> dict[str, object]:
    declared = ", ".join(f"$s{at}: String!" for at in range(len(slugs)))
    asked = " ".join(
        f"c{at}: account(slug: $s{at}, throwIfMissing: false) {{ ...Seen }}" for at in range(len(slugs))
    )
    query = f"query Collectives({declared}) {{ {asked} }}{_FIELDS}"
    return {"query": query, "variables": {f"s{at}": slug for at, slug in enumerate(slugs)}}


def _entry(account: _Account) -> Entry:
    stats, currency = account.stats or _Stats(), account.currency
    host = (
        None
        if account.host is None or account.host.type not in _NOT_PERSONS
        else body_name(account.host.name)
    )
    money = Money(
        currency=currency,
        balance=_amount(stats.balance, currency),
        yearly=_amount(stats.yearly, currency),
        received=_amount(stats.received, currency),
        # Money that goes out is written below zero or above it: it is one and the same.
        spent=None if (spent := _amount(stats.spent, currency)) is None else abs(spent),
        givers=account.givers,
        host=host,
    )
    return Entry(
        id=account.slug,
        name=body_name(account.name) or account.slug,
        url=f"{_PAGE}{account.slug.lower()}",
        parties=(Party(host, "host"),) if host else (),
        money=money,
    )


def _amount(amount: _Amount | None, currency: str) -> float | None:
    """Return an amount in the currency of the account, None when it is in another one."""
    return amount.value if amount is not None and amount.currency in {None, currency} else None
