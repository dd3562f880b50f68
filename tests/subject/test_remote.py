import pytest

from reperes.subject import Address, AddressKind, Forge, parse

REVISION = "swh:1:rev:94a9ed024d3859793618152ea559a168bbcbb5e2"


def test_every_field() -> None:
    assert parse("HTTPS://www.GitHub.com/Owner/Name.git/?tab=readme-ov-file#readme") == Address(
        input="HTTPS://www.GitHub.com/Owner/Name.git/?tab=readme-ov-file#readme",
        kind=AddressKind.REMOTE,
        path=None,
        url="https://github.com/Owner/Name",
        forge=Forge.GITHUB,
        host="github.com",
        project="Owner/Name",
        package=None,
        name="Name",
        hint=None,
    )


@pytest.mark.parametrize(
    "typed",
    [
        "https://github.com/owner/name",
        "http://github.com/owner/name",
        "http://github.com:80/owner/name",
        "https://github.com:443/owner/name",
        "https://github.com./owner/name",
        "https:/github.com/owner/name",
        "https://github.com/owner/name/",
        "https://github.com/owner/name.git",
        "https://github.com/owner/name.git.git",
        "https://github.com/owner/name/tree/main/src",
        "https://github.com/owner/name/blob/main/a%2Fb.md?plain=1#L10",
        "https://github.com/owner/name/issues",
        "https://github.com/owner/name/issues/12",
        "https://github.com/owner/name/pull/3",
        "https://github.com/owner/name/wiki",
        "https://github.com/owner/name/releases/tag/v1",
        "https://github.com/owner/name/compare/v1...v2",
        "https://raw.githubusercontent.com/owner/name/main/README.md",
        "https://codeload.github.com/owner/name/zip/main",
        "https://api.github.com/repos/owner/name/issues",
        "github.com/owner/name",
        "www.github.com/owner/name",
        "GitHub.com/owner/name#readme",
        "git@github.com:owner/name.git",
        "git@github.com:/owner/name.git",
        "git@github.com:owner/name.wiki.git",
        "someone@github.com:owner/name",
        "github.com:owner/name.git",
        "ssh://git@github.com/owner/name",
        "ssh://git@github.com:22/owner/name",
        "ssh://git@github.com:owner/name.git",
        "ssh://git@ssh.github.com:443/owner/name.git",
        "git://github.com/owner/name.git",
        "git://github.com:9418/owner/name.git",
        "git+https://github.com/owner/name.git",
        "git+https://github.com/owner/name.git@feature/x#egg=name",
        "git+ssh://git@github.com/owner/name.git@v1",
        "git+ssh://git@github.com:owner/name.git",
        "ssh+git://git@github.com/owner/name.git",
        "scm:git:https://github.com/owner/name.git",
        "scm:git:git@github.com:owner/name.git",
        "scm:git:ssh://git@github.com:owner/name.git",
        "scm:git:github.com/owner/name",
        "scm:git:github.com:owner/name.git",
        "SCM:GIT:git://github.com/owner/name",
        "github:owner/name",
        "github:owner/name#semver:^1.0",
        f"{REVISION};origin=https://github.com/owner/name",
        f"{REVISION};origin=https%3A%2F%2Fgithub.com%2Fowner%2Fname;path=/a",
        f"{REVISION};visit=swh:1:snp:94a9ed024d3859793618152ea559a168bbcbb5e2;origin=git@github.com:owner/name",
        f"https://archive.softwareheritage.org/{REVISION};origin=https://github.com/owner/name/",
        "https://archive.softwareheritage.org/browse/origin/?origin_url=https://github.com/owner/name&x=y",
    ],
)
def test_one_project_written_in_many_ways(typed: str) -> None:
    assert parse(typed) == Address(
        input=typed,
        kind=AddressKind.REMOTE,
        path=None,
        url="https://github.com/owner/name",
        forge=Forge.GITHUB,
        host="github.com",
        project="owner/name",
        package=None,
        name="name",
    )


