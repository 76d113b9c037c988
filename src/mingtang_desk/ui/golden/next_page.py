"""The bench loop: every pack that is plugged in gets the set. Large words, and the keyboard."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from mingtang_desk.core.errors import LockedError, MingtangError
from mingtang_desk.device.settings_file import SettingsDocument
from mingtang_desk.interfaces.uri import parse_uri
from mingtang_desk.session.golden_apply import BatchReport, PackReport, PackState, apply_at
from mingtang_desk.session.golden_report import save_report
from mingtang_desk.session.hub import DeviceHub
from mingtang_desk.session.next_pack import Answering, LoopPhase, LoopState, NewPorts, NextPack
from mingtang_desk.ui.golden.accept_box import AcceptBox
from mingtang_desk.ui.golden.page import GoldenPage
from mingtang_desk.ui.golden.words import detail, meant_for, pack_name, state_word
from mingtang_desk.ui.spec import PortOffer
from mingtang_desk.ui.tasks import spawn
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.theme.type import Size
from mingtang_desk.ui.widgets.basics import label, plain, primary, set_look
from mingtang_desk.ui.widgets.lock_line import LockLine

_LATEST = 6


class NextPage(GoldenPage):
    """Starts and stops the loop, and says what to do now.

    Attributes:
        report_wanted: ask where to save the report.
    """

    report_wanted = Signal()

    def __init__(
        self,
        hub: DeviceHub,
        theme: Theme,
        ports: Callable[[], Sequence[PortOffer]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, parent)
        self._hub, self._ports = hub, ports
        self.document: SettingsDocument | None = None
        self.report: BatchReport | None = None
        self.loop: NextPack | None = None
        self._state = LoopState(phase=LoopPhase.ENDED)
        self._told: PackReport | None = None
        self._latest: list[PackReport] = []
        self._task: asyncio.Task[None] | None = None
        self.about = label("muted", wrap=True)
        self.big = label("strong", wrap=True)
        self.big.setAlignment(Qt.AlignmentFlag.AlignCenter)
        # The sheet's size for plain words would win over a font.
        self.big.setStyleSheet(f"font-size: {int(Size.HEADLINE)}px; font-weight: 600;")
        self.detail = label("muted", wrap=True)
        self.detail.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.counts = label("title")
        self.counts.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.latest = label("muted", wrap=True)
        self.where_word = label("muted", wrap=True)
        self.where = QLineEdit()
        self.where.textChanged.connect(self._say)
        self.accept = AcceptBox()
        self.consent = label("muted", wrap=True)
        self.lock = LockLine(hub, theme)
        self.save = plain(theme, "download")
        self.save.clicked.connect(self.report_wanted)
        self.start, self.stop = primary(theme), plain(theme)
        self.start.clicked.connect(self.run)
        self.stop.clicked.connect(self._stop)
        self.body.addWidget(self.about)
        self.body.addStretch(1)
        self.body.addWidget(self.big)
        self.body.addWidget(self.detail)
        self.body.addWidget(self.counts)
        self.body.addStretch(1)
        for widget in (
            *(self.latest, self.where_word, self.where),
            *(self.accept, self.consent, self.lock),
        ):
            self.body.addWidget(widget)
        self.foot.addWidget(self.save)
        self.foot.addStretch(1)
        self.foot.addWidget(self.stop)
        self.foot.addWidget(self.start)
        self.retranslate()

    @property
    def busy(self) -> bool:
        """True while the loop runs."""
        return self._task is not None

    def show_set(self, document: SettingsDocument) -> None:
        """Begin with a set."""
        if self.busy:
            return
        self.document, self.report, self.loop = document, None, None
        self._latest, self._told = [], None
        self._state = LoopState(phase=LoopPhase.ENDED)
        self.accept.begin(edited=document.edited)
        self._say()
        self.start.setFocus()

    def run(self) -> None:
        """Start the loop: the consent to write to every pack that comes."""
        document = self.document
        if document is None or self.busy:
            return
        self.show_error(None)
        if not self._hub.writing_unlocked:
            self.show_error(LockedError("write_locked"))
            return
        try:
            look = self._look(document)
        except MingtangError as error:
            self.show_error(error)
            return
        accept = self.accept.accept

        async def one(uri: str, tell: Callable[[PackReport], None]) -> PackReport:
            return await apply_at(
                uri,
                document,
                accept,
                opener=self._hub.visit,
                write=self._hub.write_settings,
                clock=self._hub.clock,
                tell=tell,
            )

        self._latest, self.report = [], None
        self.loop = NextPack(look, one, tell=self._tell)
        self._task = spawn(self, self._run(document, self.loop), done=self._ended)
        self._say()
        self.stop.setFocus()

    def save_to(self, path: Path) -> None:
        """Save the report; the ending of the file says as what."""
        if self.report is not None:
            spawn(self, save_report(self.report, path))

    def retranslate(self) -> None:
        """Write every text."""
        super().retranslate()
        self.where_word.setText(
            self.tr("Where packs are plugged in: empty = every serial port that appears")
        )
        self.where.setPlaceholderText(self.tr("or the address of an adapter that stays"))
        self.where.setAccessibleName(self.tr("Address of the adapter"))
        self.accept.retranslate()
        self.consent.setText(
            self.tr(
                "Once started, every pack that comes is checked and written without a question."
            )
        )
        self.save.setText(self.tr("Report…"))
        self.save.setToolTip(self.tr("Save the report as JSON, CSV or text"))
        self.start.setText(self.tr("Start"))
        self.stop.setText(self.tr("Stop"))
        self._say()

    def _look(self, document: SettingsDocument) -> Answering | NewPorts:
        typed = self.where.text().strip()
        if typed:
            return Answering([parse_uri(typed).text], self._hub.visit)
        query = f"protocol={document.protocol}" if document.protocol else ""

        def paths() -> list[str]:
            return [port.path for port in self._ports()]

        def ours() -> list[str]:
            return [s.uri.target for s in self._hub.sessions if s.uri.scheme == "serial"]

        return NewPorts(paths, query, ignore=ours)

    async def _run(self, document: SettingsDocument, loop: NextPack) -> None:
        started = self._hub.clock.now()
        try:
            await loop.run()
        finally:
            self.report = BatchReport(
                document=document,
                who=self._hub.who,
                started=started,
                ended=self._hub.clock.now(),
                packs=loop.reports,
            )

    def _ended(self) -> None:
        self._task = None
        self._say()
        self.start.setFocus()

    def _stop(self) -> None:
        if self.loop is not None:
            self.loop.stop()
            self.stop.setEnabled(False)

    def _tell(self, state: LoopState) -> None:
        self._state = state
        now = state.now
        if (
            now is not None
            and now.state.ended
            and state.phase is LoopPhase.UNPLUG
            and now is not self._told
        ):
            self._told = now
            self._latest.insert(0, now)
            QApplication.beep()
        self._say()

    def _say(self) -> None:
        document, busy, state = self.document, self.busy, self._state
        if document is None:
            return
        self.title.setText(self.tr("Next pack: “{name}”").format(name=document.name))
        self.about.setText(meant_for(document))
        self._say_big()
        self.counts.setText(
            self.tr("done {done} · failed {failed}").format(done=state.done, failed=state.failed)
        )
        self.counts.setVisible(busy or bool(self._latest))
        lines = [f"{pack_name(r)}  {state_word(r.state)}" for r in self._latest[:_LATEST]]
        self.latest.setText("\n".join(lines))
        self.latest.setVisible(bool(lines))
        for part in (self.where_word, self.where, self.accept, self.consent):
            part.setVisible(not busy)
        self.accept.edited.setVisible(document.edited)
        self.save.setVisible(self.report is not None and not busy and bool(self._latest))
        self.start.setVisible(not busy)
        self.stop.setVisible(busy)
        self.stop.setEnabled(busy)
        self.back.setEnabled(not busy)
        self.lock.want(not busy)

    def _say_big(self) -> None:
        state, now = self._state, self._state.now
        look, text, more = "muted", "", ""
        if state.phase is LoopPhase.WORKING and now is not None:
            look, text, more = "", state_word(now.state), pack_name(now)
        elif state.phase is LoopPhase.UNPLUG and now is not None:
            good = now.state is PackState.APPLIED
            look = "ok" if good else "bad"
            text = self.tr("✓ Done. Unplug it") if good else self.tr("✗ Failed. Unplug it")
            parts = [pack_name(now), detail(now)]
            if state.again:
                parts.insert(1, self.tr("it was here before"))
            more = " · ".join(part for part in parts if part)
        elif state.phase is LoopPhase.ENDED and self.report is not None:
            look, text = "muted", self.tr("Stopped")
        elif state.phase is LoopPhase.PLUG_IN:
            look, text = "", self.tr("Plug in the next pack")
        self.big.setText(text)
        set_look(self.big, look)
        self.detail.setText(more)
        self.big.setVisible(bool(text))
        self.detail.setVisible(bool(more))
