"""Published frames beside the values that were published for them."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from mingtang_desk.wire.jt808 import codec
from mingtang_desk.wire.jt808.commands import Control, Text, Track, Upgrade, UpgradeResult
from mingtang_desk.wire.jt808.fences import AreaFlag, Limits, SetCircles, SetPolygon
from mingtang_desk.wire.jt808.framing import Jt808Framer, StreamCounts
from mingtang_desk.wire.jt808.header import Packet
from mingtang_desk.wire.jt808.message import TerminalReply
from mingtang_desk.wire.jt808.parameters import SetParameters
from mingtang_desk.wire.jt808.position import Position
from mingtang_desk.wire.jt808.registration import Authenticate, Register, RegisterReply
from mingtang_desk.wire.jt808.reports import Batch, PositionReply, Report
from mingtang_desk.wire.jt808.transparent import SERIAL_1, TransparentUp
from mingtang_desk.wire.jt808.vendors import VENDORS

FRAMES = Path(__file__).with_name("frames")
ROWS: list[dict[str, Any]] = json.loads((FRAMES / "published.json").read_text("utf-8"))["frames"]
POSITION_KEYS = {
    "latitude": "lat",
    "longitude": "lon",
    "altitude_m": "altitude_m",
    "speed_kmh": "speed_kmh",
    "direction_deg": "course_deg",
    "acc_on": "acc_on",
    "located": "is_located",
}
VALUE_KEYS = {
    "mileage_km": "mileage_km",
    "fuel_l": "fuel_l",
    "recorder_speed_kmh": "recorder_speed_kmh",
    "signal_strength": "signal",
    "satellites": "satellites",
    "extended_signal": "extended_signals",
    "io_status": "io_status",
}


def packet_of(wire: str) -> Packet:
    framer = Jt808Framer()
    (packet,) = framer.feed(bytes.fromhex(wire))
    assert framer.counts == StreamCounts(good=1)
    return packet


def check_position(position: Position, told: dict[str, Any]) -> None:
    assert position.alarms == int(told["alarm_flags"], 16)
    assert position.status == int(told["status_flags"], 16)
    for name, attribute in POSITION_KEYS.items():
        assert getattr(position, attribute) == told[name], name
    assert position.time == datetime.fromisoformat(told["time"])
    assert position.time_bcd.hex() == told["time_bcd"]
    items = [(item.id, item.data.hex()) for item in position.items]
    assert items == [(int(row["id"], 16), row["hex"]) for row in told["additional"]]
    assert position.tail.hex() == told.get("additional_trailing_hex", "")
    values = position.values()
    for name, key in VALUE_KEYS.items():
        want = told.get(name)
        assert values.get(key) == (int(want, 16) if isinstance(want, str) else want), name


def check_circles(said: SetCircles, told: dict[str, Any]) -> None:
    assert (said.action, len(said.circles)) == (told["action"], told["count"])
    for circle, row in zip(said.circles, told["areas"], strict=True):
        assert circle.id == row["area_id"]
        assert circle.flags == int(row["attr"], 16) == AreaFlag.HAS_TIMES | AreaFlag.HAS_SPEED
        assert circle.centre == (row["lat"], row["lon"])
        assert circle.radius_m == row["radius_m"]
        check_limits(circle.limits, row)


def check_limits(limits: Limits, row: dict[str, Any]) -> None:
    assert (limits.start.hex(), limits.end.hex()) == (row["start"], row["end"])
    assert (limits.max_speed_kmh, limits.overspeed_s) == (row["max_speed_kmh"], row["overspeed_s"])


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_heads(row: dict[str, Any]) -> None:
    packet, told = packet_of(row["wire_hex"]), row["header"]
    header = packet.header
    assert header.message_id == int(told["msg_id"], 16)
    assert len(packet.body) == told["body_length"]
    assert header.encryption == told["encryption"]
    assert (header.part is not None) == told["subpackage"]
    assert header.terminal.is_2019 == told["version_flag"]
    assert header.terminal.id.hex() == told["terminal_id_hex"]
    assert header.terminal.number == told["terminal_id"]
    assert header.terminal.key == (told["terminal_id"] or told["terminal_id_hex"])
    assert header.serial == told["serial"]
    assert packet.raw[-1] == int(row["checksum"], 16)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_bodies(row: dict[str, Any]) -> None:
    packet, told = packet_of(row["wire_hex"]), row["body"]
    said = codec.decode(packet)
    match said:
        case Report():
            check_position(said.position, told)
        case Batch():
            assert (said.count, said.kind) == (told["count"], told["type"])
            for position, item in zip(said.positions, told["items"], strict=True):
                check_position(position, item)
        case PositionReply():
            assert said.reply_serial == told["reply_serial"]
            check_position(said.position, told["location"])
        case TransparentUp():
            assert (said.channel, said.data.hex()) == (int(told["type"], 16), told["payload_hex"])
        case Register():
            assert (said.province, said.city) == (told["province"], told["city"])
            assert said.maker.hex() == told["maker_hex"]
            assert (said.model, said.terminal) == (told["model"], told["terminal"])
            assert (said.plate_colour, said.plate) == (told["plate_color"], told["plate"])
            assert said.edition == 2013
        case RegisterReply():
            assert (said.reply_serial, said.result) == (told["reply_serial"], told["result"])
            assert said.auth_code == told["auth_code"]
        case Authenticate():
            assert said.auth_code == told["auth_code"]
        case TerminalReply():
            assert (said.reply_serial, said.result) == (told["reply_serial"], told["result"])
            assert said.reply_id == int(told["reply_msg_id"], 16)
        case UpgradeResult():
            assert (said.kind, said.result) == (told["type"], told["result"])
        case Upgrade():
            assert (said.kind, said.version) == (told["type"], told["version"])
            assert said.maker.rstrip(b"\x00").decode() == told["maker"]
            assert (len(said.data), said.data.hex()) == (told["data_len"], told["data_hex"])
        case SetParameters():
            assert said.count == len(said.parameters) == told["count"]
            got = [(p.id, p.data.hex()) for p in said.parameters]
            assert got == [(int(p["id"], 16), p["hex"]) for p in told["params"]]
            assert not said.tail
        case Control():
            assert (said.command, said.parameters) == (told["command"], told["param"])
        case Track():
            assert (said.interval_s, said.validity_s) == (told["interval_s"], told["validity_s"])
        case Text():
            assert (said.flags, said.text) == (told["flags"], told["text"])
        case SetCircles():
            check_circles(said, told)
        case SetPolygon():
            assert (said.id, said.flags) == (told["area_id"], int(told["attr"], 16))
            assert [list(corner) for corner in said.corners] == told["points"]
            check_limits(said.limits, told)
        case _:
            pytest.fail(f"{said} is looked at by nobody")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_written_again_they_are_the_same_bytes(row: dict[str, Any]) -> None:
    packet = packet_of(row["wire_hex"])
    header = packet.header
    (wire,) = codec.encode(codec.decode(packet), header.terminal, header.serial)
    assert wire.hex() == row["wire_hex"]


ASSERTED = {
    "dev-01": ("e4-battery", {"tracker_battery_pct": 86}),
    "dev-02": ("obd-80", {"supply_v": 13.0}),
    "dev-03": ("eb-nested", {"iccid": "89860117801086222165"}),
    "dev-04": (
        "obd-80",
        {"supply_v": 13.3, "trouble_codes": "P538f,U029f", "iccid": "898607B8102090162968"},
    ),
    "dev-05": ("d4-battery", {"tracker_battery_pct": 100}),
}


@pytest.mark.parametrize("name", ASSERTED)
def test_what_vendors_add(name: str) -> None:
    row = next(row for row in ROWS if row["id"] == name)
    said = codec.decode(packet_of(row["wire_hex"]))
    assert isinstance(said, Report)
    key, want = ASSERTED[name]
    values = said.position.values(VENDORS[key])
    assert {k: v for k, v in values.items() if k not in said.position.values()} == want


def test_an_imei_in_binary() -> None:
    """The code that dev-09 proves itself with holds its IMEI in letters: 868935060005020."""
    row = next(row for row in ROWS if row["id"] == "dev-09")
    assert packet_of(row["wire_hex"]).header.terminal.imei == "868935060005020"


def test_a_reply_of_a_battery_comes_out_unchanged() -> None:
    told = json.loads((FRAMES / "battery-reply.json").read_text("utf-8"))
    said = codec.decode(packet_of(told["jt808_uplink_hex"]))
    assert isinstance(said, TransparentUp)
    assert said.channel == SERIAL_1
    data = said.data
    assert data[:4] == bytes.fromhex("a5019008")
    assert sum(data[:-1]) & 0xFF == data[-1]
    assert int.from_bytes(data[4:6], "big") / 10 == told["expect"]["pack_voltage_v"]
    assert (int.from_bytes(data[8:10], "big") - 30000) / 10 == told["expect"]["current_a"]
    assert int.from_bytes(data[10:12], "big") / 10 == told["expect"]["soc_percent"]
