"""A call made in another thread, and what it gives once it is waited for."""

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Later(Generic[T]):
    """Begins a call at once. It is let go, not stopped, when nobody waits for it any more."""

    def __init__(self, call: Callable[[], T]) -> None:
        self._call = call
        self._given: list[T] = []
        self._failure: BaseException | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    @property
    def is_over(self) -> bool:
        """Whether there is nothing left to wait for."""
        return not self._thread.is_alive()

    def result(self) -> T:
        """Wait for what the call gives, and return it; raise what it raised."""
        self._thread.join()
        if self._failure is not None:
            raise self._failure
        return self._given[0]

    def _run(self) -> None:
        try:
            self._given.append(self._call())
        except BaseException as error:  # noqa: BLE001 - it is raised again, where it is waited for
            self._failure = error
