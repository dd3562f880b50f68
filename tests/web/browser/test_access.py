"""Every page and state: nothing that axe finds, both languages, light and dark, narrow, zoomed to 400 %."""

import pytest
from playwright.sync_api import BrowserContext

from support.browser import Shown, check_page
from support.states import ALONE, MANY, SIGNED_OUT, Site

# On one worker: the browser and the applications are started once.
pytestmark = pytest.mark.xdist_group("browser")


@pytest.mark.parametrize("shown", ALONE, ids=str)
def test_a_page_is_for_everybody(context: BrowserContext, site: Site, shown: Shown) -> None:
    check_page(context, site.base, shown, site.known)


@pytest.mark.parametrize("shown", SIGNED_OUT, ids=str)
def test_a_page_is_for_everybody_before_they_sign_in(
    context: BrowserContext, shared: Site, shown: Shown
) -> None:
    check_page(context, shared.base, shown, shared.known)


@pytest.mark.parametrize("shown", MANY, ids=str)
def test_a_page_of_a_team_is_for_everybody(manager: BrowserContext, shared: Site, shown: Shown) -> None:
    check_page(manager, shared.base, shown, shared.known)
