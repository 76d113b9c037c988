"""The rows as a Qt model, bounded and filtered; it grows at its end and gives way at its start."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from itertools import islice

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
)

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.session.frames import RowKind
from mingtang_desk.ui.frames.decode import Teller
from mingtang_desk.ui.frames.source import Line, Source
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.theme.type import mono
from mingtang_desk.ui.tips import hex_groups

type Index = QModelIndex | QPersistentModelIndex
WAYS = {"tx": "→", "rx": "←"}
_TOKENS = {RowKind.BAD: "bad_text", RowKind.IGNORED: "muted", RowKind.UNKNOWN: "muted"}
_SIGNS = {RowKind.BAD: "× ", RowKind.IGNORED: "· "}


class Column(IntEnum):
    """What a column shows."""

    TIME = 0
    WAY = 1
    LENGTH = 2
    WORDS = 3
    BYTES = 4
    ASCII = 5


_TITLES = {
    Column.TIME: QT_TRANSLATE_NOOP("FramesModel", "Time"),
    Column.WAY: "",
    Column.LENGTH: QT_TRANSLATE_NOOP("FramesModel", "Length"),
    Column.WORDS: QT_TRANSLATE_NOOP("FramesModel", "What it says"),
    Column.BYTES: QT_TRANSLATE_NOOP("FramesModel", "Bytes"),
    Column.ASCII: QT_TRANSLATE_NOOP("FramesModel", "Text"),
}
_SENT = QT_TRANSLATE_NOOP("FramesModel", "sent")
_RECEIVED = QT_TRANSLATE_NOOP("FramesModel", "received")


@dataclass(frozen=True, slots=True)
class Filter:
    """Which rows are shown.

    Attributes:
        text: hex digits, with or without spaces, or part of the words.
        way: "rx", "tx" or "" for both.
        which: "bad", "writes" or "" for all.
    """

    text: str = ""
    way: str = ""
    which: str = ""


_SHOWN = 300
"""Bytes in a cell; no frame is longer, and to lay out pages of noise takes Qt too long."""


class FramesModel(QAbstractTableModel):
    """The rows of one source."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._mono = mono()
        self._source: Source | None = None
        self._version = -1
        self._next = 0
        self._lines: list[Line] = []
        self._words: dict[int, str] = {}
        self._filter = Filter()
        self.teller = Teller(None)

    @property
    def lines(self) -> list[Line]:
        """The rows shown, oldest first."""
        return self._lines

    def show_source(self, source: Source | None, teller: Teller) -> None:
        """Show another source."""
        self._source, self.teller = source, teller
        self.reload()

    def set_filter(self, wanted: Filter) -> None:
        """Show other rows."""
        if wanted != self._filter:
            self._filter = wanted
            self.reload()

    def reload(self) -> None:
        """Take all rows anew: another language, source or filter."""
        self.beginResetModel()
        self._words.clear()
        lines = () if self._source is None else tuple(self._source.lines)
        self._lines = [line for line in lines if self._passes(line)]
        self._next = 0 if self._source is None else self._source.total
        self._version = -1 if self._source is None else self._source.version
        self.endResetModel()

    def sync(self) -> bool:
        """Take what came since; return whether the rows changed."""
        source = self._source
        if source is None:
            return False
        if source.version != self._version:
            self.reload()
            return True
        fresh = source.total - self._next
        if not fresh:
            return False
        new = islice(source.lines, max(0, len(source.lines) - fresh), None)
        self._next = source.total
        passed = [line for line in new if self._passes(line)]
        if passed:
            at = len(self._lines)
            self.beginInsertRows(QModelIndex(), at, at + len(passed) - 1)
            self._lines += passed
            self.endInsertRows()
        self._trim(source.lines[0].number)
        return bool(passed)

    def missed(self) -> int:
        """Return how many rows came since the last `sync`."""
        return 0 if self._source is None else self._source.total - self._next

    def words(self, line: Line) -> str:
        """Return what a row says, worked out once."""
        known = self._words.get(line.number)
        if known is None:
            known = self._words[line.number] = self.teller.words(line.row)
        return known

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's signature)
        """Return how many rows are shown."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's signature)
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(Column)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return the title of a column."""
        if orientation is Qt.Orientation.Vertical or not 0 <= section < len(Column):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            title = _TITLES[Column(section)]
            return _tr(title) if title else ""
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = (
                Qt.AlignmentFlag.AlignRight
                if section == Column.LENGTH
                else Qt.AlignmentFlag.AlignLeft
            )
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return text, colour, font or tip of a place."""
        if not index.isValid() or index.row() >= len(self._lines):
            return None
        line, column = self._lines[index.row()], Column(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(line, column)
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._theme.color(self._token(line, column))
        if role == Qt.ItemDataRole.FontRole:
            return self._mono if column in (Column.BYTES, Column.ASCII) else None
        if role == Qt.ItemDataRole.TextAlignmentRole and column is Column.LENGTH:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.ToolTipRole and column is Column.WORDS:
            return self.words(line)
        if role == Qt.ItemDataRole.AccessibleTextRole and column is Column.WAY:
            return _tr(_SENT if line.row.direction == "tx" else _RECEIVED)
        return None

    def _text(self, line: Line, column: Column) -> str:
        match column:
            case Column.TIME:
                return clock(line)
            case Column.WAY:
                return WAYS[line.row.direction]
            case Column.LENGTH:
                return str(len(line.row.data))
            case Column.WORDS:
                return _SIGNS.get(line.row.kind, "") + self.words(line)
            case Column.BYTES:
                return _cut(hex_groups(line.row.data[:_SHOWN]), line)
            case Column.ASCII:
                return _cut(ascii_text(line.row.data[:_SHOWN]), line)

    def _token(self, line: Line, column: Column) -> str:
        if line.row.kind in _TOKENS:
            return _TOKENS[line.row.kind]
        if column is Column.WAY:
            return "accent_text" if line.row.direction == "tx" else "ok_text"
        if column is Column.WORDS:
            return "warn_text" if self.teller.writes(line.row) else "text"
        return "muted" if column in (Column.TIME, Column.LENGTH) else "text"

    def _passes(self, line: Line) -> bool:
        wanted, row = self._filter, line.row
        if wanted.way and row.direction != wanted.way:
            return False
        if wanted.which == "bad" and row.kind is RowKind.GOOD:
            return False
        if wanted.which == "writes" and not self.teller.writes(row):
            return False
        text = wanted.text.strip().casefold()
        if not text or text in self.words(line).casefold():
            return True
        return _holds(row.data.hex(), text.replace(" ", ""))

    def _trim(self, oldest: int) -> None:
        gone = 0
        while gone < len(self._lines) and self._lines[gone].number < oldest:
            gone += 1
        if gone:
            self.beginRemoveRows(QModelIndex(), 0, gone - 1)
            for line in self._lines[:gone]:
                self._words.pop(line.number, None)
            del self._lines[:gone]
            self.endRemoveRows()


def _cut(text: str, line: Line) -> str:
    """Mark a text that shows but the first bytes."""
    return f"{text} …" if len(line.row.data) > _SHOWN else text


def clock(line: Line) -> str:
    """Return the time of a row on this computer, to the millisecond."""
    return line.time.astimezone().strftime("%H:%M:%S.%f")[:-3]


def ascii_text(data: bytes) -> str:
    """Return bytes as text, a dot for what is none."""
    return "".join(chr(byte) if 0x20 <= byte < 0x7F else "." for byte in data)


def _holds(digits: str, wanted: str) -> bool:
    """Return whether bytes hold others; half a byte further is another number."""
    if wanted not in digits:
        return False
    return any(digits.startswith(wanted, at) for at in range(0, len(digits), 2))


def _tr(text: str) -> str:
    return QCoreApplication.translate("FramesModel", text)
