"""What can be asked of a battery, one row each: name, class, right, what it may cut, way back.

There is no row for a new firmware of the tracker: no server of ours can send one yet.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.device.catalogue.controls import CONTROLS, Action


class Class(StrEnum):
    """Of what kind an instruction is (docs/server/commands.md): how often it may go out."""

    READ = "read"
    SET = "set_absolute"
    MOMENTARY = "momentary"


class Field(StrEnum):
    """What has to be given with it."""

    INTERVAL = "interval_s"
    VALIDITY = "validity_s"
    TEXT = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Instruction:
    """One instruction.

    Attributes:
        key: stable name; label, hint: marked in context "Instruction".
        order: the body as it is sent, without what the user gives.
        right: who may.
        fields: what the user gives.
        warning, way_back: what it may cut off and how to get back; `context` they are marked in.
        typed: the number of the battery has to be typed, and the password proven.
        stands: it is refused while the vehicle moves; an owner may override.
        group: key of its group.
    """

    key: str
    label: str
    group: str
    kind: Class
    right: str
    order: Mapping[str, object]
    hint: str = ""
    fields: tuple[Field, ...] = ()
    warning: str = ""
    way_back: str = ""
    context: str = "Instruction"
    typed: bool = False
    stands: bool = False


GROUPS: Mapping[str, str] = {
    "read": QT_TRANSLATE_NOOP("Instruction", "Ask"),
    "tracker": QT_TRANSLATE_NOOP("Instruction", "Tracker"),
    "board": QT_TRANSLATE_NOOP("Instruction", "Board"),
}
CLASS_WORDS: Mapping[Class, str] = {
    Class.READ: QT_TRANSLATE_NOOP("Instruction", "reads, changes nothing"),
    Class.SET: QT_TRANSLATE_NOOP("Instruction", "sets; may be sent again until it is so"),
    Class.MOMENTARY: QT_TRANSLATE_NOOP("Instruction", "happens once, and never twice"),
}
CLASS_ICONS: Mapping[Class, str] = {
    Class.READ: "download",
    Class.SET: "send",
    Class.MOMENTARY: "triangle-alert",
}
WAITS_S: Mapping[Class, int] = {Class.READ: 60, Class.SET: 600, Class.MOMENTARY: 120}
"""So long the server waits for the tracker, unless it is told otherwise."""

_READ, _SET, _NOW = "command_read", "command_set", "command_momentary"
_ASKED = (
    Instruction(
        key="locate",
        label=QT_TRANSLATE_NOOP("Instruction", "Locate now"),
        hint=QT_TRANSLATE_NOOP("Instruction", "Where are you? The answer goes onto the map."),
        group="read",
        kind=Class.READ,
        right=_READ,
        order={"kind": "locate"},
    ),
    Instruction(
        key="sample",
        label=QT_TRANSLATE_NOOP("Instruction", "Read values"),
        hint=QT_TRANSLATE_NOOP("Instruction", "Voltages, current, charge, temperatures."),
        group="read",
        kind=Class.READ,
        right=_READ,
        order={"kind": "bms_read", "what": "sample"},
    ),
    Instruction(
        key="settings",
        label=QT_TRANSLATE_NOOP("Instruction", "Read settings"),
        hint=QT_TRANSLATE_NOOP("Instruction", "All settings of the board; may take minutes."),
        group="read",
        kind=Class.READ,
        right=_READ,
        order={"kind": "bms_read", "what": "settings"},
    ),
    Instruction(
        key="stats",
        label=QT_TRANSLATE_NOOP("Instruction", "Read counters"),
        hint=QT_TRANSLATE_NOOP("Instruction", "How often each protection has fired."),
        group="read",
        kind=Class.READ,
        right=_READ,
        order={"kind": "bms_read", "what": "stats"},
    ),
    Instruction(
        key="parameters",
        label=QT_TRANSLATE_NOOP("Instruction", "Read parameters"),
        hint=QT_TRANSLATE_NOOP("Instruction", "Of the tracker: server, APN, intervals."),
        group="read",
        kind=Class.READ,
        right=_READ,
        order={"kind": "parameters_read"},
    ),
)
_TRACKER = (
    Instruction(
        key="track",
        label=QT_TRANSLATE_NOOP("Instruction", "Report more often…"),
        hint=QT_TRANSLATE_NOOP("Instruction", "For a while; an interval of 0 s ends it."),
        group="tracker",
        kind=Class.SET,
        right=_SET,
        order={"kind": "track"},
        fields=(Field.INTERVAL, Field.VALIDITY),
    ),
    Instruction(
        key="text",
        label=QT_TRANSLATE_NOOP("Instruction", "Send a text…"),
        hint=QT_TRANSLATE_NOOP(
            "Instruction", "Many trackers take commands of their maker this way."
        ),
        group="tracker",
        kind=Class.MOMENTARY,
        right=_NOW,
        order={"kind": "text"},
        fields=(Field.TEXT,),
        warning=QT_TRANSLATE_NOOP(
            "Instruction", "What the tracker makes of a text, only its maker knows."
        ),
        way_back=QT_TRANSLATE_NOOP(
            "Instruction", "None from here: keep the maker's list of commands at hand."
        ),
    ),
    Instruction(
        key="restart",
        label=QT_TRANSLATE_NOOP("Instruction", "Restart tracker…"),
        hint=QT_TRANSLATE_NOOP("Instruction", "Done when it has logged in again."),
        group="tracker",
        kind=Class.MOMENTARY,
        right=_NOW,
        order={"kind": "restart"},
        warning=QT_TRANSLATE_NOOP(
            "Instruction",
            "The link is cut and no position comes for some minutes. The battery itself goes on.",
        ),
        way_back=QT_TRANSLATE_NOOP("Instruction", "It logs in again by itself."),
    ),
    Instruction(
        key="factory_reset",
        label=QT_TRANSLATE_NOOP("Instruction", "Factory reset of the tracker…"),
        hint=QT_TRANSLATE_NOOP("Instruction", "All its parameters become the maker's."),
        group="tracker",
        kind=Class.MOMENTARY,
        right=_NOW,
        order={"kind": "factory_reset"},
        warning=QT_TRANSLATE_NOOP(
            "Instruction",
            "Server, port and APN become the maker's too: the tracker may never come back here.",
        ),
        way_back=QT_TRANSLATE_NOOP(
            "Instruction",
            "All parameters are read first and kept in the result. A tracker that does not come "
            "back has to be set up by SMS or by hand.",
        ),
        typed=True,
    ),
)


def _board() -> tuple[Instruction, ...]:
    """Return controls of the board, with the words that the panel Control has for them."""
    values: Mapping[Action, tuple[tuple[str | None, str, bool], ...]] = {
        Action.DISCHARGE: (
            ("off", QT_TRANSLATE_NOOP("Instruction", "Discharge off…"), True),
            ("on", QT_TRANSLATE_NOOP("Instruction", "Discharge on…"), False),
        ),
        Action.CHARGE: (
            ("off", QT_TRANSLATE_NOOP("Instruction", "Charging off…"), False),
            ("on", QT_TRANSLATE_NOOP("Instruction", "Charging on…"), False),
        ),
        Action.LOCK: ((None, QT_TRANSLATE_NOOP("Instruction", "Lock…"), True),),
        Action.UNLOCK: ((None, QT_TRANSLATE_NOOP("Instruction", "Unlock…"), False),),
        Action.RESTART: ((None, QT_TRANSLATE_NOOP("Instruction", "Restart board…"), True),),
        Action.FACTORY_RESET: (
            (None, QT_TRANSLATE_NOOP("Instruction", "Factory reset of the board…"), True),
        ),
    }
    specs = {spec.action: spec for spec in CONTROLS}
    found = []
    for action, rows in values.items():
        spec = specs[action]
        for value, label, stands in rows:
            order: dict[str, object] = {"kind": "bms_control", "action": action.value}
            if value is not None:
                order["value"] = value
            is_on, is_reset = value == "on", action is Action.FACTORY_RESET
            found.append(
                Instruction(
                    key=f"board-{action.value}" + ("" if value is None else f"-{value}"),
                    label=label,
                    group="board",
                    kind=Class.MOMENTARY,
                    right=_NOW,
                    order=order,
                    context="Instruction" if is_on or is_reset else "Control",
                    warning=_FLOWS if is_on else _ALL_GO if is_reset else spec.warning,
                    way_back=_OFF_AGAIN if is_on else _BY_HAND if is_reset else spec.way_back,
                    typed=is_reset,
                    stands=stands,
                )
            )
    return tuple(found)


_FLOWS = QT_TRANSLATE_NOOP(
    "Instruction", "Current may flow from then on, unless a protection forbids it."
)
_OFF_AGAIN = QT_TRANSLATE_NOOP("Instruction", "Switch it off here again.")
_ALL_GO = QT_TRANSLATE_NOOP(
    "Instruction", "All settings of the board go back to the maker's; power may drop."
)
_BY_HAND = QT_TRANSLATE_NOOP(
    "Instruction",
    "All settings are read first and kept with the command; write them back in Settings.",
)
INSTRUCTIONS: tuple[Instruction, ...] = (*_ASKED, *_TRACKER, *_board())
"""In the order in which they are shown."""
