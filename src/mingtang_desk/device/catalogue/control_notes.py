"""What to say before the second press: the current now, the desk's own link, and the way back."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.device.catalogue.controls import Action
from mingtang_desk.device.control_guard import FLOW_A, flow_a, stops
from mingtang_desk.device.sample import PackSample
from mingtang_desk.device.settings import SettingValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One sentence, marked in context "Control"; `values` go into its braces."""

    text: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text.format(**self.values)


_STOPS_LOAD = QT_TRANSLATE_NOOP(
    "Control",
    "{amps} A is being discharged: switching off now stops the vehicle, or what else draws it.",
)
_STOPS_CHARGER = QT_TRANSLATE_NOOP(
    "Control", "{amps} A is being charged: switching off now stops the charger."
)
_NO_CURRENT = QT_TRANSLATE_NOOP(
    "Control", "No current flows now, so only the board's own flag can confirm it."
)
_NOT_REPORTED = QT_TRANSLATE_NOOP(
    "Control", "The board reports no current, so only its own flag can confirm it."
)
_RESTARTS_UNDER_LOAD = QT_TRANSLATE_NOOP(
    "Control", "{amps} A flows now: it may be interrupted while the board restarts."
)
_LINKS: Mapping[str, str] = {
    "serial": QT_TRANSLATE_NOOP(
        "Control",
        "An adapter that is fed by the pack goes dead with it, and this link too; one that is fed "
        "by USB stays.",
    ),
    "tcp": QT_TRANSLATE_NOOP(
        "Control", "A converter that is fed by the pack goes off the network, and this link ends."
    ),
    "ble": QT_TRANSLATE_NOOP(
        "Control",
        "A Bluetooth module that is fed by the pack's output goes dead with it, and this link too.",
    ),
    "cloud": QT_TRANSLATE_NOOP(
        "Control",
        "A tracker that is fed by the pack's output goes offline; the cloud cannot reach it then.",
    ),
}
_CUTS_LINK = (Action.DISCHARGE, Action.LOCK)
_TRIAL = QT_TRANSLATE_NOOP(
    "Control",
    "It is put back by itself after {seconds} s unless you keep it; sooner when the link breaks, "
    "or the device or the desk is closed.",
)
_ONE_WAY = QT_TRANSLATE_NOOP(
    "Control",
    "This board knows no command that takes it back: the desk cannot switch it on again.",
)
_SAVES = QT_TRANSLATE_NOOP(
    "Control",
    "Saving it clears the board's protection counters; they are kept in the history first.",
)


def state_note(
    action: Action, value: SettingValue | None, sample: PackSample | None
) -> Note | None:
    """Return what flows now and would be stopped, None where nothing would."""
    if action is Action.RESTART:
        amps = None if sample is None else sample.current_a
        if amps is None or abs(amps) < FLOW_A:
            return None
        return Note(text=_RESTARTS_UNDER_LOAD, values={"amps": f"{abs(amps):.1f}"})
    if not stops(action, value):
        return None
    flow = None if sample is None else flow_a(action, sample)
    if flow is None:
        return Note(text=_NOT_REPORTED)
    if flow < FLOW_A:
        return Note(text=_NO_CURRENT)
    text = _STOPS_CHARGER if action is Action.CHARGE else _STOPS_LOAD
    return Note(text=text, values={"amps": f"{flow:.1f}"})


def link_note(action: Action, value: SettingValue | None, scheme: str) -> Note | None:
    """Return what may become of the desk's own link, None where it is not concerned."""
    if action not in _CUTS_LINK or not stops(action, value) or scheme not in _LINKS:
        return None
    return Note(text=_LINKS[scheme])


def trial_note(
    action: Action, value: SettingValue | None, *, can_put_back: bool, seconds: float
) -> Note | None:
    """Return what puts it back by itself, or that nothing can; None where it need not be."""
    if not stops(action, value):
        return None
    if not can_put_back:
        return Note(text=_ONE_WAY)
    return Note(text=_TRIAL, values={"seconds": f"{seconds:g}"})


def side_note(action: Action, side_effects: tuple[str, ...]) -> Note | None:
    """Return what else it does on boards that have to save it."""
    saves = action is Action.BALANCE and "counters_cleared" in side_effects
    return Note(text=_SAVES) if saves else None
