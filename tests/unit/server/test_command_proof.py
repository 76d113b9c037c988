"""What counts as proof that a write was read back, and what a command needs."""

import uuid
from typing import Any

import pytest
from pydantic import TypeAdapter

from mingtang_desk.core.errors import NotPermittedError
from mingtang_desk.device.roles import WriteClass
from mingtang_desk.protocols.jbd import codec as jbd
from mingtang_desk.server.accounts.rights import Right
from mingtang_desk.server.commands.flight import Flight
from mingtang_desk.server.commands.machine import CommandClass, Life
from mingtang_desk.server.commands.orders import Ask, Order
from mingtang_desk.server.commands.policy import KINDS, WRITE_CLASSES, RightGate, needs_of
from mingtang_desk.server.commands.rows import Command, hash_of
from mingtang_desk.server.commands.timers import Timers
from mingtang_desk.server.devices.device import Device
from mingtang_desk.server.ingest.link import TrackerLink
from mingtang_desk.session.judging import writes
from mingtang_desk.wire import modbus
from mingtang_desk.wire.jt808.header import Terminal

ORDERS: TypeAdapter[Ask] = TypeAdapter(Order)
DEVICE = Device(pk=1, number="1", terminal="1", account_path="/a", protocol="jbd")
ENTER = jbd.request(jbd.WRITE, 0x00, b"\x56\x78")
LEAVE = jbd.request(jbd.WRITE, 0x01, b"\0\0")
SAVE = jbd.request(jbd.WRITE, 0x01, b"\x28\x28")
WRITE = jbd.request(jbd.WRITE, 0x24, b"\x10\x68")
READ = jbd.request(jbd.READ, 0x24)


class Nowhere:
    """A wire that leads nowhere."""

    def write(self, data: bytes) -> None:
        """Drop it."""

    def close(self) -> None:
        """Nothing to close."""


class NoClock:
    """Always the beginning of time."""

    def now(self) -> Any:
        """Return it."""
        from datetime import UTC, datetime

        return datetime(2026, 1, 1, tzinfo=UTC)


class NoCore:
    """As much of a core as a log needs."""

    clock = NoClock()


def order(kind: str, **more: Any) -> Ask:
    return ORDERS.validate_python({"id": str(uuid.uuid4()), "kind": kind, **more})


def flight() -> Flight:
    asked = order("bms_write", settings={"cell_ovp_v": 4.2})
    command = Command(
        id=asked.id,
        device=1,
        account_path="/a",
        order=asked,
        hash=hash_of(asked),
        life=Life(kind=CommandClass.SET_ABSOLUTE, expires_ms=1),
        by="me",
        created_ms=0,
        not_before_ms=0,
        priority=1,
    )
    made = Flight(NoCore(), None, command, DEVICE, Timers())  # type: ignore[arg-type]
    made.touched = True
    return made


def talk(made: Flight, *said: bytes | None) -> Flight:
    """Let bytes go out; None = the board says something."""
    link = TrackerLink(DEVICE, Terminal(b"\0" * 6), Nowhere(), 1)
    for data in said:
        if data is None:
            made.board_came(b"\xdd", link, 0x41)
        else:
            made.board_out(data)
    return made


def test_a_read_back_behind_the_write_is_a_proof() -> None:
    made = talk(
        flight(), ENTER, None, WRITE, None, SAVE, None, ENTER, None, READ, None, LEAVE, None
    )
    made.sent = frozenset({ENTER, WRITE, SAVE})
    assert made.is_proven


@pytest.mark.parametrize(
    "said",
    [
        (ENTER, None, WRITE, None, SAVE, None),
        (READ, None, WRITE, None),
        (WRITE, None, READ),
        (ENTER, None, READ, None, WRITE, None, SAVE, None),
    ],
)
def test_without_it_there_is_none(said: tuple[bytes | None, ...]) -> None:
    made = talk(flight(), *said)
    made.sent = frozenset({ENTER, WRITE, SAVE})
    assert not made.is_proven


def test_where_nothing_was_written_nothing_is_to_be_proven() -> None:
    assert flight().is_proven
    assert talk(flight(), READ, None).is_proven


def test_bytes_are_judged_by_the_worst_that_they_can_be() -> None:
    read = jbd.request(jbd.READ, 0x03)
    assert writes(read, "jbd") is False
    assert writes(read, "auto") is False
    assert writes(read + WRITE, "jbd") is True
    assert writes(read, "mingtang") is None
    assert writes(read[:-1], "auto") is None
    assert writes(b"\0" + read, "jbd") is None
    assert writes(modbus.read_request(1, 3, 0, 2), "auto") is False
    assert writes(modbus.write_register(1, 0, 2), "auto") is True
    assert writes(b"", "auto") is None


def test_a_write_inside_reads_of_another_protocol_is_found() -> None:
    """Two whole Modbus reads, in the middle of which stands a whole JBD switch of the MOSFETs."""
    reads = bytes.fromhex("01032c010001dd5a" + "e1022801fef477ed")
    assert bytes.fromhex("dd5ae1022801fef477") in reads
    for protocol in ("auto", "mingtang", "tt", "jbd"):
        assert writes(reads, protocol) is None
        assert writes(reads[:8], protocol) is (None if protocol == "jbd" else False)


def test_every_kind_has_its_needs() -> None:
    assert needs_of(order("locate"), "auto").right is Right.COMMAND_READ
    assert needs_of(order("bms_read", background=True), "auto").priority == 2
    off = needs_of(order("bms_control", action="discharge", value="off"), "auto")
    assert (off.standing, off.confirm, off.kind) == (True, True, CommandClass.MOMENTARY)
    assert not needs_of(order("bms_control", action="discharge", value="on"), "auto").standing
    reset = needs_of(order("bms_control", action="factory-reset"), "auto")
    assert (reset.proof, reset.standing) == (True, True)
    request = needs_of(order("bms_request", hex="00"), "auto")
    assert (request.admin, request.right, request.standing) == (True, Right.COMMAND_RAW, True)
    assert needs_of(order("raw", message_id=0x8900), "auto").admin
    assert needs_of(order("parameters_set", parameters={"server": "x"}), "auto").confirm
    assert not needs_of(order("parameters_set", parameters={"report_s": 5}), "auto").confirm
    assert {kind: right for kind, (_, right) in KINDS.items()}["raw"] is Right.COMMAND_RAW


def test_every_class_of_writes_needs_a_right() -> None:
    assert set(WRITE_CLASSES) == set(WriteClass)
    gate = RightGate(Right.COMMAND_SET, "me")
    gate.check([WriteClass.EASY, WriteClass.DANGEROUS])
    for more in (WriteClass.RESET, WriteClass.RAW, WriteClass.CALIBRATION):
        with pytest.raises(NotPermittedError):
            gate.check([WriteClass.EASY, more])
