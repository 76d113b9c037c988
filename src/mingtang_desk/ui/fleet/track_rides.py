"""Trips and stops of a track in a list: two lines each, a click goes there."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from mingtang_desk.cloud.models_rides import Stop, Trip
from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.ui.fleet.track_words import (
    FLAGS,
    QUALITIES,
    SIGNS,
    SPLITS,
    distance,
    duration,
    span,
    table_word,
    tr,
)
from mingtang_desk.ui.shown import NOT_REPORTED
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.theme.type import Size, font
from mingtang_desk.ui.widgets.basics import label
from mingtang_desk.ui.widgets.tips import plain_tip

type Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole
_HEIGHT, _ICON = 44, 16
_TRIP = QT_TRANSLATE_NOOP("Track", "Trip")
_STOP = QT_TRANSLATE_NOOP("Track", "Stop")
_TOP = QT_TRANSLATE_NOOP("Track", "on average {average} km/h, at most {top}")
_QUALITY = QT_TRANSLATE_NOOP("Track", "Distance: {quality}")
_SPLIT = QT_TRANSLATE_NOOP("Track", "Ended because {reason}")
_ENERGY = QT_TRANSLATE_NOOP("Track", "{energy} Wh, {per_km} Wh/km")


@dataclass(frozen=True, slots=True, kw_only=True)
class RideRow:
    """One line pair.

    Attributes:
        start, end: seconds since 1970.
        is_trip: a trip, else a stop.
        head, right, sub: words; details: all of them, for tooltip and screen readers.
    """

    start: float
    end: float
    is_trip: bool
    head: str
    right: str
    sub: str
    details: str


def ride_rows(trips: Sequence[Trip], stops: Sequence[Stop]) -> list[RideRow]:
    """Return trips and stops in the order they happened."""
    rows = [_trip_row(trip) for trip in trips] + [_stop_row(stop) for stop in stops]
    return sorted(rows, key=lambda row: (row.start, row.end))


def _trip_row(trip: Trip) -> RideRow:
    start, end = trip.start.timestamp(), trip.end.timestamp()
    quality = f"{SIGNS.get(trip.quality, '')} {table_word(QUALITIES, trip.quality)}".strip()
    reason = table_word(SPLITS, trip.split)
    sub = f"{duration(trip.duration_s)} · {trip.average_kmh:.0f} km/h · {quality} · {reason}"
    return RideRow(
        start=start,
        end=end,
        is_trip=True,
        head=span(start, end),
        right=distance(trip.distance_m),
        sub=sub,
        details="\n".join((f"{tr(_TRIP)} {span(start, end)}", *_trip_details(trip, quality))),
    )


def _trip_details(trip: Trip, quality: str) -> Iterator[str]:
    yield f"{distance(trip.distance_m)}, {duration(trip.duration_s)}"
    top = NOT_REPORTED if trip.top_kmh is None else f"{trip.top_kmh:.0f} km/h"
    yield tr(_TOP).format(average=f"{trip.average_kmh:.0f}", top=top)
    flags = ", ".join(table_word(FLAGS, flag) for flag in trip.flags)
    yield tr(_QUALITY).format(quality=quality) + (f" ({flags})" if flags else "")
    yield tr(_SPLIT).format(reason=table_word(SPLITS, trip.split))
    if trip.energy_wh is not None:
        per_km = NOT_REPORTED if trip.wh_per_km is None else f"{trip.wh_per_km:.1f}"
        yield tr(_ENERGY).format(energy=f"{trip.energy_wh:.0f}", per_km=per_km)


def _stop_row(stop: Stop) -> RideRow:
    start, end = stop.start.timestamp(), stop.end.timestamp()
    when, long = span(start, end), duration(stop.duration_s)
    return RideRow(
        start=start,
        end=end,
        is_trip=False,
        head=when,
        right=long,
        sub=f"{tr(_STOP)} · {stop.lat:.5f}, {stop.lon:.5f}",
        details=f"{tr(_STOP)} {when}\n{long}\n{stop.lat:.6f}, {stop.lon:.6f}",
    )


class RideModel(QAbstractListModel):
    """One row per trip or stop."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[RideRow, ...] = ()

    def show_rows(self, rows: Sequence[RideRow]) -> None:
        """Show others."""
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's signature)
        """Return how many there are."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return words, all of them, or the row itself."""
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{row.head} {row.right}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(row.details)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.details
        return row if role == ROW else None


