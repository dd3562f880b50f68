"""Tokens, each for one host: from the environment or from a file, and shown nowhere."""

import re
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path

from reperes.errors import Message, UsageError
from reperes.i18n import N_
from reperes.subject.hosts import canonical_host
from reperes.subject.model import AddressError

VARIABLE = "REPERES_TOKENS"
FILE_VARIABLE = "REPERES_TOKENS_FILE"
_USUAL = {"GITHUB_TOKEN": "api.github.com"}
_LINE = re.compile(r"(?P<host>\S+?)(?P<port>:[0-9]{1,5})?(?:\s*=\s*|\s+)(?P<token>[\x21-\x7e]+)")


class Tokens:
    """What each host gave us to be known by. A host is exact, with its port if it is not the usual one."""

    __slots__ = ("_by_host",)

    def __init__(self, by_host: Mapping[str, str] | None = None) -> None:
        self._by_host = dict(by_host or {})

    def __repr__(self) -> str:
        return f"Tokens(hosts={self.hosts!r})"

    def __reduce__(self) -> str:
        raise TypeError("tokens are not written anywhere")

    @property
    def hosts(self) -> tuple[str, ...]:
        """The hosts that a token is known for."""
        return tuple(sorted(self._by_host))

    def of(self, authority: str) -> str | None:
        """Return the token of this very host."""
        return self._by_host.get(authority)

    @classmethod
    def of_environment(cls, environment: Mapping[str, str], home: Path) -> "Tokens":
        """Return the tokens of the file `tokens` in the data folder, then those of the environment.

        `REPERES_TOKENS_FILE` names another file, `REPERES_TOKENS` holds `host=token` separated by spaces;
        `GITHUB_TOKEN` is GitHub's own. Raises UsageError for a file that others may read, or a line that
        cannot be read.
        """
        found: dict[str, str] = {}
        named = environment.get(FILE_VARIABLE)
        file = Path(named) if named else home / "tokens"
        if named or file.exists():
            found.update(_parsed(_lines(file), str(file)))
        found.update({host: environment[name] for name, host in _USUAL.items() if environment.get(name)})
        entries = environment.get(VARIABLE, "").replace(",", " ").split()
        found.update(_parsed(enumerate(entries, 1), VARIABLE))
        if "github.com" in found:  # its interface is another host
            found.setdefault(_USUAL["GITHUB_TOKEN"], found.pop("github.com"))
        return cls({host: token for host, token in found.items() if _LINE.fullmatch(f"{host} {token}")})


def _lines(file: Path) -> Iterator[tuple[int, str]]:
    try:
        if stat.S_IMODE(file.stat().st_mode) & 0o077:
            raise _unusable(str(file), N_("Other users of this machine may read it."))
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise _unusable(str(file), N_("It cannot be read.")) from None
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.lstrip().startswith("#"):
            yield number, line.strip()


def _parsed(lines: Iterator[tuple[int, str]] | enumerate[str], where: str) -> Iterator[tuple[str, str]]:
    for number, line in lines:
        found = _LINE.fullmatch(line)
        try:
            host = canonical_host(found["host"].strip("[]")) if found else ""
        except AddressError:
            found = None
        if found is None:
            raise _unusable(where, N_("Its entry {n} is not a host and a token."), n=number)
        shown = f"[{host}]" if ":" in host else host
        yield shown + (found["port"] or "").removesuffix(":443"), found["token"]


def _unusable(where: str, why: str, **args: int) -> UsageError:
    return UsageError(
        what=Message(N_("The tokens of {where} are not used."), {"where": where}),
        why=Message(why, args),
        do=Message(N_("Write `host token`, one a line, in a file that you alone may read (chmod 600).")),
    )
