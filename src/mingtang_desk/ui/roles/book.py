"""The dialog of who may write what: people, their roles and PINs, and what each class needs."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QInputDialog,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from mingtang_desk.core.errors import MingtangError
from mingtang_desk.device.roles import Role, WriteClass
from mingtang_desk.session.roles import LEAST, NAME_LENGTH, Roles
from mingtang_desk.ui.roles.words import class_word, role_word
from mingtang_desk.ui.tasks import spawn
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.widgets.basics import icon_button, label, plain
from mingtang_desk.ui.widgets.error_line import ErrorLine


class RoleBook(QDialog):
    """Shows the book; only an engineer can change it, and changes hold at once."""

    def __init__(self, theme: Theme, roles: Roles, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._roles = theme, roles
        self.setWindowTitle(self.tr("Roles"))
        self.setMinimumWidth(560)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.words = label("muted", wrap=True)
        self.words.setText(
            self.tr(
                "At home roles are off and everybody may do everything. In a shop people sign in, "
                "and the journal has their names. This keeps colleagues from mistakes; it is no "
                "security system: whoever has the computer can delete its files."
            )
        )
        self._people, self._needs = QWidget(), QWidget()
        self.name, self.pin = QLineEdit(), QLineEdit()
        self.name.setMaxLength(NAME_LENGTH)
        self.name.setPlaceholderText(self.tr("Name"))
        self.pin.setEchoMode(QLineEdit.EchoMode.Password)
        self.pin.setPlaceholderText(self.tr("PIN, {n} or more").format(n=LEAST))
        self.role = _role_box(Role.TECHNICIAN)
        self.add = plain(theme)
        self.add.clicked.connect(self._add)
        row = QHBoxLayout()
        row.setSpacing(8)
        for widget in (self.name, self.pin, self.role, self.add):
            row.addWidget(widget)
        self.error_line = ErrorLine(theme, self)
        self.off = plain(theme)
        self._sure = False
        self.off.clicked.connect(self._turn_off)
        self.buttons = QDialogButtonBox()
        close = plain(theme)
        close.setText(self.tr("Close"))
        self.buttons.addButton(self.off, QDialogButtonBox.ButtonRole.ResetRole)
        self.buttons.addButton(close, QDialogButtonBox.ButtonRole.RejectRole)
        self.buttons.rejected.connect(self.reject)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(self.words)
        column.addWidget(self._people)
        column.addLayout(row)
        column.addWidget(self._needs)
        column.addWidget(self.error_line)
        column.addStretch(1)
        column.addWidget(self.buttons)
        self._people_grid, self._needs_form = QGridLayout(self._people), QFormLayout(self._needs)
        for layout in (self._people_grid, self._needs_form):
            layout.setContentsMargins(0, 0, 0, 0)
        self._end = roles.observe(self._show)
        self.finished.connect(lambda _: self._end())
        self._show()

    def event(self, event: QEvent) -> bool:
        """Grow with what it shows: a person more, an error."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            wanted = self._column.totalHeightForWidth(self.width())
            if wanted > self.height():
                self.resize(self.width(), min(wanted, self.screen().availableSize().height()))
        return done

    def _show(self) -> None:
        on = self._roles.on
        may = on and self._roles.error is None and self._roles.role is Role.ENGINEER
        self._show_people(may)
        self._show_needs(may)
        self._needs.setVisible(on)
        self.role.setVisible(on)
        self._ask_off(sure=False)
        self.off.setVisible(on)
        self.off.setEnabled(may)
        self.add.setText(self.tr("Add") if on else self.tr("Turn on, as the first engineer"))
        for widget in (self.name, self.pin, self.role, self.add):
            widget.setEnabled(may or not on)
        if on and not may and self._roles.error is None:
            self.words.setText(self.tr("Sign in as an engineer to change this."))
        self.error_line.show_error(self._roles.error)

    def _show_people(self, may: bool) -> None:
        _clear(self._people_grid)
        for number, (name, role) in enumerate(self._roles.people):
            shown = label("strong" if name == self._roles.who else "")
            shown.setText(name)
            box = _role_box(role)
            box.setAccessibleName(self.tr("Role of {name}").format(name=name))
            box.activated.connect(lambda _, b=box, n=name: self._give(n, b))
            pin, remove = plain(self._theme), icon_button(self._theme, "trash-2")
            pin.setText(self.tr("New PIN…"))
            pin.clicked.connect(lambda _=False, n=name: self._ask_pin(n))
            remove.name(self.tr("Take {name} out").format(name=name))
            remove.clicked.connect(lambda _=False, n=name: self._try(self._roles.remove, n))
            for column, widget in enumerate((shown, box, pin, remove)):
                self._people_grid.addWidget(widget, number, column)
                if column:
                    widget.setEnabled(may or (column == 2 and name == self._roles.who))
        self._people_grid.setColumnStretch(0, 1)

    def _show_needs(self, may: bool) -> None:
        _clear(self._needs_form)
        for write_class, role in self._roles.needs.items():
            box = _role_box(role, least=Role.TECHNICIAN)
            box.setEnabled(may)
            box.setAccessibleName(class_word(write_class))
            box.activated.connect(lambda _, b=box, c=write_class: self._need(c, b))
            name = label()
            name.setText(class_word(write_class))
            self._needs_form.addRow(name, box)

    def _turn_off(self) -> None:
        """Ask once more: names and PINs cannot be brought back."""
        if self._sure:
            self._try(self._roles.turn_off)
        else:
            self._ask_off(sure=True)

    def _ask_off(self, *, sure: bool) -> None:
        self._sure = sure
        self.off.setText(
            self.tr("Forget all names and PINs") if sure else self.tr("Turn roles off…")
        )

    def _add(self) -> None:
        name, pin = self.name.text(), self.pin.text()
        if self._roles.on:
            self._run(self._roles.add(name, Role(self.role.currentData()), pin))
        else:
            self._run(self._roles.turn_on(name, pin))

    def _ask_pin(self, name: str) -> None:
        dialog = QInputDialog(self)
        dialog.setWindowTitle(self.tr("New PIN"))
        dialog.setLabelText(self.tr("New PIN of {name}").format(name=name))
        dialog.setTextEchoMode(QLineEdit.EchoMode.Password)
        dialog.setOkButtonText(self.tr("Set"))
        dialog.setCancelButtonText(self.tr("Cancel"))
        dialog.textValueSelected.connect(lambda pin: self._run(self._roles.set_pin(name, pin)))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _give(self, name: str, box: QComboBox) -> None:
        self._try(self._roles.set_role, name, Role(box.currentData()))

    def _need(self, write_class: WriteClass, box: QComboBox) -> None:
        self._try(self._roles.set_need, write_class, Role(box.currentData()))

    def _try[**P](self, work: Callable[P, None], *args: P.args, **kwargs: P.kwargs) -> None:
        try:
            work(*args, **kwargs)
        except MingtangError as error:
            self._show()
            self.error_line.show_error(error)

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        async def go() -> None:
            try:
                await work
            except MingtangError as error:
                self.error_line.show_error(error)
            else:
                self.name.clear()
                self.pin.clear()

        spawn(self, go())


def _role_box(role: Role, *, least: Role = Role.OBSERVER) -> QComboBox:
    box = QComboBox()
    for each in Role:
        if each.rank >= least.rank:
            box.addItem(role_word(each), each.value)
    box.setCurrentIndex(box.findData(role.value))
    return box


def _clear(layout: QGridLayout | QFormLayout) -> None:
    while layout.count():
        item = layout.takeAt(0)
        widget = None if item is None else item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
