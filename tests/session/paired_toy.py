"""A toy protocol whose replies tell nothing without their request: `volts?` is answered by `52`."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from mingtang_desk.device.sample import CounterReading, PackInfo, PackSample
from mingtang_desk.device.settings import SettingValue
from mingtang_desk.interfaces.driver import Decoded, Driver, Frame
from mingtang_desk.wire.capture import CaptureHeader, CaptureWriter
from tests.session.toy import LineFramer

STARTED = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


class PlainFramer(LineFramer):
    """Every frame has the same command, as replies of Modbus have; `!` is a refusal."""

    def feed(self, chunk: bytes) -> list[Frame]:
        return [
            Frame(frame.raw, 3, int(frame.raw.startswith(b"!")), frame.raw.rstrip(b"\n"))
            for frame in super().feed(chunk)
        ]


def decode(frames: Sequence[tuple[str, Frame]], time: datetime) -> Decoded:
    said: dict[str, str] = {}
    asked = ""
    for direction, frame in frames:
        text = frame.payload.decode()
        if direction == "tx":
            asked = text
        elif asked:
            said[asked], asked = text, ""
    acting = said.get("acting", "").split()
    sample = None
    if {"volts", "amps", "acting"} & said.keys():
        sample = PackSample(
            time=time,
            protocol="plain",
            pack_v=float(said["volts"]) if "volts" in said else None,
            current_a=float(said["amps"]) if "amps" in said else None,
            soc_pct=float(acting[0]) if acting else None,
            protections=tuple(acting[1:]),
            info=PackInfo(model=said.get("name", "")),
            cycles=int(said["cycles"]) if "cycles" in said else None,
        )
    limits: dict[str, SettingValue] = {
        key: float(said[key]) for key in ("cell_ovp_v", "cell_uvp_v") if key in said
    }
    stats = None
    if "count" in said:
        stats = CounterReading(time=time, values={"short": int(said["count"])})
    info = {"model": said["name"]} if "name" in said else {}
    return Decoded(sample=sample, settings=limits, stats=stats, info=info)


def _no_session(_: object) -> object:
    raise AssertionError


PLAIN = Driver(
    key="plain",
    label="Plain",
    transports=("replay",),
    capabilities=frozenset(),
    framer=PlainFramer,
    session=_no_session,  # type: ignore[arg-type]
    decode=decode,
    settings={},
    paired=True,
)

POLL = ("volts", "amps", "acting")


def write(path: Path, talk: Iterable[tuple[float, str, str]], *, rest: str = "") -> Path:
    """Write a recording: (time, question, answer), each answer 10 ms after its question."""
    with path.open("w", encoding="utf-8") as file:
        writer = CaptureWriter(file, CaptureHeader(protocol="plain", started=STARTED))
        for t, question, answer in talk:
            writer.record(100 + t, "tx", f"{question}\n".encode())
            if answer:
                writer.record(100 + t + 0.01, "rx", f"{answer}\n".encode())
        file.write(rest)
    return path


def poll(
    t: float, volts: float, amps: float = 0.0, acting: str = ""
) -> list[tuple[float, str, str]]:
    """Return one poll."""
    answers = (str(volts), str(amps), f"80 {acting}")
    return [(t + n * 0.02, *pair) for n, pair in enumerate(zip(POLL, answers, strict=True))]