class RideDelegate(QStyledItemDelegate):
    """Draws a row: sign, time and length above, the rest below and muted."""

    def __init__(self, theme: Theme, parent: QListView) -> None:
        super().__init__(parent)
        self._theme = theme
        self._font, self._small = font(Size.TEXT), font(Size.SMALL)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Two lines."""
        return QSize(option.rect.width(), _HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw it."""
        row = index.data(ROW)
        if not isinstance(row, RideRow):
            return
        place: QRect = option.rect
        state = option.state
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(place, self._theme.color("raised"))
            painter.fillRect(
                QRect(place.left(), place.top(), 2, place.height()), self._theme.color("accent")
            )
        self._draw_sign(painter, row, place)
        area = place.adjusted(_ICON + 16, 4, -6, -4)
        top = QRect(area.left(), area.top(), area.width(), area.height() // 2)
        below = top.translated(0, area.height() // 2)
        right = QFontMetrics(self._font).horizontalAdvance(row.right) + 8
        centre = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(self._font)
        painter.setPen(self._theme.color("text" if row.is_trip else "muted"))
        painter.drawText(top, centre | Qt.AlignmentFlag.AlignRight, row.right)
        self._elided(painter, top.adjusted(0, 0, -right, 0), row.head)
        painter.setFont(self._small)
        painter.setPen(self._theme.color("muted"))
        self._elided(painter, below, row.sub)
        painter.restore()

    def _draw_sign(self, painter: QPainter, row: RideRow, place: QRect) -> None:
        box = QRect(place.left() + 8, place.center().y() - _ICON // 2, _ICON, _ICON)
        if row.is_trip:
            ratio = painter.device().devicePixelRatioF()
            painter.drawPixmap(box, self._theme.pixmap("route", "accent_text", _ICON, ratio))
            return
        painter.setFont(font(Size.SMALL, strong=True))
        painter.setPen(self._theme.color("muted"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "P")

    @staticmethod
    def _elided(painter: QPainter, area: QRect, text: str) -> None:
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


class TrackRides(QWidget):
    """The list with what it is of; `wanted` carries the row that was chosen."""

    wanted = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.note = label("muted", wrap=True)
        self.list, self.model = QListView(), RideModel()
        self.list.setModel(self.model)
        self.list.setItemDelegate(RideDelegate(theme, self.list))
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMinimumHeight(2 * _HEIGHT)
        self.list.clicked.connect(self._chosen)
        self.list.activated.connect(self._chosen)
        self._starts: list[float] = []
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(4)
        outer.addWidget(self.note)
        outer.addWidget(self.list, 1)
        theme.changed.connect(self.list.viewport().update)

    def show_rides(self, trips: Sequence[Trip] | None, stops: Sequence[Stop] | None) -> None:
        """Show others; None = this cloud does not tell them."""
        self.model.show_rows(ride_rows(trips or (), stops or ()))
        self._starts = [row.start for row in self.model.rows]
        self.list.setAccessibleName(self.tr("Trips and stops"))
        self.list.setVisible(bool(self.model.rows))
        if trips is None:
            self.note.setText(self.tr("This cloud does not tell trips and stops."))
            return
        ridden = self.tr("%n trip(s)", "", len(trips))
        stood = self.tr("%n stop(s)", "", len(stops or ()))
        self.note.setText(f"{ridden} · {stood}")

    def show_grown(self, trips: Sequence[Trip] | None, stops: Sequence[Stop] | None) -> None:
        """Show the same with more at the end; what is in sight stays there."""
        bar = self.list.verticalScrollBar()
        place = bar.value()
        self.show_rides(trips, stops)
        bar.setValue(place)

    def show_time(self, t: float) -> None:
        """Mark the trip or stop at a time."""
        at = bisect_right(self._starts, t) - 1
        if at < 0 or t > self.model.rows[at].end:
            if self.list.currentIndex().isValid():
                self.list.setCurrentIndex(QModelIndex())
        elif self.list.currentIndex().row() != at:
            self.list.setCurrentIndex(self.model.index(at))

    def _chosen(self, index: QModelIndex) -> None:
        if index.isValid():
            self.wanted.emit(self.model.rows[index.row()])
