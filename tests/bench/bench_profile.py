"""What a value of a profile costs to decode, against the JBD codec that is written by hand.

A 24-cell board each: the two blocks that a poll of the `mingtang` profile reads, registers 03 and
04 of JBD. Boards tell different numbers of values, so the cost is that of one value: a number, a
flag, a sensor, a cell, a group of bits.
"""

import struct
from collections.abc import Callable
from dataclasses import fields as fields_of
from datetime import UTC, datetime
from typing import Any

from mingtang_desk.device.sample import PackSample
from mingtang_desk.protocols.jbd.codec import JbdFramer
from mingtang_desk.protocols.jbd.sample import build_sample
from mingtang_desk.protocols.jbd.status import Basic, decode_basic, decode_cells
from mingtang_desk.protocols.modbus.active import Active, BlockReader
from mingtang_desk.protocols.modbus.board_plan import BoardPlan
from mingtang_desk.protocols.modbus.codec import ModbusFramer
from mingtang_desk.protocols.modbus.load import load
from mingtang_desk.session.profiles import shipped_text
from tests.bench.table import Row, Timing, interleaved
from tests.protocols.jbd.hand import basic, reply, words
from tests.protocols.modbus.board import seal

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
CELLS = tuple(2980 + 3 * cell for cell in range(24))
SENSORS = (2981, 2990, 3001, 2950)
GOAL = 2.0
CALLS = 2000

PUBLIC = (7211, 24, 9, 50, 100, -1234, 25, 24, 24, *CELLS[:20])
LIVE = (
    *(23 << 8 | 6, 16 << 8 | 13, 56 << 8 | 17, 1, 0, 50, 0, 500, 1),
    *(246, 238, 238, 239, 246, 0, 0, 0, 0, 0, 0b111, 0, 5, 0, 0, 0, 34, 1, 9),
    *(0x15B5, 0x1A80, 0x4587, 0x6A80, 123, 900, *CELLS[20:]),
)
"""Registers 0000 to 001C and 2010 to 2035, docs/protocols/mingtang.md."""

type Blocks = tuple[bytes, ...]


def packed(*registers: int) -> bytes:
    """Registers as they stand in a reply."""
    return struct.pack(f">{len(registers)}H", *(register & 0xFFFF for register in registers))


def framed(payload: bytes) -> bytes:
    """The reply that carries registers."""
    return seal(bytes([1, 3, len(payload)]) + payload)


JBD_FRAMES = (
    reply(
        0x03,
        basic(volts=7211, amps=-1234, left=50, nominal=500, cells=24, sensors=SENSORS, balance=5),
    ),
    reply(0x04, words(*CELLS)),
)
PROFILE_FRAMES = (framed(packed(*PUBLIC)), framed(packed(*LIVE)))


def unwrapped(frames: Blocks, feed: Callable[[bytes], list[Any]], skip: int) -> Blocks:
    """Payloads of whole frames, without what counts their bytes."""
    return tuple(frame.payload[skip:] for data in frames for frame in feed(data))


class ByHand:
    """JBD."""

    def __init__(self) -> None:
        self._framer = JbdFramer()
        self._payloads = unwrapped(JBD_FRAMES, self._framer.feed, 0)

    def values(self) -> tuple[Basic, tuple[float, ...]]:
        """Every value of both registers."""
        return decode_basic(self._payloads[0]), decode_cells(self._payloads[1])

    def sample(self) -> PackSample:
        """From the payloads to the sample."""
        first, cells = self.values()
        return build_sample(NOW, basic=first, cells=cells)

    def framed_sample(self) -> PackSample:
        """From the bytes of the line to the sample."""
        first, second = (frame for data in JBD_FRAMES for frame in self._framer.feed(data))
        return build_sample(
            NOW, basic=decode_basic(first.payload), cells=decode_cells(second.payload)
        )

    @property
    def count(self) -> int:
        """How many values there are; the tail is empty, and `deci` is one of the flags."""
        return len(Basic._fields) - len(("ntc_raw", "tail", "deci")) + len(SENSORS) + len(CELLS)


