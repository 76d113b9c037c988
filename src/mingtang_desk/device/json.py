"""Samples, counters and settings as the JSON of CONTRACT.md sections 3 to 5."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime

from mingtang_desk.core.clock import iso
from mingtang_desk.device.sample import CounterReading, PackSample
from mingtang_desk.device.settings import SettingsReading
from mingtang_desk.device.transaction import WriteResult

SETTINGS_FORMAT = "mingtang-settings/1"


def sample_json(sample: PackSample) -> dict[str, object]:
    """Return one sample as CONTRACT.md section 3 writes it.

    `x_` extras stand beside the common keys.
    """
    info = asdict(sample.info)
    info["production_date"] = (
        None if sample.info.production_date is None else sample.info.production_date.isoformat()
    )
    temperatures: list[dict[str, object]] = []
    for sensor in sample.temperatures:
        row: dict[str, object] = {"name": sensor.name, "c": sensor.c}
        if sensor.state is not None and sensor.state != "ok":
            row["state"] = sensor.state
        temperatures.append(row)
    return {
        "time": iso(sample.time),
        "device_time": _naive(sample.device_time),
        "protocol": sample.protocol,
        "device_id": sample.device_id,
        "pack_v": sample.pack_v,
        "current_a": sample.current_a,
        "power_w": sample.power_w,
        "soc_pct": sample.soc_pct,
        "soh_pct": sample.soh_pct,
        "remaining_ah": sample.remaining_ah,
        "full_ah": sample.full_ah,
        "nominal_ah": sample.nominal_ah,
        "cycles": sample.cycles,
        "cell_v": list(sample.cell_v),
        "cell_min_v": sample.cell_min_v,
        "cell_max_v": sample.cell_max_v,
        "cell_delta_v": sample.cell_delta_v,
        "cell_balancing": list(sample.cell_balancing),
        "temperatures": temperatures,
        "charge_mosfet": sample.charge_mosfet,
        "discharge_mosfet": sample.discharge_mosfet,
        "balancer": sample.balancer,
        "protections": list(sample.protections),
        "alarms": list(sample.alarms),
        "faults": list(sample.faults),
        "info": info,
        "lock": asdict(sample.lock),
        "tracker": asdict(sample.tracker),
        "state": sample.state,
        "quality": {
            "ok": sample.quality.ok,
            "implausible": list(sample.quality.implausible),
            "derived": list(sample.quality.derived),
        },
        "raw": dict(sample.raw),
        **({} if sample.position is None else {"position": asdict(sample.position)}),
        **sample.extras,
    }


def _naive(moment: datetime | None) -> str | None:
    return None if moment is None else moment.replace(tzinfo=None).isoformat(timespec="seconds")


def counters_json(counters: CounterReading) -> dict[str, object]:
    """Return counters as CONTRACT.md section 5 writes them."""
    document: dict[str, object] = dict(counters.values)
    if counters.derived:
        document["derived"] = list(counters.derived)
    return document


def settings_json(reading: SettingsReading) -> dict[str, object]:
    """Return a whole settings file (CONTRACT.md section 4)."""
    return {
        "format": SETTINGS_FORMAT,
        "protocol": reading.protocol,
        "device_id": reading.device_id,
        "time": iso(reading.time),
        "settings": dict(reading.values),
    }


def write_json(result: WriteResult) -> dict[str, object]:
    """Return the outcome of set, apply and undo."""
    fields: Mapping[str, object] = {
        key: {"old": f.old, "sent": f.sent, "read": f.read, "state": f.state.value}
        for key, f in result.fields.items()
    }
    return {"fields": fields, "side_effects": list(result.side_effects), "transaction": result.id}
