"""The calibration records of a board: a list, the text of one, and files to save it in."""

import json
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from mingtang_desk.core.errors import unwritable
from mingtang_desk.device.calibration_record import record_json, record_text
from mingtang_desk.session.calibration_records import KeptRecord
from mingtang_desk.ui.ask_file import ask_where
from mingtang_desk.ui.target_names import key_name, say
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.widgets.basics import plain
from mingtang_desk.ui.widgets.state_note import StateNote


class RecordsPage(QWidget):
    """Shows records; `closed` leads back to the wizard, `failed` carries why a file was not."""

    closed = Signal()
    failed = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._records: Sequence[KeptRecord] = ()
        self.dialog: QFileDialog | None = None
        self.notice = StateNote(theme, "list")
        self.which = QComboBox()
        self.which.setMinimumContentsLength(12)
        self.which.currentIndexChanged.connect(self._show)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.back, self.save = plain(theme, "chevron-left"), plain(theme, "download")
        self.back.clicked.connect(self.closed)
        self.save.clicked.connect(self._choose_file)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.which)
        column.addWidget(self.text, 1)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.notice)
        self.stack.addWidget(page)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.back)
        foot.addStretch(1)
        foot.addWidget(self.save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.stack, 1)
        layout.addLayout(foot)

    @property
    def chosen(self) -> KeptRecord | None:
        """The record that is shown."""
        index = self.which.currentIndex()
        return self._records[index] if 0 <= index < len(self._records) else None

    def show_records(self, records: Sequence[KeptRecord]) -> None:
        """Show these, the first one open."""
        self._records = records
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text in the present language."""
        self.back.setText(self.tr("Back"))
        self.save.setText(self.tr("Save…"))
        self.save.setToolTip(self.tr("Save the record as text or JSON"))
        self.which.setAccessibleName(self.tr("Record"))
        self.text.setAccessibleName(self.tr("Text of the record"))
        self.notice.say(
            self.tr("No calibration record of this board yet."),
            self.tr("Each calibration leaves one, with the instrument and the errors."),
        )
        index = max(self.which.currentIndex(), 0)
        self.which.blockSignals(True)
        self.which.clear()
        for kept in self._records:
            at = kept.record.time.astimezone().strftime("%Y-%m-%d %H:%M")
            names = dict.fromkeys(key_name(p.target.key) for p in kept.record.points)
            self.which.addItem(f"{at} · {', '.join(names)}")
        self.which.setCurrentIndex(min(index, len(self._records) - 1))
        self.which.blockSignals(False)
        self._show()

    def export(self, path: Path) -> None:
        """Write the record that is shown: JSON where the name says so, else text."""
        kept = self.chosen
        if kept is None:
            return
        text = record_text(kept.record, say)
        if path.suffix.lower() == ".json":
            text = json.dumps(record_json(kept.record), ensure_ascii=False, indent=1) + "\n"
        try:
            path.write_text(text, encoding="utf-8")
        except OSError as error:
            self.failed.emit(unwritable(path, error))

    def _show(self) -> None:
        kept = self.chosen
        self.stack.setCurrentIndex(0 if kept is None else 1)
        self.save.setEnabled(kept is not None)
        self.text.setPlainText("" if kept is None else record_text(kept.record, say))

    def _choose_file(self) -> None:
        self.dialog = ask_where(
            self,
            heading=self.tr("Save the calibration record"),
            kinds=(self.tr("Text (*.txt)"), "JSON (*.json)"),
            suffix="txt",
            name=self.which.currentText(),
            then=self.export,
        )
