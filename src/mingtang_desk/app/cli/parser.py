"""The words of the command line, each command with an example."""

import argparse
from typing import NoReturn

from mingtang_desk import __version__
from mingtang_desk.app.cli import tracker_words
from mingtang_desk.core.errors import UsageError
from mingtang_desk.device.catalogue.controls import Action


class Parser(argparse.ArgumentParser):
    """Raises our own error, so that `--json` holds for wrong usage too."""

    def error(self, message: str) -> NoReturn:
        """Refuse the words.

        Raises:
            UsageError: always.
        """
        raise UsageError("usage_invalid", detail=message, command=self.prog)


def build() -> Parser:
    """Return the parser of the whole command line."""
    parser = Parser(
        prog="mingtang-desk",
        description="Workshop and diagnostics tool for battery management systems. "
        "Without a command the window opens.",
        epilog="example: mingtang-desk read 'serial:///dev/ttyUSB0?protocol=jbd' --json",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"mingtang-desk {__version__}")
    parser.add_argument("--json", action="store_true", help="one JSON document on stdout")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=Parser)

    def add(name: str, text: str, example: str) -> argparse.ArgumentParser:
        return _command(commands, name, text, example)

    demo = add("demo", "open the window with simulated packs and fleet", "demo --seconds 20")
    demo.add_argument("--seconds", type=_seconds, help="close after so many seconds")
    demo.add_argument("--screenshot", metavar="FILE", help="leave a picture of the window")

    scan = add("scan", "find batteries without a question", "scan --seconds 30 --json")
    scan.add_argument("--serial", action="store_true", help="serial ports only")
    scan.add_argument("--ble", action="store_true", help="Bluetooth only")
    scan.add_argument(
        "--hci", metavar="HOST:PORT", help="a virtual controller instead of the radio"
    )
    scan.add_argument(
        "--port",
        action="append",
        default=[],
        metavar="PATH",
        help="this port alone, or tcp://host:port; may be given several times",
    )
    scan.add_argument("--seconds", type=_seconds, metavar="N", help="stop after so many seconds")

    read = add("read", "print one sample", "read sim://jbd-13s --json")
    _uri(read)
    _capture(read)

    watch = add("watch", "print samples as they come", "watch sim://jbd-13s --every 1 --json")
    _uri(watch)
    watch.add_argument("--seconds", type=_seconds, help="stop after so many seconds")
    watch.add_argument("--every", type=_seconds, default=1.0, metavar="S", help="seconds between")
    watch.add_argument(
        "--share", action="store_true", help="lend the port to another desk that asks for it"
    )
    _history(watch)
    _capture(watch)

    from mingtang_desk.app.cli.parser_settings import add_settings

    add_settings(commands)
    _add_roles(commands)

    control = add("control", "switch something and confirm it", "control sim://jbd-13s charge off")
    _uri(control)
    control.add_argument("action", metavar="ACTION", help=", ".join(Action))
    control.add_argument("value", nargs="?", metavar="VALUE")
    control.add_argument("--yes", action="store_true", help="answer the question")
    _sign_in(control)
    control.add_argument(
        "--dead-man",
        nargs="?",
        type=float,
        const=30.0,
        metavar="S",
        help="put it back after S seconds (30) unless Enter is pressed; charge off, discharge off, "
        "lock",
    )
    _history(control)

    _add_calibrate(commands)
    bench = add(
        "bench-check",
        "guided check: rest, known load, rest; resistance of each cell",
        "bench-check serial:///dev/ttyUSB0?protocol=jbd --json",
    )
    _uri(bench)
    bench.add_argument(
        "--load-now", action="store_true", help="the load is on already: measure its end alone"
    )
    bench.add_argument(
        "--speed",
        type=_seconds,
        metavar="X",
        help="of a simulated pack behind a port that lives X times as fast",
    )
    _history(bench)

    stats = add("stats", "print how often each protection has fired", "stats sim://jbd-13s --json")
    _uri(stats)

    decode = add("decode", "decode bytes of one conversation", 'decode --protocol jbd "DD 03 ..."')
    decode.add_argument("--protocol", required=True, metavar="KEY")
    decode.add_argument("--profile", metavar="FILE", help="register map, for protocol modbus")
    decode.add_argument("--lenient", action="store_true", help="decode in spite of bad checksums")
    decode.add_argument("--batch", metavar="FILE", help="a conversation a line, JSON lists")
    decode.add_argument("hex", nargs="*", metavar="HEX", help="bytes; requests prefixed tx:")

    add("protocols", "list what boards can be spoken to", "protocols --json")

    profiles = add("profiles", "look at register maps of Modbus boards", "profiles list")
    maps = profiles.add_subparsers(dest="what", required=True, metavar="WHAT", parser_class=Parser)
    _command(maps, "list", "those that ship, and where they are", "profiles list --json")
    check = _command(maps, "check", "say what is wrong with a file", "profiles check board.toml")
    check.add_argument("file", metavar="FILE")

    simulate = add("simulate", "be a board", "simulate jbd-13s --listen pty:/tmp/pack")
    simulate.add_argument(
        "model",
        nargs="?",
        metavar="MODEL",
        help="of the list, or a bus: mingtang-13s@1+tt-20s@7; or tracker",
    )
    simulate.add_argument(
        "--listen", metavar="WHERE", help="pty:PATH, tcp:HOST:PORT or hci:HOST:PORT"
    )
    simulate.add_argument("--list", action="store_true", help="list models, values and faults")
    simulate.add_argument("--pace", type=int, metavar="BAUD", help="be as slow as the line")
    simulate.add_argument(
        "--baud",
        type=int,
        metavar="BAUD",
        help="at any other speed both sides hear garbage (pty; --pace alone means it too)",
    )
    simulate.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="NAME=VALUE,...",
        help="values to start with; on a bus for all boards, or 7.NAME=VALUE for that at 7",
    )
    simulate.add_argument(
        "--fault",
        action="append",
        default=[],
        metavar="NAME[=VALUE],...",
        help="what is wrong, likewise",
    )
    simulate.add_argument(
        "--meter",
        metavar="WHERE",
        help="a simulated SCPI meter at its pack too, tcp:HOST:PORT or pty:PATH; the model “meter” "
        "is one alone",
    )
    simulate.add_argument(
        "--meter-set",
        action="append",
        default=[],
        metavar="NAME=VALUE,...",
        help="probe=cell_3, noise, drift, gain, late, nonsense, maker, model, serial",
    )
    simulate.add_argument("--seed", type=int, default=0, metavar="N")
    simulate.add_argument("--speed", type=float, default=1.0, metavar="X", help="times real time")
    simulate.add_argument("--state", metavar="FILE", help="the board's EEPROM")
    tracker_words.add_words(simulate)

    history = add("history", "look into the history", "history list --json")
    kinds = history.add_subparsers(dest="what", required=True, metavar="WHAT", parser_class=Parser)
    for name, text in (
        ("list", "devices, writes and events"),
        ("export", "write everything to a file of JSON lines"),
        ("import", "take in such a file"),
        ("stat", "how much is there"),
        ("verify", "look for damage"),
    ):
        file = {"export": " --out all.jsonl", "import": " all.jsonl"}.get(name, "")
        kind = _command(kinds, name, text, f"history {name}{file}")
        _history(kind)
        if name == "export":
            kind.add_argument("--out", required=True, metavar="FILE")
        if name == "import":
            kind.add_argument("file", metavar="FILE")

    replay = add("replay", "say what happened in a recording", "replay bench.jsonl --json")
    replay.add_argument("file", metavar="FILE", help="a recording, or its replay:// address")
    replay.add_argument("--protocol", metavar="KEY", help="another than its first line names")

    from mingtang_desk.app.cli.parser_geo import add_geo

    add_geo(commands)
    doctor = add("doctor", "say what is missing or wrong on this machine", "doctor")
    doctor.add_argument("--bundle", metavar="FILE", help="write a zip for support")
    return parser


