"""The state of the arming as JSON, to be stored and taken up after a restart."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from mingtang_desk.geo.arming import Alarm, AlarmKind, ArmState, Guard
from mingtang_desk.geo.distance import Place
from mingtang_desk.geo.fix import Fix

_FIELDS = tuple(each.name for each in fields(Guard))


def guard_json(guard: Guard) -> dict[str, Any]:
    """Return a guard as JSON."""
    told = {name: getattr(guard, name) for name in _FIELDS}  # `asdict` copies all of it deeply
    told["alarms"] = [asdict(alarm) for alarm in guard.alarms]
    told["shifted"] = None if guard.shifted is None else asdict(guard.shifted)
    return told


def guard_of(told: Mapping[str, Any]) -> Guard:
    """Return the guard of a JSON."""
    values = dict(told)
    shifted = values["shifted"]
    return Guard(
        **{
            **values,
            "state": ArmState(values["state"]),
            "anchor": place_of(values["anchor"]),
            "shifted": None if shifted is None else Fix(**shifted),
            "alarms": tuple(_alarm(each) for each in values["alarms"]),
        }
    )


def _alarm(told: Mapping[str, Any]) -> Alarm:
    values = dict(told)
    return Alarm(
        **{**values, "kind": AlarmKind(values["kind"]), "place": place_of(values["place"])}
    )


def place_of(told: object) -> Place | None:
    """Return latitude and longitude of a JSON list."""
    if not isinstance(told, list | tuple):
        return None
    lat, lon = told
    return float(lat), float(lon)
