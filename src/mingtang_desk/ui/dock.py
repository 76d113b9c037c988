"""A dock that is a card: title line with the panel's header, pin, float and close; body below."""

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDockWidget,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from mingtang_desk.ui.panel import Panel
from mingtang_desk.ui.spec import PanelContext, PanelSpec
from mingtang_desk.ui.widgets.basics import Dot, icon_button
from mingtang_desk.ui.widgets.card import CardPart
from mingtang_desk.ui.widgets.elided import ElidedText


class CardDock(QDockWidget):
    """One panel of the window, made when it is first asked for, or by `fill`.

    A panel behind another tab is hidden, so that it costs nothing until it comes to the front.

    Attributes:
        spec: its row.
        seen: True while it is open and in front.
    """

    came_up = Signal(object)
    filled_now = Signal(object)
    escaped = Signal()

    def __init__(self, spec: PanelSpec, context: PanelContext, parent: QWidget) -> None:
        super().__init__(parent)
        self.spec = spec
        self._context = context
        self._panel: Panel | None = None
        self.seen = False
        self.setObjectName(f"dock-{spec.key}")
        self.title = ElidedText(context.theme, strong=True)
        self.title.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.dot = Dot(context.theme)
        self.pin = icon_button(context.theme, "pin")
        self.pin.setObjectName(f"pin-{spec.key}")
        self.pin.setCheckable(True)
        self.pin.clicked.connect(self._pin)
        self.float_button = icon_button(context.theme, "external-link")
        self.float_button.clicked.connect(self._float)
        self.close_button = icon_button(context.theme, "x")
        self.close_button.clicked.connect(self.close)
        self._header = QHBoxLayout()
        self._header.setSpacing(8)
        self.setTitleBarWidget(self._title_line())
        card = CardPart(context.theme, top=False)
        self._inside = QVBoxLayout(card)
        self._inside.setContentsMargins(0, 0, 0, 0)
        self.setWidget(card)
        self.setFeatures(
            QDockWidget.DockWidgetFeature.DockWidgetClosable
            | QDockWidget.DockWidgetFeature.DockWidgetMovable
            | QDockWidget.DockWidgetFeature.DockWidgetFloatable
        )
        self.pin.setVisible(spec.follows)
        self.visibilityChanged.connect(self._seen_changed)
        # Taken out from behind a tab it is in front, and nobody else says so.
        self.topLevelChanged.connect(self._taken_out)
        self._retranslate()

    @property
    def filled(self) -> bool:
        """True when the panel was made."""
        return self._panel is not None

    @property
    def panel(self) -> Panel:
        """The panel."""
        return self.fill()

    def fill(self) -> Panel:
        """Make the panel, once."""
        if self._panel is None:
            panel = self._panel = self.spec.make(self._context)
            panel.setObjectName(f"panel-{self.spec.key}")
            for widget in panel.header:
                self._header.addWidget(widget)
            # Tabs of one place would jump in size if a hidden panel gave up its room.
            policy = panel.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            panel.setSizePolicy(policy)
            self._inside.addWidget(panel)
            panel.setVisible(self.seen)
            panel.follower.changed.connect(self._show_pin)
            self._retranslate()
            self.filled_now.emit(self)
        return self._panel

    def bring_up(self) -> None:
        """Show it in front and give it the keyboard."""
        self.show()
        self.raise_()
        ready = (
            child
            for child in self.panel.findChildren(QWidget)
            if child.focusPolicy() & Qt.FocusPolicy.TabFocus and child.isVisibleTo(self.panel)
        )
        first = next((child for child in ready if child.isEnabled()), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def changeEvent(self, event: QEvent) -> None:
        """Translate anew."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Out of the window Esc would reach nobody."""
        if event.key() == Qt.Key.Key_Escape and self.isFloating():
            self.escaped.emit()
        else:
            super().keyPressEvent(event)

    def _taken_out(self, out: bool) -> None:
        if out and self.isVisible():
            self._seen_changed(True)

    def _seen_changed(self, seen: bool) -> None:
        self.seen = seen
        if self._panel is not None:
            self._panel.setVisible(seen)
        if seen:
            self.came_up.emit(self)

    def _title_line(self) -> CardPart:
        line = CardPart(self._context.theme, bottom=False)
        row = QHBoxLayout(line)
        row.setContentsMargins(12, 8, 6, 4)
        row.setSpacing(8)
        row.addWidget(self.title)
        row.addWidget(self.dot)
        row.addStretch(1)
        row.addLayout(self._header)
        tools = QHBoxLayout()
        tools.setSpacing(0)
        for button in (self.pin, self.float_button, self.close_button):
            tools.addWidget(button)
        row.addLayout(tools)
        line.setFixedHeight(36)
        return line

    def _pin(self) -> None:
        self.fill().follower.pin(self.pin.isChecked())

    def _float(self) -> None:
        self.setFloating(not self.isFloating())
        # A new window would give the keyboard, and with it the ring, to the pin.
        self.bring_up()

    def _show_pin(self) -> None:
        if self._panel is None:
            self.pin.setEnabled(False)
            self.dot.hide()
            self.pin.name(self.tr("Pin to the device shown now"))
            return
        follower = self._panel.follower
        self.pin.setChecked(follower.pinned)
        self.pin.setEnabled(follower.session is not None)
        self.pin.set_icon("pin", "accent_text" if follower.pinned else "muted")
        self.dot.set_token(self._context.selection.colour(follower.session))
        several = len(self._context.hub.sessions) > 1
        self.dot.setVisible(self.spec.follows and (several or follower.pinned))
        name = "" if follower.model is None else follower.model.name
        self.dot.setToolTip(name)
        self.pin.name(
            self.tr("Pinned to {name}. Click to follow the selected device again.").format(
                name=name
            )
            if follower.pinned
            else self.tr("Pin to the device shown now")
        )

    def _retranslate(self) -> None:
        title = QCoreApplication.translate("Panel", self.spec.title)
        self.setWindowTitle(title)
        self.title.set_text(title)
        if self._panel is not None:
            self._panel.setAccessibleName(title)
        self.float_button.name(self.tr("Take out of the window, or put back"))
        self.close_button.name(self.tr("Close (the menu brings it back)"))
        self._show_pin()
