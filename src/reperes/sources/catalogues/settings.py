"""Which catalogues are asked, and where: the file `catalogues.yaml` of the data folder, when there is one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from reperes.errors import Message, UsageError
from reperes.i18n import N_
from reperes.knowledge.catalogue import Catalogue, names

FILE = "catalogues.yaml"
_MOST = 100_000


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    addresses: Mapping[str, Annotated[str, Field(pattern=r"^https?://[^\s@]+$", max_length=2000)]] = {}
    without: Annotated[list[str], Field(max_length=100)] = []


@dataclass(frozen=True, slots=True)
class Settings:
    """`addresses` replace those of the definitions; catalogues that are `off` are neither taken nor asked."""

    addresses: Mapping[str, str] = field(default_factory=dict)
    off: frozenset[str] = frozenset()

    @classmethod
    def of(cls, home: Path) -> "Settings":
        """Return the settings of a data folder; UsageError when the file cannot be understood."""
        file = home / FILE
        try:
            content = file.read_bytes()[:_MOST]
        except FileNotFoundError:
            return cls()
        except OSError as error:
            raise _refused(file, type(error).__name__) from None
        try:
            told = _File.model_validate(yaml.safe_load(content) or {})
        except (ValidationError, yaml.YAMLError, RecursionError) as error:
            raise _refused(file, _first(error)) from None
        unknown = [name for name in (*told.addresses, *told.without) if name not in names()]
        if unknown:
            raise _refused(file, unknown[0])
        return cls(told.addresses, frozenset(told.without))

    def address(self, catalogue: Catalogue) -> str:
        """Return where a catalogue is."""
        return self.addresses.get(catalogue.id, catalogue.address)


def _first(error: Exception) -> str:
    if isinstance(error, ValidationError):
        first = error.errors(include_url=False, include_input=False)[0]
        return f"{'.'.join(map(str, first['loc']))}: {first['type']}"
    return type(error).__name__


def _refused(file: Path, detail: str) -> UsageError:
    return UsageError(
        what=Message(N_("The settings of the catalogues cannot be used ({path})."), {"path": str(file)}),
        why=Message(N_("This part is not understood: {detail}."), {"detail": detail[:200]}),
        do=Message(
            N_("Write `addresses:` with an https address for each name, `without:` with names: {names}."),
            {"names": ", ".join(names())},
        ),
    )
