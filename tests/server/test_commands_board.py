"""Reads, writes and controls of the board behind a tracker, with the desk's own session."""

import json
from typing import Any

import pytest
from sqlalchemy import select

from mingtang_desk.interfaces.driver import Frame
from mingtang_desk.protocols.jbd import codec as jbd
from mingtang_desk.server.store.tables.devices import DEVICE_STATE, DEVICES
from mingtang_desk.session.judging import writes
from tests.server.commanding import (
    ONE_DATABASE,
    QUICK,
    SHOP,
    body,
    change_device,
    done,
    ended,
    living,
    messages,
    post,
    states,
    tracker_of,
)
from tests.server.kit import NUMBERS, Kit

pytestmark = pytest.mark.asyncio
BOARDS = {"jbd-13s": "jbd", "mingtang-13s": "mingtang", "tt-20s": "tt"}


def board_bytes(command: dict[str, Any], way: str) -> list[bytes]:
    """Bytes that went to the board or came from it, without the channel."""
    number = "0x8900" if way == "tx" else "0x0900"
    found = [bytes.fromhex(text) for text in messages(command, way, number)]
    assert {each[0] for each in found} <= {0x41}
    return [each[1:] for each in found]


def jbd_frames(chunks: list[bytes]) -> list[Frame]:
    framer = jbd.JbdFramer()
    return [frame for chunk in chunks for frame in framer.feed(chunk)]


@ONE_DATABASE
@pytest.mark.parametrize("board", BOARDS)
async def test_a_sample_is_read_and_the_protocol_remembered(kit: Kit, board: str) -> None:
    kit.services.commands.crew.timers = QUICK
    async with living(kit, tracker_of(kit, board)):
        found = await done(kit, "bms_read")
    assert found["state"] == "succeeded"
    sample = found["result"]["sample"]
    assert sample["protocol"] == BOARDS[board]
    assert len(sample["cell_v"]) == (20 if board == "tt-20s" else 13)
    assert all(3 < cell < 4.3 for cell in sample["cell_v"])
    assert kit.services.directory.by_number(SHOP).protocol == BOARDS[board]  # type: ignore[union-attr]
    async with kit.services.core.store.read() as connection:
        query = select(DEVICES.c.protocol).where(DEVICES.c.number == SHOP)
        assert await connection.scalar(query) == BOARDS[board]


@ONE_DATABASE
@pytest.mark.parametrize("board", ["jbd-13s", "mingtang-13s"])
async def test_settings_and_counters_are_read_and_kept(kit: Kit, board: str) -> None:
    await change_device(kit, protocol=BOARDS[board])
    async with living(kit, tracker_of(kit, board)):
        settings = await done(kit, "bms_read", what="settings")
        stats = await done(kit, "bms_read", what="stats")
    assert settings["result"]["settings"]["format"] == "mingtang-settings/1"
    assert settings["result"]["settings"]["settings"]["cell_ovp_v"] > 4
    assert "cell_ov" in stats["result"]["stats"]
    async with kit.services.core.store.read() as connection:
        query = select(DEVICE_STATE).where(DEVICE_STATE.c.device == kit.pks[SHOP])
        row = (await connection.execute(query)).one()
    assert json.loads(row.settings) == settings["result"]["settings"]
    assert json.loads(row.counters) == stats["result"]["stats"]


