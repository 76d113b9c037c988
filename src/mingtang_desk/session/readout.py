"""Everything a board tells, read at one go: what a repair job keeps before and after."""

from dataclasses import dataclass

from mingtang_desk.core.clock import iso
from mingtang_desk.core.errors import LinkLostError, ProtocolError, TransportError
from mingtang_desk.device.capabilities import Capability
from mingtang_desk.device.json import counters_json, sample_json
from mingtang_desk.device.model import Mode
from mingtang_desk.device.sample import CounterReading, PackSample
from mingtang_desk.device.settings import SettingsReading
from mingtang_desk.session.device_session import DeviceSession

FORMAT = "mingtang-readout/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Readout:
    """Sample, all settings and counters; None = this board has none.

    Attributes:
        missing: key of the error for each part that the board has and that could not be read.
    """

    sample: PackSample
    settings: SettingsReading | None
    counters: CounterReading | None
    missing: dict[str, str]


async def read_everything(session: DeviceSession) -> Readout:
    """Read what there is. What a board has and does not tell now is named, the rest is kept.

    Raises:
        TransportError, ProtocolError: not even a sample could be read.
        LinkLostError: it is a recording.
    """
    model = session.model
    if model.mode is Mode.REPLAY:
        raise LinkLostError("link_closed", where=session.where)
    sample = await session.read_sample()
    settings: SettingsReading | None = None
    counters: CounterReading | None = None
    missing: dict[str, str] = {}
    if Capability.SETTINGS_READ in model.capabilities:
        try:
            settings = await session.read_settings()
        except (TransportError, ProtocolError) as error:
            missing["settings"] = error.key
    if Capability.COUNTERS in model.capabilities:
        try:
            counters = await session.read_counters()
        except (TransportError, ProtocolError) as error:
            missing["counters"] = error.key
    return Readout(sample=sample, settings=settings, counters=counters, missing=missing)


def readout_json(readout: Readout, session: DeviceSession) -> dict[str, object]:
    """Return a readout as a job keeps it."""
    sample = sample_json(readout.sample)
    sample.pop("position", None)  # where a customer lives is nobody's business
    return {
        "format": FORMAT,
        "time": iso(readout.sample.time),
        "device": {
            "name": session.key.name,
            "id": session.key.device_id,
            "protocol": session.key.protocol,
        },
        "sample": sample,
        "settings": None if readout.settings is None else dict(readout.settings.values),
        "counters": None if readout.counters is None else counters_json(readout.counters),
        "missing": dict(readout.missing),
    }
