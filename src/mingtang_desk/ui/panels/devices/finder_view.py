"""The search for batteries as it goes: a line for each place, what was found there, or why nothing.

`wanted` carries the addresses to connect; `stopped` ends the search, or leaves its results.
"""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from mingtang_desk.session.bluetooth_search import WHERE as BLUETOOTH
from mingtang_desk.session.finder import NOWHERE
from mingtang_desk.session.found import Doing, Failure, Found, News, Step
from mingtang_desk.ui.errors import error_words
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.widgets.basics import label, plain, primary, rule
from mingtang_desk.ui.widgets.elided import ElidedText
from mingtang_desk.ui.widgets.found_row import FoundRow
from mingtang_desk.ui.widgets.scroll import scrolling

REFRESH_MS = 100
_ABOVE = 2
"""What stands above the boards of a place: its name, what is done there."""


class PlaceRows(QWidget):
    """One place: its name, what is done there, what it gave, the nearest first."""

    def __init__(self, theme: Theme, where: str) -> None:
        super().__init__()
        self._theme, self.where = theme, where
        self.step: Step | None = None
        self.failures: list[Failure] = []
        self.found: list[FoundRow] = []
        self.name = ElidedText(theme, strong=True, middle=True)
        self.doing = label("muted", wrap=True)
        self.doing.setContentsMargins(22, 0, 0, 0)
        self._sign = QLabel()
        self._sign.setFixedWidth(16)
        top = QHBoxLayout()
        top.setSpacing(6)
        top.addWidget(self._sign)
        top.addWidget(self.name, 1)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 4, 0, 4)
        self.column.setSpacing(2)
        self.column.addLayout(top)
        self.column.addWidget(self.doing)
        self.show_now()

    def add(self, found: Found) -> FoundRow:
        """Show a board that was found here."""
        row = FoundRow(self._theme, found)
        near = [found.signal or 0, *(other.found.signal or 0 for other in self.found)]
        place = sum(signal >= near[0] for signal in near[1:])
        self.found.insert(place, row)
        self.column.insertWidget(_ABOVE + place, row)
        return row

    def show_now(self) -> None:
        """Write what is known by now."""
        step = self.step
        done = step is not None and step.doing is Doing.DONE
        if self.found:
            icon, token = "check", "ok"
        elif self.failures:
            icon, token = "triangle-alert", "warn"
        else:
            icon, token = "refresh-cw", "muted"
        self._sign.setPixmap(self._theme.pixmap(icon, token, 14, self.devicePixelRatioF()))
        here = {NOWHERE: self.tr("Serial ports"), BLUETOOTH: self.tr("Bluetooth")}.get(
            self.where, short_place(self.where)
        )
        self.name.set_text(here)
        self.name.setToolTip(self.where)
        lines = [] if step is None or done else [self._words(step)]
        for failure in self.failures:
            message, hint = error_words(failure.error)
            lines.append(f"{message} {hint}".strip())
        self.doing.setText("\n".join(lines))
        self.doing.setVisible(bool(lines))
        self.setAccessibleName(f"{here}: {self.doing.text()}")

    def _words(self, step: Step) -> str:
        speed = "" if step.baud is None else self.tr("{baud} baud").format(baud=step.baud)
        match step.doing:
            case Doing.LISTENING if self.where == BLUETOOTH:
                text = self.tr("listening who announces itself")
            case Doing.LISTENING:
                text = self.tr("listening who talks")
            case Doing.SWEEPING:
                text = self.tr("{what}, address {n}?").format(what=step.what, n=step.address)
            case Doing.CONFIRMING:
                text = self.tr("{what} answers, reading it").format(what=step.what)
            case Doing.ASKING:
                text = self.tr("{what}?").format(what=step.what)
            case _:
                text = self.tr("opening")
        return " · ".join(part for part in (speed, text) if part)


