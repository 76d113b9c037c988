"""What a pack says of itself beside its settings: chemistry and number of cells."""

from mingtang_desk.device.model import DeviceModel
from mingtang_desk.rules.facts import NOTHING, Known


def known_pack(model: DeviceModel) -> Known:
    """Return what the latest sample of a device says of its pack."""
    sample = model.sample
    if sample is None:
        return NOTHING
    return Known(
        chemistry=sample.info.chemistry or "",
        cell_count=sample.info.cell_count or len(sample.cell_v) or None,
    )
