"""The base of every panel: follows a device, shows errors in a line, can be translated anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.device.capabilities import Capability
from mingtang_desk.device.model import DeviceModel, Mode, Topic
from mingtang_desk.ui.follower import DeviceFollower
from mingtang_desk.ui.widgets.error_line import ErrorLine

if TYPE_CHECKING:
    from mingtang_desk.core.errors import MingtangError
    from mingtang_desk.session.device_session import DeviceSession
    from mingtang_desk.ui.spec import PanelContext

_BEYOND_STATUS = frozenset((Capability.SETTINGS_READ, Capability.COUNTERS))
_STATUS_ONLY = QT_TRANSLATE_NOOP(
    "Reason", "{protocol} tells the status alone; it has no settings, counters or switches."
)


class Panel(QWidget):
    """A panel: fill `body`, override `bind`, `refresh`, `retranslate`; `start` is the last call.

    Attributes:
        context: all it may use.
        follower: the device it shows; `session` and `model` are short for the follower's.
        header: widgets of this panel for the right side of its title line.
        body: layout for its content; the error line stands under it.
    """

    def __init__(self, context: PanelContext) -> None:
        super().__init__()
        self.context = context
        self.header: list[QWidget] = []
        self.error_line = ErrorLine(context.theme, self)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(12, 0, 12, 12)
        outer.setSpacing(8)
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        outer.addLayout(self.body, 1)
        outer.addWidget(self.error_line)
        self.follower = DeviceFollower(
            context.hub, context.selection, self, bind=self._bind, refresh=self.refresh
        )
        context.theme.changed.connect(self._themed)

    @property
    def session(self) -> DeviceSession | None:
        """The device shown, None when there is none."""
        return self.follower.session

    @property
    def model(self) -> DeviceModel | None:
        """Its model."""
        return self.follower.model

    def start(self) -> None:
        """Write all texts and bind to the device; the last call of `__init__`."""
        for widget in self.header:
            if widget.parentWidget() is None:
                # Shown without a parent it would be a window of its own for a moment.
                widget.setParent(self)
        self.retranslate()
        self.follower.start()

    def bind(self, session: DeviceSession | None) -> None:
        """Show another device, or none."""

    def refresh(self, topics: frozenset[Topic]) -> None:
        """Show what changed; at most ten times a second."""

    def retranslate(self) -> None:
        """Write every text in the present language."""

    def rethemed(self) -> None:
        """Take icons in the present colours; words and grounds come from the style sheet."""

    def show_error(self, error: MingtangError | None) -> None:
        """Show what failed in the line of this panel; None clears it."""
        self.error_line.show_error(error)

    def lacks(self, capability: Capability) -> bool:
        """Return whether the device shown is known and cannot do this."""
        model = self.model
        return model is not None and bool(model.protocol) and capability not in model.capabilities

    def lack_reason(self) -> str:
        """Return why the board shown can do less than others, "" when nothing is known of it."""
        model = self.model
        if model is None or model.lacks or model.mode is Mode.REPLAY:
            return "" if model is None else words("Reason", model.lacks)
        if _BEYOND_STATUS & model.capabilities:
            return ""
        return words("Reason", _STATUS_ONLY).format(protocol=model.protocol_label)

    def stop(self) -> None:
        """Let go of the device; the window calls it before it closes."""
        self.follower.stop()

    def changeEvent(self, event: QEvent) -> None:
        """Translate anew when the language changed."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _bind(self, session: DeviceSession | None) -> None:
        self.show_error(None)
        self.bind(session)

    def _themed(self) -> None:
        self.rethemed()
        self.update()


def words(context: str, text: str) -> str:
    """Translate a text of a table, marked there in `context` ("Status", "Setting", "Event")."""
    return QCoreApplication.translate(context, text) if text else ""
