"""One browser and two applications for all the tests of this folder, gone when they are over."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext

from support.browser import chromium
from support.states import MANAGER, PASSWORD, Site, alone, many


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as made:
        yield made


@pytest.fixture(scope="session")
def site(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    del browser  # without one, nothing is served
    with alone(tmp_path_factory.mktemp("alone")) as made:
        yield made


@pytest.fixture(scope="session")
def shared(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    del browser
    with many(tmp_path_factory.mktemp("many")) as made:
        yield made


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context()
    yield made
    made.close()


@pytest.fixture(scope="session")
def manager(browser: Browser, shared: Site) -> Iterator[BrowserContext]:
    made = browser.new_context()
    page = made.new_page()
    page.goto(f"{shared.base}/connexion/")
    page.locator("input[name=username]").fill(MANAGER)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form button").first.click()
    page.wait_for_url(f"{shared.base}/")
    page.close()
    yield made
    made.close()
