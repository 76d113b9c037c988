"""Bench check: guides through rest, load and rest, and shows the resistance of each cell."""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QStackedWidget

from mingtang_desk.core.errors import StorageError
from mingtang_desk.device.capabilities import Capability
from mingtang_desk.device.model import Mode, Topic
from mingtang_desk.diagnosis.bench_json import method
from mingtang_desk.diagnosis.bench_reading import Remark
from mingtang_desk.diagnosis.bench_stored import StoredCheck, stored_check
from mingtang_desk.diagnosis.bench_texts import remark_text
from mingtang_desk.history.records import Topic as HistoryTopic
from mingtang_desk.interfaces.storage import DeskDocument
from mingtang_desk.reports.bench_csv import bench_csv
from mingtang_desk.reports.bench_page import PICTURE, PICTURE_SIZE, bench_page
from mingtang_desk.reports.words import moment
from mingtang_desk.session.bench_check import KIND, BenchRun
from mingtang_desk.session.device_session import DeviceSession
from mingtang_desk.session.hub import HubEvent
from mingtang_desk.ui.ask_file import ask_where
from mingtang_desk.ui.bench_check.chart import picture
from mingtang_desk.ui.bench_check.pages import (
    PreparePage,
    ResultPage,
    RunPage,
    bench_words,
    traces_of,
)
from mingtang_desk.ui.documents import documents_of
from mingtang_desk.ui.errors import error_words
from mingtang_desk.ui.forms.link_words import why_not
from mingtang_desk.ui.link_words import no_device_words, state_words
from mingtang_desk.ui.panel import Panel, words
from mingtang_desk.ui.printing import print_page, write_pdf, write_text
from mingtang_desk.ui.remote_words import is_remote
from mingtang_desk.ui.spec import PanelContext
from mingtang_desk.ui.tasks import spawn
from mingtang_desk.ui.widgets.basics import choice, set_look
from mingtang_desk.ui.widgets.state_note import StateNote

_NOTICE, _PREPARE, _RUN, _RESULT = range(4)
EARLIER = 30


