"""The four figures over the cells: pack voltage, current, SOC, warnings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from mingtang_desk.device.catalogue.events import ALARMS, FAULTS, PROTECTIONS
from mingtang_desk.device.model import DeviceModel, Topic
from mingtang_desk.ui.follower import DeviceFollower
from mingtang_desk.ui.shown import NOT_REPORTED, event_words, number, word
from mingtang_desk.ui.spec import PanelContext
from mingtang_desk.ui.widgets.figure import Figure
from mingtang_desk.ui.workspaces import LOW_PX, workspace

if TYPE_CHECKING:
    from mingtang_desk.device.sample import PackSample
    from mingtang_desk.session.device_session import DeviceSession


class Headline(QWidget):
    """Follows the selected device."""

    def __init__(self, context: PanelContext) -> None:
        super().__init__()
        self.pack, self.current, self.soc, self.warnings = figures = tuple(
            Figure(context.theme) for _ in range(4)
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for figure in figures:
            row.addWidget(figure, 1)
        self.setFixedHeight(self.pack.height())
        self._prefs = context.prefs
        context.prefs.changed.connect(self._fit)
        self.follower = DeviceFollower(
            context.hub, context.selection, self, bind=self._bind, refresh=self._refresh
        )
        self.follower.start()

    def changeEvent(self, event: QEvent) -> None:
        """Translate anew."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._show()

    def set_big(self, big: bool) -> None:
        """Make the figures large enough to be read from two metres, or as they were."""
        for figure in (self.pack, self.current, self.soc, self.warnings):
            figure.set_big(big)
        self.setFixedHeight(self.pack.height())

    def showEvent(self, event: QShowEvent) -> None:
        """Look how high the window is, from now on."""
        super().showEvent(event)
        self.window().installEventFilter(self)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Be slim in a low window, where the workspace wants it."""
        if event.type() == QEvent.Type.Resize:
            self._fit()
        return super().eventFilter(watched, event)

    def stop(self) -> None:
        """Let go of the device."""
        self.follower.stop()

    def _fit(self) -> None:
        row = workspace(self._prefs.values.workspace)
        slim = row.slim and self.window().height() < LOW_PX
        for figure in (self.pack, self.current, self.soc, self.warnings):
            figure.set_slim(slim)
        self.setFixedHeight(self.pack.height())

    def _bind(self, session: DeviceSession | None) -> None:
        self._show()

    def _refresh(self, topics: frozenset[Topic]) -> None:
        self._show()

    def _show(self) -> None:
        model = self.follower.model
        sample = None if model is None else model.sample
        token = "muted" if model is None or model.stale else "text"
        self._show_pack(sample, token)
        self._show_current(sample, token)
        soc = None if sample is None else sample.soc_pct
        left = None if sample is None else sample.remaining_ah
        self.soc.show_figure(
            self.tr("SOC"),
            NOT_REPORTED if soc is None else number(soc, 0),
            "" if soc is None else "%",
            "" if left is None else f"{number(left, 1)} Ah",
            token=token,
        )
        self._show_warnings(model, sample, token)

    def _show_pack(self, sample: PackSample | None, token: str) -> None:
        volts = None if sample is None else sample.pack_v
        delta = None if sample is None else sample.cell_delta_v
        self.pack.show_figure(
            self.tr("Pack"),
            NOT_REPORTED if volts is None else number(volts, 2),
            "" if volts is None else "V",
            "" if delta is None else f"Δ {number(delta * 1000, 0)} mV",
            token=token,
        )

    def _show_current(self, sample: PackSample | None, token: str) -> None:
        amperes = None if sample is None else sample.current_a
        state = "" if sample is None or sample.state is None else word(sample.state)
        self.current.show_figure(
            self.tr("Current"),
            NOT_REPORTED if amperes is None else number(amperes, 1),
            "" if amperes is None else "A",
            state,
            token=token,
        )

    def _show_warnings(
        self, model: DeviceModel | None, sample: PackSample | None, token: str
    ) -> None:
        if model is None or sample is None:
            self.warnings.show_figure(self.tr("Warnings"), NOT_REPORTED, token=token)
            return
        words = [
            *event_words(sample.faults, FAULTS),
            *event_words(sample.protections, PROTECTIONS),
            *event_words(sample.alarms, ALARMS),
        ]
        if not words:
            note = self.tr("%n active protection(s)", "", 0)
            self.warnings.show_figure(self.tr("Warnings"), word("none"), "", note, token=token)
            return
        serious = bool(sample.faults or sample.protections)
        colour = "bad_text" if serious else "warn_text"
        self.warnings.show_figure(
            self.tr("Warnings"),
            str(len(words)),
            "",
            " · ".join(words),
            token=token if model.stale else colour,
            note_token=token if model.stale else colour,
        )
