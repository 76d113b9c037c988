"""Errors in the language of the window; the layers below carry keys and values only."""

from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from mingtang_desk.core.error_texts import ERROR_TEXTS
from mingtang_desk.core.errors import SOMEBODY, MingtangError
from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.device.catalogue import SETTINGS
from mingtang_desk.device.catalogue.controls import CONTROLS

_REQUESTS: dict[str, str] = {
    "basic info": QT_TRANSLATE_NOOP("Request", "basic info"),
    "cell voltages": QT_TRANSLATE_NOOP("Request", "cell voltages"),
    "counters": QT_TRANSLATE_NOOP("Request", "counters"),
    "name": QT_TRANSLATE_NOOP("Request", "name"),
}
_SETTING = QT_TRANSLATE_NOOP("Request", "setting {register}")
_CONTROLS = {spec.action.value: spec.label for spec in CONTROLS}


class ErrorWords(NamedTuple):
    """What and where; what to do."""

    message: str
    hint: str


def error_words(error: MingtangError) -> ErrorWords:
    """Return an expected error in words."""
    values = {name: _shown(name, value) for name, value in error.values.items()}
    message, hint = (
        QCoreApplication.translate("Error", text).format(**values)
        for text in ERROR_TEXTS[error.key]
    )
    return ErrorWords(message, hint)


def _shown(name: str, value: object) -> object:
    """Return a value of an error; names of requests, controls and settings in words."""
    if name == "holder" and value == SOMEBODY:
        return QCoreApplication.translate("Request", SOMEBODY)
    if not isinstance(value, str) or name not in ("what", "name"):
        return value
    if value in SETTINGS:
        return QCoreApplication.translate("Setting", SETTINGS[value].label)
    if value in _CONTROLS:
        return QCoreApplication.translate("Control", _CONTROLS[value])
    if value in _REQUESTS:
        return QCoreApplication.translate("Request", _REQUESTS[value])
    if value.startswith("setting "):
        register = value.removeprefix("setting ")
        return QCoreApplication.translate("Request", _SETTING).format(register=register)
    return value
