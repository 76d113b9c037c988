"""A recorded JBD conversation, decoded without a board: replies tell their own register."""

from collections.abc import Sequence
from datetime import datetime

from mingtang_desk.core.errors import DecodeError
from mingtang_desk.device.sample import CounterReading, PackInfo
from mingtang_desk.interfaces.driver import Decoded, Frame
from mingtang_desk.protocols.jbd import codec, extended, settings, status
from mingtang_desk.protocols.jbd.origins import BASIC_BLOCK, CELLS_BLOCK
from mingtang_desk.protocols.jbd.places import FUNCTION_REGISTER
from mingtang_desk.protocols.jbd.sample import build_sample

BASIC, CELLS, NAME, COUNTERS = 0x03, 0x04, 0x05, 0xAA


def decode_conversation(frames: Sequence[tuple[str, Frame]], time: datetime) -> Decoded:
    """Return what the replies of one conversation say; the newest of each register counts.

    Args:
        frames: (direction, frame), direction "rx" or "tx"; requests are not needed and give no
            values.
        time: stamped on the results.

    A reply that contradicts itself gives no values and is named in `Decoded.problems`.
    """
    basic_payload: bytes | None = None
    cells: tuple[float, ...] | None = None
    wire: dict[str, bytes] = {}
    stats: CounterReading | None = None
    name = ""
    words: dict[int, bytes] = {}
    problems: list[DecodeError] = []
    question: tuple[int, int] | None = None
    for direction, frame in frames:
        if codec.is_request(frame):
            question = extended.asked(frame) or question
        if direction == "tx" or codec.is_request(frame) or frame.status != codec.STATUS_OK:
            continue
        try:
            if frame.command == BASIC:
                status.decode_basic(frame.payload)
                basic_payload = wire[BASIC_BLOCK] = frame.payload
            elif frame.command == CELLS:
                cells = status.decode_cells(frame.payload)
                wire[CELLS_BLOCK] = frame.payload
            elif frame.command == NAME:
                name = status.decode_text(frame.payload)
            elif frame.command == COUNTERS:
                stats = status.decode_counters(frame.payload, time)
            elif frame.command == extended.COMMAND and frame.payload:
                words |= extended.split(frame.payload, question)
            elif frame.command in settings.REGISTERS and frame.payload:
                settings.decode({frame.command: frame.payload})
                words[frame.command] = frame.payload
        except DecodeError as error:
            problems.append(error)
    deci = settings.is_deci(words)
    basic = None if basic_payload is None else status.decode_basic(basic_payload, deci=deci)
    values = settings.decode(words, deci=deci or (basic is not None and basic.deci))
    info = PackInfo(
        model=name,
        battery_code=str(values.get("x_jbd_barcode", "")),
        serial=str(values.get("x_jbd_serial_number", "")),
        hardware=str(values.get(extended.HARDWARE_KEY, "")),
    )
    sample = None
    if basic is not None or cells:
        function = words.get(FUNCTION_REGISTER)
        sample = build_sample(
            time,
            basic=basic,
            cells=cells or (),
            info=info,
            device_id=name or None,
            balancer=None
            if function is None
            else bool(settings.word(FUNCTION_REGISTER, function) & status.BALANCE_FUNCTION),
            wire=wire,
        )
    known: dict[str, object] = {}
    for key, value in (
        ("model", name),
        ("battery_code", info.battery_code),
        ("serial", info.serial),
        ("hardware", info.hardware),
    ):
        if value:
            known[key] = value
    return Decoded(
        sample=sample, settings=values, stats=stats, info=known, problems=tuple(problems)
    )
