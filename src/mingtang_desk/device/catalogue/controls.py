"""Controls (MISSION D1-D3): what can be switched, what it may cut off, and the way back."""

from dataclasses import dataclass
from enum import StrEnum

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.device.capabilities import Capability


class Action(StrEnum):
    """What `control` on the command line and the Control panel can ask for."""

    CHARGE = "charge"
    DISCHARGE = "discharge"
    BALANCE = "balance"
    LOCK_FUNCTION = "lock-function"
    LOCK = "lock"
    UNLOCK = "unlock"
    RESTART = "restart"
    FACTORY_RESET = "factory-reset"
    UNDO_FACTORY_RESET = "undo-factory-reset"
    CLEAR_COUNTERS = "clear-counters"
    SET_CLOCK = "set-clock"
    SET_SOC = "set-soc"
    SET_CAPACITY = "set-capacity"
    LOCATE = "locate"


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlSpec:
    """One control.

    Attributes:
        action: its name on the command line.
        switch: True = takes on or off.
        state_key: status key that shows the confirmed state, or "".
        needs: capability without which the row says why it is missing.
        takes_number: True = takes a number in `unit`, up to `maximum`; None = up to the pack's
            capacity.
        warning: what it may cut off; `way_back`: how to undo it; both marked in context "Control".
    """

    action: Action
    label: str
    needs: Capability
    switch: bool = False
    takes_number: bool = False
    unit: str = ""
    maximum: float | None = None
    state_key: str = ""
    warning: str = ""
    way_back: str = ""


