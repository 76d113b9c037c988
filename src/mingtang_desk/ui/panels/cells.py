"""Cells: the grid with its legend; the axis is fixed per chemistry, or zoomed to the spread."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mingtang_desk.device.capabilities import Capability
from mingtang_desk.device.model import Topic
from mingtang_desk.device.sample import PackSample
from mingtang_desk.session.device_session import DeviceSession
from mingtang_desk.ui.cell_limits import axis, limits_of, marks
from mingtang_desk.ui.link_words import no_device_words, state_words
from mingtang_desk.ui.panel import Panel
from mingtang_desk.ui.shown import age, number
from mingtang_desk.ui.spec import PanelContext
from mingtang_desk.ui.widgets.basics import icon_button
from mingtang_desk.ui.widgets.cell_grid import CellGrid, CellsView
from mingtang_desk.ui.widgets.legend import Legend
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
        self.header = [self.legend, self.zoom]
        self.grid = CellGrid(theme, self._describe)
        self.banner = AgeBanner(theme)
        self.note = StateNote(theme)
        # Between them, because the sheet makes what a scroll area holds transparent: the grid would
        # then repaint everything under it with each sample.
        holder = QWidget()
        inside = QVBoxLayout(holder)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.grid)
        self.scroll_area = scrolling(holder)
        self.body.addWidget(self.banner)
        self.body.addWidget(self.scroll_area, 1)
        self.body.addWidget(self.note, 1)
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
        self.grid.setAccessibleName(self.tr("Cell voltages"))
        self.scroll_area.setAccessibleName(self.tr("Cell voltages"))
        self._show()

    def _zoomed(self, on: bool) -> None:
        self.context.prefs.set(zoomed=on)
        self._show()

    def _show(self) -> None:
        session, model = self.session, self.model
        sample = None if model is None else model.sample
        state = no_device_words() if session is None else state_words(session.model, session.uri)
        has_cells = sample is not None and bool(sample.cell_v)
        if has_cells and sample is not None and model is not None:
            self.grid.show_cells(self._view(sample))
        elif self.lacks(Capability.CELLS) or state is None:
            self.note.say(self.tr("This board does not report single cells."))
        else:
            self.note.say(state.title, state.hint)
        self.banner.say(*(state if has_cells and state is not None else ("", "")))
        self.note.setVisible(not has_cells)
        self.scroll_area.setVisible(has_cells)

    def _view(self, sample: PackSample) -> CellsView:
        assert self.model is not None
        chemistry = sample.info.chemistry
        highest, lowest, outside = marks(sample.cell_v, limits_of(self.model.settings, chemistry))
        return CellsView(
            cells=sample.cell_v,
            balancing=sample.cell_balancing,
            highest=highest,
            lowest=lowest,
            outside=frozenset(outside),
            implausible="cell_v" in sample.quality.implausible,
            stale=self.model.stale,
            axis=axis(sample.cell_v, chemistry, zoomed=self.zoom.isChecked()),
        )

    def _describe(self, index: int) -> str:
        view, model = self.grid.view, self.model
        if model is None or model.sample is None or index >= len(view.cells):
            return ""
        roles = (
            (index in view.outside, self.tr("outside limit")),
            (index == view.highest, self.tr("highest")),
            (index == view.lowest, self.tr("lowest")),
            (index < len(view.balancing) and view.balancing[index], self.tr("balancing")),
            (view.stale, self.tr("stale")),
            (view.implausible, self.tr("implausible")),
        )
        words = [word for on, word in roles if on]
        head = self.tr("Cell {n}: {value} V").format(
            n=index + 1, value=number(view.cells[index], 3)
        )
        lines = [", ".join([head, *words])]
        limits = limits_of(model.settings, model.sample.info.chemistry)
        if limits is not None:
            text = (
                self.tr("Limits {low} to {high} V, from the board's settings")
                if limits.of_board
                else self.tr("Limits {low} to {high} V, usual for this chemistry")
            )
            lines.append(text.format(low=f"{limits.low_v:.3f}", high=f"{limits.high_v:.3f}"))
        raw = model.sample.raw.get("cell_v")
        if raw is not None:
            lines.append(self.tr("As received: {raw}").format(raw=raw))
        if model.age_s is not None:
            lines.append(age(model.age_s))
        return "\n".join(lines)
