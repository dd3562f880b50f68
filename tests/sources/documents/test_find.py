from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reperes.errors import Message
from reperes.facts.documents import DocumentKind
from reperes.facts.fact import Limit, Reason
from reperes.sources.documents.find import MAX_DOCUMENTS, Candidate, find
from reperes.sources.documents.sieve import sieve

BLOB = "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"

GOLDEN = """
README                                          readme
README.md                                       readme
readme.rst                                      readme
ReadMe.adoc                                     readme
README.org                                      readme
README.html                                     readme
README.fr.md                                    readme
README_zh.md                                    readme
README-pt_BR.md                                 readme
README.zh-Hans.md                               readme
README.fr                                       readme
LISEZMOI                                        readme
LisezMoi.txt                                    readme
LEIAME.md                                       readme
LEESMIJ.md                                      readme
.github/README.md                               readme
docs/README.md                                  readme
backend/README.md                               readme
backend/src/README.md                           -
README.py                                       -
readme_generator.md                             -
LICENSE                                         licence
LICENCE                                         licence
license.txt                                     licence
LICENSE-MIT                                     licence
LICENSE.MIT                                     licence
LICENSE-APACHE-2.0                              licence
LICENSE.AGPL.txt                                licence
LICENCE.fr.txt                                  licence
MIT-LICENSE                                     licence
MIT-LICENSE.txt                                 licence
APACHE-LICENSE-2.0.txt                          licence
COPYING                                         licence
COPYING.LESSER                                  licence
COPYRIGHT                                       licence
UNLICENSE                                       licence
EULA.md                                         licence
NOTICE                                          licence
NOTICE.txt                                      licence
LGPL-2.1                                        licence
Licence_CeCILL_V2.1-fr.txt                      licence
LICENSES/EUPL-1.2.txt                           licence
LICENSES/LicenseRef-Own.txt                     licence
licenses/APACHE-LICENSE.txt                     licence
REUSE.toml                                      licence
.reuse/dep5                                     licence
docs/LICENSE                                    licence
docs/license.rst                                licence
ee/LICENSE                                      licence
packages/core/LICENSE                           licence
src/license.py                                  -
license.go                                      -
LICENSE-THIRD-PARTY.txt                         -
LICENSE_HEADER.txt                              -
vendor/lib/LICENSE                              -
node_modules/a/LICENSE                          -
tests/fixtures/LICENSE                          -
licenses/deep/below/LICENSE                     -
GOVERNANCE.md                                   governance
governance.yml                                  governance
Gouvernance.md                                  governance
CHARTER.md                                      governance
Technical_Charter.md                            governance
BYLAWS.rst                                      governance
STATUTS.md                                      governance
TSC.md                                          governance
STEERING-COMMITTEE.md                           governance
docs/GOVERNANCE.md                              governance
docs/source/community/governance.rst            governance
CONTRIBUTING.md                                 contributing
.github/CONTRIBUTING.md                         contributing
CONTRIBUER.md                                   contributing
CONTRIBUTING.fr.md                              contributing
HACKING.adoc                                    contributing
DEVELOPERS.md                                   contributing
Documentation/SubmittingPatches                 contributing
docs/contributing.rst                           contributing
web/CONTRIBUTING.md                             contributing
contributing.js                                 -
MAINTAINERS                                     maintainers
MAINTAINERS.md                                  maintainers
MAINTAINERS.yml                                 maintainers
OWNERS                                          maintainers
OWNERS_ALIASES                                  maintainers
COMMITTERS.txt                                  maintainers
MAINTENEURS.md                                  maintainers
AUTHORS                                         authors
AUTHORS.rst                                     authors
CONTRIBUTORS.md                                 authors
CREDITS                                         authors
THANKS                                          authors
ACKNOWLEDGEMENTS.md                             authors
AUTEURS.md                                      authors
.mailmap                                        authors
.all-contributorsrc                             authors
docs/about/contributors.rst                     authors
CODEOWNERS                                      codeowners
.github/CODEOWNERS                              codeowners
.gitlab/CODEOWNERS                              codeowners
.forgejo/CODEOWNERS                             codeowners
docs/CODEOWNERS                                 codeowners
src/CODEOWNERS                                  -
.github/FUNDING.yml                             funding
FUNDING.md                                      funding
funding.json                                    funding
.well-known/funding.json                        funding
.well-known/funding-manifest-urls               funding
SPONSORS.md                                     funding
src/funding.json                                -
SECURITY.md                                     security
.github/SECURITY.md                             security
.well-known/security.txt                        security
Sécurité.md                                     security
SECURITY-INSIGHTS.yml                           security-insights
.github/security-insights.yml                   security-insights
CODE_OF_CONDUCT.md                              code-of-conduct
code-of-conduct.md                              code-of-conduct
CodeOfConduct.md                                code-of-conduct
CODE_DE_CONDUITE.md                             code-of-conduct
CONDUITE.md                                     code-of-conduct
CLA.md                                          contributor-agreement
CLA-individual.md                               contributor-agreement
ICLA.txt                                        contributor-agreement
CCLA.pdf                                        -
DCO                                             contributor-agreement
DCO-1.1.txt                                     contributor-agreement
Contributor-License-Agreement.md                contributor-agreement
SUPPORT.md                                      support
.github/SUPPORT.md                              support
ROADMAP.md                                      roadmap
FEUILLE_DE_ROUTE.md                             roadmap
docs/roadmap.md                                 roadmap
CHANGELOG.md                                    changelog
CHANGES.rst                                     changelog
ChangeLog                                       changelog
CHANGELOG-4.0.md                                changelog
HISTORY.md                                      changelog
NEWS                                            changelog
RELEASES.md                                     changelog
RELEASE_NOTES.md                                changelog
packages/core/CHANGELOG.md                      changelog
docs/history.md                                 -
ADOPTERS.md                                     adopters
USERS.md                                        adopters
UTILISATEURS.md                                 adopters
WHO-USES-IT.md                                  adopters
CITATION.cff                                    citation
codemeta.json                                   codemeta
docs/codemeta.json                              -
publiccode.yml                                  publiccode
publiccode.yaml                                 publiccode
examples/publiccode.yml                         -
package.json                                    manifest
packages/core/package.json                      manifest
a/b/c/d/package.json                            -
pyproject.toml                                  manifest
setup.cfg                                       manifest
setup.py                                        manifest
Cargo.toml                                      manifest
go.mod                                          manifest
composer.json                                   manifest
pom.xml                                         manifest
build.gradle.kts                                manifest
tool.gemspec                                    manifest
src/Tool.csproj                                 manifest
mix.exs                                         manifest
DESCRIPTION                                     manifest
Project.toml                                    manifest
pubspec.yaml                                    manifest
tool.cabal                                      manifest
dune-project                                    manifest
tool.opam                                       manifest
Package.swift                                   manifest
meson.build                                     manifest
deep/meson.build                                -
charts/tool/Chart.yaml                          manifest
Dockerfile                                      -
.github/workflows/test.yml                      ci
.github/workflows/README.md                     -
.gitlab-ci.yml                                  ci
.travis.yml                                     ci
azure-pipelines.yml                             ci
.circleci/config.yml                            ci
Jenkinsfile                                     ci
.woodpecker.yml                                 ci
.woodpecker/test.yaml                           ci
.forgejo/workflows/test.yml                     ci
.gitea/workflows/test.yml                       ci
.builds/debian.yml                              ci
.build.yml                                      ci
appveyor.yml                                    ci
.drone.yml                                      ci
bitbucket-pipelines.yml                         ci
.cirrus.yml                                     ci
sub/.travis.yml                                 -
tox.ini                                         -
.github/PULL_REQUEST_TEMPLATE.md                change-request-template
.github/PULL_REQUEST_TEMPLATE/fix.md            change-request-template
.gitlab/merge_request_templates/default.md      change-request-template
pull_request_template.md                        change-request-template
docs/pull_request_template.md                   change-request-template
.github/ISSUE_TEMPLATE.md                       issue-template
.github/ISSUE_TEMPLATE/bug.yml                  issue-template
.github/ISSUE_TEMPLATE/security.md              issue-template
.gitlab/issue_templates/bug.md                  issue-template
.forgejo/issue_template/bug.yaml                issue-template
docs/community/becoming-a-maintainer.md         docs-page
docs/governance/README.md                       docs-page
docs/internals/release-process.md               docs-page
docs/adr/0001-use-git.md                        docs-page
doc/ArchitectureDecisionRecords/0007-auth.md    -
docs/rfcs/0042-plugins.md                       docs-page
docs/licensing-faq.md                           docs-page
docs/license_acceptance.md                      docs-page
docs/communaute.md                              docs-page
docs/who-uses.md                                adopters
docs/sponsorship.md                             funding
docs/community/our-sponsors.md                  docs-page
docs/_posts/2020-01-01-community.md             -
docs/tutorial.md                                -
docs/api/contributing.png                       -
website/content/en/community/index.md           docs-page
src/docs/contributor/cla.diviner                contributor-agreement
governance/voting.md                            docs-page
decision-records/0001-names.md                  docs-page
tools-of-the-community/chat.md                  -
RELEASING.md                                    docs-page
TRADEMARK.md                                    docs-page
main.c                                          -
src/users.rb                                    -
.gitignore                                      -
.vscode/README.md                               -
third_party/x/AUTHORS                           -
samples/README.md                               -
"""

