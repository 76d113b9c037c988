"""What pyserial and the system say about a port, in words: busy, missing, forbidden told apart."""

import errno
import os
import sys

import serial

from mingtang_desk.core.errors import (
    SOMEBODY,
    DeniedReason,
    LinkDeniedError,
    LinkLostError,
    LinkNotFoundError,
    LinkTimeoutError,
    TransportError,
)
from mingtang_desk.transports.holders import holders
from mingtang_desk.transports.ports import known_ports

_MISSING = (errno.ENOENT, errno.ENODEV, errno.ENXIO)
_BUSY = (errno.EBUSY, errno.EAGAIN, errno.EWOULDBLOCK)
_FORBIDDEN = (errno.EACCES, errno.EPERM)


def open_error(error: Exception, path: str) -> TransportError:
    """Return what to raise for an exception that opening `path` gave."""
    number = error.errno if isinstance(error, OSError) else None
    text = str(error)
    # Windows: pyserial keeps the reason only as the text of an inner exception; a port that another
    # program holds is "access denied" there.
    if number in _MISSING or "FileNotFoundError" in text:
        return LinkNotFoundError("port_missing", where=path, known=known_ports())
    if number in _BUSY or (sys.platform == "win32" and "PermissionError" in text):
        return _busy(path)
    if number in _FORBIDDEN:
        group = group_of(path)
        return LinkDeniedError(
            "port_forbidden", reason=DeniedReason.FORBIDDEN, where=path, group=group
        )
    return LinkDeniedError(
        "port_setup", reason=DeniedReason.UNSUPPORTED, where=path, detail=_short(text)
    )


def _busy(path: str) -> LinkDeniedError:
    who = ", ".join(holder.words for holder in holders(path)) or SOMEBODY
    return LinkDeniedError("port_busy", reason=DeniedReason.BUSY, where=path, holder=who)


def use_error(error: Exception, where: str) -> TransportError:
    """Return what to raise for an exception that reading or writing gave."""
    if isinstance(error, serial.PortNotOpenError):
        return LinkLostError("link_closed", where=where)
    if isinstance(error, serial.SerialTimeoutException):
        return LinkTimeoutError("write_stuck", where=where)
    return LinkLostError("link_lost", where=where)


def group_of(path: str) -> str:
    """Return the name of the group that owns a port, "dialout" where that cannot be told."""
    try:
        import grp

        return grp.getgrgid(os.stat(path).st_gid).gr_name
    except (ImportError, OSError, KeyError):
        return "dialout"


def _short(text: str) -> str:
    return " ".join(text.split())[:120].rstrip(".")
