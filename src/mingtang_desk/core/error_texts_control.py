"""Errors of controls in English."""

from mingtang_desk.core.error_text import ErrorText
from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP

CONTROL_TEXTS: dict[str, ErrorText] = {
    "current_flows": ErrorText(
        QT_TRANSLATE_NOOP("Error", "{what}: the board's flag says off, but {amps} A still flow."),
        QT_TRANSLATE_NOOP(
            "Error",
            "Its MOSFET may be welded: treat the output as live, and separate the pack by its plug "
            "or fuse. If a meter shows no current, the current reading is wrong.",
        ),
    ),
    "no_reset_to_undo": ErrorText(
        QT_TRANSLATE_NOOP("Error", "The history knows no factory reset of {device} to undo."),
        QT_TRANSLATE_NOOP(
            "Error", "Nothing was sent. Write a saved settings file, or set the values by hand."
        ),
    ),
    "reset_is_undone": ErrorText(
        QT_TRANSLATE_NOOP(
            "Error", "All settings of {device} are as they were before its last factory reset."
        ),
        QT_TRANSLATE_NOOP("Error", "Nothing was sent; nothing is left to undo."),
    ),
}
