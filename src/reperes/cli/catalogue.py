"""`reperes catalogue`: what is kept of catalogues, taking them, searching in them."""

import difflib
import os
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Any

import click

from reperes.cli import language_option, printable
from reperes.cli.options import Day, format_option, maker
from reperes.errors import Message, ReperesError, UnreachableError, UsageError
from reperes.i18n import N_, Bilingual, Language, translate, written_day
from reperes.people.store import home

if TYPE_CHECKING:
    from reperes.knowledge.catalogue import Catalogue
    from reperes.progress import Progress
    from reperes.sources.catalogues.settings import Settings
    from reperes.sources.catalogues.take import Outcome
    from reperes.sources.http.client import ClientOf

_UNREACHED = 3
_UNDATED = N_(
    "The file does not tell of which day it is: its age is not known. To give its day, import it again with "
    "--dated YYYY-MM-DD."
)
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
    dated = maker(language)(
        "--dated",
        type=Day(),
        metavar="DAY",
        told=N_("Day of the file (YYYY-MM-DD), when its content does not tell it."),
    )
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
            [click.Argument(["names"], metavar="[NAME]...", nargs=-1), _anyway(language)],
            N_("Take the catalogues again, or those named."),
        ),
        (
            "import",
            _import,
            [name, file, dated, _anyway(language)],
            N_("Take the catalogue NAME from FILE, brought by hand."),
        ),
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


def _anyway(language: Language) -> click.Option:
    told = N_("Take it even if most of the records known until now are not in it.")
    return maker(language)("--anyway", is_flag=True, told=told)


def _now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - the edge of the program


def _list(language: Language, *, format_: str) -> None:
    from reperes.report.catalogues import render_list
    from reperes.sources.catalogues.standing import standings

    known = [*standings(home(), _now().date()).values()]
    click.echo(render_list(known, language, format_, width=get_terminal_size().columns))


def _search(language: Language, *, words: tuple[str, ...], most: int, format_: str) -> None:
    from reperes.report.catalogues import render_search
    from reperes.sources.catalogues.places import folded
    from reperes.sources.catalogues.search import Index, is_address
    from reperes.sources.catalogues.settings import Settings
    from reperes.sources.catalogues.snapshots import Snapshots

    place, typed = home(), " ".join(words)
    if not is_address(typed) and not folded(typed):
        raise UsageError(
            what=Message(N_("There is nothing to search for.")),
            why=Message(N_("These words hold no letter and no digit.")),
            do=Message(N_("Give a name or an address: `reperes catalogue search WORDS`.")),
        )
    index = Index.load(Snapshots(place), Settings.of(place).off)
    width = get_terminal_size().columns
    click.echo(render_search(typed, index.search(typed, most), index, language, format_, width=width))


def _update(language: Language, *, names: tuple[str, ...], anyway: bool) -> None:
    from reperes.cli.progress import shown_progress
    from reperes.sources.addresses import Reach
    from reperes.sources.catalogues.settings import Settings
    from reperes.sources.catalogues.take import BOUNDS
    from reperes.sources.http.client import clients

    place = home()
    settings = Settings.of(place)
    chosen = _chosen(names, settings)
    client_of = clients(os.environ, place, Reach.of_environment(), bounds=BOUNDS)
    taken, unreached = 0, []
    for catalogue in chosen:
        with shown_progress(language, sys.stderr) as progress:
            outcome = _taken(catalogue, settings, client_of, progress, anyway=anyway)
        taken += not isinstance(outcome, Exception)
        if _is_unreached(outcome):
            unreached.append(catalogue.id)
        else:
            _tell(catalogue, outcome, language)
    if unreached:
        _tell_unreached(unreached, language)
    if len(chosen) > 1:
        _say(language, N_("Taken: {taken}. Not taken: {failed}."), taken=taken, failed=len(chosen) - taken)
    if chosen and not taken:
        sys.exit(_UNREACHED)


def _say(language: Language, text: str, **args: object) -> None:
    click.echo(printable(translate(language, text, **args)), err=True)


def _is_unreached(outcome: object) -> bool:
    """Return whether it is the network, or the host, that failed: nothing was answered."""
    from reperes.sources.http.errors import LostError, NoHostError

    return isinstance(outcome, (LostError, NoHostError))


