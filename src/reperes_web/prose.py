"""Sentences of `knowledge/` in a page: addresses open, identifiers lead to their page, commands are code."""

import re

from django.urls import reverse
from markupsafe import Markup, escape

from reperes.report.directory import entries
from reperes.report.formats import typeset
from reperes.report.links import web_link
from reperes_web.language import language
from reperes_web.terms import glossed

_ADDRESS = r"https?://[^\s<>\"«»“”()\[\]]*[^\s<>\"«»“”()\[\].,;:!?]"
_PART = re.compile(rf"`(?P<code>[^`]+)`|(?P<address>{_ADDRESS})|\((?P<id>[a-z][a-z0-9_/-]*)\)")
_OUT = Markup('<a href="{href}" rel="noopener noreferrer">{text}</a>')
_IN = Markup('<a href="{href}">{text}</a>')
_CODE = Markup("<code>{text}</code>")


def rich(text: str, seen: set[str] | None = None) -> Markup:
    """Return a sentence with its links; with `seen`, words of the glossary are marked too (see `glossed`).

    A sentence that is only an identifier becomes the title of what it names.
    """
    if text in entries(language()):
        return item(text)
    parts: list[Markup] = []
    last = 0
    for found in _PART.finditer(text):
        parts += [_said(text[last : found.start()], seen), _part(found)]
        last = found.end()
    return Markup("").join([*parts, _said(text[last:], seen)])


def item(identifier: str) -> Markup:
    """Return the link to the page of an identifier, by its title; the identifier alone if it has no page."""
    known = entries(language()).get(identifier)
    if known is None:
        return _CODE.format(text=identifier)
    return _IN.format(href=reverse("knowledge-item", args=[identifier]), text=typeset(known.title))


def _part(found: re.Match[str]) -> Markup:
    if found["code"] is not None:
        return _CODE.format(text=found["code"])
    if found["address"] is not None:
        href = web_link(found["address"])
        shown = found["address"]
        return escape(shown) if href is None else _OUT.format(href=href, text=shown)
    identifier = found["id"]
    if identifier not in entries(language()):
        return escape(found.group())
    href = reverse("knowledge-item", args=[identifier])
    return Markup("({link})").format(link=_IN.format(href=href, text=_CODE.format(text=identifier)))


def _said(text: str, seen: set[str] | None) -> Markup:
    return escape(typeset(text)) if seen is None else glossed(text, seen)
