"""A shown plot panel with a device that is live, and a mouse for it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QMainWindow

from mingtang_desk.ui.panels.plot import PlotPanel
from mingtang_desk.ui.spec import PanelContext
from tests.ui.building import settle
from tests.ui.fakes import START, FakeHub, FakeSession, sample_weak

T0 = START.timestamp()


class Plot:
    """A shown panel with a device that has been live for some seconds."""

    def __init__(self, hub: FakeHub, context: PanelContext, seconds: int = 60) -> None:
        self.hub, self.context = hub, context
        self.device: FakeSession = hub.add("sim://jbd-13s")
        self.device.identify("pack")
        self.panel = PlotPanel(context)
        self.holder = QMainWindow()
        self.holder.setCentralWidget(self.panel)
        self.holder.resize(700, 400)
        self.feed(seconds)
        self.holder.show()
        settle()
        self.flush()

    def feed(self, seconds: int, **changes: object) -> None:
        for _ in range(seconds):
            self.hub.clock.go(1.0)
            volts = 47.0 + 0.001 * self.hub.clock.at
            values = {"pack_v": volts, "time": self.hub.clock.now(), **changes}
            self.device.live(sample_weak(**values))

    def flush(self) -> None:
        self.panel.follower.flush()
        settle()

    def drawn(self, key: str) -> tuple[float, ...]:
        for lane in self.panel.view.lanes:
            for side in lane.sides:
                if key in side.items:
                    found = side.items[key].yData
                    return () if found is None else tuple(float(v) for v in found)
        raise AssertionError(f"{key} is not drawn")

    def at(self, when: float, y: float = 0.5) -> QPoint:
        area = self.panel.view.plot_area()
        return QPoint(round(self.panel.view.pixel_of(when)), round(area.top() + area.height() * y))

    def mouse(self, kind: QEvent.Type, place: QPoint, *, shift: bool = False) -> None:
        view, at = self.panel.view, QPointF(place)
        left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
        keys = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
        button = none if kind is QEvent.Type.MouseMove else left
        held = none if kind is QEvent.Type.MouseButtonRelease else left
        event = QMouseEvent(kind, at, view.mapToGlobal(at), button, held, keys)
        QApplication.sendEvent(view.viewport(), event)

    def drag(self, begin: float, end: float, *, shift: bool = False) -> None:
        start, goal = self.at(begin), self.at(end)
        self.mouse(QEvent.Type.MouseButtonPress, start, shift=shift)
        self.mouse(QEvent.Type.MouseMove, goal, shift=shift)
        self.mouse(QEvent.Type.MouseButtonRelease, goal, shift=shift)

    def close(self) -> None:
        self.panel.stop()
        self.holder.close()
        self.holder.deleteLater()
        settle()
