"""The protections of a board as a table: what trips each, after how long, and what ends it.

Limits, delays and recoveries are named by the setting keys of the model, so the same table serves
every board; a board that lacks a key lacks that trigger.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from mingtang_desk.sim.frontend import Readings

Quantity = Callable[[Readings], float]
Limits = Mapping[str, float]
MICROSECOND = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """One level that trips a protection.

    Attributes:
        limit: setting key of the level.
        delay: setting key of the time it has to last.
        hold: setting keys of the recovery time, the first that the board has; empty where a
            threshold ends the protection.
        delay_unit_s: seconds in one unit of the delay.
        level: the board's own number of it, where a protection has several.
    """

    limit: str
    delay: str
    hold: tuple[str, ...] = ()
    delay_unit_s: float = 1.0
    level: int = 0

    def delay_s(self, limits: Limits) -> float:
        """How long the level has to be passed; a board without the setting acts at once."""
        return limits.get(self.delay, 0.0) * self.delay_unit_s

    def hold_s(self, limits: Limits) -> float:
        """How long the protection lasts after this trigger."""
        return next((limits[key] for key in self.hold if key in limits), 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Protection:
    """One protection.

    Attributes:
        key: name, as the samples and statistics spell it.
        blocks_charge: it opens the charge switch.
        blocks_discharge: it opens the discharge switch.
        over: True = trips at or above its limit, False = at or below.
        quantity: what it watches.
        triggers: its levels.
        release: setting key of the recovery threshold; empty = it ends by time.
    """

    key: str
    blocks_charge: bool
    blocks_discharge: bool
    over: bool
    quantity: Quantity
    triggers: tuple[Trigger, ...]
    release: str = ""

    def is_exceeded(self, trigger: Trigger, readings: Readings, limits: Limits) -> bool:
        """True while the quantity is at or beyond the limit."""
        if trigger.limit not in limits:
            return False
        value, limit = self.quantity(readings), limits[trigger.limit]
        return value >= limit if self.over else value <= limit

    def is_released(self, readings: Readings, limits: Limits) -> bool:
        """True when a protection with a recovery threshold may end."""
        value, limit = self.quantity(readings), limits[self.release]
        return value <= limit if self.over else value >= limit


def _highest_cell(readings: Readings) -> float:
    return max(readings.cell_v)


def _lowest_cell(readings: Readings) -> float:
    return min(readings.cell_v)


def _pack(readings: Readings) -> float:
    return readings.pack_v


def _hottest(readings: Readings) -> float:
    return max(readings.temperature_c, default=25.0)


def _coldest(readings: Readings) -> float:
    return min(readings.temperature_c, default=25.0)


def _charging(readings: Readings) -> float:
    return readings.current_a


def _discharging(readings: Readings) -> float:
    return -readings.current_a


def _voltage(key: str, scope: str, letter: str, quantity: Quantity) -> Protection:
    """Over- (`o`) or under-voltage (`u`) of a cell or of the pack."""
    levels = [f"{scope}_{letter}vp"] + ([f"cell_secondary_{letter}vp"] if scope == "cell" else [])
    return Protection(
        key=key,
        blocks_charge=letter == "o",
        blocks_discharge=letter == "u",
        over=letter == "o",
        quantity=quantity,
        triggers=tuple(Trigger(limit=f"{s}_v", delay=f"{s}_delay_s") for s in levels),
        release=f"{scope}_{letter}vr_v",
    )


def _temperature(scope: str, letter: str) -> Protection:
    """Over- (`o`) or under-temperature (`u`), watched whether or not current flows."""
    stem = f"{scope}_{letter}tp"
    return Protection(
        key=f"{scope}_{letter}t",
        blocks_charge=scope == "chg",
        blocks_discharge=scope == "dsg",
        over=letter == "o",
        quantity=_hottest if letter == "o" else _coldest,
        triggers=(Trigger(limit=f"{stem}_c", delay=f"{stem}_delay_s"),),
        release=f"{scope}_{letter}tr_c",
    )


def _overcurrent(scope: str, quantity: Quantity) -> Protection:
    def level(n: int) -> Trigger:
        stem = f"{scope}_ocp_{n}"
        holds = (f"{stem}_recovery_s", f"{scope}_ocp_1_recovery_s")
        return Trigger(limit=f"{stem}_a", delay=f"{stem}_delay_s", hold=holds, level=n)

    return Protection(
        key=f"{scope}_oc",
        blocks_charge=scope == "chg",
        blocks_discharge=scope == "dsg",
        over=True,
        quantity=quantity,
        triggers=(level(1), level(2), level(3)),
    )


PROTECTIONS = (
    _voltage("cell_ov", "cell", "o", _highest_cell),
    _voltage("cell_uv", "cell", "u", _lowest_cell),
    _voltage("pack_ov", "pack", "o", _pack),
    _voltage("pack_uv", "pack", "u", _pack),
    _temperature("chg", "o"),
    _temperature("chg", "u"),
    _temperature("dsg", "o"),
    _temperature("dsg", "u"),
    _overcurrent("chg", _charging),
    _overcurrent("dsg", _discharging),
    Protection(
        key="short",
        blocks_charge=False,
        blocks_discharge=True,
        over=True,
        quantity=_discharging,
        triggers=(
            Trigger(
                limit="scp_a",
                delay="scp_delay_us",
                hold=("scp_recovery_s",),
                delay_unit_s=MICROSECOND,
            ),
        ),
    ),
)
PROTECTION_KEYS = tuple(protection.key for protection in PROTECTIONS)
