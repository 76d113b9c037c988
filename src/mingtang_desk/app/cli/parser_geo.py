"""The words of `cloud` and `geo`."""

import argparse
import re

from mingtang_desk.app.cli.parser import Parser, command
from mingtang_desk.app.cli.parser_cloud import add_cloud
from mingtang_desk.geo.datum import Datum


def add_geo(commands: "argparse._SubParsersAction[Parser]") -> None:
    """Add both groups."""
    cloud = command(commands, "cloud", "the self-hosted cloud", "cloud serve --demo")
    kinds = cloud.add_subparsers(dest="what", required=True, metavar="WHAT", parser_class=Parser)
    trips = command(
        kinds,
        "trips",
        "trips, stops, mileage, fence and alarms of a recorded track",
        "cloud trips track.json --json",
    )
    trips.add_argument("file", metavar="FILE", help="JSON with columns and rows; docs/geo.md")
    add_cloud(kinds)

    geo = command(
        commands, "geo", "work with positions", "geo convert --from wgs84 --to gcj02 31.23,121.47"
    )
    kinds = geo.add_subparsers(dest="what", required=True, metavar="WHAT", parser_class=Parser)
    convert = command(
        kinds,
        "convert",
        "positions in another datum; outside mainland China all are the same",
        "geo convert --from wgs84 --to gcj02 31.23,121.47",
    )
    datums = [datum.value for datum in Datum]
    convert.add_argument("--from", dest="source", required=True, choices=datums, help="given in")
    convert.add_argument("--to", dest="target", required=True, choices=datums, help="wanted in")
    convert.add_argument(
        "--everywhere", action="store_true", help="the bare formula, outside mainland China too"
    )
    # WORKAROUND(argparse): it takes -33.9,151.2 for an option; this is how it knows numbers.
    convert._negative_number_matcher = re.compile(r"^-[\d.]+(,.*)?$")
    convert.add_argument(
        "places", nargs="+", metavar="LAT,LON", help="degrees, as 31.2304,121.4737"
    )
