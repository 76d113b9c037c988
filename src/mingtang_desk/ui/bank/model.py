"""The table of the bank view: a column for each pack, a row for each quantity."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QPixmap

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.device.bank import Bank, Mark, bank_of, capacity_ah
from mingtang_desk.device.catalogue.events import FAULTS, PROTECTIONS
from mingtang_desk.device.model import DeviceModel, LinkPhase
from mingtang_desk.device.sample import PackSample
from mingtang_desk.ui.link_words import mode_words
from mingtang_desk.ui.panel import words
from mingtang_desk.ui.selection import Selection
from mingtang_desk.ui.shown import NOT_REPORTED, degrees, event_words, number, word
from mingtang_desk.ui.theme import Theme

if TYPE_CHECKING:
    from mingtang_desk.session.device_session import DeviceSession

SIGNS = {Mark.HIGH: "▲", Mark.LOW: "▼", Mark.TROUBLE: "!"}
_TOKENS = {Mark.HIGH: "high_text", Mark.LOW: "low_text", Mark.TROUBLE: "bad_text"}
_SWATCH = 8

# key, what it is, the rule of its mark
ROWS: tuple[tuple[str, str, str], ...] = (
    (
        "pack_v",
        QT_TRANSLATE_NOOP("Bank", "Voltage"),
        QT_TRANSLATE_NOOP("Bank", "Marked from 1 % of the median on, 0.2 V at least"),
    ),
    (
        "current_a",
        QT_TRANSLATE_NOOP("Bank", "Current"),
        QT_TRANSLATE_NOOP("Bank", "Marked from half of an equal share on, 1 A at least"),
    ),
    (
        "soc_pct",
        QT_TRANSLATE_NOOP("Bank", "SOC"),
        QT_TRANSLATE_NOOP("Bank", "Marked from 10 points beside the median on"),
    ),
    ("capacity", QT_TRANSLATE_NOOP("Bank", "Capacity"), ""),
    ("cell_max", QT_TRANSLATE_NOOP("Bank", "Highest cell"), ""),
    ("cell_min", QT_TRANSLATE_NOOP("Bank", "Lowest cell"), ""),
    (
        "cell_delta_v",
        QT_TRANSLATE_NOOP("Bank", "Cell difference"),
        QT_TRANSLATE_NOOP("Bank", "Marked from twice the median on, 30 mV above it at least"),
    ),
    (
        "temperature",
        QT_TRANSLATE_NOOP("Bank", "Temperatures"),
        QT_TRANSLATE_NOOP("Bank", "Marked where the warmest place is 8 °C beside the median"),
    ),
    (
        "state",
        QT_TRANSLATE_NOOP("Bank", "State"),
        QT_TRANSLATE_NOOP("Bank", "Marked where a protection acts or something is broken"),
    ),
)

type Index = QModelIndex | QPersistentModelIndex


class BankModel(QAbstractTableModel):
    """Open packs; `take` reads all of them anew."""

    def __init__(self, theme: Theme, selection: Selection, unit: Callable[[], str]) -> None:
        super().__init__()
        self._theme, self._selection, self._unit = theme, selection, unit
        self.sessions: tuple[DeviceSession, ...] = ()
        self.bank = Bank()
        self._texts: list[dict[str, str]] = []

    def take(self, sessions: Sequence[DeviceSession]) -> None:
        """Show these packs as they are now."""
        models = [session.model for session in sessions]
        same = tuple(sessions) == self.sessions
        if not same:
            self.beginResetModel()
        self.sessions = tuple(sessions)
        self.bank = bank_of([_live(model) for model in models])
        self._texts = [_texts(model, self._unit()) for model in models]
        if not same:
            self.endResetModel()
        elif models:
            last = self.index(len(ROWS) - 1, len(models) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(models) - 1)

    def retranslate(self) -> None:
        """Write the names of the rows anew."""
        self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, len(ROWS) - 1)

    def rowCount(self, parent: Index | None = None) -> int:
        """One for each quantity."""
        return 0 if parent is not None and parent.isValid() else len(ROWS)

    def columnCount(self, parent: Index | None = None) -> int:
        """One for each pack."""
        return 0 if parent is not None and parent.isValid() else len(self.sessions)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A value, its colour, its tip."""
        if not index.isValid():
            return None
        key, label, rule = ROWS[index.row()]
        session = self.sessions[index.column()]
        mark = self.bank.marks[index.column()].get(key)
        text = self._texts[index.column()].get(key, NOT_REPORTED)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return text if mark is None else f"{SIGNS[mark]} {text}"
            case Qt.ItemDataRole.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            case Qt.ItemDataRole.ForegroundRole:
                if _live(session.model) is None:
                    return self._theme.color("muted")
                return self._theme.color("text" if mark is None else _TOKENS[mark])
            case Qt.ItemDataRole.BackgroundRole:
                chosen = session is self._selection.current
                return self._theme.color("raised") if chosen else None
            case Qt.ItemDataRole.ToolTipRole:
                name = f"{session.model.name} · {words('Bank', label)}: {text}"
                return f"{name}\n{words('Bank', rule)}".strip()
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Names of quantities at the left, of packs above with the colour of each."""
        if orientation is Qt.Orientation.Vertical:
            if role == Qt.ItemDataRole.DisplayRole:
                return words("Bank", ROWS[section][1])
            if role == Qt.ItemDataRole.ToolTipRole:
                return words("Bank", ROWS[section][2])
            return None
        session = self.sessions[section]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return session.model.name
            case Qt.ItemDataRole.ToolTipRole:
                return f"{session.model.name}\n{session.uri.text}"
            case Qt.ItemDataRole.DecorationRole:
                return _swatch(self._theme.color(self._selection.colour(session)))
        return None


def _live(model: DeviceModel) -> PackSample | None:
    """Return the sample of a pack that counts now, None for an old one."""
    return None if model.stale or model.phase is not LinkPhase.LIVE else model.sample


def _texts(model: DeviceModel, unit: str) -> dict[str, str]:
    """Return what stands in the column of a pack."""
    sample = model.sample
    state = mode_words(model).text.lower()
    if sample is None:
        return {"state": state}
    full = capacity_ah(sample)
    left = sample.remaining_ah
    parts = [f"{number(ah, 1)}" for ah in (left, full) if ah is not None]
    found = {
        "pack_v": _figure(sample.pack_v, 2, "V"),
        "current_a": _figure(sample.current_a, 1, "A"),
        "soc_pct": _figure(sample.soc_pct, 0, "%"),
        "capacity": f"{' / '.join(parts)} Ah" if parts else NOT_REPORTED,
        "cell_max": _cell(sample, sample.cell_max_v),
        "cell_min": _cell(sample, sample.cell_min_v),
        "temperature": _temperatures(sample, unit),
    }
    delta = sample.cell_delta_v
    found["cell_delta_v"] = _figure(None if delta is None else delta * 1000, 0, "mV")
    if _live(model) is not None:
        acting = (
            *event_words(sample.protections, PROTECTIONS),
            *event_words(sample.faults, FAULTS),
        )
        state = ", ".join(acting) or (word(sample.state) if sample.state else word("normal"))
    found["state"] = state
    return found


def _figure(value: float | None, decimals: int, unit: str) -> str:
    return NOT_REPORTED if value is None else f"{number(value, decimals)} {unit}"


def _cell(sample: PackSample, volts: float | None) -> str:
    """Return a voltage and the number of its cell."""
    if volts is None:
        return NOT_REPORTED
    place = next((n for n, v in enumerate(sample.cell_v, 1) if v == volts), None)
    text = f"{number(volts, 3)} V"
    return text if place is None else f"#{place} · {text}"


def _temperatures(sample: PackSample, unit: str) -> str:
    known = [t.c for t in sample.temperatures if t.c is not None]
    if not known:
        return NOT_REPORTED
    low, high = degrees(min(known), unit, 0), degrees(max(known), unit, 0)
    return str(high) if low.text == high.text else f"{low.text} … {high}"


def _swatch(color: QColor) -> QPixmap:
    made = QPixmap(_SWATCH, _SWATCH)
    made.fill(color)
    return made