ROWS = [tuple(line.split()) for line in GOLDEN.strip().splitlines()]


def tree(paths: Iterable[str], mode: str = "100644") -> list[tuple[bytes, str, str]]:
    return [(path.encode(), mode, BLOB) for path in paths]


def test_the_table_is_long_enough() -> None:
    assert len(ROWS) >= 120
    assert {kind for _, kind in ROWS} == {"-", *DocumentKind}


@pytest.mark.parametrize(("path", "kind"), ROWS)
def test_golden(path: str, kind: str) -> None:
    found, limits = find(tree([path]))
    expected = [] if kind == "-" else [Candidate(DocumentKind(kind), path.encode(), "100644", BLOB)]
    assert (found, limits) == (expected, ())


def test_a_name_with_spaces() -> None:
    (found,), _ = find(tree(["Code of conduct.md"]))
    assert found.kind is DocumentKind.CODE_OF_CONDUCT


@pytest.mark.parametrize("mode", ["160000", "040000"])
def test_submodules_are_not_documents(mode: str) -> None:
    assert find(tree(["README.md"], mode)) == ([], ())


def test_a_link_is_a_document_where_one_is_looked_for_first() -> None:
    links = tree(["docs/CHANGELOG.md", "backend/LICENSE", "LICENSE", ".github/README.md", "main.c"], "120000")
    found, limits = find(links)
    assert [(one.kind, one.path, one.mode) for one in found] == [
        (DocumentKind.LICENCE, b"LICENSE", "120000"),
        (DocumentKind.README, b".github/README.md", "120000"),
    ]
    assert limits == ()


