"""The menu of the strip: commands, workspaces, panels, theme, language, temperatures.

Palette and keyboard table are made from it, so a command is one row here.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.ui.languages import LANGUAGES
from mingtang_desk.ui.theme.tokens import Scheme
from mingtang_desk.ui.workspaces import WORKSPACES

if TYPE_CHECKING:
    from mingtang_desk.ui.main_window import MainWindow

SCHEMES: dict[Scheme, str] = {
    Scheme.DARK: QT_TRANSLATE_NOOP("Menu", "Dark"),
    Scheme.LIGHT: QT_TRANSLATE_NOOP("Menu", "Light"),
    Scheme.CONTRAST: QT_TRANSLATE_NOOP("Menu", "High contrast"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One command: its text, its keys, what it does. No command writes to a device."""

    text: str
    run: Callable[["MainWindow"], object]
    keys: str = ""


_LINE = None
DEVICE: tuple[Command | None, ...] = (
    Command(
        text=QT_TRANSLATE_NOOP("Menu", "Find a setting or command…"),
        run=lambda window: window.overlays.find(),
        keys="Ctrl+K",
    ),
    _LINE,
    Command(
        text=QT_TRANSLATE_NOOP("Menu", "Connect…"),
        run=lambda window: window.connect_device(),
        keys="Ctrl+N",
    ),
    Command(
        text=QT_TRANSLATE_NOOP("Menu", "Open recording…"),
        run=lambda window: window.replay_bar.ask_for_file(),
        keys="Ctrl+O",
    ),
    Command(
        text=QT_TRANSLATE_NOOP("Menu", "Read all"),
        run=lambda window: window.read_all(),
        keys="F5",
    ),
    Command(
        text=QT_TRANSLATE_NOOP("Menu", "Release the link, or take it back"),
        run=lambda window: window.device.release_link(),
        keys="Ctrl+R",
    ),
    Command(
        text=QT_TRANSLATE_NOOP("Menu", "Share with support…"),
        run=lambda window: window.share_device(),
        keys="Ctrl+Shift+H",
    ),
    Command(
        text=QT_TRANSLATE_NOOP("Menu", "Comment here…"),
        run=lambda window: window.overlays.comment(),
        keys="Ctrl+I",
    ),
    _LINE,
    Command(
        text=QT_TRANSLATE_NOOP("Menu", "Lock or unlock writing"),
        run=lambda window: window.toggle_lock(),
        keys="Ctrl+L",
    ),
    Command(
        text=QT_TRANSLATE_NOOP("Menu", "Sign in or out"),
        run=lambda window: window.overlays.sign_in(),
        keys="Ctrl+Shift+L",
    ),
    Command(
        text=QT_TRANSLATE_NOOP("Menu", "Review and write…"),
        run=lambda window: window.review_settings(),
        keys="Ctrl+Shift+W",
    ),
    Command(
        text=QT_TRANSLATE_NOOP("Menu", "Undo the last write…"),
        run=lambda window: window.undo_last(),
        keys="Ctrl+Z",
    ),
    Command(
        text=QT_TRANSLATE_NOOP("Menu", "Save settings as a file…"),
        run=lambda window: window.device.save_settings(),
        keys="Ctrl+S",
    ),
    _LINE,
)
LAYOUT: tuple[Command | None, ...] = (
    Command(
        text=QT_TRANSLATE_NOOP("Menu", "Reset layout"),
        run=lambda window: window.reset_layout(),
    ),
    _LINE,
)
DESK: tuple[Command | None, ...] = (
    _LINE,
    Command(
        text=QT_TRANSLATE_NOOP("Menu", "Roles…"),
        run=lambda window: window.overlays.roles(),
    ),
    Command(
        text=QT_TRANSLATE_NOOP("Menu", "Help and keyboard"),
        run=lambda window: window.overlays.help(),
        keys="F1",
    ),
    Command(
        text=QT_TRANSLATE_NOOP("Menu", "Full screen"),
        run=lambda window: window.toggle_full_screen(),
        keys="F11",
    ),
    Command(
        text=QT_TRANSLATE_NOOP("Menu", "Quit"),
        run=lambda window: window.close(),
        keys="Ctrl+Q",
    ),
)


