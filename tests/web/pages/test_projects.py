"""The list of projects: chosen, put in order and leafed through by its address; exported whole."""

import csv
import io
import re
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from odfdo import Document
from pytest_django import DjangoAssertNumQueries

from reperes.i18n import Language
from reperes_web import listing
from reperes_web.listing import MOST, Wanted, choices, projects
from reperes_web.models import Project, Role
from reperes_web.pages.projects.ods import Sheet, spreadsheet
from support.web_api import MOMENT, member, row

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def signed_in(client: Client) -> None:
    client.force_login(member("lectrice", Role.READER).account)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"


@pytest.fixture
def three() -> list[Project]:
    made = [
        row(
            "Banque",
            nature="free-software",
            licence="MIT",
            openness="open",
            absence_factor=3,
            lifecycle="active",
        ),
        row("annuaire", as_of=date(2026, 3, 1), openness="unknown"),
        row("Carte", nature="digital-commons", governance="consortium", licence="EUPL-1.2", absence_factor=1),
    ]
    made[1].observations.create(as_of=date(2026, 1, 1), observed_at=MOMENT, generator="test")
    return made


def names(client: Client, query: str = "") -> list[str]:
    page = client.get(f"/projets/?{query}").content.decode()
    return re.findall(r'<th scope="row"><a href="/observations/\d+/">([^<]+)</a>', page)


def test_one_row_for_each_project_in_words(client: Client, three: list[Project]) -> None:
    page = client.get("/projets/").content.decode()
    assert names(client) == ["annuaire", "Banque", "Carte"]
    assert f'<a href="/observations/{three[0].latest_id}/">Banque</a>' in page
    rows = re.findall(r"<tr>\n<th scope=\"row\">.*?</tr>", page, re.DOTALL)
    told = [re.findall(r"<td[^>]*>([^<]*)</td>", one) for one in rows]
    unknown, several = "unknown", "led by several organisations"
    assert told == [
        [unknown, unknown, unknown, unknown, unknown, "1 March 2026", "2"],
        ["free software", "MIT", unknown, "active", "3 people", "23 November 2026", "1"],
        ["digital commons", "EUPL-1.2", several, unknown, "1 person", "23 November 2026", "1"],
    ]


def test_a_project_never_observed_is_left_out(client: Client) -> None:
    Project.objects.create(key="https://forge.example.org/x", name="x")
    page = client.get("/projets/").content.decode()
    assert "No project was observed yet." in page
    assert "<table" not in page


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("sort=name&order=desc", "Carte Banque annuaire"),
        ("sort=nature", "Carte Banque annuaire"),  # digital commons, free software, then what is unknown
        ("sort=nature&order=desc", "Banque Carte annuaire"),
        ("sort=licence", "Carte Banque annuaire"),
        ("sort=governance", "Carte Banque annuaire"),
        ("sort=lifecycle&order=desc", "Banque annuaire Carte"),
        ("sort=absence_factor", "Carte Banque annuaire"),
        ("sort=absence_factor&order=desc", "Banque Carte annuaire"),
        ("sort=as_of", "annuaire Banque Carte"),
        ("sort=observations&order=desc", "annuaire Banque Carte"),
        ("sort=password", "annuaire Banque Carte"),
        ("q=BAN", "Banque"),
        ("q=forge.example.org/C", "Carte"),
        ("q=%25", ""),
        ("nature=digital-commons", "Carte"),
        ("nature=unknown", "annuaire"),
        ("governance=consortium&nature=free-software", ""),
        ("lifecycle=active", "Banque"),
        ("openness=open", "Banque"),
        ("openness=unknown", "annuaire Carte"),
        ("since=2026-03-02", "Banque Carte"),
        ("since=nonsense", "annuaire Banque Carte"),
        ("page=9", "annuaire Banque Carte"),
    ],
)
@pytest.mark.usefixtures("three")
def test_its_address_chooses_and_orders(client: Client, query: str, expected: str) -> None:
    assert names(client, query) == expected.split()


