"""E-mail addresses in what catalogues say: that of a role may be shown, that of a person never."""

import html
import re
import unicodedata
from urllib.parse import unquote

_WORDS = re.compile(r"[._+-]+")
_MAIL = re.compile(r"(?P<local>[a-z0-9._+-]{1,64})@(?P<domain>[a-z0-9-]+(?:\.[a-z0-9-]+)+)")
_LONGEST = 254
_AT = re.compile(
    r"[\w.+!$%~^}-]@[\w\[.]"  # `ada@ville.example`, `ada@localhost`, `ada@[192.0.2.1]`
    r"|[\w\"'”»][ ]?@[ ]?[\w-]+\.[^\W\d_]"  # the same, quoted or spread out
    r"|\w[ ]?[\[(]\s?(?:at|arobase)\s?[\])][ ]?\w"
    r"|mailto:",
    re.IGNORECASE,
)
"""An @ that begins a word tells an account or a scope: `medium.com/@ada`, `npmjs.com/package/@scope/name`."""
_ADDRESSES = ("pkg:", "http:", "https:")
_VERSION = re.compile(r"@v?\d[\d.]*(?:[-+][\w.]+)?(?=[/?#]|$)")
_DEPTH = 3
"""How many times over an @ may be written as %40 in an address."""
_ROLES = frozenset(
    {
        "accueil",
        "admin",
        "bonjour",
        "code",
        "codes",
        "communication",
        "communs",
        "community",
        "contact",
        "contacts",
    }
    | {"contribuer", "contribution", "contributions", "data", "dev", "developers", "developpement", "devs"}
    | {"diffusion", "digital", "dinum", "direction", "dnum", "donnees", "dsi", "dsin", "dsit", "equipe"}
    | {"feedback", "floss", "github", "gitlab", "hello", "help", "info", "informatique", "infos", "it"}
    | {"libre", "libres", "list", "liste", "logiciel", "logiciels", "mail", "numerique", "office", "open"}
    | {"opendata", "opensource", "ospo", "oss", "ouvertes", "postmaster", "press", "presse", "projet"}
    | {
        "secretariat",
        "security",
        "service",
        "services",
        "sig",
        "source",
        "sources",
        "support",
        "team",
        "tech",
    }
    | {"technique", "web", "webmaster", "webmestre"}
)
_LINKS = frozenset({"a", "au", "de", "des", "du", "en", "et", "la", "le", "les"})


def role(value: object) -> str | None:
    """Return the address of a role, such as `contact@…`; None for any other, and for what is no address.

    Each word before the @ has to be that of a role, or one of the domain beside that of a role:
    `contact-mairie@mairie.example` is one, `mairie@mairie.example` may be somebody of that name.
    """
    if not isinstance(value, str) or len(value) > _LONGEST:
        return None
    found = _MAIL.fullmatch(value.strip().lower())
    if found is None:
        return None
    words = [one for one in _WORDS.split(found["local"]) if one and one not in _LINKS]
    known = _ROLES | set(re.split(r"[.-]", found["domain"]))
    fits = not _ROLES.isdisjoint(words) and known.issuperset(words)
    return found[0] if fits else None


def is_in(line: str) -> bool:
    """Return whether an e-mail address is in a text or an address, however its @ is written.

    A version in an address is none (`pkg:npm/registre@4.2`), nor what follows an @ that begins a word.
    """
    if line.startswith(_ADDRESSES):
        line = _VERSION.sub("", line, 1)
    for _ in range(_DEPTH):
        if "%" not in line:
            break
        line = unquote(line)
    line = html.unescape(line) if "&" in line else line
    return _AT.search(line if line.isascii() else unicodedata.normalize("NFKC", line)) is not None


def unmailed(line: str | None) -> tuple[str | None, int]:
    """Return a line without the words that hold an @, and how many they were.

    An address, or the account of somebody on a forge: which of both, and whose, is not told apart.
    """
    if line is None or not ("@" in line or is_in(line)):
        return line, 0
    words = line.split(" ")
    hidden = ["@" in one or is_in(one) for one in words]
    shown = " ".join("…" if is_one else one for one, is_one in zip(words, hidden, strict=True))
    # An address that is spread over several words is in none of them.
    return ("…", 1) if is_in(shown) else (shown, sum(hidden))
