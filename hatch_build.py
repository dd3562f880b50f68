"""Compiles the sentences of the interface while the package is built: without them it speaks English only."""

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Messages(BuildHookInterface):  # type: ignore[type-arg]  # the library says nothing of its parameter
    """Writes a `.mo` beside each `.po`."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile every catalogue."""
        del version, build_data
        for source in Path(self.root).glob("src/reperes/locale/*/LC_MESSAGES/*.po"):
            with source.open("rb") as told:
                catalogue = read_po(told)
            with source.with_suffix(".mo").open("wb") as compiled:
                write_mo(compiled, catalogue)
