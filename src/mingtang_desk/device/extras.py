"""What a vendor value is called and measured in, where its driver can say."""

from collections.abc import Mapping
from typing import NamedTuple


class ExtraSpec(NamedTuple):
    """Name and unit of one `x_` value of a sample, in the words of the board's own document."""

    label: str
    unit: str = ""


type Extras = Mapping[str, ExtraSpec]
"""By key, `x_<protocol>_<name>`."""
