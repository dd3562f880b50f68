"""Made-up cases of advice."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from reperes.facts.catalogue import Entry, Found, Listing
from reperes.facts.citation import Citation, ReferenceCitation
from reperes.law import law
from reperes.modalities.advise import advise
from reperes.modalities.case import Case
from reperes.modalities.given import of_file
from reperes.modalities.markets import Beneficiaries
from reperes.modalities.model import Advice, Recommendation
from reperes.modalities.profile import administration

AS_OF = date(2026, 11, 25)
COMMUNE: Mapping[str, Any] = {
    "name": "Ville d’Exemple",
    "kind": "local-authority",
    "level": "commune",
    "population": 220000,
}
STATE: Mapping[str, Any] = {"name": "Direction d’Exemple", "kind": "state"}
ASSOCIATION: Mapping[str, Any] = {
    "legal_home": "association",
    "contribution_terms": "dco",
    "licence": "AGPL-3.0-or-later",
    "economic_model": ["donations"],
    "lifecycle": "active",
    "needs": {"funding": "stated", "documentation": "inferred"},
}
MEANS: Mapping[str, Any] = {"budget_eur": 60000, "agent_days": 20, "skills": ["development", "documentation"]}
PURCHASE: Mapping[str, Any] = {"object": "services", "amount_eur_ht": 45000}


def case(
    ours: Mapping[str, Any] = COMMUNE, readings: Mapping[str, Any] | None = None, as_of: date = AS_OF
) -> Case:
    return Case(administration(ours), of_file(ASSOCIATION if readings is None else readings), as_of, law())


def advice(
    ours: Mapping[str, Any] = COMMUNE,
    readings: Mapping[str, Any] | None = None,
    as_of: date = AS_OF,
    subject: str | None = None,
) -> Advice:
    return advise(case(ours, readings, as_of), subject=subject)


def of(made: Advice, modality: str) -> Recommendation:
    return next(one for one in made.recommendations if one.modality == modality)


def listed(
    *rows: tuple[str, str, bool | None], name: str = "Registre", on: str = "2026-11-20"
) -> dict[str, object]:
    """Return the reading of the ecosystem with a record for each catalogue, tie and flag."""
    told = [
        {
            "catalogue": catalogue,
            "name": name,
            "on": on,
            "rests": rests,
            "support_contract": flag,
            "lots": None,
            "citation": {"kind": "web", "url": f"https://{catalogue}.example.org/", "retrieved_on": on},
        }
        for catalogue, rests, flag in rows
    ]
    return {"value": None, "confidence": "likely", "support": [], "listed": told}


def taken(*names: str, market: str = "marche-support", on: date = AS_OF) -> Beneficiaries:
    """Return a list of the beneficiaries of a market, as it was taken."""
    found = tuple(
        Found(Entry(one, one, "https://lists.example.org/", lots=(market,)), "name") for one in names
    )
    moment = datetime(2026, 11, 25, 8, tzinfo=UTC)
    listing = Listing("beneficiaires-marches", moment, "https://lists.example.org/", found, dated=on)
    return Beneficiaries.of(listing)


def explained(citations: Iterable[Citation]) -> list[ReferenceCitation]:
    """Return the citations of what Repères itself explains."""
    return [one for one in citations if isinstance(one, ReferenceCitation)]
