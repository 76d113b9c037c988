"""What to say where there is nothing of the past to be shown."""

from PySide6.QtCore import QCoreApplication

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.ui.link_words import StateWords

_LACKS = QT_TRANSLATE_NOOP("Past", "The server keeps no history of this board.")
_READING = QT_TRANSLATE_NOOP("Past", "Reading the history…")
_NO_DAY = QT_TRANSLATE_NOOP("Past", "The board told nothing on this day.")
_NO_CELLS = QT_TRANSLATE_NOOP("Past", "No cells at this time")
_NEAR = QT_TRANSLATE_NOOP("Past", "The board told none in the five minutes before.")


def plot_words(*, lacks: bool, is_read: bool) -> StateWords:
    """Return why the plot is empty."""
    return StateWords(_why(lacks=lacks, is_read=is_read) or _tr(_NO_DAY), "")


def cells_words(*, lacks: bool, is_read: bool) -> StateWords:
    """Return why there are no cells."""
    why = _why(lacks=lacks, is_read=is_read)
    return StateWords(why, "") if why else StateWords(_tr(_NO_CELLS), _tr(_NEAR))


def _why(*, lacks: bool, is_read: bool) -> str:
    if lacks:
        return _tr(_LACKS)
    return "" if is_read else _tr(_READING)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Past", text)
