"""The questions of a report as a message ready to be sent to the project."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from urllib.parse import quote

from reperes.i18n import N_, Language, translate
from reperes.report.formats import typeset
from reperes.report.safe import safe
from reperes.report.view import Chapter, Report

MOST_OF_LINK = 2000
"""Characters of a `mailto:` address that every mail program takes."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A message: its subject, and its text in lines that end with a line feed."""

    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, and the chapter of the guidance it belongs to; `leads` for the first one of its chapter."""

    chapter: str
    text: str
    leads: bool


@dataclass(frozen=True, slots=True)
class MailLink:
    """A `mailto:` address without a recipient; not `whole` when the text is too long to be in it."""

    href: str
    whole: bool


def questions(report: Report) -> tuple[Asked, ...]:
    """Return the questions that a report leaves to the project, each once, in the order of the guidance."""
    found: dict[str, Asked] = {}
    for chapter in report.chapters:
        leads = True
        for text in _questions(chapter):
            if text not in found:
                found[text] = Asked(chapter.title, text, leads)
                leads = False
    return tuple(found.values())


def _questions(chapter: Chapter) -> Iterator[str]:
    for statement in chapter.statements:
        yield from statement.questions
        for aspect in statement.aspects:
            yield from aspect.questions


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

    asked = [one.text for rank, one in enumerate(questions(report)) if chosen is None or rank in chosen]
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
    return Letter(typeset(subject), typeset("\n\n".join(part for part in parts if part) + "\n"))


_WHY = N_(
    "Before we engage with a project, we try to understand how it works, so as not to ask of it what it "
    "cannot give. We read its repository and its documents; the following could not be told from it. A "
    "short answer is enough, even to some of the questions only."
)
_PUBLIC = N_(
    "You may answer in public, in an issue or on your forum: others will find it useful. “We do not know "
    "yet” or “it is written there” is a good answer."
)
_TOOL = N_(
    "These questions were prepared with Repères, a free tool with which public agents observe a project; it "
    "gives no mark."
)


def mail_link(made: Letter) -> MailLink:
    """Return the address that opens the message in a mail program: its subject alone when it is too long."""
    body = made.text.replace("\n", "\r\n")
    subject = f"mailto:?subject={quote(made.subject, safe='')}"
    whole = f"{subject}&body={quote(body, safe='')}"
    return MailLink(whole, whole=True) if len(whole) <= MOST_OF_LINK else MailLink(subject, whole=False)
