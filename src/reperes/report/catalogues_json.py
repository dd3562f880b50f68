"""The catalogues as data: where they stand, what a search finds, and the JSON Schemas of both.

`python -m reperes.report.catalogues_json FOLDER` writes the schemas; a test holds the files to them.
"""

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from reperes.i18n import N_, Language, translate
from reperes.knowledge.catalogue import Catalogue
from reperes.report.formats import counted, day
from reperes.report.json_types import escaped, plain
from reperes.report.safe import safe
from reperes.report.schema import COUNT, DAY, TEXT, Schema, closed, items, one_of, or_null, ref
from reperes.report.wording import of
from reperes.sources.catalogues.search import CLOSENESS, MOST_TYPED, Hit, Index, Known, Looked
from reperes.sources.catalogues.snapshots import Meta
from reperes.sources.catalogues.standing import STATES, Standing, State

LIST, SEARCH = "reperes/catalogues/1", "reperes/catalogue-search/1"
_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_IDENTIFIER: Schema = {"type": "string", "pattern": "^[a-z][a-z0-9]*(-[a-z0-9]+)*$"}
_STATES: Mapping[State, str] = {
    "up-to-date": N_("up to date"),
    "old": N_("old"),
    "undated": N_("of an unknown day"),
    "ended": N_("no longer kept up by its producer"),
    "never-taken": N_("never taken here"),
    "asked": N_("asked project by project"),
    "off": N_("switched off by the settings"),
}


def list_document(standings: Sequence[Standing], language: Language) -> dict[str, Any]:
    """Return where catalogues stand."""
    on = standings[0].on.isoformat() if standings else None
    return {"schema": LIST, "on": on, "catalogues": [_standing(one, language) for one in standings]}


def search_document(words: str, hits: Sequence[Hit], index: Index) -> dict[str, Any]:
    """Return what a search finds, and where it looked."""
    looked = [{"catalogue": one.catalogue, **_days(one)} for one in index.looked]
    return {
        "schema": SEARCH,
        "words": safe(words, MOST_TYPED),
        "looked": looked,
        "unread": [*index.unread],
        "never_taken": [*index.never],
        "hits": [_hit(one) for one in hits],
    }


def state(one: Standing, language: Language) -> str:
    """Return the state of a catalogue in words, with what makes it so."""
    told = translate(language, _STATES[one.state])
    if one.projects is not None:
        many = counted(one.projects, N_("{value} project kept"), N_("{value} projects kept"), language)
        return f"{told} ({many})"
    if one.state == "old":
        limit = N_("more than {value} day"), N_("more than {value} days")
        return f"{told} ({counted(one.catalogue.old_after_days, *limit, language)})"
    if one.meta is not None and one.state == "undated":
        return brought_on(one.meta, language)
    if one.catalogue.ended_on(one.on) and one.state != "ended":
        ended = translate(language, _STATES["ended"])
        return translate(language, N_("{one}; {other}"), one=told, other=ended)
    return told


def brought_on(meta: Meta, language: Language) -> str:
    """Return what is known of the day of a snapshot whose day nothing tells."""
    text = N_("brought on {day}; the file does not tell of which day it is")
    return translate(language, text, day=day(meta.taken_at.date(), language))


def written(content: Mapping[str, Any]) -> str:
    """Return a document as a text."""
    return escaped(json.dumps(plain(content), ensure_ascii=False, indent=2))


def _standing(one: Standing, language: Language) -> dict[str, Any]:
    catalogue = one.catalogue
    ended = None if catalogue.ended is None else _ended(catalogue, language)
    return {
        "id": catalogue.id,
        "label": of(catalogue.label, language),
        "way": catalogue.way,
        "holds": catalogue.holds,
        "gives": of(catalogue.gives, language).strip(),
        "publisher": catalogue.publisher,
        "licence": catalogue.licence,
        "page": catalogue.page,
        "address": one.address,
        "state": one.state,
        "text": state(one, language),
        "old_after_days": catalogue.old_after_days,
        "ended": ended,
        "projects": one.projects,
        "snapshot": None if one.meta is None else _meta(one, one.meta),
    }


def _ended(catalogue: Catalogue, language: Language) -> dict[str, Any]:
    ended = catalogue.ended
    assert ended is not None  # noqa: S101 - the caller looked
    return {"since": ended.since.isoformat(), "says": of(ended.says, language), "source": ended.source}


