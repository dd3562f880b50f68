"""What was typed as a subject: what it is known by, and how the worker is to read it."""

import os

from django.conf import settings

from reperes.subject.address import Address, AddressKind
from reperes.subject.names import folded


def key_of(address: Address) -> str:
    """Return what a subject is known by, whatever way it was typed."""
    if address.url is not None:
        return address.url
    place = _place(address)
    return place or address.package or f"name:{folded(address.input)}"


# Unlike their like in pathlib, the functions of os.path used here never raise, whatever is typed.
def as_read(address: Address) -> str:
    """Return the subject as the worker is to read it: a folder, wherever the worker runs."""
    place = _place(address)
    return place if place is not None and os.path.exists(place) else address.input  # noqa: PTH110


def _place(address: Address) -> str | None:
    """Return the whole path of a subject on this machine, None when it is none."""
    path = address.path
    if path is None and address.kind is AddressKind.NAME and settings.ALONE:
        path = address.input if os.path.isdir(address.input) else None  # noqa: PTH112
    return None if path is None else os.path.realpath(os.path.expanduser(path))  # noqa: PTH111
