"""The command line: one file per command. The only room that asks the clock and the environment."""

import gettext
import os
import signal
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.resources import files

import click

from reperes.errors import ReperesError
from reperes.i18n import N_, Language, choose, translate

COMMANDS = {
    "observe": N_("Observe a project: what it is made of, who makes it, how alive it is."),
    "advise": N_("Advise on how to cooperate with a project: modalities, law at a date, role."),
    "explain": N_("Explain a reading, an indicator, a modality, a rule of law, a catalogue, a term."),
    "law": N_("Tell the law that Repères knows, as it was on a day."),
    "catalogue": N_("List, take and search the catalogues: who uses a project, where it is."),
    "serve": N_("Serve the web application on this machine, for one person."),
    "doctor": N_("Tell what this installation has, what it lacks, and what it keeps."),
}


_DISK = N_("A file could not be read or written; see whether its folder exists and may be written to.")


class Commands(click.Group):
    """Imports a command only when it is called: `--help` must not pay for them."""

    def __init__(self, language: Language) -> None:
        super().__init__(
            "reperes",
            help=translate(
                language,
                N_("Observe a project before engaging with it, with evidence that opens line by line."),
            ),
            context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
        )
        self.language = language
        self.params.append(language_option(language))

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands, in the order an agent meets them."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, None when there is no such one."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"reperes.cli.{cmd_name}").command(self.language)
        command.params.append(language_option(self.language))
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing them."""
        del ctx
        with formatter.section(translate(self.language, N_("Commands"))):
            formatter.write_dl([(name, translate(self.language, text)) for name, text in COMMANDS.items()])


def language_option(language: Language) -> click.Option:
    """Return `--lang`, which `main` has already read: it decides in which language the options are told."""
    return click.Option(
        ["--lang"],
        type=click.Choice([item.value for item in Language]),
        expose_value=False,
        help=translate(language, N_("Language of the answer; that of the system by default, else French.")),
    )


def spoken(arguments: Sequence[str]) -> Language:
    """Return the language to speak: `--lang`, else the locale's, else French."""
    wanted = None
    for position, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument == "--lang" and position + 1 < len(arguments):
            wanted = arguments[position + 1]
        elif argument.startswith("--lang="):
            wanted = argument.partition("=")[2]
    locale = next(
        (os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), None
    )
    return choose(wanted, locale)


def _speak(language: Language) -> None:
    # Click says its own sentences through the process-wide gettext domain.
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain("reperes", str(files("reperes") / "locale"))
    gettext.textdomain("reperes")


def main() -> None:
    """Run the command line; exit codes are those of DESIGN 4.1."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # so that what runs is ended
    language = spoken(sys.argv[1:])
    _speak(language)
    try:
        Commands(language).main(prog_name="reperes")
    except OSError as error:
        click.echo(printable(f"{translate(language, _DISK)} {error}"), err=True)
        sys.exit(3)
    except ReperesError as error:
        for part in (error.what, error.why, error.do):
            click.echo(printable(part.text(language)), err=True)
        sys.exit(error.exit_code)


_BLANKS = "\n\u00a0\u202f"


def printable(text: str) -> str:
    """Return a text without the control characters a stranger may have put in it."""
    return "".join(one if one.isprintable() or one in _BLANKS else "�" for one in text)
