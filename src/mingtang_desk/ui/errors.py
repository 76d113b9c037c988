"""Errors in the language of the window; the layers below carry keys and values only."""

from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from mingtang_desk.core.error_texts import ERROR_TEXTS
from mingtang_desk.core.errors import SOMEBODY, MingtangError
from mingtang_desk.device.catalogue import SETTINGS
from mingtang_desk.device.catalogue.controls import CONTROLS
from mingtang_desk.device.roles import Role, WriteClass
from mingtang_desk.ui.phrases import phrase
from mingtang_desk.ui.roles.words import class_word, role_word
from mingtang_desk.ui.target_names import key_name

_NAMES = ("what", "name")
_REASONS = ("detail", "why")
"""Values that may be a reason of the board, marked in context "Reason"."""
_TARGETS = ("target", "name")
_PHRASES = ("what", "meaning", "expected", "allowed", "unit")
_CONTROLS = {spec.action.value: spec.label for spec in CONTROLS}


class ErrorWords(NamedTuple):
    """What and where; what to do."""

    message: str
    hint: str


def error_words(error: MingtangError) -> ErrorWords:
    """Return an expected error in words."""
    values = {name: _shown(error.key, name, value) for name, value in error.values.items()}
    if "findings" in values:
        values["detail"] = _findings(values["findings"])
    message, hint = (
        QCoreApplication.translate("Error", text).format(**values)
        for text in ERROR_TEXTS[error.key]
    )
    return ErrorWords(message, hint)


def _shown(error_key: str, name: str, value: object) -> object:
    """Return a value of an error; names of settings and controls, and what is known, in words."""
    if name == "holder" and value == SOMEBODY:
        return QCoreApplication.translate("Request", SOMEBODY)
    if not isinstance(value, str):
        return value
    if name in _NAMES and value in SETTINGS:
        return QCoreApplication.translate("Setting", SETTINGS[value].label)
    if name in _NAMES and value in _CONTROLS:
        return QCoreApplication.translate("Control", _CONTROLS[value])
    if error_key == "not_permitted":
        return _role_or_class(value)
    if name in _TARGETS and (target := key_name(value)) != value:
        return target
    if name in _REASONS and value:
        reason = QCoreApplication.translate("Reason", value)
        return phrase(value) if reason == value else reason
    return phrase(value) if name in _PHRASES else value


def _role_or_class(value: str) -> str:
    if value in set(Role):
        return role_word(Role(value))
    return class_word(WriteClass(value)) if value in set(WriteClass) else value


def _findings(findings: object) -> str:
    """Return what the rules found, one sentence each."""
    from mingtang_desk.ui.forms.finding_words import finding_text  # it says errors itself

    found = findings if isinstance(findings, tuple) else ()
    return " ".join(finding_text(each, SETTINGS) for each in found)
