"""How the list is: what stands over it while the link is broken, and what instead of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from mingtang_desk.cloud.decode import plain as plain_text
from mingtang_desk.ui.errors import error_words
from mingtang_desk.ui.fleet.list_columns import ago, figure
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.widgets.basics import label, plain
from mingtang_desk.ui.widgets.state_note import AgeBanner

if TYPE_CHECKING:
    from mingtang_desk.cloud.fleet import Fleet


class LinkBanner(QWidget):
    """Over the list: its age where it is not live, with a button; its progress while it comes in.

    Attributes:
        action: the button, hidden where there is nothing to do.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.age = AgeBanner(theme)
        self.action = plain(theme)
        self.action.hide()
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._words = label("muted")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.age, 1)
        row.addWidget(self.action, 0, Qt.AlignmentFlag.AlignTop)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(4)
        outer.addLayout(row)
        outer.addWidget(self._words)
        outer.addWidget(self._progress)
        self.hide()

    @property
    def is_old(self) -> bool:
        """Whether what is shown is old."""
        return not self.age.isHidden()

    def show_fleet(self, fleet: Fleet | None) -> None:
        """Say how the link of a fleet is."""
        from mingtang_desk.cloud.fleet import FleetPhase

        if fleet is None:
            self.hide()
            return
        ended, broken = fleet.phase is FleetPhase.ENDED, fleet.phase is FleetPhase.BROKEN
        seconds = fleet.age_s
        if fleet.as_of is not None:
            seconds = max((fleet.now() - fleet.as_of).total_seconds(), 0.0)
        is_old = (ended or broken or fleet.as_of is not None) and len(fleet.table) > 0
        if is_old and seconds is not None:
            title = self.tr("As of {age}").format(age=ago(seconds))
            self.age.say(title, link_words(fleet))
        else:
            self.age.say("", "")
        self.action.setText(self.tr("Log in…") if ended else self.tr("Try again"))
        self.action.setVisible(is_old and (ended or broken))
        self._show_progress(fleet)
        self.setVisible(is_old or (fleet.read is not None and not fleet.is_whole))

    def _show_progress(self, fleet: Fleet) -> None:
        read = fleet.read
        first = read is not None and not fleet.is_whole
        self._progress.setVisible(first)
        self._words.setVisible(first)
        if read is None or not first:
            return
        total = 0 if fleet.told is None else fleet.told.all
        self._progress.setRange(0, total)
        self._progress.setValue(min(read, total))
        if total:
            text = self.tr("Reading the list: {read} of {all}")
        else:
            text = self.tr("Reading the list: {read}")
        self._words.setText(text.format(read=figure(read), all=figure(total)))


def link_words(fleet: Fleet) -> str:
    """Return why a link is not live, "" = it is, or nothing is known."""
    if fleet.error is None:
        return ""
    words = error_words(fleet.error)
    return plain_text(f"{words.message} {words.hint}", 400)
