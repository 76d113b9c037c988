"""Registers 03, 04, 05 and AA in model units."""

import struct
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingtang_desk.core.errors import DecodeError
from mingtang_desk.device.sample import PackInfo, PackSample
from mingtang_desk.protocols.jbd import fields
from mingtang_desk.protocols.jbd.codec import JbdFramer
from mingtang_desk.protocols.jbd.conversation import decode_conversation
from mingtang_desk.protocols.jbd.sample import build_sample
from mingtang_desk.protocols.jbd.status import (
    decode_basic,
    decode_cells,
    decode_date,
    decode_text,
    encode_date,
    says_deci,
)
from mingtang_desk.wire.fields import compiled, interpret
from tests.protocols.jbd.hand import CELLS_13S, basic, words

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
TAIL = b"\x32\x00\x00" + words(4920, 2530, 12)
PROTECTIONS = [
    "cell_ov",
    "cell_uv",
    "pack_ov",
    "pack_uv",
    "chg_ot",
    "chg_ut",
    "dsg_ot",
    "dsg_ut",
    "chg_oc",
    "dsg_oc",
    "short",
]
FAULTS = ["afe", "mos_lock", "mos_chg", "mos_dsg", "x_jbd_protection_15"]


def sample(cell_v: tuple[float, ...] = (), deci: bool = False, /, **values: Any) -> PackSample:
    return build_sample(NOW, basic=decode_basic(basic(**values), deci=deci), cells=cell_v)


def test_the_13s_pack() -> None:
    cells = decode_cells(words(*CELLS_13S))
    got = sample(cells)
    assert (got.pack_v, got.current_a, got.power_w, got.soc_pct) == (47.18, 0.0, 0.0, 50.0)
    assert (got.remaining_ah, got.nominal_ah, got.full_ah, got.cycles) == (25.3, 50.0, None, 162)
    assert [t.c for t in got.temperatures] == [27.5, 27.8]
    assert [t.name for t in got.temperatures] == ["cell_1", "cell_2"]
    assert got.cell_v == tuple(raw / 1000 for raw in CELLS_13S)
    assert (got.cell_min_v, got.cell_max_v, got.cell_delta_v) == (3.629, 3.631, 0.002)
    assert got.cell_balancing == (False,) * 13
    assert (got.charge_mosfet, got.discharge_mosfet, got.balancer) == (True, True, None)
    assert (got.protections, got.alarms, got.faults) == ((), (), ())
    assert got.info == PackInfo(firmware="2.1", production_date=date(2022, 9, 27), cell_count=13)
    assert (got.state, got.soh_pct, got.device_time) == ("idle", None, None)
    assert got.quality.ok
    assert got.quality.derived == (
        "power_w",
        "cell_min_v",
        "cell_max_v",
        "cell_delta_v",
        "state",
    )
    assert got.raw["protection_bits"] == 0


@pytest.mark.parametrize(("amps", "state"), [(0, "idle"), (1, "charge"), (-1, "discharge")])
def test_state_and_power_follow_the_sign(amps: int, state: str) -> None:
    got = sample(amps=amps)
    assert (got.state, got.current_a) == (state, amps / 100)
    assert got.power_w == round(47.18 * amps / 100, 3)


@pytest.mark.parametrize("raw", [-0x8000, -1, 0, 0x7FFF])
def test_current_is_signed(raw: int) -> None:
    assert decode_basic(basic(amps=raw)).current_a == raw / 100


@pytest.mark.parametrize("raw", [0, 32767, 32768, 65535])
def test_capacity_is_unsigned_beyond_327_ah(raw: int) -> None:
    got = decode_basic(basic(left=raw, nominal=raw))
    assert (got.remaining_ah, got.nominal_ah) == (raw / 100, raw / 100)


DECI: dict[str, Any] = {"amps": -58, "left": 4719, "nominal": 6280, "soc": 72}


