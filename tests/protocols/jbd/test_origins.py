"""Where values were read: the bytes an origin points at give the value that is shown."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from mingtang_desk.device.sample import PackSample
from mingtang_desk.protocols.jbd import settings
from mingtang_desk.protocols.jbd.codec import JbdFramer
from mingtang_desk.protocols.jbd.conversation import decode_conversation
from mingtang_desk.protocols.jbd.driver import JBD
from mingtang_desk.protocols.jbd.origins import SETTING_ORIGINS, origins
from mingtang_desk.protocols.jbd.places import PLACES
from tests.protocols.jbd.hand import CELLS_13S, basic, reply, words

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
TAIL = bytes.fromhex("50 0000 1388 0000 0000")


def sample(*replies: bytes) -> PackSample:
    frames = JbdFramer().feed(b"".join(replies))
    found = decode_conversation([("rx", frame) for frame in frames], NOW).sample
    assert found is not None
    return found


def number(of: PackSample, key: str) -> int:
    return int.from_bytes(origins(of)[key].bytes_in(of.wire), "big")


def test_bytes_of_status_values() -> None:
    pack = sample(reply(3, basic(amps=-1234, tail=TAIL)), reply(4, words(*CELLS_13S)))
    assert pack.wire.keys() == {"03", "04"}
    assert number(pack, "pack_v") == 4718
    assert number(pack, "current_a") == number(pack, "discharge_current_a") == 0x10000 - 1234
    assert number(pack, "soc_pct") == 50
    assert number(pack, "cycles") == 162
    assert number(pack, "info.firmware") == 0x21
    assert number(pack, "temperature.cell_2") == 3009
    assert number(pack, "full_ah") == 5000
    assert number(pack, "x_jbd_humidity_pct") == 80
    assert [number(pack, f"cell_v.{n}") for n in range(1, 14)] == list(CELLS_13S)
    found = origins(pack)
    assert found["current_a"].scale == "i16 × 0.01 A"
    assert found["cell_v.4"].place == "register 04, byte 6-7"
    assert found["soc_pct"].place == "register 03, byte 19"
    assert "balancer" not in found


def test_what_is_not_there_has_no_origin() -> None:
    only_cells = origins(sample(reply(4, words(3600))))
    assert set(only_cells) == {"cell_v.1"}
    short_tail = sample(reply(3, basic(tail=b"\0\0\0\0")))
    assert "full_ah" not in origins(short_tail)
    assert not origins(PackSample(time=NOW, protocol="jbd"))


def test_tenths_and_balancer() -> None:
    deci = sample(reply(3, basic(fets=0x83)), reply(0x2D, b"\0\x04"))
    assert origins(deci)["current_a"].scale == "i16 × 0.1 A"
    assert origins(deci)["balancer"].place == "register 2D"


def test_every_setting_has_a_place() -> None:
    assert set(SETTING_ORIGINS) == set(JBD.settings)
    registers = {origin.block for origin in SETTING_ORIGINS.values()}
    assert registers <= {f"{register:02X}" for register in settings.REGISTERS}


@pytest.mark.parametrize("key", sorted(PLACES))
def test_bytes_of_settings_are_those_that_decode(key: str) -> None:
    place = PLACES[key]
    data = {place.register: b"\x12\x34"}
    origin = SETTING_ORIGINS[key]
    raw = origin.bytes_in({f"{place.register:02X}": data[place.register]})
    value = int.from_bytes(raw, "big", signed=place.signed)
    assert place.scale.to_model(value) == settings.decode(data)[key]


def test_texts_reach_to_the_end_of_their_register() -> None:
    origin = SETTING_ORIGINS["x_jbd_barcode"]
    assert origin.bytes_in({"A2": b"\x05HELLO"}) == b"\x05HELLO"
    assert origin.bytes_in({}) == b""


def test_coded_bits_are_named() -> None:
    assert SETTING_ORIGINS["scp_delay_us"].scale == "bits 11-12, code of 70, 100, 200, 400 µs"
    assert SETTING_ORIGINS["dsg_ocp_2_a"].scale.endswith("50 mV over the shunt")
    assert "ten times" in SETTING_ORIGINS["dsg_ocp_1_a"].scale
    assert SETTING_ORIGINS["chg_utp_delay_s"].place == "register 3A, high byte"
    assert SETTING_ORIGINS["chg_otp_delay_s"].offset == 1
