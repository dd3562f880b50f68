"""Which licence a text is, and what it allows.

Pure functions of a text and of installed reference data: no network, no process, and nothing heavy is loaded
before it is asked for. `identify` reads a licence file, `notice_in` any document; `parse` and its companions
read expressions; `known` tells what is known of one licence.
"""

from reperes.licences.expressions import (
    NONE,
    combine,
    companions_of,
    copyleft,
    on_state_list,
    openness,
    parse,
    same,
)
from reperes.licences.facts import known
from reperes.licences.identify import identify
from reperes.licences.model import Condition, Expression, Identified, Licence, Match
from reperes.licences.notices import notice_in

__all__ = [
    "NONE",
    "Condition",
    "Expression",
    "Identified",
    "Licence",
    "Match",
    "combine",
    "companions_of",
    "copyleft",
    "identify",
    "known",
    "notice_in",
    "on_state_list",
    "openness",
    "parse",
    "same",
]
