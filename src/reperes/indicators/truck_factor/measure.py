"""Avelino, Passos, Hora, Valente, « A Novel Approach for Estimating Truck Factors », ICPC 2016."""

from datetime import date

import polars as pl

from reperes.errors import Message
from reperes.facts.citation import Window
from reperes.facts.factset import FactSet
from reperes.facts.history import History
from reperes.facts.schema import HISTORY, TREE
from reperes.i18n import N_
from reperes.indicators.contributions import cite, too_little, within_window
from reperes.indicators.definition import Definition
from reperes.indicators.measure import Measure, Outcome, Share
from reperes.indicators.moves import heirs
from reperes.indicators.paths import classify
from reperes.indicators.windows import last

FILTER = "changes of today’s source files by the commits of the observed branch, without merges, without bots"

# What github-linguist (MIT licence) calls markup, of pages, templates and styles: it counts these as a
# project's own code beside the programming languages, which `paths.yaml` lists.
_MARKUP = (
    "html|htm|xhtml|phtml|rhtml|cshtml|razor|gohtml|erb|eex|heex|leex|ejs|haml|slim|jade|pug|hbs|handlebars"
    "|mustache|twig|liquid|latte|njk|jinja|jinja2|j2|tmpl|tpl|css|pcss|scss|sass|less|styl|ipynb"
)
# What it sets aside with the documentation, and `paths.yaml` does not.
_EXAMPLES = r"^(?:[Ee]xamples|[Dd]emos?|[Ss]amples?)/"


def degree(created: pl.Expr, deliveries: pl.Expr, acceptances: pl.Expr) -> pl.Expr:
    """Return the degree of authorship (DOA) of a person on a file, after Fritz et al. 2010.

    `created`: whether they created it; `deliveries`: in how many commits they changed it afterwards;
    `acceptances`: in how many commits others did.
    """
    return 3.293 + 1.098 * created.cast(pl.Int8) + 0.164 * deliveries - 0.321 * acceptances.log1p()


def sources(paths: pl.Series) -> pl.Series:
    """Return which paths are those of the project's own source files."""
    kinds = classify(paths)
    code = kinds.get_column("source") | paths.str.contains(rf"(?i)\.(?:{_MARKUP})$")
    aside = kinds.get_column("documentation") | kinds.get_column("vendored") | kinds.get_column("generated")
    return code & ~aside & ~paths.str.contains(_EXAMPLES)


def changes(history: History, own: pl.Series) -> pl.DataFrame:
    """Return one row a commit that touched a file: `file`, `commit`, `created` (whether it created the file).

    `own` says which rows of `History.files` are wanted; they are followed through their moves. A commit that
    removes a file is none of its changes, nor is one that robots wrote alone.
    """
    heir, human = heirs(history, own), _writers(history).get_column("commit")
    by_people = pl.repeat(value=False, n=history.commits.height, eager=True).scatter(human, values=True)
    rows = history.touches.select(
        "commit", "status", heir.gather(history.touches.get_column("file")).alias("file")
    )
    rows = rows.filter(own.gather(rows.get_column("file")), pl.col("status") != "D")
    born = rows.filter(pl.col("status") == "A").group_by("file").agg(pl.col("commit").max().alias("born"))
    return (
        rows.filter(by_people.gather(rows.get_column("commit")))
        .join(born, on="file", how="left")
        .select("file", "commit", pl.col("commit").eq_missing(pl.col("born")).alias("created"))
    )


def _writers(history: History) -> pl.DataFrame:
    """Return `commit` and `person`, the people who wrote it: author and co-authors, without robots."""
    authors = history.commits.with_row_index("commit_").select(
        pl.col("commit_").alias("commit"), pl.col("author").alias("person")
    )
    co_authors = history.trailers.filter(pl.col("role") == "co-author").select("commit", "person").unique()
    together = pl.concat([authors, co_authors.join(authors, on=["commit", "person"], how="anti")])
    human = history.people.get_column("kind") == "human"
    return together.filter(human.gather(together.get_column("person")))