class WindowMenu(QMenu):
    """Built once; `retranslate` writes its texts anew."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._texts: list[tuple[Callable[[str], object], str, str]] = []
        self._listed: list[tuple[QMenu | None, QAction]] = []
        prefs = window.context.prefs
        self._commands(DEVICE)
        self._workspaces()
        self._panels()
        self._commands(LAYOUT)
        self._choices(
            QT_TRANSLATE_NOOP("Menu", "Theme"),
            [(scheme.value, text, True) for scheme, text in SCHEMES.items()],
            lambda: prefs.values.theme,
            lambda key: prefs.keep(window.show_error, theme=key),
        )
        self._choices(
            QT_TRANSLATE_NOOP("Menu", "Language"),
            [(row.key, row.name, False) for row in LANGUAGES],
            lambda: window.language,
            lambda key: prefs.keep(window.show_error, language=key),
        )
        self._choices(
            QT_TRANSLATE_NOOP("Menu", "Temperatures"),
            [("c", "°C", False), ("f", "°F", False)],
            lambda: prefs.values.temperature,
            lambda key: prefs.keep(window.show_error, temperature=key),
        )
        self._commands(DESK)
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text in the present language."""
        for write, context, text in self._texts:
            write(QCoreApplication.translate(context, text))

    def commands(self) -> Iterator[tuple[str, QAction]]:
        """Yield every action but those of panels, with the title of the menu it stands in."""
        for menu, action in self._listed:
            yield "" if menu is None else menu.title(), action

    def _commands(self, rows: Sequence[Command | None]) -> None:
        for row in rows:
            if row is None:
                self.addSeparator()
            else:
                action = self._action(row)
                self.addAction(action)
                self._listed.append((None, action))

    def _action(self, row: Command) -> QAction:
        window = self._window
        action = QAction(window)
        action.triggered.connect(lambda: row.run(window))
        if row.keys:
            action.setShortcut(QKeySequence(row.keys))
        # In the window too: a shortcut of a closed menu alone is not heard.
        window.addAction(action)
        self._texts.append((action.setText, "Menu", row.text))
        return action

    def _submenu(self, title: str) -> QMenu:
        menu = QMenu(self)
        self.addMenu(menu)
        self._texts.append((menu.setTitle, "Menu", title))
        return menu

    def _workspaces(self) -> None:
        window, menu = self._window, self._submenu(QT_TRANSLATE_NOOP("Menu", "Workspace"))
        group = QActionGroup(menu)
        rows: dict[str, QAction] = {}
        for place in WORKSPACES:
            action = rows[place.key] = QAction(group, checkable=True)
            action.setShortcut(QKeySequence(place.shortcut))
            action.triggered.connect(lambda _=False, key=place.key: window.use_workspace(key))
            window.addAction(action)
            menu.addAction(action)
            self._listed.append((menu, action))
            self._texts.append((action.setText, "Workspace", place.title))
        menu.aboutToShow.connect(lambda: rows[window.arrangement.current.key].setChecked(True))

    def _panels(self) -> None:
        window, menu = self._window, self._submenu(QT_TRANSLATE_NOOP("Menu", "Panels"))
        for dock in window.docks.values():
            menu.addAction(dock.toggleViewAction())
            if dock.spec.shortcut:
                action = QAction(window)
                action.setShortcut(QKeySequence(dock.spec.shortcut))
                action.triggered.connect(dock.bring_up)
                window.addAction(action)

    def _choices(
        self,
        title: str,
        rows: Sequence[tuple[str, str, bool]],
        current: Callable[[], str],
        choose: Callable[[str], None],
    ) -> None:
        menu = self._submenu(title)
        group = QActionGroup(menu)
        actions: dict[str, QAction] = {}
        for key, text, translated in rows:
            action = actions[key] = QAction(text, group, checkable=True)
            action.triggered.connect(lambda checked=False, chosen=key: choose(chosen))
            menu.addAction(action)
            self._listed.append((menu, action))
            if translated:
                self._texts.append((action.setText, "Menu", text))
        menu.aboutToShow.connect(lambda: actions[current()].setChecked(True))
