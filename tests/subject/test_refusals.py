import pytest

from reperes.errors import UsageError
from reperes.subject import AddressError, parse

PAGE = "Open the project in a web browser and copy the address of its page, such as https://codeberg.org/owner/name."
CREDENTIALS = "The address holds a user name, a password or a token."
UNPRINTABLE = "The address holds characters that cannot be shown."
OPTION = "What stands where the address should be starts with “-”."
HOST = "This looks like a web address, but the name of its site is malformed."
UNKNOWN = "This is an address of a kind that we do not know."
PACKAGE = "A package address (“pkg:”) that is malformed."
FILE = "A “file:” address that does not give the full path of a directory of this machine."
SWHID = "A Software Heritage identifier (“swh:”) that is malformed."
REVISION = "swh:1:rev:94a9ed024d3859793618152ea559a168bbcbb5e2"


def refusal(typed: str) -> AddressError:
    with pytest.raises(AddressError) as raised:
        parse(typed)
    return raised.value


def test_an_error_says_what_why_and_what_to_do() -> None:
    error = refusal("https://github.com/torvalds")
    assert isinstance(error, ValueError)
    assert isinstance(error, UsageError)
    assert error.exit_code == 2
    assert error.understood == "The account or the group “torvalds” on github.com."
    assert error.suggestion == (
        "Which repository of “torvalds”? Give its address, such as https://github.com/torvalds/name."
    )
    assert str(error) == (
        "The account or the group “torvalds” on github.com. "
        "It may hold any number of repositories, and one project is looked at at a time. "
        "Which repository of “torvalds”? Give its address, such as https://github.com/torvalds/name."
    )


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("", "No address was given."),
        (" \t\n", "No address was given."),
        ("x" * 2049, "The address is 2049 characters long."),
        ("!!!", "This is neither a path, nor an address, nor a name."),
        ("someone@example.org", "This looks like an e-mail address."),
        # characters
        ("a\0b", UNPRINTABLE),
        ("https://github.com/o/n\nx", UNPRINTABLE),
        ("./a\x1b[31m", UNPRINTABLE),
        ("https://github.com/o/\u202egnp", UNPRINTABLE),
        ("./\udce9", UNPRINTABLE),
        ("file:///a%00b", UNPRINTABLE),
        (f"{REVISION};origin=https://github.com/o/n%0A", UNPRINTABLE),
        # options
        ("-", OPTION),
        ("--upload-pack=touch x", OPTION),
        (" -oProxyCommand=x", OPTION),
        # schemes
        ("ftp://example.org/x", "This is an address of the kind “ftp:”."),
        ("JavaScript:alert(1)", "This is an address of the kind “javascript:”."),
        ("data:text/html,x", "This is an address of the kind “data:”."),
        ("ext::sh -c id", "This is an address of the kind “ext:”."),
        ("svn+ssh://example.org/x", "This is an address of the kind “svn:”."),
        ("git+svn://example.org/x", "This is an address of the kind “svn:”."),
        ("hg::https://example.org/x", "This is an address of the kind “hg:”."),
        ("mailto:someone@example.org", "This is an address of the kind “mailto:”."),
        ("scm:svn:https://example.org/x", "This is an address of the kind “svn:”."),
        (f"{REVISION};origin=svn://example.org/x", "This is an address of the kind “svn:”."),
        (f"{REVISION};origin=x", UNKNOWN),
        ("scm:git:x", UNKNOWN),
        ("scm:perforce:x", UNKNOWN),
        ("server:o/n", UNKNOWN),
        ("foo://example.org/x", UNKNOWN),
        ("testament::x", UNKNOWN),
        # hosts
        ("https://", HOST),
        ("https:///o/n", HOST),
        ("https:github.com/o/n", HOST),
        ("https://a b/o/n", HOST),
        ("https://exa_mple.org/o/n", HOST),
        ("https://-x.org/o/n", HOST),
        ("https://a..b/o/n", HOST),
        ("https://%67ithub.com/o/n", HOST),
        ("https://github.com\\.example.org/o/n", HOST),
        ("https://example.org:0/o/n", HOST),
        ("https://example.org:65536/o/n", HOST),
        ("https://example.org:x/o/n", HOST),
        ("https://127.1/o/n", HOST),
        ("https://2130706433/o/n", HOST),
        ("https://0x7f.0.0.1/o/n", HOST),
        ("https://127.0.0.01/o/n", HOST),
        ("https://１２７.１/o/n", HOST),
        ("https://[::1/o/n", HOST),
        ("https://[::1]x/o/n", HOST),
        ("https://[127.0.0.1]/o/n", HOST),
        ("https://[fe80::1%25eth0]/o/n", HOST),
        (f"https://{'é' * 300}.org/o/n", HOST),
        (f"https://{'a.' * 130}org/o/n", HOST),
        ("https://\u2100.org/o/n", HOST),
        # file URLs
        ("file://example.org/x", FILE),
        ("file:x", FILE),
        ("file:///%ff", FILE),
        # package URLs
        ("pkg:", PACKAGE),
        ("pkg:pypi", PACKAGE),
        ("pkg:github/name", PACKAGE),
        ("pkg:npm/%00x", PACKAGE),
        ("pkg:npm/a?b", PACKAGE),
        ("pkg:1x/a", PACKAGE),
        # SWHIDs
        ("swh:1:x", SWHID),
        ("swh:1:rev:94a9", SWHID),
        ("swh:2:rev:94a9ed024d3859793618152ea559a168bbcbb5e2;origin=https://github.com/o/n", SWHID),
        (REVISION, "A Software Heritage identifier that does not say where the project lives."),
        (f"{REVISION};path=/x", "A Software Heritage identifier that does not say where the project lives."),
    ],
)
def test_what_was_understood(typed: str, understood: str) -> None:
    assert refusal(typed).understood == understood


