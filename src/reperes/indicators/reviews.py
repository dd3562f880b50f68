"""When a history can tell who took a change in, and when it cannot."""

import polars as pl

from reperes.errors import Message
from reperes.facts.factset import FactSet
from reperes.facts.schema import HISTORY
from reperes.i18n import N_
from reperes.indicators.changes import others
from reperes.indicators.definition import Definition


def by_robots(facts: FactSet, commits: pl.DataFrame) -> int:
    """Return how many of the `commits` a robot or a forge integrated, without the trace of another person.

    Requires the history.
    """
    history = facts.require(HISTORY)
    unseen = commits.join(facts.derive(others), on="commit", how="anti").get_column("commit")
    hands = history.people.get_column("kind").gather(history.commits.get_column("committer").gather(unseen))
    return int((hands == "bot").sum())


def out_of_sight(definition: Definition, robots: int, items: int) -> Message | None:
    """Return why review cannot be seen, when `by_robots` reaches `parameters.robot_share` of the commits."""
    if robots < definition.parameters["robot_share"] * items:
        return None
    percent = min(round(100 * robots / items), 100 if robots == items else 99)
    return Message(
        N_(
            "{percent}% of the changes were taken in by the button of a forge or by a robot, which does not "
            "say who decided: review cannot be seen in the history."
        ),
        {"percent": percent},
    )
