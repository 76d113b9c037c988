"""Where the values of the status reply stand. Source: docs/protocols/<key>.md, section 3."""

from mingtang_desk.wire.fields import Field
from mingtang_desk.wire.scale import TENTH_KELVIN, Scale

STATUS = (
    Field("pack_v", 0, 2, Scale(den=100)),
    Field("current_a", 2, 2, Scale(den=100), signed=True),
    Field("soc_pct", 4, 1),
    Field("temperature_c", 5, 2, TENTH_KELVIN),
)
