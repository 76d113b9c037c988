"""The window that leads to a battery. It is not modal: the start is set on the map beside it."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from mingtang_desk.session.secrets import Secrets
from mingtang_desk.ui.fleet.navigate_page import NavigatePage
from mingtang_desk.ui.spec import PanelContext
from mingtang_desk.ui.widgets.scroll import scrolling

_SIZE = (560, 620)


class NavigateDialog(QDialog):
    """Goes when it is closed, and takes the way off the map."""

    def __init__(
        self, context: PanelContext, number: str, parent: QWidget, secrets: Secrets | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.page = NavigatePage(context, number, secrets)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(16, 16, 16, 16)
        column.addWidget(self.page, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolling(inner))
        self.setMinimumWidth(300)
        self.resize(*_SIZE)
        self._write()

    def done(self, result: int) -> None:
        """Leave the map, however it was closed."""
        self.page.stop()
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Leave the map, however it was closed."""
        self.page.stop()
        super().closeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Translate anew."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._write()

    def _write(self) -> None:
        self.setWindowTitle(self.tr("Navigate to {number}").format(number=self.page.number))


def open_navigation(context: PanelContext, number: str, parent: QWidget) -> NavigateDialog:
    """Show how to get to a battery; it goes by itself when it is closed."""
    dialog = NavigateDialog(context, number, parent)
    dialog.show()
    return dialog
