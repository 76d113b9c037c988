"""The workspaces as one row of buttons; where it is narrow, one button with a menu."""

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QMenu, QSizePolicy, QWidget

from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.widgets.basics import Button
from mingtang_desk.ui.workspaces import WORKSPACES


class WorkspaceSwitch(QWidget):
    """`wanted` carries the key of the workspace that was chosen."""

    wanted = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._current = WORKSPACES[0].key
        self.buttons: dict[str, Button] = {}
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for place in WORKSPACES:
            button = self.buttons[place.key] = Button(theme, "segment")
            button.setObjectName(f"workspace-{place.key}")
            button.setCheckable(True)
            button.clicked.connect(lambda _=False, key=place.key: self.wanted.emit(key))
            self._group.addButton(button)
            row.addWidget(button)
        self.short = Button(theme)
        self.short.setObjectName("workspace-menu")
        self.short.clicked.connect(self._open)
        row.addWidget(self.short)
        self._menu = QMenu(self)
        self._choices = QActionGroup(self._menu)
        self.actions_by_key: dict[str, QAction] = {}
        for place in WORKSPACES:
            action = self.actions_by_key[place.key] = QAction(self._choices)
            action.setCheckable(True)
            action.triggered.connect(lambda _=False, key=place.key: self.wanted.emit(key))
            self._menu.addAction(action)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_short(False)
        self._retranslate()

    def show_current(self, key: str) -> None:
        """Mark the workspace in use."""
        self._current = key
        self.buttons[key].setChecked(True)
        self.actions_by_key[key].setChecked(True)
        self._retranslate()

    def set_short(self, short: bool) -> None:
        """Show one button with a menu, or all three."""
        self.short.setVisible(short)
        for button in self.buttons.values():
            button.setVisible(not short)

    def changeEvent(self, event: QEvent) -> None:
        """Translate anew."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def sizeHint(self) -> QSize:
        """As wide as what is shown."""
        return self.minimumSizeHint()

    def _open(self) -> None:
        self._menu.popup(self.short.mapToGlobal(QPoint(0, self.short.height() + 4)))

    def _retranslate(self) -> None:
        translate = QCoreApplication.translate
        for place in WORKSPACES:
            title, hint = (translate("Workspace", text) for text in (place.title, place.hint))
            self.buttons[place.key].setText(title)
            self.buttons[place.key].name(f"{hint} ({place.shortcut})")
            self.buttons[place.key].setAccessibleName(title)
            self.actions_by_key[place.key].setText(title)
            if place.key == self._current:
                self.short.setText(f"{title} ▾")
                self.short.name(self.tr("Workspace"))
        self.short.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
