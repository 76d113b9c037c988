"""The dialog of an unexpected error: what happened, one button to copy it, the desk goes on."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
)


def show_crash(report: str, closed: Callable[[], None]) -> QDialog | None:
    """Show the report without stopping the loop; `closed` is called when the user is done.

    Returns None where there is no application any more.
    """
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        closed()
        return None
    dialog = QDialog(app.activeWindow())
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle(_tr("Unexpected error"))
    dialog.resize(720, 420)
    words = QLabel(
        _tr(
            "Something went wrong that should not. The desk goes on; please send this report. "
            "It holds the last bytes of the links, so look through it first."
        )
    )
    words.setWordWrap(True)
    text = QPlainTextEdit(report)
    text.setReadOnly(True)
    text.setAccessibleName(_tr("Report"))
    buttons = QDialogButtonBox()
    copy = buttons.addButton(_tr("Copy report"), QDialogButtonBox.ButtonRole.ActionRole)
    close = buttons.addButton(_tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
    copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(report))
    close.clicked.connect(dialog.reject)
    layout = QVBoxLayout(dialog)
    layout.addWidget(words)
    layout.addWidget(text, 1)
    layout.addWidget(buttons)
    dialog.finished.connect(lambda _: closed())
    dialog.open()
    return dialog


def _tr(text: str) -> str:
    return QCoreApplication.translate("CrashDialog", text)
