"""What git writes, as the rest of the program reads it: instants and paths."""

from datetime import UTC, date, datetime, time, timedelta

EARLIEST = datetime(1980, 1, 1, tzinfo=UTC)
"""Before any history that was ever imported into git: an older date is a broken clock, 1970 most often."""


def end_of(day: date) -> datetime:
    """Return the last moment when it is `day` somewhere on Earth: its end in UTC, plus 12 hours."""
    return datetime.combine(day, time(23, 59, 59), UTC) + timedelta(hours=12)


def instant(seconds: bytes) -> datetime | None:
    """Return the instant of a date as git prints it (seconds since 1970), None when it is implausible."""
    try:
        found = datetime.fromtimestamp(int(seconds), UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return found if found >= EARLIEST else None


def shown(path: bytes) -> str:
    r"""Return a path as text; bytes that are not UTF-8 are written `\xNN`."""
    return path.decode("utf-8", "backslashreplace")