def test_the_same_rank_keeps_its_order_and_the_unknown_comes_last() -> None:
    same = [row(f"p{n}", nature="open-source") for n in range(5)]
    blank = row("a")
    for descending in (False, True):
        found = [*projects(Wanted(sort="nature", descending=descending), Language.FR)]
        assert found == [*same, blank]


def test_words_are_in_the_order_of_the_language() -> None:
    for value in choices("governance")[:-1]:
        row(value, governance=value)
    for language in Language:
        found = [*projects(Wanted(sort="governance"), language)]
        said = [listing.word("governance", one.name, language).casefold() for one in found]
        assert said == sorted(said)
        assert len(said) == 7


@pytest.mark.usefixtures("three")
def test_headers_tell_the_order_and_keep_the_choice(client: Client) -> None:
    page = client.get("/projets/?q=a&sort=nature&order=asc&page=1").content.decode()
    assert page.count("aria-sort") == 1
    assert '<th scope="col" aria-sort="ascending"><a id="sort-nature"' in page
    links = dict(re.findall(r'<a id="sort-(\w+)" href="([^"]+)"', page))
    assert [*links] == [*listing.SORTS]
    asked = parse_qs(urlsplit(links["nature"].replace("&amp;", "&")).query)
    assert asked == {"q": ["a"], "sort": ["nature"], "order": ["desc"]}
    asked = parse_qs(urlsplit(links["licence"].replace("&amp;", "&")).query)
    assert asked == {"q": ["a"], "sort": ["licence"], "order": ["asc"]}
    descending = client.get("/projets/?sort=nature&order=desc").content.decode()
    assert '<th scope="col" aria-sort="descending"><a id="sort-nature"' in descending


def test_pages_of_fifty_in_few_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(101):
        row(f"p{number:03}")
    with django_assert_num_queries(
        7
    ):  # session, account, membership; how many, which, these, their observations
        first = names(client)
    assert (len(first), first[0], first[-1]) == (50, "p000", "p049")
    page = client.get("/projets/?page=3&q=p").content.decode()
    assert names(client, "page=3&q=p") == ["p100"]
    assert "Projects found: 101 — page 3 of 3" in page
    assert '<a class="button" rel="prev" href="/projets/?page=2&amp;q=p">' in page
    assert 'rel="next"' not in page


def test_names_from_the_outside_are_escaped(client: Client) -> None:
    row("<script>alert(1)</script>", licence='"><img src=x>', key="javascript:alert(1)")
    page = client.get("/projets/").content.decode()
    assert "<script>alert" not in page
    assert "<img" not in page
    assert 'href="javascript' not in page


def read_csv(client: Client, query: str = "", language: str = "en") -> list[list[str]]:
    answer = client.get(f"/projets/projets.csv?{query}", headers={"Accept-Language": language})
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert re.fullmatch(r'attachment; filename="reperes-\d{4}-\d\d-\d\d\.csv"', answer["Content-Disposition"])
    body = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert body.startswith(b"\xef\xbb\xbf")
    separator = ";" if language == "fr" else ","
    return [*csv.reader(io.StringIO(body.decode("utf-8-sig"), newline=""), delimiter=separator)]


def test_every_cell_of_a_csv_is_quoted(client: Client, three: list[Project]) -> None:
    del three
    answer = client.get("/projets/projets.csv?q=ban", headers={"Accept-Language": "fr"})
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()  # type: ignore[attr-defined]
    assert len(lines) == 2
    assert all(re.fullmatch('"[^"]*"(;"[^"]*"){10}', line) for line in lines)