@pytest.mark.parametrize(
    ("path", "kinds"),
    [
        ("LICENSE", [DocumentKind.LICENCE]),
        ("contribute", []),  # a script
        ("CONTRIBUTE", [DocumentKind.CONTRIBUTING]),
    ],
)
def test_executables(path: str, kinds: list[DocumentKind]) -> None:
    found, _ = find(tree([path], "100755"))
    assert [one.kind for one in found] == kinds


def test_order_is_root_then_home_then_docs_then_inside() -> None:
    paths = [
        "backend/README.md",
        "docs/contributing.md",
        "README.zh.md",
        "docs/fr/roadmap.md",
        "docs/ar/governance.md",
        ".github/CONTRIBUTING.md",
        "LICENSE",
        "README.fr.md",
        "README.md",
    ]
    found, _ = find(tree(paths))
    assert [one.path.decode() for one in found] == [
        "README.md",
        "README.fr.md",
        "LICENSE",
        "README.zh.md",
        ".github/CONTRIBUTING.md",
        "docs/contributing.md",
        "docs/fr/roadmap.md",
        "docs/ar/governance.md",
        "backend/README.md",
    ]


def test_too_many_of_a_kind_is_a_limit() -> None:
    bound = sieve().rules[DocumentKind.README].bound
    found, limits = find(tree(f"part{number:03}/README.md" for number in range(bound + 3)))
    left = Message(
        "Other files of the same kind as {path} were not read, as there are many; how many: {count}.",
        {"count": 3, "path": f"part{bound:03}/README.md"},
    )
    assert len(found) == bound
    assert limits == (Limit(Reason.TOO_MANY, left),)


def test_never_more_than_the_bound_in_all() -> None:
    names = [path for path, kind in ROWS if kind != "-" and path.count("/") == 0]
    paths = [f"{folder}/{name}" for folder in map(str, range(40)) for name in names]
    paths += [
        f"docs/{page}/{subject}.md" for page in range(99) for subject in ("governance", "rfc", "community")
    ]
    found, _ = find(tree(paths + names))
    assert len(found) <= MAX_DOCUMENTS


def test_bytes_that_are_not_utf_8_keep_their_path() -> None:
    path = b"docs/communaut\xe9/charte.md"
    (found,), _ = find([(path, "100644", BLOB)])
    assert (found.kind, found.path) == (DocumentKind.GOVERNANCE, path)


def test_what_is_left_out_is_shown_with_its_bytes() -> None:
    bound = sieve().rules[DocumentKind.FUNDING].bound
    paths = [b"docs/%d/funding.md" % number for number in range(bound)] + [b"docs/\xe9/funding.md"]
    _, (limit,) = find([(path, "100644", BLOB) for path in paths])
    assert limit.message.args["path"] == "docs/\\xe9/funding.md"


PARTS = st.one_of(
    st.binary(min_size=1, max_size=12),
    st.sampled_from(
        [b"README.md", b"docs", b"LICENSE", b".github", b"vendor", b"..", b".", b"", b"fr", b"ADR"]
    ),
)


@given(
    st.lists(
        st.tuples(st.lists(PARTS, max_size=6).map(b"/".join), st.sampled_from(["100644", "100755", "x"]))
    )
)
def test_any_path_is_judged(rows: list[tuple[bytes, str]]) -> None:
    found, _ = find([(path, mode, BLOB) for path, mode in rows])
    assert {one.path for one in found} <= {path for path, _ in rows}


@given(
    st.sampled_from([path for path, kind in ROWS if kind != "-"]),
    st.sampled_from([str.upper, str.title, str.lower]),
)
def test_any_case(path: str, case: "type[str]") -> None:
    folder, slash, name = path.rpartition("/")
    (before,), _ = find(tree([path]))
    (after,), _ = find(tree([folder.upper() + slash + case(name)]))
    assert after.kind is before.kind
