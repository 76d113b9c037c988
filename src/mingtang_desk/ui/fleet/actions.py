"""What can be done with batteries of the fleet: one menu for the list, the map and the alarms."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.ui.spec import PanelContext

_COPY = QT_TRANSLATE_NOOP("FleetAction", "Copy number")


def battery_menu(context: PanelContext, numbers: Sequence[str], parent: QWidget) -> QMenu:
    """Return the menu of one battery or of several; its owner shows and deletes it."""
    menu = QMenu(parent)
    copy = menu.addAction(QCoreApplication.translate("FleetAction", _COPY))
    copy.triggered.connect(lambda: QGuiApplication.clipboard().setText("\n".join(numbers)))
    return menu