def _add_calibrate(commands: "argparse._SubParsersAction[Parser]") -> None:
    parser = _command(
        commands,
        "calibrate",
        "make a reading agree with a reference; without a target list what can be calibrated",
        "calibrate URI cell-3 --meter tcp://meter.local --due 2027-05-01",
    )
    _uri(parser)
    parser.add_argument(
        "target",
        nargs="?",
        metavar="TARGET",
        help="zero-current, charge-current, discharge-current, cell-1…, ntc-1…",
    )
    parser.add_argument(
        "--reference",
        type=_number,
        metavar="VALUE",
        help="what a meter shows, in A, V or °C; currents as magnitudes",
    )
    parser.add_argument(
        "--meter",
        metavar="ADDRESS",
        help="read it by SCPI: tcp://host[:5025] or serial:///dev/ttyUSB1?baud=9600",
    )
    parser.add_argument(
        "--instrument", metavar="MAKER,MODEL,SERIAL", help="what the meter does not tell itself"
    )
    parser.add_argument("--due", metavar="DATE", help="when its own calibration runs out")
    parser.add_argument(
        "--accept-overdue", action="store_true", help="use it although that has run out"
    )
    parser.add_argument(
        "--patience",
        type=_seconds,
        default=120.0,
        metavar="S",
        help="how long to wait until board and meter are steady (default: 120)",
    )
    parser.add_argument("--undo", action="store_true", help="put the former correction back")
    parser.add_argument("--records", action="store_true", help="print the board's records")
    parser.add_argument("--yes", action="store_true", help="answer the question")
    _sign_in(parser)
    _history(parser)


