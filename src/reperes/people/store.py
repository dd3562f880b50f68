"""The store of the people room: the only place on disk where personal data may be."""

import contextlib
import os
import secrets
from pathlib import Path

from reperes.errors import Message, UsageError
from reperes.i18n import N_

KEY_BYTES = 32


def home(environment: dict[str, str] | None = None) -> Path:
    """Return the program's data folder: `REPERES_HOME`, else `reperes` under the XDG data folder.

    Raises UsageError when `REPERES_HOME` is relative.
    """
    values = os.environ if environment is None else environment
    chosen = values.get("REPERES_HOME", "")
    if Path(chosen).is_absolute():
        return Path(chosen)
    if chosen:
        raise UsageError(
            what=Message(N_("REPERES_HOME is not the path of a folder: {chosen}."), {"chosen": chosen}),
            why=Message(N_("A relative one would be another folder in each place where a command is run.")),
            do=Message(N_("Give the whole path, from the root: REPERES_HOME=/…")),
        )
    base = values.get("XDG_DATA_HOME", "")
    # A relative folder would put it in whatever is observed; the XDG specification sets it aside too.
    return (Path(base) if Path(base).is_absolute() else Path.home() / ".local" / "share") / "reperes"


def people_store(root: Path) -> Path:
    """Return the people store under `root`, made readable by its owner alone."""
    store = root / "people"
    store.mkdir(parents=True, exist_ok=True, mode=0o700)
    store.chmod(0o700)
    return store


def key(root: Path) -> bytes:
    """Return the 32-byte key of the pseudonyms, made at first use. Losing it only renames the pseudonyms."""
    path = people_store(root) / "pseudonyms.key"
    with contextlib.suppress(FileNotFoundError):
        found = path.read_bytes()
        if len(found) == KEY_BYTES:
            return found
        path.unlink()  # cut short by a full disk, for example
    aside = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(secrets.token_bytes(KEY_BYTES))
    try:
        os.link(aside, path)  # whole, or another run's
    except FileExistsError:
        pass
    finally:
        aside.unlink()
    return path.read_bytes()
