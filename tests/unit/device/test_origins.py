"""Where a value was read: bytes inside a block, and what the model knows of it."""

from datetime import UTC, datetime

from mingtang_desk.device.model import DeviceModel
from mingtang_desk.device.origins import Origin
from mingtang_desk.device.sample import PackSample
from tests.unit.clock import FakeClock

VOLTS = Origin("03", 0, 2, "register 03", "u16 × 0.01 V")
NAME = Origin("A2", 1, 0, "register A2", "ASCII")


def test_bytes_of_an_origin() -> None:
    assert VOLTS.bytes_in({"03": b"\x12\x6e\x00"}) == b"\x12\x6e"
    assert VOLTS.bytes_in({"03": b"\x12"}) == b""
    assert VOLTS.bytes_in({}) == b""
    assert NAME.bytes_in({"A2": b"\x02OK"}) == b"OK"


def test_a_model_asks_its_driver_about_the_present_sample() -> None:
    model = DeviceModel("sim://x", FakeClock())
    sample = PackSample(time=datetime(2026, 11, 22, tzinfo=UTC), protocol="jbd")
    assert model.origin("pack_v") is None
    assert model.setting_origin("x_name") is None
    model.identify(
        protocol="jbd",
        label="JBD",
        name="pack",
        capabilities=frozenset(),
        specs={},
        origins=lambda seen: {"pack_v": VOLTS} if seen is sample else {},
        setting_origins={"x_name": NAME},
    )
    assert model.origins == {}
    model.apply_sample(sample)
    assert model.origin("pack_v") is VOLTS
    assert model.setting_origin("x_name") is NAME