@pytest.mark.slow
async def test_a_setting_is_written_through_a_tracker_of_2019_and_read_back(kit: Kit) -> None:
    """The scene of the issue: written, read back, the bytes in the log, refused to a viewer."""
    await change_device(kit, protocol="jbd")
    async with living(kit, tracker_of(kit, "jbd-13s", edition=2019)):
        order = body("bms_write", settings={"cell_ovp_v": 4.23}, acknowledge_warnings=True)
        refused = await post(kit, order, who="shop-viewer")
        assert refused.status_code == 403
        answer = await post(kit, order)
        assert answer.status_code == 202, answer.text
        assert answer.headers["Location"] == f"/api/v1/commands/{order['id']}"
        found = await ended(kit, order["id"])
        again = await done(kit, "bms_read", what="settings")
    assert found["state"] == "succeeded", found["result"]
    field = found["result"]["write"]["fields"]["cell_ovp_v"]
    assert field["sent"] == field["read"] == 4.23
    assert field["old"] != 4.23
    assert again["result"]["settings"]["settings"]["cell_ovp_v"] == 4.23
    # In the log: the write, and after it a read of the same register with what was written.
    out = [(i, step) for i, step in enumerate(found["log"]) if step["what"] == "tx"]
    wrote = jbd.request(jbd.WRITE, 0x24, (4230).to_bytes(2, "big")).hex()
    asked = jbd.request(jbd.READ, 0x24).hex()
    written_at = next(i for i, step in out if step["body"]["hex"] == "41" + wrote)
    read_at = max(i for i, step in out if step["body"]["hex"] == "41" + asked)
    assert written_at < read_at
    heard = jbd_frames(
        [
            bytes.fromhex(step["body"]["hex"])[1:]
            for step in found["log"][read_at:]
            if step["what"] == "rx" and step["body"]["message_id"] == "0x0900"
        ]
    )
    assert any(f.command == 0x24 and f.payload == (4230).to_bytes(2, "big") for f in heard)
    closed = next(step for step in found["log"] if step["what"] == "write_closed")
    assert wrote in closed["body"]["raw_sent"]
    async with kit.client("shop-viewer") as client:
        seen = (await client.get(f"/commands/{order['id']}")).json()
    assert seen["state"] == "succeeded"
    assert wrote not in json.dumps(seen)


async def test_settings_of_a_modbus_board_are_written(kit: Kit) -> None:
    await change_device(kit, protocol="mingtang")
    async with living(kit, tracker_of(kit, "mingtang-13s", edition=2013)):
        found = await done(
            kit,
            "bms_write",
            settings={"cell_ovp_v": 4.22},
            acknowledge_warnings=True,
        )
    assert found["state"] == "succeeded", found["result"]
    assert {f["state"] for f in found["result"]["write"]["fields"].values()} == {"applied"}
    verdicts = [writes(data, "mingtang") for data in board_bytes(found, "tx")]
    assert True in verdicts
    assert verdicts[-1] is False


@ONE_DATABASE
async def test_a_clamped_setting_has_failed_with_both_values(kit: Kit) -> None:
    await change_device(kit, protocol="mingtang")
    tracker = tracker_of(kit, "mingtang-13s", faults={"board.clamp": "cell_ovp_v"})
    async with living(kit, tracker):
        found = await done(
            kit, "bms_write", settings={"cell_ovp_v": 4.23}, acknowledge_warnings=True
        )
    assert found["state"] == "failed"
    field = found["result"]["write"]["fields"]["cell_ovp_v"]
    assert field["sent"] == 4.23
    assert field["read"] not in (None, 4.23)
    assert field["state"] in ("clamped", "refused")


@ONE_DATABASE
async def test_what_the_rules_forbid_is_never_sent(kit: Kit) -> None:
    await change_device(kit, protocol="mingtang")
    async with living(kit, tracker_of(kit, "mingtang-13s")):
        forbidden = await done(kit, "bms_write", settings={"cell_ovp_v": 2.0})
        no_such = await done(kit, "bms_write", settings={"no_such_v": 1.0})
    assert forbidden["state"] == no_such["state"] == "failed"
    assert no_such["result"]["error"]["key"] == "setting_unknown"
    for command in (forbidden, no_such):
        assert {writes(data, "mingtang") for data in board_bytes(command, "tx")} == {False}


@ONE_DATABASE
async def test_warnings_have_to_be_acknowledged(kit: Kit) -> None:
    await change_device(kit, protocol="mingtang")
    async with living(kit, tracker_of(kit, "mingtang-13s")):
        warned = await done(kit, "bms_write", settings={"chg_utp_c": -4})
        known = await done(kit, "bms_write", settings={"chg_utp_c": -4}, acknowledge_warnings=True)
    assert warned["state"] == "failed"
    assert "chg_utp_c" in warned["result"]["warnings"][0]
    assert {writes(data, "mingtang") for data in board_bytes(warned, "tx")} == {False}
    assert known["state"] == "succeeded"


