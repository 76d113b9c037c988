"""Is a switch really off? What the flag says and what the current says; and what puts it back.

A board measures zero with an offset of its own, so a small current proves nothing. Both limits are
this desk's own choice: boards of 10 mA resolution show up to some 0.3 A at rest.
"""

from dataclasses import dataclass

from mingtang_desk.device.catalogue.controls import Action
from mingtang_desk.device.sample import PackSample
from mingtang_desk.device.settings import SettingValue

FLOW_A = 1.0
"""From here on a current is one, whatever the offset."""
REST_A = 0.5
"""Up to here it may be nothing but the offset."""
REST_SHARE = 0.01
"""The same as a share of the current before: a shunt of 500 A has a larger offset."""
_DIRECTIONS = {Action.CHARGE: 1.0, Action.DISCHARGE: -1.0, Action.LOCK: -1.0, Action.UNLOCK: -1.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What shows that a control did what it was sent for.

    Attributes:
        flag: the board's own word for it is as wanted; None = it reports none.
        measured: the current agrees; None = there was none to measure, or the board reports none.
        before_a, after_a: the current in the direction that it switches, amperes, 0 or more.
    """

    flag: bool | None
    measured: bool | None = None
    before_a: float | None = None
    after_a: float | None = None

    @property
    def still_flows(self) -> bool:
        """True when the flag says off and a current says that it is not."""
        return self.flag is True and self.measured is False


def flow_a(action: Action, sample: PackSample) -> float | None:
    """Return the current that a control would stop or allow, 0 or more; None = not known."""
    direction = _DIRECTIONS.get(action)
    if direction is None or sample.current_a is None or "current_a" in sample.quality.implausible:
        return None
    return max(0.0, direction * sample.current_a)


def stops(action: Action, value: SettingValue | None) -> bool:
    """Return whether a control stops a current."""
    return action is Action.LOCK or (
        action in (Action.CHARGE, Action.DISCHARGE) and value in (False, "off")
    )


def weigh(
    action: Action,
    value: SettingValue | None,
    flag: bool | None,
    before: PackSample,
    after: PackSample,
) -> Evidence:
    """Return the evidence of a control from the samples before and after it."""
    was, now = flow_a(action, before), flow_a(action, after)
    measured: bool | None = None
    if now is not None:
        flowed = was is not None and was >= FLOW_A
        if not stops(action, value):
            measured = True if now >= FLOW_A else None
        elif now >= FLOW_A:
            measured = False
        elif flowed and was is not None:
            measured = now <= max(REST_A, was * REST_SHARE)
    return Evidence(flag=flag, measured=measured, before_a=was, after_a=now)


def way_back(action: Action, value: SettingValue | None) -> tuple[Action, bool | None] | None:
    """Return what puts a control back that may cut a link or somebody's power, None for others."""
    if not stops(action, value):
        return None
    return (Action.UNLOCK, None) if action is Action.LOCK else (action, True)
