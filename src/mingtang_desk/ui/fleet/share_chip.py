"""The button of the strip that is there while a board is shared: it never scrolls away."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QTimer

from mingtang_desk.ui.fleet import share_words
from mingtang_desk.ui.spec import PanelContext
from mingtang_desk.ui.widgets.basics import Button

_TICK_MS = 1000


class ShareChip(Button):
    """Hidden while nothing is shared; a click opens the dialog of a share."""

    def __init__(self, context: PanelContext) -> None:
        super().__init__(context.theme, "", icon="users")
        self._context = context
        self.setObjectName("strip-share")
        self.hide()
        self.clicked.connect(self._open)
        self._tick = QTimer(self, interval=_TICK_MS)
        self._tick.timeout.connect(self.show_now)
        cloud = context.cloud
        self._end = None if cloud is None else cloud.shares.observe(self.show_now)

    def show_now(self) -> None:
        """Show whether something is shared, and whether it may be written."""
        cloud = self._context.cloud
        shares = () if cloud is None else cloud.shares.all
        states = [each.state for each in shares if each.opened.is_set()]
        self.setVisible(bool(states))
        if not states:
            self._tick.stop()
            return
        if not self._tick.isActive():
            self._tick.start()
        is_open = any(each.writing_left_s is not None for each in states)
        self.setText(self.tr("Writable from afar") if is_open else self.tr("Shared"))
        self.set_icon("users", "warn_text" if is_open else "text")
        line = self.tr("Shared with {server} as {number}: {words}")
        lines = [
            line.format(
                server=share_words.place_of(each),
                number=each.number,
                words=share_words.short_words(each),
            )
            for each in states
        ]
        self.name("\n".join(lines))

    def stop(self) -> None:
        """Let go of the shares; a second call is harmless."""
        self._tick.stop()
        if self._end is not None:
            self._end()
            self._end = None

    def changeEvent(self, event: QEvent) -> None:
        """Translate anew."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.show_now()

    def _open(self) -> None:
        cloud = self._context.cloud
        if cloud is None or not cloud.shares.all:
            return
        from mingtang_desk.ui.fleet.share_dialog import open_share

        current = cloud.shares.of(self._context.selection.current)
        open_share(self._context, (current or cloud.shares.all[0]).session, self.window())
