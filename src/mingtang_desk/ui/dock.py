"""A dock that is a card: title line with the panel's header, pin, float and close; body below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDockWidget, QVBoxLayout, QWidget

from mingtang_desk.ui.dock_title import DockTitle
from mingtang_desk.ui.widgets.basics import Button, Dot
from mingtang_desk.ui.widgets.card import CardPart

if TYPE_CHECKING:
    from mingtang_desk.ui.panel import Panel
    from mingtang_desk.ui.spec import PanelContext, PanelSpec


class CardDock(QDockWidget):
    """One panel of the window, made when it is first asked for, or by `fill`.

    A panel behind another tab is hidden, so that it costs nothing until it comes to the front; its
    title line and its card are not even made before that.

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
        self._title: DockTitle | None = None
        self.seen = False
        self.setObjectName(f"dock-{spec.key}")
        self.setFeatures(
            QDockWidget.DockWidgetFeature.DockWidgetClosable
            | QDockWidget.DockWidgetFeature.DockWidgetMovable
            | QDockWidget.DockWidgetFeature.DockWidgetFloatable
        )
        self.visibilityChanged.connect(self._seen_changed)
        # Taken out from behind a tab it is in front, and nobody else says so.
        self.topLevelChanged.connect(self._taken_out)
        self._retranslate()

    @property
    def title(self) -> DockTitle:
        """The title line."""
        if self._title is None:
            theme = self._context.theme
            made = self._title = DockTitle(theme, self.spec.key, follows=self.spec.follows)
            made.pin.clicked.connect(self._pin)
            made.float_button.clicked.connect(self._float)
            made.close_button.clicked.connect(self.close)
            self.setTitleBarWidget(made)
            card = CardPart(theme, top=False)
            QVBoxLayout(card).setContentsMargins(0, 0, 0, 0)
            self.setWidget(card)
            self._say_title(made)
            if self.isFloating():  # Qt hid it for the new title, and does not say that it is back
                self.seen = self.isVisible()
        return self._title

    @property
    def pin(self) -> Button:
        """The button that ties the panel to the device shown now."""
        return self.title.pin

    @property
    def dot(self) -> Dot:
        """The colour of the device, where there are several."""
        return self.title.dot

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
            title = self.title
            for widget in panel.header:
                title.add(widget)
            # Tabs of one place would jump in size if a hidden panel gave up its room.
            policy = panel.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            panel.setSizePolicy(policy)
            inside = self.widget().layout()
            assert inside is not None
            inside.addWidget(panel)
            panel.setVisible(self.seen)
            panel.follower.changed.connect(lambda: self._show_pin(title))
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
            if not self.isFloating():  # not while Qt shows it; `fill` follows soon
                _ = self.title
            self.came_up.emit(self)

    def _pin(self) -> None:
        self.fill().follower.pin(self.pin.isChecked())

    def _float(self) -> None:
        self.setFloating(not self.isFloating())
        # A new window would give the keyboard, and with it the ring, to the pin.
        self.bring_up()

    def _show_pin(self, title: DockTitle) -> None:
        pin, dot = title.pin, title.dot
        if self._panel is None:
            pin.setEnabled(False)
            dot.hide()
            pin.name(self.tr("Pin to the device shown now"))
            return
        follower = self._panel.follower
        pin.setChecked(follower.pinned)
        pin.setEnabled(follower.session is not None)
        pin.set_icon("pin", "accent_text" if follower.pinned else "muted")
        dot.set_token(self._context.selection.colour(follower.session))
        several = len(self._context.hub.sessions) > 1
        dot.setVisible(self.spec.follows and (several or follower.pinned))
        name = "" if follower.model is None else follower.model.name
        dot.setToolTip(name)
        pin.name(
            self.tr("Pinned to {name}. Click to follow the selected device again.").format(
                name=name
            )
            if follower.pinned
            else self.tr("Pin to the device shown now")
        )

    def _say_title(self, title: DockTitle) -> None:
        title.name.set_text(self.windowTitle())
        title.float_button.name(self.tr("Take out of the window, or put back"))
        title.close_button.name(self.tr("Close (the menu brings it back)"))
        self._show_pin(title)

    def _retranslate(self) -> None:
        title = QCoreApplication.translate("Panel", self.spec.title)
        self.setWindowTitle(title)
        if self._panel is not None:
            self._panel.setAccessibleName(title)
        if self._title is not None:
            self._say_title(self._title)
