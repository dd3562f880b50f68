"""An observation of a real repository, made once for all the tests of the API."""

import pytest

from reperes_web.kept import Prepared, keep, prepare
from reperes_web.models import Observation
from support import web_api


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    return prepare(web_api.small_observation(tmp_path_factory.mktemp("observed")), web_api.MOMENT)


@pytest.fixture
def observation(prepared: Prepared, db: None) -> Observation:
    del db
    return keep(prepared)