class FinderView(QWidget):
    """Places in the order they were heard of."""

    wanted = Signal(list)
    stopped = Signal()
    again = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.places: dict[str, PlaceRows] = {}
        self._running = self._connecting = False
        self._cut = False
        self.title = label("strong", wrap=True)
        self.filter = QLineEdit()
        self.filter.setObjectName("find-filter")
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(self.show_now)
        holder = QWidget()
        self._column = QVBoxLayout(holder)
        self._column.setContentsMargins(0, 0, 4, 0)
        self._column.setSpacing(0)
        self._column.addStretch(1)
        self.scroll_area = scrolling(holder)
        self.all_button = primary(theme)
        self.all_button.setObjectName("find-connect-all")
        self.all_button.clicked.connect(self._want_all)
        self.again_button = plain(theme, "refresh-cw")
        self.again_button.setObjectName("find-again")
        self.again_button.clicked.connect(self.again)
        self.stop_button = plain(theme)
        self.stop_button.setObjectName("find-stop")
        self.stop_button.clicked.connect(self.stopped)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.stop_button)
        buttons.addWidget(self.again_button)
        buttons.addWidget(self.all_button, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(6)
        outer.addWidget(self.title)
        outer.addWidget(rule())
        outer.addWidget(self.filter)
        outer.addWidget(self.scroll_area, 1)
        outer.addLayout(buttons)
        self._soon = QTimer(self, singleShot=True, interval=REFRESH_MS)
        self._soon.timeout.connect(self.show_now)
        theme.changed.connect(self.show_now)
        self.show_now()

    @property
    def found(self) -> Sequence[Found]:
        """All boards found."""
        return [row.found for place in self.places.values() for row in place.found]

    @property
    def boards(self) -> Sequence[Found]:
        """Those that are shown and known to be boards; a radio hears many other things."""
        rows = [row for place in self.places.values() for row in place.found]
        return [row.found for row in rows if row.found.protocol and not row.isHidden()]

    def begin(self) -> None:
        """Forget the last search and show that one runs."""
        for place in self.places.values():
            place.deleteLater()
        self.places.clear()
        self.filter.clear()
        self._running, self._connecting, self._cut = True, False, False
        self.show_now()

    def take(self, news: News) -> None:
        """Take one piece of news; words are written ten times a second at most."""
        place = self._place(news.where)
        match news:
            case Step():
                place.step = news
            case Failure():
                place.failures.append(news)
            case Found():
                row = place.add(news)
                row.clicked.connect(lambda _=False, uri=news.uri: self.wanted.emit([uri]))
        if not self._soon.isActive():
            self._soon.start()

    def end(self, *, cut: bool = False) -> None:
        """Show that the search is over, or was cut off."""
        self._running, self._cut = False, cut
        self.show_now()

    def set_connecting(self, on: bool) -> None:
        """Show that what was found is being opened."""
        self._connecting = on
        self.show_now()

    def show_now(self) -> None:
        """Write everything that changed."""
        self._soon.stop()
        for place in self.places.values():
            if not self._running and place.step is not None:
                place.step = Step(where=place.where, doing=Doing.DONE)
            place.show_now()
        wanted = self.filter.text().strip()
        for place in self.places.values():
            for row in place.found:
                row.setVisible(row.fits(wanted))
                row.setEnabled(not self._connecting)
        self.filter.setPlaceholderText(self.tr("Last five digits, name or address"))
        self.filter.setAccessibleName(self.filter.placeholderText())
        by_radio = [found for found in self.found if found.signal is not None]
        self.filter.setVisible(bool(wanted) or len(by_radio) > 1)
        count = len(self.boards)
        self.title.setText(self._title(count))
        self.stop_button.setText(self.tr("Stop") if self._running else self.tr("Back"))
        self.again_button.setText(self.tr("Search again"))
        self.again_button.setVisible(not self._running)
        self.again_button.setEnabled(not self._connecting)
        self.all_button.setText(self.tr("Connect all %n", "", count))
        self.all_button.setVisible(count > 1)
        self.all_button.setEnabled(not self._connecting)

    def changeEvent(self, event: QEvent) -> None:
        """Translate anew."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.scroll_area.setAccessibleName(self.tr("Places searched"))
            self.show_now()

    def _title(self, count: int) -> str:
        if self._connecting:
            return self.tr("Connecting…")
        if self._running:
            return self.tr("Searching, %n found", "", count) if count else self.tr("Searching…")
        if count:
            return self.tr("%n board(s) found. Click to connect.", "", count)
        if self._cut:
            return self.tr("Search stopped")
        if self.filter.text().strip():
            return self.tr("No board of that number")
        if self.found:
            return self.tr("No board recognised. Click the one that is yours.")
        return self.tr("No battery found")

    def _want_all(self) -> None:
        self.wanted.emit([found.uri for found in self.boards])

    def _place(self, where: str) -> PlaceRows:
        """Return the lines of a place; a link tells more of itself than its path."""
        where = where.partition(" · ")[0]
        if where not in self.places:
            place = self.places[where] = PlaceRows(self._theme, where)
            self._column.insertWidget(self._column.count() - 1, place)
        return self.places[where]


def short_place(where: str) -> str:
    """Return a place as short as it stays clear: the last part of a path."""
    return where.rsplit("/", 1)[-1] if where.startswith("/") else where
