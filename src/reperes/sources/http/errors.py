"""Why an answer was not had: each refusal is an absence with its reason, and says what to do."""

from datetime import datetime

from reperes.errors import Message, UnreachableError
from reperes.facts.fact import Absent, Reason
from reperes.i18n import N_


class HttpError(UnreachableError):
    """No answer, and why.

    `passing` errors may be gone in a moment; `come_back` is when the host said to ask again; `status` is the
    code it answered, if it did.
    """

    reason = Reason.UNREACHABLE
    passing = False

    def __init__(
        self,
        *,
        what: Message,
        why: Message,
        do: Message,
        status: int | None = None,
        come_back: datetime | None = None,
    ) -> None:
        super().__init__(what=what, why=why, do=do)
        self.status = status
        self.come_back = come_back

    def absent(self) -> Absent:
        """Return the absence that a fact holds instead of its value."""
        return Absent(self.reason, self.why)


class NotKeptError(HttpError):
    """No request may be made, and the answer is not in the archive."""

    reason = Reason.OFFLINE


class NotAllowedError(HttpError):
    """The address guard refuses: nothing was asked."""

    reason = Reason.NOT_ALLOWED


class LostError(HttpError):
    """The network, or the host, failed before the answer was whole."""

    passing = True


class NoHostError(HttpError):
    """The name of the host has no address."""


class LateError(HttpError):
    """The exchange, as a whole, lasted too long."""

    reason = Reason.TIME_OUT


class BrokenError(HttpError):
    """The host says that it fails."""

    @property
    def passing(self) -> bool:  # type: ignore[override]  # an error of its program will not pass by itself
        """Whether a gateway or a load, not a program, is at fault."""
        return self.status in {502, 503, 504}


class LimitedError(HttpError):
    """The host asks to slow down."""

    reason = Reason.RATE_LIMITED
    passing = True


class NothingThereError(HttpError):
    """The host answers that there is nothing at this address."""

    reason = Reason.NOT_FOUND


class DeniedError(HttpError):
    """The host refuses to answer this question."""

    reason = Reason.REFUSED


class TooLargeError(HttpError):
    """The answer, packed or unpacked, is longer than the bound."""

    reason = Reason.TOO_LARGE


class TooManyError(HttpError):
    """The requests allowed to this host were made."""

    reason = Reason.TOO_MANY


class MalformedError(HttpError):
    """The answer cannot be understood."""

    reason = Reason.MALFORMED


def _not_read(host: str) -> Message:
    return Message(N_("Nothing was read at {host}."), {"host": host})


def _later() -> Message:
    return Message(N_("Try again later; `reperes doctor` tells how the network is reached."))


def not_kept(host: str) -> NotKeptError:
    """Return the error of an answer asked of the archive, which has it not."""
    text = N_("No request may be made, and the answer of {host} is not among those kept here.")
    do = Message(N_("Leave out --offline or --replay."))
    return NotKeptError(what=_not_read(host), why=Message(text, {"host": host}), do=do)


def not_allowed(error: UnreachableError) -> NotAllowedError:
    """Return what the guard said, as an error of an exchange."""
    return NotAllowedError(what=error.what, why=error.why, do=error.do)


def no_host(error: UnreachableError) -> NoHostError:
    """Return what the resolution of a name said, as an error of an exchange."""
    return NoHostError(what=error.what, why=error.why, do=error.do)


def refused_address(why: str, **args: str) -> NotAllowedError:
    """Return the refusal of an address for its form."""
    return NotAllowedError(
        what=Message(N_("This address is not read.")),
        why=Message(why, args),
        do=Message(N_("Give the address as the site itself writes it.")),
    )


def lost(host: str, detail: str) -> LostError:
    """Return the error of an exchange that was cut."""
    text = N_("{host} cannot be reached, or stops in the middle of its answer ({detail}).")
    return LostError(
        what=_not_read(host), why=Message(text, {"host": host, "detail": detail or "–"}), do=_later()
    )


def late(host: str, seconds: float) -> LateError:
    """Return the error of an exchange that lasted too long."""
    text = N_("{host} did not give its answer in time ({n} s).")
    return LateError(
        what=_not_read(host), why=Message(text, {"host": host, "n": f"{seconds:g}"}), do=_later()
    )


