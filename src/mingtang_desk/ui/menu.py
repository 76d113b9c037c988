"""The menu of the strip: panels, layout, theme, language, temperatures."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.ui.languages import LANGUAGES
from mingtang_desk.ui.theme.tokens import Scheme

if TYPE_CHECKING:
    from mingtang_desk.ui.main_window import MainWindow

SCHEMES: dict[Scheme, str] = {
    Scheme.DARK: QT_TRANSLATE_NOOP("Menu", "Dark"),
    Scheme.LIGHT: QT_TRANSLATE_NOOP("Menu", "Light"),
    Scheme.CONTRAST: QT_TRANSLATE_NOOP("Menu", "High contrast"),
}


class WindowMenu(QMenu):
    """Built once; `retranslate` writes its texts anew."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._texts: list[tuple[Callable[[str], object], str]] = []
        prefs = window.context.prefs
        add = self._add
        add(window, QT_TRANSLATE_NOOP("Menu", "Connect…"), window.connect_device, "Ctrl+N")
        add(window, QT_TRANSLATE_NOOP("Menu", "Read all"), window.read_all, "F5")
        add(
            window,
            QT_TRANSLATE_NOOP("Menu", "Lock or unlock writing"),
            window.toggle_lock,
            "Ctrl+L",
        )
        self.addSeparator()
        add(
            window,
            QT_TRANSLATE_NOOP("Menu", "Review and write…"),
            window.review_settings,
            "Ctrl+Shift+W",
        )
        add(window, QT_TRANSLATE_NOOP("Menu", "Undo the last write…"), window.undo_last, "Ctrl+Z")
        self.addSeparator()
        self._panels(window)
        add(window, QT_TRANSLATE_NOOP("Menu", "Reset layout"), window.reset_layout, "")
        self.addSeparator()
        self._choices(
            QT_TRANSLATE_NOOP("Menu", "Theme"),
            [(scheme.value, text, True) for scheme, text in SCHEMES.items()],
            lambda: prefs.values.theme,
            lambda key: prefs.set(theme=key),
        )
        self._choices(
            QT_TRANSLATE_NOOP("Menu", "Language"),
            [(row.key, row.name, False) for row in LANGUAGES],
            lambda: window.language,
            lambda key: prefs.set(language=key),
        )
        self._choices(
            QT_TRANSLATE_NOOP("Menu", "Temperatures"),
            [("c", "°C", False), ("f", "°F", False)],
            lambda: prefs.values.temperature,
            lambda key: prefs.set(temperature=key),
        )
        self.addSeparator()
        add(window, QT_TRANSLATE_NOOP("Menu", "Full screen"), window.toggle_full_screen, "F11")
        add(window, QT_TRANSLATE_NOOP("Menu", "Quit"), window.close, "Ctrl+Q")
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text in the present language."""
        for write, text in self._texts:
            write(QCoreApplication.translate("Menu", text))

    def _add(
        self, window: "MainWindow", text: str, slot: Callable[[], object], shortcut: str
    ) -> None:
        action = QAction(window)
        action.triggered.connect(lambda: slot())
        if shortcut:
            action.setShortcut(QKeySequence(shortcut))
        # In the window too: a shortcut of a closed menu alone is not heard.
        window.addAction(action)
        self.addAction(action)
        self._texts.append((action.setText, text))

    def _panels(self, window: "MainWindow") -> None:
        menu = QMenu(self)
        self.addMenu(menu)
        self._texts.append((menu.setTitle, QT_TRANSLATE_NOOP("Menu", "Panels")))
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
        menu = QMenu(self)
        self.addMenu(menu)
        self._texts.append((menu.setTitle, title))
        group = QActionGroup(menu)
        actions: dict[str, QAction] = {}
        for key, text, translated in rows:
            action = actions[key] = QAction(text, group, checkable=True)
            action.triggered.connect(lambda checked=False, chosen=key: choose(chosen))
            menu.addAction(action)
            if translated:
                self._texts.append((action.setText, text))
        menu.aboutToShow.connect(lambda: actions[current()].setChecked(True))
