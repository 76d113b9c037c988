"""The theme in use: colours by token, icons, and the style sheet of the application."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QIcon, QPalette, QPixmap, QScreen
from PySide6.QtWidgets import QApplication

from mingtang_desk.core.assets import resource_path
from mingtang_desk.ui.theme.icons import draw_icon
from mingtang_desk.ui.theme.qss import style_sheet
from mingtang_desk.ui.theme.tokens import TOKENS, Scheme, hex_of
from mingtang_desk.ui.theme.type import font, load_fonts

_ROLES: dict[QPalette.ColorRole, str] = {
    QPalette.ColorRole.Window: "bg",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "raised",
    QPalette.ColorRole.AlternateBase: "panel",
    QPalette.ColorRole.ToolTipBase: "raised",
    QPalette.ColorRole.ToolTipText: "text",
    QPalette.ColorRole.PlaceholderText: "muted",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.Button: "raised",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.Highlight: "accent_fill",
    QPalette.ColorRole.HighlightedText: "on_fill",
    QPalette.ColorRole.Link: "accent_text",
}


class Theme(QObject):
    """Colours and icons; `changed` is emitted after another scheme was applied."""

    changed = Signal()

    def __init__(self, scheme: Scheme = Scheme.DARK, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._scheme = scheme
        self._colours: dict[str, QColor] = {}
        self._pixmaps: dict[tuple[str, str, int, float], QPixmap] = {}
        self._fonts_loaded = False
        self._finest = 0.0
        self._watch_screens()

    @property
    def scheme(self) -> Scheme:
        """The column of the table in use."""
        return self._scheme

    def color(self, token: str) -> QColor:
        """Return a colour of the table; painters ask for it anew at each paint."""
        found = self._colours.get(token)
        if found is None:
            found = self._colours[token] = QColor(hex_of(token, self._scheme))
        return found

    def named(self, name: str) -> QColor:
        """Return the colour that a layer of the map names: a token of the table, or "#rrggbb"."""
        return self.color(name) if name in TOKENS else QColor(name)

    def pixmap(self, name: str, token: str = "text", size: int = 16, ratio: float = 1.0) -> QPixmap:
        """Return an icon of `resources/icons` as a picture in a colour of the table."""
        key = (name, token, size, ratio)
        found = self._pixmaps.get(key)
        if found is None:
            found = self._pixmaps[key] = draw_icon(name, self.color(token), size, ratio)
        return found

    def icon(self, name: str, token: str = "text", size: int = 16) -> QIcon:
        """Return an icon with a muted picture for disabled controls; set it again on `changed`."""
        made = QIcon()
        for ratio in (1.0, 2.0) if self._finest > 1.0 else (1.0,):
            made.addPixmap(self.pixmap(name, token, size, ratio))
            made.addPixmap(self.pixmap(name, "hatch", size, ratio), QIcon.Mode.Disabled)
        return made

    def apply(self, scheme: Scheme | None = None) -> None:
        """Dress the application; the first call also loads the fonts."""
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        if scheme is not None and scheme is not self._scheme:
            self._scheme = scheme
            self._colours.clear()
            self._pixmaps.clear()
        if not self._fonts_loaded:
            load_fonts()
            self._fonts_loaded = True
            app.setFont(font())
        app.setPalette(self._palette())
        colours = {name: hex_of(name, self._scheme) for name in TOKENS}
        tick = "check-light" if self._scheme is Scheme.LIGHT else "check-dark"
        names = {"chevron": "chevron-down-grey", "check": "check-grey", "tick": tick}
        pictures = {
            use: resource_path(f"icons/{name}.svg").as_posix() for use, name in names.items()
        }
        app.setStyleSheet(style_sheet(colours, pictures))
        self.changed.emit()

    def _watch_screens(self) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self._finest = app.devicePixelRatio()
        for screen in app.screens():
            # The size in logical pixels is another one when the scale is.
            screen.geometryChanged.connect(self._screens_changed)
        app.screenAdded.connect(self._screen_added)

    def _screen_added(self, screen: QScreen) -> None:
        screen.geometryChanged.connect(self._screens_changed)
        self._screens_changed()

    def _screens_changed(self) -> None:
        """Draw icons as fine as the finest screen shows them; without one they need a half less."""
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        before, self._finest = self._finest, app.devicePixelRatio()
        if before <= 1.0 < self._finest:
            self.changed.emit()

    def _palette(self) -> QPalette:
        palette = QPalette()
        for role, token in _ROLES.items():
            palette.setColor(role, self.color(token))
        off = QPalette.ColorGroup.Disabled
        for role in (
            QPalette.ColorRole.Text,
            QPalette.ColorRole.ButtonText,
            QPalette.ColorRole.WindowText,
        ):
            palette.setColor(off, role, self.color("muted"))
        return palette


def on_paper(token: str) -> QColor:
    """Return a colour of the table for what is printed, whatever the screen shows."""
    return QColor(hex_of(token, Scheme.LIGHT))
