"""The words of `cloud serve`, `cloud admin`, `cloud report`; the client's: `parser_login`."""

import argparse
from pathlib import Path
from typing import NamedTuple

from mingtang_desk.app.cli.parser import Parser, command
from mingtang_desk.app.cli.parser_login import add_login


def add_cloud(kinds: "argparse._SubParsersAction[Parser]") -> None:
    """Add them."""
    serve = command(
        kinds, "serve", "run the server until stopped", "cloud serve --data /srv/mingtang --json"
    )
    where = serve.add_mutually_exclusive_group()
    where.add_argument("--data", type=Path, metavar="DIR", help="folder of its SQLite file")
    where.add_argument("--db", metavar="URL", help="postgresql://user@host/name instead")
    serve.add_argument(
        "--http", type=place, default=("127.0.0.1", 8080), metavar="HOST:PORT", help="port 0 = any"
    )
    serve.add_argument(
        "--jt808",
        type=place,
        default=("127.0.0.1", 8808),
        metavar="HOST:PORT",
        help="where trackers connect",
    )
    serve.add_argument(
        "--accept-unknown",
        action="store_true",
        help="take unknown trackers in at once: for test benches",
    )
    serve.add_argument(
        "--demo", action="store_true", help="a simulated fleet; in a folder of its own by default"
    )
    serve.add_argument("--seed", type=int, default=6, metavar="N", help="of that fleet (6)")
    serve.add_argument(
        "--with-parent",
        action="store_true",
        help="end when stdin does: with whoever holds its other end, however that one ends",
    )
    _retention(serve, 7.0, 90.0)
    serve.add_argument(
        "--tls-cert", type=Path, metavar="FILE", help="PEM, for HTTPS without a proxy"
    )
    serve.add_argument("--tls-key", type=Path, metavar="FILE", help="its private key")
    _add_admin(kinds)
    add_login(kinds)
    _add_report(kinds)


def _add_report(kinds: "argparse._SubParsersAction[Parser]") -> None:
    report = command(
        kinds,
        "report",
        "trips, stops, mileage or alarms from the database, beside a running server",
        "cloud report mileage --account Shop --from 2026-11-01 --format csv --out m.csv; "
        "cloud report trips --device 13800138000 --format gpx --out trips.gpx",
    )
    report.add_argument("kind", choices=("trips", "stops", "mileage", "alarms"))
    whose = report.add_mutually_exclusive_group()
    whose.add_argument("--device", metavar="NUMBER", help="one battery")
    whose.add_argument("--account", metavar="NAME", help="an account with all below it")
    report.add_argument(
        "--from", dest="begin", metavar="TIME", help="date (from 0:00 UTC) or time; 31 days before"
    )
    report.add_argument("--to", metavar="TIME", help="until before it (now)")
    report.add_argument(
        "--by",
        choices=("day", "week", "month", "total"),
        default="day",
        help="over what mileage of one battery is added up (day)",
    )
    report.add_argument(
        "--format",
        choices=("json", "csv", "gpx", "kml"),
        default="json",
        help="json; gpx and kml are for trips",
    )
    report.add_argument("--out", type=Path, metavar="FILE", help="write there (stdout)")
    _database(report)


def place(text: str) -> tuple[str, int]:
    """Read HOST:PORT.

    Raises:
        ArgumentTypeError: it is something else.
    """
    host, sign, port = text.rpartition(":")
    if not sign or not host or not port.isascii() or not port.isdecimal() or int(port) > 65535:
        raise argparse.ArgumentTypeError(f"{text} is no HOST:PORT")
    return host.strip("[]"), int(port)


class _Word(NamedTuple):
    """One word or option of a deed; `takes` = the name of its value, "" = none is taken."""

    name: str
    help: str
    takes: str = ""
    choices: tuple[str, ...] | None = None
    required: bool = False


