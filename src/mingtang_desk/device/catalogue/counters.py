"""Counters (MISSION D4): how often each protection has fired."""

from collections.abc import Mapping
from dataclasses import dataclass

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterSpec:
    """One counter; `label` is marked for translation in context "Counter"."""

    key: str
    label: str


COUNTERS: tuple[CounterSpec, ...] = (
    CounterSpec(key="cell_ov", label=QT_TRANSLATE_NOOP("Counter", "Cell over-voltage")),
    CounterSpec(key="cell_uv", label=QT_TRANSLATE_NOOP("Counter", "Cell under-voltage")),
    CounterSpec(key="pack_ov", label=QT_TRANSLATE_NOOP("Counter", "Total over-voltage")),
    CounterSpec(key="pack_uv", label=QT_TRANSLATE_NOOP("Counter", "Total under-voltage")),
    CounterSpec(key="chg_oc", label=QT_TRANSLATE_NOOP("Counter", "Charge over-current")),
    CounterSpec(key="dsg_oc", label=QT_TRANSLATE_NOOP("Counter", "Discharge over-current")),
    CounterSpec(key="chg_protection", label=QT_TRANSLATE_NOOP("Counter", "Charge protection")),
    CounterSpec(key="dsg_protection", label=QT_TRANSLATE_NOOP("Counter", "Discharge protection")),
    CounterSpec(key="chg_ot", label=QT_TRANSLATE_NOOP("Counter", "Charge over-temperature")),
    CounterSpec(key="chg_ut", label=QT_TRANSLATE_NOOP("Counter", "Charge low-temperature")),
    CounterSpec(key="dsg_ot", label=QT_TRANSLATE_NOOP("Counter", "Discharge over-temperature")),
    CounterSpec(key="dsg_ut", label=QT_TRANSLATE_NOOP("Counter", "Discharge low-temperature")),
    CounterSpec(key="short", label=QT_TRANSLATE_NOOP("Counter", "Short circuit")),
    CounterSpec(key="restarts", label=QT_TRANSLATE_NOOP("Counter", "Restarts")),
)

_SUMS: Mapping[str, tuple[str, ...]] = {
    "chg_protection": ("cell_ov", "pack_ov", "chg_oc", "chg_ot", "chg_ut"),
    "dsg_protection": ("cell_uv", "pack_uv", "dsg_oc", "dsg_ot", "dsg_ut"),
}


def complete(values: Mapping[str, int | None]) -> tuple[dict[str, int | None], tuple[str, ...]]:
    """Return all counters in order, and which of them were computed here.

    A sum is computed only from counters that are all there (source: MISSION D4, the manual's
    figures add up so).
    """
    found: dict[str, int | None] = {spec.key: values.get(spec.key) for spec in COUNTERS}
    derived: list[str] = []
    for key, parts in _SUMS.items():
        terms = [found[part] for part in parts]
        if found[key] is None and all(term is not None for term in terms):
            found[key] = sum(term for term in terms if term is not None)
            derived.append(key)
    return found, tuple(derived)
