"""Errors in the language of the window; the layers below carry keys and values only."""

from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from mingtang_desk.core.error_texts import ERROR_TEXTS
from mingtang_desk.core.errors import MingtangError


class ErrorWords(NamedTuple):
    """What and where; what to do."""

    message: str
    hint: str


def error_words(error: MingtangError) -> ErrorWords:
    """Return an expected error in words."""
    message, hint = (
        QCoreApplication.translate("Error", text).format(**error.values)
        for text in ERROR_TEXTS[error.key]
    )
    return ErrorWords(message, hint)
