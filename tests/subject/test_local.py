import pytest

from reperes.errors import Message
from reperes.subject import Address, AddressKind, parse

DID_YOU_MEAN = "Did you mean {url}?"
A_DIRECTORY = "If a directory of this machine was meant, write ./{path}."


def address(
    typed: str, kind: AddressKind, *, path: str | None, name: str, hint: Message | None = None
) -> Address:
    return Address(
        input=typed,
        kind=kind,
        path=path,
        url=None,
        forge=None,
        host=None,
        project=None,
        package=None,
        name=name,
        hint=hint,
    )


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        (".", "."),
        ("..", ".."),
        ("/", "/"),
        ("~", "~"),
        ("./x", "x"),
        ("../x/", "x"),
        ("./x/.", "x"),
        ("/srv/x.git", "x"),
        ("/srv/x.git/", "x"),
        ("/srv/x/.git", "x"),
        ("~/x", "x"),
        ("~/.config", ".config"),
        (".git", ".git"),
        ("x.git", "x"),
        ("a/b/c", "c"),
        ("a/.b", ".b"),
        ("a/b/", "b"),
        ("my.js/src/x", "x"),
        ("my.dir//x", "x"),
        ("my.dir/x/..", ".."),
        ("Mes documents/code", "code"),
        ("C:\\Users\\x", "x"),
        ("c:/x", "x"),
        ("..\\x", "x"),
        ("\\\\server\\share", "share"),
        ("./-x", "-x"),
        ("./github.com/o/n", "n"),
        ("@scope/package", "package"),
        ("node@18/lib", "lib"),
    ],
)
def test_paths(typed: str, name: str) -> None:
    assert parse(typed) == address(typed, AddressKind.LOCAL, path=typed, name=name)


def test_blanks_around_are_dropped() -> None:
    assert parse("  ./x\n") == address("./x", AddressKind.LOCAL, path="./x", name="x")


@pytest.mark.parametrize(
    ("typed", "path", "name"),
    [
        ("file:///srv/x", "/srv/x", "x"),
        ("FILE:///srv/x.git/", "/srv/x.git/", "x"),
        ("file://localhost/srv/x", "/srv/x", "x"),
        ("file:/srv/x", "/srv/x", "x"),
        ("file:///srv/un%20projet", "/srv/un projet", "un projet"),
        ("file:///srv/caf%C3%A9?x#y", "/srv/café", "café"),
        ("file:///C:/srv/x", "C:/srv/x", "x"),
        ("git+file:///srv/x", "/srv/x", "x"),
        ("scm:git:file:///srv/x", "/srv/x", "x"),
    ],
)
def test_file_urls(typed: str, path: str, name: str) -> None:
    assert parse(typed) == address(typed, AddressKind.LOCAL, path=path, name=name)


@pytest.mark.parametrize(
    ("typed", "name", "url"),
    [
        ("owner/name", "name", "https://github.com/owner/name"),
        ("owner/name.git", "name", "https://github.com/owner/name"),
        ("owner/next.js", "next.js", "https://github.com/owner/next.js"),
        ("~owner/name", "name", "https://git.sr.ht/~owner/name"),
        ("example.org/name", "name", "https://example.org/name"),
    ],
)
def test_a_pair_is_a_path_that_may_be_short_for_a_web_address(typed: str, name: str, url: str) -> None:
    hint = Message(DID_YOU_MEAN, {"url": url})
    assert parse(typed) == address(typed, AddressKind.LOCAL, path=typed, name=name, hint=hint)


def test_a_site_that_may_be_a_directory_says_so() -> None:
    found = parse("my.dir/sub/x")
    assert found.url == "https://my.dir/sub/x"
    assert found.hint == Message(A_DIRECTORY, {"path": "my.dir/sub/x"})


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Nextcloud", "Nextcloud"),
        ("next.js", "next.js"),
        ("nextcloud.com", "nextcloud.com"),
        ("C#", "C#"),
        ("node@18", "node@18"),
        ("localhost", "localhost"),
        ("1.2.3.4", "1.2.3.4"),
        ("démarches  simplifiées", "démarches simplifiées"),
        ("Nuage: le projet", "Nuage: le projet"),
    ],
)
def test_names(typed: str, name: str) -> None:
    assert parse(typed) == address(typed, AddressKind.NAME, path=None, name=name)
