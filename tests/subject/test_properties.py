import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reperes.subject import Address, AddressError, AddressKind, parse


def words(text: str) -> list[str]:
    return text.split()


STARTS = words(
    """
    https:// http:// ssh:// ssh://git@ git:// git+https:// git+ssh:// file:/// scm:git: ftp:// ext:: git@
    user@ user:secret@ pkg: pkg:github/ pkg:gitlab/ pkg:golang/ pkg:generic/x?vcs_url= gitlab: github:
    ~ - ./ C:\\ pkg:generic/x?vcs_url=git%2Bhttps:// swh:1:
    https://archive.softwareheritage.org/browse/?origin_url=https://
    swh:1:rev:94a9ed024d3859793618152ea559a168bbcbb5e2;origin=https://
    """
)
HOSTS = words(
    """
    github.com www.github.com github.example.org gitlab.com gitlab.example.org codeberg.org git.sr.ht sr.ht
    bitbucket.org bitbucket.example.org git.savannah.gnu.org git.example.org example.org gist.github.com
    api.github.com localhost owner.github.io pypi.org pkg.go.dev npmjs.com archive.softwareheritage.org [::1]
    127.0.0.1 127.1 forgé.example x.git
    """
)
PORTS = ["", "", ":443", ":80", ":8080", ":", ":x"]
SEGMENTS = words(
    """
    o n ~o .git n.git tree.git n.wiki.git n.git.wiki.git - tree src branch main issues 12 pull log cgit git
    gitweb scm projects repos K orgs groups explore repos project package @s + .. . %2e%2e %2F %ff %00 a%20b é
    a@b x:y commit refs
    """
)
ENDS = [*words("/ // ?p=a/b.git;a=log ?h=x ?token=x ?repository_url=example.org #readme @v1"), "", "", "\n"]
PATHS = st.lists(st.sampled_from(SEGMENTS) | st.text(max_size=3), max_size=7).map("/".join)
LIKELY = st.builds(
    "{}{}{}{}{}{}".format,
    st.sampled_from(["", *STARTS]),
    st.sampled_from(HOSTS),
    st.sampled_from(PORTS),
    st.sampled_from(["/", "/", "/", ":", ""]),
    PATHS,
    st.sampled_from(ENDS),
)
PIECES = st.sampled_from(STARTS + HOSTS + PORTS + SEGMENTS + ENDS) | st.text(max_size=4)
ADDRESSES = LIKELY | st.lists(PIECES, max_size=12).map("".join)
# A secret that nothing else in a message can hold.
MARK = "hunter2x"
NO_BLANK = st.text(st.characters(exclude_categories=("Z", "C")), max_size=8)
SCHEMES = st.sampled_from(["https", "http", "git", "git+https", "ftp", "svn+ssh", "foo"])


def address_of(text: str) -> Address | None:
    try:
        return parse(text)
    except AddressError:
        return None


@given(st.text() | ADDRESSES)
@example("https://[::1")
@example("pkg:npm/[x?a=b")
@example("https://" + "a" * 64 + ".é")
def test_any_text_is_understood_or_refused(text: str) -> None:
    found = address_of(text)
    if found is None:
        return
    assert found.input == text.strip()
    assert found.name != ""
    assert (found.path is not None) == (found.kind is AddressKind.LOCAL)
    assert (found.package is not None) == (found.kind is AddressKind.PACKAGE)
    assert (found.url is None) == (found.forge is None) == (found.host is None) == (found.project is None)
    assert found.url is not None or found.kind is not AddressKind.REMOTE
    assert found.url is None or found.kind in {AddressKind.REMOTE, AddressKind.PACKAGE}


@given(ADDRESSES)
@example("https://example.org/g/s/issues/-/tree/main")
@example("https://example.org/a/b/tree.git")
def test_a_canonical_url_is_its_own(text: str) -> None:
    found = address_of(text)
    if found is None or found.url is None:
        return
    again = parse(found.url)
    assert (again.kind, again.url, again.host) == (AddressKind.REMOTE, found.url, found.host)


@given(ADDRESSES)
def test_a_canonical_url_is_plain(text: str) -> None:
    found = address_of(text)
    if found is None or found.url is None:
        return
    scheme, _, rest = found.url.partition("://")
    authority, _, path = rest.partition("/")
    assert scheme == "https"
    assert set(authority) <= set("abcdefghijklmnopqrstuvwxyz0123456789.-:[]")
    assert found.url.isascii()
    assert not set('?#\\ "<>') & set(path)
    assert {"", ".", ".."} & set(path.split("/")) == set()


@given(ADDRESSES)
def test_a_canonical_package_is_its_own(text: str) -> None:
    found = address_of(text)
    if found is None or found.package is None:
        return
    again = parse(found.package)
    assert (again.package, again.url, again.name) == (found.package, found.url, found.name)


@given(scheme=SCHEMES, before=NO_BLANK, after=NO_BLANK)
@example(scheme="https", before="12/", after="")
@example(scheme="https", before="/", after="")
@example(scheme="https", before="?", after="")
@example(scheme="https", before="#", after="/")
@example(scheme="https", before="@", after=":")
def test_a_password_is_always_refused_and_never_repeated(scheme: str, before: str, after: str) -> None:
    for text in (
        f"{scheme}://user:{before}{MARK}{after}@example.org/o/n",
        f"user:{before}{MARK}{after}@example.org/o/n",
    ):
        with pytest.raises(AddressError) as raised:
            parse(text)
        assert MARK not in str(raised.value)
