"""What targets of a calibration are called, for whoever shows an error or a journal."""

from PySide6.QtCore import QCoreApplication

from mingtang_desk.core.errors import UsageError
from mingtang_desk.device.calibration import parse_target
from mingtang_desk.device.calibration_record import target_words


def say(text: str) -> str:
    """Translate a text of context "Calibration"."""
    return QCoreApplication.translate("Calibration", text) if text else ""


def key_name(key: str) -> str:
    """Return what the target of a key is called; what is none stays as it is."""
    try:
        return target_words(parse_target(key), say)
    except UsageError:
        return key
