"""The tree of expected errors: each carries a key and values, whoever shows it finds the words.

Anything that is not a `MingtangError` is a bug and goes uncaught to the crash dialog.
"""

from enum import StrEnum

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP

SOMEBODY = QT_TRANSLATE_NOOP("Request", "another program")
"""Who holds a link, where that is not known."""


class DeniedReason(StrEnum):
    """Why a link that exists could not be opened."""

    BUSY = "busy"
    FORBIDDEN = "forbidden"
    UNSUPPORTED = "unsupported"


class MingtangError(Exception):
    """Something that may happen in good order.

    Attributes:
        key: what happened, stable, a key of `ERROR_TEXTS`.
        values: what the text's placeholders stand for (where, which value, which limit).
    """

    def __init__(self, key: str, **values: object) -> None:
        self.key = key
        self.values = values
        super().__init__(key)

    @property
    def message(self) -> str:
        """What happened and where, in English."""
        from mingtang_desk.core.error_texts import ERROR_TEXTS  # many; the window starts without

        return ERROR_TEXTS[self.key].message.format(**self.values)

    @property
    def hint(self) -> str:
        """What to do about it, in English."""
        from mingtang_desk.core.error_texts import ERROR_TEXTS

        return ERROR_TEXTS[self.key].hint.format(**self.values).rstrip()

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class UsageError(MingtangError):
    """The user asked for something that does not exist (exit code 2)."""


class InputFileError(MingtangError):
    """A file or bytes given by the user are not what they should be (exit code 4)."""


class TransportError(MingtangError):
    """The link failed."""


class LinkNotFoundError(TransportError):
    """There is nothing at this address."""


class LinkDeniedError(TransportError):
    """The link exists but may not be opened; `reason` says why."""

    def __init__(self, key: str, *, reason: DeniedReason, **values: object) -> None:
        if reason is DeniedReason.BUSY:
            values.setdefault("holder", SOMEBODY)  # not every system tells who has it
        super().__init__(key, **values)
        self.reason = reason


class LinkLostError(TransportError):
    """The link was cut while it was in use."""


class LinkTimeoutError(TransportError, TimeoutError):
    """Nobody answered in time."""


class ProtocolError(MingtangError):
    """Bytes arrived but were not what the protocol says; `hexdump` shows them."""

    def __init__(self, key: str, *, data: bytes = b"", **values: object) -> None:
        super().__init__(key, **values)
        self.data = data

    @property
    def hexdump(self) -> str:
        """The offending bytes, spaced hex, cut at 64 bytes."""
        return self.data[:64].hex(" ")


class DecodeError(ProtocolError):
    """A checked frame contradicts itself."""


class UnexpectedReplyError(ProtocolError):
    """The board answered something else than was asked."""


class RejectedError(ProtocolError):
    """The board said no; `code` is its own number for why."""

    def __init__(self, key: str, *, code: int, data: bytes = b"", **values: object) -> None:
        super().__init__(key, data=data, code=f"{code:02X}", **values)
        self.code = code


class DeviceError(MingtangError):
    """The device cannot or may not do this."""


class LockedError(DeviceError):
    """Writing is locked."""


class NotPermittedError(DeviceError):
    """Whoever is signed in may not do this."""


class ServerRefusalError(DeviceError):
    """The self-hosted server will not: another one runs, a name is taken, data is there already."""


class UnsupportedError(DeviceError):
    """The device has no such capability."""


class OutOfRangeError(DeviceError, ValueError):
    """A value that must not leave the desk."""


class MeterError(DeviceError):
    """What a bench meter answered is no reading; nothing may be calibrated by it."""


class VerifyError(DeviceError):
    """What was read back is not what was sent."""


class CloudError(MingtangError):
    """The server cannot be reached, or what it answers is of no use."""


class CloudRefusalError(CloudError):
    """The server, or a rule of ours on the way to it, says no."""


class StorageError(MingtangError):
    """The history or a settings file of the desk's own cannot be read or written."""


def unwritable(path: object, error: OSError) -> StorageError:
    """Return what is told of a file that the system did not let us write."""
    return StorageError("file_unwritable", path=path, detail=error.strerror or str(error))
