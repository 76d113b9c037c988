"""Columns of the list of batteries, and what a battery says in each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from mingtang_desk.cloud.decode import plain
from mingtang_desk.cloud.models import Battery
from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.ui.panel import words
from mingtang_desk.ui.shown import AGES, NOT_REPORTED, age

_MOST_TEXT = 200
_WHOLE_S = 10

STATE_WORDS: Mapping[str, str] = {
    "all": QT_TRANSLATE_NOOP("FleetState", "All"),
    "online": QT_TRANSLATE_NOOP("FleetState", "Online"),
    "sleeping": QT_TRANSLATE_NOOP("FleetState", "Sleeping"),
    "offline": QT_TRANSLATE_NOOP("FleetState", "Offline"),
    "expired": QT_TRANSLATE_NOOP("FleetState", "Expired"),
    "not_enabled": QT_TRANSLATE_NOOP("FleetState", "Not enabled"),
    "unknown": QT_TRANSLATE_NOOP("FleetState", "Unknown"),
    "alarm": QT_TRANSLATE_NOOP("FleetState", "Alarm"),
}
"""Types of batteries in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column; `width` in pixels until somebody drags it; `is_usual`: shown at first."""

    key: str
    title: str
    width: int
    is_usual: bool = True
    is_right: bool = False


COLUMNS = (
    Column(key="number", title=QT_TRANSLATE_NOOP("FleetColumn", "Number"), width=116),
    Column(key="name", title=QT_TRANSLATE_NOOP("FleetColumn", "Name"), width=132),
    Column(key="state", title=QT_TRANSLATE_NOOP("FleetColumn", "State"), width=112),
    Column(key="soc", title=QT_TRANSLATE_NOOP("FleetColumn", "SOC"), width=84),
    Column(key="volts", title=QT_TRANSLATE_NOOP("FleetColumn", "Voltage"), width=72, is_right=True),
    Column(key="seen", title=QT_TRANSLATE_NOOP("FleetColumn", "Last seen"), width=92),
    Column(key="alarms", title=QT_TRANSLATE_NOOP("FleetColumn", "Alarms"), width=60),
    Column(
        key="account", title=QT_TRANSLATE_NOOP("FleetColumn", "Account"), width=120, is_usual=False
    ),
    Column(
        key="expires", title=QT_TRANSLATE_NOOP("FleetColumn", "Expires"), width=92, is_usual=False
    ),
)
KEYS = tuple(column.key for column in COLUMNS)
USUAL = tuple(column.key for column in COLUMNS if column.is_usual)


def state_word(state: str) -> str:
    """Return a type of batteries in words; one that is not known as it came."""
    return words("FleetState", STATE_WORDS[state]) if state in STATE_WORDS else plain(state, 30)


def title_of(column: Column) -> str:
    """Return the title of a column."""
    return words("FleetColumn", column.title)


def shown_name(row: Battery) -> str:
    """Return the name of a battery as it may be drawn: a line without signs that turn it round."""
    return plain(row.name, _MOST_TEXT).strip()


def figure(count: int) -> str:
    """Return a count with its thousands apart."""
    return f"{count:,}".replace(",", "\N{NARROW NO-BREAK SPACE}")


def volts(row: Battery) -> str:
    """Return the voltage of a pack."""
    return NOT_REPORTED if row.pack_v is None else f"{row.pack_v:.1f}\N{NO-BREAK SPACE}V"


def soc(row: Battery) -> str:
    """Return the charge of a pack."""
    return NOT_REPORTED if row.soc_pct is None else f"{row.soc_pct:.0f}\N{NO-BREAK SPACE}%"


def seen(row: Battery, now: datetime) -> str:
    """Return how long ago a battery was heard; what is said to be later is now."""
    if row.last_seen is None:
        return NOT_REPORTED
    return ago((now - row.last_seen).total_seconds())


def ago(seconds: float) -> str:
    """Return an age in whole units; clocks that disagree make no age below nothing."""
    whole = max(int(seconds), 0)
    return words("Age", AGES[0][1]).format(n=whole) if whole < _WHOLE_S else age(float(whole))


def day(moment: datetime | None) -> str:
    """Return a date of this place."""
    return NOT_REPORTED if moment is None else f"{moment.astimezone():%Y-%m-%d}"


def text_of(key: str, row: Battery, now: datetime) -> str:
    """Return what a battery says in a column."""
    return _TEXTS[key](row, now)


_TEXTS: Mapping[str, Callable[[Battery, datetime], str]] = {
    "number": lambda row, _: plain(row.number, _MOST_TEXT),
    "name": lambda row, _: shown_name(row),
    "state": lambda row, _: state_word(row.state),
    "soc": lambda row, _: soc(row),
    "volts": lambda row, _: volts(row),
    "seen": seen,
    "alarms": lambda row, _: str(row.open_alarms) if row.open_alarms > 0 else "",
    "account": lambda row, _: plain(row.account.name, _MOST_TEXT),
    "expires": lambda row, _: day(row.expires),
}
