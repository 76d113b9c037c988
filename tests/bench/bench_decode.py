"""Live decode of a JBD pair (registers 03 and 04) against aiobmsble, on the same pieces.

Like for like: both sides put the pieces together, check the sum and decode what the replies say;
no lock, no wait and no link on either side. 16 cells, 4 sensors.
"""

import math
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, cast

from aiobmsble.bms.jbd_bms import BMS
from bleak.backends.device import BLEDevice

from mingtang_desk.device.sample import PackSample
from mingtang_desk.protocols.jbd import fields
from mingtang_desk.protocols.jbd.codec import JbdFramer
from mingtang_desk.protocols.jbd.sample import build_sample
from mingtang_desk.protocols.jbd.status import Basic, decode_basic, decode_cells
from mingtang_desk.wire.fields import compiled, interpret
from tests.bench.table import Row, faster, interleaved
from tests.protocols.jbd.hand import basic, reply, words

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
CELLS = tuple(3300 + 7 * cell for cell in range(16))
SENSORS = (2981, 2990, 3001, 2950)
BASIC = reply(
    0x03,
    basic(volts=5360, amps=-1234, left=4321, nominal=10000, cells=16, sensors=SENSORS, balance=5),
)
CELL_REPLY = reply(0x04, words(*CELLS))
CALLS = 2000

type Pieces = tuple[tuple[bytes, ...], tuple[bytes, ...]]


def cut(size: int) -> Pieces:
    """Both replies in pieces of so many bytes."""

    def pieces(data: bytes) -> tuple[bytes, ...]:
        return tuple(data[at : at + size] for at in range(0, len(data), size))

    return pieces(BASIC), pieces(CELL_REPLY)


def our_registers(pieces: Pieces) -> Callable[[], tuple[Basic, tuple[float, ...]]]:
    """Every value of both registers."""
    framer = JbdFramer()

    def call() -> tuple[Basic, tuple[float, ...]]:
        payloads = [
            frame.payload for part in pieces for piece in part for frame in framer.feed(piece)
        ]
        return decode_basic(payloads[0]), decode_cells(payloads[1])

    return call


def our_sample(pieces: Pieces) -> Callable[[], PackSample]:
    """The whole sample: names, states, what is computed, what is implausible."""
    registers = our_registers(pieces)

    def call() -> PackSample:
        first, cells = registers()
        return build_sample(NOW, basic=first, cells=cells)

    return call


def their_values(pieces: Pieces, *, derive: bool) -> Callable[[], dict[str, Any]]:
    """aiobmsble's own update, its request and wait replaced by the pieces."""
    bms = BMS(BLEDevice("aa", "x", {"path": "/x"}))
    chunks = {0x03: [bytearray(p) for p in pieces[0]], 0x04: [bytearray(p) for p in pieces[1]]}
    sender = cast("Any", None)

    async def instead(cmd: int, data: bytes = b"") -> None:
        bms._valid_reply = cmd
        bms._frame.clear()  # as _await_msg does before each request
        for chunk in chunks[cmd]:
            bms._notification_handler(sender, chunk)
        bms._valid_reply = 0

    bms._await_cmd_resp = instead

    def call() -> dict[str, Any]:
        update = bms._async_update()
        try:
            update.send(None)
        except StopIteration as stop:
            result = stop.value
        if derive:
            BMS._add_missing_values(result)
        return cast("dict[str, Any]", result)

    return call


def assert_equal(ours: PackSample, theirs: dict[str, Any], *, derived: bool) -> None:
    """Both sides say the same of every value that both have."""
    assert ours.pack_v == theirs["voltage"] == 53.6
    assert ours.current_a == theirs["current"] == -12.34
    assert ours.soc_pct == theirs["battery_level"]
    assert ours.remaining_ah == theirs["cycle_charge"]
    assert ours.nominal_ah == theirs["design_capacity"]
    assert ours.cycles == theirs["cycles"]
    assert list(ours.cell_v) == theirs["cell_voltages"]
    assert [t.c for t in ours.temperatures] == [t.value for t in theirs["temp_values"]]
    assert (ours.charge_mosfet, ours.discharge_mosfet) == (
        theirs["chrg_mosfet"],
        theirs["dischrg_mosfet"],
    )
    assert sum(on << n for n, on in enumerate(ours.cell_balancing)) == theirs["balancer"] == 5
    assert ours.raw["protection_bits"] == theirs["problem_code"]
    if derived:
        assert ours.cell_delta_v == theirs["delta_voltage"]
        assert math.isclose(cast("float", ours.power_w), theirs["power"])
        assert (ours.state == "charge") == theirs["battery_charging"]


def run() -> list[Row]:
    """Compare, then time."""
    rows: list[Row] = []
    for label, pieces in (("20-byte pieces", cut(20)), ("whole frames", cut(255))):
        registers, sample = our_registers(pieces), our_sample(pieces)
        plain, full = their_values(pieces, derive=False), their_values(pieces, derive=True)
        for _ in range(3):  # a second round must give the same: no state is left over
            assert_equal(sample(), plain(), derived=False)
            assert_equal(sample(), full(), derived=True)
        first, cells = registers()
        assert build_sample(NOW, basic=first, cells=cells) == sample()
        rows += [
            faster(
                f"decode JBD 03+04, {label}",
                interleaved(registers, plain, calls=CALLS),
                goal=4,
                note="aiobmsble 0.31.0, handler and decode: reassembly, checksum, all values",
            ),
            faster(
                f"the same up to the whole sample, {label}",
                interleaved(sample, full, calls=CALLS),
                note="aiobmsble with its derived values",
            ),
        ]
    body = BASIC[4:-3]
    read = compiled(fields.BASIC)
    assert read(body) == interpret(fields.BASIC, body)
    rows.append(
        faster(
            "field table of register 03",
            interleaved(lambda: read(body), lambda: interpret(fields.BASIC, body), calls=CALLS * 3),
            note="compiled against interpreted",
        )
    )
    return rows
