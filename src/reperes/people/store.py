"""The store of the people room: the only place on disk where personal data may be."""

import os
import secrets
from pathlib import Path


def home(environment: dict[str, str] | None = None) -> Path:
    """Return the program's data folder: `REPERES_HOME`, else `reperes` under the XDG data folder."""
    values = os.environ if environment is None else environment
    if "REPERES_HOME" in values:
        return Path(values["REPERES_HOME"])
    base = values.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(base) / "reperes"


def people_store(root: Path) -> Path:
    """Return the people store under `root`, made readable by its owner alone."""
    store = root / "people"
    store.mkdir(parents=True, exist_ok=True, mode=0o700)
    store.chmod(0o700)
    return store


def key(root: Path) -> bytes:
    """Return the 32-byte key of the pseudonyms, made at first use. Losing it only renames the pseudonyms."""
    path = people_store(root) / "pseudonyms.key"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_bytes()
    with os.fdopen(descriptor, "wb") as file:
        made = secrets.token_bytes(32)
        file.write(made)
    return made
