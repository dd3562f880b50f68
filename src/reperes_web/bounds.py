"""The bounds of an account."""

from reperes.errors import UsageError


class TooManyError(UsageError):
    """An account asks for more than it may at once, or in a time."""
