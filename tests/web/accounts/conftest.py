"""What the tests of accounts share."""

import pytest
from django.test import Client

from support.people import World, world


@pytest.fixture
def asked() -> World:
    return world()


@pytest.fixture
def anybody() -> Client:
    """A browser that nobody signed in with, in English; forms need their token, as in a real one."""
    return Client(headers={"accept-language": "en"}, raise_request_exception=False)
