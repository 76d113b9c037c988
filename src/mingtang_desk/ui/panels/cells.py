"""Cells: the grid laid out like the pack, with its legend and the scale of its bars.

The axis is fixed per chemistry, or zoomed to the spread.
"""

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mingtang_desk.device.capabilities import Capability
from mingtang_desk.device.model import Topic
from mingtang_desk.device.plausibility import DEAD_V, LIVING_V
from mingtang_desk.device.sample import PackSample
from mingtang_desk.session.device_session import DeviceSession
from mingtang_desk.ui.cell_layout import FREE, CellLayout, layout_of
from mingtang_desk.ui.cell_limits import CellLimits, axis, limits_of, marks
from mingtang_desk.ui.link_words import no_device_words, state_words
from mingtang_desk.ui.panel import Panel
from mingtang_desk.ui.past_words import cells_words
from mingtang_desk.ui.plot.plotted import cell_key
from mingtang_desk.ui.shown import number, word
from mingtang_desk.ui.spec import PanelContext
from mingtang_desk.ui.theme.type import Size
from mingtang_desk.ui.tips import origin_tip
from mingtang_desk.ui.widgets.basics import icon_button
from mingtang_desk.ui.widgets.cell_grid import CellGrid, CellsView
from mingtang_desk.ui.widgets.cell_layout_popover import CellLayoutPopover
from mingtang_desk.ui.widgets.elided import ElidedText
from mingtang_desk.ui.widgets.legend import Legend
from mingtang_desk.ui.widgets.past_banner import PastBanner
from mingtang_desk.ui.widgets.scroll import scrolling
from mingtang_desk.ui.widgets.state_note import AgeBanner, StateNote


