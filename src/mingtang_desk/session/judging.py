"""What bytes for a board do, before they are passed on to it: read, write, or nobody can say.

The server asks this of what is to go to a board, and a desk that shares one asks it again.
"""

from mingtang_desk.interfaces.driver import Driver, Frame, ModeStep
from mingtang_desk.session.drivers import all_drivers

_NONE = object()


def writes(data: bytes, protocol: str) -> bool | None:
    """Return whether bytes change the board, None = nobody can say.

    They have to be whole, checked requests of the protocol and nothing else; of several the worst
    counts, and where the protocol is not known the worst of those that could be meant. Requests of
    one protocol may hold a write of another: a board finds it whatever a device is said to speak.
    """
    drivers = [each for each in all_drivers() if protocol in ("auto", each.key)]
    return _judged(data, drivers)


def driver_writes(data: bytes, driver: Driver) -> bool | None:
    """Return whether bytes change a board that this driver speaks with, None = nobody can say."""
    return _judged(data, [driver])


def mode_step(data: bytes, driver: Driver) -> ModeStep | None:
    """Return which step bytes are that one has to take to read settings, None where they are none.

    Such a step is a write by its form, and changes nothing that lasts.
    """
    frames = frames_of(driver, data)
    return driver.mode_step(frames[0]) if len(frames) == 1 else None


def frames_of(driver: Driver, data: bytes) -> list[Frame]:
    """Return the checked frames that bytes consist of, none where anything else is in them."""
    frames = _found(driver, data)
    return frames if _are_whole(frames, data) else []


def _judged(data: bytes, drivers: list[Driver]) -> bool | None:
    if any(_hides_a_write(driver, data) for driver in all_drivers()):
        return None
    verdicts = [verdict for driver in drivers if (verdict := _writes(driver, data)) is not _NONE]
    if not verdicts or None in verdicts:
        return None
    return any(verdicts)


def _writes(driver: Driver, data: bytes) -> object:
    frames = frames_of(driver, data)
    if not frames:
        return _NONE
    found = [driver.writes(frame) for frame in frames]
    return None if None in found else any(found)


def _hides_a_write(driver: Driver, data: bytes) -> bool:
    frames = _found(driver, data)
    return not _are_whole(frames, data) and any(driver.writes(frame) for frame in frames)


def _found(driver: Driver, data: bytes) -> list[Frame]:
    framer = driver.framer()
    return [*framer.feed(data), *framer.flush()]


def _are_whole(frames: list[Frame], data: bytes) -> bool:
    return b"".join(frame.raw for frame in frames) == data
