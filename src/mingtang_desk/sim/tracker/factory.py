"""Makes a simulated terminal from what stands on a command line."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from mingtang_desk.sim.errors import SimOptionError
from mingtang_desk.sim.models import make_line
from mingtang_desk.sim.tracker.faults import parse_tracker_faults
from mingtang_desk.sim.tracker.machine import SimTracker
from mingtang_desk.sim.tracker.orders import Orders
from mingtang_desk.sim.tracker.rows import RideTrack, Track, read_track
from mingtang_desk.sim.tracker.serial_line import SerialLine
from mingtang_desk.sim.tracker.settings import Settings
from mingtang_desk.sim.tracker.telegram import Identity

EDITIONS: Mapping[int, tuple[int, int | None]] = {2013: (12, None), 2019: (20, 1)}
"""Digits of a number, and the version byte, of each edition."""
BOARD = "board."
"""Before the name of a fault that the board has and not the tracker."""
MAX_SPEED = 1000.0
MAX_LAT, MAX_LON = 80.0, 179.0
"""Of a home: a round of some kilometres fits around it."""
EVERY_S = range(1, 86401)


def make_tracker(
    number: str,
    host: str,
    port: int,
    *,
    now: datetime,
    edition: int = 2013,
    board: str | None = None,
    sets: Mapping[str, str] | None = None,
    faults: Mapping[str, str | None] | None = None,
    track: str | Track | None = None,
    start: datetime | None = None,
    home: tuple[float, float] | None = None,
    every_s: int = 30,
    speed: float = 1.0,
    seed: int = 0,
    state: Path | None = None,
) -> SimTracker:
    """A terminal that has never been registered.

    Args:
        number: digits of its number; letters a to f are possible.
        host: of the platform, as its parameters show it.
        port: likewise.
        now: what its clock shows at the beginning, aware.
        edition: 2013 or 2019.
        board: model behind its serial line, or a bus of them; None = nothing.
        sets: start values of the board.
        faults: its own, and those of the board with `board.` before them.
        track: `FILE`, or `FILE#NAME` for one of several tracks, or a track that is made already;
            None = a ride made from the seed.
        start: what its clock shows at the first row of a file; None = what that row says.
        home: where an invented ride begins, degrees; None = in the middle of Shenzhen.
        every_s: seconds between two reports, on a ride and after the last row of a file.
        speed: how many times as fast as the wall clock it lives.
        seed: of the ride, of noise and of faults.
        state: EEPROM file of the board.

    Raises:
        SimOptionError: an unknown name, or a value that is not one.
        StateFileError: a file cannot be used.
    """
    digits, version = EDITIONS.get(edition, (0, None))
    if not digits:
        raise SimOptionError("version", str(edition), map(str, EDITIONS))
    if not number or len(number) > digits or set(number) - set("0123456789abcdefABCDEF"):
        raise SimOptionError("number", number, f"up to {digits} digits")
    if every_s not in EVERY_S:
        raise SimOptionError("every", str(every_s), "1 to 86400 whole seconds")
    if home is not None and not (abs(home[0]) <= MAX_LAT and abs(home[1]) <= MAX_LON):
        raise SimOptionError("home", f"{home[0]:g},{home[1]:g}", f"LAT up to {MAX_LAT:g}, LON")
    if not 0.0 < speed <= MAX_SPEED:
        raise SimOptionError("speed", str(speed), f"above 0, up to {MAX_SPEED:g}")
    given = dict(faults or {})
    own = parse_tracker_faults({k: v for k, v in given.items() if not k.startswith(BOARD)})
    if own.spoof is not None and len(own.spoof) > digits:
        raise SimOptionError("fault spoof", own.spoof, f"up to {digits} digits")
    boards = {k.removeprefix(BOARD): v for k, v in given.items() if k.startswith(BOARD)}
    if board is None and (boards or sets or state is not None):
        names = [*boards, *(sets or {}), *(["state"] if state is not None else [])]
        raise SimOptionError("value of a board", names[0], "a board behind the tracker")
    line = SerialLine(
        None
        if board is None
        else make_line(board, sets=sets, faults=boards, seed=seed, speed=speed, state=state),
        is_dead=own.no_board,
    )
    tracker = SimTracker(
        Identity(number.lower().zfill(digits), version),
        _track(track, seed, now, start, home) if isinstance(track, str | None) else track,
        Settings(host, port, every_s, own.refuse),
        faults=own,
        line=line,
        seed=seed,
        speed=speed,
    )
    tracker.on_order = Orders().take
    return tracker


def _track(
    track: str | None,
    seed: int,
    now: datetime,
    start: datetime | None,
    home: tuple[float, float] | None,
) -> Track:
    if track is None:
        return RideTrack(seed, start or now, home)
    if home is not None:
        raise SimOptionError(
            "home", f"{home[0]:g},{home[1]:g}", "an invented ride, without a track"
        )
    path, sign, name = track.rpartition("#")
    if not sign or Path(track).exists():
        path, name = track, ""
    return read_track(Path(path), name or None, start)
