"""The list of the software of the support market."""

from datetime import date

import pytest

from reperes.facts.catalogue import Entry
from reperes.sources.catalogues.reader import ShapeError
from reperes.sources.catalogues.readers.liste_marche_support import PAGE, names_in, read
from support.catalogues import body, samples

MARKDOWN = """---
title: Liste des logiciels libres du marché de support interministériel
date: 2022-01-18
segments:
  - url: /utiliser/
    title: Utiliser
---

Pour le détail des versions, envoyez un mail à [floss@example.org](mailto:floss@example.org).

## Voir aussi

- Une autre page

## Logiciels libres au marché de support

- Registre
- Cahier (Ex. Carnet)
- Cahier libre\x20
- Écrire à ada@ville.example
- ( )
"""


def entry(id_: str, name: str, *names: str) -> Entry:
    return Entry(id=id_, name=name, url=PAGE, names=names, lots=("marche-support",), support_contract=True)


def test_a_page_gives_names_and_no_date() -> None:
    taken = read(MARKDOWN.encode())
    assert taken.entries == [
        entry("registre", "Registre"),
        entry("cahier-ex-carnet", "Cahier", "Carnet"),
        entry("cahier-libre", "Cahier libre", "Cahierlibre"),
    ]
    assert (taken.rows, dict(taken.skipped), taken.dated) == (5, {"software.name: empty": 2}, None)


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("Matomo (Ex. Piwik)", ("Matomo", "Piwik")),
        ("OpenFire (anciennement Wildfire)", ("OpenFire", "Wildfire")),
        ("LVS (Linux Virtual Server) / Ipvsadm", ("LVS", "Ipvsadm", "Linux Virtual Server")),
        ("sysstat (sar & isag)", ("sysstat", "sar", "isag")),
        ("OpenSSH (dont sftp server)", ("OpenSSH", "sftp server")),
        ("Joomla !", ("Joomla",)),
        ("Open Jdk", ("Open Jdk", "OpenJdk")),
        ("Maven et plugins", ("Maven",)),
        ("Passbolt CE", ("Passbolt CE", "Passbolt", "PassboltCE")),
        ("Apache HTTP Server", ("Apache HTTP Server",)),
        ("LemonLDAP::NG", ("LemonLDAP::NG",)),
        ("TCP/IP", ("TCP/IP",)),
        ("Explorer++", ("Explorer++",)),
        ("R", ("R",)),
        ("!", ()),
    ],
)
def test_the_names_in_an_item(written: str, names: tuple[str, ...]) -> None:
    assert names_in(written) == names


def test_names_may_be_brought_as_json() -> None:
    taken = read(
        body({"_meta": {"snapshot_date": "2025-04-09"}, "software": ["Registre", 3, None, "Cahier"]})
    )
    assert [one.name for one in taken.entries] == ["Registre", "Cahier"]
    assert dict(taken.skipped) == {"software.name: string_type": 2}
    assert taken.dated == date(2025, 4, 9)


@pytest.mark.parametrize(
    ("content", "detail"),
    [
        (b"", "software: no list"),
        (b"<html><ul><li>Registre</li></ul></html>", "software: no list"),
        (b"## Autre\n\n- Registre\n", "software: no list"),
        (b"\xff", "UnicodeDecodeError"),
        (b"{", "JSONDecodeError"),
        (b"[]", "no block"),
        (b'{"logiciels": []}', "software: missing"),
        (b'{"software": {}}', "software: no list"),
        (b'{"software": [1, 2]}', "software.name: string_type"),
    ],
)
def test_another_shape_is_refused(content: bytes, detail: str) -> None:
    with pytest.raises(ShapeError) as error:
        read(content)
    assert error.value.detail == detail


def test_the_sample_is_read_without_loss() -> None:
    file = samples() / "marche_support_logiciels.json"
    if not file.exists():
        pytest.skip("The samples are not beside this checkout.")
    taken = read(file.read_bytes())
    assert (len(taken.entries), taken.rows, dict(taken.skipped)) == (324, 324, {})
    assert len({one.id for one in taken.entries}) == 324
    assert taken.dated == date(2025, 4, 9)
    assert {one.name: one.names for one in taken.entries}["Matomo"] == ("Piwik",)