class BenchCheckPanel(Panel):
    """One check at a time for each device; it goes on while another device is looked at."""

    def __init__(self, context: PanelContext) -> None:
        super().__init__(context)
        theme = context.theme
        self._documents = documents_of(context.history)
        self.runs: dict[DeviceSession, BenchRun] = {}
        self._failed: dict[DeviceSession, Remark] = {}
        self._shown: dict[DeviceSession, Mapping[str, object]] = {}
        self._earlier: list[DeskDocument] = []
        self.dialog: QFileDialog | None = None
        self.notice = StateNote(theme, "cpu")
        self.prepare, self.run_page = PreparePage(theme), RunPage(theme)
        self.result = ResultPage(theme)
        self.earlier = choice()
        self.earlier.setMaximumWidth(190)
        set_look(self.earlier, "title")
        self.earlier.activated.connect(self._pick_earlier)
        self.header.append(self.earlier)
        self.stack = QStackedWidget()
        for page in (self.notice, self.prepare, self.run_page, self.result):
            self.stack.addWidget(page)
        self.body.addWidget(self.stack, 1)
        self.prepare.start.clicked.connect(self.begin)
        self.run_page.cancelled.connect(self.cancel)
        self.result.again.clicked.connect(self.prepare_anew)
        self.result.pdf.clicked.connect(self._choose_pdf)
        self.result.csv.clicked.connect(self._choose_csv)
        self.result.print.clicked.connect(self._print)
        self._end_hub = context.hub.observe(self._hub_changed)
        self._end_history = (
            None if self._documents is None else self._documents.observe(self._history_changed)
        )
        self.start()

    @property
    def check(self) -> StoredCheck | None:
        """The result shown, None while none is."""
        body = self._body()
        return None if body is None else stored_check(body)

    def begin(self) -> None:
        """Start a check of the device shown."""
        session = self.session
        if session is None or session in self.runs or self._why():
            return
        run = BenchRun(
            session,
            documents=self._documents,
            who=self.context.hub.who,
            tell=self._show_run,
            loaded=self.prepare.loaded.isChecked(),
        )
        self.runs[session] = run
        self._failed.pop(session, None)
        self._shown.pop(session, None)
        self._show()
        spawn(self, self._run(session, run), done=self._show)

    def cancel(self) -> None:
        """End the check of the device shown."""
        run = self.runs.get(self.session) if self.session is not None else None
        if run is not None:
            run.cancel()

    def prepare_anew(self) -> None:
        """Go back to what is to be prepared."""
        if self.session is not None:
            self._shown.pop(self.session, None)
        self._show()

    def save_pdf(self, path: Path) -> None:
        """Write the page of the result shown."""
        check, body = self.check, self._body()
        if check is None or body is None:
            return
        try:
            write_pdf(
                self._page(check, body), path, title=self._name(), pictures=self._pictures(check)
            )
        except StorageError as error:
            self.show_error(error)

    def save_csv(self, path: Path) -> None:
        """Write the table of the result shown."""
        check, body = self.check, self._body()
        if check is None or body is None:
            return
        try:
            write_text(path, bench_csv(check, body))
        except StorageError as error:
            self.show_error(error)

    def bind(self, session: DeviceSession | None) -> None:
        """Show another device."""
        self._earlier = []
        self._show()
        self._load_earlier()

    def refresh(self, topics: frozenset[Topic]) -> None:
        """Show what the pack says now."""
        if self.stack.currentIndex() != _RESULT or topics - {Topic.SAMPLE}:
            self._show()

    def retranslate(self) -> None:
        """Write every text in the present language."""
        self.prepare.retranslate()
        self.result.retranslate()
        self.earlier.setAccessibleName(self.tr("Earlier checks"))
        self._list_earlier()
        self._show()

    def stop(self) -> None:
        """End what runs, let go of hub and history."""
        for run in self.runs.values():
            run.cancel()
        self._end_hub()
        if self._end_history is not None:
            self._end_history()
        super().stop()

    async def _run(self, session: DeviceSession, run: BenchRun) -> None:
        try:
            await run.run()
        finally:
            self.runs.pop(session, None)
            failure = run.check.failure
            if failure is not None:
                self._failed[session] = failure
        if run.body is not None:
            self._shown[session] = run.body
        if run.not_kept is not None:
            raise run.not_kept

    def _body(self) -> Mapping[str, object] | None:
        return None if self.session is None else self._shown.get(self.session)

    def _why(self) -> str:
        """Return why no check can begin now, "" when one can."""
        model = self.model
        return "" if model is None else why_not(model)

    def _show(self) -> None:
        session, model = self.session, self.model
        self.earlier.setVisible(bool(self._earlier) and session not in self.runs)
        if session is not None and session in self.runs:
            self._show_run()
            self.stack.setCurrentIndex(_RUN)
            return
        check, body = self.check, self._body()
        if check is not None and body is not None:
            self._show_result(check, body)
            self.stack.setCurrentIndex(_RESULT)
            return
        if session is None or model is None:
            self.notice.say(*no_device_words())
        elif model.mode is Mode.REPLAY:
            self.notice.say(
                self.tr("A recording cannot be checked"),
                self.tr("A bench check needs the pack itself, and a load that you connect."),
            )
        elif is_remote(session.uri):
            self.notice.say(
                self.tr("A battery behind a server cannot be checked"),
                self.tr("A bench check needs the pack itself, and a load that you connect."),
            )
        elif not model.protocol:
            self.notice.say(*(state_words(model, session.uri) or no_device_words()))
        elif self.lacks(Capability.CELLS):
            self.notice.say(self.tr("This board tells no cell voltages."), self.lack_reason())
        else:
            failure = self._failed.get(session)
            failed = "" if failure is None else remark_text(failure, bench_words)
            self.prepare.show_model(model, "\n".join(filter(None, (failed, self._why()))))
            self.prepare.start.setEnabled(not self._why())
            self.prepare.loaded.setEnabled(not self._why())
            self.stack.setCurrentIndex(_PREPARE)
            return
        self.stack.setCurrentIndex(_NOTICE)

    def _show_run(self) -> None:
        session = self.session
        run = None if session is None else self.runs.get(session)
        if run is None:
            return
        trouble = ""
        if run.trouble is not None:
            said = error_words(run.trouble)[0]
            trouble = self.tr("{what} The check waits for the link.").format(what=said)
        self.run_page.show_check(run.check, trouble)

    def _show_result(self, check: StoredCheck, body: Mapping[str, object]) -> None:
        self.result.show_result(check, moment(body.get("time")), method(check.steps, bench_words))

    def _page(self, check: StoredCheck, body: Mapping[str, object]) -> str:
        language = self.context.prefs.values.language or "en"
        return bench_page(check, body, words, language=language)

    def _pictures(self, check: StoredCheck) -> dict[str, QImage]:
        cell = words("SagChart", "cell {n}")
        return {PICTURE: picture(traces_of(check), *PICTURE_SIZE, cell)}

    def _name(self) -> str:
        body = self._body() or {}
        name = "" if self.model is None else self.model.name
        at = moment(body.get("time")).replace(":", "")
        return self.tr("Bench check {name} {time}").format(name=name, time=at)

    def _choose_pdf(self) -> None:
        self.dialog = ask_where(
            self,
            heading=self.tr("Save the page"),
            kinds=self.tr("Pages (*.pdf)"),
            suffix="pdf",
            name=self._name(),
            then=self.save_pdf,
        )

    def _choose_csv(self) -> None:
        self.dialog = ask_where(
            self,
            heading=self.tr("Save the table"),
            kinds=self.tr("Tables (*.csv)"),
            suffix="csv",
            name=self._name(),
            then=self.save_csv,
        )

    def _print(self) -> None:
        check, body = self.check, self._body()
        if check is not None and body is not None:
            page = self._page(check, body)
            print_page(self, page, title=self._name(), pictures=self._pictures(check))

    def _pick_earlier(self, row: int) -> None:
        if self.session is not None and 1 <= row <= len(self._earlier):
            self._shown[self.session] = self._earlier[row - 1].body
            self._show()
        self.earlier.setCurrentIndex(0)

    def _list_earlier(self) -> None:
        self.earlier.clear()
        self.earlier.addItem(self.tr("Earlier checks"))
        for document in self._earlier:
            check = stored_check(document.body)
            cell = "" if check is None or check.weak_cell is None else f" · {check.weak_cell}"
            self.earlier.addItem(moment(document.made.isoformat()) + cell)

    def _load_earlier(self) -> None:
        if self._documents is not None and self.session is not None and self.session.key.protocol:
            spawn(self, self._fetch(self.session))

    async def _fetch(self, session: DeviceSession) -> None:
        assert self._documents is not None
        try:
            found = await self._documents.documents(session.key, kind=KIND, limit=EARLIER)
        except StorageError:
            return  # the journal says it, and the check works without
        if session is self.session:
            self._earlier = found
            self._list_earlier()
            self._show()

    def _hub_changed(self, event: HubEvent, session: DeviceSession | None) -> None:
        if event is HubEvent.CLOSED and session is not None:
            run = self.runs.get(session)
            if run is not None:
                run.cancel()
            for kept in (self._failed, self._shown):
                kept.pop(session, None)

    def _history_changed(self, topic: object = None, *_: object) -> None:
        if topic in (HistoryTopic.DOCUMENTS, HistoryTopic.IMPORTED, "open"):
            self._load_earlier()
