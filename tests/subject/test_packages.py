import pytest

from reperes.subject import Address, AddressKind, Forge, parse


def test_every_field_of_a_package_that_names_its_repository() -> None:
    assert parse("PKG:github/Owner/Name@v1") == Address(
        input="PKG:github/Owner/Name@v1",
        kind=AddressKind.PACKAGE,
        path=None,
        url="https://github.com/owner/name",
        forge=Forge.GITHUB,
        host="github.com",
        project="owner/name",
        package="pkg:github/owner/name@v1",
        name="name",
    )


def test_every_field_of_a_package_that_does_not() -> None:
    assert parse("pkg://npm/%40Angular/core@1.0") == Address(
        input="pkg://npm/%40Angular/core@1.0",
        kind=AddressKind.PACKAGE,
        path=None,
        url=None,
        forge=None,
        host=None,
        project=None,
        package="pkg:npm/%40Angular/core@1.0",
        name="core",
    )


@pytest.mark.parametrize(
    ("typed", "url", "forge"),
    [
        ("pkg:gitlab/g/s/n@1", "https://gitlab.com/g/s/n", "gitlab"),
        ("pkg:gitlab/g/n?repository_url=git.example.org", "https://git.example.org/g/n", "gitlab"),
        ("pkg:gitlab/g/n?repository_url=https://git.example.org/", "https://git.example.org/g/n", "gitlab"),
        ("pkg:bitbucket/o/n", "https://bitbucket.org/o/n", "bitbucket"),
        ("pkg:golang/github.com/o/n", "https://github.com/o/n", "github"),
        ("pkg:golang/github.com/o/n/v2@v2.1.0", "https://github.com/o/n", "github"),
        ("pkg:golang/github.com/o/n/internal/x", "https://github.com/o/n", "github"),
        ("pkg:golang/gitlab.com/g/s/n/v3", "https://gitlab.com/g/s/n", "gitlab"),
        ("pkg:golang/codeberg.org/o/n", "https://codeberg.org/o/n", "forgejo"),
        ("pkg:golang/git.sr.ht/~o/n", "https://git.sr.ht/~o/n", "sourcehut"),
        ("pkg:golang/example.org/o/n.git/sub", "https://example.org/o/n", "git"),
        ("pkg:golang/golang.org/x/net", None, None),
        ("pkg:golang/net/http", None, None),
        ("pkg:golang/github.com/o", None, None),
        (
            "pkg:generic/x?vcs_url=git+https://git.example.org/a/x.git%40abc",
            "https://git.example.org/a/x",
            "git",
        ),
        (
            "pkg:generic/x?vcs_url=git%2Bssh://git@codeberg.org/o/x.git@v1",
            "https://codeberg.org/o/x",
            "forgejo",
        ),
        ("pkg:pypi/x?vcs_url=https://github.com/o/x", "https://github.com/o/x", "github"),
        ("pkg:generic/x?vcs_url=svn+https://example.org/x", None, None),
        ("pkg:generic/x?vcs_url=https://github.com/", None, None),
        ("pkg:generic/x?download_url=https://example.org/x.tar.gz", None, None),
        ("pkg:pypi/Django", None, None),
        ("pkg:maven/org.example/x@1", None, None),
        ("pkg:deb/debian/git@1:2.39?arch=amd64", None, None),
        ("pkg:cargo/serde", None, None),
    ],
)
def test_repository_of_a_package(typed: str, url: str | None, forge: str | None) -> None:
    found = parse(typed)
    assert (found.kind, found.url, found.forge) == ("package", url, forge)


@pytest.mark.parametrize(
    ("typed", "package", "url"),
    [
        ("https://pypi.org/project/Django/5.2/", "pkg:pypi/django", None),
        ("https://www.npmjs.com/package/htmx.org", "pkg:npm/htmx.org", None),
        ("https://www.npmjs.com/package/@angular/core?activeTab=code", "pkg:npm/%40angular/core", None),
        ("https://crates.io/crates/serde/versions", "pkg:cargo/serde", None),
        ("https://rubygems.org/gems/rails", "pkg:gem/rails", None),
        ("https://packagist.org/packages/symfony/yaml", "pkg:composer/symfony/yaml", None),
        ("https://www.nuget.org/packages/Dapper", "pkg:nuget/Dapper", None),
        ("https://central.sonatype.com/artifact/org.example/x/1.0", "pkg:maven/org.example/x", None),
        (
            "https://pkg.go.dev/github.com/o/n@v1.2.3/sub",
            "pkg:golang/github.com/o/n/sub",
            "https://github.com/o/n",
        ),
    ],
)
def test_registry_pages(typed: str, package: str, url: str | None) -> None:
    found = parse(typed)
    assert (found.input, found.kind, found.package, found.url) == (typed, "package", package, url)
