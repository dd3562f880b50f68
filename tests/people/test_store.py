"""Where the program keeps its data."""

from pathlib import Path

import pytest

from reperes.errors import UsageError
from reperes.people.store import home


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"REPERES_HOME": "/srv/reperes", "XDG_DATA_HOME": "/srv/data"}, Path("/srv/reperes")),
        ({"REPERES_HOME": "", "XDG_DATA_HOME": "/srv/data"}, Path("/srv/data/reperes")),
        ({"XDG_DATA_HOME": "data"}, Path.home() / ".local" / "share" / "reperes"),
        ({}, Path.home() / ".local" / "share" / "reperes"),
    ],
)
def test_the_data_folder(environment: dict[str, str], expected: Path) -> None:
    assert home(environment) == expected


@pytest.mark.parametrize("chosen", ["data", "./data", "~/data"])
def test_a_relative_folder_is_refused(chosen: str) -> None:
    with pytest.raises(UsageError) as error:
        home({"REPERES_HOME": chosen})
    assert error.value.what.args == {"chosen": chosen}
