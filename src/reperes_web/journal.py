"""What is written in the journal."""

import logging
from http import HTTPStatus


class Brief(logging.Filter):
    """Leaves out the traceback of what a visitor did amiss, such as another host, or a body too large.

    One line tells it; whoever sends many would fill the journal.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record through; one of an answer below 500 without its traceback."""
        if (
            getattr(record, "status_code", HTTPStatus.INTERNAL_SERVER_ERROR)
            < HTTPStatus.INTERNAL_SERVER_ERROR
        ):
            record.exc_info = record.exc_text = None
        return True
