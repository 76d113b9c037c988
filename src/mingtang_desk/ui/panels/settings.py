"""Settings (MISSION C): read, change one or many, review, write, undo.

What is typed is kept per device while the panel looks at another one; a review belongs to its
device too, so that a write goes on and shows its end there.
"""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from mingtang_desk.core.errors import DeviceError
from mingtang_desk.device.capabilities import Capability
from mingtang_desk.device.catalogue import SETTINGS
from mingtang_desk.device.model import Topic
from mingtang_desk.device.settings import SettingValue
from mingtang_desk.rules.pack import known_pack
from mingtang_desk.session.device_session import DeviceSession
from mingtang_desk.session.hub import HubEvent
from mingtang_desk.ui.forms.degrees import with_unit
from mingtang_desk.ui.forms.form import SettingsForm
from mingtang_desk.ui.forms.interrupted_line import InterruptedLine
from mingtang_desk.ui.forms.link_words import why_not
from mingtang_desk.ui.forms.pending import PendingEdits
from mingtang_desk.ui.forms.plan import Plan, plan_of
from mingtang_desk.ui.forms.review import ReviewPage
from mingtang_desk.ui.forms.writing import find_undo, run_write
from mingtang_desk.ui.golden.desk import SettingsFiles
from mingtang_desk.ui.golden.dialogs import SettingsDrop
from mingtang_desk.ui.link_words import no_device_words
from mingtang_desk.ui.panel import Panel
from mingtang_desk.ui.spec import PanelContext
from mingtang_desk.ui.tasks import spawn
from mingtang_desk.ui.widgets.basics import icon_button, label, plain, primary, set_look
from mingtang_desk.ui.widgets.layouts import button_row
from mingtang_desk.ui.widgets.lock_line import LockLine
from mingtang_desk.ui.widgets.state_note import StateNote

_NARROW_PX = 360