def _meta(one: Standing, meta: Meta) -> dict[str, Any]:
    return {
        "day": None if meta.undated else meta.day.isoformat(),
        "brought_on": meta.taken_at.date().isoformat() if meta.url is None else None,
        "age_days": one.age,
        "taken_at": meta.taken_at.isoformat(),
        "dated": None if meta.dated is None else meta.dated.isoformat(),
        "url": meta.url,
        "licence": meta.licence,
        "checksum": meta.checksum,
        "size": meta.size,
        "rows": meta.rows,
        "records": meta.records,
        "skipped": dict(meta.skipped),
        "persons": meta.persons,
    }


def _hit(hit: Hit) -> dict[str, Any]:
    return {**asdict(hit), "known": [_known(one) for one in hit.known]}


def _known(one: Known) -> dict[str, Any]:
    told = asdict(one)
    del told["undated"]
    return {**told, **_days(one)}


def _days(one: Known | Looked) -> dict[str, str | None]:
    on = one.day.isoformat()
    return {"day": None if one.undated else on, "brought_on": on if one.undated else None}


def list_schema() -> Schema:
    """Return the schema of `catalogue list --format json`, in draft 2020-12."""
    ended = closed({"since": DAY, "says": TEXT, "source": TEXT})
    texts = dict.fromkeys(("label", "gives", "publisher", "licence", "page", "address", "text"), TEXT)
    catalogue = closed(
        {
            "id": _IDENTIFIER,
            **texts,
            "way": one_of(("whole", "asked")),
            "holds": one_of(("software", "organisations", "domains", "bodies", "facts")),
            "state": one_of(STATES),
            "old_after_days": {"type": "integer", "minimum": 1},
            "ended": or_null(ended),
            "projects": or_null(COUNT),
            "snapshot": or_null(ref("snapshot")),
        }
    )
    return {
        "$schema": _DRAFT,
        "title": LIST,
        "description": "Where each catalogue stands on this machine: taken or not, of which day, old, off.",
        **closed({"schema": {"const": LIST}, "on": or_null(DAY), "catalogues": items(catalogue)}),
        "$defs": {"snapshot": _snapshot()},
    }


def _snapshot() -> Schema:
    return closed(
        {
            **dict.fromkeys(("size", "rows", "records", "persons"), COUNT),
            "age_days": or_null(COUNT),
            **dict.fromkeys(("day", "brought_on"), or_null(DAY)),
            "taken_at": {"type": "string", "format": "date-time"},
            "dated": or_null(DAY),
            "url": or_null(TEXT),
            "licence": TEXT,
            "checksum": TEXT,
            "skipped": {"type": "object", "additionalProperties": COUNT},
        }
    )


def search_schema() -> Schema:
    """Return the schema of `catalogue search --format json`."""
    known = closed(
        {
            "catalogue": _IDENTIFIER,
            **dict.fromkeys(("id", "url"), TEXT),
            **dict.fromkeys(("day", "brought_on"), or_null(DAY)),
            "repositories": items(TEXT),
            "removed": {"type": "boolean"},
        }
    )
    hit = closed(
        {
            "name": TEXT,
            "closeness": one_of(CLOSENESS),
            "known": {**items(known), "minItems": 1},
            "repositories": items(TEXT),
            **dict.fromkeys(("what", "licence"), or_null(TEXT)),
            **dict.fromkeys(("users", "providers", "contributors"), or_null(COUNT)),
        }
    )
    looked = items(closed({"catalogue": _IDENTIFIER, **dict.fromkeys(("day", "brought_on"), or_null(DAY))}))
    parts = {
        "words": {**TEXT, "maxLength": MOST_TYPED},
        "looked": looked,
        **dict.fromkeys(("unread", "never_taken"), items(_IDENTIFIER)),
        "hits": items(hit),
    }
    return {
        "$schema": _DRAFT,
        "title": SEARCH,
        "description": "The projects that catalogues know under a name or near it, the closest first.",
        **closed({"schema": {"const": SEARCH}, **parts}),
    }


PUBLISHED: dict[str, Any] = {
    "catalogues-1.schema.json": list_schema,
    "catalogue-search-1.schema.json": search_schema,
}


def main() -> None:
    """Write the schemas in the folder named on the command line."""
    for name, schema in PUBLISHED.items():
        text = json.dumps(schema(), ensure_ascii=False, indent=2) + "\n"
        (Path(sys.argv[1]) / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
