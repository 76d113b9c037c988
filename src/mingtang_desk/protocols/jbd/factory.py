"""The factory mode: settings live behind it, and it is always left again, also after errors.

A save (leave with 2828) clears the protection counters; the session keeps them first. Source:
docs/protocols/jbd.md, section 4.
"""

from collections.abc import Callable, Generator
from contextlib import suppress

from mingtang_desk.core.errors import MingtangError, ProtocolError
from mingtang_desk.interfaces.driver import Frame, ModeStep, Procedure, Request
from mingtang_desk.protocols.jbd import codec
from mingtang_desk.protocols.jbd.codec import STATUS_OK
from mingtang_desk.protocols.jbd.refusal import payload_of

ENTER, LEAVE = 0x00, 0x01
_SAVE_AGAIN = 5
ENTER_CODE, LEAVE_CODE, SAVE_CODE = b"\x56\x78", b"\x00\x00", b"\x28\x28"

type Write = Callable[[int, bytes, str], Request]
"""Makes the request that writes a register: number, data, what it is called."""


def run(
    write: Write, body: Generator[Request, Frame, None], *, save: bool = False
) -> Procedure[None]:
    """Run `body` inside the factory mode and leave it whatever happens.

    Save only if all went well.

    Raises:
        RejectedError: the board refuses to enter or to leave.
        ProtocolError: it refuses to save; the values are in use, and gone after a restart.
    """
    inside = True  # unless the board says no: a lost reply may hide an entry
    try:
        frame = yield write(ENTER, ENTER_CODE, "factory mode")
        inside = frame.status == STATUS_OK
        payload_of(frame, "factory mode")
        yield from body
        if save:
            frame = yield from _save(write)
            inside = frame.status != STATUS_OK
            _check_saved(frame)
    except GeneratorExit:
        raise  # closed: nobody sends for it any more
    except BaseException:  # a cancelled task comes through here too
        if inside:
            yield from _leave_after_error(write)
        raise
    if not save:
        frame = yield write(LEAVE, LEAVE_CODE, "leaving factory mode")
        payload_of(frame, "leaving factory mode")


def mode_step(frame: Frame) -> ModeStep | None:
    """Return whether a request enters the mode, or leaves it without a save; None = neither."""
    if frame.command != codec.WRITE or not frame.verified:
        return None
    steps = {(ENTER, ENTER_CODE): ModeStep.OPEN, (LEAVE, LEAVE_CODE): ModeStep.CLOSE}
    return steps.get((frame.status, frame.payload))


def _save(write: Write) -> Generator[Request, Frame, Frame]:
    """Save and leave. A board that says no may have done so, and its reply was lost: once more.

    Entering the mode anew changes nothing in use, so what is saved then is the same.
    """
    frame = yield write(LEAVE, SAVE_CODE, "saving settings")
    for _ in range(_SAVE_AGAIN):
        if frame.status == STATUS_OK:
            break
        entered = yield write(ENTER, ENTER_CODE, "factory mode")
        if entered.status != STATUS_OK:
            break
        frame = yield write(LEAVE, SAVE_CODE, "saving settings")
    return frame


def _check_saved(frame: Frame) -> None:
    if frame.status != STATUS_OK:
        raise ProtocolError("not_saved", data=frame.raw, code=f"{frame.status:02X}")


def _leave_after_error(write: Write) -> Procedure[None]:
    """Leave without saving; a leave that fails must not hide the error before it."""
    with suppress(MingtangError):
        yield write(LEAVE, LEAVE_CODE, "leaving factory mode")
