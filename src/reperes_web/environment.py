"""What the environment of the process tells the application: one variable, one meaning, all in the docs."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

_KEY_CHARACTERS = 50


def flag(name: str, *, default: bool = False, environment: Mapping[str, str] = os.environ) -> bool:
    """Return whether a variable says yes; ValueError when it says neither yes nor no."""
    told = environment.get(name, "").strip().lower()
    if told in {"1", "yes", "true", "oui"}:
        return True
    if told in {"0", "no", "false", "non"}:
        return False
    if told:
        raise ValueError(f"{name} is {told!r}: write yes or no")
    return default


def words(name: str, *, environment: Mapping[str, str] = os.environ) -> list[str]:
    """Return the words of a variable, separated by commas or blanks."""
    return environment.get(name, "").replace(",", " ").split()


def whole(name: str, default: int, *, environment: Mapping[str, str] = os.environ) -> int:
    """Return the whole number, zero or more, that a variable holds; ValueError for anything else."""
    told = environment.get(name, "").strip()
    if told and not (told.isascii() and told.isdecimal()):
        raise ValueError(f"{name} is {told!r}: write a whole number")
    return int(told) if told else default


def secret_key(folder: Path) -> str:
    """Return the key that signs sessions, made at the first start and readable by its owner alone."""
    path = folder / "secret.key"
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(_KEY_CHARACTERS))
    except FileExistsError:
        pass
    found = path.read_text(encoding="ascii").strip()
    if len(found) < _KEY_CHARACTERS:
        raise ValueError(f"{path} is not whole: remove it, and every session will have to be opened again")
    return found
