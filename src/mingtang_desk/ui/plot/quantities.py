"""What can be plotted: numbers and switches of the status table, cells, temperatures, extras."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.device.catalogue.status import STATUS, Shape, StatusSpec
from mingtang_desk.ui.plot.plotted import WORST_CELL
from mingtang_desk.ui.shown import number, word
from mingtang_desk.ui.status_rows import SENSORS
from mingtang_desk.ui.value_names import Known, extra_name, extra_text


class Group(StrEnum):
    """A heading of the list to choose from."""

    PACK = "pack"
    CELLS = "cells"
    TEMPERATURES = "temperatures"
    TRACKER = "tracker"
    EXTRAS = "extras"


GROUPS: dict[Group, str] = {
    Group.PACK: QT_TRANSLATE_NOOP("Plot", "Pack"),
    Group.CELLS: QT_TRANSLATE_NOOP("Plot", "Cells"),
    Group.TEMPERATURES: QT_TRANSLATE_NOOP("Plot", "Temperatures"),
    Group.TRACKER: QT_TRANSLATE_NOOP("Plot", "Tracker"),
    Group.EXTRAS: QT_TRANSLATE_NOOP("Plot", "Extras of this board"),
}
_CELL = QT_TRANSLATE_NOOP("Plot", "Cell {n}")
_WORST = QT_TRANSLATE_NOOP("Plot", "Worst cell")
_WORST_NOW = QT_TRANSLATE_NOOP("Plot", "Worst cell ({n})")
_PACK_V = QT_TRANSLATE_NOOP("Plot", "Pack voltage")


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """One value over time.

    Attributes:
        key: a status key, `cell_v.N` with N from 1, `temperature.NAME`, `x_...`, or `WORST_CELL`.
        unit: model unit or "".
        scale: what has the same scale shares an axis. Pack and cells do not, though both are in
            volts: a common axis would make a flat line of either.
        least: the axis never shows less than this, in the unit: noise must not look like a storm.
        steps: it is on or off, 1 or 0, and nothing between.
    """

    key: str
    group: Group
    unit: str = ""
    decimals: int = 0
    scale: str = ""
    least: float = 1.0
    steps: bool = False


NUMBERS: tuple[StatusSpec, ...] = tuple(
    spec
    for spec in STATUS
    if spec.shape in (Shape.NUMBER, Shape.SWITCH) and not spec.key.startswith("temperature.")
)
"""Status values that are numbers, or switches, which are 0 or 1.

Sensors come from a sample's own list, under the same keys.
"""
_LABELS: dict[str, str] = {spec.key: spec.label for spec in NUMBERS}
_CELLS = frozenset(("cell_max_v", "cell_min_v"))
_LEAST: dict[str, float] = {"A": 1.0, "W": 20.0, "%": 2.0, "Ah": 0.5, "°C": 2.0}


def status_quantity(spec: StatusSpec) -> Quantity:
    """Return the quantity of a status value."""
    tracker = spec.key.startswith("tracker.")
    cells = spec.key.startswith("cell_")
    steps = spec.shape is Shape.SWITCH
    own = "switch" if steps else spec.key if spec.unit in ("", "V") else spec.unit
    least = {"pack_v": 0.2, "cell_delta_v": 0.01}.get(spec.key, _LEAST.get(spec.unit, 2.0))
    least = 1.0 if steps else least
    if spec.key in _CELLS:
        own, least = "cell_v", 0.02
    return Quantity(
        key=spec.key,
        group=Group.TRACKER if tracker else Group.CELLS if cells else Group.PACK,
        unit=spec.unit,
        decimals=2 if steps else spec.decimals,
        scale=own,
        least=least,
        steps=steps,
    )


_STATUS: dict[str, Quantity] = {spec.key: status_quantity(spec) for spec in NUMBERS}


def quantity(key: str) -> Quantity:
    """Return what a key means; any key has a meaning, for it may be of a board not open now."""
    found = _STATUS.get(key)
    if found is not None:
        return found
    if key.startswith("cell_v."):
        return Quantity(
            key=key, group=Group.CELLS, unit="V", decimals=3, scale="cell_v", least=0.02
        )
    if key.startswith("temperature."):
        least = _LEAST["°C"]
        return Quantity(
            key=key, group=Group.TEMPERATURES, unit="°C", decimals=1, scale="°C", least=least
        )
    # The words of a value are those of the other panels, and end with its unit.
    unit = extra_text(key, 0.0, Known()).partition(" ")[2]
    return Quantity(
        key=key, group=Group.EXTRAS, unit=unit, decimals=3, scale=unit or key, least=1e-3
    )


def label_of(key: str, *, worst: str | None = None) -> str:
    """Return its name in the present language; `worst` is the key of the worst cell now."""
    translate: Callable[[str, str], str] = QCoreApplication.translate
    if key == WORST_CELL:
        if worst is None:
            return translate("Plot", _WORST)
        return translate("Plot", _WORST_NOW).format(n=worst.rpartition(".")[2])
    if key == "pack_v":
        return translate("Plot", _PACK_V)
    if key in _LABELS:
        return translate("Status", _LABELS[key])
    head, _, tail = key.partition(".")
    if head == "cell_v":
        return translate("Plot", _CELL).format(n=tail)
    if head == "temperature":
        role, _, place = tail.partition("_")
        named = translate("Status", SENSORS[role]) if role in SENSORS else role
        return f"{named} {place}".strip()
    return extra_name(key)


def unit_of(of: Quantity, temperature: str) -> str:
    """Return the unit on screen; `temperature` is that of the preferences, "c" or "f"."""
    return "°F" if of.unit == "°C" and temperature == "f" else of.unit


def factors(of: Quantity, temperature: str) -> tuple[float, float]:
    """Return (factor, offset) from the model's unit to that on screen."""
    return (1.8, 32.0) if of.unit == "°C" and temperature == "f" else (1.0, 0.0)


def digits(of: Quantity, value: float, *, sign: bool = False) -> str:
    """Return a value that is in the unit on screen already; "—" where there is none."""
    if value != value:
        return "—"
    if of.group is Group.EXTRAS:
        return f"{value:.7g}".replace("-", "−")
    if of.steps and not sign and value in (0.0, 1.0):
        return word("on" if value else "off")
    return number(value, of.decimals, sign=sign)
