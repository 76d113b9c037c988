"""The words of `cloud login` and of what a login is good for."""

import argparse

from mingtang_desk.app.cli.parser import Parser, command, history, seconds, sign_in, uri

_TYPES = ("all", "online", "sleeping", "offline", "expired", "not_enabled")
_KINDS = (
    "locate",
    "restart",
    "factory_reset",
    "parameters_read",
    "text",
    "bms_read",
    "bms_control",
)
_MOST = 100_000
_LONGEST_MIN = 480


def add_login(kinds: "argparse._SubParsersAction[Parser]") -> None:
    """Add them."""
    login = command(
        kinds,
        "login",
        "log in at a server; the password is asked for, or comes on stdin",
        "cloud login https://cloud.example.org --user li",
    )
    login.add_argument("url", metavar="URL", help="https://host[:port]")
    login.add_argument("--user", required=True, metavar="U")
    login.add_argument("--totp", metavar="CODE", help="of the authenticator; asked for if wanted")
    login.add_argument("--recovery", metavar="CODE", help="a recovery code instead, good once")
    login.add_argument(
        "--insecure", action="store_true", help="plain http:// to another machine is meant"
    )
    devices = command(kinds, "devices", "list batteries", "cloud devices --type online --json")
    devices.add_argument("--type", choices=_TYPES, default="all", help=", ".join(_TYPES))
    devices.add_argument(
        "--query", default="", metavar="TEXT", help="part of a number or name, or several numbers"
    )
    devices.add_argument(
        "--limit", type=_limit, default=_MOST, metavar="N", help=f"at most so many ({_MOST})"
    )
    _which(devices)
    order = command(
        kinds,
        "command",
        "ask something of a battery and wait for its fate",
        "cloud command 13800138000 locate; ... bms_read settings; ... bms_control discharge off",
    )
    order.add_argument("number", metavar="NUMBER", help="of the battery")
    order.add_argument("kind", metavar="KIND", choices=_KINDS, help=", ".join(_KINDS))
    order.add_argument("words", nargs="*", metavar="WORD", help="what belongs to it")
    order.add_argument("--yes", action="store_true", help="answer the question")
    order.add_argument(
        "--wait", type=seconds, default=300.0, metavar="S", help="seconds for its fate (300)"
    )
    _which(order)
    share = command(
        kinds,
        "share",
        "share a board at this machine to a server, for whoever helps from afar",
        "cloud share serial:///dev/ttyUSB0 --number bench-1 --seconds 3600 --json",
    )
    uri(share)
    share.add_argument(
        "--number", required=True, metavar="N", help="the battery it is shared as; it has no link"
    )
    share.add_argument(
        "--allow-writing",
        type=_minutes,
        metavar="MINUTES",
        help="let writes in for so long (without it the far side only reads)",
    )
    share.add_argument(
        "--seconds", type=seconds, metavar="N", help="end after so many seconds (Ctrl-C)"
    )
    history(share)
    sign_in(share)
    _which(share)
    command(kinds, "servers", "list the logins of this machine", "cloud servers --json")
    agreement = command(
        kinds,
        "agreement",
        "show the user agreement of a server, or accept it",
        "cloud agreement; cloud agreement --accept 2026-11",
    )
    agreement.add_argument(
        "--accept", metavar="VERSION", help="accept this version, which was read before"
    )
    _which(agreement)
    _which(command(kinds, "logout", "end a login", "cloud logout"))


def _which(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--server", metavar="URL", help="another than the one used last")
    parser.add_argument("--user", dest="login", metavar="U", help="another login there")


def _minutes(text: str) -> float:
    found = seconds(text)
    if not 0 < found <= _LONGEST_MIN:
        raise argparse.ArgumentTypeError(f"{text} is not 0 to {_LONGEST_MIN} minutes")
    return found


def _limit(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or len(text) > 7 or int(text) == 0:
        raise argparse.ArgumentTypeError(f"{text} is no number of batteries")
    return int(text)