def authors(history: History, changed: pl.DataFrame, definition: Definition) -> pl.DataFrame:
    """Return `file` and `person`: the authors of each file, whose degree is high and near the highest."""
    per_file = changed.group_by("file").agg(pl.col("created").not_().sum().alias("changes"))
    return (
        changed.join(_writers(history), on="commit")
        .group_by("file", "person")
        .agg(pl.col("created").any(), pl.col("created").not_().sum().alias("deliveries"))
        .join(per_file, on="file")
        .select(
            "file",
            "person",
            degree(pl.col("created"), pl.col("deliveries"), pl.col("changes") - pl.col("deliveries")).alias(
                "degree"
            ),
        )
        .filter(
            pl.col("degree") >= definition.parameters["degree"],
            pl.col("degree")
            > definition.parameters["share_of_highest"] * pl.col("degree").max().over("file"),
        )
        .select("file", "person")
    )


def departures(authorship: pl.DataFrame) -> pl.DataFrame:
    """Return `person` and `rank`, from 1: the order in which people leave, authors of most files first."""
    return (
        authorship.group_by("person")
        .len()
        .sort("len", "person", descending=[True, False])
        .with_row_index("rank", offset=1)
        .select("person", "rank")
    )


def truck_factor(authorship: pl.DataFrame, files: int) -> int:
    """Return how many people leave, those who are authors of most files first, until under half keep one.

    0 when half of the files have no author to begin with. A file keeps an author until the last of its
    authors to leave has left: so the answer is read in the order of these, and nothing is removed.
    """
    until = authorship.join(departures(authorship), on="person").group_by("file").agg(pl.col("rank").max())
    half = (files + 1) // 2
    kept = until.get_column("rank").sort(descending=True)
    return int(kept[half - 1]) if 0 < half <= len(kept) else 0


def measure(facts: FactSet, as_of: date, definition: Definition) -> Measure:
    """Count people over the whole history; too little data under `minimum.files`.

    Not applicable when source files are under `parameters.least_share` of the project's own files.
    """
    history, window = facts.require(HISTORY), Window(None, as_of)
    paths, every = _own_files(facts)
    items = len(paths)
    if items < definition.parameters["least_share"] * every:
        reason = Message(
            N_("Program files: {files} of {all}: the repository holds mostly something else."),
            {"files": items, "all": every},
        )
        return definition.unmeasured(Outcome.NOT_APPLICABLE, reason, items=items, window=window)
    if items < definition.minimum["files"]:
        return too_little(definition, items, "files", window)
    changed = changes(history, history.files.get_column("path").is_in(paths.implode()))
    authorship = authors(history, changed, definition)
    known, authored = (rows.get_column("file").n_unique() for rows in (changed, authorship))
    parts = {"with-author": authored, "without-author": known - authored, "unseen": items - known}
    shares = tuple(Share(part, count, count / items) for part, count in parts.items())
    value = truck_factor(authorship, known) if 2 * known >= items else 0
    if value:
        return definition.measured(
            value,
            items=items,
            window=window,
            citations=cite(window, changed.height, FILTER),
            breakdown=shares,
            details={"active": _active(facts, as_of, definition, authorship, value)},
        )
    return definition.unmeasured(
        Outcome.NOT_MEASURED, _unknown(known, authored, items), items=items, window=window, breakdown=shares
    )


def _own_files(facts: FactSet) -> tuple[pl.Series, int]:
    """Return the paths of the source files of the tree, and how many files are the project's own in all."""
    tree = facts.require(TREE)
    paths = tree.entries.filter(pl.col("mode").str.starts_with("100")).get_column("path")
    kinds = classify(paths)
    own = ~kinds.get_column("vendored") & ~kinds.get_column("generated")
    return paths.filter(sources(paths)), int(own.sum())


def _active(facts: FactSet, as_of: date, definition: Definition, authorship: pl.DataFrame, value: int) -> int:
    """Return how many of the `value` first people to leave contributed in the last months."""
    leaving = departures(authorship).filter(pl.col("rank") <= value)
    recent = within_window(facts, last(as_of, int(definition.parameters["active_months"])))
    return leaving.join(recent, on="person", how="semi").height


def _unknown(known: int, authored: int, items: int) -> Message:
    text = (
        N_("The history says who wrote {found} of the {files} source files: less than half.")
        if 2 * known < items
        else N_("Only {found} of the {files} source files have an author by this method: less than half.")
    )
    found = known if 2 * known < items else authored
    return Message(text, {"found": found, "files": items})
