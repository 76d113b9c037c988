"""Repair jobs: customer, complaint, readings before and after, work, parts; printed as a page."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Literal

from PySide6.QtWidgets import QFileDialog, QStackedWidget

from mingtang_desk.core.errors import StorageError
from mingtang_desk.device.model import Topic
from mingtang_desk.diagnosis.bench_stored import stored_check
from mingtang_desk.history.records import Topic as HistoryTopic
from mingtang_desk.interfaces.storage import DeskDocument, DeviceKey
from mingtang_desk.reports.bench_page import verdict_words
from mingtang_desk.reports.job import (
    KIND,
    Change,
    Job,
    changes_between,
    job_body,
    job_of,
    with_check,
)
from mingtang_desk.reports.job_page import job_page
from mingtang_desk.reports.words import moment
from mingtang_desk.session.bench_check import KIND as CHECK_KIND
from mingtang_desk.session.device_session import DeviceSession
from mingtang_desk.session.readout import read_everything, readout_json
from mingtang_desk.session.tasks import carry_through
from mingtang_desk.ui.ask_file import ask_where
from mingtang_desk.ui.documents import documents_of
from mingtang_desk.ui.forms.journal_rows import JournalSource
from mingtang_desk.ui.forms.link_words import why_not
from mingtang_desk.ui.jobs.editor import JobEditor
from mingtang_desk.ui.jobs.list_page import JobList
from mingtang_desk.ui.panel import Panel, words
from mingtang_desk.ui.printing import print_page, write_pdf
from mingtang_desk.ui.spec import PanelContext
from mingtang_desk.ui.tasks import spawn
from mingtang_desk.ui.widgets.state_note import StateNote

AUTOSAVE_S, GRACE_S = 0.6, 5.0
_NOTICE, _LIST, _EDITOR = range(3)
_CHECKS = 20

type Side = Literal["before", "after"]


@dataclass(slots=True)
class _Open:
    """The job on the form; `number` is that of its document once it is kept."""

    key: DeviceKey | None
    number: int | None = None


class JobsPanel(Panel):
    """The list of jobs, or the form of one. What is typed is kept by itself."""

    def __init__(self, context: PanelContext) -> None:
        super().__init__(context)
        self._documents = documents_of(context.history)
        self._journal = context.history if isinstance(context.history, JournalSource) else None
        self._open = _Open(None)
        self._dirty = self._busy = False
        self._saving: asyncio.Task[object] | None = None
        self._lock = asyncio.Lock()
        self._checks: list[DeskDocument] = []
        self.dialog: QFileDialog | None = None
        self.notice = StateNote(context.theme, "history")
        self.jobs, self.editor = JobList(context.theme), JobEditor(context.theme)
        self.stack = QStackedWidget()
        for page in (self.notice, self.jobs, self.editor):
            self.stack.addWidget(page)
        self.body.addWidget(self.stack, 1)
        self.jobs.new_wanted.connect(self.open_new)
        self.jobs.chosen.connect(self.open_job)
        editor = self.editor
        editor.edited.connect(self._edited)
        editor.back_wanted.connect(self.go_back)
        editor.read_wanted.connect(self.read)
        editor.attach_wanted.connect(self.attach)
        editor.pdf.clicked.connect(self._choose_pdf)
        editor.print.clicked.connect(self._print)
        self._end_history = (
            None if self._documents is None else self._documents.observe(self._history_changed)
        )
        self.stack.setCurrentIndex(_NOTICE if self._documents is None else _LIST)
        self.start()
        self._reload()

    def open_new(self) -> None:
        """Open an empty job for the pack that is selected; it is kept once something is typed."""
        session = self.session
        known = session is not None and bool(session.key.protocol)
        self._show_job(_Open(session.key if session is not None and known else None), Job())
        self.editor.fields["customer"].setFocus()

    def open_job(self, number: int) -> None:
        """Open a job of the list."""
        document = self.jobs.document(number)
        if document is not None:
            self._show_job(_Open(document.device, number), job_of(document.body))

    def go_back(self) -> None:
        """Keep what was typed and show the list; what cannot be kept stays on the form."""
        spawn(self, self._leave())

    def read(self, side: Side) -> None:
        """Read everything of the pack that is selected."""
        session = self.session
        if session is None or self._busy or why_not(session.model):
            return
        self._busy = True
        self._show_link()
        spawn(self, self._read(session, side), done=self._read_ended)

    def attach(self, place: int) -> None:
        """Attach one of the checks offered."""
        if 0 <= place < len(self._checks):
            self.editor.show_rest(with_check(self.editor.job(), self._checks[place].body))
            self._edited()

    def save_pdf(self, path: Path) -> None:
        """Write the page of the job shown."""
        try:
            write_pdf(self._page(), path, title=self._name())
        except StorageError as error:
            self.show_error(error)

    def bind(self, session: DeviceSession | None) -> None:
        """Another pack may be read now; the job stays."""
        self._show_link()
        self._load_checks()

    def refresh(self, topics: frozenset[Topic]) -> None:
        """Show whether the pack can be read."""
        if topics - {Topic.SAMPLE}:
            self._show_link()

    def retranslate(self) -> None:
        """Write every text in the present language."""
        self.notice.say(
            self.tr("No history is kept"), self.tr("Jobs are kept in it, on this computer alone.")
        )
        self.jobs.retranslate()
        self.editor.retranslate()
        self._offer()
        self._show_link()

    def stop(self) -> None:
        """Let go of device and history."""
        if self._end_history is not None:
            self._end_history()
        super().stop()

    def _show_job(self, opened: _Open, job: Job) -> None:
        if self._dirty and self._documents is not None:
            self._dirty = False
            spawn(self, self._keep(self._open, self.editor.job()), done=self._reload)
        self._open = opened
        self.editor.show_job(job)
        self.editor.saved.setText("")
        self.stack.setCurrentIndex(_EDITOR)
        self._show_link()
        self._load_checks()

    def _edited(self) -> None:
        self._dirty = True
        self.editor.saved.setText(self.tr("not kept yet"))
        if self._documents is not None and (self._saving is None or self._saving.done()):
            self._saving = spawn(self, self._save_soon())

    async def _save_soon(self) -> None:
        """Keep what was typed after a moment, and also when the window closes in it."""
        try:
            await asyncio.sleep(AUTOSAVE_S)
        finally:
            await self._keep_typed()

    async def _keep_typed(self) -> None:
        """Keep the job on the form as it is.

        Raises:
            StorageError: it could not be kept, and waits for another try.
        """
        while self._dirty and self._documents is not None:
            self._dirty = False
            opened, job = self._open, self.editor.job()
            try:
                await carry_through(self._keep(opened, job), grace_s=GRACE_S)
            except StorageError:
                self._dirty = opened is self._open
                raise
            if opened is self._open and not self._dirty:
                self.editor.saved.setText(self.tr("kept"))

    async def _leave(self) -> None:
        await self._keep_typed()
        self.stack.setCurrentIndex(_LIST)
        self._reload()

    async def _keep(self, opened: _Open, job: Job) -> None:
        """Keep a job; one after the other, so that a new one is added once."""
        assert self._documents is not None
        who, body = self.context.hub.who, job_body(job)
        async with self._lock:
            if opened.number is None:
                opened.number = await self._documents.add_document(
                    opened.key, kind=KIND, who=who, title=job.title, body=body
                )
            else:
                await self._documents.change_document(
                    opened.number, who=who, title=job.title, body=body
                )

    async def _read(self, session: DeviceSession, side: Side) -> None:
        readout = readout_json(await read_everything(session), session)
        job = self.editor.job()
        job = replace(job, before=readout) if side == "before" else replace(job, after=readout)
        if job.before is not None and job.after is not None:
            changes = await self._changes(session.key, job.before, job.after)
            job = replace(self.editor.job(), before=job.before, after=job.after, changes=changes)
        self._open.key = self._open.key or session.key
        self.editor.show_rest(job)
        self._edited()

    async def _changes(
        self, key: DeviceKey, before: Mapping[str, object], after: Mapping[str, object]
    ) -> tuple[Change, ...]:
        if self._journal is None:
            return ()
        times = [_time(reading.get("time")) for reading in (before, after)]
        if times[0] is None or times[1] is None:
            return ()
        return changes_between(await self._journal.journal_entries(key), times[0], times[1])

    def _read_ended(self) -> None:
        self._busy = False
        self._show_link()

    def _show_link(self) -> None:
        model = self.model
        why = self.tr("Connect the pack to read it.") if model is None else why_not(model)
        self.editor.set_reading(why, busy=self._busy)

    def _reload(self) -> None:
        if self._documents is not None:
            spawn(self, self._fetch())

    async def _fetch(self) -> None:
        assert self._documents is not None
        self.jobs.take(await self._documents.documents(kind=KIND))

    def _load_checks(self) -> None:
        key = self._open.key
        if key is None and self.session is not None and self.session.key.protocol:
            key = self.session.key
        if self._documents is not None and key is not None:
            spawn(self, self._fetch_checks(key))
        else:
            self._checks = []
            self._offer()

    async def _fetch_checks(self, key: DeviceKey) -> None:
        assert self._documents is not None
        self._checks = await self._documents.documents(key, kind=CHECK_KIND, limit=_CHECKS)
        self._offer()

    def _offer(self) -> None:
        names = []
        for document in self._checks:
            check = stored_check(document.body)
            told = document.title if check is None else verdict_words(check, words)
            names.append(f"{moment(document.made.isoformat())}  {told}")
        self.editor.offer_checks(names)

    def _page(self) -> str:
        language = self.context.prefs.values.language or "en"
        return job_page(self.editor.job(), words, language=language)

    def _name(self) -> str:
        return self.tr("Repair job {title}").format(title=self.editor.job().title)

    def _choose_pdf(self) -> None:
        self.dialog = ask_where(
            self,
            heading=self.tr("Save the page"),
            kinds=self.tr("Pages (*.pdf)"),
            suffix="pdf",
            name=self._name(),
            then=self.save_pdf,
        )

    def _print(self) -> None:
        print_page(self, self._page(), title=self._name())

    def _history_changed(self, topic: object = None, *_: object) -> None:
        if topic not in (HistoryTopic.DOCUMENTS, HistoryTopic.IMPORTED, "open"):
            return
        if self.stack.currentIndex() == _LIST:
            self._reload()
        self._load_checks()


def _time(value: object) -> datetime | None:
    try:
        return datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
