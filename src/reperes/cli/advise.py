"""`reperes advise`: which forms of cooperation fit, for one project and one administration, at a date."""

import gc
import os
import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reperes.cli.options import Day, details_option, format_option, maker, output_option
from reperes.errors import Message
from reperes.i18n import N_, Language, translate

if TYPE_CHECKING:
    from reperes.modalities.given import Given
    from reperes.modalities.markets import Beneficiaries
    from reperes.modalities.model import Advice
    from reperes.modalities.profile import Administration


def command(language: Language) -> click.Command:
    """Return the command, its help in `language`."""
    text = N_(
        "Advise on how to cooperate with SUBJECT: which modalities fit, through which vehicle, why, with "
        "which steps. The project is observed, or its readings are taken from a file."
    )
    return click.Command(
        "advise",
        params=[click.Argument(["subject"], required=False), *_options(language)],
        callback=partial(_advise, language),
        help=translate(language, text),
    )


def _options(language: Language) -> list[click.Option]:
    option = maker(language)
    file = click.Path(exists=True, dir_okay=False, path_type=Path)
    return [
        option(
            "--observation",
            type=file,
            metavar="FILE",
            told=N_("Take the readings of an observation written by `reperes observe --format json`."),
        ),
        option(
            "--readings", type=file, metavar="FILE", told=N_("Take readings stated by hand (YAML or JSON).")
        ),
        option(
            "--administration", type=file, metavar="FILE", told=N_("Who we are, in a profile (YAML or JSON).")
        ),
        option("--ask", is_flag=True, told=N_("Make the profile by questions in the terminal.")),
        option(
            "--save",
            type=click.Path(dir_okay=False, writable=True, path_type=Path),
            metavar="FILE",
            told=N_("With --ask, keep the profile in FILE."),
        ),
        option("--as-of", type=Day(), metavar="DATE", told=N_("Under the law of that day (YYYY-MM-DD).")),
        option("--origin", metavar="URL", told=N_("Canonical address of a local copy.")),
        option(
            "--offline",
            is_flag=True,
            told=N_("Make no request: read local copies, or what was already brought."),
        ),
        format_option(language),
        details_option(language),
        output_option(language),
    ]


def _advise(
    language: Language,
    *,
    subject: str | None,
    observation: Path | None,
    readings: Path | None,
    administration: Path | None,
    ask: bool,
    save: Path | None,
    as_of: date | None,
    origin: str | None,
    offline: bool,
    format_: str,
    details: bool,
    output: Path | None,
) -> None:
    if subject is None and observation is None:
        gc.disable()  # the run lasts half a second: looking for cycles takes a tenth of it and finds none
    from reperes.cli.files import write_text
    from reperes.law import law
    from reperes.modalities.advise import advise
    from reperes.modalities.case import Case
    from reperes.report.advice import render

    _usage(language, one_of=(subject, observation, readings), ours=(administration, ask or None))
    if subject is None and (origin is not None or offline):
        raise click.UsageError(translate(language, N_("--origin and --offline go with SUBJECT.")))
    if save is not None and not ask:
        raise click.UsageError(translate(language, N_("--save goes with --ask.")))
    _apart(language, (subject, observation, readings, administration), (save, output))
    day = as_of or datetime.now(UTC).date()  # noqa: TID251 - the edge of the program
    ours = _administration(language, administration, save)
    name, found = _readings(language, subject, observation, readings, day=day, origin=origin, offline=offline)
    made = advise(Case(ours, found, day, law(), _beneficiaries(day)), subject=name)
    if output is None:
        _show(made, language, format_, details=details)
    else:
        write_text(output, render(made, language, format_, details=details))
        click.echo(translate(language, N_("Written to {path}."), path=output), err=True)


def _beneficiaries(day: date) -> "Beneficiaries":
    """Return the lists of the State’s markets as they were taken here, none when they were not."""
    from reperes.modalities.markets import Beneficiaries
    from reperes.people.store import home

    if not (home() / "catalogues").is_dir():
        return Beneficiaries()
    from reperes.sources.catalogues.whole import whole_list

    return Beneficiaries.of(whole_list(home(), "beneficiaires-marches", day))


def _show(made: "Advice", language: Language, format_: str, *, details: bool) -> None:
    from reperes.report.advice import print_text, render

    try:
        if format_ == "text":
            print_text(made, language, details=details)
        else:
            click.echo(render(made, language, format_, details=details).rstrip("\n"))
        sys.stdout.flush()
    except BrokenPipeError:
        raise  # whoever reads has read enough
    except OSError as error:
        from reperes.cli.files import unwritten

        # What could not be written would be tried again at the exit, and told there without a sentence.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise unwritten(Message(N_("the standard output")), error) from error


def _usage(language: Language, *, one_of: tuple[object, ...], ours: tuple[object, ...]) -> None:
    if sum(one is not None for one in one_of) != 1:
        text = N_(
            "Give one of these: SUBJECT, which is the address or the path of a project; --observation FILE; "
            "--readings FILE."
        )
        raise click.UsageError(translate(language, text))
    if sum(one is not None for one in ours) != 1:
        text = N_("Say who you are: --administration FILE, or --ask to answer a few questions.")
        raise click.UsageError(translate(language, text))


def _apart(
    language: Language, read: tuple[str | Path | None, ...], written: tuple[Path | None, Path | None]
) -> None:
    """Refuse to write where nothing can be, or over what this command reads."""
    from reperes.cli.files import same_file

    inputs = [Path(one) for one in read if one is not None]
    for path in written:
        if path is None:
            continue
        if not os.access(path.absolute().parent, os.W_OK):
            raise click.UsageError(translate(language, N_("{path} cannot be written there."), path=path))
        if any(same_file(path, one) for one in inputs):
            text = N_("{path} is read by this very command, and would be lost: write to another file.")
            raise click.UsageError(translate(language, text, path=path))
    save, output = written
    if save is not None and output is not None and same_file(save, output):
        raise click.UsageError(translate(language, N_("--save and --output cannot be one file.")))


def _administration(language: Language, path: Path | None, save: Path | None) -> "Administration":
    from reperes.modalities.profile import administration

    if path is None:
        from reperes.cli.ask import ask_profile

        return ask_profile(language, save)
    from reperes.cli.files import read_profile

    return administration(read_profile(path))


def _readings(
    language: Language,
    subject: str | None,
    observation: Path | None,
    readings: Path | None,
    *,
    day: date,
    origin: str | None,
    offline: bool,
) -> "tuple[str | None, Mapping[str, Given]]":
    from reperes.modalities import given

    if readings is not None:
        from reperes.cli.files import read_readings

        name, fields = read_readings(readings)
        return name, given.of_file(fields)
    if observation is not None:
        from reperes.cli.files import read_observation

        name, fields = read_observation(observation)
        return name, given.of_file(fields)
    from reperes.cli.asking import request
    from reperes.cli.progress import shown_progress
    from reperes.observing import observe

    asked = request(str(subject), as_of=day, origin=origin, offline=offline)
    with shown_progress(language, sys.stderr) as progress:
        made = observe(asked, progress)
    return made.name, given.of_observation(made.readings)
