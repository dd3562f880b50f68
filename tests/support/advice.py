"""Made-up cases of advice."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from reperes.facts.citation import Citation, ReferenceCitation
from reperes.law import law
from reperes.modalities.advise import advise
from reperes.modalities.case import Case
from reperes.modalities.given import of_file
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


def explained(citations: Iterable[Citation]) -> list[ReferenceCitation]:
    """Return the citations of what Repères itself explains."""
    return [one for one in citations if isinstance(one, ReferenceCitation)]
