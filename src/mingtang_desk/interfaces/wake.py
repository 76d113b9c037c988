"""How boards of a kind are woken: what the desk can try itself, and what a hand must do.

Each way says where it is known from. What no document says is marked as common practice.
"""

from dataclasses import dataclass
from enum import StrEnum

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP

PRACTICE = "common practice, no document of this board says so"


class By(StrEnum):
    """Who or what wakes a board."""

    ASKING = "asking"
    BUTTON = "button"
    CHARGER = "charger"
    LOAD = "load"
    PLUG = "plug"
    PHONE = "phone"


@dataclass(frozen=True, slots=True)
class WakeWay:
    """One way.

    Attributes:
        by: what does it; ASKING is what the desk tries by itself, the rest are steps for a hand.
        text: what to do, marked for translation in context "Wake".
        source: document and place, or `PRACTICE`.
    """

    by: By
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class WakeRow:
    """All ways of a kind of board, the most likely first.

    Attributes:
        sleeps: True = a document or a capture says that these boards fall asleep.
    """

    ways: tuple[WakeWay, ...]
    sleeps: bool = False

    @property
    def asking(self) -> WakeWay:
        """Return what the desk tries by itself."""
        return next((way for way in self.ways if way.by is By.ASKING), ASK)

    def steps(self, *, radio: bool = False) -> tuple[WakeWay, ...]:
        """Return what a hand can do; over Bluetooth there is a phone to think of, and no wire."""
        other = By.PLUG if radio else By.PHONE
        return tuple(way for way in self.ways if way.by not in (By.ASKING, other))


ASK = WakeWay(
    By.ASKING,
    QT_TRANSLATE_NOOP("Wake", "The desk asks several times: the first ask may only wake it."),
    PRACTICE,
)
BUTTON = WakeWay(
    By.BUTTON, QT_TRANSLATE_NOOP("Wake", "Press its button for 3 s, if it has one."), PRACTICE
)
CHARGER = WakeWay(
    By.CHARGER,
    QT_TRANSLATE_NOOP(
        "Wake", "Connect a charger: that wakes also a board that switched itself off when empty."
    ),
    PRACTICE,
)
LOAD = WakeWay(By.LOAD, QT_TRANSLATE_NOOP("Wake", "Switch a load on for a moment."), PRACTICE)
PLUG = WakeWay(
    By.PLUG,
    QT_TRANSLATE_NOOP("Wake", "Check plug, A and B (swap them once), ground and baud rate."),
    PRACTICE,
)
PHONE = WakeWay(
    By.PHONE,
    QT_TRANSLATE_NOOP("Wake", "Go nearer, and close the app on every phone that knows the board."),
    PRACTICE,
)

ANY_BOARD_WAKE = WakeRow((ASK, BUTTON, CHARGER, LOAD, PLUG, PHONE))
"""For boards of which nothing is known."""
