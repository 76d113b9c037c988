"""The words of the `settings` commands."""

import argparse

from mingtang_desk.app.cli import parser as base

_SET = "a settings file, golden:NAME, or preset:NAME@16s1p"
_SOURCE = "URI, file, golden:NAME, preset:NAME@16s1p or snapshot:last"


def add_settings(commands: "argparse._SubParsersAction[base.Parser]") -> None:
    """Add the commands."""
    settings = base.command(
        commands, "settings", "read and write settings", "settings read sim://jbd-13s"
    )
    kinds = settings.add_subparsers(
        dest="what", required=True, metavar="WHAT", parser_class=base.Parser
    )
    _one_board(kinds)
    _files(kinds)
    _many(kinds)


def _one_board(kinds: "argparse._SubParsersAction[base.Parser]") -> None:
    read = base.command(
        kinds, "read", "print all settings as a file", "settings read sim://jbd-13s"
    )
    base.uri(read)
    read.add_argument("--out", metavar="FILE", help="save them, read the file again and compare")
    change = base.command(
        kinds, "set", "write settings and read them back", "settings set URI cell_ovp_v=4.2"
    )
    base.uri(change)
    change.add_argument("pairs", nargs="+", metavar="KEY=VALUE")
    base.sign_in(change)
    base.history(change)
    apply = base.command(
        kinds, "apply", "write what a settings file says", "settings apply URI FILE"
    )
    base.uri(apply)
    apply.add_argument("file", metavar="FILE", help=_SET)
    _accept(apply)
    _looks(apply)
    base.sign_in(apply)
    base.history(apply)
    lint = base.command(kinds, "lint", "check a settings file", "settings lint FILE")
    lint.add_argument("file", metavar="FILE", help=_SET)
    undo = base.command(kinds, "undo", "undo the last written settings", "settings undo URI")
    resume = base.command(
        kinds, "resume", "finish a write that was interrupted", "settings resume URI"
    )
    for kind in (undo, resume):
        base.uri(kind)
        base.sign_in(kind)
        base.history(kind)


def _files(kinds: "argparse._SubParsersAction[base.Parser]") -> None:
    diff = base.command(
        kinds, "diff", "compare two boards or files", "settings diff URI snapshot:last"
    )
    diff.add_argument("a", metavar="A", help=_SOURCE)
    diff.add_argument("b", metavar="B", help=_SOURCE)
    base.history(diff)
    taken = base.command(
        kinds,
        "import",
        "make a settings file of one of a JBD PC tool (.fig)",
        "settings import pack.fig --out pack.json",
    )
    taken.add_argument("file", metavar="FILE")
    taken.add_argument("--out", required=True, metavar="FILE")
    preset = base.command(
        kinds,
        "preset",
        "propose settings from a maker's data sheet; without a name, list them",
        "settings preset eve-lf280k@16s1p --protocol jbd --out pack.json",
    )
    preset.add_argument("name", nargs="?", metavar="NAME[@16s1p]")
    preset.add_argument("--protocol", metavar="KEY", help="keep what boards of it have")
    preset.add_argument("--out", metavar="FILE", help="save the proposal")
    golden = base.command(
        kinds, "golden", "released sets of settings", "settings golden save URI house-13s"
    )
    acts = golden.add_subparsers(
        dest="does", required=True, metavar="WHAT", parser_class=base.Parser
    )
    base.command(acts, "list", "those that are saved", "settings golden list --json")
    save = base.command(
        acts, "save", "release what a board or file has", "settings golden save URI house-13s"
    )
    save.add_argument("source", metavar="FROM", help="URI, file, golden:NAME or preset:NAME@16s1p")
    save.add_argument("name", metavar="NAME")
    save.add_argument("--version", type=_count, metavar="N", help="default: the next one")
    save.add_argument("--note", default="", metavar="TEXT")
    save.add_argument(
        "--source", dest="from_source", default="", metavar="TEXT", help="where the values are from"
    )
    save.add_argument("--chemistry", choices=("nmc", "lfp", "lmo", "lto"))
    save.add_argument("--cells", type=_count, metavar="N")
    save.add_argument(
        "--board", action="append", default=[], metavar="MODEL", help="only for boards of this name"
    )
    remove = base.command(acts, "remove", "take one off the shelf", "settings golden remove NAME")
    remove.add_argument("name", metavar="NAME", help="the newest version, or “NAME v2”")


def _looks(command: base.Parser) -> None:
    command.add_argument(
        "--dry-run",
        action="store_true",
        help="tell what would be changed and warned of; write nothing",
    )


def _many(kinds: "argparse._SubParsersAction[base.Parser]") -> None:
    many = base.command(
        kinds,
        "apply-many",
        "write a settings file to one pack after the other",
        "settings apply-many golden:house-13s URI URI --report today.csv",
    )
    many.add_argument("file", metavar="FILE", help=_SET)
    many.add_argument("uris", nargs="+", metavar="URI")
    _looks(many)
    many.add_argument(
        "--skip-warned",
        action="store_true",
        help="leave out packs that the rules warn of, and name them",
    )
    many.add_argument(
        "--keep-going", action="store_true", help="go on after a pack that did not end well"
    )
    loop = base.command(
        kinds,
        "next-pack",
        "write a settings file to every pack that is plugged in",
        "settings next-pack golden:house-13s",
    )
    loop.add_argument("file", metavar="FILE", help=_SET)
    loop.add_argument(
        "uris", nargs="*", metavar="URI", help="adapters that stay; without, ports that come"
    )
    loop.add_argument("--count", type=_count, metavar="N", help="end after so many packs")
    loop.add_argument("--seconds", type=base.seconds, metavar="N", help="end after so long")
    loop.add_argument(
        "--options", default="", metavar="QUERY", help="of a port that comes: baud=9600&ic=ti"
    )
    loop.add_argument(
        "--there-too", action="store_true", help="take the ports that are there at the start, too"
    )
    for parser in (many, loop):
        _accept(parser)
        parser.add_argument(
            "--report", metavar="FILE", help="save how each ended: .json, .csv or .txt"
        )
        base.sign_in(parser)
        base.history(parser)


def _accept(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--with-identity",
        action="store_true",
        help="write codes, serial numbers and dates of another pack, too",
    )
    parser.add_argument(
        "--accept-edited", action="store_true", help="a golden set that was edited by hand"
    )
    parser.add_argument(
        "--accept-chemistry", action="store_true", help="a set for other cells than the board's"
    )
    parser.add_argument(
        "--accept-cells", action="store_true", help="a set for another number of cells"
    )


def _count(text: str) -> int:
    try:
        value = int(text)
    except ValueError:
        value = 0
    if value < 1:
        raise argparse.ArgumentTypeError(f"{text} is no count")
    return value
