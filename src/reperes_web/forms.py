"""What all forms share: labels in the language of the reader, told when the form is shown."""

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


class DayInput(forms.DateInput):
    """A day, as browsers hold it whatever the language of the page."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class Form(forms.Form):
    """A form whose fields know their help and their errors: `ui.html` lays them out."""

    use_required_attribute = True

    def __init__(self, *args: Any, **fields: Any) -> None:
        fields.setdefault("label_suffix", "")
        super().__init__(*args, **fields)
