"""Recherche d'entreprises: what the register of organisations says of those that hold a project.

`GET /search?q=…`, `results[]`. It is asked by a name, so what it answers is only ever a question. Natural
persons who trade are left out, and the answer is asked without the people who run an organisation.
"""

import re
from collections.abc import Iterator
from typing import Annotated, Literal
from urllib.parse import urlencode

from pydantic import Field

from reperes.facts.catalogue import Entry, Found, LegalForm
from reperes.sources.catalogues.asking import Asker
from reperes.sources.catalogues.places import folded
from reperes.sources.catalogues.project import Project
from reperes.sources.catalogues.reader import Row, Taken, body_name, siren, under

MOST_HOLDERS = 3
_PER_PAGE = 5
_SHORTEST = 3
"""Letters under which the register refuses a question (app/controller/search_params_model.py)."""
_LONGEST = 120
_PAGE = "https://annuaire-entreprises.data.gouv.fr/entreprise/"
_RNA = re.compile(r"W[0-9A-Z]{9}")


class _Complements(Row):
    est_association: bool | None = None
    est_administration: bool | None = None
    identifiant_association: str | None = None


class _Unit(Row):
    siren: Annotated[str, Field(pattern=r"^[0-9]{9}$")]
    nom_complet: str | None = None
    nom_raison_sociale: str | None = None
    sigle: str | None = None
    nature_juridique: Annotated[str, Field(pattern=r"^[0-9]{4}$")] | None = None
    etat_administratif: Literal["A", "C"] | None = None
    statut_diffusion: str | None = None
    complements: _Complements | None = None

    @property
    def names(self) -> set[str]:
        """Return its names, folded; the whole one may hold others between brackets."""
        whole = self.nom_complet or ""
        told = (whole, _before_brackets(whole), self.nom_raison_sociale, self.sigle)
        return {found for one in told if one and (found := folded(one))}


def _before_brackets(name: str) -> str:
    return name.partition("(")[0].rstrip()


def ask(asker: Asker, project: Project) -> Iterator[Found]:
    """Yield, for each holder, the one organisation that bears its name; none when several do."""
    told: set[str] = set()
    names = dict.fromkeys(one for one in project.holders if len(folded(one)) >= _SHORTEST)
    for holder in [one for one in names if len(one) <= _LONGEST][:MOST_HOLDERS]:
        unit = _only([one for one in _search(asker, holder) if folded(holder) in one.names])
        if unit is not None and unit.siren not in told and (entry := _entry(unit)) is not None:
            told.add(unit.siren)
            yield Found(entry, "name")


def _search(asker: Asker, name: str) -> Iterator[_Unit]:
    query = {"q": name, "minimal": "true", "include": "complements", "page": 1, "per_page": _PER_PAGE}
    answer = asker.maybe(f"/search?{urlencode(query)}")
    if answer is None:
        return
    for unit in Taken().each(under(answer, "results"), _Unit, "results"):
        if unit.statut_diffusion == "O" and siren(unit.siren) is not None and _is_body(unit.nature_juridique):
            yield unit


def _only(units: list[_Unit]) -> _Unit | None:
    """Return the one that is active, else the only one that ceased; None when the name does not tell."""
    active = [one for one in units if one.etat_administratif != "C"]
    left = active or units
    return left[0] if len(left) == 1 else None


def _is_body(category: str | None) -> bool:
    """Return whether a category is surely not that of a natural person."""
    return category is not None and not category.startswith("1")


def _entry(unit: _Unit) -> Entry | None:
    name, category = body_name(unit.nom_raison_sociale) or body_name(unit.nom_complet), unit.nature_juridique
    if name is None or category is None:
        return None
    more = unit.complements or _Complements()
    rna = _RNA.fullmatch(more.identifiant_association or "")
    legal = LegalForm(
        siren=unit.siren,
        category=category,
        rna=rna[0] if rna else None,
        active=None if unit.etat_administratif is None else unit.etat_administratif == "A",
        is_association=more.est_association,
        # The list of administrations behind this flag is not exhaustive, by its own documentation.
        is_public=True if more.est_administration else None,
    )
    others = [_before_brackets(unit.nom_complet or ""), unit.sigle]
    names = dict.fromkeys(told for one in others if (told := body_name(one)) and told != name)
    return Entry(id=unit.siren, name=name, url=f"{_PAGE}{unit.siren}", names=tuple(names), legal=legal)
