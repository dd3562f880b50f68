"""The packages of a repository, by its address or by their own name."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from reperes.facts.catalogue import Reuse
from reperes.sources.catalogues.asking import Asker
from reperes.sources.catalogues.readers.ecosyste_ms import resolve
from support.asked import HERE, asked, by_id, project, unhurried
from support.web import Heard, Said, Site, as_json, client, serving

LOOKUP = "/packages/lookup"
PURL = "pkg:npm/registre"


def package(name: str = "registre", **more: Any) -> dict[str, Any]:
    """Return a package as the API gives it, with those who maintain it."""
    known: dict[str, Any] = {
        "id": 3456,
        "name": name,
        "ecosystem": "npm",
        "description": "Tient un registre",
        "homepage": "https://registre.example.org/",
        "licenses": "EUPL-1.2",
        "normalized_licenses": ["EUPL-1.2"],
        "repository_url": f"https://{HERE}",
        "keywords_array": [],
        "registry_url": f"https://www.npmjs.com/package/{name}",
        "dependent_packages_count": 12,
        "downloads": 4200,
        "downloads_period": "last-month",
        "dependent_repos_count": 30,
        "purl": f"pkg:npm/{name}",
        "status": None,
        "last_synced_at": "2026-11-18T03:10:02.123Z",
        "funding_links": [],
        "maintainers": [{"login": "camille", "name": "Camille Quidam", "email": "camille@example.org"}],
        "repo_metadata": {"owner_record": {"name": "Camille Quidam"}},
        "registry": {"name": "npmjs.org", "url": "https://registry.npmjs.org", "ecosystem": "npm"},
    }
    return known | more


def routed(by_repository: list[object], by_purl: list[object] | None = None) -> Any:
    def answer(heard: Heard) -> Said:
        query = parse_qs(urlsplit(heard.path).query)
        return as_json(by_repository if "repository_url" in query else by_purl or [])

    return answer


def queries(site: Site) -> list[dict[str, list[str]]]:
    return [parse_qs(urlsplit(one.path).query) for one in site.heard]


def test_the_packages_of_the_address_are_told(tmp_path: Path) -> None:
    with serving() as site:
        site.routes["/api/v1" + LOOKUP] = routed([package()])
        (found,) = asked("ecosyste-ms", site, tmp_path, at="/api/v1")
        (query,) = queries(site)
    assert query["repository_url"] == [f"https://{HERE}"]
    assert found.rests == "repository"
    entry = found.entry
    assert (entry.id, entry.packages, entry.repositories) == (PURL, (PURL,), (f"https://{HERE}",))
    assert entry.url == "https://packages.ecosyste.ms/registries/npmjs.org/packages/registre"
    assert (entry.licence, entry.website) == ("EUPL-1.2", "https://registre.example.org/")
    assert entry.reuse == (Reuse(PURL, 30, 12, 4200, "last-month"),)
    assert str(entry.dated) == "2026-11-18"
    assert "amille" not in repr(found)


def test_counts_that_were_not_made_are_unknown(tmp_path: Path) -> None:
    row = package(dependent_packages_count=0, dependent_repos_count=0, downloads=None)
    with serving() as site:
        site.routes[LOOKUP] = routed([row])
        (found,) = asked("ecosyste-ms", site, tmp_path)
    assert found.entry.reuse == (Reuse(PURL),)


def test_a_package_that_the_project_names_is_asked_when_its_address_told_none(tmp_path: Path) -> None:
    rows = {
        "pkg:npm/registre": "name",  # a name that it declares may be that of anybody's package
        "pkg:npm/ailleurs": "name",
        "pkg:npm/meme": "repository",
    }
    told = [
        package(repository_url=None),
        package("ailleurs", repository_url="https://forge.example.org/autre/ailleurs"),
        package("meme", repository_url=f"http://{HERE}.git"),
    ]

    def by_purl(heard: Heard) -> Said:
        query = parse_qs(urlsplit(heard.path).query)
        return as_json([one for one in told if query.get("purl") == [one["purl"]]])

    with serving() as site:
        site.routes[LOOKUP] = by_purl
        found = asked("ecosyste-ms", site, tmp_path, project(packages=(*rows, "pkg:npm/de-trop")))
        assert len(site.heard) == 4
    assert {name: one.rests for name, one in by_id(found).items()} == rows


def test_the_package_that_was_typed_is_the_project_s_own(tmp_path: Path) -> None:
    with serving() as site:
        site.routes[LOOKUP] = routed([], [package(repository_url=None)])
        found = asked("ecosyste-ms", site, tmp_path, project(packages=(PURL,), typed=PURL))
    assert [one.rests for one in found] == ["package"]


def test_a_package_already_told_is_not_asked_again(tmp_path: Path) -> None:
    with serving() as site:
        site.routes[LOOKUP] = routed([package()])
        found = asked("ecosyste-ms", site, tmp_path, project(packages=(PURL,)))
        assert len(site.heard) == 1
    assert [one.rests for one in found] == ["repository"]


def test_what_answers_another_question_is_left_out(tmp_path: Path) -> None:
    elsewhere = package("autre", repository_url="https://forge.example.org/autre/autre")
    with serving() as site:
        site.routes[LOOKUP] = routed([elsewhere], [package("tout-autre")])
        assert asked("ecosyste-ms", site, tmp_path, project(packages=(PURL,))) == ()


def test_accounts_that_may_be_a_persons_are_cut_down_to_their_platform(tmp_path: Path) -> None:
    links = [
        "https://github.com/sponsors/camille-quidam",
        "https://www.patreon.com/camille",
        "https://opencollective.com/Registre/donate?by=camille",
        "https://opencollective.com/camille-quidam",
        "https://tidelift.com/funding/github/npm/registre?e=camille",
        "https://camille-quidam.example.org/don",
        "javascript:alert(1)",
        None,
        {"url": "https://ko-fi.com/camille"},
    ]
    with serving() as site:
        site.routes[LOOKUP] = routed([package(funding_links=links)])
        (found,) = asked("ecosyste-ms", site, tmp_path, project(collectives=("registre",)))
    assert found.entry.funding == (
        "https://github.com/sponsors",
        "https://patreon.com",
        "https://opencollective.com/registre",
        "https://opencollective.com",
        "https://tidelift.com/funding/github/npm/registre",
    )


def test_rows_that_do_not_fit_are_left_out(tmp_path: Path) -> None:
    wrong = [package("b", downloads="many"), package("c", purl="not a purl")]
    with serving() as site:
        site.routes[LOOKUP] = routed([package(), *wrong])
        assert list(by_id(asked("ecosyste-ms", site, tmp_path))) == [PURL]


def test_a_project_without_address_nor_package_asks_nothing(tmp_path: Path) -> None:
    with serving() as site:
        assert asked("ecosyste-ms", site, tmp_path, project(origin=None, places=())) == ()
        assert site.heard == []


@pytest.mark.parametrize(
    ("rows", "address"),
    [
        ([package()], f"https://{HERE}"),
        ([package(), package(repository_url=f"https://{HERE}.git")], f"https://{HERE}.git"),
        ([package(), package(repository_url="https://forge.example.org/autre/autre")], None),
        ([package(repository_url=None)], None),
        ([package("autre")], None),
        ([], None),
    ],
)
def test_a_package_is_resolved_to_the_one_address_it_tells(
    tmp_path: Path, rows: list[object], address: str | None
) -> None:
    with serving() as site, client(tmp_path) as http:
        site.routes[LOOKUP] = as_json(rows)
        asker = Asker(unhurried("ecosyste-ms"), site.url(""), http)
        assert resolve(asker, "pkg:npm/registre@4.2.0") == address
        assert queries(site)[0]["purl"] == [PURL]


def test_what_is_no_package_is_not_asked(tmp_path: Path) -> None:
    with serving() as site, client(tmp_path) as http:
        assert resolve(Asker(unhurried("ecosyste-ms"), site.url(""), http), "registre") is None
        assert site.heard == []
