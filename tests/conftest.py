"""What holds for every test: properties are judged on what they find, never on the time of a busy machine."""

import pytest
from hypothesis import settings

settings.register_profile("repères", deadline=None)
settings.load_profile("repères")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what has to stay on one worker and is long: else the others would wait for it at the end."""
    items.sort(key=lambda item: item.get_closest_marker("xdist_group") is None)