CONTROLS: tuple[ControlSpec, ...] = (
    ControlSpec(
        action=Action.CHARGE,
        label=QT_TRANSLATE_NOOP("Control", "Charging switch"),
        needs=Capability.CHARGE_SWITCH,
        switch=True,
        state_key="charge_mosfet",
        warning=QT_TRANSLATE_NOOP(
            "Control",
            "Switching charging off stops the charger. A charger or inverter that this pack feeds "
            "may shut down.",
        ),
        way_back=QT_TRANSLATE_NOOP(
            "Control", "Switch it on here again; the link stays up while the pack has charge."
        ),
    ),
    ControlSpec(
        action=Action.DISCHARGE,
        label=QT_TRANSLATE_NOOP("Control", "Discharge switch"),
        needs=Capability.DISCHARGE_SWITCH,
        switch=True,
        state_key="discharge_mosfet",
        warning=QT_TRANSLATE_NOOP(
            "Control",
            "Switching discharge off cuts the power of everything the pack feeds.",
        ),
        way_back=QT_TRANSLATE_NOOP(
            "Control",
            "Switch it on here again. If the link is gone, connect a charger to wake the board, "
            "then reconnect.",
        ),
    ),
    ControlSpec(
        action=Action.BALANCE,
        label=QT_TRANSLATE_NOOP("Control", "Balance function"),
        needs=Capability.BALANCE_SWITCH,
        switch=True,
        state_key="balancer",
        warning=QT_TRANSLATE_NOOP("Control", "Without balancing the cells drift apart over time."),
        way_back=QT_TRANSLATE_NOOP("Control", "Switch it on here again."),
    ),
    ControlSpec(
        action=Action.LOCK_FUNCTION,
        label=QT_TRANSLATE_NOOP("Control", "485 lock function"),
        needs=Capability.LOCK,
        switch=True,
        state_key="lock.function",
        warning=QT_TRANSLATE_NOOP(
            "Control", "With the lock function on, the RS485 master can lock the pack."
        ),
        way_back=QT_TRANSLATE_NOOP("Control", "Switch it off here again."),
    ),
    ControlSpec(
        action=Action.LOCK,
        label=QT_TRANSLATE_NOOP("Control", "Lock"),
        needs=Capability.LOCK,
        state_key="lock.status",
        warning=QT_TRANSLATE_NOOP("Control", "Locking cuts discharge."),
        way_back=QT_TRANSLATE_NOOP("Control", "Unlock it here again."),
    ),
    ControlSpec(
        action=Action.UNLOCK,
        label=QT_TRANSLATE_NOOP("Control", "Unlock"),
        needs=Capability.LOCK,
        state_key="lock.status",
        warning=QT_TRANSLATE_NOOP("Control", "Unlocking allows discharge."),
        way_back=QT_TRANSLATE_NOOP("Control", "Lock it here again."),
    ),
    ControlSpec(
        action=Action.RESTART,
        label=QT_TRANSLATE_NOOP("Control", "System restart"),
        needs=Capability.RESTART,
        warning=QT_TRANSLATE_NOOP(
            "Control", "The board restarts; power and link may drop for some seconds."
        ),
        way_back=QT_TRANSLATE_NOOP("Control", "The desk reconnects by itself."),
    ),
    ControlSpec(
        action=Action.FACTORY_RESET,
        label=QT_TRANSLATE_NOOP("Control", "Factory data reset"),
        needs=Capability.FACTORY_RESET,
        warning=QT_TRANSLATE_NOOP("Control", "All settings go back to the factory's."),
        way_back=QT_TRANSLATE_NOOP(
            "Control",
            "A snapshot of all settings is kept before it is sent; “Undo factory reset” writes it "
            "back.",
        ),
    ),
    ControlSpec(
        action=Action.UNDO_FACTORY_RESET,
        label=QT_TRANSLATE_NOOP("Control", "Undo factory reset"),
        needs=Capability.FACTORY_RESET,
        warning=QT_TRANSLATE_NOOP(
            "Control",
            "Every setting that differs from the snapshot before the last factory reset is "
            "written back, checked and read back.",
        ),
        way_back=QT_TRANSLATE_NOOP(
            "Control", "It is a write like any other: “Undo the last write” takes it back."
        ),
    ),
    ControlSpec(
        action=Action.CLEAR_COUNTERS,
        label=QT_TRANSLATE_NOOP("Control", "Clear counters"),
        needs=Capability.CLEAR_COUNTERS,
        warning=QT_TRANSLATE_NOOP("Control", "The board's protection counters go to zero."),
        way_back=QT_TRANSLATE_NOOP(
            "Control", "They cannot be written back; the history keeps the old figures."
        ),
    ),
    ControlSpec(
        action=Action.SET_SOC,
        label=QT_TRANSLATE_NOOP("Control", "Set SOC"),
        needs=Capability.SET_SOC,
        takes_number=True,
        unit="%",
        maximum=100.0,
        state_key="soc_pct",
        warning=QT_TRANSLATE_NOOP(
            "Control", "The board counts on from this charge; a wrong figure misleads the rider."
        ),
        way_back=QT_TRANSLATE_NOOP("Control", "Set it again, or charge the pack full."),
    ),
    ControlSpec(
        action=Action.SET_CAPACITY,
        label=QT_TRANSLATE_NOOP("Control", "Set residual capacity"),
        needs=Capability.SET_CAPACITY,
        takes_number=True,
        unit="Ah",
        state_key="remaining_ah",
        warning=QT_TRANSLATE_NOOP(
            "Control",
            "The board counts on from this charge, and its SOC follows; a wrong figure misleads "
            "the rider.",
        ),
        way_back=QT_TRANSLATE_NOOP("Control", "Set it again, or charge the pack full."),
    ),
    ControlSpec(
        action=Action.SET_CLOCK,
        label=QT_TRANSLATE_NOOP("Control", "Set clock"),
        needs=Capability.CLOCK,
        state_key="device_time",
        warning=QT_TRANSLATE_NOOP("Control", "The board's clock is set to this computer's."),
        way_back=QT_TRANSLATE_NOOP("Control", "Set it again."),
    ),
    ControlSpec(
        action=Action.LOCATE,
        label=QT_TRANSLATE_NOOP("Control", "Locate"),
        needs=Capability.LOCATE,
        warning=QT_TRANSLATE_NOOP("Control", "The tracker reports its position at once."),
        way_back="",
    ),
)

NO_SLEEP = QT_TRANSLATE_NOOP(
    "Control",
    "Ship or sleep mode: no public source tells its command for these boards, so none is offered.",
)
"""Said beside what a board lacks."""
