"""What lies over the window for a moment: palette, help, comment; each made when first wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QCursor, QKeySequence
from PySide6.QtWidgets import QApplication, QWidget

from mingtang_desk.ui.comment import CommentLine
from mingtang_desk.ui.forms.journal_rows import moment
from mingtang_desk.ui.forms.row import SettingRow
from mingtang_desk.ui.help import FieldHelp, KeyboardHelp, explained
from mingtang_desk.ui.link_words import where_words
from mingtang_desk.ui.palette import Palette
from mingtang_desk.ui.palette.items import Item, Kind, setting_items
from mingtang_desk.ui.tips import setting_tip

if TYPE_CHECKING:
    from mingtang_desk.ui.main_window import MainWindow
    from mingtang_desk.ui.roles.sign_in import SignIn


class Overlays:
    """The overlays of one window; only one is open at a time."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._palette: Palette | None = None
        self._field: FieldHelp | None = None
        self._keyboard: KeyboardHelp | None = None
        self._comment: CommentLine | None = None
        self._sign_in: SignIn | None = None

    @property
    def palette(self) -> Palette:
        """The palette."""
        if self._palette is None:
            self._palette = Palette(self._window.context.theme, self._window, self.items)
        return self._palette

    @property
    def field(self) -> FieldHelp:
        """Help of one field."""
        if self._field is None:
            self._field = FieldHelp(self._window.context.theme, self._window)
        return self._field

    @property
    def keyboard(self) -> KeyboardHelp:
        """The keyboard table."""
        if self._keyboard is None:
            self._keyboard = KeyboardHelp(self._window.context.theme, self._window)
        return self._keyboard

    @property
    def comment_line(self) -> CommentLine:
        """The line to type a comment."""
        if self._comment is None:
            self._comment = CommentLine(self._window.context.theme, self._window)
            self._comment.written.connect(self._window.device.comment)
        return self._comment

    def find(self) -> None:
        """Open the palette."""
        self._leave()
        self.palette.ask()

    def help(self) -> None:
        """Explain the field with the keyboard; where there is none, or twice, list all keys."""
        again = self._field is not None and not self._field.isHidden()
        self._leave()
        found = None if again else self._explained()
        if found is not None and found[0].window() is self._window:
            self.field.explain(*found)
        else:
            self.keyboard.show_keys(self._command_keys(), self._panel_keys())

    def comment(self) -> None:
        """Ask for a comment on the present moment of the selected device."""
        device, window = self._window.device, self._window
        session = device.session
        if session is None or not device.can_comment:
            window.docks["journal"].bring_up()
            return
        self._leave()
        sample = session.model.sample
        now = session.model.clock.now()
        at = now if sample is None else sample.time
        self.comment_line.ask(session.model.name, moment(at, now.astimezone().date()))

    def sign_in(self) -> None:
        """Ask for name and PIN; somebody who is signed in is signed out instead."""
        roles = self._window.context.roles
        if roles is None or not roles.on:
            self.roles()
            return
        if roles.who:
            roles.sign_out()
            return
        self._leave()
        if self._sign_in is None:
            from mingtang_desk.ui.roles.sign_in import SignIn

            self._sign_in = SignIn(self._window.context.theme, self._window, roles)
            self._sign_in.signed_in.connect(self._signed_in)
        self._sign_in.ask()

    def roles(self) -> None:
        """Show who may write what."""
        roles = self._window.context.roles
        if roles is not None:
            from mingtang_desk.ui.roles.book import RoleBook

            self._leave()
            RoleBook(self._window.context.theme, roles, self._window).open()

    def _signed_in(self) -> None:
        self._window.context.hub.set_writing(True)

    def items(self) -> list[Item]:
        """Return everything that can be found now."""
        window = self._window
        model = None if window.device.session is None else window.device.session.model
        found = [
            Item(
                kind=Kind.COMMAND,
                names=(f"{group}: {action.text()}" if group else action.text(),),
                note=_keys(action.shortcut()),
                run=action.trigger,
            )
            for group, action in window.menu.commands()
        ]
        if model is not None:
            degrees = window.context.prefs.values.temperature
            found += setting_items(
                model.settings_specs, model.settings, window.show_setting, degrees
            )
        for dock in window.docks.values():
            keys = _keys(QKeySequence(dock.spec.shortcut))
            names = (dock.windowTitle(), dock.spec.key)
            found.append(Item(kind=Kind.PANEL, names=names, note=keys, run=dock.bring_up))
        for session in window.context.hub.sessions:
            found.append(
                Item(
                    kind=Kind.DEVICE,
                    names=(session.model.name, session.uri.text),
                    note=where_words(session.uri),
                    run=lambda chosen=session: window.context.selection.select(chosen),  # type: ignore[misc]
                )
            )
        return found

    def _explained(self) -> tuple[QWidget, str] | None:
        """Return what has the keyboard, else what is pointed at, with all that is known of it."""
        for widget in (QApplication.focusWidget(), QApplication.widgetAt(QCursor.pos())):
            found = explained(widget)
            if found is not None:
                widget, text = found
                return widget, "\n".join(filter(None, (text, self._register(widget))))
        return None

    def _register(self, widget: QWidget) -> str:
        """Return where the setting of a field is kept on its board."""
        row: QWidget | None = widget
        while row is not None and not isinstance(row, SettingRow):
            row = row.parentWidget()
        model = self._window.docks["settings"].panel.model
        return "" if row is None or model is None else setting_tip(model, row.spec.key)

    def _leave(self) -> None:
        for overlay in (
            self._palette,
            self._field,
            self._keyboard,
            self._comment,
            self._sign_in,
        ):
            if overlay is not None:
                overlay.leave()

    def _command_keys(self) -> list[tuple[str, str]]:
        return [
            (action.text().rstrip("…"), _keys(action.shortcut()))
            for _, action in self._window.menu.commands()
            if not action.shortcut().isEmpty()
        ]

    def _panel_keys(self) -> list[tuple[str, str]]:
        return [
            (QCoreApplication.translate("Panel", dock.spec.title), dock.spec.shortcut)
            for dock in self._window.docks.values()
            if dock.spec.shortcut
        ]


def _keys(keys: QKeySequence) -> str:
    return keys.toString(QKeySequence.SequenceFormat.NativeText)