@ONE_DATABASE
async def test_controls_are_read_back(kit: Kit) -> None:
    await change_device(kit, protocol="jbd")
    async with living(kit, tracker_of(kit, "jbd-13s")):
        off = await done(kit, "bms_control", action="charge", value="off", confirm=True)
        sample = await done(kit, "bms_read")
        on = await done(kit, "bms_control", action="charge", value=True, confirm=True)
        cannot = await done(kit, "bms_control", action="lock", confirm=True)
    assert off["state"] == on["state"] == "succeeded"
    assert off["result"]["charge_mosfet"] is False
    assert sample["result"]["sample"]["charge_mosfet"] is False
    assert on["result"]["charge_mosfet"] is True
    assert cannot["state"] == "failed"
    assert cannot["result"]["error"]["key"] in ("unsupported", "unsupported_here")


@ONE_DATABASE
async def test_a_board_that_restarts(kit: Kit) -> None:
    await change_device(kit, protocol="mingtang")
    async with living(kit, tracker_of(kit, "mingtang-13s")):
        found = await done(kit, "bms_control", action="restart", confirm=True)
    assert found["state"] in ("succeeded", "unknown")
    if found["state"] == "succeeded":
        assert found["result"]["evidence"] in ("restarts", "uptime", "silence")


@ONE_DATABASE
async def test_bytes_travel_unchanged(kit: Kit) -> None:
    asked = jbd.request(jbd.READ, 0x03)
    await change_device(kit, protocol="jbd")
    async with living(kit, tracker_of(kit, "jbd-13s")):
        found = await done(kit, "bms_request", hex=asked.hex())
    assert found["state"] == "succeeded"
    assert found["class"] == "read"
    assert board_bytes(found, "tx") == [asked]
    frames = jbd_frames([bytes.fromhex(found["result"]["reply_hex"])])
    assert [frame.command for frame in frames] == [0x03]
    assert b"".join(board_bytes(found, "rx")).hex() == found["result"]["reply_hex"]


@ONE_DATABASE
async def test_bytes_that_write_are_read_back(kit: Kit) -> None:
    """The bytes of a whole write, as another desk would send them, one after the other."""
    await change_device(kit, protocol="mingtang")
    async with living(kit, tracker_of(kit, "mingtang-13s")):
        first = await done(kit, "bms_write", settings={"cell_ovp_v": 4.22})
        wrote = [
            bytes.fromhex(text)
            for step in first["log"]
            if step["what"] == "write_closed"
            for text in step["body"]["raw_sent"]
        ]
        again = await done(kit, "bms_request", hex=wrote[-1].hex(), confirm=True)
    assert again["state"] == "succeeded", again["result"]
    assert again["class"] == "momentary"
    sent = board_bytes(again, "tx")
    assert sent[0] == wrote[-1]
    assert writes(sent[1], "mingtang") is False
    assert again["result"]["read_back"] == board_bytes(again, "rx")[-1].hex()


WRITE_24 = jbd.request(jbd.WRITE, 0x24, b"\x10\x68")
BY_BYTES = (
    (jbd.request(jbd.READ, 0x03), "shop-viewer", 403),
    (jbd.request(jbd.READ, 0x03), "shop-operator", 202),
    (WRITE_24, "shop-viewer", 403),
    (WRITE_24, "shop-operator", 202),
    (jbd.request(jbd.READ, 0x03) + b"\0", "shop-operator", 403),
    (b"\x01\x02\x03", "shop-owner", 403),
    (b"\x01\x02\x03", "top-owner", 202),
    (b"\x01\x02\x03", "top-manager", 403),
    (b"\x01\x02\x03", "sibling-owner", 404),
)


@ONE_DATABASE
async def test_who_may_send_which_bytes(kit: Kit) -> None:
    await change_device(kit, protocol="jbd")
    for data, by, status in BY_BYTES:
        answer = await post(kit, body("bms_request", hex=data.hex(), confirm=True), who=by)
        assert answer.status_code == status, (data, by, answer.text)


@ONE_DATABASE
async def test_nothing_behind_the_tracker(kit: Kit) -> None:
    kit.services.commands.crew.timers = QUICK
    async with living(kit, tracker_of(kit)):
        found = await done(kit, "bms_read")
    assert found["state"] == "failed"
    assert found["result"]["error"]["key"] == "tracker_refused"
    assert states(found) == ["queued", "sent", "failed"]
    assert NUMBERS["shop"] in found["result"]["error"]["message"]
