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
from reperes.i18n import N_, Language, translate

if TYPE_CHECKING:
    from reperes.modalities.given import Given
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
    if subject is None:
        gc.disable()  # half a second, in which looking for cycles takes a tenth and finds none
    from reperes.law import law
    from reperes.modalities.advise import advise
    from reperes.modalities.case import Case
    from reperes.report.advice import render

    _usage(language, one_of=(subject, observation, readings), ours=(administration, ask or None))
    if output is not None and not os.access(output.absolute().parent, os.W_OK):
        raise click.UsageError(translate(language, N_("{path} cannot be written there."), path=output))
    day = as_of or datetime.now(UTC).date()  # noqa: TID251 - the edge of the program
    ours = _administration(language, administration, save)
    name, found = _readings(language, subject, observation, readings, day=day, origin=origin, offline=offline)
    made = advise(Case(ours, found, day, law()), subject=name)
    if format_ == "text" and output is None:
        from reperes.report.advice import print_text

        print_text(made, language, details=details)
        return
    text = render(made, language, format_, details=details)
    if output is None:
        click.echo(text)
        return
    output.write_text(text, encoding="utf-8")
    click.echo(translate(language, N_("Written to {path}."), path=output), err=True)


def _usage(language: Language, *, one_of: tuple[object, ...], ours: tuple[object, ...]) -> None:
    if sum(one is not None for one in one_of) != 1:
        text = N_("Give one of these: SUBJECT, --observation FILE, --readings FILE.")
        raise click.UsageError(translate(language, text))
    if sum(one is not None for one in ours) != 1:
        text = N_("Say who you are: --administration FILE, or --ask to answer a few questions.")
        raise click.UsageError(translate(language, text))


def _administration(language: Language, path: Path | None, save: Path | None) -> "Administration":
    from reperes.modalities.profile import administration

    if path is None:
        from reperes.cli.ask import ask_profile

        return ask_profile(language, save)
    from reperes.cli.files import read_fields

    return administration(read_fields(path))


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
        from reperes.cli.files import read_fields

        fields = read_fields(readings)
        name = fields.get("subject")
        return name if isinstance(name, str) else None, given.of_file(_only_readings(fields))
    if observation is not None:
        from reperes.cli.files import read_observation

        document = read_observation(observation)
        return str(document["subject"]["name"]), given.of_file(document)
    from reperes.cli.progress import shown_progress
    from reperes.observing import observe
    from reperes.people.store import home
    from reperes.request import Request
    from reperes.sources.addresses import Reach

    request = Request(
        subject=str(subject),
        as_of=day,
        read_at=datetime.now(UTC),  # noqa: TID251 - the edge of the program
        home=home(),
        origin=origin,
        offline=offline,
        reach=Reach.of_environment(),
        corrections={},
    )
    with shown_progress(language, sys.stderr) as progress:
        made = observe(request, progress)
    return made.name, given.of_observation(made.readings)


def _only_readings(fields: Mapping[str, object]) -> Mapping[str, object]:
    return (
        fields if "readings" in fields else {key: value for key, value in fields.items() if key != "subject"}
    )
