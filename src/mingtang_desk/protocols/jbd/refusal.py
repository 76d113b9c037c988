"""Replies in which the board says no."""

from mingtang_desk.core.errors import RejectedError
from mingtang_desk.interfaces.driver import Frame
from mingtang_desk.protocols.jbd.codec import STATUS_OK, STATUS_WORDS, UNKNOWN_CODE


def payload_of(frame: Frame, what: str) -> bytes:
    """Return the data of a reply that says it is fine.

    Raises:
        RejectedError: the board said no.
    """
    if frame.status != STATUS_OK:
        raise rejected(frame, what)
    return frame.payload


def rejected(frame: Frame, what: str) -> RejectedError:
    """Return the error for a refusal."""
    meaning = STATUS_WORDS.get(frame.status, UNKNOWN_CODE)
    return RejectedError("rejected", code=frame.status, data=frame.raw, what=what, meaning=meaning)
