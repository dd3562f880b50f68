"""The pages of the knowledge: for everybody, each entry on its own, all links leading somewhere."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from reperes.i18n import Language
from reperes.law import law
from reperes.report.directory import entries
from reperes_web.pages.knowledge import SECTIONS

pytestmark = pytest.mark.django_db
ENGLISH = {"headers": {"accept-language": "en"}}
_LINK = re.compile(r'href="(/savoir/[^"#?]*)')


def text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address, **ENGLISH)  # type: ignore[arg-type]  # a table of settings
    assert answer.status_code == status
    return answer.content.decode()


def words(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


@pytest.mark.parametrize("slug", ["", *(f"{slug}/" for slug in SECTIONS)])
@pytest.mark.parametrize("language", list(Language))
def test_each_part_is_public_in_both_languages(
    client: Client, slug: str, language: Language, django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(0):  # type: ignore[operator]  # a fixture without a type
        answer = client.get(f"/savoir/{slug}", headers={"accept-language": language.value})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert f'<html lang="{language}">' in page
    assert page.count("<h1") == 1


def test_each_entry_has_its_page_and_is_linked_from_its_part(client: Client) -> None:
    linked = {link for slug in SECTIONS for link in _LINK.findall(text(client, f"/savoir/{slug}/"))}
    for name in entries(Language.EN):
        assert f"/savoir/{name}/" in linked
    pages = {
        link for name in entries(Language.EN) for link in _LINK.findall(text(client, f"/savoir/{name}/"))
    }
    known = {f"/savoir/{name}/" for name in entries(Language.EN)} | {f"/savoir/{slug}/" for slug in SECTIONS}
    assert pages - known == {"/savoir/"}


def test_no_identifier_hides_behind_a_part() -> None:
    assert not {*SECTIONS} & {*entries(Language.EN)}


def test_a_modality_tells_all_and_leads_to_what_it_rests_on(client: Client) -> None:
    page = text(client, "/savoir/subvention/")
    for heading in (
        "What it is",
        "Steps",
        "Papers to prepare",
        "It was done before",
        "Law",
        "Official pages",
    ):
        assert f">{heading}</h2>" in page
    assert 'href="/savoir/subvention/de_minimis/"' in page
    assert 'href="/savoir/dinum-ow2/"' in page
    assert 'href="/savoir/guide-cooperer/"' in page
    assert "What to do next" in page


def test_a_term_opens_in_place_on_its_definition(client: Client) -> None:
    page = text(client, "/savoir/subvention/")
    opened = re.findall(r'class="term" popovertarget="(term-[a-z-]+)"', page)
    assert opened
    assert opened == [*dict.fromkeys(opened)]
    for one in opened:
        assert f'<div id="{one}" popover class="popover" role="dialog"' in page
        assert f'/savoir/glossaire/#{one.replace("term-", "terme-")}"' in page


def test_the_glossary_has_an_anchor_for_each_term(client: Client) -> None:
    page = text(client, "/savoir/glossaire/")
    terms = [one.id for one in entries(Language.EN).values() if one.kind == "term"]
    assert re.findall(r'id="terme-([a-z-]+)"', page) == terms


def test_the_law_of_a_day(client: Client) -> None:
    row = "Threshold under which neither publicity nor competition is required (supplies and services) "
    assert row + "€25,000 before tax 1 October 2015" in words(text(client, "/savoir/droit/?date=2019-12-31"))
    assert row + "€40,000 before tax 1 January 2020" in words(text(client, "/savoir/droit/?date=2026-03-31"))
    assert row + "€60,000 before tax 1 April 2026" in words(text(client, "/savoir/droit/?date=2026-04-01"))
    assert "The law of 1 April 2026" in text(client, "/savoir/droit/?date=2026-04-01")


@pytest.mark.parametrize("typed", ["", "yesterday", "2026-13-01", "9999999-01-01", "<script>"])
def test_a_day_that_is_none_is_told(client: Client, typed: str) -> None:
    page = text(client, f"/savoir/droit/?date={typed}", 400)
    assert 'role="alert"' in page
    assert "<script>" not in page.replace("<script src", "")


def test_a_rule_tells_its_values_its_texts_and_when_it_was_checked(client: Client) -> None:
    page = words(text(client, "/savoir/commande_publique/seuil_dispense_fournitures_services/"))
    for told in (
        "€60,000 before tax, since 1 April 2026",
        "€40,000 before tax",
        "Checked on 23 November 2026",
    ):
        assert told in page
    with_address = next(
        name
        for name, one in law().parameters.items()
        if any(each.url for dated in one.values for each in dated.reference)
    )
    assert "The texts on line" in text(client, f"/savoir/{with_address}/")


def test_a_rule_not_checked_for_long_says_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    address = "/savoir/commande_publique/seuil_dispense_fournitures_services/"
    checked = law()["commande_publique/seuil_dispense_fournitures_services"].checked_on
    now = timezone.now().replace(year=checked.year, month=checked.month, day=checked.day)
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(days=180))
    assert "was last checked" not in text(client, address)
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(days=181))
    assert "This was last checked 181 days ago" in text(client, address)
    assert "not checked again for 180 days" in text(client, "/savoir/droit/")


def test_a_search_finds_by_identifier_and_title(client: Client) -> None:
    assert 'href="/savoir/truck_factor/"' in text(client, "/savoir/?q=facteur+camion")
    near = text(client, "/savoir/?q=facteur+camoin")
    assert "Near it" in near
    assert 'href="/savoir/truck_factor/"' in near
    assert "<script>alert" not in text(client, "/savoir/?q=<script>alert(1)</script>")
    assert "try another word" in text(client, "/savoir/?q=???")


def test_an_unknown_name_gets_the_nearest_ones(client: Client) -> None:
    page = text(client, "/savoir/facteur-camoin/", 404)
    assert 'href="/savoir/truck_factor/"' in page
    assert "facteur-camoin is not an identifier known here." in page
    assert text(client, f"/savoir/{'a' * 5000}/", 404)


def test_a_title_leads_to_its_page(client: Client) -> None:
    answer = client.get("/savoir/Facteur camion/")
    assert (answer.status_code, answer["Location"]) == (302, "/savoir/truck_factor/")


def test_a_catalogue_tells_how_it_stands_here(client: Client) -> None:
    assert "On this machine" in text(client, "/savoir/sill/")
    assert not (settings.HOME / "catalogues").exists()
    assert "never taken" in words(text(client, "/savoir/catalogues/"))


def test_the_field_of_the_day_holds_the_day_shown(client: Client) -> None:
    page = text(client, "/savoir/droit/?date=2026-04-01")
    assert '<input type="date" name="date" value="2026-04-01" required id="id_date">' in page
    day = timezone.now().date().isoformat()
    assert f'value="{day}"' in text(client, "/savoir/droit/")
