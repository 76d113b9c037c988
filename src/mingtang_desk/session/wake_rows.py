"""Which ways of waking go with an address: those of its driver, of its family, or of any board."""

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.device.asleep import Diagnosis, Verdict, Way
from mingtang_desk.interfaces.driver import Driver
from mingtang_desk.interfaces.wake import (
    ANY_BOARD_WAKE,
    BUTTON,
    CHARGER,
    LOAD,
    PHONE,
    PLUG,
    By,
    WakeRow,
    WakeWay,
)

_FAMILY = "aiobmsble:"
_READ = WakeWay(
    By.ASKING,
    QT_TRANSLATE_NOOP("Wake", "The desk listens for it and reads it anew."),
    "docs/decisions/0018-ble.md",
)
FAMILY_WAKE = WakeRow((_READ, CHARGER, LOAD, BUTTON, PHONE))
"""For a family of which nothing more is known."""
FAMILIES: dict[str, WakeRow] = {
    "daly": WakeRow(
        (
            _READ,
            WakeWay(
                By.BUTTON,
                QT_TRANSLATE_NOOP(
                    "Wake", "Press its activation button, or bridge the activation pin (S1)."
                ),
                "maland16/daly-bms-uart, issue 18",
            ),
            CHARGER,
            LOAD,
            PHONE,
        ),
        sleeps=True,
    ),
}
"""Families of which more is known."""


def steps_for(row: WakeRow, diagnosis: Diagnosis) -> tuple[WakeWay, ...]:
    """Return what a hand can do about a verdict; nothing where waking is not what is needed."""
    radio = diagnosis.evidence.way is Way.RADIO
    match diagnosis.verdict:
        case Verdict.TAKEN:
            return (PHONE,)
        case Verdict.FOREIGN:
            return (PLUG,)
        case Verdict.NOT_THERE if radio:
            return row.steps(radio=True)
        case Verdict.ASLEEP | Verdict.SILENT | Verdict.MUTE | Verdict.ECHO | Verdict.UNKNOWN:
            return row.steps(radio=radio)
        case _:
            return ()


def wake_row(protocol: str, driver: Driver | None = None) -> WakeRow:
    """Return how boards of a protocol key are woken; `driver` where it is known already."""
    if driver is not None:
        return driver.wake
    if protocol.startswith(_FAMILY):
        return FAMILIES.get(protocol.removeprefix(_FAMILY), FAMILY_WAKE)
    return ANY_BOARD_WAKE
