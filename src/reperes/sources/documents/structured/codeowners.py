"""CODEOWNERS (GitHub, GitLab, Forgejo): who must approve what, in numbers.

`rules` is how many lines name owners; `owners_count` how many distinct owners, persons and teams;
`team_owners_count` how many of them are teams (`@organisation/team`), and `organisations` whose.
"""

import re

from reperes.facts.documents import DocumentKind
from reperes.sources.documents.formats import Format
from reperes.sources.documents.lenient.tree import Parsed, tidy

_COMMENT = re.compile(r"(?:^|\s)#.*")
_TEAM = re.compile(r"@([\w.-]+)(?:/[\w.-]+)+")


def read(text: str, _: str) -> Parsed:
    """Return the counts of a CODEOWNERS file."""
    rules = 0
    owners: set[str] = set()
    for line in text.splitlines():
        words = _COMMENT.sub("", line).split()
        named = {word.lower() for word in words if "@" in word}
        rules += bool(named)
        owners |= named
    teams = [match for match in map(_TEAM.fullmatch, sorted(owners)) if match]
    return tidy(
        {
            "rules": rules,
            "owners_count": len(owners),
            "team_owners_count": len(teams),
            "organisations": sorted({team[1] for team in teams}),
        }
    )


FORMATS = (Format("CODEOWNERS", DocumentKind.CODEOWNERS, ("codeowners",), read),)
