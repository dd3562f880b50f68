import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reperes.licences import notice_in


@pytest.mark.parametrize(
    ("document", "licence", "about"),
    [
        ("[MIT](LICENSE)", "MIT", ""),
        ("## License\n\n[MIT](LICENSE) © Example", "MIT", ""),
        ("Licence\n=======\n\nEUPL-1.2", "EUPL-1.2", ""),
        ("License: AGPL-3.0", "AGPL-3.0-only", ""),
        ("![](https://img.shields.io/badge/license-MIT-blue.svg)", "MIT", ""),
        (
            "[![License: CeCILL-B](https://img.shields.io/badge/License-CeCILL--B-blue.svg)](LICENSE)",
            "CECILL-B",
            "",
        ),
        ("// SPDX-License-Identifier: EUPL-1.2 OR GPL-3.0-or-later", "EUPL-1.2 OR GPL-3.0-or-later", ""),
        ("Released under the **MIT** license.", "MIT", ""),
        ("Example is [BSD-3-Clause licensed](LICENSE).", "BSD-3-Clause", ""),
        ("Example is licensed under the [Business Source\nLicense](https://x.org).", "BUSL-1.1", ""),
        ("Dual licensed under MIT or Apache-2.0.", "MIT OR Apache-2.0", ""),
        (
            "Available under your choice of: (i) MIT; (ii) the Apache License v2 (Apache-2.0); (iii) AGPLv3.",
            "MIT OR Apache-2.0 OR AGPL-3.0-only",
            "",
        ),
        (
            "Licensed under either of\n\n * Apache License, Version 2.0\n * MIT license\n\nat your option.",
            "Apache-2.0 OR MIT",
            "",
        ),
        (
            "Licensed under GPLv2 with the Classpath exception",
            "GPL-2.0-only WITH Classpath-exception-2.0",
            "",
        ),
        ("Available under the [GNU GPL v3](x) or later", "GPL-3.0-or-later", ""),
        (
            "This is free software covered by the GPL version 2 (parts are compatible with the GPLv3).",
            "GPL-2.0-only",
            "code",
        ),
        ("Ce projet est publié sous licence Etalab 2.0", "etalab-2.0", ""),
        (
            "Ce logiciel est mis à disposition selon les termes de la licence CeCILL version 2.1",
            "CECILL-2.1",
            "code",
        ),
        ("L’application est un logiciel libre, sous licence GNU AGPL v3.", "AGPL-3.0-only", "code"),
        ("Données : ODbL", "ODbL-1.0", "data"),
        (
            "Sauf mention contraire, la documentation est sous licence CC BY-SA 4.0",
            "CC-BY-SA-4.0",
            "documentation",
        ),
        ("The font is licensed under the SIL Open Font License, Version 1.1.", "OFL-1.1", "assets"),
        ("Contributions are licensed under the Apache License 2.0", "Apache-2.0", "contributions"),
        ("Files in the `ee/` directory are under the Elastic License 2.0.", "Elastic-2.0", "part"),
    ],
)
def test_a_statement_of_licence(document: str, licence: str, about: str) -> None:
    assert [(one.licence, one.about) for one in notice_in(document)] == [(licence, about)]


@pytest.mark.parametrize(
    "document",
    [
        "This project uses Example, which is licensed under the MIT license.",
        "Dependencies:\n- example (MIT)\n- sample - BSD-3-Clause",
        "Our licence is compatible with the GPL.",
        "It is meant for GPL projects.",
        "This is not licensed under the GPL.",
        "Earlier versions were licensed under the GPLv2.",
        "They changed the license to SSPL.",
        "You can release your plugin under the MIT license.",
        "If it is licensed under the GPL, ask a lawyer.",
        "Licensed to the Apache Software Foundation (ASF) under one or more contributor license agreements.",
        "Made at MIT by people under pressure.",
        "See LICENSE-APACHE and LICENSE-MIT for details.",
        "```\nlicense: MIT\n```",
    ],
)
def test_what_only_speaks_of_licences_is_not_a_statement(document: str) -> None:
    assert notice_in(document) == ()


def test_each_part_of_a_sentence_has_its_licence_and_its_lines() -> None:
    said = notice_in("# Example\n\nThe source code is under MIT,\nthe documentation under CC BY 4.0.\n")
    assert [(one.licence, one.about, one.lines) for one in said] == [
        ("MIT", "code", (3, 4)),
        ("CC-BY-4.0", "documentation", (3, 4)),
    ]


def test_a_version_that_is_not_told_is_less_sure() -> None:
    assert [
        (one.licence, one.similarity)
        for one in notice_in("Under the GPL. Licensed under the Apache License.")
    ] == [
        ("LicenseRef-GPL", 0.9),
        ("Apache-2.0", 0.9),
    ]


def test_a_notice_in_the_comments_of_a_script() -> None:
    comment = (
        "# This library is free software; you can redistribute it\n"
        "# and/or modify it under the terms of the GNU Lesser\n"
        "# General Public License as published by the Free Software\n"
        "# Foundation; either version 2.1 of the License, or (at your\n"
        "# option) any later version.\n"
    )
    assert [(one.licence, one.lines) for one in notice_in(comment)] == [("LGPL-2.1-or-later", (1, 5))]


@settings(max_examples=60)
@given(st.text(max_size=400))
def test_any_document_is_read(document: str) -> None:
    lines = document.count("\n") + 1
    assert all(
        1 <= one.lines[0] <= one.lines[1] <= lines for one in notice_in(f"{document} under the MIT license")
    )
