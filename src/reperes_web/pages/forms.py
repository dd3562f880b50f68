"""What all forms share: labels in the language of the reader, told when the form is shown."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.functional import lazystr

from reperes_web.language import say


def said(text: str) -> Any:
    """Return a label that is said in the language of each answer."""
    return lazystr(_Said(text))


class _Said:
    def __init__(self, text: str) -> None:
        self._text = text

    def __str__(self) -> str:
        return say(self._text)


def choices(named: Callable[[str], str], values: Any, *, empty: str | None = None) -> Any:
    """Return the choices of a field, said when they are shown; `empty` is the one that says nothing."""

    def listed() -> list[tuple[str, str]]:
        first = [] if empty is None else [("", say(empty))]
        return [*first, *((value, named(value)) for value in values)]

    return listed


class Form(forms.Form):
    """A form whose fields know their help and their errors: `ui.html` lays them out."""

    use_required_attribute = True

    def __init__(self, *args: Any, **fields: Any) -> None:
        fields.setdefault("label_suffix", "")
        super().__init__(*args, **fields)
