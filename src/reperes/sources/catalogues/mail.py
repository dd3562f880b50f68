"""E-mail addresses in what catalogues say: that of a role may be shown, that of a person never."""

import re

_WORDS = re.compile(r"[._+-]+")
_MAIL = re.compile(r"(?P<local>[a-z0-9._+-]{1,64})@(?P<domain>[a-z0-9-]+(?:\.[a-z0-9-]+)+)")
_LONGEST = 254
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


def unmailed(line: str | None) -> tuple[str | None, int]:
    """Return a line without the words that hold an @, and how many they were.

    An address, or the account of somebody on a forge: which of both, and whose, is not told apart.
    """
    if line is None or "@" not in line:
        return line, 0
    words = line.split(" ")
    return " ".join("…" if "@" in one else one for one in words), sum("@" in one for one in words)