@pytest.mark.parametrize(
    ("typed", "host"),
    [
        ("https://github.com/o/../n", "github.com"),
        ("https://github.com/o/%2e%2e/n", "github.com"),
        ("https://github.com/o/n/blob/main/..%2F..%2Fx", "github.com"),
        ("https://example.org/..%5Cx/n", "example.org"),
        ("https://example.org/./n", "example.org"),
        ("https://example.org/o//n", "example.org"),
        ("https://example.org//o/n", "example.org"),
        ("https://example.org/o/n//", "example.org"),
        ("https://example.org/o/a%2Fb", "example.org"),
        ("https://example.org/o/%252e%252e", "example.org"),
        ("https://example.org/o/n%ff", "example.org"),
        ("https://example.org/o/n%0A", "example.org"),
        ("https://example.org/o/a\\b", "example.org"),
        ("https://example.org/.git", "example.org"),
        ("https://git.example.org/?p=../x.git", "git.example.org"),
        ("git@example.org:../n", "example.org"),
        ("https://github.com/o/.git", "github.com"),
        ("https://github.com/o/a b", "github.com"),
        ("https://github.com/-o/n", "github.com"),
        ("https://git.sr.ht/o/n", "git.sr.ht"),
        ("pkg:gitlab/../n", "gitlab.com"),
        ("pkg:github/o/..", "github.com"),
    ],
)
def test_malformed_paths(typed: str, host: str) -> None:
    error = refusal(typed)
    assert error.understood == f"An address on {host}, whose path is malformed."
    assert error.suggestion == PAGE


@pytest.mark.parametrize(
    ("typed", "host", "example"),
    [
        ("https://github.com/", "github.com", "https://github.com/owner/name"),
        ("github.com", "github.com", "https://github.com/owner/name"),
        ("https://github.com/settings/tokens", "github.com", "https://github.com/owner/name"),
        ("https://github.com/orgs", "github.com", "https://github.com/owner/name"),
        ("https://github.com/?x=y", "github.com", "https://github.com/owner/name"),
        ("https://api.github.com/users/o", "github.com", "https://github.com/owner/name"),
        ("https://gist.github.com/o/abc", "gist.github.com", "https://github.com/owner/name"),
        ("https://docs.gitlab.com/x/y", "docs.gitlab.com", "https://gitlab.com/owner/name"),
        ("https://gitlab.com/explore", "gitlab.com", "https://gitlab.com/owner/name"),
        ("https://gitlab.com/-/profile", "gitlab.com", "https://gitlab.com/owner/name"),
        ("gitlab.example.org:8443", "gitlab.example.org:8443", "https://gitlab.example.org:8443/owner/name"),
        ("https://codeberg.org/explore/repos", "codeberg.org", "https://codeberg.org/owner/name"),
        ("https://sr.ht/~o/n", "sr.ht", "https://git.sr.ht/~owner/name"),
        ("https://lists.sr.ht/~o/n", "lists.sr.ht", "https://git.sr.ht/~owner/name"),
        (
            "https://bitbucket.example.org/projects/K",
            "bitbucket.example.org",
            "https://bitbucket.example.org/owner/name",
        ),
        ("https://pypi.org/", "pypi.org", "https://pypi.org/project/name"),
        ("https://packagist.org/packages/x", "packagist.org", "https://packagist.org/packages/group/name"),
    ],
)
def test_pages_that_are_no_project(typed: str, host: str, example: str) -> None:
    error = refusal(typed)
    assert error.understood == f"A page of {host} which is not the page of a project."
    assert error.suggestion == f"Open one project and copy the address of its page, such as {example}."


