"""The questions of a report as a message ready to be sent to the project."""

from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import quote

from reperes.i18n import N_, Language, translate
from reperes.report.safe import safe
from reperes.report.view import Report

MOST_OF_LINK = 2000
"""Characters of a `mailto:` address that every mail program takes."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A message: its subject, and its text in lines that end with a line feed."""

    subject: str
    text: str


def questions(report: Report) -> tuple[str, ...]:
    """Return the questions that a report leaves to the project, each once, in the order of the guidance."""
    found: dict[str, None] = {}
    for chapter in report.chapters:
        for statement in chapter.statements:
            found.update(dict.fromkeys(statement.questions))
            for aspect in statement.aspects:
                found.update(dict.fromkeys(aspect.questions))
    return tuple(found)


def letter(
    report: Report, name: str, *, administration: str = "", chosen: Collection[int] | None = None
) -> Letter:
    """Return the message in the language of the report.

    `name` is that of the project; `administration` is who writes, left blank to be filled in when not told;
    `chosen` are the ranks of the questions to ask, from 0, all of them when None.
    """
    language = Language(report.language)

    def say(text: str, **args: object) -> str:
        return translate(language, text, **args)

    asked = [one for rank, one in enumerate(questions(report)) if chosen is None or rank in chosen]
    project = safe(name, limit=120)
    who = safe(administration, limit=200) or say(N_("[name of our administration]"))
    looked = say(N_("What we looked at: {address}."), address=report.origin.href) if report.origin else ""
    parts = [
        say(N_("Hello,")),
        say(
            N_("We work for {who}, a public administration, and we take an interest in {name}."),
            who=who,
            name=project,
        ),
        " ".join(part for part in (say(_WHY), looked) if part),
        "\n".join(f"{rank}. {one}" for rank, one in enumerate(asked, start=1)),
        say(_PUBLIC),
        say(_TOOL),
        say(N_("With our thanks for your work,")),
        who,
    ]
    subject = say(N_("Some questions about {name}"), name=project)
    return Letter(subject, "\n\n".join(part for part in parts if part) + "\n")


_WHY = N_(
    "Before we engage with a project, we try to understand how it works, so as not to ask of it what it "
    "cannot give. We read what is public; the following could not be told from it. A short answer is enough, "
    "even to some of the questions only."
)
_PUBLIC = N_(
    "You may answer in public, in an issue or on your forum: others will find it useful. “We do not know yet” "
    "or “it is written there” is a good answer."
)
_TOOL = N_(
    "These questions were prepared with Repères, a free tool with which public agents observe a project; it "
    "gives no mark."
)


def mail_link(made: Letter) -> str | None:
    """Return the `mailto:` address, without a recipient, that opens the message; None when it is too long."""
    body = made.text.replace("\n", "\r\n")
    link = f"mailto:?subject={quote(made.subject, safe='')}&body={quote(body, safe='')}"
    return link if len(link) <= MOST_OF_LINK else None
