"""What long work says while it lasts."""

from typing import Protocol

from reperes.errors import Message


class Progress(Protocol):
    """Hears the steps of a run as they begin, and the detail a tool gives of the present one."""

    def step(self, message: Message) -> None:
        """Begin a step."""

    def told(self, detail: str) -> None:
        """Pass on what the tool at work says of itself, a stranger's text."""


class Silent:
    """Hears nothing."""

    def step(self, message: Message) -> None:
        """Begin a step."""

    def told(self, detail: str) -> None:
        """Pass on nothing."""
