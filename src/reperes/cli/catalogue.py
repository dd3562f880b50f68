"""`reperes catalogue`: what is kept of catalogues, taking them, searching in them."""

import difflib
import os
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reperes.cli import language_option, printable
from reperes.cli.options import format_option, maker
from reperes.errors import Message, ReperesError, UsageError
from reperes.i18n import N_, Language, translate
from reperes.people.store import home

if TYPE_CHECKING:
    from reperes.knowledge.catalogue import Catalogue
    from reperes.progress import Progress
    from reperes.sources.catalogues.settings import Settings
    from reperes.sources.catalogues.take import Outcome
    from reperes.sources.http.client import ClientOf

_UNREACHED = 3
_LIST = N_("`reperes catalogue list` tells which catalogues are taken whole.")


def command(language: Language) -> click.Command:
    """Return the group of commands, their help in `language`."""
    group = click.Group(
        "catalogue",
        help=translate(
            language, N_("What catalogues know: who uses a project, who provides services, where it is.")
        ),
    )
    name = click.Argument(["name"], metavar="NAME")
    file = click.Argument(["file"], type=click.Path(exists=True, dir_okay=False, path_type=Path))
    most = maker(language)(
        "--most",
        type=click.IntRange(1, 200),
        default=20,
        show_default=True,
        told=N_("Projects shown at most."),
    )
    words = click.Argument(["words"], metavar="WORDS", nargs=-1, required=True)
    subcommands: list[tuple[str, Callable[..., None], list[click.Parameter], str]] = [
        ("list", _list, [format_option(language)], N_("List the catalogues: what they give, of which day.")),
        (
            "update",
            _update,
            [click.Argument(["names"], metavar="[NAME]...", nargs=-1)],
            N_("Take the catalogues again, or those named."),
        ),
        ("import", _import, [name, file], N_("Take the catalogue NAME from FILE, brought by hand.")),
        (
            "search",
            _search,
            [words, most, format_option(language)],
            N_("Search projects by name in all that was taken."),
        ),
    ]
    for called, run, params, told in subcommands:
        params.append(language_option(language))
        callback = partial(run, language)
        group.add_command(
            click.Command(called, params=params, callback=callback, help=translate(language, told))
        )
    return group


def _now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - the edge of the program


def _list(language: Language, *, format_: str) -> None:
    from reperes.report.catalogues import render_list
    from reperes.sources.catalogues.standing import standings

    click.echo(render_list([*standings(home(), _now().date()).values()], language, format_))


def _search(language: Language, *, words: tuple[str, ...], most: int, format_: str) -> None:
    from reperes.report.catalogues import render_search
    from reperes.sources.catalogues.search import Index
    from reperes.sources.catalogues.settings import Settings
    from reperes.sources.catalogues.snapshots import Snapshots

    place = home()
    index = Index.load(Snapshots(place), Settings.of(place).off)
    typed = " ".join(words)
    click.echo(render_search(typed, index.search(typed, most), index, language, format_))


def _update(language: Language, *, names: tuple[str, ...]) -> None:
    from reperes.cli.progress import shown_progress
    from reperes.sources.addresses import Reach
    from reperes.sources.catalogues.settings import Settings
    from reperes.sources.catalogues.take import BOUNDS
    from reperes.sources.http.client import clients

    place = home()
    settings = Settings.of(place)
    chosen = _chosen(names, settings)
    client_of = clients(os.environ, place, Reach.of_environment(), bounds=BOUNDS)
    taken = 0
    for catalogue in chosen:
        with shown_progress(language, sys.stderr) as progress:
            outcome = _taken(catalogue, settings, client_of, progress)
        taken += not isinstance(outcome, Exception)
        _tell(catalogue, outcome, language)
    if chosen and not taken:
        sys.exit(_UNREACHED)


def _chosen(names: Sequence[str], settings: "Settings") -> "list[Catalogue]":
    """Return the catalogues named, else all that are taken whole and not off. Raises UsageError."""
    from reperes.knowledge.catalogue import catalogues

    if not names:
        whole = [one for one in catalogues().values() if one.way == "whole"]
        return [one for one in whole if one.id not in settings.off]
    chosen = [_known(name) for name in dict.fromkeys(names)]
    for one in chosen:
        if one.way == "asked":
            raise UsageError(
                what=Message(N_("{name} is not taken."), {"name": one.id}),
                why=Message(N_("It is asked about one project at a time.")),
                do=Message(_LIST),
            )
        if one.id in settings.off:
            raise UsageError(
                what=Message(N_("{name} is not taken."), {"name": one.id}),
                why=Message(N_("The settings of this installation switch it off.")),
                do=Message(N_("Take it out of `without:` in the file catalogues.yaml of the data folder.")),
            )
    return chosen


def _known(name: str) -> "Catalogue":
    from reperes.knowledge.catalogue import catalogues

    found = catalogues().get(name)
    if found is not None:
        return found
    near = difflib.get_close_matches(name.casefold(), catalogues(), n=3, cutoff=0.4)
    raise UsageError(
        what=Message(N_("{name} is no catalogue known here."), {"name": name}),
        why=Message(N_("The known ones are: {names}."), {"names": ", ".join(catalogues())}),
        do=Message(N_("Near it: {near}."), {"near": ", ".join(near) or "–"}),
    )


def _taken(
    catalogue: "Catalogue", settings: "Settings", client_of: "ClientOf", progress: "Progress"
) -> "Outcome | ReperesError | OSError":
    """Return what was taken, or why nothing was: the other catalogues are taken all the same."""
    from reperes.sources.catalogues.snapshots import Snapshots
    from reperes.sources.catalogues.take import Taking

    address, now = settings.address(catalogue), _now()
    text = N_("Taking {name} at {url}")
    progress.step(Message(text, {"name": catalogue.id, "url": address}))
    try:
        with client_of(now, False) as client:  # noqa: FBT003 - a callable's
            return Taking(client, Snapshots(home()), now, progress.step).update(catalogue, address)
    except (ReperesError, OSError) as error:
        return error


def _import(language: Language, *, name: str, file: Path) -> None:
    from reperes.sources.catalogues.snapshots import Snapshots
    from reperes.sources.catalogues.take import bring

    catalogue = _known(name)
    _tell(catalogue, bring(catalogue, file, Snapshots(home()), _now()), language)


def _tell(catalogue: "Catalogue", outcome: Any, language: Language) -> None:
    """Write one line of what became of a catalogue: a failure on stderr."""
    from reperes.report.catalogues import outcome_text

    if isinstance(outcome, ReperesError):
        said = " ".join(one.text(language) for one in (outcome.what, outcome.why, outcome.do))
    elif isinstance(outcome, OSError):
        text = N_("The system says: {error}.")
        said = translate(language, text, error=outcome.strerror or outcome)
    else:
        click.echo(printable(outcome_text(outcome, language)))
        return
    label = N_("{name}: not taken. {why}")
    click.echo(printable(translate(language, label, name=catalogue.id, why=said)), err=True)
