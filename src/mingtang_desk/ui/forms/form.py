"""All settings of a board as a form: a tab per page of the catalogue, and a search over all."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QScrollArea, QTabBar, QVBoxLayout, QWidget

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.device.settings import (
    Group,
    SettingLimits,
    SettingSpec,
    SettingsReading,
    SettingValue,
)
from mingtang_desk.rules.changes import judge_changes
from mingtang_desk.rules.facts import NOTHING, Known
from mingtang_desk.rules.finding import Finding
from mingtang_desk.ui.forms import texts
from mingtang_desk.ui.forms.finding_words import finding_text, reason_text, signed
from mingtang_desk.ui.forms.found import NOTHING_FOUND, Found
from mingtang_desk.ui.forms.row import Arrangement, SettingRow
from mingtang_desk.ui.widgets.basics import label
from mingtang_desk.ui.widgets.layouts import empty

_TITLES: Mapping[Group, str] = {
    Group.NORMAL: QT_TRANSLATE_NOOP("SettingForm", "Normal"),
    Group.TEMP: QT_TRANSLATE_NOOP("SettingForm", "Temperature"),
    Group.CURRENT: QT_TRANSLATE_NOOP("SettingForm", "Current"),
    Group.MORE: QT_TRANSLATE_NOOP("SettingForm", "More"),
}
_WIDE_PX, _NARROW_PX = 520, 340


class SettingsForm(QWidget):
    """The rows of one board. It knows what is typed, and writes nothing."""

    edited = Signal(str, str)
    setup_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: dict[str, SettingRow] = {}
        self._degrees = "c"
        self._reading: SettingsReading | None = None
        self._known = NOTHING
        self.tabs = QTabBar(self)
        self.tabs.setExpanding(True)
        self.tabs.setUsesScrollButtons(False)
        self.tabs.currentChanged.connect(self._show_rows)
        self.search = QLineEdit(self)
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._show_rows)
        self.nothing = label("muted", wrap=True)
        self._groups: list[Group] = []
        self._page = QWidget()
        self._column = QVBoxLayout(self._page)
        self._column.setContentsMargins(0, 0, 4, 0)
        self._column.setSpacing(6)
        self._headings: dict[Group, QLabel] = {}
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self._page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for widget in (self.tabs, self.search, self.nothing):
            layout.addWidget(widget)
        layout.addWidget(self._scroll, 1)
        self.retranslate()

    @property
    def changes(self) -> dict[str, SettingValue]:
        """Valid entries that differ from the board, by key."""
        return {
            key: row.typed.value
            for key, row in self.rows.items()
            if row.changed and row.typed is not None and row.typed.value is not None
        }

    @property
    def invalid(self) -> list[str]:
        """Keys of entries that cannot be written, alone or beside the others."""
        return [key for key, row in self.rows.items() if row.invalid or row.contradicts]

    def show_board(
        self,
        specs: Mapping[str, SettingSpec],
        reading: SettingsReading,
        pending: Mapping[str, str],
        known: Known = NOTHING,
    ) -> None:
        """Show what this board has, with what was typed for it."""
        self._reading, self._known = reading, known
        here = {
            key: spec
            for key, spec in specs.items()
            if key in reading.values or key in reading.limits
        }
        if here != {key: row.spec for key, row in self.rows.items()}:
            self._rebuild(here)
        for key, row in self.rows.items():
            row.blockSignals(True)
            row.show_value(reading.values.get(key), _limits(reading, key))
            row.set_text(pending.get(key, ""))
            row.blockSignals(False)
        self._judge()

    def set_degrees(self, degrees: str) -> None:
        """Show temperatures in "c" or "f"."""
        self._degrees = degrees
        for row in self.rows.values():
            row.set_degrees(degrees)
        self._judge()

    def set_usable(self, usable: bool) -> None:
        """Enable or disable every field."""
        for row in self.rows.values():
            row.set_usable(usable)

    def reveal(self, key: str) -> None:
        """Bring a row into view and its field into focus."""
        row = self.rows.get(key)
        if row is None:
            return
        self.search.clear()
        self.tabs.setCurrentIndex(self._groups.index(row.spec.group))
        self._scroll.ensureWidgetVisible(row)
        row.entry.setFocus()

    def retranslate(self) -> None:
        """Set every word anew."""
        self.tabs.setAccessibleName(self.tr("Pages of settings"))
        self.search.setPlaceholderText(self.tr("Find a setting"))
        self.search.setAccessibleName(self.tr("Find a setting"))
        self.nothing.setText(self.tr("No setting of this board has this in its name."))
        for number, group in enumerate(self._groups):
            self.tabs.setTabText(number, texts.translated("SettingForm", _TITLES[group]))
            self._headings[group].setText(texts.translated("SettingForm", _TITLES[group]))
        for row in self.rows.values():
            row.retranslate()
        self._judge()
        self._show_rows()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language of the screen."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the rows out for the new width."""
        super().resizeEvent(event)
        self._arrange()

    def _rebuild(self, specs: Mapping[str, SettingSpec]) -> None:
        for row in self.rows.values():
            row.hide()
            row.deleteLater()
        for heading in self._headings.values():
            heading.hide()
            heading.deleteLater()
        empty(self._column)
        self.rows, self._headings = {}, {}
        before = self.tabs.currentIndex()
        self.tabs.blockSignals(True)
        while self.tabs.count():
            self.tabs.removeTab(0)
        self._groups = [g for g in Group if any(spec.group is g for spec in specs.values())]
        for group in self._groups:
            self.tabs.addTab(texts.translated("SettingForm", _TITLES[group]))
            self._add_group(group, [spec for spec in specs.values() if spec.group is group])
        self._column.addStretch(1)
        self.tabs.setCurrentIndex(min(max(before, 0), self.tabs.count() - 1))
        self.tabs.blockSignals(False)
        self._arrange()
        self.retranslate()

    def _add_group(self, group: Group, specs: list[SettingSpec]) -> None:
        heading = self._headings[group] = label("title")
        self._column.addWidget(heading)
        for spec in specs:
            row = self.rows[spec.key] = SettingRow(spec, self._page)
            row.set_degrees(self._degrees)
            row.edited.connect(self._row_edited)
            row.setup_wanted.connect(self.setup_wanted)
            row.next_wanted.connect(self._next)
            self._column.addWidget(row)

    def _row_edited(self, key: str, text: str) -> None:
        self._judge()
        self.edited.emit(key, text)

    def _judge(self) -> None:
        """Say at each changed entry the worst that the rules find about all of them together."""
        if self._reading is None:
            return
        changes = self.changes
        verdict = judge_changes(changes, self._reading.values, self._known)
        worst: dict[str, Finding] = {}
        for finding in (*verdict.errors, *verdict.warnings):
            for key in finding.keys:
                worst.setdefault(key, finding)
        for key, row in self.rows.items():
            found = worst.get(key) if key in changes else None
            row.set_found(NOTHING_FOUND if found is None else self._found(found))

    def _found(self, finding: Finding) -> Found:
        specs = {key: row.spec for key, row in self.rows.items()}
        text = finding_text(finding, specs, self._degrees)
        look = "bad" if finding.is_error else "warn"
        return Found(text=signed(finding, text), look=look, reason=reason_text(finding))

    def _arrange(self) -> None:
        width = self.width()
        how = (
            Arrangement.NARROW
            if width < _NARROW_PX
            else Arrangement.WIDE
            if width >= _WIDE_PX
            else Arrangement.MIDDLE
        )
        for row in self.rows.values():
            row.arrange(how)

    def _show_rows(self) -> None:
        """Show the rows of the tab; while something is searched, the matches of all tabs."""
        words = self.search.text().casefold().split()
        self.tabs.setVisible(not words)
        at = self.tabs.currentIndex()
        group = self._groups[at] if 0 <= at < len(self._groups) else None
        found: set[Group] = set()
        for row in self.rows.values():
            label = f"{texts.label_of(row.spec)} {row.spec.label} {row.spec.key}".casefold()
            shown = all(w in label for w in words) if words else row.spec.group is group
            row.setVisible(shown)
            if shown:
                found.add(row.spec.group)
        for each, heading in self._headings.items():
            heading.setVisible(bool(words) and each in found)
        self.nothing.setVisible(bool(words) and not found)

    def _next(self, key: str) -> None:
        """Go to the next visible field."""
        keys = [k for k, row in self.rows.items() if row.isVisibleTo(self._page)]
        after = [k for k in keys[keys.index(key) + 1 :] if self.rows[k].entry.isEnabled()]
        if after:
            self.rows[after[0]].entry.setFocus()
            self._scroll.ensureWidgetVisible(self.rows[after[0]])


def _limits(reading: SettingsReading, key: str) -> SettingLimits | None:
    return reading.limits.get(key)
