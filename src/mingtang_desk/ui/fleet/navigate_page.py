"""How to get to a battery: a QR code and a link for the phone, the browser, a way on the map."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from mingtang_desk.cloud.navigation import IN_BROWSER, OLD, MapApp, NoWay, Target, link, target_of
from mingtang_desk.geo.places import write_place
from mingtang_desk.session.secrets import Secrets
from mingtang_desk.ui.fleet.navigate_route import RoutePart
from mingtang_desk.ui.fleet.navigate_words import APPS, NO_WAYS, said
from mingtang_desk.ui.shown import NOT_REPORTED, age
from mingtang_desk.ui.spec import PanelContext
from mingtang_desk.ui.widgets.basics import choice, label, plain, primary, rule
from mingtang_desk.ui.widgets.qr import SIDE, QrPicture
from mingtang_desk.ui.widgets.state_note import StateNote

if TYPE_CHECKING:
    from mingtang_desk.cloud.fleet import Fleet, FleetEvent

_LOOK_MS = 1000
_WIDE_PX = 500


class NavigatePage(QWidget):
    """Follows the battery while it is open; call `stop` before it goes.

    Args:
        context: of the panels.
        number: the battery.
        secrets: where the key of a router is kept, None = the keyring of the system.
    """

    def __init__(self, context: PanelContext, number: str, secrets: Secrets | None = None) -> None:
        super().__init__()
        theme = context.theme
        self._context, self.number = context, number
        self._target: Target | NoWay = NoWay.UNKNOWN
        self.title, self.place = label("title", wrap=True), label("muted", wrap=True)
        self.old = label("warn", wrap=True)
        self.note = StateNote(theme, "locate-fixed")
        self.qr = QrPicture()
        self.scan = label("muted", wrap=True)
        self.app = choice()
        self.app.setSizeAdjustPolicy(
            self.app.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.app.setMinimumContentsLength(12)
        for app in APPS:
            self.app.addItem("", app.value)
        self.app.setCurrentIndex(max(self.app.findData(context.prefs.values.navigate_app), 0))
        self.app.currentIndexChanged.connect(self._app_chosen)
        self.link = QLineEdit()
        self.link.setReadOnly(True)
        self.open, self.copy = primary(theme), plain(theme, "copy")
        self.copied = label("muted")
        self.open.clicked.connect(self._open)
        self.copy.clicked.connect(self._copy)
        self.route = RoutePart(context, number, secrets)
        self._build()
        self._end: Callable[[], None] | None = None
        fleet = self._fleet
        if fleet is not None:
            self._end = fleet.observe(self._heard)
        self._tick = QTimer(self, interval=_LOOK_MS)
        self._tick.timeout.connect(self._look)
        self._tick.start()
        self.retranslate()

    @property
    def chosen(self) -> MapApp:
        """The map app that is chosen."""
        return MapApp(self.app.currentData())

    def stop(self) -> None:
        """Follow nothing any more and leave the map; a second call is harmless."""
        self._tick.stop()
        if self._end is not None:
            self._end()
            self._end = None
        self.route.stop()

    def retranslate(self) -> None:
        """Write all texts."""
        for n, text in enumerate(APPS.values()):
            self.app.setItemText(n, said(text))
        self.app.setAccessibleName(self.tr("Map app"))
        self.link.setAccessibleName(self.tr("Link"))
        self.scan.setText(self.tr("Scan it with the phone that shall lead the way."))
        self.open.setText(self.tr("Open in the browser"))
        self.copy.setText(self.tr("Copy link"))
        self.qr.setAccessibleName(self.tr("QR code with the link"))
        self.copied.setText("")
        self.route.retranslate()
        self._look()

    def changeEvent(self, event: QEvent) -> None:
        """Translate anew."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def minimumSizeHint(self) -> QSize:
        """Gives way to the width of the code, so that the rest can go below it."""
        return QSize(SIDE, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow place the code stands above the buttons."""
        super().resizeEvent(event)
        ways = QBoxLayout.Direction
        wide = self.width() >= _WIDE_PX
        self._both.setDirection(ways.LeftToRight if wide else ways.TopToBottom)

    @property
    def _fleet(self) -> Fleet | None:
        cloud = self._context.cloud
        return None if cloud is None else cloud.fleet

    def _build(self) -> None:
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._both.setSpacing(16)
        self._both.addWidget(self.qr)
        side = QVBoxLayout()
        side.setSpacing(8)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.open, self.copy):
            buttons.addWidget(button)
        buttons.addStretch(1)
        for widget in (self.scan, self.app, self.link):
            side.addWidget(widget)
        side.addLayout(buttons)
        side.addWidget(self.copied)
        side.addStretch(1)
        self._both.addLayout(side, 1)
        self._ways = QWidget()
        ways = QVBoxLayout(self._ways)
        ways.setContentsMargins(0, 0, 0, 0)
        ways.setSpacing(12)
        ways.addLayout(self._both)
        ways.addWidget(rule())
        ways.addWidget(self.route)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for text in (self.title, self.place, self.old):
            column.addWidget(text)
        column.addSpacing(8)
        column.addWidget(self.note, 1)
        column.addWidget(self._ways)
        column.addStretch(0)

    def _heard(self, event: FleetEvent) -> None:
        if event.number == self.number:
            self._look()

    def _app_chosen(self) -> None:
        self._context.prefs.keep(self.route.show_error, navigate_app=self.chosen.value)
        self._look()

    def _open(self) -> None:
        target = self._target
        if isinstance(target, Target) and self.chosen in IN_BROWSER:
            QDesktopServices.openUrl(QUrl(link(self.chosen, target)))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.link.text())
        self.copied.setText(self.tr("Copied"))

    def _look(self) -> None:
        fleet = self._fleet
        battery = None if fleet is None else fleet.table.get(self.number)
        self._target = target = target_of(battery)
        known = isinstance(target, Target)
        name = "" if battery is None else battery.name
        self.title.setText(f"{name} · {self.number}" if name else self.number)
        self.note.setVisible(not known)
        self._ways.setVisible(known)
        self.place.setVisible(known)
        self.route.show_target(target if isinstance(target, Target) else None)
        if not isinstance(target, Target):
            self.note.say(self.tr("No way there"), said(NO_WAYS[target]))
            self.old.hide()
            return
        how_old = None if fleet is None else target.age(fleet.now())
        ago = NOT_REPORTED if how_old is None else age(how_old.total_seconds())
        self.place.setText(f"{write_place(target.place)} · {ago}")
        is_old = how_old is None or how_old > OLD
        self.old.setVisible(is_old)
        if how_old is None:
            self.old.setText(self.tr("Nobody knows how old this position is."))
        elif is_old:
            self.old.setText(self.tr("This position is old: the battery may be elsewhere by now."))
        text = link(self.chosen, target)
        if text != self.link.text():
            self.link.setText(text)
            self.link.setCursorPosition(0)
            self.copied.setText("")
        self.qr.show_text(text)
        browses = self.chosen in IN_BROWSER
        self.open.setEnabled(browses)
        self.open.setToolTip("" if browses else self.tr("This link opens an app on the phone."))
