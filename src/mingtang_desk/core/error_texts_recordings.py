"""Errors of recordings in English."""

from mingtang_desk.core.error_text import ErrorText
from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP

RECORDING_TEXTS: dict[str, ErrorText] = {
    "recording_empty": ErrorText(
        QT_TRANSLATE_NOOP("Error", "{path} is a recording without a single byte."),
        QT_TRANSLATE_NOOP(
            "Error", "It was ended before anything crossed the link. Record again, for longer."
        ),
    ),
    "recording_times": ErrorText(
        QT_TRANSLATE_NOOP("Error", "The times in {path} make no date."),
        QT_TRANSLATE_NOOP("Error", "Correct “started” in its first line, or the times after it."),
    ),
    "recording_protocol": ErrorText(
        QT_TRANSLATE_NOOP(
            "Error", "{path} was recorded with the protocol “{protocol}”, which is not known here."
        ),
        QT_TRANSLATE_NOOP(
            "Error",
            "Known are: {known}. Install what brings that protocol, or name one of these: "
            "--protocol KEY, or ?protocol=KEY behind the address.",
        ),
    ),
    "recording_undecoded": ErrorText(
        QT_TRANSLATE_NOOP(
            "Error",
            "{path} holds no good frame of {protocol} ({bad_frames} damaged frames, "
            "{ignored_bytes} bytes in none).",
        ),
        QT_TRANSLATE_NOOP(
            "Error",
            "If another protocol was recorded, name it: --protocol KEY, or ?protocol=KEY behind "
            "the address. Else baud rate or wiring were wrong when it was recorded.",
        ),
    ),
    "recording_lacks": ErrorText(
        QT_TRANSLATE_NOOP("Error", "The recording {where} does not have this, not up to here."),
        QT_TRANSLATE_NOOP(
            "Error", "Play on or go to a later time; it may never have been read from the board."
        ),
    ),
}
