"""Repositories of public bodies, as code.gouv.fr lists them, in any of the shapes that it publishes.

Rows of `data/repositories/json/all.json` (`repository_url`, `organization_name`, `is_archived`…), of its
successor `codegouvfr-repositories.json` (`id` is the address, `owner` that of the account; an empty text is
written for what is not known) and of `repos_preprod.json`, where the fields are letters (`p` the host, `fn`
the path). `license` is the name that the forge gives. Tens of thousands of rows.
"""

from collections.abc import Iterator

from pydantic import AliasChoices, Field

from reperes.facts.catalogue import Entry
from reperes.sources.catalogues import mail
from reperes.sources.catalogues.places import place
from reperes.sources.catalogues.reader import Row, Taken, address, day, parsed, text

_WHERE = "repositories"


class _Repository(Row):
    where: str | None = Field(None, validation_alias=AliasChoices("repository_url", "id"))
    platform: str | None = Field(None, validation_alias=AliasChoices("platform", "p"))
    path: str | None = Field(None, validation_alias=AliasChoices("full_name", "fn"))
    name: str = Field(validation_alias=AliasChoices("repo_name", "name", "n"), min_length=1)
    owner: str | None = Field(None, validation_alias=AliasChoices("organization_name", "owner", "o"))
    what: str | None = Field(None, validation_alias=AliasChoices("description", "d"))
    homepage: str | None = None
    licence: str | None = Field(None, validation_alias=AliasChoices("license", "li"))
    is_fork: bool | None = Field(None, validation_alias=AliasChoices("is_fork", "fork", "f?"))
    is_archived: bool | None = Field(None, validation_alias=AliasChoices("is_archived", "archived", "a?"))
    last_update: str | None = Field(None, validation_alias=AliasChoices("last_update", "updated_at", "u"))


def read(body: bytes) -> Taken:
    """Return the repositories of a file."""
    taken = Taken()
    taken.keep(_entries(taken, parsed(body)))
    return taken


def _entries(taken: Taken, rows: object) -> Iterator[Entry]:
    for row in taken.each(rows, _Repository, _WHERE):
        url = address(row.where) or _composed(row)
        key, name = place(url) if url else None, text(row.name)
        if url is None or key is None or name is None:
            taken.skipped[f"{_WHERE}.repository_url: address"] += 1
            continue
        what, hidden = mail.unmailed(text(row.what))
        taken.persons += hidden
        yield Entry(
            id=key,
            name=name,
            url=url,
            what=what,
            repositories=(url,),
            website=address(row.homepage),
            licence=text(row.licence),
            archived=row.is_archived,
            dated=day(row.last_update),
        )


def _composed(row: _Repository) -> str | None:
    """Return the address of a row that tells it by the host and the path."""
    if not row.platform or not row.path or "." not in row.platform:
        return None
    return address(f"https://{row.platform}/{row.path}")
