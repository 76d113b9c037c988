"""Extend (MISSION D5): what a board has beyond the common set, and its raw registers."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QHelpEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QSplitter,
    QStackedWidget,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from mingtang_desk.core.errors import StorageError
from mingtang_desk.device.capabilities import Capability
from mingtang_desk.device.model import DeviceModel, Topic
from mingtang_desk.session.device_session import DeviceSession
from mingtang_desk.ui.extend.model import Column, RegistersModel
from mingtang_desk.ui.extend.registers import Register, RegisterView, as_csv
from mingtang_desk.ui.extend.values import ExtendRow, rows
from mingtang_desk.ui.forms.link_words import why_not
from mingtang_desk.ui.frames.tables import bytes_px, table, text_px
from mingtang_desk.ui.link_words import no_device_words, state_words
from mingtang_desk.ui.panel import Panel
from mingtang_desk.ui.phrases import phrase
from mingtang_desk.ui.spec import PanelContext
from mingtang_desk.ui.tasks import spawn
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.widgets.basics import icon_button, label, plain
from mingtang_desk.ui.widgets.scroll import scrolling
from mingtang_desk.ui.widgets.state_note import AgeBanner, StateNote
from mingtang_desk.ui.widgets.value_row import ValueRow


class ExtendPanel(Panel):
    """Vendor values above, raw registers below."""

    def __init__(self, context: PanelContext) -> None:
        super().__init__(context)
        theme = context.theme
        self._view = RegisterView()
        self._reading: set[str] = set()
        self.rows: dict[str, _Row] = {}
        self.registers = RegistersModel(theme)
        self.table = table(self.registers, several=True)
        self.banner = AgeBanner(theme)
        self.notice = StateNote(theme, "cpu")
        self.nothing = label("muted", wrap=True)
        self.no_bytes = label("muted", wrap=True)
        self.no_bytes.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.reason = label("warn", wrap=True)
        self.filter = QLineEdit()
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(self.registers.set_filter)
        self.copy_button = icon_button(theme, "copy")
        self.copy_button.clicked.connect(self.copy)
        self.export_button = icon_button(theme, "external-link")
        self.export_button.clicked.connect(self._choose_file)
        self.read_button = plain(theme)
        self.read_button.clicked.connect(self.read)
        self.read_at = label("muted")
        self.header.append(self.read_at)
        self._lay_out()
        shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self.table)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(self.copy)
        context.prefs.changed.connect(self._preferred)
        self.start()

    def read(self) -> None:
        """Read the settings of the board, whose registers are shown then."""
        session = self.session
        if session is None or session.model.uri in self._reading or why_not(session.model):
            return
        uri = session.model.uri
        self._reading.add(uri)
        self._show()
        spawn(self, session.read_settings(), done=partial(self._read_ended, uri))

    def copy(self) -> None:
        """Put the selected rows, or all that are shown, into the clipboard."""
        places = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        chosen = [self.registers.rows[place] for place in places] or self.registers.rows
        QGuiApplication.clipboard().setText("\n".join(map(_line, chosen)))

    def export(self, path: Path) -> None:
        """Write the rows that are shown into a CSV file."""
        self.show_error(None)
        try:
            path.write_text(as_csv(self.registers.rows), encoding="utf-8", newline="")
        except OSError as error:
            detail = error.strerror or str(error)
            self.show_error(StorageError("file_unwritable", path=path, detail=detail))

    def bind(self, session: DeviceSession | None) -> None:
        """Show another device."""
        self._view.forget()
        self._show()

    def refresh(self, topics: frozenset[Topic]) -> None:
        """Show new values."""
        if topics - {Topic.COUNTERS, Topic.WRITE}:
            self._show()

    def retranslate(self) -> None:
        """Write every text in the present language."""
        self.nothing.setText(self.tr("This board reports nothing beyond the common set."))
        self.filter.setPlaceholderText(self.tr("Filter: register, hex or name"))
        self.filter.setAccessibleName(self.tr("Filter: register, hex or name"))
        self.copy_button.name(self.tr("Copy the selected rows, or all"))
        self.export_button.name(self.tr("Export the rows as CSV…"))
        self.read_button.setText(self.tr("Read settings"))
        self.read_button.setToolTip(self.tr("Read the registers of the settings from the board"))
        self.table.setAccessibleName(self.tr("Raw registers"))
        self._size_columns()
        self._show()

    def _lay_out(self) -> None:
        values, raw = QWidget(), QWidget()
        self._column = QVBoxLayout(values)
        self._column.setContentsMargins(0, 0, 6, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.nothing)
        self._column.addStretch(1)
        tools = QHBoxLayout()
        tools.setSpacing(0)
        for button in (self.copy_button, self.export_button):
            tools.addWidget(button)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.filter, 1)
        line.addLayout(tools)
        line.addWidget(self.read_button)
        below = QVBoxLayout(raw)
        below.setContentsMargins(0, 8, 0, 0)
        below.setSpacing(8)
        below.addLayout(line)
        below.addWidget(self.no_bytes)
        below.addWidget(self.table, 1)
        below.addWidget(self.reason)
        self.scroll_area = scrolling(values)
        self.splitter = QSplitter(Qt.Orientation.Vertical)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self.scroll_area)
        self.splitter.addWidget(raw)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([150, 260])
        self.stack = QStackedWidget()
        self.stack.addWidget(self.notice)
        self.stack.addWidget(self.splitter)
        self.body.addWidget(self.banner)
        self.body.addWidget(self.stack, 1)

    def _show(self) -> None:
        session, model = self.session, self.model
        state = no_device_words() if session is None else state_words(session.model, session.uri)
        shown = model is not None and (model.sample is not None or model.settings is not None)
        self.banner.say(*(state if state is not None and shown else ("", "")))
        self.stack.setCurrentIndex(1 if shown else 0)
        self.read_at.setVisible(model is not None and model.settings is not None)
        if model is None or not shown:
            waiting = (self.tr("Waiting for the first values…"), "")
            self.notice.say(*(state or waiting))
            self.registers.show_rows(None, ())
            return
        temperature = self.context.prefs.values.temperature
        self._show_values(rows(model, temperature), muted=model.stale)
        self.registers.show_rows(model, self._view.rows(model, model.origins, temperature))
        self._show_reading(model)

    def _show_values(self, found: list[ExtendRow], *, muted: bool) -> None:
        keys = [row.key for row in found]
        if keys != list(self.rows):
            for widget in self.rows.values():
                widget.hide()
                widget.deleteLater()
            self.rows = {row.key: _Row(self.context.theme) for row in found}
            for place, widget in enumerate(self.rows.values()):
                self._column.insertWidget(place, widget)
        for row in found:
            self.rows[row.key].show_row(row, "muted" if muted else "text")
        self.nothing.setVisible(not found)

    def _show_reading(self, model: DeviceModel) -> None:
        readable = not self.lacks(Capability.SETTINGS_READ)
        why, reading = why_not(model), model.uri in self._reading
        self.read_button.setVisible(readable)
        self.read_button.setEnabled(not why and not reading)
        self.reason.setText(why if readable else self.tr("Its settings cannot be read."))
        self.reason.setVisible(bool(self.reason.text()))
        if model.settings is not None:
            at = model.settings.time.astimezone().strftime("%H:%M:%S")
            self.read_at.setText(self.tr("settings read at {time}").format(time=at))
        empty = self.registers.empty
        self.no_bytes.setText(
            self.tr("Reading the settings…")
            if reading
            else self.tr("No raw bytes are kept of what this board has told so far.")
        )
        self.no_bytes.setVisible(empty or reading)
        self.table.setVisible(not empty)
        for widget in (self.copy_button, self.export_button):
            widget.setEnabled(not empty)

    def _size_columns(self) -> None:
        header = self.table.horizontalHeader()
        for column, width in (
            (Column.PLACE, text_px(phrase("03, byte 00-00"))),
            (Column.HEX, bytes_px(3)),
            (Column.NAMES, 150),
            (Column.VALUES, 90),
            (Column.UNSIGNED, text_px(self._title(Column.UNSIGNED))),
            (Column.SIGNED, text_px(self._title(Column.SIGNED))),
            (Column.BINARY, bytes_px(6)),
            (Column.TEXT, bytes_px(2)),
            (Column.SCALE, 180),
        ):
            header.resizeSection(column, width)

    def _title(self, column: Column) -> str:
        return str(self.registers.headerData(column, Qt.Orientation.Horizontal)) + "  "

    def _read_ended(self, uri: str) -> None:
        self._reading.discard(uri)
        self._show()

    def _preferred(self, names: set[str]) -> None:
        if "temperature" in names:
            self._show()

    def _choose_file(self) -> None:
        dialog = QFileDialog(self, self.tr("Export the registers"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.setNameFilter(self.tr("Tables (*.csv)"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self.export(Path(name)))
        dialog.open()


class _Row(ValueRow):
    """A value with the tip of its origin, made when it is wanted."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._tip = ""

    def show_row(self, row: ExtendRow, token: str) -> None:
        """Show a value."""
        self._tip = row.tip
        self.show_value(row.label, row.value, "", token)

    def event(self, event: QEvent) -> bool:
        """Say where the value comes from."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self._tip, self)
            return True
        return super().event(event)


def _line(row: Register) -> str:
    parts = (row.place, row.hex, row.unsigned, row.signed, row.binary, row.text)
    return "\t".join((*parts, row.names, row.values, row.scales))
