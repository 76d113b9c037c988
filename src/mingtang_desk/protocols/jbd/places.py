"""Where JBD boards keep their plain settings: register, byte, scale.

Two settings share one register where each has a byte. Source: docs/protocols/jbd.md, section 5.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from mingtang_desk.device.settings import SettingLimits
from mingtang_desk.wire.scale import TENTH_KELVIN, UNITY, Scale

FUNCTION_REGISTER = 0x2D
MILLI, CENTI, DECI = Scale(den=1000), Scale(den=100), Scale(den=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where one setting lives.

    Attributes:
        register: its number.
        scale: to model units; `unit` marks capacity and current, ten times coarser on some boards.
        part: "word", or "high" / "low" byte of the register.
    """

    register: int
    scale: Scale = UNITY
    signed: bool = False
    part: str = "word"
    unit: bool = False

    def of(self, deci: bool) -> Scale:
        """Return the scale on this board; `deci` = it counts in tenths."""
        return (
            Scale(den=self.scale.den // 10, num=self.scale.num)
            if self.unit and deci
            else self.scale
        )

    def read(self, word: int, deci: bool) -> int | float:
        """Return the setting's value from its register."""
        raw = word >> 8 if self.part == "high" else word & 0xFF if self.part == "low" else word
        if self.signed and raw & 0x8000:
            raw -= 0x10000
        scale = self.of(deci)
        return raw if scale == UNITY else scale.to_model(raw)

    def write(self, word: int, value: float, deci: bool) -> int:
        """Return the register with the setting changed and its neighbour kept."""
        raw = self.of(deci).to_wire(value)
        if self.part == "high":
            return (raw & 0xFF) << 8 | word & 0xFF
        if self.part == "low":
            return word & 0xFF00 | raw & 0xFF
        return raw & 0xFFFF

    def limits(self, deci: bool) -> SettingLimits:
        """Return what the register can hold."""
        scale = self.of(deci)
        low, high = (
            (0, 255) if self.part != "word" else (-0x8000, 0x7FFF) if self.signed else (0, 0xFFFF)
        )
        ends = sorted((scale.to_model(low), scale.to_model(high)))
        floor = max(ends[0], 0.0) if scale.num < 0 else ends[0]
        return SettingLimits(minimum=floor, maximum=ends[1], step=scale.step)


def _pair(register: int, high: str, low: str) -> dict[str, Place]:
    return {high: Place(register=register, part="high"), low: Place(register=register, part="low")}


PLACES: Mapping[str, Place] = {
    "nominal_ah": Place(register=0x10, scale=CENTI, unit=True),
    "full_ah": Place(register=0x11, scale=CENTI, unit=True),
    "x_jbd_cell_full_v": Place(register=0x12, scale=MILLI),
    "x_jbd_cell_empty_v": Place(register=0x13, scale=MILLI),
    "x_jbd_self_discharge_pct": Place(register=0x14, scale=DECI),
    "x_jbd_serial_number": Place(register=0x16),
    "x_jbd_cycle_count": Place(register=0x17),
    "chg_otp_c": Place(register=0x18, scale=TENTH_KELVIN),
    "chg_otr_c": Place(register=0x19, scale=TENTH_KELVIN),
    "chg_utp_c": Place(register=0x1A, scale=TENTH_KELVIN),
    "chg_utr_c": Place(register=0x1B, scale=TENTH_KELVIN),
    "dsg_otp_c": Place(register=0x1C, scale=TENTH_KELVIN),
    "dsg_otr_c": Place(register=0x1D, scale=TENTH_KELVIN),
    "dsg_utp_c": Place(register=0x1E, scale=TENTH_KELVIN),
    "dsg_utr_c": Place(register=0x1F, scale=TENTH_KELVIN),
    "pack_ovp_v": Place(register=0x20, scale=CENTI),
    "pack_ovr_v": Place(register=0x21, scale=CENTI),
    "pack_uvp_v": Place(register=0x22, scale=CENTI),
    "pack_uvr_v": Place(register=0x23, scale=CENTI),
    "cell_ovp_v": Place(register=0x24, scale=MILLI),
    "cell_ovr_v": Place(register=0x25, scale=MILLI),
    "cell_uvp_v": Place(register=0x26, scale=MILLI),
    "cell_uvr_v": Place(register=0x27, scale=MILLI),
    "chg_ocp_1_a": Place(register=0x28, scale=CENTI, unit=True),
    "dsg_ocp_1_a": Place(register=0x29, scale=Scale(den=100, num=-1), signed=True, unit=True),
    "balance_start_v": Place(register=0x2A, scale=MILLI),
    "balance_delta_v": Place(register=0x2B, scale=MILLI),
    "x_jbd_function_bits": Place(register=FUNCTION_REGISTER),
    "x_jbd_ntc_bits": Place(register=0x2E),
    "cell_count": Place(register=0x2F),
    "x_jbd_fet_control_s": Place(register=0x30),
    "x_jbd_led_s": Place(register=0x31),
    "x_jbd_cell_80_pct_v": Place(register=0x32, scale=MILLI),
    "x_jbd_cell_60_pct_v": Place(register=0x33, scale=MILLI),
    "x_jbd_cell_40_pct_v": Place(register=0x34, scale=MILLI),
    "x_jbd_cell_20_pct_v": Place(register=0x35, scale=MILLI),
    "cell_secondary_ovp_v": Place(register=0x36, scale=MILLI),
    "cell_secondary_uvp_v": Place(register=0x37, scale=MILLI),
    "scp_recovery_s": Place(register=0x39, part="low"),
    **_pair(0x3A, "chg_utp_delay_s", "chg_otp_delay_s"),
    **_pair(0x3B, "dsg_utp_delay_s", "dsg_otp_delay_s"),
    **_pair(0x3C, "pack_uvp_delay_s", "pack_ovp_delay_s"),
    **_pair(0x3D, "cell_uvp_delay_s", "cell_ovp_delay_s"),
    **_pair(0x3E, "chg_ocp_1_delay_s", "chg_ocp_1_recovery_s"),
    **_pair(0x3F, "dsg_ocp_1_delay_s", "dsg_ocp_1_recovery_s"),
}
"""Vendor words: release = our recovery (OVR, UVR)."""