@pytest.mark.parametrize(
    ("values", "deci"),
    [
        ({"fets": 0x83}, False),
        ({}, True),
        ({"tail": b"\x88" + TAIL[1:]}, False),
        ({"fets": 0x83, "tail": b"\x88" + TAIL[1:]}, True),
    ],
    ids=["fet_bit", "function_bit", "tail_bit", "all"],
)
def test_capacity_and_current_in_tenths(values: dict[str, Any], deci: bool) -> None:
    got = sample((), deci, **DECI, **values)
    assert (got.current_a, got.remaining_ah, got.nominal_ah) == (-5.8, 471.9, 628.0)
    assert (got.pack_v, got.charge_mosfet, got.discharge_mosfet) == (47.18, True, True)
    if "tail" in values:
        assert got.full_ah == 492.0
        assert got.extras == {"x_jbd_humidity_pct": 8}


def test_hundredths_unless_something_says_tenths() -> None:
    payload = basic(**DECI, tail=TAIL)
    assert not says_deci(payload)
    assert decode_basic(payload).current_a == -0.58
    assert not says_deci(basic(tail=b"\x80\0\0\0"))  # nobody knows what 4 bytes mean
    assert not says_deci(b"\x80" * 22)


@pytest.mark.parametrize(
    ("tail", "full", "raw_keys"),
    [
        (b"", None, set()),
        (b"\x01\x02\x03\x04", None, {"tail"}),
        (TAIL, 49.2, {"tail", "alarm_bits", "balance_current", "tail_remaining_ah"}),
        (TAIL + b"\0\1", 49.2, {"tail", "alarm_bits", "balance_current", "tail_remaining_ah"}),
    ],
    ids=["0", "4", "9", "11"],
)
def test_tails(tail: bytes, full: float | None, raw_keys: set[str]) -> None:
    got = sample(tail=tail)
    assert got.full_ah == full
    assert got.pack_v == 47.18
    always = {"protection_bits", "fet_bits", "software_version", "production_date", "balance_bits"}
    assert set(got.raw) == always | raw_keys
    if tail:
        assert got.raw["tail"] == tail.hex()
    if full is not None:
        assert got.extras == {"x_jbd_humidity_pct": 50}
        assert (got.raw["alarm_bits"], got.raw["balance_current"]) == (0, 12)
        assert got.raw["tail_remaining_ah"] == 25.3


def test_the_alarm_word_of_a_tail_is_no_protection() -> None:
    got = sample(tail=b"\x32\xff\xff" + TAIL[3:])
    assert got.raw["alarm_bits"] == 0xFFFF
    assert (got.protections, got.alarms, got.faults) == ((), (), ())


@pytest.mark.parametrize("bit", range(16))
def test_each_protection_bit_has_its_key(bit: int) -> None:
    got = sample(bits=1 << bit)
    assert got.protections == ((PROTECTIONS[bit],) if bit < 11 else ())
    assert got.faults == (() if bit < 11 else (FAULTS[bit - 11],))
    assert got.raw["protection_bits"] == 1 << bit


def test_all_protections_at_once() -> None:
    got = sample(bits=0xFFFF)
    assert got.protections == tuple(PROTECTIONS)
    assert got.faults == tuple(FAULTS)


@pytest.mark.parametrize("cell", [0, 12, 15, 16, 31])
def test_balance_bits_count_from_cell_1(cell: int) -> None:
    got = sample((3.3,) * 32, balance=1 << cell, cells=32)
    assert [n for n, on in enumerate(got.cell_balancing) if on] == [cell]
    assert len(got.cell_balancing) == 32


@pytest.mark.parametrize(
    ("raw", "c", "state", "ok"),
    [
        (0, None, "open", True),  # -273.1: nothing is connected
        (1, -273.0, None, False),
        (2331, -40.0, None, False),
        (2431, -30.0, None, True),
        (2731, 0.0, None, True),
        (3981, 125.0, None, True),
        (3982, 125.1, None, False),
    ],
)
def test_sensors(raw: int, c: float | None, state: str | None, ok: bool) -> None:
    got = sample(sensors=(3006, raw))
    assert (got.temperatures[1].c, got.temperatures[1].state) == (c, state)
    assert got.quality.implausible == (() if ok else ("temperature.cell_2",))