class ByProfile:
    """The `mingtang` profile of a board with everything, as the session of the board uses it."""

    def __init__(self) -> None:
        profile = load(shipped_text("mingtang") or "", "mingtang.toml", shipped_text)
        self._plan = BoardPlan(Active(profile, frozenset({"extension"})), 24)
        self._framer = ModbusFramer()
        self._payloads = unwrapped(PROFILE_FRAMES, self._framer.feed, 1)
        self.readers: tuple[BlockReader, ...] = self._plan.fast

    def values(self, payloads: Blocks | None = None) -> dict[str, Any]:
        """Every value of both blocks."""
        values: dict[str, Any] = {}
        for reader, payload in zip(self.readers, payloads or self._payloads, strict=True):
            values |= reader.values(payload)
        return values

    def sample(self) -> PackSample:
        """From the payloads to the sample."""
        return self._plan.assembler.sample(NOW, self.values(), device_id=None)

    def framed_sample(self) -> PackSample:
        """From the bytes of the line to the sample."""
        payloads = unwrapped(PROFILE_FRAMES, self._framer.feed, 1)
        return self._plan.assembler.sample(NOW, self.values(payloads), device_id=None)

    @property
    def count(self) -> int:
        """How many values there are; a row of cells is as many as it has."""
        return sum(
            len(value) if key.startswith("cells.") else 1 for key, value in self.values().items()
        )


def assert_right(ours: PackSample, hand: PackSample) -> None:
    """Both say the same of the same pack, and the profile what JBD has no register for."""
    for name in ("pack_v", "current_a", "power_w", "remaining_ah", "nominal_ah", "cell_v"):
        assert getattr(ours, name) == getattr(hand, name), name
    assert ours.cell_v == tuple(volts / 1000 for volts in CELLS)
    assert ours.cell_balancing == hand.cell_balancing == (True, False, True, *[False] * 21)
    assert (ours.soc_pct, ours.soh_pct, ours.cycles) == (9.0, 100.0, 1)
    assert ours.device_time == datetime(2023, 6, 16, 13, 56, 17)  # noqa: DTZ001 -- the board's own
    assert [(sensor.name, sensor.c) for sensor in ours.temperatures] == [
        ("board", 24.6), ("cell_1", 23.8), ("cell_2", 23.8), ("ext_1", 23.9), ("ext_2", 24.6),
    ]  # fmt: skip
    assert ours.position is not None
    assert (ours.position.lat, ours.position.speed_kmh) == (36.4190336, 12.3)
    assert (ours.tracker.signal, ours.tracker.satellites, ours.tracker.fix) == (34, 9, True)
    none = [f.name for f in fields_of(PackSample) if getattr(ours, f.name) is None]
    assert none == ["device_id", "full_ah"]


def cost(name: str, timing: Timing, ours: int, hand: int) -> Row:
    """Nanoseconds of one value of either side."""
    per_value, theirs = timing.medians[0] / ours, timing.medians[1] / hand
    rounds = sorted(hand / ours / ratio for ratio in timing.ratios)
    ratio = per_value / theirs
    return Row(
        name=name,
        ours=per_value * 1e9,
        theirs=theirs * 1e9,
        ratio=f"{ratio:.2f} x the cost ({rounds[0]:.2f} to {rounds[-1]:.2f})",
        unit="ns",
        goal=f"at most {GOAL:g} x",
        met=ratio <= GOAL,
        note=f"per value; {ours} values, JBD 03+04 by hand {hand}; 24 cells each",
    )


def run() -> list[Row]:
    """Compare, then time."""
    ours, hand = ByProfile(), ByHand()
    for _ in range(3):  # a second round must give the same: no state is left over
        assert_right(ours.sample(), hand.sample())
        assert ours.framed_sample() == ours.sample()
        assert hand.framed_sample() == hand.sample()
    counts = ours.count, hand.count
    assert counts == (56, 40), counts
    sides = (
        ("payloads to values", ours.values, hand.values),
        ("payloads to the sample", ours.sample, hand.sample),
        ("frames to the sample", ours.framed_sample, hand.framed_sample),
    )
    return [
        cost(f"profile of 24 cells, {name}", interleaved(a, b, calls=CALLS), *counts)
        for name, a, b in sides
    ]
