"""The page with the list of fences: which ones, new ones, and the way back of the last delete."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mingtang_desk.ui.fleet.battery_note import say_logged_out
from mingtang_desk.ui.fleet.fence_list import FenceList
from mingtang_desk.ui.fleet.fence_rows import FenceRow
from mingtang_desk.ui.map.overlays import Shape
from mingtang_desk.ui.shown import age
from mingtang_desk.ui.spec import PanelContext
from mingtang_desk.ui.widgets.basics import Button, choice, icon_button, label, plain
from mingtang_desk.ui.widgets.state_note import AgeBanner, StateNote

if TYPE_CHECKING:
    from mingtang_desk.cloud.fleet import Fleet
    from mingtang_desk.ui.fleet.fence_desk import FenceDesk

_ALL, _BATTERY = range(2)


class FenceListPage(QWidget):
    """Its owner listens to the buttons and the list."""

    def __init__(self, context: PanelContext) -> None:
        super().__init__()
        theme = context.theme
        self._context = context
        self.scope = choice()
        self.scope.addItems(["", ""])
        self.scope.setSizeAdjustPolicy(
            self.scope.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.scope.setMinimumContentsLength(10)
        self.scope.setCurrentIndex(_BATTERY if context.prefs.values.fences_of_battery else _ALL)
        self.scope.activated.connect(self._remember)
        self.refresh = icon_button(theme, "refresh-cw")
        self.circle, self.polygon, self.here = plain(theme), plain(theme), plain(theme)
        for button in (self.circle, self.polygon):
            button.setCheckable(True)
        self.hint = label("muted", wrap=True)
        self.banner = AgeBanner(theme)
        self.list = FenceList(theme)
        self.notice = StateNote(theme, "layers")
        self.undo_words = label("muted", wrap=True)
        self.undo = Button(theme, "link")
        self.reason = label("muted", wrap=True)
        self.edit, self.delete_button = plain(theme), icon_button(theme, "trash-2")
        self._number = ""
        self._build()

    @property
    def of_battery(self) -> bool:
        """Whether only the fences of the chosen battery are wanted."""
        return self.scope.currentIndex() == _BATTERY

    def name_battery(self, number: str) -> None:
        """Name the battery that is chosen, "" = none."""
        self._number = number
        self._write_scope()

    def row_at(self, index: QModelIndex) -> FenceRow | None:
        """Return the fence of a row."""
        rows = self.list.fences.rows
        return rows[index.row()] if index.isValid() and index.row() < len(rows) else None

    def show_rows(
        self,
        desk: FenceDesk,
        rows: Sequence[FenceRow],
        selected: str,
        *,
        fleet: Fleet | None,
        has_client: bool,
        why_not: str,
        placed: bool,
        drawing: Shape | None,
    ) -> None:
        """Show fences.

        Args:
            desk: what is known of them.
            rows: the fences.
            selected: key of one of them, "" = none.
            fleet: whose, None = nobody is logged in.
            has_client: there is something to log in with.
            why_not: why this login may change nothing, "" = it may.
            placed: it is known where the chosen battery is.
            drawing: what is being drawn.
        """
        usable = fleet is not None and fleet.provider.fences is not None
        self.list.fences.show_rows(rows)
        self.list.setCurrentIndex(self.list.fences.at(selected))
        self.list.setVisible(bool(rows))
        self.notice.setVisible(not rows)
        self._say_notice(desk, fleet, has_client=has_client)
        self._say_age(fleet)
        for widget in (self.scope, self.refresh, self.circle, self.polygon, self.here):
            widget.setVisible(usable)
        for button, shape in ((self.circle, Shape.CIRCLE), (self.polygon, Shape.POLYGON)):
            button.setChecked(drawing is shape)
            button.setEnabled(usable and not why_not)
            button.setToolTip(why_not or self._draw_tip)
        nowhere = "" if placed else self._no_place()
        self.here.setEnabled(usable and not why_not and not nowhere)
        self.here.setToolTip(why_not or nowhere or self._here_tip)
        self._say_hint(drawing)
        self.reason.setText(why_not if usable else "")
        self.reason.setVisible(bool(self.reason.text()))
        for button in (self.edit, self.delete_button):
            button.setVisible(bool(rows))
        self.edit.setEnabled(bool(selected))
        self.edit.setText(self.tr("Look at it") if why_not else self.tr("Edit"))
        self.delete_button.setEnabled(bool(selected) and not why_not and not desk.busy)
        self.delete_button.setToolTip(why_not or self._delete_tip)
        gone = desk.deleted
        self.undo.setVisible(gone is not None)
        self.undo.setEnabled(not desk.busy)
        self.undo_words.setVisible(gone is not None)
        if gone is not None:
            self.undo_words.setText(self.tr("“{name}” was deleted.").format(name=gone.name))

    def retranslate(self) -> None:
        """Write all texts."""
        self.scope.setItemText(_ALL, self.tr("All fences"))
        self._write_scope()
        self.scope.setAccessibleName(self.tr("Which fences"))
        self.refresh.name(self.tr("Read the fences again"))
        self.circle.setText(self.tr("Circle"))
        self.polygon.setText(self.tr("Polygon"))
        self.here.setText(self.tr("Fence here"))
        self.list.setAccessibleName(self.tr("Fences"))
        self.undo.setText(self.tr("Undo"))
        self.undo.setToolTip(
            self.tr("Make it again as it was; copies on trackers stay as they are")
        )
        self.delete_button.setAccessibleName(self.tr("Delete the selected fence"))
        self._draw_tip = self.tr("Draw it on the map")
        self._here_tip = self.tr("Begin a circle around the chosen battery")
        self._delete_tip = self.tr("Delete the selected fence (Del)")

    def _build(self) -> None:
        self._draw_tip = self._here_tip = self._delete_tip = ""
        top, new, foot, back = QHBoxLayout(), QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        top.addWidget(self.scope, 1)
        top.addWidget(self.refresh)
        for button in (self.circle, self.polygon, self.here):
            new.addWidget(button)
        new.addStretch(1)
        back.addWidget(self.undo_words, 1)
        back.addWidget(self.undo)
        foot.addWidget(self.delete_button)
        foot.addStretch(1)
        foot.addWidget(self.edit)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for line in (top, new):
            line.setSpacing(8)
            column.addLayout(line)
        column.addWidget(self.hint)
        column.addWidget(self.banner)
        column.addWidget(self.list, 1)
        column.addWidget(self.notice, 1)
        column.addWidget(self.reason)
        column.addLayout(back)
        column.addLayout(foot)

    def _say_notice(self, desk: FenceDesk, fleet: Fleet | None, *, has_client: bool) -> None:
        note = self.notice
        note.action.hide()
        if fleet is None:
            say_logged_out(note, has_client=has_client)
        elif fleet.provider.fences is None:
            note.say(self.tr("This cloud has no fences"))
        elif desk.failed:
            note.say(self.tr("The fences could not be read"))
            note.action.setText(self.tr("Try again"))
            note.action.show()
        elif not desk.loaded:
            note.say(self.tr("Reading the fences…"))
        elif self.of_battery and self._number:
            note.say(
                self.tr("No fence watches this battery"),
                self.tr("Draw one on the map, or begin with a circle around the battery."),
            )
        else:
            note.say(
                self.tr("No fences yet"),
                self.tr("Draw one on the map. A battery that leaves it raises an alarm."),
            )

    def _say_age(self, fleet: Fleet | None) -> None:
        old = None if fleet is None or fleet.phase in ("live", "loading") else fleet.age_s
        if old is None:
            self.banner.say("", "")
            return
        self.banner.say(
            self.tr("Heard {age}").format(age=age(old)),
            self.tr("The link to the server is broken; crossings are not told now."),
        )

    def _say_hint(self, drawing: Shape | None) -> None:
        texts = {
            Shape.CIRCLE: self.tr("Draw the circle on the map: centre first, then its edge."),
            Shape.POLYGON: self.tr("Set the corners on the map; the first one closes it."),
        }
        self.hint.setText("" if drawing is None else texts.get(drawing, ""))
        self.hint.setVisible(bool(self.hint.text()))

    def _no_place(self) -> str:
        if not self._number:
            return self.tr("Choose a battery first.")
        return self.tr("Nobody knows yet where this battery is.")

    def _write_scope(self) -> None:
        self.scope.setItemText(
            _BATTERY,
            self.tr("Of battery {number}").format(number=self._number)
            if self._number
            else self.tr("Of the chosen battery"),
        )

    def _remember(self) -> None:
        self._context.prefs.keep(lambda _: None, fences_of_battery=self.of_battery)