class SettingsPanel(Panel):
    """Forms over the settings of one board."""

    def __init__(self, context: PanelContext) -> None:
        super().__init__(context)
        self.pending = PendingEdits()
        self.reviews: dict[str, ReviewPage] = {}
        self._reading: set[str] = set()
        self._extra: QWidget | None = None
        self.stack = QStackedWidget()
        self.body.addWidget(self.stack, 1)
        self.notice = StateNote(context.theme, "cpu")
        self.notice.action.clicked.connect(self.read)
        self.form = SettingsForm()
        self.form.edited.connect(self._edited)
        self.form.setup_wanted.connect(self._review_one)
        self.read_at = label("muted")
        self.files = SettingsFiles(context, self, self.show_error)
        self.files.changed.connect(self._show)
        self.files.taken.connect(self.take_over)
        self.header += [self.read_at, self.files.button]
        SettingsDrop(self, self.files.open_path)
        self.stack.addWidget(self.notice)
        self.stack.addWidget(self._form_page())
        self._end_hub = context.hub.observe(self._hub_changed)
        self._degrees = context.prefs.values.temperature
        self.form.set_degrees(self._degrees)
        context.prefs.changed.connect(self._preferred)
        self.start()

    @property
    def review(self) -> ReviewPage | None:
        """The open review of the device shown."""
        return self.reviews.get(self.session.model.uri) if self.session is not None else None

    def read(self) -> None:
        """Read all settings of the board."""
        session = self.session
        if session is None or session.model.uri in self._reading or why_not(session.model):
            return
        self._reading.add(session.model.uri)
        self._show()
        uri = session.model.uri
        work = session.read_settings()
        spawn(self, work, done=lambda: self._read_ended(uri), stoppable=True)

    def discard(self) -> None:
        """Forget everything typed for this device."""
        if self.model is not None:
            self.pending.clear(self.model.uri)
            self._show_form()
            self._show()

    def take_over(self, typed: dict[str, str]) -> None:
        """Type texts into the form, by setting key; nothing is written before the review."""
        if self.model is not None:
            for key, text in typed.items():
                self.pending.put(self.model.uri, key, text)
            self._show_form()
            self._show()

    def review_all(self) -> None:
        """Show everything that would be written, or the first entry that cannot be."""
        if self.review is not None or self.stack.currentIndex() != 1:
            return
        if self.form.invalid:
            self.form.reveal(self.form.invalid[0])
        elif self.form.changes:
            self._open_review(self.form.changes)

    def undo_last(self) -> None:
        """Show what undoing the last write would do."""
        page, session = self.review, self.session
        if session is not None and (page is None or page.result is not None):
            spawn(self, self._ask_undo(session))

    def bind(self, session: DeviceSession | None) -> None:
        """Show another device with what was typed for it."""
        if self.model is not None:
            self._show_form()
        self._show()

    def refresh(self, topics: frozenset[Topic]) -> None:
        """Show what was read, and whether anything can be sent."""
        if topics & {Topic.SETTINGS, Topic.IDENTITY}:
            self._show_form()
        if topics - {Topic.SAMPLE, Topic.COUNTERS}:
            self._show()

    def retranslate(self) -> None:
        """Write every text in the present language."""
        self.read_button.setText(self.tr("Read"))
        self.read_button.setToolTip(self.tr("Read all settings from the board (F5)"))
        self.write_button.setText(self.tr("Review and write"))
        self.write_button.setToolTip(
            self.tr("Show every changed value before it is written (Ctrl+Shift+W)")
        )
        self.discard_button.name(self.tr("Discard what was typed"))
        self.undo_button.name(self.tr("Undo the last write… (Ctrl+Z)"))
        self.files.retranslate()
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where it is narrow, the count stands above the buttons."""
        super().resizeEvent(event)
        ways = QBoxLayout.Direction
        narrow = self.width() < _NARROW_PX
        self._foot.setDirection(ways.TopToBottom if narrow else ways.LeftToRight)

    def stop(self) -> None:
        """Let go of device and hub."""
        self._end_hub()
        super().stop()

    def _form_page(self) -> QWidget:
        theme = self.context.theme
        page = QWidget()
        self.reason = label("warn", wrap=True)
        self.lock = LockLine(self.context.hub, theme)
        self.interrupted = InterruptedLine(self.context.hub, theme, self)
        self.count = label("muted", wrap=True)
        self.undo_button = icon_button(theme, "undo-2")
        self.discard_button = icon_button(theme, "trash-2")
        self.read_button, self.write_button = plain(theme), primary(theme)
        self.undo_button.clicked.connect(self.undo_last)
        self.discard_button.clicked.connect(self.discard)
        self.read_button.clicked.connect(self.read)
        self.write_button.clicked.connect(self.review_all)
        buttons = button_row(
            self.undo_button, self.discard_button, self.read_button, self.write_button
        )
        self._foot = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._foot.setSpacing(8)
        self._foot.addWidget(self.count, 1)
        self._foot.addLayout(buttons)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.interrupted)
        layout.addWidget(self.form, 1)
        layout.addWidget(self.reason)
        layout.addWidget(self.lock)
        layout.addLayout(self._foot)
        return page

    def _preferred(self, names: set[str]) -> None:
        """Show other degrees; what was typed in the old ones keeps its meaning."""
        if "temperature" not in names:
            return
        old, self._degrees = self._degrees, self.context.prefs.values.temperature
        specs = {
            session.model.uri: session.model.settings_specs for session in self.context.hub.sessions
        }

        def same(uri: str, key: str, text: str) -> str:
            spec = specs.get(uri, {}).get(key) or SETTINGS.get(key)
            return text if spec is None else with_unit(spec, text, old)

        self.pending.rewrite(same)
        self.form.set_degrees(self._degrees)
        self._show_form()
        self._show()

    async def _ask_undo(self, session: DeviceSession) -> None:
        plan = await find_undo(session, self.context.history, self._degrees)
        if plan is None:
            raise DeviceError("undo_nothing", device=session.model.name)
        if session is self.session:
            self._open(plan)

    def _edited(self, key: str, text: str) -> None:
        if self.model is not None:
            self.pending.put(self.model.uri, key, text)
            self._show()

    def _review_one(self, key: str) -> None:
        if key in self.form.changes:
            self._open_review({key: self.form.changes[key]})

    def _open_review(self, changes: dict[str, SettingValue]) -> None:
        if self.model is not None:
            self._open(plan_of(self.model, changes, degrees=self._degrees))

    def _open(self, plan: Plan) -> None:
        session = self.session
        if session is None:
            return
        page = self.reviews.get(plan.uri)
        if page is None:
            page = self.reviews[plan.uri] = ReviewPage(self.context.hub, self.context.theme)
            page.confirmed.connect(lambda: self._confirmed(session, page))
            page.left.connect(lambda: self._left(session.model.uri))
            page.undo_wanted.connect(self.undo_last)
            self.stack.addWidget(page)
        page.ask(plan, session.model.settings_specs)
        self._show()
        page.back.setFocus()

    def _confirmed(self, session: DeviceSession, page: ReviewPage) -> None:
        task = spawn(self, run_write(self.context.hub, session, page, self.pending))
        page.stopped.connect(task.cancel)

    def _left(self, uri: str) -> None:
        page = self.reviews.pop(uri)
        self.stack.removeWidget(page)
        page.deleteLater()
        self._show_form()
        self._show()

    def _read_ended(self, uri: str) -> None:
        self._reading.discard(uri)
        self._show()

    def _hub_changed(self, event: HubEvent, session: DeviceSession | None) -> None:
        if event is HubEvent.WRITING:
            self._show()
        elif event is HubEvent.CLOSED and session is not None and session.model.uri in self.reviews:
            self._left(session.model.uri)

    def _show_form(self) -> None:
        model = self.model
        if model is not None and model.settings is not None:
            edits = self.pending.of(model.uri)
            self.form.show_board(model.settings_specs, model.settings, edits, known_pack(model))

    def _show(self) -> None:
        """Choose the page, and say on it what can be done."""
        model = self.model
        review = self.review
        self._say_age()
        self._show_extra(self.files.page if review is None else None)
        self.files.refresh()
        # What it opens would stand behind the review.
        self.files.button.setEnabled(review is None)
        if self.files.page is not None and review is None:
            self.stack.setCurrentWidget(self.files.page)
        elif model is None:
            self._say(*no_device_words())
        elif self.lacks(Capability.SETTINGS_READ):
            self._say(self.tr("The settings of this board cannot be read."), self.lack_reason())
        elif review is not None:
            review.set_usable(not why_not(model) and self.context.hub.writing_unlocked)
            self.stack.setCurrentWidget(review)
        elif model.settings is None:
            reading = model.uri in self._reading
            why = why_not(model)
            said = self.tr("The settings have not been read yet.")
            self._say(
                self.tr("Reading the settings…") if reading else said,
                why,
                action=self.tr("Read"),
                enabled=not reading and not why,
            )
        else:
            self._show_foot()
            self.stack.setCurrentIndex(1)

    def _say_age(self) -> None:
        """Say in the title line when it was read, or that there is more than was read."""
        model = self.model
        self.read_at.setVisible(model is not None and model.settings is not None)
        if model is not None and model.settings is not None:
            edited = bool(self.form.changes or self.form.invalid)
            said = self.tr("edited, not on device") if edited else self.tr("read at {time}")
            at = model.settings.time.astimezone().strftime("%H:%M:%S")
            self.read_at.setText(said.format(time=at))
            set_look(self.read_at, "warn" if edited else "muted")

    def _show_extra(self, page: QWidget | None) -> None:
        """Keep the one page of files in the stack."""
        if page is not self._extra:
            if self._extra is not None:
                self.stack.removeWidget(self._extra)
            self._extra = page
            if page is not None:
                self.stack.addWidget(page)
                page.setFocus()

    def _say(self, title: str, hint: str = "", *, action: str = "", enabled: bool = True) -> None:
        self.notice.say(title, hint)
        self.notice.action.setText(action)
        self.notice.action.setVisible(bool(action))
        self.notice.action.setEnabled(enabled)
        self.stack.setCurrentIndex(0)

    def _show_foot(self) -> None:
        model = self.model
        assert model is not None
        assert model.settings is not None
        why = why_not(model)
        if not why and self.lacks(Capability.SETTINGS_WRITE):
            why = self.tr("The settings of this board can be read, not written.")
        count, wrong = len(self.form.changes), len(self.form.invalid)
        words = self.tr("1 change") if count == 1 else self.tr("{n} changes").format(n=count)
        if wrong:
            words = self.tr("{n} cannot be written").format(n=wrong)
        self.count.setText(words if count or wrong else self.tr("No changes"))
        self.reason.setText(why)
        self.reason.setVisible(bool(why))
        self.form.set_usable(not why)
        reading = model.uri in self._reading
        self.read_button.setEnabled(not reading and not why_not(model))
        self.write_button.setEnabled(bool(count or wrong) and not why)
        if self.session is not None:
            self.interrupted.show_of(self.session, usable=not why)
        self.lock.want((bool(count) or model.interrupted is not None) and not why)
        self.discard_button.setEnabled(bool(self.pending.of(model.uri)))
        self.undo_button.setEnabled(not why)