class CellsPanel(Panel):
    """The cells of one pack."""

    def __init__(self, context: PanelContext) -> None:
        super().__init__(context)
        theme = context.theme
        self.legend = Legend(theme)
        self.zoom = icon_button(theme, "zoom-in")
        self.zoom.setObjectName("cells-zoom")
        self.zoom.setCheckable(True)
        self.zoom.setChecked(context.prefs.values.zoomed)
        self.zoom.toggled.connect(self._zoomed)
        key = QShortcut(QKeySequence(Qt.Key.Key_Z), self)
        key.setContext(Qt.ShortcutContext.WindowShortcut)
        key.activated.connect(self.zoom.toggle)
        self.arrange = icon_button(theme, "layout-grid")
        self.arrange.setObjectName("cells-layout")
        self.arrange.clicked.connect(self._open_layout)
        self.popover: CellLayoutPopover | None = None
        self.header = [self.legend, self.arrange, self.zoom]
        self.grid = CellGrid(theme, self._describe)
        self.grid.picked.connect(lambda cell: context.plotted.toggle(cell_key(cell)))
        self.banner, self.of_past = AgeBanner(theme), PastBanner(theme, context.past)
        self.note = StateNote(theme)
        # Between them, because the sheet makes what a scroll area holds transparent: the grid would
        # then repaint everything under it with each sample.
        holder = QWidget()
        inside = QVBoxLayout(holder)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.grid)
        self.scroll_area = scrolling(holder)
        self.scroll_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.scale = ElidedText(theme, token="muted", size=Size.SMALL)
        self.spread = ElidedText(
            theme, token="muted", size=Size.SMALL, align=Qt.AlignmentFlag.AlignRight
        )
        self.foot = QWidget()
        foot = QHBoxLayout(self.foot)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.setSpacing(12)
        foot.addWidget(self.scale, 1)
        foot.addWidget(self.spread)
        self.body.addWidget(self.of_past)
        self.body.addWidget(self.banner)
        self.body.addWidget(self.scroll_area, 1)
        self.body.addWidget(self.foot)
        self.body.addWidget(self.note, 1)
        context.past.changed.connect(self._show)
        context.past.moved.connect(self._past_moved)
        self.start()

    def bind(self, session: DeviceSession | None) -> None:
        """Show another pack."""
        self._show()

    def refresh(self, topics: frozenset[Topic]) -> None:
        """Show new voltages, or grey old ones."""
        if topics & {Topic.SAMPLE, Topic.LINK, Topic.IDENTITY, Topic.SETTINGS}:
            self._show()

    def retranslate(self) -> None:
        """Write texts anew."""
        self.zoom.name(self.tr("Zoom the bars to the spread of the cells (Z)"))
        self.arrange.name(self.tr("Lay the cells out like the pack"))
        self.grid.setAccessibleName(self.tr("Cell voltages"))
        self.scroll_area.setAccessibleName(self.tr("Cell voltages"))
        self._show()

    def _zoomed(self, on: bool) -> None:
        self.context.prefs.keep(self.show_error, zoomed=on)
        self._show()

    def stop(self) -> None:
        """Let go of device and window."""
        super().stop()
        if self.popover is not None:
            self.popover.deleteLater()
            self.popover = None

    @property
    def layout_key(self) -> str:
        """Under what the layout of this device is remembered: its id, else its address."""
        session = self.session
        if session is None:
            return ""
        model, key = session.model, session.key
        # A recording has the name of its pack, but is not that device for journal and history.
        known = key.device_id or (model.sample.device_id if model.sample is not None else None)
        return f"{model.protocol}:{known}" if known else session.uri.text

    @property
    def cell_layout(self) -> CellLayout:
        """How the cells of this device lie."""
        return layout_of(self.context.prefs.values.cell_layouts.get(self.layout_key, ""))

    def _open_layout(self) -> None:
        window = self.window()  # the dock itself while it floats
        if self.popover is None or self.popover.parent() is not window:
            if self.popover is not None:
                self.popover.deleteLater()
            self.popover = CellLayoutPopover(self.context.theme, window)
            self.popover.chosen.connect(self._arranged)
        corner = self.arrange.mapTo(window, QPoint(0, 0))
        near = QRect(corner, self.arrange.size())
        self.popover.open_for(self.cell_layout, len(self.grid.view.cells), near)

    def _arranged(self, layout: CellLayout) -> None:
        key = self.layout_key
        if not key:
            return
        kept = dict(self.context.prefs.values.cell_layouts)
        kept.pop(key, None)
        if layout != FREE:
            kept[key] = layout.to_text()
        self.context.prefs.keep(self.show_error, cell_layouts=kept)
        self._show()

    @property
    def in_past(self) -> bool:
        """Whether the cells at the cursor of a track are shown, and not those of now."""
        return self.context.past.follows(self.session)

    @property
    def sample(self) -> PackSample | None:
        """What is shown."""
        if self.in_past:
            return self.context.past.sample
        return None if self.model is None else self.model.sample

    def showEvent(self, event: QShowEvent) -> None:
        """Ask for the past only in sight."""
        super().showEvent(event)
        self._past_moved()

    def _past_moved(self) -> None:
        if self.in_past:
            self._show()

    def _show(self) -> None:
        session, past, sample = self.session, self.context.past, self.sample
        state = no_device_words() if session is None else state_words(session.model, session.uri)
        self.of_past.tell(on=self.in_past)
        if self.in_past:
            state = None
            if self.isVisible():
                past.need()
        has_cells = sample is not None and bool(sample.cell_v)
        if has_cells and sample is not None:
            view = self._view(sample)
            self.grid.show_cells(view)
            self.legend.tell(implausible=bool(view.implausible), stale=view.stale)
            self._show_scale(view)
        elif self.in_past:
            self.note.say(*cells_words(lacks=past.lacks, is_read=past.stretch is not None))
        elif self.lacks(Capability.CELLS) or state is None:
            self.note.say(self.tr("This board does not report single cells."))
        else:
            self.note.say(state.title, state.hint)
        self.banner.say(*(state if has_cells and state is not None else ("", "")))
        self.note.setVisible(not has_cells)
        self.scroll_area.setVisible(has_cells)
        self.foot.setVisible(has_cells)
        self.arrange.setEnabled(has_cells)

    def _view(self, sample: PackSample) -> CellsView:
        assert self.model is not None
        chemistry = self._chemistry
        cells = sample.cell_v
        strange = implausible_cells(sample)
        limits = self._limits
        highest, lowest, outside = marks(cells, limits, strange)
        return CellsView(
            cells=cells,
            balancing=sample.cell_balancing,
            highest=highest,
            lowest=lowest,
            outside=frozenset(outside),
            implausible=strange,
            stale=self.model.stale and not self.in_past,
            axis=axis(cells, chemistry, zoomed=self.zoom.isChecked(), without=strange),
            layout=self.cell_layout,
        )

    @property
    def _chemistry(self) -> str | None:
        """Of the pack, which is the same at any time."""
        now = None if self.model is None else self.model.sample
        return None if now is None else now.info.chemistry

    @property
    def _limits(self) -> CellLimits | None:
        """Limits of the cells; what was set in the past nobody knows."""
        settings = None if self.model is None or self.in_past else self.model.settings
        return limits_of(settings, self._chemistry)

    def _show_scale(self, view: CellsView) -> None:
        """Write the ends of the bars, and in what they end."""
        chemistry = self._chemistry
        if self.zoom.isChecked():
            why = self.tr("zoomed to the spread")
        else:
            why = word(chemistry) if chemistry else self.tr("chemistry unknown")
        bottom, top = (f"{end:.3f}" if self.zoom.isChecked() else f"{end:.2f}" for end in view.axis)
        self.scale.set_text(
            self.tr("Bars {bottom} to {top} V · {why}").format(bottom=bottom, top=top, why=why)
        )
        parts = [f"{len(view.cells)}S{view.layout.parallel}P"] if view.layout.parallel > 1 else []
        sound = [v for n, v in enumerate(view.cells) if n not in view.implausible]
        if sound:
            parts.append(f"Ø {number(sum(sound) / len(sound), 3)} V")
            parts.append(f"Δ {number((max(sound) - min(sound)) * 1000, 0)} mV")
            if len(sound) < len(view.cells):
                parts.append(self.tr("without “?”"))
        self.spread.set_text(" · ".join(parts))

    def _describe(self, index: int) -> str:
        view, model = self.grid.view, self.model
        if model is None or self.sample is None or index >= len(view.cells):
            return ""
        volts = view.cells[index]
        roles = (
            (index in view.outside, self.tr("outside limit")),
            (index == view.highest, self.tr("highest")),
            (index == view.lowest, self.tr("lowest")),
            (index < len(view.balancing) and view.balancing[index], self.tr("balancing")),
            (view.stale, self.tr("stale")),
            (index in view.implausible, self.tr("implausible")),
        )
        words = [role for on, role in roles if on]
        head = self.tr("Cell {n}: {value} V").format(n=index + 1, value=number(volts, 3))
        lines = [", ".join([head, *words])]
        if volts < DEAD_V and max(view.cells) > LIVING_V:
            lines.append(self.tr("No voltage beside living cells: look for a broken sense wire."))
        lines += self._place_words(view.layout, index)
        limits = self._limits
        if limits is not None:
            text = (
                self.tr("Limits {low} to {high} V, from the board's settings")
                if limits.of_board
                else self.tr("Limits {low} to {high} V, usual for this chemistry")
            )
            lines.append(text.format(low=f"{limits.low_v:.3f}", high=f"{limits.high_v:.3f}"))
        tip = "" if self.in_past else origin_tip(model, f"cell_v.{index + 1}")
        return "\n".join([*lines, tip] if tip else lines)

    def _place_words(self, layout: CellLayout, index: int) -> list[str]:
        parts = []
        if len(self.grid.modules) > 1:
            parts.append(self.tr("Module {n}").format(n=self.grid.place(index).module + 1))
        if layout.parallel > 1:
            parts.append(self.tr("{n} cells in parallel").format(n=layout.parallel))
        return [", ".join(parts)] if parts else []


def implausible_cells(sample: PackSample) -> frozenset[int]:
    """Return the indices of cells that cannot be true, all where the array as a whole cannot."""
    found = sample.quality.implausible
    if not found:
        return frozenset()
    if "cell_v" in found:
        return frozenset(range(len(sample.cell_v)))
    heads = (key.removeprefix("cell_v.") for key in found if key.startswith("cell_v."))
    return frozenset(int(n) - 1 for n in heads if n.isdecimal())
