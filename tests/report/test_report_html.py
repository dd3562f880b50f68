import re
from collections import Counter
from itertools import pairwise

import pytest

from reperes.errors import Message
from reperes.facts.documents import DocumentKind, Structured
from reperes.facts.fact import Reason
from reperes.i18n import Language
from reperes.indicators.measure import Outcome, Point, Share
from reperes.observation import Absence, Observation
from reperes.report import render
from support.observations import FACTOR, HOSTILE, document, empty, measured, observation, unmeasured
from support.page import Page

YEARS = (Point("2025", 4.0), Point("2026", 5.0, complete=False))
MONTHS = (Point("2026-10", 4.0), Point("2026-11", 5.0, complete=False))
PARTS = (Share("public-body", 3, 0.3), Share("unidentified", 2, 0.2), Share("unknown", 5, 0.5))


def whole() -> Observation:
    message = Message("{path} …", {"path": HOSTILE})
    return observation(
        name=HOSTILE,
        typed=HOSTILE,
        branch=HOSTILE,
        documents=[document(kind, HOSTILE) for kind in DocumentKind],
        declarations=[Structured(HOSTILE, HOSTILE, {HOSTILE: HOSTILE}, (message,))],
        measures=[
            measured("commit_frequency", 1, series=MONTHS),
            measured("new_contributors", 1, series=YEARS),
            measured("returning_contributors", 1, series=YEARS),
            measured("organisational_diversity", 3, breakdown=PARTS),
            measured("public_body_share", 0.3, breakdown=(Share(HOSTILE, 1, 1.0),)),
            unmeasured(FACTOR, Outcome.TOO_LITTLE_DATA),
            unmeasured("integrators", Outcome.NOT_APPLICABLE),
            unmeasured("integration_delay", Outcome.NOT_MEASURED, message),
        ],
        absences=[Absence(HOSTILE, Reason.UNREADABLE, message)],
    )


CASES = [(seen, language) for language in Language for seen in (whole(), empty(), observation())]


@pytest.fixture(
    params=CASES, ids=[f"{name}-{lang}" for lang in Language for name in ("whole", "empty", "bare")]
)
def page(request: pytest.FixtureRequest) -> Page:
    seen, language = request.param
    return Page(render(seen, language, "html"))


def test_nothing_runs_and_nothing_is_requested(page: Page) -> None:
    assert not {"script", "iframe", "object", "embed", "link", "img", "base", "form"} & {
        tag for tag, _ in page.elements
    }
    names = Counter(name for _, attributes in page.elements for name in attributes)
    assert not [name for name in names if name.startswith("on") or name in {"style", "src", "srcset"}]
    policy = next(one["content"] for one in page.all("meta") if "http-equiv" in one)
    assert policy == "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
    for link in page.all("a"):
        assert link["href"].startswith(("#", "https://")), link
        assert link["href"].startswith("#") or link["rel"] == "noopener"


def test_landmarks_headings_and_names(page: Page) -> None:
    tags = [tag for tag, _ in page.elements]
    assert [tags.count(tag) for tag in ("html", "h1", "header", "nav", "main", "footer")] == [1] * 6
    levels = [int(tag[1]) for tag in tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert not [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1]
    first = next(attributes for tag, attributes in page.elements if tag == "a")
    assert first == {"class": "skip", "href": "#content"}


def test_identifiers_are_unique_and_all_that_is_named_exists(page: Page) -> None:
    ids = Counter(attributes["id"] for _, attributes in page.elements if "id" in attributes)
    assert not [name for name, count in ids.items() if count > 1]
    for _, attributes in page.elements:
        for name in attributes.get("aria-labelledby", "").split():
            assert name in ids
        if attributes.get("href", "").startswith("#"):
            assert attributes["href"][1:] in ids


def test_tables_have_a_caption_scopes_and_a_region_to_scroll(page: Page) -> None:
    tables = len(page.all("table"))
    assert len(page.all("caption")) == tables
    assert all(one.get("scope") in {"col", "row"} for one in page.all("th"))
    regions = [one for one in page.all("div") if one.get("role") == "group"]
    assert [one["tabindex"] for one in regions] == ["0"] * tables


def test_hostile_strings_stay_text(page: Page) -> None:
    assert not set(page.text) & set("\x1b\x9b\u202e\udce9")


def test_a_whole_page_shows_all_its_parts() -> None:
    page = Page(render(whole(), Language.EN, "html"))
    assert page.all("html") == [{"lang": "en"}]
    assert len(page.all("svg")) == len(page.all("figure")) == 3
    assert all(one["role"] == "img" for one in page.all("svg"))
    assert len(page.all("article")) == 5
    assert "<script>alert(1)</script>" in page.text
    assert "#contributor_absence_factor" not in page.text
    assert Page(render(whole(), Language.FR, "html")).all("html") == [{"lang": "fr"}]


def test_a_cited_file_opens_in_the_archive_and_on_its_forge() -> None:
    seen = observation(documents=[document(DocumentKind.GOVERNANCE, "GOVERNANCE.md")])
    links = [one["href"] for one in Page(render(seen, Language.EN, "html")).all("a")]
    head = "4f5c2a9e1b" * 4
    assert f"https://codeberg.org/exemple/registre/src/commit/{head}/GOVERNANCE.md" in links
    assert (
        f"https://archive.softwareheritage.org/swh:1:cnt:{'a' * 40};origin=https://codeberg.org/exemple/registre;"
        f"anchor=swh:1:rev:{head};path=/GOVERNANCE.md"
    ) in links


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_each_theme_passes_the_contrast_of_wcag_aa() -> None:
    style = render(observation(), Language.EN, "html")
    themes = [
        dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", block))
        for block in re.findall(r":root \{([^}]+)\}", style)
    ]
    assert len(themes) == 3  # light, dark, on paper
    for theme in themes:
        for ground in ("paper", "band"):
            assert min(contrast(theme[ink], theme[ground]) for ink in ("ink", "soft", "link")) >= 4.5
        assert min(contrast(theme[mark], theme["paper"]) for mark in ("first", "second", "rule")) >= 3


def test_technical_keys_are_shown_as_code() -> None:
    item = Structured("codemeta", "codemeta.json", {"name": "R", "x<y": "1"})
    page = render(observation(declarations=[item]), Language.EN, "html")
    assert '<th scope="row">Name</th>' in page
    assert '<th scope="row"><code>x&lt;y</code></th>' in page