def _command(
    commands: "argparse._SubParsersAction[Parser]", name: str, text: str, example: str
) -> Parser:
    parser = commands.add_parser(
        name, help=text, description=text, epilog=f"example: mingtang-desk {example}"
    )
    parser.add_argument(
        "--json", action="store_true", default=argparse.SUPPRESS, help="one JSON document on stdout"
    )
    return parser


def _uri(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "uri", metavar="URI", help="serial:///dev/ttyUSB0?protocol=jbd, tcp://, ble://, sim://"
    )
    parser.add_argument(
        "--wait",
        type=_seconds,
        metavar="S",
        help="seconds to wait for a port that is taken, 0 = do not ask who has it (default: 20 for "
        "another desk, which is asked)",
    )


def _sign_in(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--as",
        dest="sign_in",
        metavar="NAME",
        help="sign in, where roles are on; the PIN comes from MINGTANG_PIN, the terminal or stdin",
    )


def _add_roles(commands: "argparse._SubParsersAction[Parser]") -> None:
    roles = _command(commands, "roles", "who may write what", "roles list --json")
    kinds = roles.add_subparsers(dest="what", required=True, metavar="WHAT", parser_class=Parser)
    rows: tuple[tuple[str, str, tuple[str, ...]], ...] = (
        ("list", "whether roles are on, who is known, what each class needs", ()),
        ("on", "turn roles on, with a first engineer", ("name",)),
        ("off", "turn roles off; names and PINs are forgotten", ()),
        ("add", "add a person", ("name", "role")),
        ("remove", "take a person out", ("name",)),
        ("role", "give a person another role", ("name", "role")),
        ("pin", "give a person a new PIN", ("name",)),
        ("need", "say which role a class of writing needs", ("class", "role")),
    )
    for name, text, words in rows:
        shown = " ".join({"name": "Li", "role": "technician", "class": "raw"}[w] for w in words)
        kind = _command(kinds, name, text, f"roles {name} {shown}".strip())
        for word in words:
            kind.add_argument(word, metavar=word.upper())
        _sign_in(kind)


def _capture(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--capture", metavar="FILE", help="record the bytes of the link too")


def _history(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--history", metavar="FILE", help="another history than the user's own")


def _float(text: str, *, what: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not abs(value) < float("inf"):
        raise argparse.ArgumentTypeError(f"{text} is no {what}")
    return value


def _number(text: str) -> float:
    return _float(text, what="reading")


def _seconds(text: str) -> float:
    value = _float(text, what="number of seconds")
    if value < 0:
        raise argparse.ArgumentTypeError(f"{text} is no number of seconds")
    return value


command, uri, history, seconds, sign_in = _command, _uri, _history, _seconds, _sign_in
"""The same for the words of `settings`."""
