"""The line over the frames: what is shown, pause, follow, clear, and what is copied."""

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLineEdit, QMenu, QWidget

from mingtang_desk.ui.frames.model import Filter
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.widgets.basics import choice, icon_button

_WAYS = ("", "tx", "rx")
_WHICH = ("", "bad", "writes")
NARROW_PX = 460


class FilterLine(QWidget):
    """Emits `changed` with what is to be shown."""

    changed = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.text = QLineEdit()
        self.text.setClearButtonEnabled(True)
        self.text.textChanged.connect(self._tell)
        self.way, self.which = choice(), choice()
        self.pause = icon_button(theme, "pause")
        self.pause.setCheckable(True)
        self.follow = icon_button(theme, "arrow-down-to-line")
        self.follow.setCheckable(True)
        self.follow.setChecked(True)
        self.clear = icon_button(theme, "trash-2")
        self.more = icon_button(theme, "copy")
        menu = QMenu(self.more)
        self.copy_hex, self.copy_capture, self.copy_command, self.ascii = (
            QAction(self) for _ in range(4)
        )
        self.ascii.setCheckable(True)
        for action in (self.copy_hex, self.copy_capture, self.copy_command):
            menu.addAction(action)
        menu.addSeparator()
        menu.addAction(self.ascii)
        self.more.setMenu(menu)
        boxes, tools = QHBoxLayout(), QHBoxLayout()
        for box in (self.way, self.which):
            box.setMinimumContentsLength(6)
            box.currentIndexChanged.connect(self._tell)
            boxes.addWidget(box, 1)
        for button in (self.pause, self.follow, self.clear, self.more):
            tools.addWidget(button)
        first = QHBoxLayout()
        first.addWidget(self.text, 1)
        first.addLayout(tools)
        for line in (first, boxes):
            line.setSpacing(8)
        tools.setSpacing(0)
        self._rows = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(8)
        self._rows.addLayout(boxes)
        self._rows.addLayout(first, 1)
        self._parts = (boxes, first)
        self.retranslate()

    @property
    def wanted(self) -> Filter:
        """What is to be shown."""
        return Filter(
            text=self.text.text(),
            way=_WAYS[max(0, self.way.currentIndex())],
            which=_WHICH[max(0, self.which.currentIndex())],
        )

    def fit(self, width: int) -> None:
        """Stand in two lines where one would be too narrow."""
        narrow = width < NARROW_PX
        way = QBoxLayout.Direction.BottomToTop if narrow else QBoxLayout.Direction.LeftToRight
        self._rows.setDirection(way)

    def minimumSizeHint(self) -> QSize:
        """Gives way down to what two lines need."""
        lines = [part.minimumSize().width() for part in self._parts]
        return QSize(max(lines), super().minimumSizeHint().height())

    def retranslate(self) -> None:
        """Write every text in the present language."""
        for box, texts in (
            (self.way, (self.tr("Both ways"), self.tr("→ Sent"), self.tr("← Received"))),
            (self.which, (self.tr("All frames"), self.tr("Only bad"), self.tr("Only writes"))),
        ):
            at = max(0, box.currentIndex())
            box.blockSignals(True)
            box.clear()
            box.addItems(texts)
            box.setCurrentIndex(at)
            box.blockSignals(False)
        self.way.setAccessibleName(self.tr("Which direction"))
        self.which.setAccessibleName(self.tr("Which frames"))
        self.text.setPlaceholderText(self.tr("Filter: hex or words"))
        self.text.setAccessibleName(self.tr("Filter: hex or words"))
        self.follow.name(self.tr("Follow the newest row"))
        self.clear.name(self.tr("Clear the table"))
        self.more.name(self.tr("Copy rows, show text"))
        self.copy_hex.setText(self.tr("Copy as hex"))
        self.copy_capture.setText(self.tr("Copy as lines of a capture"))
        self.copy_command.setText(self.tr("Copy as a decode command"))
        self.ascii.setText(self.tr("Show bytes as text too"))
        self.show_paused(0)

    def show_paused(self, waiting: int) -> None:
        """Say what the pause button does, and how many rows wait behind it."""
        paused = self.pause.isChecked()
        self.pause.set_icon("play" if paused else "pause", "warn" if paused else "muted")
        go_on = self.tr("Go on, {count} rows are waiting").format(count=waiting)
        self.pause.name(go_on if paused else self.tr("Pause the table; nothing is lost"))

    def changeEvent(self, event: QEvent) -> None:
        """Translate anew."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _tell(self) -> None:
        self.changed.emit(self.wanted)
