"""A recorded Modbus conversation: each reply is read with the request before it."""

import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from mingtang_desk.core.errors import DecodeError
from mingtang_desk.device.catalogue.counters import complete
from mingtang_desk.device.sample import CounterReading, PackSample
from mingtang_desk.interfaces.driver import Decoded, Frame
from mingtang_desk.protocols.modbus import settings
from mingtang_desk.protocols.modbus.active import Active, block_key
from mingtang_desk.protocols.modbus.codec import block_of
from mingtang_desk.protocols.modbus.sample import Assembler
from mingtang_desk.wire.profile.plan import Block
from mingtang_desk.wire.profile.rows import Profile

_INFO, _COUNTER = "info.", "counters."


class Listener:
    """Decodes conversations of one profile; what it works out is kept between them.

    Attributes:
        profile: whose rows it knows.
    """

    def __init__(self, profile: Profile) -> None:
        self.profile = profile
        base = {place for part in profile.parts if part.probe is None for place in part.places}
        self._own = {
            part.key: [place for place in part.places if place not in base]
            for part in profile.parts
            if part.probe is not None
        }
        self._active = lru_cache(16)(lambda present: Active(profile, present))
        self._assembler = lru_cache(16)(lambda active: Assembler(profile.key, active.rows.values()))

    def decode(self, frames: Sequence[tuple[str, Frame]], time: datetime) -> Decoded:
        """Return what the replies of one conversation say; the newest of each block counts.

        Args:
            frames: (direction, frame); a reply without its request gives no values.
            time: stamped on the results.

        A reply that contradicts its request gives no values and is named in `Decoded.problems`.
        Boards asked under other addresses than the first one are `Decoded.packs`.
        """
        boards = [self._board(heard, time) for heard in _replies(frames).values()]
        if len(boards) < 2:
            return boards[0] if boards else Decoded()
        return replace(
            boards[0],
            packs=tuple(board.sample for board in boards[1:] if board.sample is not None),
            problems=tuple(problem for board in boards for problem in board.problems),
        )

    def _board(self, heard: Mapping[Block, Frame], time: datetime) -> Decoded:
        active = self._active(self._present(heard))
        values: dict[str, Any] = {}
        wire: dict[str, bytes] = {}
        raw: dict[str, bytes] = {}
        problems: list[DecodeError] = []
        for block, frame in heard.items():
            payload = frame.payload[1:]
            reader = active.reader_for(block)
            try:
                values |= reader.values(payload)
            except struct.error as error:
                detail = str(error)
                problems.append(
                    DecodeError(
                        "frame_invalid", what=block_key(block), detail=detail, data=frame.raw
                    )
                )
                continue
            wire[block_key(block)] = payload
            settings.collect(raw, reader, payload)
        return Decoded(
            sample=self._sample(active, values, wire, time),
            settings=settings.decode(active.settings, raw),
            stats=_counters(values, time),
            info=_info(values),
            problems=tuple(problems),
        )

    def _present(self, heard: Iterable[Block]) -> frozenset[str]:
        """Return the parts of which something was heard that nobody else has."""
        return frozenset(
            key
            for key, places in self._own.items()
            if any(block.holds(place) for place in places for block in heard)
        )

    def _sample(
        self, active: Active, values: Mapping[str, Any], wire: dict[str, bytes], time: datetime
    ) -> PackSample | None:
        """Return a sample when something was heard that every poll reads."""
        if not active.live_keys & values.keys():
            return None
        keys = self.profile.identify.id
        device_id = next((str(values[key]) for key in keys if values.get(key)), None)
        assembler: Assembler = self._assembler(active)
        return assembler.sample(time, values, device_id=device_id, wire=wire)


def _replies(frames: Sequence[tuple[str, Frame]]) -> dict[int, dict[Block, Frame]]:
    """Return the newest good reply to each read, by the address that was asked."""
    heard: dict[int, dict[Block, Frame]] = {}
    asked: Frame | None = None
    for direction, frame in frames:
        if direction == "tx":
            asked = frame
            continue
        block = None if asked is None or asked.command != frame.command else block_of(asked)
        if asked is None or block is None:
            continue
        if frame.status:
            asked = None  # refused: what comes next answers something else
        elif frame.payload and frame.raw != asked.raw:
            heard.setdefault(asked.raw[0], {})[block] = frame
            asked = None
    return heard


def _info(values: Mapping[str, Any]) -> dict[str, object]:
    return {
        key.removeprefix(_INFO): value.isoformat() if isinstance(value, date) else value
        for key, value in values.items()
        if key.startswith(_INFO) and value not in (None, "")
    }


def _counters(values: Mapping[str, Any], time: datetime) -> CounterReading | None:
    found = {
        key.removeprefix(_COUNTER): value
        for key, value in values.items()
        if key.startswith(_COUNTER)
    }
    if not found:
        return None
    counted, derived = complete(found)
    return CounterReading(time=time, values=counted, derived=derived)
