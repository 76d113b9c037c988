"""Lines under the list of devices, one for each board that is shared: with whom, and its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from mingtang_desk.cloud.share_state import SharePhase
from mingtang_desk.ui.fleet import share_words
from mingtang_desk.ui.spec import PanelContext
from mingtang_desk.ui.tasks import spawn
from mingtang_desk.ui.theme.type import Size
from mingtang_desk.ui.widgets.basics import Button, icon_button, plain
from mingtang_desk.ui.widgets.elided import ElidedText

if TYPE_CHECKING:
    from mingtang_desk.cloud.gateway import Share
    from mingtang_desk.session.device_session import DeviceSession

_TICK_MS = 1000


class ShareLines(QWidget):
    """Hidden while nothing is shared.

    Attributes:
        rows: the lines, by device.
    """

    def __init__(self, context: PanelContext) -> None:
        super().__init__()
        self._context = context
        self.rows: dict[DeviceSession, ShareLine] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._tick = QTimer(self, interval=_TICK_MS)
        self._tick.timeout.connect(self.show_now)
        cloud = context.cloud
        self._end = None if cloud is None else cloud.shares.observe(self.show_now)
        self.show_now()

    def show_now(self) -> None:
        """Show what is shared now."""
        cloud = self._context.cloud
        shares = () if cloud is None else cloud.shares.all
        shown = {each.session: each for each in shares if each.opened.is_set()}
        for session in set(self.rows) - set(shown):
            self.rows.pop(session).deleteLater()
        for session, share in shown.items():
            row = self.rows.get(session)
            if row is None:
                row = self.rows[session] = ShareLine(self._context, session)
                self._column.addWidget(row)
            row.show_share(share)
        self.setVisible(bool(self.rows))
        if self.rows and not self._tick.isActive():
            self._tick.start()
        elif not self.rows:
            self._tick.stop()

    def stop(self) -> None:
        """Let go of the shares; a second call is harmless."""
        self._tick.stop()
        if self._end is not None:
            self._end()
            self._end = None


class ShareLine(QWidget):
    """One shared board: the words open its dialog."""

    def __init__(self, context: PanelContext, session: DeviceSession) -> None:
        super().__init__()
        self._context, self._session = context, session
        self._share: Share | None = None
        theme = context.theme
        self._sign = QLabel()
        self._sign.setFixedWidth(16)
        self.title = ElidedText(theme)
        self.words = ElidedText(theme, token="muted", size=Size.SMALL)
        self.open_button = icon_button(theme, "external-link")
        self.open_button.setObjectName("share-open")
        self.open_button.clicked.connect(self._open)
        self.end_button: Button = plain(theme)
        self.end_button.setObjectName("share-line-end")
        self.end_button.clicked.connect(self._end)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._sign)
        row.addWidget(self.title, 1)
        row.addWidget(self.open_button)
        row.addWidget(self.end_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 0, 0, 4)
        column.setSpacing(2)
        column.addLayout(row)
        column.addWidget(self.words)
        theme.changed.connect(self._write)
        self._write()

    def show_share(self, share: Share) -> None:
        """Show how it is now."""
        self._share = share
        self._write()

    def changeEvent(self, event: QEvent) -> None:
        """Translate anew."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._write()

    def _write(self) -> None:
        self.open_button.name(self.tr("Show who looks, and what is allowed"))
        self.end_button.setText(self.tr("End"))
        self.end_button.name(self.tr("Share this board no more"))
        if self._share is None:
            return
        state = self._share.state
        is_open = state.writing_left_s is not None
        is_bad = is_open or state.phase is not SharePhase.LIVE
        ratio = self.devicePixelRatioF()
        pixmap = self._context.theme.pixmap("users", "warn" if is_bad else "ok", 14, ratio)
        self._sign.setPixmap(pixmap)
        text = self.tr("{name} is shared with {server}, {number}").format(
            name=self._session.model.name,
            server=share_words.place_of(state),
            number=state.number,
        )
        self.title.set_text(text)
        self.words.set_text(share_words.short_words(state), "warn_text" if is_bad else "muted")
        self.setAccessibleName(f"{text}. {self.words.text}")

    def _open(self) -> None:
        from mingtang_desk.ui.fleet.share_dialog import open_share

        open_share(self._context, self._session, self.window())

    def _end(self) -> None:
        cloud = self._context.cloud
        if cloud is not None:
            # Not a task of this line, which goes as soon as the share has ended.
            parent = self.parentWidget()
            spawn(parent or self, cloud.shares.end(self._session))
