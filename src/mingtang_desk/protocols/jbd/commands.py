"""What a JBD board is told beside its switches: how much charge is left, and whether it balances.

E0 takes the remaining capacity in steps of 10 mAh; the SOC follows from it and from the full
capacity of register 11. The balance function is a bit of register 2D, which lasts only when saved.
Source: docs/protocols/jbd.md, section 6.
"""

from collections.abc import Callable, Generator

from mingtang_desk.core.errors import MingtangError, OutOfRangeError, UnsupportedError, UsageError
from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.device.capabilities import Capability
from mingtang_desk.device.catalogue.controls import Action
from mingtang_desk.device.settings import SettingValue
from mingtang_desk.interfaces.driver import Frame, Procedure, Request
from mingtang_desk.protocols.jbd import factory, settings
from mingtang_desk.protocols.jbd.factory import Write
from mingtang_desk.protocols.jbd.places import FUNCTION_REGISTER
from mingtang_desk.protocols.jbd.refusal import payload_of
from mingtang_desk.protocols.jbd.status import BALANCE_FUNCTION

REMAINING, FULL_CAPACITY = 0xE0, 0x11
_STEPS = 100
"""Steps of 10 mAh in one Ah."""
_MOST = 0xFFFF

MISSING = {
    Capability.RESTART: QT_TRANSLATE_NOOP(
        "Reason", "No public source knows a restart command of JBD boards."
    ),
    Capability.FACTORY_RESET: QT_TRANSLATE_NOOP(
        "Reason",
        "No public source knows a factory reset of JBD boards; write a saved settings file "
        "instead.",
    ),
    Capability.LOCK: QT_TRANSLATE_NOOP(
        "Reason", "JBD boards have no 485 lock; the switches above do what it would do."
    ),
    Capability.CLOCK: QT_TRANSLATE_NOOP("Reason", "JBD boards report no clock that could be set."),
    Capability.LOCATE: QT_TRANSLATE_NOOP(
        "Reason", "JBD boards answer no question about a place; trackers have a link of their own."
    ),
}

type Read = Callable[[int], Request]


def set_charge(
    action: Action, value: SettingValue | None, *, read: Read, write: Write, deci: bool
) -> Procedure[None]:
    """Set the remaining capacity, given in Ah, or as the SOC in per cent.

    Raises:
        UsageError: it is no number.
        UnsupportedError: the board counts in tenths; in which steps E0 counts then nobody says.
        OutOfRangeError: it is more than the register, or a full pack, holds. Nothing was written.
    """
    if deci:
        raise UnsupportedError("unsupported", what=action.value)
    if isinstance(value, bool | str) or value is None:
        raise UsageError("option_invalid", option=action.value, value=value, allowed="a number")

    def body() -> Generator[Request, Frame, None]:
        frame = yield read(FULL_CAPACITY)
        full = settings.word(FULL_CAPACITY, payload_of(frame, "full capacity"))
        word = round(full * value / 100 if action is Action.SET_SOC else value * _STEPS)
        if not 0 <= word <= min(full, _MOST):
            most, unit = (100, "%") if action is Action.SET_SOC else (full / _STEPS, "Ah")
            raise OutOfRangeError(
                "out_of_range", name=action.value, value=value, minimum=0, maximum=most, unit=unit
            )
        frame = yield write(REMAINING, word.to_bytes(2, "big"), "remaining capacity")
        payload_of(frame, "remaining capacity")

    yield from factory.run(write, body())


def switch_balance(
    on: bool, learn: Callable[[bytes], None], *, read: Read, write: Write
) -> Procedure[None]:
    """Set the balance bit of 2D and save it; `learn` gets 2D as it reads afterwards.

    It is read back even when an answer was lost: what was done then shows.
    """

    def change() -> Generator[Request, Frame, None]:
        frame = yield read(FUNCTION_REGISTER)
        bits = settings.word(FUNCTION_REGISTER, payload_of(frame, "function bits"))
        bits = bits | BALANCE_FUNCTION if on else bits & ~BALANCE_FUNCTION
        frame = yield write(FUNCTION_REGISTER, bits.to_bytes(2, "big"), "function bits")
        payload_of(frame, "function bits")

    def look() -> Generator[Request, Frame, None]:
        frame = yield read(FUNCTION_REGISTER)
        learn(payload_of(frame, "function bits"))

    failed: MingtangError | None = None
    try:
        yield from factory.run(write, change(), save=True)
    except MingtangError as error:
        failed = error
    yield from factory.run(write, look())
    if failed is not None:
        raise failed
