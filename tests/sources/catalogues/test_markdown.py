"""Lists and tables of pages in Markdown."""

import time
from datetime import date

import pytest

from reperes.sources.catalogues.markdown import brought, brought_on, bullets, decoded, links, plain, rows
from reperes.sources.catalogues.reader import ShapeError

PAGE = """---
title: Une page
segments:
  - url: /utiliser/
---

Voir la [liste](../liste/).

## Première *liste* ##

- Un
- **Deux**, avec [un lien](https://exemple.example/a)
  - dedans
* Trois
-
-sans blanc

### Seconde
+ Quatre
"""
TABLE = """
| Nom       | Lien                                       |
|-----------|:------------------------------------------:|
| A \\| B   | [un](https://a.example/1) [deux](https://a.example/2) |
| court |

Autre texte

| Autre |
| ----- |
| C     |
"""


def test_items_are_under_their_heading_and_front_matter_is_none() -> None:
    assert list(bullets(PAGE)) == [
        ("Première liste", "Un"),
        ("Première liste", "Deux, avec un lien"),
        ("Première liste", "Trois"),
        ("Seconde", "Quatre"),
    ]


def test_front_matter_that_does_not_end_hides_nothing() -> None:
    assert list(bullets("---\n- Un\n")) == [("", "Un")]


def test_rows_are_by_the_titles_of_their_columns() -> None:
    assert list(rows(TABLE)) == [
        {"Nom": "A | B", "Lien": "[un](https://a.example/1) [deux](https://a.example/2)"},
        {"Nom": "court"},
        {"Autre": "C"},
    ]


def test_links_and_words() -> None:
    cell = "[un](https://a.example/1) et [deux](https://a.example/2), `trois_quatre`"
    assert links(cell) == ("https://a.example/1", "https://a.example/2")
    assert plain(cell) == "un et deux, trois_quatre"


def test_a_page_that_is_not_text_is_refused() -> None:
    with pytest.raises(ShapeError) as error:
        decoded(b"\xff\xfe")
    assert error.value.detail == "UnicodeDecodeError"


def test_what_was_brought_in_place_of_a_page() -> None:
    assert brought(b"- Un\n") is None
    data = brought(b'\xef\xbb\xbf {"_meta": {"snapshot_date": "2025-04-09"}}')
    assert data is not None
    assert brought_on(data) == date(2025, 4, 9)
    assert brought_on({"_meta": "2025-04-09"}) is None
    assert brought_on({}) is None
    with pytest.raises(ShapeError) as error:
        brought(b"[]")
    assert error.value.detail == "no block"


@pytest.mark.parametrize("piece", ["#", "[", "[a](", "|", "*", "- ", "\\|", "[a]"])
def test_hostile_pages_cost_what_their_length_costs(piece: str) -> None:
    page = piece * 200_000
    before = time.process_time()
    for _ in (*bullets(page), *rows(page)):
        pass
    links(page)
    plain(page)
    assert time.process_time() - before < 5
