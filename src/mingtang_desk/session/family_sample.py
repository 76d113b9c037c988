"""A sample of aiobmsble as one of ours: its units are ours, its current is positive while charging.

What it names by a number only (problem code) or has beyond our words stays in `raw` and extras.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from mingtang_desk.device.sample import PackInfo, PackSample, SampleQuality, State, Temperature

_ROLES = {"MOSFET": "mosfet", "PCB": "board", "BALANCER": "balancer", "AMBIENT": "ambient"}
_CELLS = ("GENERIC", "CELL")
_EXTRAS = (
    "battery_charging",
    "battery_mode",
    "cycle_capacity",
    "runtime",
    "balance_current",
    "heater_current",
    "heater",
    "total_charge",
    "pack_count",
    "problem",
)
_NAMES = {
    "voltage": "pack_v",
    "power": "power_w",
    "battery_level": "soc_pct",
    "cycle_charge": "remaining_ah",
    "cycles": "cycles",
}
"""What aiobmsble may compute, and our names for it."""


def family_sample(
    reported: Mapping[str, Any],
    complete: Mapping[str, Any],
    *,
    time: datetime,
    protocol: str,
    name: str,
) -> PackSample:
    """Return our sample.

    Args:
        reported: what the board itself said.
        complete: the same with what aiobmsble computed from it.
        time: when it arrived.
        protocol: key of ours.
        name: of the device.
    """
    cells = tuple(float(v) for v in complete.get("cell_voltages", ()))
    derived = [ours for theirs, ours in _NAMES.items() if theirs in set(complete) - set(reported)]
    low, high = min(cells, default=None), max(cells, default=None)
    if cells:
        derived += ["cell_min_v", "cell_max_v", "cell_delta_v"]
    current_a = _number(complete, "current")
    if current_a is not None:
        derived.append("state")
    return PackSample(
        time=time,
        protocol=protocol,
        device_id=name or None,
        pack_v=_number(complete, "voltage"),
        current_a=current_a,
        power_w=_number(complete, "power"),
        soc_pct=_number(complete, "battery_level"),
        soh_pct=_number(complete, "battery_health"),
        remaining_ah=_number(complete, "cycle_charge"),
        nominal_ah=_number(complete, "design_capacity"),
        cycles=None if complete.get("cycles") is None else int(complete["cycles"]),
        cell_v=cells,
        cell_min_v=low,
        cell_max_v=high,
        cell_delta_v=None if low is None or high is None else round(high - low, 3),
        cell_balancing=_balancing(complete.get("balancer"), len(cells)),
        temperatures=_temperatures(complete),
        charge_mosfet=_switch(complete, "chrg_mosfet"),
        discharge_mosfet=_switch(complete, "dischrg_mosfet"),
        info=PackInfo(model=name, cell_count=len(cells) or None),
        state=_state(current_a),
        quality=SampleQuality(derived=tuple(derived)),
        raw={key: reported[key] for key in ("problem_code", "balancer") if key in reported},
        extras={f"x_aiobmsble_{key}": complete[key] for key in _EXTRAS if key in complete},
    )


def _number(sample: Mapping[str, Any], key: str) -> float | None:
    value = sample.get(key)
    return None if value is None else float(value)


def _switch(sample: Mapping[str, Any], key: str) -> bool | None:
    value = sample.get(key)
    return None if value is None else bool(value)


def _state(current_a: float | None) -> State | None:
    if current_a is None:
        return None
    return "idle" if current_a == 0 else "charge" if current_a > 0 else "discharge"


def _balancing(value: Any, count: int) -> tuple[bool, ...]:
    """Their value is on/off or a mask of cells; 1 may be either, so it names no cell."""
    if not count or isinstance(value, bool) or not isinstance(value, int) or value == 1:
        return ()
    return tuple(bool(value >> cell & 1) for cell in range(count))


def _temperatures(sample: Mapping[str, Any]) -> tuple[Temperature, ...]:
    rows: list[Temperature] = []
    counts = {"cell": 0, "ext": 0}
    for sensor in sample.get("temp_values", ()):
        kind = sensor.type.name
        name = _ROLES.get(kind)
        if name is None or any(row.name == name for row in rows):
            group = "cell" if kind in _CELLS or kind.startswith("CELL_") else "ext"
            counts[group] += 1
            name = f"{group}_{counts[group]}"
        rows.append(Temperature(name=name, c=float(sensor.value)))
    return tuple(rows)
