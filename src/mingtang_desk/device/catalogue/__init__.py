"""The one catalogue: status rows, settings, counters, controls and event keys.

Forms, history columns, JSON, EOL limits and help are all made from these rows.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from mingtang_desk.device.catalogue.consequences import with_consequences
from mingtang_desk.device.catalogue.current import CURRENT
from mingtang_desk.device.catalogue.normal import DELAYS, NORMAL
from mingtang_desk.device.catalogue.temperature import TEMPERATURE
from mingtang_desk.device.settings import SettingSpec


def merged(*tables: Iterable[SettingSpec]) -> Mapping[str, SettingSpec]:
    """Return rows by key, in order.

    Raises:
        ValueError: a key stands twice; two meanings of one key would be a bug.
    """
    rows: dict[str, SettingSpec] = {}
    for table in tables:
        for spec in table:
            if spec.key in rows:
                raise ValueError(spec.key)
            rows[spec.key] = spec
    return MappingProxyType(rows)


SETTINGS: Mapping[str, SettingSpec] = merged(
    with_consequences((*NORMAL, *DELAYS, *TEMPERATURE, *CURRENT))
)
"""Every setting that more than one make of board may have; a driver adds its `x_` ones."""
