"""A call in another thread: what it gives, what it raises, and that nobody is held up by it."""

import threading

import pytest

from reperes.errors import Message, UsageError
from reperes.later import Later


def test_it_gives_what_the_call_gives_as_often_as_it_is_asked() -> None:
    calls: list[int] = []

    def call() -> str:
        calls.append(1)
        return "given"

    later = Later(call)
    assert (later.result(), later.result(), calls) == ("given", "given", [1])
    assert later.is_over


def test_it_begins_at_once_and_is_waited_for_only_when_asked() -> None:
    begun, let = threading.Event(), threading.Event()

    def call() -> int:
        begun.set()
        assert let.wait(10)
        return 7

    later = Later(call)
    assert begun.wait(10)
    assert not later.is_over
    let.set()
    assert later.result() == 7
    assert later.is_over


def test_nothing_given_is_something_given() -> None:
    assert Later(lambda: None).result() is None


WRONG = UsageError(what=Message("What."), why=Message("Why."), do=Message("Do."))


@pytest.mark.parametrize("error", [WRONG, KeyboardInterrupt(), ValueError("x")])
def test_what_the_call_raises_is_raised_where_it_is_waited_for(error: BaseException) -> None:
    def call() -> None:
        raise error

    later = Later(call)
    for _ in range(2):
        with pytest.raises(type(error)) as raised:
            later.result()
        assert raised.value is error


def test_it_does_not_hold_the_program_up() -> None:
    let = threading.Event()
    before = set(threading.enumerate())
    later = Later(let.wait)
    assert [one.daemon for one in set(threading.enumerate()) - before] == [True]
    let.set()
    assert later.result() is True