@pytest.mark.parametrize(
    ("typed", "host"),
    [
        ("https://nextcloud.com", "nextcloud.com"),
        ("https://nextcloud.com/?x=y", "nextcloud.com"),
        ("https://git.savannah.gnu.org/cgit/", "git.savannah.gnu.org"),
        ("https://pkg.go.dev/", "pkg.go.dev"),
        ("https://archive.softwareheritage.org/browse/", "archive.softwareheritage.org"),
    ],
)
def test_sites_that_are_no_forge(typed: str, host: str) -> None:
    error = refusal(typed)
    assert error.understood == f"A page of {host} which is not the page of a project."
    assert error.suggestion == PAGE


@pytest.mark.parametrize(
    ("typed", "owner", "host"),
    [
        ("https://github.com/o", "o", "github.com"),
        ("github:o", "o", "github.com"),
        ("https://github.com/orgs/o/repositories", "o", "github.com"),
        ("https://github.com/sponsors/o", "o", "github.com"),
        ("https://gitlab.com/g", "g", "gitlab.com"),
        ("https://gitlab.com/groups/g/s/-/issues", "g/s", "gitlab.com"),
        ("https://codeberg.org/org/o/teams", "o", "codeberg.org"),
        ("https://codeberg.org/o/-/packages", "o", "codeberg.org"),
        ("https://git.sr.ht/~o", "~o", "git.sr.ht"),
        ("https://bitbucket.org/workspace/o", "o", "bitbucket.org"),
    ],
)
def test_accounts(typed: str, owner: str, host: str) -> None:
    error = refusal(typed)
    assert error.understood == f"The account or the group “{owner}” on {host}."
    assert error.suggestion == (
        f"Which repository of “{owner}”? Give its address, such as https://{host}/{owner}/name."
    )


def test_published_sites() -> None:
    error = refusal("https://owner.github.io/name")
    assert error.understood == "A web site published through github.com."
    assert error.suggestion == (
        "Give the address of the repository itself, such as https://github.com/owner/name."
    )


@pytest.mark.parametrize(
    "typed",
    [
        "https://user:hunter2@github.com/o/n",
        "https://hunter2@github.com/o/n",
        "https://@github.com/o/n",
        "https://user:hun/ter2@github.com/o/n",
        "https://user:12/hunter2@github.com/o/n",
        "https://user:#hunter2@github.com/o/n",
        "git+https://user:hunter2@github.com/o/n",
        "git://user:hunter2@github.com/o/n",
        "ssh://user:hunter2@github.com/o/n",
        "scm:git:https://user:hunter2@github.com/o/n",
        "scm:git:user:hunter2@github.com/o/n",
        "user:hunter2@github.com/o/n",
        "hunter2@github.com/o/n",
        "first.last:hunter2@github.com/o/n",
        "ftp://user:hunter2@example.org/x",
        "https://github.com/o/n?access_token=hunter2",
        "github.com/o/n#x=y&private_token=hunter2",
        "pkg:generic/x?vcs_url=git%2Bhttps://user:hunter2@example.org/x",
        "pkg:generic/x?vcs_url=git%2Bhttps://hunter2@example.org/x",
        "pkg:generic/x?vcs_url=user:hunter2@example.org/x",
        "pkg:npm/x?repository_url=https://example.org/?token%3Dhunter2",
        f"{REVISION};origin=https://user:hunter2@github.com/o/n",
        f"https://archive.softwareheritage.org/{REVISION};origin=https://user:hunter2@github.com/o/n",
    ],
)
def test_credentials_are_refused_and_never_repeated(typed: str) -> None:
    error = refusal(typed)
    assert error.understood == CREDENTIALS
    assert "hunter2" not in str(error)
