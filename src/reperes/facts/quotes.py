"""Short verbatim quotations of what a project writes, without addresses of persons."""

import re

MAX_LINES = 6
MAX_CHARACTERS = 320
"""Of one line: a paragraph written on a single line is cut."""

_ADDRESS = re.compile(
    r"([\w.+-]{1,64})(@|\s?\[at\]\s?|\s?\(at\)\s?)([\w-]{1,63}(?:\.[\w-]{1,63}){1,6})", re.IGNORECASE
)
_ROLES = re.compile(
    r"(?:info|contact|contacts|security|securite|secure|support|help|hello|bonjour|team|equipe|dev|devel"
    r"|devs|users?|lists?|discuss|announce|conduct|coc|admin|office|legal|privacy|dpo|press|presse|community"
    r"|communaute|opensource|oss|floss|foss|board|ca|bureau|council|tsc|pmc|steering|governance|maintainers?|core"
    r"|mailing|forum|feedback|abuse|webmaster|postmaster|noreply|sales|donate|donations?|sponsors?|foundation"
    r"|vulnerabilit(?:y|ies)|psirt|cert|bugs?|issues?|github|gitlab|cla|dco|licen[cs]ing|accessib\w*)",
    re.IGNORECASE,
)


def quoted(text: str, lines: tuple[int, int]) -> str:
    """Return some lines of a text (from 1, inclusive), with « […] » for what is cut or masked."""
    first, last = lines
    kept = text.split("\n")[first - 1 : min(last, first - 1 + MAX_LINES)]
    shown = [_line(line) for line in kept]
    return "\n".join([*shown, *(["[…]"] if last - first + 1 > MAX_LINES else [])])


def masked(text: str) -> str:
    """Return a text without the addresses that may be a person's; those of a role (security@…) stay."""
    return _ADDRESS.sub(_of_a_role, text)


def _line(line: str) -> str:
    shown = masked(line[: 4 * MAX_CHARACTERS].rstrip("\r\f"))
    return shown if len(shown) <= MAX_CHARACTERS else shown[:MAX_CHARACTERS].rstrip() + " […]"


def _of_a_role(found: re.Match[str]) -> str:
    # dev.lists@ is a role's, dev.patel@ may be a person's: every part must be a word of roles.
    parts = [part for part in re.split(r"[._+-]", found.group(1)) if part]
    of_role = bool(parts) and all(_ROLES.fullmatch(part) for part in parts)
    return found.group() if of_role else f"[…]{found.group(2)}{found.group(3)}"
