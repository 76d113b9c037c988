"""One set to many packs: choose them, watch each, stop between two, keep the report."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from mingtang_desk.core.errors import LockedError, MingtangError
from mingtang_desk.device.capabilities import Capability
from mingtang_desk.device.settings_file import SettingsDocument
from mingtang_desk.interfaces.uri import parse_uri
from mingtang_desk.session.golden_apply import BatchReport, GoldenBatch, PackReport, PackState
from mingtang_desk.session.golden_look import look_at_all
from mingtang_desk.session.golden_plan import Accept
from mingtang_desk.session.golden_report import save_report
from mingtang_desk.session.hub import DeviceHub
from mingtang_desk.ui.golden.accept_box import AcceptBox
from mingtang_desk.ui.golden.pack_row import PackRow
from mingtang_desk.ui.golden.page import GoldenPage
from mingtang_desk.ui.golden.warning_box import WarningBox
from mingtang_desk.ui.golden.words import meant_for
from mingtang_desk.ui.tasks import spawn
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.widgets.basics import label, plain, primary, set_look
from mingtang_desk.ui.widgets.lock_line import LockLine
from mingtang_desk.ui.widgets.scroll import scrolling

MOST_TARGETS = 300
"""More rows than that in one run nobody can watch."""


class ApplyPage(GoldenPage):
    """The packs of a run.

    Attributes:
        report: how the last run ended, None before.
        report_wanted: ask where to save the report.
    """

    report_wanted = Signal()

    def __init__(self, hub: DeviceHub, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._hub = hub
        self.document: SettingsDocument | None = None
        self.report: BatchReport | None = None
        self.rows: list[PackRow] = []
        self._batch: GoldenBatch | None = None
        self._task: asyncio.Task[None] | None = None
        self._left_out = 0
        self.about = label("muted", wrap=True)
        holder = QWidget()
        self._column = QVBoxLayout(holder)
        self._column.setContentsMargins(0, 0, 4, 0)
        self._column.setSpacing(2)
        self._column.addStretch(1)
        self.nothing = label("muted", wrap=True)
        self.address = QLineEdit()
        self.address.returnPressed.connect(self._add_typed)
        self.add = plain(theme)
        self.add.clicked.connect(self._add_typed)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.address, 1)
        line.addWidget(self.add)
        self.stop_on_error = QCheckBox()
        self.stop_on_error.setChecked(True)
        self.accept = AcceptBox()
        self.warnings = WarningBox()
        self._looked: object = None
        self.result = label("strong", wrap=True)
        self.lock = LockLine(hub, theme)
        self.save = plain(theme, "download")
        self.save.clicked.connect(self.report_wanted)
        self.start, self.stop = primary(theme), plain(theme)
        self.start.clicked.connect(self.run)
        self.stop.clicked.connect(self._stop)
        self.body.addWidget(self.about)
        self.body.addWidget(self.nothing)
        self.body.addWidget(scrolling(holder), 1)
        self.body.addLayout(line)
        parts = (self.stop_on_error, self.accept, self.warnings, self.result, self.lock)
        for widget in parts:
            self.body.addWidget(widget)
        self.foot.addWidget(self.save)
        self.foot.addStretch(1)
        self.foot.addWidget(self.stop)
        self.foot.addWidget(self.start)
        self.retranslate()

    @property
    def busy(self) -> bool:
        """True while a run is under way."""
        return self._task is not None

    def show_set(
        self, document: SettingsDocument, targets: Mapping[str, str] | None = None
    ) -> None:
        """Begin with a set and the packs that are open; only the selected kind is chosen.

        With `targets`, names by address, it is those packs, and all of them are chosen.
        """
        if self.busy:
            return
        self.document, self.report = document, None
        for row in self.rows:
            row.hide()
            row.deleteLater()
        self.rows = []
        self._left_out = max(len(targets or {}) - MOST_TARGETS, 0)
        for uri, name in list((targets or {}).items())[:MOST_TARGETS]:
            self._add(uri, name, chosen=True)
        for session in () if targets else self._hub.sessions:
            if Capability.SETTINGS_WRITE in session.model.capabilities:
                fits = document.protocol in ("", session.model.protocol)
                self._add(session.model.uri, session.model.name, chosen=fits)
        self.accept.begin(edited=document.edited)
        self._forget_look()
        self._say()

    def run(self) -> None:
        """Write the set to the chosen packs.

        Those behind a server are looked at first: where they are warned of, nothing is written
        until somebody has seen of what, and has pressed again.
        """
        chosen = [row.uri for row in self.rows if row.box.isChecked()]
        if self.document is None or self.busy or not chosen:
            return
        if not self._hub.writing_unlocked:
            self.show_error(LockedError("write_locked"))
            return
        self.show_error(None)
        look = (self.document, tuple(chosen), self.accept.accept)
        if self._looked != look and any(parse_uri(uri).scheme == "cloud" for uri in chosen):
            self._task = spawn(self, self._look(*look), done=self._look_ended)
            self._say()
        else:
            self._write(self.document, chosen)

    def _write(self, document: SettingsDocument, chosen: Sequence[str]) -> None:
        batch = self._batch = GoldenBatch(
            document,
            chosen,
            self.accept.accept,
            opener=self._hub.visit,
            write=self._hub.write_settings,
            clock=self._hub.clock,
            who=self._hub.who,
            stop_on_error=self.stop_on_error.isChecked(),
            tell=self._told,
            skip=self.warnings.skipped(),
            consents=self.warnings.consents(),
        )
        self._forget_look()  # a consent is for one run
        self.report = None
        for row in self.rows:
            row.show_report(None)
        for pack in batch.packs:
            self._told(0, pack)
        self._task = spawn(self, self._run(batch), done=self._ended)
        self._say()

    def save_to(self, path: Path) -> None:
        """Save the report of the last run; the ending of the file says as what."""
        if self.report is not None:
            spawn(self, save_report(self.report, path))

    def retranslate(self) -> None:
        """Write every text."""
        super().retranslate()
        self.nothing.setText(
            self.tr("No pack with settings is open. Connect them, or add their addresses below.")
        )
        self.address.setPlaceholderText(self.tr("Another address, for example ble://…"))
        self.address.setAccessibleName(self.tr("Another address"))
        self.add.setText(self.tr("Add"))
        self.stop_on_error.setText(self.tr("Stop after the first pack that does not end well"))
        self.accept.retranslate()
        self.warnings.retranslate()
        self.save.setText(self.tr("Report…"))
        self.save.setToolTip(self.tr("Save the report as JSON, CSV or text"))
        self.stop.setText(self.tr("Stop after this pack"))
        for row in self.rows:
            row.show_report(row.report)
        self._say()

    def _add(self, uri: str, name: str, *, chosen: bool) -> None:
        row = PackRow(self.theme, uri, name, chosen=chosen)
        row.toggled.connect(self._say)
        self.rows.append(row)
        self._column.insertWidget(self._column.count() - 1, row)

    def _add_typed(self) -> None:
        text = self.address.text().strip()
        self.show_error(None)
        try:
            uri = parse_uri(text).text
        except MingtangError as error:
            self.show_error(error)
            return
        if all(row.uri != uri for row in self.rows):
            self._add(uri, text.partition("?")[0], chosen=True)
        self.address.clear()
        self._say()

    async def _run(self, batch: GoldenBatch) -> None:
        self.report = await batch.run()

    async def _look(
        self, document: SettingsDocument, chosen: tuple[str, ...], accept: Accept
    ) -> None:
        self._forget_look()
        remote = [uri for uri in chosen if parse_uri(uri).scheme == "cloud"]

        def tell(uri: str, state: PackState) -> None:
            for row in self.rows:
                if row.uri == uri:
                    row.show_report(PackReport(uri=uri, state=state))

        looks = await look_at_all(remote, document, accept, opener=self._hub.visit, tell=tell)
        self.warnings.show_looks(looks)
        self._looked = (document, chosen, accept)

    def _look_ended(self) -> None:
        self._task = None
        looked, document = self._looked, self.document
        if looked is None or document is None or self.warnings.boxes:
            self._say()
            return
        chosen = [row.uri for row in self.rows if row.box.isChecked()]
        self._write(document, chosen)

    def _forget_look(self) -> None:
        self._looked = None
        self.warnings.show_looks(())

    def _ended(self) -> None:
        self._task = self._batch = None
        self._say()

    def _stop(self) -> None:
        if self._batch is not None:
            self._batch.stop()
            self.stop.setEnabled(False)

    def _told(self, _: int, report: PackReport) -> None:
        for row in self.rows:
            if row.uri == report.uri:
                row.show_report(report)
        if report.state.ended:
            self._say_result()

    def _say(self) -> None:
        document, busy = self.document, self.busy
        if document is None:
            return
        self.title.setText(self.tr("Apply “{name}”").format(name=document.name))
        lines = [meant_for(document)]
        if self._left_out:
            text = self.tr(
                "%n more are left out: write to them in another run.", "", self._left_out
            )
            lines.append(text)
        self.about.setText("\n".join(lines))
        self.nothing.setVisible(not self.rows)
        count = sum(row.box.isChecked() for row in self.rows)
        self.start.setText(
            self.tr("Write to 1 pack")
            if count == 1
            else self.tr("Write to {count} packs").format(count=count)
        )
        self.start.setEnabled(bool(count) and not busy)
        self.start.setVisible(not busy)
        self.stop.setVisible(busy)
        self.stop.setEnabled(busy and self._batch is not None)
        self.back.setEnabled(not busy)
        parts: Sequence[QWidget] = (
            *(self.address, self.add, self.stop_on_error),
            *(self.accept, self.warnings),
        )
        for part in parts:
            part.setEnabled(not busy)
        for row in self.rows:
            row.box.setEnabled(not busy)
        self.save.setVisible(self.report is not None)
        self.lock.want(bool(count) and not busy)
        self._say_result()

    def _say_result(self) -> None:
        report = self.report
        self.result.setVisible(report is not None or self.busy)
        if report is None and self._batch is not None:
            done = sum(pack.state.ended for pack in self._batch.packs)
            text = self.tr("{done} of {count} packs are done")
            self.result.setText(text.format(done=done, count=len(self._batch.packs)))
            set_look(self.result, "muted")
        elif report is None:
            self.result.setText(self.tr("Asking what each pack is warned of; nothing is written"))
            set_look(self.result, "muted")
        if report is not None:
            good = sum(pack.state.good for pack in report.packs)
            text = self.tr("{good} of {count} packs have the set")
            self.result.setText(text.format(good=good, count=len(report.packs)))
            set_look(self.result, "ok" if report.good else "warn")
