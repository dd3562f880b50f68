"""What every report shows, already said in one language: the renderers only lay it out.

Every string here is fit to be shown (`safe`) and still has to be escaped for its medium.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Link:
    """An address that may be followed."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """One citation: what it is in words, the identifier to copy, the lines quoted, where it can be opened."""

    text: str
    identifier: str | None = None
    quote: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Cells in words. The first column names the row; those from `numbers_from` on hold numbers.

    `raw` are the ranks of the rows whose name is a technical key, shown as code.
    """

    caption: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers_from: int = 1
    raw: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Series:
    """The values of one thing counted, one for each period of its chart."""

    label: str
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Columns:
    """Values over time, one on top of the other when there are several series.

    `ticks` are the labels under some of the periods, by rank; `top` is the highest column in words, None when
    all are empty; `unfinished` says that the last period is not over; `spark` draws the columns in a line
    of text.
    """

    id: str
    title: str
    description: str
    series: tuple[Series, ...]
    ticks: tuple[tuple[int, str], ...]
    top: str | None
    unfinished: bool
    spark: str
    table: Table


@dataclass(frozen=True, slots=True)
class Bar:
    """One part of a whole; `share` from 0 to 1; `unknown` marks what is not known, drawn in another way."""

    label: str
    share: float
    text: str
    unknown: bool


@dataclass(frozen=True, slots=True)
class Bars:
    """The parts of a whole."""

    id: str
    title: str
    description: str
    bars: tuple[Bar, ...]
    table: Table


@dataclass(frozen=True, slots=True)
class Square:
    """Four cells, two by two, one of which may be marked as the place of the project.

    `cells` are in reading order: their text, and whether the project is there.
    """

    id: str
    title: str
    description: str
    columns: tuple[str, str]
    rows: tuple[str, str]
    cells: tuple[tuple[str, bool], ...]


Chart = Columns | Bars


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator: a sentence, the figure after it, then all it takes to check it.

    `figure` tells how many items were counted; `line` is the label and the figure. Both are None
    when there is no value: the sentence then says why. `details` are pairs of a label and a text.
    """

    id: str
    label: str
    sentence: str
    figure: str | None
    line: str | None
    details: tuple[tuple[str, str], ...]
    evidence: tuple[Evidence, ...]
    tables: tuple[Table, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """Indicators that have no value for one same reason."""

    sentence: str
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True, slots=True)
class Family:
    """One family of indicators."""

    id: str
    title: str
    charts: tuple[Chart, ...]
    indicators: tuple[Indicator, ...]
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class File:
    """One file that was read."""

    path: str
    note: str | None
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Kind:
    """The files of one kind; `more` says how many others there are."""

    label: str
    files: tuple[File, ...]
    more: str | None


@dataclass(frozen=True, slots=True)
class Documents:
    """What was read, and what was not found in the places read."""

    sentence: str
    kinds: tuple[Kind, ...]
    missing: str | None


@dataclass(frozen=True, slots=True)
class Declaration:
    """What one structured file declares, and what in it could not be taken."""

    title: str
    fields: Table
    more: str | None
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One piece of evidence in words; `weak` when it only hints."""

    text: str
    weak: bool = False
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Aspect:
    """One thing said beside a conclusion: in a few words, in sentences, or as a table."""

    label: str
    text: str | None = None
    sentences: tuple[Sentence, ...] = ()
    table: Table | None = None
    evidence: tuple[Evidence, ...] = ()
    questions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """One conclusion: what, how sure, why, why not, what to ask.

    `value` is None when the aspects say everything; `mark` is the confidence as the data write it;
    `correction` is what a person says instead.
    """

    id: str
    label: str
    value: str | None
    confidence: str
    mark: str
    correction: str | None
    support: tuple[Sentence, ...]
    against: tuple[Sentence, ...]
    questions: tuple[str, ...]
    aspects: tuple[Aspect, ...]
    square: Square | None


@dataclass(frozen=True, slots=True)
class Chapter:
    """The conclusions that answer one part of the guidance."""

    id: str
    title: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """Something to do next, and the document to open for it, if there is one."""

    text: str
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class Short:
    """« In short »."""

    what: tuple[str, ...]
    uncertain: tuple[str, ...]
    next: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Labels:
    """The titles and words around the content."""

    short: str
    what: str
    uncertain: str
    next: str
    conclusions: str
    conclusions_intro: str
    for_: str
    against: str
    ask: str
    figures: str
    figures_intro: str
    documents: str
    forge: str
    forge_intro: str
    catalogues: str
    catalogues_intro: str
    declarations: str
    declarations_intro: str
    unknown: str
    evidence: str
    contents: str
    skip: str
    proof: str
    opens: str
    quote: str
    values: str
    problems: str
    source: str
    why: str


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report.

    `forge`: what the forge says of the repository, None when it did not answer. `catalogues`: which ones were
    looked in, None when none was.
    `commands` are pairs of what one gets and the command to type; `notes` help to use them.
    """

    language: str
    title: str
    origin: Link | None
    subtitle: str
    labels: Labels
    short: Short
    chapters: tuple[Chapter, ...]
    families: tuple[Family, ...]
    documents: Documents
    forge: Declaration | None
    catalogues: Declaration | None
    declarations: tuple[Declaration, ...]
    more_declarations: str | None
    no_declaration: str | None
    absences: tuple[tuple[str, str], ...]
    no_absence: str
    commands: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    footer: str
