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


def persons(text: str) -> int:
    """Return how many distinct owners of a CODEOWNERS file are not told to be teams."""
    owners = set().union(*_owners(text))
    return sum(1 for owner in owners if not _TEAM.fullmatch(owner))


def read(text: str, _: str) -> Parsed:
    """Return the counts of a CODEOWNERS file."""
    by_rule = _owners(text)
    owners = set().union(*by_rule)
    teams = [match for match in map(_TEAM.fullmatch, sorted(owners)) if match]
    return tidy(
        {
            "rules": len(by_rule),
            "owners_count": len(owners),
            "team_owners_count": len(teams),
            "organisations": sorted({team[1] for team in teams}),
        }
    )


def _owners(text: str) -> list[set[str]]:
    lines = (_COMMENT.sub("", line).split() for line in text.splitlines())
    owners = ({word.lower() for word in words if "@" in word} for words in lines)
    return [named for named in owners if named]


FORMATS = (Format("CODEOWNERS", DocumentKind.CODEOWNERS, ("codeowners",), read),)
