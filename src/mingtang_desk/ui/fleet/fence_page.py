"""The page on which a fence is edited: its form, what is wrong, Save and Revert, and its copy."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mingtang_desk.cloud.fence_draft import SMALL_RADIUS_M
from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.geo.distance import Place
from mingtang_desk.ui.fleet.fence_editor import FenceEditor
from mingtang_desk.ui.fleet.fence_rows import MARKS, FenceRow, Sign
from mingtang_desk.ui.fleet.fence_words import copy_words, fault_words, say, side_words
from mingtang_desk.ui.fleet.rights import lacks_right
from mingtang_desk.ui.phrases import phrase
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.widgets.basics import Button, icon_button, label, plain, primary, set_look
from mingtang_desk.ui.widgets.elided import ElidedText
from mingtang_desk.ui.widgets.layouts import button_row
from mingtang_desk.ui.widgets.scroll import scrolling

if TYPE_CHECKING:
    from mingtang_desk.cloud.fleet import Fleet
    from mingtang_desk.ui.fleet.fence_desk import FenceDesk

_SMALL = QT_TRANSLATE_NOOP(
    "Fence",
    "Under {metres} m it may miss crossings or tell them late: positions between houses are off "
    "by as much.",
)


class FencePage(QWidget):
    """`changed` carries the draft; the other signals are the presses of its buttons."""

    changed = Signal(object)
    left = Signal()
    save = Signal()
    revert = Signal()
    remove = Signal()
    copy = Signal()
    take_back = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._shown = self._copy_tip = ""
        self._tips: dict[Button, str] = {}
        self.editor = FenceEditor(theme)
        self.editor.changed.connect(self.changed)
        self.back = icon_button(theme, "chevron-left", "text")
        self.title, self.side = ElidedText(theme, strong=True), label("muted", wrap=True)
        self.state, self.warning = label("muted", wrap=True), label("warn", wrap=True)
        self.problem, self.fate = label("bad", wrap=True), label("muted", wrap=True)
        self.delete_button = icon_button(theme, "trash-2")
        self.copy_button = plain(theme, "send")
        self.take_back_button = Button(theme, "link")
        self.revert_button, self.save_button = plain(theme), primary(theme)
        for button, signal in (
            (self.back, self.left),
            (self.delete_button, self.remove),
            (self.copy_button, self.copy),
            (self.take_back_button, self.take_back),
            (self.revert_button, self.revert),
            (self.save_button, self.save),
        ):
            button.clicked.connect(signal)
        self._build()
        shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Back), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.back.click)

    def event(self, event: QEvent) -> bool:
        """Take Ctrl+S before the menu does, which saves the settings of a board by it."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and event.matches(QKeySequence.StandardKey.Save)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Save by Ctrl+S."""
        if event.matches(QKeySequence.StandardKey.Save):
            self.save_button.click()
            return
        super().keyPressEvent(event)

    def show_row(
        self,
        row: FenceRow,
        *,
        chosen: str,
        knows: Callable[[str], bool],
        place: Place | None,
        age: str,
        why_not: str,
        busy: bool,
        fresh: bool,
    ) -> None:
        """Show a fence.

        Args:
            row: the fence.
            chosen: the battery that is chosen, "" = none.
            knows: whether a number is one of the fleet.
            place: where the chosen battery is, None = not known.
            age: how old that is.
            why_not: why this login may change nothing, "" = it may.
            busy: something is on its way to the server.
            fresh: nothing that is typed is kept.
        """
        fresh = fresh or row.key != self._shown
        self._shown = row.key
        self.editor.show_draft(row.draft, chosen, knows, fresh=fresh)
        self.editor.setEnabled(not why_not)
        self.editor.setToolTip(why_not)
        self.title.set_text(row.name)
        sign, token = MARKS[row.sign]
        self.state.setText(f"{sign} {row.state}")
        look = {"bad_text": "bad", "ok_text": "ok"}.get(token, "muted")
        set_look(self.state, look)
        self._say_side(row, chosen, place, age)
        faults = (*self.editor.faults, *row.faults)
        self.problem.setText("\n".join(fault_words(fault) for fault in faults))
        self.problem.setVisible(bool(faults))
        self._say_warning(row)
        free = not why_not and not busy
        pending = row.is_changed or bool(self.editor.faults)
        self.save_button.setEnabled(free and row.is_changed and not faults)
        self.revert_button.setEnabled(free and pending)
        self.delete_button.setEnabled(free and row.fence is not None)
        for button in (self.save_button, self.revert_button, self.delete_button):
            button.setToolTip(why_not or self._tips.get(button, ""))

    def show_copy(self, row: FenceRow, desk: FenceDesk, fleet: Fleet | None, number: str) -> None:
        """Show whether the fence can be copied to a tracker, and how far a copy is."""
        why_not = self._why_no_copy(row, desk, fleet, number)
        self.copy_button.setVisible(fleet is not None and fleet.provider.commands is not None)
        self.copy_button.setEnabled(not why_not)
        self.copy_button.setToolTip(why_not or self._copy_tip)
        command = desk.command if desk.copied == row.key else None
        self.fate.setText("" if command is None else copy_words(command))
        self.fate.setVisible(command is not None)
        self.take_back_button.setVisible(command is not None and command.state == "queued")
        if command is not None:
            good = {"succeeded": "ok", "failed": "bad", "expired": "warn", "unknown": "warn"}
            set_look(self.fate, good.get(command.state, "muted"))

    def retranslate(self) -> None:
        """Write all texts."""
        self.back.name(self.tr("Back to the list (Alt+Left)"))
        self.save_button.setText(self.tr("Save"))
        self.revert_button.setText(self.tr("Revert"))
        self.copy_button.setText(self.tr("Copy to the tracker"))
        self.take_back_button.setText(self.tr("Take it back"))
        self.delete_button.setAccessibleName(self.tr("Delete this fence"))
        self._tips = {
            self.save_button: self.tr("Send it to the server (Ctrl+S)"),
            self.revert_button: self.tr("Back to what is saved"),
            self.delete_button: self.tr("Delete this fence"),
        }
        self._copy_tip = self.tr(
            "The tracker then watches by itself too, always, whatever the hours; later changes "
            "are not copied"
        )
        self.editor.retranslate()

    def _why_no_copy(self, row: FenceRow, desk: FenceDesk, fleet: Fleet | None, number: str) -> str:
        if fleet is None:
            return self.tr("Choose the battery whose tracker shall have it.")
        if not fleet.can("command_set"):
            return lacks_right(fleet, self.tr("Your role may not send settings to trackers."))
        if not number:
            return self.tr("Choose the battery whose tracker shall have it.")
        if row.is_changed:
            return self.tr("Save it first.")
        if desk.busy:
            return self.tr("Something is on its way to the server.")
        if not row.draft.whole_account and number not in row.draft.devices:
            return self.tr("It is not for the chosen battery.")
        return ""

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(self.back)
        head.addWidget(self.title, 1)
        head.addWidget(self.delete_button)
        foot = button_row(self.revert_button, self.save_button)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.state)
        column.addWidget(self.side)
        column.addWidget(self.editor)
        copying = QHBoxLayout()
        copying.setSpacing(8)
        copying.addWidget(self.copy_button)
        copying.addWidget(self.take_back_button)
        copying.addStretch(1)
        column.addLayout(copying)
        column.addWidget(self.fate)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(8)
        outer.addLayout(head)
        outer.addWidget(scrolling(inner), 1)
        outer.addWidget(self.problem)
        outer.addWidget(self.warning)
        outer.addLayout(foot)
        for hidden in (self.problem, self.warning, self.fate, self.take_back_button, self.side):
            hidden.hide()

    def _say_side(self, row: FenceRow, chosen: str, place: Place | None, age: str) -> None:
        area = row.draft.area
        text = ""
        if chosen and area is not None:
            if place is None:
                text = self.tr("Nobody knows where battery {number} is.").format(number=chosen)
            else:
                where = side_words(area, place)
                text = self.tr("Battery {number} is {where} ({age}).").format(
                    number=chosen, where=where, age=age
                )
        self.side.setText(text)
        self.side.setVisible(bool(text))

    def _say_warning(self, row: FenceRow) -> None:
        area = row.draft.area
        told: list[str] = []
        if row.fence is not None and not row.is_changed:
            told = [phrase(text) for text in row.fence.warnings]
        elif area is not None and not row.faults and area.size_m < SMALL_RADIUS_M:
            told = [say(_SMALL).format(metres=f"{SMALL_RADIUS_M:g}")]
        if row.sign is not Sign.FAULTY and not row.draft.whole_account and not row.draft.devices:
            told.append(self.tr("It watches no battery yet."))
        self.warning.setText("\n".join(told))
        self.warning.setVisible(bool(told))
