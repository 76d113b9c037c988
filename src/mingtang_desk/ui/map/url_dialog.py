"""Asks for the address of a tile server; says what is wrong with it while it is typed."""

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QVBoxLayout, QWidget

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.ui.map.sources import template_problem
from mingtang_desk.ui.widgets.basics import label, set_look

PROBLEMS = {
    "scheme": QT_TRANSLATE_NOOP("Map", "It has to begin with https:// or http://."),
    "host": QT_TRANSLATE_NOOP("Map", "It names no server."),
    "places": QT_TRANSLATE_NOOP("Map", "It needs the places {z}, {x} and {y}, and no others."),
}
_EXAMPLE = "https://tiles.example/{z}/{x}/{y}.png"


class UrlDialog(QDialog):
    """`taken` carries an address that is in order."""

    taken = Signal(str)

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Own tile server"))
        self.setMinimumWidth(460)
        hint = label("muted", wrap=True)
        hint.setText(
            self.tr(
                "Address of the tiles. This server, and no other, learns which places you look at."
            )
        )
        self.field = QLineEdit(text)
        self.field.setPlaceholderText(_EXAMPLE)
        self.field.setAccessibleName(self.tr("Address of the tiles"))
        self.problem = label("bad", wrap=True)
        self.problem.setMinimumHeight(18)
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setText(self.tr("Use"))
        self.buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(self.tr("Cancel"))
        self.buttons.accepted.connect(self._accept)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(8)
        for widget in (hint, self.field, self.problem, self.buttons):
            layout.addWidget(widget)
        self.field.textChanged.connect(self._look)
        self._look(text)

    def _look(self, text: str) -> None:
        wrong = template_problem(text.strip())
        shown = PROBLEMS[wrong] if wrong and text.strip() else ""
        self.problem.setText(QCoreApplication.translate("Map", shown) if shown else "")
        set_look(self.field, "invalid" if shown else "")
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(not wrong)

    def _accept(self) -> None:
        self.accept()
        self.taken.emit(self.field.text().strip())
