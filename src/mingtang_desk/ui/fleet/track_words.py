"""What a track says in words: quality, why a trip ended, flags, lengths and durations."""

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.ui.plot.times import local
from mingtang_desk.ui.shown import NOT_REPORTED, number

QUALITIES: Mapping[str, str] = {
    "good": QT_TRANSLATE_NOOP("Track", "good"),
    "fair": QT_TRANSLATE_NOOP("Track", "fair"),
    "estimated": QT_TRANSLATE_NOOP("Track", "estimated"),
}
SIGNS: Mapping[str, str] = {"good": "", "fair": "~", "estimated": "?"}
"""Quality is never told by colour alone."""
SPLITS: Mapping[str, str] = {
    "stop": QT_TRANSLATE_NOOP("Track", "it stopped"),
    "gap": QT_TRANSLATE_NOOP("Track", "nothing was heard for a while"),
    "end_of_data": QT_TRANSLATE_NOOP("Track", "no more reports yet"),
}
FLAGS: Mapping[str, str] = {
    "late": QT_TRANSLATE_NOOP("Track", "told late"),
    "clock": QT_TRANSLATE_NOOP("Track", "clock of the tracker wrong"),
    "weak": QT_TRANSLATE_NOOP("Track", "weak reception"),
    "unseen": QT_TRANSLATE_NOOP("Track", "a part was not seen"),
    "fast": QT_TRANSLATE_NOOP("Track", "faster than it can be"),
}
VALUES: Mapping[str, str] = {
    "speed_kmh": QT_TRANSLATE_NOOP("Track", "Speed"),
    "soc_pct": QT_TRANSLATE_NOOP("Track", "SOC"),
    "current_a": QT_TRANSLATE_NOOP("Track", "Current"),
}
UNITS: Mapping[str, str] = {"speed_kmh": "km/h", "soc_pct": "%", "current_a": "A"}
DECIMALS: Mapping[str, int] = {"speed_kmh": 1, "soc_pct": 0, "current_a": 1}
_HOURS = QT_TRANSLATE_NOOP("Track", "{h} h {m:02d} min")
_MINUTES = QT_TRANSLATE_NOOP("Track", "{m} min")
_SECONDS = QT_TRANSLATE_NOOP("Track", "{s} s")
_COMPASS = (
    QT_TRANSLATE_NOOP("Track", "N"),
    QT_TRANSLATE_NOOP("Track", "NE"),
    QT_TRANSLATE_NOOP("Track", "E"),
    QT_TRANSLATE_NOOP("Track", "SE"),
    QT_TRANSLATE_NOOP("Track", "S"),
    QT_TRANSLATE_NOOP("Track", "SW"),
    QT_TRANSLATE_NOOP("Track", "W"),
    QT_TRANSLATE_NOOP("Track", "NW"),
)


def tr(text: str) -> str:
    """Translate a text of these tables."""
    return QCoreApplication.translate("Track", text)


def table_word(table: Mapping[str, str], key: str) -> str:
    """Return a word of a table; a key it does not know stays as it is."""
    return tr(table[key]) if key in table else key


def distance(metres: float) -> str:
    """Return a length: 430 m, 8.4 km, 1234 km."""
    if metres < 999.5:
        return f"{metres:.0f} m"
    return f"{metres / 1000:.1f} km" if metres < 999_950 else f"{metres / 1000:.0f} km"


def duration(seconds: float) -> str:
    """Return a duration: 40 s, 12 min, 3 h 05 min."""
    if seconds < 59.5:
        return tr(_SECONDS).format(s=f"{seconds:.0f}")
    minutes = round(seconds / 60)
    if minutes < 60:
        return tr(_MINUTES).format(m=minutes)
    return tr(_HOURS).format(h=minutes // 60, m=minutes % 60)


def course(degrees: float | None) -> str:
    """Return a course: 91° E."""
    if degrees is None:
        return NOT_REPORTED
    return f"{degrees:.0f}° {tr(_COMPASS[round(degrees / 45) % 8])}"


def value_text(name: str, value: float | None) -> str:
    """Return a value with its unit, "—" where it is not known."""
    if value is None or value != value:
        return NOT_REPORTED
    return f"{number(value, DECIMALS[name])} {UNITS[name]}"


def clock(t: float, *, dated: bool = False) -> str:
    """Return a local time, hh:mm:ss."""
    return f"{local(t):%Y-%m-%d %H:%M:%S}" if dated else f"{local(t):%H:%M:%S}"


def span(start: float, end: float) -> str:
    """Return from and to, the days where they differ: 08:12 – 08:47."""
    a, b = local(start), local(end)
    if a.date() == b.date():
        return f"{a:%m-%d %H:%M} – {b:%H:%M}"
    return f"{a:%m-%d %H:%M} – {b:%m-%d %H:%M}"