ROLES = ("owner", "manager", "operator", "viewer")
PROTECTED = "; the password comes from a question or from stdin"
_ACCOUNT = _Word("--account", "name or id of the account", "NAME", required=True)
_ONE_ACCOUNT = _Word("--account", "this account alone", "NAME")
_LOGIN = _Word("login", "of the user")
_ROLE = _Word("role", ", ".join(ROLES), choices=ROLES)
_NUMBER = _Word("number", "of the battery")
_TEXTS = ("name", "kind", "imei", "sim", "note", "protocol")
_DEEDS: tuple[tuple[str, str, tuple[tuple[str, str, str, tuple[_Word, ...]], ...]], ...] = (
    (
        "account",
        "the tree of accounts",
        (
            ("list", "show the tree", "list", ()),
            (
                "add",
                "make an account",
                'add "Shop Futian" --parent Top',
                (_Word("name", "of the account"), _Word("--parent", "above it", "NAME")),
            ),
            (
                "move",
                "hang it with all below it under another one; the server must not run",
                'move "Shop Futian" Dealers',
                (_Word("name", "of the account"), _Word("parent", "the new one above it")),
            ),
            (
                "disable",
                "log out and refuse all in it",
                "disable Shop",
                (_Word("name", "its name"),),
            ),
            ("enable", "take that back", "enable Shop", (_Word("name", "its name"),)),
        ),
    ),
    (
        "user",
        "who can log in",
        (
            ("list", "show users", "list --account Shop", (_ONE_ACCOUNT,)),
            (
                "add",
                "make a user" + PROTECTED,
                "add li --account Shop --role operator",
                (
                    _LOGIN,
                    _ACCOUNT,
                    _Word("--role", ", ".join(ROLES), "ROLE", ROLES, required=True),
                ),
            ),
            ("password", "give a new password" + PROTECTED, "password li", (_LOGIN,)),
            ("role", "give another role", "role li manager", (_LOGIN, _ROLE)),
            ("disable", "log out and refuse", "disable li", (_LOGIN,)),
            ("enable", "take that back", "enable li", (_LOGIN,)),
        ),
    ),
    (
        "device",
        "batteries",
        (
            ("list", "show batteries", "list --account Shop", (_ONE_ACCOUNT,)),
            (
                "add",
                "enter a battery",
                "add 13800138000 --account Shop --name 'Bike 7'",
                (
                    _NUMBER,
                    _ACCOUNT,
                    _Word("--terminal", "identity of its tracker, where it differs", "ID"),
                    *(_Word(f"--{name}", "", name.upper()) for name in _TEXTS),
                    _Word("--expires", "when its time runs out", "DATE"),
                    _Word("--not-enabled", "not yet activated"),
                ),
            ),
            (
                "import",
                "enter the batteries of a CSV file, all or none",
                "import fleet.csv --account Shop",
                (_Word("file", "its first line names columns"), _ONE_ACCOUNT),
            ),
            ("enable", "activate", "enable 13800138000", (_NUMBER,)),
            (
                "expire",
                "set when its time runs out",
                "expire 13800138000 2027-12-31",
                (_NUMBER, _Word("when", "a date, or never")),
            ),
        ),
    ),
    (
        "audit",
        "what was done, each row chained to the one before",
        (("verify", "say whether rows were changed or are missing", "verify", ()),),
    ),
    (
        "quarantine",
        "trackers that came and that nobody entered",
        (
            ("list", "show them", "list", ()),
            (
                "accept",
                "enter one as a battery",
                "accept 13800138000 --account Shop",
                (
                    _Word("terminal", "as listed"),
                    _ACCOUNT,
                    _Word("--number", "other than that", "N"),
                ),
            ),
        ),
    ),
)


def _add_admin(kinds: "argparse._SubParsersAction[Parser]") -> None:
    admin = command(kinds, "admin", "look after the server's database", "cloud admin doctor")
    things = admin.add_subparsers(dest="thing", required=True, metavar="THING", parser_class=Parser)
    for thing, text, deeds in _DEEDS:
        group = command(things, thing, text, f"cloud admin {thing} {deeds[0][2]}")
        verbs = group.add_subparsers(
            dest="deed", required=True, metavar="DEED", parser_class=Parser
        )
        for deed, about, example, words in deeds:
            leaf = command(verbs, deed, about, f"cloud admin {thing} {example}")
            _database(leaf)
            _words(leaf, words)
    link = command(
        things,
        "setup-link",
        "print a new link by which somebody becomes the owner, once",
        "cloud admin setup-link --url https://cloud.example.org",
    )
    _database(link)
    link.add_argument("--url", default="http://127.0.0.1:8080", help="where the server is reached")
    backup = command(
        things, "backup", "write a consistent backup while the server runs", "cloud admin backup b"
    )
    _database(backup)
    backup.add_argument("file", type=Path, metavar="FILE", help="a new file")
    restore = command(
        things,
        "restore",
        "check a backup, or put it into a new folder",
        "cloud admin restore check b; cloud admin restore b --data NEW",
    )
    restore.add_argument("words", nargs="+", metavar="[check] FILE")
    restore.add_argument("--data", type=Path, metavar="DIR", help="a folder without a database")
    retention = command(
        things, "retention", "delete what was kept long enough", "cloud admin retention --dry-run"
    )
    _database(retention)
    retention.add_argument("--dry-run", action="store_true", help="count only")
    _retention(retention, None, None)
    doctor = command(things, "doctor", "say what is wrong with the server", "cloud admin doctor")
    _database(doctor)
    doctor.add_argument("--http", type=place, default=("127.0.0.1", 8080), metavar="HOST:PORT")
    doctor.add_argument("--jt808", type=place, default=("127.0.0.1", 8808), metavar="HOST:PORT")
    doctor.add_argument("--accept-unknown", action="store_true", help="as it is started")
    doctor.add_argument("--tls-cert", type=Path, metavar="FILE", help="as it is started")


def _words(parser: argparse.ArgumentParser, words: tuple[_Word, ...]) -> None:
    for word in words:
        if not word.name.startswith("--"):
            parser.add_argument(
                word.name, metavar=word.name.upper(), help=word.help, choices=word.choices
            )
        elif word.takes:
            parser.add_argument(
                word.name,
                metavar=word.takes,
                help=word.help or None,
                choices=word.choices,
                required=word.required,
            )
        else:
            parser.add_argument(word.name, action="store_true", help=word.help)


def _database(parser: argparse.ArgumentParser) -> None:
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--data", type=Path, metavar="DIR", help="folder of the server")
    where.add_argument("--db", metavar="URL", help="its PostgreSQL instead")


def _retention(
    parser: argparse.ArgumentParser, raw_days: float | None, track_days: float | None
) -> None:
    default = "as the server was started" if raw_days is None else f"{raw_days:g}"
    parser.add_argument(
        "--raw-days",
        type=_days,
        default=raw_days,
        metavar="N",
        help=f"days that raw frames are kept ({default})",
    )
    default = "likewise" if track_days is None else f"{track_days:g}"
    parser.add_argument(
        "--track-days",
        type=_days,
        default=track_days,
        metavar="N",
        help=f"days of positions and samples ({default})",
    )


def _days(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0.0 < value <= 36500.0:
        raise argparse.ArgumentTypeError(f"{text} is no number of days")
    return value
