"""Catalogues that are asked, served on the loopback, and what their readers make of the answers."""

from pathlib import Path
from typing import Any

from reperes.facts.catalogue import Found
from reperes.knowledge.catalogue import Catalogue, catalogues
from reperes.sources.catalogues.asking import Asker, ask
from reperes.sources.catalogues.project import Project
from support.web import READ_AT, Site, client

HERE = "forge.example.org/atelier/registre"
"""Where the project of these tests is, as `places` writes it."""


def project(**known: Any) -> Project:
    told: dict[str, Any] = {"origin": f"https://{HERE}", "places": (HERE,)}
    return Project(**(told | known))


def unhurried(name: str) -> Catalogue:
    """Return a catalogue that may be asked without waiting."""
    return catalogues()[name].model_copy(update={"seconds_between": 0.0})


def asked(
    name: str, site: Site, home: Path, about: Project | None = None, at: str = "", **settings: Any
) -> tuple[Found, ...]:
    """Return what a catalogue answers about a project, over HTTP; `at` is where its address begins."""
    with client(home, **settings) as http:
        asker = Asker(unhurried(name), site.url(at), http)
        return ask(asker, about or project(), READ_AT).found


def by_id(found: tuple[Found, ...]) -> dict[str, Found]:
    return {one.entry.id: one for one in found}