def _tell_unreached(names: Sequence[str], language: Language) -> None:
    """Write once, for all the catalogues whose host cannot be reached, what can be done without network."""
    _say(
        language,
        N_("Not taken, the network or the host cannot be reached: {names}."),
        names=", ".join(names),
    )
    _say(
        language,
        N_(
            "Where there is a network, take the file at the address that `reperes explain {name}` gives, "
            "then bring it here: `reperes catalogue import {name} FILE`."
        ),
        name=names[0] if len(names) == 1 else translate(language, N_("NAME")),
    )


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
    catalogue: "Catalogue", settings: "Settings", client_of: "ClientOf", progress: "Progress", *, anyway: bool
) -> "Outcome | ReperesError | OSError":
    """Return what was taken, or why nothing was: the other catalogues are taken all the same."""
    from reperes.sources.catalogues.snapshots import Snapshots
    from reperes.sources.catalogues.take import Taking

    address, now = settings.address(catalogue), _now()
    text = N_("Taking {name} at {url}")
    progress.step(Message(text, {"name": catalogue.id, "url": address}))
    try:
        with client_of(now, False) as client:  # noqa: FBT003 - a callable's
            taking = Taking(client, Snapshots(home()), now, progress.step, anyway)
            return taking.update(catalogue, address)
    except (ReperesError, OSError) as error:
        return error


def _import(language: Language, *, name: str, file: Path, dated: date | None, anyway: bool) -> None:
    from reperes.sources.catalogues.settings import Settings
    from reperes.sources.catalogues.snapshots import Snapshots
    from reperes.sources.catalogues.take import bring

    catalogue, now, place = _known(name), _now(), home()
    if dated is not None and dated > now.date():
        raise UsageError(
            what=Message(N_("{file} was not taken for {name}."), {"file": str(file), "name": catalogue.id}),
            why=Message(N_("{day} is still to come."), {"day": written_day(dated, language)}),
            do=Message(N_("Give the day on which the file was made.")),
        )
    address = Settings.of(place).address(catalogue)
    try:
        outcome = bring(catalogue, file, Snapshots(place), now, dated=dated, anyway=anyway)
    except UnreachableError as error:
        raise _another_file(catalogue, file, address, error) from error
    _tell(catalogue, outcome, language)
    meta = outcome.snapshot.meta
    if meta.undated:
        _say(language, _UNDATED)
    elif dated is not None and meta.dated != dated:
        kept = written_day(meta.day, language)
        _say(language, N_("The file itself is of {day}: that day is kept."), day=kept)


def _another_file(
    catalogue: "Catalogue", file: Path, address: str, error: UnreachableError
) -> UnreachableError:
    """Return what is said of a file that is not in the shape of its catalogue."""
    label, what = catalogue.label, catalogue.what
    named = Bilingual({"fr": label.fr, "en": label.en})
    told = Bilingual({"fr": what.fr.strip(), "en": what.en.strip()})
    return UnreachableError(
        what=Message(
            N_("{file} is not the file expected for {name} ({label})."),
            {"file": str(file), "name": catalogue.id, "label": named},
        ),
        why=Message(N_("What is expected: {what}"), {"what": told}),
        do=Message(
            N_("Check that it comes from {address}, whole and as it is. [{detail}]"),
            {"address": address, "detail": error.why.args.get("detail", "–")},
        ),
    )


def _tell(catalogue: "Catalogue", outcome: Any, language: Language) -> None:
    """Write one line of what became of a catalogue: a failure on stderr."""
    from reperes.report.catalogues_taken import outcome_text

    if isinstance(outcome, ReperesError):
        said = " ".join(
            one.text(language) for one in (outcome.what, outcome.why, _next_step(catalogue, outcome))
        )
    elif isinstance(outcome, OSError):
        text = N_("The system says: {error}.")
        said = translate(language, text, error=outcome.strerror or outcome)
    else:
        click.echo(printable(outcome_text(outcome, language)))
        return
    _say(language, N_("{name}: not taken. {why}"), name=catalogue.id, why=said)


def _next_step(catalogue: "Catalogue", error: ReperesError) -> Message:
    from reperes.sources.catalogues.take import MOST_GONE

    if error.why.args.get("detail") != MOST_GONE:
        return error.do
    text = N_(
        "Most of the records known until now are not in it. See {page}; to take it all the same: "
        "`reperes catalogue update {name} --anyway`."
    )
    return Message(text, {"page": catalogue.page, "name": catalogue.id})