def test_csv_holds_what_is_chosen_entire(client: Client, three: list[Project]) -> None:
    headers, *rows = read_csv(client, "sort=absence_factor&page=7")
    assert headers == [
        "Project",
        "Address",
        "Nature",
        "Licence",
        "Openness of the licence",
        "Governance",
        "Where it stands",
        "Half of the work rests on (people)",
        "Observed as on",
        "Observations",
        "Page of the observation",
    ]
    assert [one[0] for one in rows] == ["Carte", "Banque", "annuaire"]
    assert rows[1] == [
        "Banque",
        "https://forge.example.org/Banque",
        "free software",
        "MIT",
        "open",
        "unknown",
        "active",
        "3",
        "2026-11-23",
        "1",
        f"http://testserver/observations/{three[0].latest_id}/",
    ]
    assert rows[2][2:10] == ["unknown"] * 6 + ["2026-03-01", "2"]
    assert [one[0] for one in read_csv(client, "q=ban", "fr")[1:]] == ["Banque"]
    assert read_csv(client, "q=ban", "fr")[1][2] == "logiciel libre"


@pytest.mark.parametrize("begins", ["=", "+", "-", "@", "\t", "\r", " =", "\u200b="])
def test_no_cell_of_a_csv_is_a_formula(client: Client, begins: str) -> None:
    row("x", licence=f"{begins}HYPERLINK(1)")
    row(f'{begins}cmd|"/c calc";,\n')
    for line in read_csv(client)[1:]:
        for cell in line:
            assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n", " "))


def test_csv_is_bounded_in_queries(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for number in range(60):
        row(f"p{number}")
    with django_assert_num_queries(3):  # session, account; the rows
        assert len(read_csv(client)) == 61


def test_ods_has_typed_cells_headers_and_a_language(client: Client, three: list[Project]) -> None:
    answer = client.get("/projets/projets.ods?nature=free-software", headers={"Accept-Language": "en"})
    assert answer["Content-Type"] == "application/vnd.oasis.opendocument.spreadsheet"
    document = Document(io.BytesIO(answer.content))
    assert (document.language, document.meta.title) == ("en-GB", "Projects observed")
    table, about = document.body.tables
    assert (table.name, about.name) == ("Projects", "About this list")
    assert table.get_values()[1] == [
        "Banque",
        "https://forge.example.org/Banque",
        "free software",
        "MIT",
        "open",
        "unknown",
        "active",
        3,
        date(2026, 11, 23),
        1,
        f"http://testserver/observations/{three[0].latest_id}/",
    ]
    header = table.get_elements("table:table-header-rows/table:table-row")
    assert len(header) == 1
    told = {line[0]: line[1] for line in about.get_values()}
    assert told["Projects in this file"] == 1
    assert told["Nature"] == "free software"
    assert isinstance(told["Made on"], date)


def test_a_spreadsheet_holds_hostile_texts_as_texts() -> None:
    texts = ["=1+1", "<table:table/>&amp;", "a\x00\x1b\ufffe\ud800b", "]]>", "\"'"]
    body = spreadsheet([Sheet('"<&', (("h",), *((one,) for one in texts)))], title="<&", language=Language.FR)
    document = Document(io.BytesIO(body))
    assert document.language == "fr-FR"
    table = document.body.tables[0]
    assert [line[0] for line in table.get_values()] == [
        "h",
        "=1+1",
        "<table:table/>&amp;",
        "a\\x00\\x1b\\ufffe\\ud800b",
        "]]>",
        "\"'",
    ]
    assert b"table:formula" not in document.get_part("content.xml").serialize()  # type: ignore[union-attr]


def test_an_export_that_is_cut_says_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert MOST == 20_000
    monkeypatch.setattr(listing, "MOST", 2)
    for name in ("a", "b", "c"):
        row(name)
    page = client.get("/projets/").content.decode()
    assert "At most 2 of them: choose fewer to have all." in page
    assert len(read_csv(client)) == 3
    about = Document(io.BytesIO(client.get("/projets/projets.ods").content)).body.tables[1]
    told = {line[0]: line[1] for line in about.get_values()}
    assert told["Left out"] == "Only the first 2 of 3 are here: choose fewer of them to have all."


@pytest.mark.parametrize("path", ["/projets/", "/projets/projets.csv", "/projets/projets.ods"])
def test_it_is_for_whoever_has_an_account(path: str) -> None:
    answer = Client().get(path)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/connexion/?next=/projets/")
