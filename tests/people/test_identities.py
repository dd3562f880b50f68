import pytest
from hypothesis import given
from hypothesis import strategies as st

from reperes.people.identities import Identities

ADA, BOB = b"Ada<ada@example.org>Ada King<ada@example.org>", b"bob<bob@example.org>bob<bob@example.org>"


def test_codes_are_dense_and_stable() -> None:
    identities = Identities()
    assert [identities.code(written) for written in (ADA, BOB, ADA, BOB, b"")] == [0, 1, 0, 1, 2]
    assert len(identities) == 3
    assert list(identities.written()) == [ADA, BOB, b""]


@given(st.lists(st.binary(max_size=40), unique=True, max_size=20))
def test_the_table_survives_its_serialisation(written: list[bytes]) -> None:
    identities = Identities()
    for one in written:
        identities.code(one)
    again = Identities.from_bytes(identities.to_bytes())
    assert list(again.written()) == written
    assert again.to_bytes() == identities.to_bytes()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"reperes/identities/0\n",
        b"reperes/identities/1\n1\n",
        b'reperes/identities/1\n"a"\n"a"\n',
        b'reperes/identities/1\n"a" "b"\n',
        b'reperes/identities/1\n"\\ud800"\n',
        b"reperes/identities/1\n\xff\n",
    ],
)
def test_other_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError):
        Identities.from_bytes(data)


def test_the_repr_tells_nobody() -> None:
    identities = Identities()
    identities.code(ADA)
    assert repr(identities) == "<Identities: 1>"