def broken(host: str, status: int, come_back: datetime | None) -> BrokenError:
    """Return the error of a host that fails."""
    text = N_("{host} answers that it fails ({status}).")
    why = Message(text, {"host": host, "status": status})
    return BrokenError(what=_not_read(host), why=why, do=_later(), status=status, come_back=come_back)


def limited(host: str, come_back: datetime | None, status: int | None = None) -> LimitedError:
    """Return the error of a host that asks to slow down, until a moment if it tells one."""
    if come_back is None:
        why = Message(N_("{host} answers that it was asked too often."), {"host": host})
        do = Message(N_("Come back later; with a token, {host} may answer more often."), {"host": host})
    else:
        moment = f"{come_back:%Y-%m-%d %H:%M:%S} UTC"
        text = N_("{host} was asked too often, and will answer again after {moment}.")
        why = Message(text, {"host": host, "moment": moment})
        text = N_("Come back after {moment}; with a token, {host} may answer more often.")
        do = Message(text, {"host": host, "moment": moment})
    return LimitedError(what=_not_read(host), why=why, do=do, status=status, come_back=come_back)


def refused(host: str, status: int) -> HttpError:
    """Return the error of a status that is an answer, and not the one wanted."""
    args = {"host": host, "status": status}
    if status in {404, 410}:
        why = Message(N_("{host} knows nothing at this address ({status})."), args)
        do = Message(N_("Check the address: it may have moved, or not be public."))
        return NothingThereError(what=_not_read(host), why=why, do=do, status=status)
    why = Message(N_("{host} refuses to answer ({status})."), args)
    do = Message(N_("It may ask for a token, or for a better one: `reperes doctor` tells how to give one."))
    return DeniedError(what=_not_read(host), why=why, do=do, status=status)


def no_more_time(host: str, seconds: float) -> LateError:
    """Return the error of a host that is not asked: all the time of a run was spent."""
    text = N_("{host} is not asked any more this time: the {n} s that a run may last are spent.")
    why = Message(text, {"host": host, "n": f"{seconds:g}"})
    do = Message(N_("Observe again later: what was already read is kept."))
    return LateError(what=_not_read(host), why=why, do=do)


def no_more_room(host: str, size: int) -> TooLargeError:
    """Return the error of a host that is not asked: all that a run may receive was."""
    text = N_("{host} is not asked any more this time: the {size} bytes that a run may receive are.")
    do = Message(N_("Observe again later: what was already read is kept."))
    return TooLargeError(what=_not_read(host), why=Message(text, {"host": host, "size": size}), do=do)


def bad_token(host: str) -> DeniedError:
    """Return the error of a host that does not know the token it was given."""
    args = {"host": host}
    text = N_("{host} does not accept the token that it was given: it may have expired, or be miscopied.")
    do = Message(N_("Replace the token of {host}, or remove it: what anyone may read is then read."), args)
    return DeniedError(what=_not_read(host), why=Message(text, args), do=do, status=401)


def too_large(host: str, size: int) -> TooLargeError:
    """Return the error of an answer longer than the bound."""
    text = N_("The answer of {host} is longer than {size} bytes.")
    do = Message(N_("Nothing can be done here: what is that long is not read."))
    return TooLargeError(what=_not_read(host), why=Message(text, {"host": host, "size": size}), do=do)


def too_many(host: str, requests: int) -> TooManyError:
    """Return the error of a host that was asked all that it may be."""
    text = N_("{host} was already asked {n} times: no more requests are made to it this time.")
    why = Message(text, {"host": host, "n": requests})
    do = Message(N_("Observe again later: what was already read is kept."))
    return TooManyError(what=_not_read(host), why=why, do=do)


def malformed(host: str, detail: str) -> MalformedError:
    """Return the error of an answer that is not what it says it is."""
    text = N_("The answer of {host} cannot be understood ({detail}).")
    return MalformedError(
        what=_not_read(host), why=Message(text, {"host": host, "detail": detail}), do=_later()
    )


def endless(host: str) -> MalformedError:
    """Return the error of redirects that lead nowhere."""
    text = N_("{host} sends from one address to another without end.")
    return MalformedError(what=_not_read(host), why=Message(text, {"host": host}), do=_later())


def sent_elsewhere(host: str) -> MalformedError:
    """Return the error of a question with a body that is redirected."""
    text = N_("{host} sends this question to another address: it is not asked there.")
    return MalformedError(what=_not_read(host), why=Message(text, {"host": host}), do=_later())
