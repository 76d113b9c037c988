"""Status values (MISSION B): the rows of the status panel, of the history and of the JSON."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP

if TYPE_CHECKING:
    from mingtang_desk.device.sample import PackSample


class Shape(StrEnum):
    """How a status value is shown."""

    NUMBER = "number"
    SWITCH = "switch"
    WORD = "word"
    TEXT = "text"
    TIME = "time"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusSpec:
    """One status value.

    Attributes:
        key: name of the value in a sample; for nested ones with a dot ("lock.function").
        label: English text, marked for translation in context "Status".
        unit: model unit or "".
        get: takes it from a sample; None = this board does not report it.
    """

    key: str
    label: str
    get: Callable[[PackSample], object]
    shape: Shape = Shape.NUMBER
    unit: str = ""
    decimals: int = 0


def temperature(name: str) -> Callable[[PackSample], float | None]:
    """Return a getter for the sensor `name`, degrees Celsius."""

    def get(sample: PackSample) -> float | None:
        return next((t.c for t in sample.temperatures if t.name == name), None)

    return get


STATUS: tuple[StatusSpec, ...] = (
    StatusSpec(
        key="pack_v",
        label=QT_TRANSLATE_NOOP("Status", "Total voltage"),
        get=lambda s: s.pack_v,
        unit="V",
        decimals=2,
    ),
    StatusSpec(
        key="current_a",
        label=QT_TRANSLATE_NOOP("Status", "Current"),
        get=lambda s: s.current_a,
        unit="A",
        decimals=2,
    ),
    StatusSpec(
        key="charge_current_a",
        label=QT_TRANSLATE_NOOP("Status", "Charging current"),
        get=lambda s: None if s.current_a is None else max(s.current_a, 0.0),
        unit="A",
        decimals=2,
    ),
    StatusSpec(
        key="discharge_current_a",
        label=QT_TRANSLATE_NOOP("Status", "Discharge current"),
        get=lambda s: None if s.current_a is None else max(-s.current_a, 0.0),
        unit="A",
        decimals=2,
    ),
    StatusSpec(
        key="power_w",
        label=QT_TRANSLATE_NOOP("Status", "Power"),
        get=lambda s: s.power_w,
        unit="W",
        decimals=1,
    ),
    StatusSpec(
        key="soc_pct",
        label=QT_TRANSLATE_NOOP("Status", "SOC"),
        get=lambda s: s.soc_pct,
        unit="%",
        decimals=0,
    ),
    StatusSpec(
        key="soh_pct",
        label=QT_TRANSLATE_NOOP("Status", "SOH"),
        get=lambda s: s.soh_pct,
        unit="%",
        decimals=0,
    ),
    StatusSpec(
        key="remaining_ah",
        label=QT_TRANSLATE_NOOP("Status", "Residual capacity"),
        get=lambda s: s.remaining_ah,
        unit="Ah",
        decimals=2,
    ),
    StatusSpec(
        key="full_ah",
        label=QT_TRANSLATE_NOOP("Status", "Full capacity"),
        get=lambda s: s.full_ah,
        unit="Ah",
        decimals=2,
    ),
    StatusSpec(
        key="nominal_ah",
        label=QT_TRANSLATE_NOOP("Status", "Standard capacity"),
        get=lambda s: s.nominal_ah,
        unit="Ah",
        decimals=2,
    ),
    StatusSpec(key="cycles", label=QT_TRANSLATE_NOOP("Status", "Cycles"), get=lambda s: s.cycles),
    StatusSpec(
        key="cell_max_v",
        label=QT_TRANSLATE_NOOP("Status", "Highest cell"),
        get=lambda s: s.cell_max_v,
        unit="V",
        decimals=3,
    ),
    StatusSpec(
        key="cell_min_v",
        label=QT_TRANSLATE_NOOP("Status", "Lowest cell"),
        get=lambda s: s.cell_min_v,
        unit="V",
        decimals=3,
    ),
    StatusSpec(
        key="cell_delta_v",
        label=QT_TRANSLATE_NOOP("Status", "Cell difference"),
        get=lambda s: s.cell_delta_v,
        unit="V",
        decimals=3,
    ),
    StatusSpec(
        key="temperature.board",
        label=QT_TRANSLATE_NOOP("Status", "Board temperature"),
        get=temperature("board"),
        unit="°C",
        decimals=1,
    ),
    StatusSpec(
        key="temperature.mosfet",
        label=QT_TRANSLATE_NOOP("Status", "MOSFET temperature"),
        get=temperature("mosfet"),
        unit="°C",
        decimals=1,
    ),
    StatusSpec(
        key="charge_mosfet",
        label=QT_TRANSLATE_NOOP("Status", "Charging switch"),
        get=lambda s: s.charge_mosfet,
        shape=Shape.SWITCH,
    ),
    StatusSpec(
        key="discharge_mosfet",
        label=QT_TRANSLATE_NOOP("Status", "Discharge switch"),
        get=lambda s: s.discharge_mosfet,
        shape=Shape.SWITCH,
    ),
    StatusSpec(
        key="balancer",
        label=QT_TRANSLATE_NOOP("Status", "Balance function"),
        get=lambda s: s.balancer,
        shape=Shape.SWITCH,
    ),
    StatusSpec(
        key="state",
        label=QT_TRANSLATE_NOOP("Status", "State"),
        get=lambda s: s.state,
        shape=Shape.WORD,
    ),
    StatusSpec(
        key="lock.function",
        label=QT_TRANSLATE_NOOP("Status", "485 lock function"),
        get=lambda s: s.lock.function,
        shape=Shape.WORD,
    ),
    StatusSpec(
        key="lock.status",
        label=QT_TRANSLATE_NOOP("Status", "485 lock status"),
        get=lambda s: s.lock.status,
        shape=Shape.WORD,
    ),
    StatusSpec(
        key="tracker.sim",
        label=QT_TRANSLATE_NOOP("Status", "SIM state"),
        get=lambda s: s.tracker.sim,
        shape=Shape.WORD,
    ),
    StatusSpec(
        key="tracker.signal",
        label=QT_TRANSLATE_NOOP("Status", "SIM signal"),
        get=lambda s: s.tracker.signal,
    ),
    StatusSpec(
        key="tracker.fix",
        label=QT_TRANSLATE_NOOP("Status", "Located"),
        get=lambda s: s.tracker.fix,
        shape=Shape.SWITCH,
    ),
    StatusSpec(
        key="tracker.satellites",
        label=QT_TRANSLATE_NOOP("Status", "Satellites"),
        get=lambda s: s.tracker.satellites,
    ),
    StatusSpec(
        key="info.chemistry",
        label=QT_TRANSLATE_NOOP("Status", "Battery type"),
        get=lambda s: s.info.chemistry,
        shape=Shape.WORD,
    ),
    StatusSpec(
        key="info.cell_count",
        label=QT_TRANSLATE_NOOP("Status", "Number of cells"),
        get=lambda s: s.info.cell_count,
    ),
    StatusSpec(
        key="info.model",
        label=QT_TRANSLATE_NOOP("Status", "Model"),
        get=lambda s: s.info.model or None,
        shape=Shape.TEXT,
    ),
    StatusSpec(
        key="info.battery_code",
        label=QT_TRANSLATE_NOOP("Status", "Battery code"),
        get=lambda s: s.info.battery_code or None,
        shape=Shape.TEXT,
    ),
    StatusSpec(
        key="info.vendor_code",
        label=QT_TRANSLATE_NOOP("Status", "Vendor code"),
        get=lambda s: s.info.vendor_code or None,
        shape=Shape.TEXT,
    ),
    StatusSpec(
        key="info.firmware",
        label=QT_TRANSLATE_NOOP("Status", "Version number"),
        get=lambda s: s.info.firmware or None,
        shape=Shape.TEXT,
    ),
    StatusSpec(
        key="info.hardware",
        label=QT_TRANSLATE_NOOP("Status", "Hardware"),
        get=lambda s: s.info.hardware or None,
        shape=Shape.TEXT,
    ),
    StatusSpec(
        key="info.serial",
        label=QT_TRANSLATE_NOOP("Status", "Serial number"),
        get=lambda s: s.info.serial or None,
        shape=Shape.TEXT,
    ),
    StatusSpec(
        key="info.production_date",
        label=QT_TRANSLATE_NOOP("Status", "Production date"),
        get=lambda s: s.info.production_date,
        shape=Shape.TIME,
    ),
    StatusSpec(
        key="device_time",
        label=QT_TRANSLATE_NOOP("Status", "BMS time"),
        get=lambda s: s.device_time,
        shape=Shape.TIME,
    ),
)
