"""Where the settings lie, and what they mean. Vendor words stand in the comments."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from mingtang_desk.device.catalogue import SETTINGS as COMMON
from mingtang_desk.device.settings import SettingLimits, SettingSpec
from mingtang_desk.wire.scale import Scale


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """Two bytes, big endian."""

    number: int
    scale: Scale

    def limits(self) -> SettingLimits:
        """Return what the register can hold."""
        return SettingLimits(
            minimum=self.scale.to_model(0),
            maximum=self.scale.to_model(0xFFFF),
            step=self.scale.step,
        )


PLACES: Mapping[str, Register] = MappingProxyType(
    {
        "cell_ovp_v": Register(number=0x24, scale=Scale(den=1000)),  # COVP
        "cell_ovr_v": Register(number=0x25, scale=Scale(den=1000)),  # COVP release
    }
)
SPECS: Mapping[str, SettingSpec] = MappingProxyType({key: COMMON[key] for key in PLACES})
