"""What goes through the pipeline and is acknowledged together: one message, one request."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec

from mingtang_desk.interfaces.driver import Frame
from mingtang_desk.server.devices.device import Device
from mingtang_desk.server.devices.presence import Seen
from mingtang_desk.server.ingest.model import Reading, Source
from mingtang_desk.server.push.events import Kind
from mingtang_desk.server.rides.rides import Change
from mingtang_desk.wire.jt808.position import Position

type FrameRow = tuple[int, int | None, str, int, int, int | None, bytes, str | None]
"""A row of `raw_frames` without its id, in the order of `writing.FRAME_COLUMNS`."""
type PositionRow = tuple[object, ...]
type SampleRow = tuple[object, ...]
type Done = Callable[[Exception | None], None]


class ToldPosition(msgspec.Struct, frozen=True, kw_only=True):
    """A position as a tracker told it."""

    device: Device
    position: Position
    received_ms: int
    source: Source = Source.JT808


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardFrames:
    """Checked frames of a board that came without being asked for.

    Attributes:
        protocol: key of the driver whose checksums were right.
        frames: the newest of each kind, oldest first.
        heard: when the last of them came.
    """

    device: Device
    protocol: str
    frames: Sequence[Frame]
    heard: datetime
    received_ms: int
    source: Source = Source.JT808


type Told = ToldPosition | BoardFrames


class Parcel(msgspec.Struct, kw_only=True, eq=False):
    """One message on its way.

    Attributes:
        told: what is still to be decoded; readings: what was already, and what that gives.
        frames: rows of raw frames to store with it.
        done: called once, after the commit or with what prevented it; must not wait.
        positions, samples: rows to store.
        seen: contact with each device, by its key.
        shown: readings that are the latest of their kind now; events: those that listeners hear of.
        changes: what the rules want stored.
    """

    told: Sequence[Told] = ()
    readings: list[Reading] = []  # a struct makes one for each parcel
    frames: Sequence[FrameRow] = ()
    done: Done | None = None
    positions: list[PositionRow] = []
    samples: list[SampleRow] = []
    seen: dict[int, Seen] = {}
    shown: dict[tuple[int, Kind], Reading] = {}
    events: dict[tuple[int, Kind], Reading] = {}
    changes: list[Change] = []