@pytest.mark.parametrize(
    ("typed", "url", "forge", "project"),
    [
        ("https://github.com/o/.github", "https://github.com/o/.github", "github", "o/.github"),
        ("https://github.example.org/o/n/pulls", "https://github.example.org/o/n", "github", "o/n"),
        # GitLab
        ("gitlab:g/s/n", "https://gitlab.com/g/s/n", "gitlab", "g/s/n"),
        ("https://gitlab.com/g/s/t/n/-/tree/main", "https://gitlab.com/g/s/t/n", "gitlab", "g/s/t/n"),
        ("https://gitlab.com/g/s/n.git", "https://gitlab.com/g/s/n", "gitlab", "g/s/n"),
        ("https://gitlab.com/g/n/issues/12", "https://gitlab.com/g/n", "gitlab", "g/n"),
        ("https://gitlab.com/g/n/blob/main/-/x", "https://gitlab.com/g/n", "gitlab", "g/n"),
        ("https://gitlab.com/g/s/pipelines", "https://gitlab.com/g/s/pipelines", "gitlab", "g/s/pipelines"),
        ("git@altssh.gitlab.com:g/n.git", "https://gitlab.com/g/n", "gitlab", "g/n"),
        ("gitlab.gnome.org/g/n/-/merge_requests", "https://gitlab.gnome.org/g/n", "gitlab", "g/n"),
        ("https://gitlab.example.org:8443/g/n", "https://gitlab.example.org:8443/g/n", "gitlab", "g/n"),
        ("https://framagit.org/g/n", "https://framagit.org/g/n", "gitlab", "g/n"),
        ("https://git.example.org/g/s/n/-/issues", "https://git.example.org/g/s/n", "gitlab", "g/s/n"),
        # Forgejo, Gitea
        ("codeberg.org/o/n", "https://codeberg.org/o/n", "forgejo", "o/n"),
        ("codeberg:o/n", "https://codeberg.org/o/n", "forgejo", "o/n"),
        ("https://codeberg.org/o/n/src/branch/x/README.md", "https://codeberg.org/o/n", "forgejo", "o/n"),
        ("https://forgejo.example.org/o/n/wiki", "https://forgejo.example.org/o/n", "forgejo", "o/n"),
        ("https://git.example.org/o/n/src/commit/abc", "https://git.example.org/o/n", "forgejo", "o/n"),
        ("https://example.org/gitea/o/n/src/tag/v1", "https://example.org/gitea/o/n", "forgejo", "gitea/o/n"),
        # SourceHut
        ("https://git.sr.ht/~o/n/tree/main", "https://git.sr.ht/~o/n", "sourcehut", "~o/n"),
        ("git@git.sr.ht:~o/n", "https://git.sr.ht/~o/n", "sourcehut", "~o/n"),
        ("sourcehut:~o/n", "https://git.sr.ht/~o/n", "sourcehut", "~o/n"),
        # Bitbucket, in the cloud and on one's own
        ("https://bitbucket.org/o/n/src/main/", "https://bitbucket.org/o/n", "bitbucket", "o/n"),
        ("bitbucket:o/n", "https://bitbucket.org/o/n", "bitbucket", "o/n"),
        (
            "ssh://git@bitbucket.example.org:7999/K/n.git",
            "https://bitbucket.example.org/scm/K/n",
            "bitbucket",
            "K/n",
        ),
        (
            "https://bitbucket.example.org/scm/K/n.git",
            "https://bitbucket.example.org/scm/K/n",
            "bitbucket",
            "K/n",
        ),
        (
            "https://bitbucket.example.org/projects/K/repos/n/browse",
            "https://bitbucket.example.org/scm/K/n",
            "bitbucket",
            "K/n",
        ),
        (
            "https://bitbucket.example.org/users/o/repos/n/browse",
            "https://bitbucket.example.org/scm/~o/n",
            "bitbucket",
            "~o/n",
        ),
    ],
)
def test_forges(typed: str, url: str, forge: str, project: str) -> None:
    found = parse(typed)
    assert (found.kind, found.url, found.forge, found.project) == ("remote", url, forge, project)
    assert found.name == project.rpartition("/")[2]


