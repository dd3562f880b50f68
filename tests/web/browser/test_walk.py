"""The way through: with the keyboard alone, and without any script."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from support.browser import Heard, Keyboard
from support.states import Site

# On one worker: the browser and the applications are started once.
pytestmark = pytest.mark.xdist_group("browser")


@pytest.fixture
def page(browser: Browser, site: Site) -> Iterator[Page]:
    context = browser.new_context(locale="en-GB")
    context.add_cookies([{"name": "django_language", "value": "en", "url": site.base}])
    yield context.new_page()
    context.close()


def fresh(site: Site, name: str) -> Path:
    """Return a copy of a repository that was never observed."""
    place = site.fresh.parent / name
    subprocess.run(["git", "clone", "-q", "--bare", str(site.fresh), str(place)], check=True)
    subprocess.run(["git", f"--git-dir={place}", "remote", "remove", "origin"], check=True)
    return place


def test_the_whole_way_is_walked_with_the_keyboard_alone(page: Page, site: Site) -> None:
    heard = Heard()
    heard.listen(page)
    page.goto(site.base)
    keyboard = Keyboard(page)
    keyboard.to("A", text="Go to the content")
    keyboard.press("Enter")
    keyboard.to("INPUT", name="subject")
    keyboard.write(str(fresh(site, "walked")))
    keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/en-cours/"))
    # It goes on by itself to what was observed.
    page.wait_for_url(re.compile(r"/observations/\d+/$"), timeout=60_000)
    observation = page.url
    expect(page.locator("h1")).to_contain_text("walked")
    keyboard.to("SUMMARY", text="What speaks for it")
    opened = page.evaluate_handle("document.activeElement.parentElement")
    assert not opened.evaluate("one => one.open")
    keyboard.press("Enter")
    assert opened.evaluate("one => one.open")
    page.goto(observation)
    keyboard.to("A", text="How could we cooperate with it?")
    keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/conseil/$"))
    keyboard.to("BUTTON", text="See what fits")
    keyboard.press("Space")
    page.wait_for_url(re.compile(r"/conseils/\d+/$"))
    keyboard.to("SUMMARY")
    keyboard.press("Space")
    keyboard.to("A", text="Privacy")
    keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/donnees-personnelles/$"))
    heard.nothing("the way")


def test_a_run_is_stopped_with_the_keyboard_alone(page: Page, site: Site) -> None:
    page.goto(f"{site.base}/en-cours/{site.known['waiting']}/")
    keyboard = Keyboard(page)
    keyboard.to("BUTTON", text="Stop this observation")
    keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("This observation was stopped.")


def test_the_way_is_walked_without_any_script(browser: Browser, site: Site) -> None:
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies([{"name": "django_language", "value": "en", "url": site.base}])
    page = context.new_page()
    try:
        page.goto(site.base)
        page.locator("input[name=subject]").fill(str(fresh(site, "plain")))
        page.locator("form.ask button.primary").click()
        page.wait_for_url(re.compile(r"/en-cours/|/observations/"))
        # The page is read again by itself.
        page.wait_for_url(re.compile(r"/observations/\d+/$"), timeout=60_000)
        expect(page.locator("h1")).to_contain_text("plain")
        unfolds = page.locator("details:not([open]) > summary").first
        unfolds.click()
        assert page.locator("details[open]").count() >= 1
        page.get_by_role("link", name="How could we cooperate with it?").click()
        page.get_by_role("button", name="See what fits").click()
        page.wait_for_url(re.compile(r"/conseils/\d+/$"))
        page.get_by_role("button", name="Français").click()
        expect(page.locator("html")).to_have_attribute("lang", "fr")
    finally:
        context.close()
