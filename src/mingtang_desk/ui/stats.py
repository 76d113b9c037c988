"""The table of counters, and the words about the last visit."""

from datetime import datetime

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.device.catalogue.counters import COUNTERS
from mingtang_desk.device.sample import CounterReading
from mingtang_desk.device.visits import SinceVisit
from mingtang_desk.ui.forms.journal_rows import moment
from mingtang_desk.ui.panel import words
from mingtang_desk.ui.shown import NOT_REPORTED
from mingtang_desk.ui.widgets.basics import label, set_look

_VISIT = QT_TRANSLATE_NOOP("Stats", "+ since the last visit, {time}")
_FIRST = QT_TRANSLATE_NOOP("Stats", "+ since the first reading, {time}")
_COMPUTED = QT_TRANSLATE_NOOP("Stats", "{name} (computed)")
_CLEARED = QT_TRANSLATE_NOOP("Stats", "Cleared after {time}; until then: {figures}.")


class CounterTable(QWidget):
    """One row a counter: its name, how often it fired since, its figure."""

    def __init__(self) -> None:
        super().__init__()
        self.names: dict[str, QLabel] = {}
        self.deltas: dict[str, QLabel] = {}
        self.counts: dict[str, QLabel] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 4, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        for row, spec in enumerate(COUNTERS):
            self.names[spec.key] = label("muted", wrap=True)
            self.deltas[spec.key] = label("warn")
            self.counts[spec.key] = label()
            grid.addWidget(self.names[spec.key], row, 0)
            grid.addWidget(self.deltas[spec.key], row, 1, Qt.AlignmentFlag.AlignRight)
            grid.addWidget(self.counts[spec.key], row, 2, Qt.AlignmentFlag.AlignRight)
        grid.setColumnStretch(0, 1)
        grid.setRowStretch(len(COUNTERS), 1)

    def show_counters(self, now: CounterReading, since: SinceVisit | None) -> None:
        """Show figures, and what came since."""
        for spec in COUNTERS:
            count = now.values.get(spec.key)
            name = words("Counter", spec.label)
            if spec.key in now.derived:
                name = QCoreApplication.translate("Stats", _COMPUTED).format(name=name)
            figure = NOT_REPORTED if count is None else str(count)
            fired = 0 if since is None else since.fired.get(spec.key, 0)
            delta = f"+{fired}" if fired else ""
            self.names[spec.key].setText(name)
            self.counts[spec.key].setText(figure)
            set_look(self.counts[spec.key], "strong" if count else "muted")
            self.deltas[spec.key].setText(delta)
            self.names[spec.key].setAccessibleName(f"{name}: {figure} {delta}".strip())
            for table in (self.names, self.counts, self.deltas):
                table[spec.key].setVisible(spec.key in now.values)


def since_words(since: SinceVisit, now: datetime) -> str:
    """Return since when the table counts."""
    text = _VISIT if since.earlier else _FIRST
    time = moment(since.since, now.astimezone().date())
    return QCoreApplication.translate("Stats", text).format(time=time)


def cleared_words(since: SinceVisit) -> str:
    """Return what counters had before they were cleared, a line each time; "" = they were not."""
    lines = []
    for reading in since.cleared:
        figures = [
            f"{words('Counter', spec.label)} {reading.values[spec.key]}"
            for spec in COUNTERS
            if reading.values.get(spec.key) and spec.key not in reading.derived
        ]
        text = QCoreApplication.translate("Stats", _CLEARED)
        time = reading.time.astimezone().strftime("%Y-%m-%d %H:%M")
        lines.append(text.format(time=time, figures=", ".join(figures)))
    return "\n".join(lines)
