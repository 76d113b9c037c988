"""Where the reference of a calibration comes from: typed by hand, or a meter that is read."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Protocol

from mingtang_desk.core.errors import UsageError
from mingtang_desk.device.calibration import RULES, Target, TargetKind
from mingtang_desk.device.calibration_record import Instrument
from mingtang_desk.instruments.meter import Meter, parse_meter
from mingtang_desk.instruments.scpi import Quantity
from mingtang_desk.interfaces.uri import DeviceUri


class Reference(Protocol):
    """The truth, as well as somebody can measure it."""

    @property
    def instrument(self) -> Instrument:
        """What it is measured with."""
        ...

    @property
    def typed(self) -> bool:
        """True = it is one number that somebody typed; there is nothing to watch."""
        ...

    async def read(self, target: Target) -> float:
        """Return it in the target's unit.

        Raises:
            TransportError, MeterError: the meter says nothing, or nonsense.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedReference:
    """A reading typed by hand."""

    value: float
    instrument: Instrument = field(default_factory=Instrument)

    @property
    def typed(self) -> bool:
        """It is."""
        return True

    async def read(self, target: Target) -> float:
        """Return what was typed."""
        return self.value


class MeterReference:
    """A meter that is open.

    Args:
        meter: it.
        due: when its own calibration runs out, which it does not tell.
        named: what somebody typed of it, for a meter that does not tell its serial number.
    """

    def __init__(
        self, meter: Meter, *, due: date | None = None, named: Instrument | None = None
    ) -> None:
        self._meter, self._due = meter, due
        self._named = named or Instrument()

    @property
    def instrument(self) -> Instrument:
        """Who it says it is; what it does not say is taken from what was typed."""
        own, typed = self._meter.instrument, self._named
        return replace(
            own,
            maker=own.maker or typed.maker,
            model=own.model or typed.model,
            serial=own.serial or typed.serial,
            due=self._due,
        )

    @property
    def typed(self) -> bool:
        """It is read."""
        return False

    async def read(self, target: Target) -> float:
        """Read it; of a current the magnitude, for its sign depends on how the leads are put."""
        quantity = Quantity(RULES[target.kind].unit)
        value = (await self._meter.measure(quantity)).value
        return abs(value) if target.kind in (TargetKind.CHARGE, TargetKind.DISCHARGE) else value


def check_not_board(meter: str, board: DeviceUri) -> None:
    """Refuse a meter at the address of the board: its questions would be heard by the board.

    Raises:
        UsageError: it is the same line, or no address at all.
    """
    uri = parse_meter(meter)
    if (uri.scheme, uri.target) == (board.scheme, board.target):
        raise UsageError("meter_is_board", where=uri.target)
