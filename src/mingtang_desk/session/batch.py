"""A whole recording decoded at once with numpy: its frames, its polls, and their values as arrays.

Everything is as `ReplayRunner` has it: the same frames, the same polls at the same times, the same
values to the last bit; a test holds both against each other. What vectors cannot do (a pause in the
middle of a frame, a question nobody knows) is left to the drivers themselves, which is rare.
"""

from operator import attrgetter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mingtang_desk.core.errors import UsageError
from mingtang_desk.interfaces.driver import Driver
from mingtang_desk.protocols.jbd.driver import JBD
from mingtang_desk.protocols.modbus.conversation import Listener
from mingtang_desk.session.batch_columns import Columns, jbd_columns, modbus_columns
from mingtang_desk.session.batch_frames import find_jbd, find_modbus
from mingtang_desk.session.batch_heard import hear
from mingtang_desk.session.batch_polls import Units
from mingtang_desk.wire.capture import Capture


class Batch(NamedTuple):
    """What a recording tells, a row for each poll.

    Attributes:
        t: seconds since the start, of the last reply of each poll.
        columns: what the polls say; not a number = not reported.
        good, bad, ignored_bytes: of what was received, as the framer counts.
    """

    t: NDArray[np.float64]
    columns: Columns
    good: int
    bad: int
    ignored_bytes: int


def can_batch(driver: Driver) -> bool:
    """Return whether a protocol can be decoded at once: JBD, and every Modbus profile."""
    return driver is JBD or _listener(driver) is not None


def decode_batch(capture: Capture, driver: Driver) -> Batch:
    """Decode a whole recording.

    Raises:
        UsageError: this protocol cannot be decoded at once.
    """
    if not can_batch(driver):
        raise UsageError("option_invalid", value=driver.key, option="protocol", allowed="jbd, …")
    times = np.fromiter(map(attrgetter("t"), capture.entries), np.float64, len(capture.entries))
    heard, counts = hear(capture, driver, times, find_jbd if driver is JBD else find_modbus)
    units = Units(heard, driver, times)
    polls = units.polls()
    listener = _listener(driver)
    if listener is None:
        columns = jbd_columns(heard, units, polls)
    else:
        columns = modbus_columns(heard, units, polls, listener.profile)
    t = units.t[polls.done]
    if not columns.there.all():
        t, columns = t[columns.there], columns.only(columns.there)
    return Batch(t, columns, *counts)


def _listener(driver: Driver) -> Listener | None:
    """Return what decodes a profile; it is a method of its listener that the driver carries."""
    owner = getattr(driver.decode, "__self__", None)
    return owner if isinstance(owner, Listener) else None