@pytest.mark.parametrize(
    ("typed", "url", "project"),
    [
        (
            "https://git.kernel.org/pub/scm/git/git.git",
            "https://git.kernel.org/pub/scm/git/git",
            "pub/scm/git/git",
        ),
        (
            "https://git.kernel.org/pub/scm/git/git.git/tree/Makefile?h=next",
            "https://git.kernel.org/pub/scm/git/git",
            "pub/scm/git/git",
        ),
        ("https://git.savannah.gnu.org/git/emacs.git", "https://git.savannah.gnu.org/git/emacs", "git/emacs"),
        (
            "https://git.savannah.gnu.org/cgit/emacs.git/log/",
            "https://git.savannah.gnu.org/git/emacs",
            "git/emacs",
        ),
        (
            "https://git.savannah.gnu.org/gitweb/?p=emacs.git;a=summary",
            "https://git.savannah.gnu.org/git/emacs",
            "git/emacs",
        ),
        ("https://git.example.org/?p=a/b.git;a=log", "https://git.example.org/a/b", "a/b"),
        ("https://git.example.org/cgi-bin/gitweb.cgi?p=b.git", "https://git.example.org/b", "b"),
        ("https://git.example.org/cgit/", "https://git.example.org/cgit", "cgit"),
        ("https://git.example.org/n/log/", "https://git.example.org/n", "n"),
        ("https://git.example.org/n/commit/?id=abc", "https://git.example.org/n", "n"),
        ("https://git.example.org/n/tree/src/x.c", "https://git.example.org/n", "n"),
        ("https://git.example.org/o/log", "https://git.example.org/o/log", "o/log"),
        ("https://git.example.org/o/log/issues", "https://git.example.org/o/log", "o/log"),
        ("https://git.example.org/o/n/issues/12", "https://git.example.org/o/n", "o/n"),
        ("https://x.googlesource.com/a/src/+/main/y", "https://x.googlesource.com/a/src", "a/src"),
        ("https://git.example.org/o/n.git/info/refs", "https://git.example.org/o/n", "o/n"),
        ("https://git.example.org/~o/n", "https://git.example.org/~o/n", "~o/n"),
        (
            "https://git.example.org/lib++/n%20m/é",
            "https://git.example.org/lib++/n%20m/%C3%A9",
            "lib++/n m/é",
        ),
        ("https://www.example.org/o/n", "https://www.example.org/o/n", "o/n"),
        ("git@server:o/n.git", "https://server/o/n", "o/n"),
        ("http://example.org:8080/o/n", "https://example.org:8080/o/n", "o/n"),
        ("localhost:3000/o/n", "https://localhost:3000/o/n", "o/n"),
        ("localhost/o/n", "https://localhost/o/n", "o/n"),
        ("127.0.0.1/o/n", "https://127.0.0.1/o/n", "o/n"),
        ("https://[::1]:3000/o/n", "https://[::1]:3000/o/n", "o/n"),
        ("[2001:DB8:0::1]/o/n", "https://[2001:db8::1]/o/n", "o/n"),
        ("git@[::1]:o/n", "https://[::1]/o/n", "o/n"),
        ("https://Forgé.example/o/n", "https://xn--forg-epa.example/o/n", "o/n"),
        ("https://xn--forg-epa.example/o/n", "https://xn--forg-epa.example/o/n", "o/n"),
    ],
)
def test_plain_git_hosts(typed: str, url: str, project: str) -> None:
    found = parse(typed)
    assert (found.kind, found.url, found.forge, found.project) == ("remote", url, "git", project)
    assert parse(url) == Address(
        input=url,
        kind=AddressKind.REMOTE,
        path=None,
        url=url,
        forge=Forge.GIT,
        host=found.host,
        project=project,
        package=None,
        name=found.name,
    )


@pytest.mark.parametrize(
    ("typed", "url", "project", "name"),
    [
        # Without .git, these would be read as pages of a/b, of a and of g/s.
        ("https://example.org/a/b/tree.git", "https://example.org/a/b/tree.git", "a/b/tree", "tree"),
        ("https://example.org/a/tree/b.git", "https://example.org/a/tree/b.git", "a/tree/b", "b"),
        ("https://example.org/g/s/issues/-/x", "https://example.org/g/s/issues.git", "g/s/issues", "issues"),
        # The parent cannot be cloned.
        ("https://example.org/a/.git", "https://example.org/a/.git", "a", "a"),
    ],
)
def test_the_ending_stays_where_the_url_needs_it(typed: str, url: str, project: str, name: str) -> None:
    found = parse(typed)
    assert (found.url, found.project, found.name) == (url, project, name)
    assert parse(url).url == url


def test_host_has_neither_port_nor_brackets() -> None:
    assert parse("https://[::1]:3000/o/n").host == "::1"
    assert parse("https://example.org:8443/o/n").host == "example.org"
