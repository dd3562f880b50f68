from reperes.i18n import Language
from reperes.sources.documents.structured.reuse import read_dep5, read_toml

TOML = """
version = 1
[[annotations]]
path = ["src/**", "**.md"]
precedence = "aggregate"
SPDX-FileCopyrightText = "2026 Ada <ada@example.org>"
SPDX-License-Identifier = "EUPL-1.2"
[[annotations]]
path = "img/*"
SPDX-License-Identifier = ["CC0-1.0", "CC-BY-4.0"]
"""

PRECEDENCES = "closest, aggregate, override"

DEP5 = """Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Contact: Ada <ada@example.org>

Files: src/* docs/*
 img/*.png
Copyright: 2026 Ada
License: EUPL-1.2

Files: *
License: MIT
 Permission is hereby granted
"""


def test_a_whole_reuse_toml() -> None:
    parsed = read_toml(TOML, "REUSE.toml")
    assert parsed.problems == ()
    assert parsed.fields == {
        "version": 1,
        "annotations": [
            {"path": ["src/**", "**.md"], "license": ["EUPL-1.2"], "precedence": "aggregate"},
            {"path": ["img/*"], "license": ["CC0-1.0", "CC-BY-4.0"]},
        ],
    }


def test_a_whole_dep5() -> None:
    parsed = read_dep5(DEP5, ".reuse/dep5")
    assert parsed.problems == ()
    assert parsed.fields == {
        "annotations": [
            {"path": ["src/*", "docs/*", "img/*.png"], "license": ["EUPL-1.2"]},
            {"path": ["*"], "license": ["MIT"]},
        ],
    }


def test_a_wrong_file_is_told_and_the_rest_is_used() -> None:
    parsed = read_toml(
        'version = "one"\n[[annotations]]\nprecedence = "first"\npath = "a"\n[[annotations]]\nx = 1',
        "REUSE.toml",
    )
    assert parsed.fields == {"annotations": [{"path": ["a"]}]}
    assert [one.text(Language.EN) for one in parsed.problems] == [
        "`version` should be a number; it was set aside.",
        f"`annotations.1.precedence` is not one of {PRECEDENCES}; it was set aside.",
        "`annotations.2.path` is missing, so what should hold it was set aside.",
    ]
