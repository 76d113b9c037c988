"""What goes wrong with bar codes of batteries, and the way out of it."""

from mingtang_desk.core.error_text import ErrorText
from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP

SCAN_TEXTS: dict[str, ErrorText] = {
    "camera_none": ErrorText(
        QT_TRANSLATE_NOOP("Error", "This computer has no camera that can be used."),
        QT_TRANSLATE_NOOP(
            "Error", "Read the bar code by a scanner on USB, or from a photograph of the label."
        ),
    ),
    "camera_missing_library": ErrorText(
        QT_TRANSLATE_NOOP("Error", "The camera cannot be used: {detail}."),
        QT_TRANSLATE_NOOP(
            "Error",
            "Install the sound library of the system (libpulse0 on Debian and Ubuntu), or read "
            "the bar code by a scanner or from a photograph.",
        ),
    ),
    "camera_failed": ErrorText(
        QT_TRANSLATE_NOOP("Error", "The camera stopped: {detail}."),
        QT_TRANSLATE_NOOP("Error", "Close other programs that use it, and try again."),
    ),
    "picture_unreadable": ErrorText(
        QT_TRANSLATE_NOOP("Error", "{path} is no picture that can be read: {detail}."),
        QT_TRANSLATE_NOOP("Error", "Take a photograph of the label as JPEG or PNG."),
    ),
}
