"""The form that asks as which battery a board is to be shared."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.theme.type import font
from mingtang_desk.ui.widgets.basics import Button, label, plain, primary
from mingtang_desk.ui.widgets.layouts import button_row
from mingtang_desk.ui.widgets.tips import plain_tip

if TYPE_CHECKING:
    from mingtang_desk.cloud.models import Battery

_ROOM_PX = 28
_NUMBER = re.compile(r"[0-9A-Za-z._-]{1,64}")


class ShareForm(QWidget):
    """`wanted` carries the number, and the name of a new battery ("" = it is not new)."""

    wanted = Signal(str, str, bool)
    cancelled = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._may_make, self._is_admin = False, False
        self.words = label(wrap=True)
        self.known, self.new = Button(theme, "segment"), Button(theme, "segment")
        for button in (self.known, self.new):
            button.setCheckable(True)
            button.setAutoExclusive(True)
            button.toggled.connect(self._dress)
        self.number = QComboBox()
        self.number.setObjectName("share-number")
        self.number.setEditable(True)
        self.number.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.number.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.number.editTextChanged.connect(self._dress)
        self.new_number, self.new_name = QLineEdit(), QLineEdit()
        self.new_number.setObjectName("share-new-number")
        self.new_number.setMaxLength(64)
        self.new_name.setMaxLength(100)
        self.new_number.textChanged.connect(self._dress)
        self.captions = [label("muted") for _ in range(3)]
        for caption, field in zip(
            self.captions, (self.number, self.new_number, self.new_name), strict=True
        ):
            caption.setBuddy(field)
        self.note = label("muted", wrap=True)
        self.go, self.cancel = primary(theme), plain(theme)
        self.go.setObjectName("share-go")
        self.go.clicked.connect(self._go)
        self.cancel.clicked.connect(self.cancelled)
        for line in (self.new_number, self.new_name):
            line.returnPressed.connect(self._go)
        self._arrange()
        self.known.setChecked(True)
        self.retranslate()

    def offer(self, batteries: Sequence[Battery], *, may_make: bool, is_admin: bool) -> None:
        """Offer batteries of the account; new ones only where the login may enter them."""
        self._may_make, self._is_admin = may_make, is_admin
        text = self.number.currentText()
        self.number.clear()
        for battery in batteries:
            name = "".join(sign for sign in battery.name if sign.isprintable())
            self.number.addItem(f"{battery.number}  {name}".rstrip(), battery.number)
        self.number.setCurrentIndex(-1 if text else 0)
        if text:
            self.number.setEditText(text)
        self.retranslate()

    def propose(self, number: str, name: str) -> None:
        """Propose number and name of a new battery."""
        self.new_number.setText(number)
        self.new_name.setText(name)

    def set_busy(self, busy: bool) -> None:
        """Take no words while the server is asked."""
        for widget in (self.known, self.number, self.new_number, self.new_name):
            widget.setEnabled(not busy)
        self.new.setEnabled(not busy and self._may_make)
        self._is_busy = busy
        self._dress()

    def changeEvent(self, event: QEvent) -> None:
        """Translate anew."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Write every text in the present language."""
        self.words.setText(
            self.tr(
                "Whoever may look at this battery at the server sees what the board says: values, "
                "settings, counters. Whoever may command it can have it read through this desk. "
                "Nobody can write or switch anything until you allow it here."
            )
        )
        self.known.setText(self.tr("A battery of the account"))
        self.new.setText(self.tr("A new battery"))
        strong = QFontMetrics(font(strong=True))  # the chosen one is written so
        for button in (self.known, self.new):
            button.setMinimumWidth(strong.horizontalAdvance(button.text()) + _ROOM_PX)
        lacks = self.tr("Your role may not enter batteries; a manager or owner can.")
        self.new.setToolTip("" if self._may_make else plain_tip(lacks))
        self.new.setEnabled(self._may_make)
        texts = (self.tr("Number"), self.tr("Number, up to you"), self.tr("Name"))
        fields = (self.number, self.new_number, self.new_name)
        for caption, field, text in zip(self.captions, fields, texts, strict=True):
            caption.setText(text)
            field.setAccessibleName(text)
        self.go.setText(self.tr("Share"))
        self.cancel.setText(self.tr("Cancel"))
        self._dress()

    _is_busy = False

    def _arrange(self) -> None:
        switch = QHBoxLayout()
        switch.setSpacing(4)
        switch.addWidget(self.known)
        switch.addWidget(self.new)
        switch.addStretch(1)
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        for column, (caption, field) in enumerate(
            zip(self.captions[1:], (self.new_number, self.new_name), strict=True)
        ):
            grid.addWidget(caption, 2, column)
            grid.addWidget(field, 3, column)
        grid.addWidget(self.captions[0], 0, 0, 1, 2)
        grid.addWidget(self.number, 1, 0, 1, 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        buttons = button_row(self.cancel, self.go)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(12)
        outer.addWidget(self.words)
        outer.addLayout(switch)
        outer.addLayout(grid)
        outer.addWidget(self.note)
        outer.addStretch(1)
        outer.addLayout(buttons)

    @property
    def _chosen(self) -> str:
        if self.new.isChecked():
            return self.new_number.text().strip()
        text = self.number.currentText().strip()
        at = self.number.findText(text)
        return text if at < 0 else str(self.number.itemData(at))

    def _dress(self) -> None:
        is_new = self.new.isChecked()
        known: tuple[QWidget, ...] = (self.captions[0], self.number)
        for widget in known:
            widget.setVisible(not is_new)
        for widget in (*self.captions[1:], self.new_number, self.new_name):
            widget.setVisible(is_new)
        if not is_new:
            text = self.tr("It must have no tracker and no other desk now; the server looks.")
        elif self._is_admin:
            text = self.tr("It is entered in your account and enabled at once.")
        else:
            text = self.tr(
                "It is entered in your account. Before support can ask for anything, the account "
                "above has to enable it; what the board says is shown at once."
            )
        self.note.setText(text)
        fits = _NUMBER.fullmatch(self._chosen) is not None
        self.go.setEnabled(fits and not self._is_busy)

    def _go(self) -> None:
        if self.go.isEnabled():
            name = self.new_name.text().strip() if self.new.isChecked() else ""
            self.wanted.emit(self._chosen, name, self.new.isChecked())