@pytest.mark.parametrize("count", [0, 1, 8, 60])
def test_lengths_follow_the_count_of_sensors(count: int) -> None:
    assert len(sample(sensors=[2731] * count).temperatures) == count


def test_dead_cells_stay() -> None:
    got = sample((3.3, 0.0, 3.4))
    assert got.cell_v == (3.3, 0.0, 3.4)
    assert (got.cell_min_v, got.cell_delta_v) == (0.0, 3.4)
    assert decode_cells(words(0, 0)) == (0.0, 0.0)


def test_what_cannot_be_is_marked_not_dropped() -> None:
    got = sample((3.3, 65.535), soc=101)
    assert got.quality.implausible == ("cell_v", "soc_pct")
    assert (got.soc_pct, got.cell_v[1]) == (101.0, 65.535)


def test_cells_that_contradict_their_count_are_marked() -> None:
    got = sample((3.3, 3.3, 3.3), cells=4)
    assert got.cell_v == (3.3, 3.3, 3.3)
    assert got.quality.implausible == ("cell_v",)
    assert sample((3.3, 3.3, 3.3), cells=3).quality.ok


def test_a_cell_reply_without_cells_is_no_sample() -> None:
    [frame] = JbdFramer().feed(bytes.fromhex("DD040000000077"))
    assert decode_conversation([("rx", frame)], NOW).sample is None


@pytest.mark.parametrize("soc", [0, 100])
def test_soc_and_capacity_may_disagree(soc: int) -> None:
    got = sample(soc=soc, left=0 if soc else 2530)
    assert got.soc_pct == soc
    assert got.quality.ok


def test_cells_alone_make_a_sample() -> None:
    got = build_sample(NOW, basic=None, cells=(3.3, 5.1), device_id="x", balancer=True)
    assert (got.pack_v, got.soc_pct, got.state, got.cell_max_v) == (None, None, None, 5.1)
    assert (got.device_id, got.balancer, got.charge_mosfet) == ("x", True, None)
    assert got.quality.implausible == ("cell_v",)
    assert got.quality.derived == ("cell_min_v", "cell_max_v", "cell_delta_v")


def test_basic_info_alone_makes_a_sample() -> None:
    got = sample()
    assert (got.cell_v, got.cell_min_v, got.cell_delta_v) == ((), None, None)
    assert len(got.cell_balancing) == 13


@pytest.mark.parametrize("cut", [0, 22, 23, 26])
def test_too_short_for_its_own_counts(cut: int) -> None:
    with pytest.raises(DecodeError) as caught:
        decode_basic(basic()[:cut])
    assert caught.value.key == "frame_invalid"
    assert str(caught.value)


def test_an_odd_number_of_bytes_is_no_cells() -> None:
    with pytest.raises(DecodeError, match="5 bytes"):
        decode_cells(bytes(5))
    assert decode_cells(b"") == ()


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"JBD-SP13S050", "JBD-SP13S050"),
        (b"JBD\0\0\0", "JBD"),
        (b"  JBD ", "JBD"),
        (b"", ""),
        (b"\xb5\xe7\x31", "??1"),
    ],
)
def test_names(data: bytes, text: str) -> None:
    assert decode_text(data) == text


def test_every_packed_date_comes_back() -> None:
    good = 0
    for raw in range(0x10000):
        day = decode_date(raw)
        if day is not None:
            good += 1
            assert encode_date(day) == raw
    assert good == (date(2128, 1, 1) - date(2000, 1, 1)).days
    assert decode_date(0x2068) == date(2016, 3, 8)
    assert decode_date(0) is None


TABLES = {
    "basic": fields.BASIC,
    "basic_deci": fields.BASIC_DECI,
    "tail": fields.TAIL,
    "tail_deci": fields.TAIL_DECI,
}


@pytest.mark.parametrize("name", TABLES)
@given(payload=st.binary(max_size=40))
def test_the_compiled_tables_read_what_the_plain_ones_say(name: str, payload: bytes) -> None:
    table = TABLES[name]
    need = max(field.offset + field.size for field in table)
    if len(payload) < need:
        with pytest.raises(struct.error):
            compiled(table)(payload)
    else:
        assert compiled(table)(payload) == interpret(table, payload)
