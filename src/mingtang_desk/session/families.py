"""The rows `aiobmsble:<family>`: boards that this library reads over Bluetooth, never written."""

from dataclasses import dataclass

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.device.capabilities import Capability
from mingtang_desk.transports.ble_family import PREFIX, family_class, family_names

READ_ONLY = QT_TRANSLATE_NOOP("Reason", "read only, by aiobmsble")
CAPABILITIES = frozenset({Capability.STATUS, Capability.CELLS})


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """One of them, as `protocols` lists it."""

    key: str
    label: str
    transports: tuple[str, ...] = ("ble",)
    capabilities: frozenset[Capability] = CAPABILITIES


def is_family(protocol: str) -> bool:
    """Return whether a protocol key means a board of aiobmsble."""
    return protocol.startswith(PREFIX)


def listed_families() -> tuple[Family, ...]:
    """Return all of them; this loads the library. () where it is not installed."""
    return tuple(
        Family(key=PREFIX + name, label=f"{family_class(name).bms_id()} (read only, by aiobmsble)")
        for name in family_names()
    )
