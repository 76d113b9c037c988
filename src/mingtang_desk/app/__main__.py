"""The entry point: a command runs in a plain event loop, no command opens the window."""

import gc
import logging
import signal
import sys
from collections.abc import Callable, Coroutine
from typing import Any

from mingtang_desk.app import logs
from mingtang_desk.app.cli.output import Exit, Output, use_utf8
from mingtang_desk.core.errors import MingtangError, UsageError

type Command = Callable[..., Coroutine[Any, Any, Exit]]


def _command(name: str, what: str) -> Command:
    """Return what runs a command; only its own module is imported."""
    match name:
        case "read" | "watch" | "stats" | "protocols":
            from mingtang_desk.app.cli import reading

            commands: dict[str, Command] = {
                "read": reading.read,
                "watch": reading.watch,
                "stats": reading.stats,
                "protocols": reading.protocols,
            }
            return commands[name]
        case "scan":
            from mingtang_desk.app.cli.scan import scan

            return scan
        case "settings":
            from mingtang_desk.app.cli import lint, settings, settings_files, settings_many

            commands = {
                "read": settings.read,
                "set": settings.change,
                "apply": settings.apply,
                "diff": settings_files.diff,
                "import": settings_files.import_file,
                "preset": settings_files.preset,
                "golden": settings_files.golden,
                "apply-many": settings_many.apply_many,
                "next-pack": settings_many.next_pack,
                "lint": lint.lint,
                "undo": settings.undo,
                "resume": settings.resume,
            }
            return commands[what]
        case "control":
            from mingtang_desk.app.cli.control import control

            return control
        case "roles":
            from mingtang_desk.app.cli.roles import roles

            return roles
        case "calibrate":
            from mingtang_desk.app.cli.calibrate import calibrate

            return calibrate
        case "bench-check":
            from mingtang_desk.app.cli.bench_check import bench_check

            return bench_check
        case "profiles":
            from mingtang_desk.app.cli import profiles

            return {"list": profiles.shipped, "check": profiles.check}[what]
        case "cloud" | "geo":
            if what == "serve":
                from mingtang_desk.app.cli.cloud_serve import serve

                return serve
            if what == "admin":
                from mingtang_desk.app.cli.cloud_admin import admin

                return admin
            if what in (
                *("login", "devices", "command", "servers", "agreement", "logout"),
                "share",
            ):
                return _cloud_desk(what)
            if what == "report":
                from mingtang_desk.app.cli.cloud_report import report

                return report
            from mingtang_desk.app.cli import geo

            return {"trips": geo.trips, "convert": geo.convert_places}[what]
        case "decode":
            from mingtang_desk.app.cli.decode import decode

            return decode
        case "simulate":
            from mingtang_desk.app.cli.simulate import simulate

            return simulate
        case "history":
            from mingtang_desk.app.cli.history import history

            return history
        case "replay":
            from mingtang_desk.app.cli.replay import replay

            return replay
        case _:
            from mingtang_desk.app.cli.doctor import doctor

            return doctor


def _of_battery(name: str, what: str) -> Command:
    """Return what does a command by a server, for an address `cloud://`."""
    try:
        from mingtang_desk.app.cli import cloud_battery
    except ImportError as error:
        package = error.name or "httpx"
        raise UsageError("extra_missing", package=package, extra="desktop") from error
    match name, what:
        case "read", _:
            return cloud_battery.read
        case "stats", _:
            return cloud_battery.stats
        case "settings", "read":
            return cloud_battery.settings_read
    return _command(name, what)


def _cloud_desk(what: str) -> Command:
    try:
        from mingtang_desk.app.cli import cloud_desk, cloud_share
    except ImportError as error:
        package = error.name or "httpx"
        raise UsageError("extra_missing", package=package, extra="desktop") from error
    commands: dict[str, Command] = {
        "login": cloud_desk.login,
        "devices": cloud_desk.devices,
        "command": cloud_desk.command,
        "servers": cloud_desk.servers,
        "agreement": cloud_desk.agreement,
        "logout": cloud_desk.logout,
        "share": cloud_share.share,
    }
    return commands[what]


def _end_like_ctrl_c() -> None:
    """Let a closed terminal and a polite kill end a command in good order, as Ctrl-C does."""
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)  # Windows has no SIGHUP
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, lambda *_: signal.raise_signal(signal.SIGINT))


def _window(
    out: Output, *, demo: bool = False, seconds: float | None = None, screenshot: str | None = None
) -> int:
    was_on = gc.isenabled()
    gc.disable()  # nothing of a start is garbage; the timer of the window collects from then on
    try:
        logs.start(to_stderr=False)
        from mingtang_desk.app import window

        return window.main(out, demo=demo, seconds=seconds, screenshot=screenshot)
    finally:
        if was_on:
            gc.enable()


def _told(out: Output, error: MingtangError, uri: str) -> Exit:
    """Print an error; where a board is silent, also what that means and what wakes it."""
    if "://" not in uri:
        return out.error(error)
    from mingtang_desk.app.cli.advice import advice, advice_lines

    extra = advice(error, uri)
    return out.error(error, extra, advice_lines(extra.get("wake")))


def main(argv: list[str] | None = None) -> int:
    """Run the program; return its exit code."""
    words = sys.argv[1:] if argv is None else argv
    out = Output("--json" in words)
    use_utf8(out.as_json)
    uri = ""
    try:
        if not words:  # the window does not wait for the libraries of the command line
            return _window(out)
        from mingtang_desk.app.cli import parser

        args = parser.build().parse_args(words)
        if args.command is None:
            return _window(out)
        if args.command == "demo":
            return _window(out, demo=True, seconds=args.seconds, screenshot=args.screenshot)
        logs.start(to_stderr=True)
        _end_like_ctrl_c()
        uri = getattr(args, "uri", "") or ""
        what = getattr(args, "what", "")
        import asyncio  # the window loads it while no garbage is looked for

        find = _of_battery if uri.startswith("cloud://") else _command
        return asyncio.run(find(args.command, what)(args, out))
    except MingtangError as error:
        return _told(out, error, uri)
    except KeyboardInterrupt:
        return out.error(MingtangError("interrupted"))
    except BrokenPipeError:  # the reader of our output went away
        sys.stderr.close()
        return Exit.GOOD
    except Exception as error:
        logging.getLogger(__name__).info("unexpected error", exc_info=error)  # to the log file only
        return out.unexpected(error)


if __name__ == "__main__":
    sys.exit(main())
