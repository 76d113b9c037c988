"""The words of `simulate tracker`."""

import argparse

TRACKER = "tracker"
"""The word in the place of a model."""
EDITIONS = (2013, 2019)
FAULTS = (
    *("lost=P", "repeat=P", "damage=P", "half=P", "wrong-length=P", "late=S", "mute", "refuse=ID"),
    *("sleep[=A+B]", "no-coverage[=A+B]", "spoof=NUMBER", "clock=S", "utc", "junk", "no-board"),
)
"""As `sim.tracker.faults` has them; not imported, so that the other commands start quickly."""


def add_words(parser: argparse.ArgumentParser) -> None:
    """Add the words of a tracker to those of `simulate`."""
    group = parser.add_argument_group(
        f"{TRACKER}, a JT/T 808 terminal (--set, --state and faults with board. before them go to "
        "the board behind it)",
        f"faults of its own: {' '.join(FAULTS)}. P is a probability from 0 to 1, S seconds, A+B "
        "seconds of both in turn, ID a parameter in hex. Example: mingtang-desk simulate tracker "
        "--jt808 127.0.0.1:8808 --number 13800138000 --board mingtang-17s --edition 2019",
    )
    group.add_argument("--jt808", metavar="HOST:PORT", help="the platform it connects to")
    group.add_argument("--number", metavar="N", help="its number, up to 12 digits, 20 in 2019")
    group.add_argument("--board", metavar="MODEL", help="behind its serial line")
    group.add_argument(
        "--track", metavar="FILE[#NAME]", help="rows to ride instead of an invented round"
    )
    group.add_argument(
        "--home", metavar="LAT,LON", help="where that round begins (in the middle of Shenzhen)"
    )
    group.add_argument(
        "--edition",
        "--version",
        dest="edition",
        type=int,
        choices=EDITIONS,
        default=2013,
        help="edition of the protocol (2013)",
    )
    group.add_argument(
        "--every", type=float, default=10.0, metavar="S", help="seconds between reports (10)"
    )
    group.add_argument(
        "--start", metavar="TIME", help="what its clock shows at first (now; of a file: its rows)"
    )
