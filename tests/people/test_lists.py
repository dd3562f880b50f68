import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reperes.people.lists import count_entries

AUTHORS = """
Authors
=======

Ada Lovelace <ada@example.org>
Bob Martin <bob@example.org>   wrote the engine
Cleo Durand

Thanks to everybody who sent a patch. Write to team@example.org if your name is missing from this very list.
"""

BULLETS = """
# Contributors

* Ada Lovelace (ada)
- Bob Martin - documentation
1. Cleo Durand, Acme Corp
+ @dora
* [Eve Martin](https://example.org/eve)
* fred
- Added a new option to the engine
- Fixed the build
- Documentation
"""

TABLE = """
| Name | Role |
| ---- | ---- |
| Ada Lovelace | engine |
| Bob Martin | tests |
"""

ALL_CONTRIBUTORS = """
<table><tr>
<td align="center"><a href="https://example.org/ada"><img src="x.png"/><br />
<sub><b>Ada Lovelace</b></sub></a></td>
<td align="center"><a href="https://example.org/bob"><img src="x.png"/><br />
<sub><b>Bob Martin</b></sub></a></td>
</tr></table>
"""

MAILMAP = """
# who is who
Ada Lovelace <ada@example.org>
Ada Lovelace <ada@example.org> <al@example.net>
Ada Lovelace <ada@example.org> ada <ada@localhost>
Bob Martin <bob@example.org> bob <bob@laptop>
"""

MAINTAINERS = """
ENGINE
M:\tAda Lovelace <ada@example.org>
R:\tBob Martin <bob@example.org>
L:\tengine-list@example.org
S:\tMaintained
F:\tsrc/engine/
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (AUTHORS, 3),
        (BULLETS, 6),
        (TABLE, 2),
        (ALL_CONTRIBUTORS, 2),
        (MAILMAP, 2),
        (MAINTAINERS, 2),
        ("Ada Lovelace, Bob Martin and Cleo Durand", 3),
        ("Ada Lovelace <ada@example.org>, Bob Martin <bob@example.org>", 2),
        ("Ada Lovelace <ada at example.org>\nBob Martin (bob [at] example.org)", 2),
        ("Ada Lovelace <ada@example.org>\nLovelace, Ada <al@example.net>", 1),
        ("Engine : Ada Lovelace (ada)", 1),
        ("* Ada Lovelace & Bob Martin", 2),
        ("Ada Lovelace\nBob Martin\ncleo\n", 3),
        ("cleo\ndora\neve\n", 0),
        ("Ada van der Martin\nZoë Ŝańder\n李小龙", 3),
        ("* @ada @bob", 2),
        ("# Ada Lovelace\n", 0),
        ("Core Team\n\nSpecial Thanks\n", 0),
        ("This project was begun in 1843. Many people have contributed to it since.", 0),
        ("", 0),
    ],
)
def test_count_entries(text: str, expected: int) -> None:
    assert count_entries(text) == expected


@given(st.text(max_size=300))
def test_any_text_gives_a_count(text: str) -> None:
    assert 0 <= count_entries(text) <= len(text)


@pytest.mark.parametrize(
    "piece",
    ["a", "a.", "(", "[", "[x](", "<b>", "- ", "a, ", "| ", "@a ", "a@", "\n", "Ab Cd\n", "é", " via ", ":"],
)
def test_hostile_text_is_counted_in_bounded_time(piece: str) -> None:
    start = time.process_time()
    count_entries(piece * (3_000_000 // len(piece)))
    assert time.process_time() - start < 10
