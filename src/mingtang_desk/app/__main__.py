"""The entry point: a command runs in a plain event loop, no command opens the window."""

import asyncio
import sys
from collections.abc import Callable, Coroutine
from typing import Any

from mingtang_desk.app import logs
from mingtang_desk.app.cli import parser
from mingtang_desk.app.cli.output import Exit, Output
from mingtang_desk.core.errors import MingtangError

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
        case "settings":
            from mingtang_desk.app.cli import settings

            commands = {
                "read": settings.read,
                "set": settings.change,
                "apply": settings.apply,
                "diff": settings.diff,
                "lint": settings.lint,
                "undo": settings.undo,
            }
            return commands[what]
        case "control":
            from mingtang_desk.app.cli.control import control

            return control
        case "decode":
            from mingtang_desk.app.cli.decode import decode

            return decode
        case "simulate":
            from mingtang_desk.app.cli.simulate import simulate

            return simulate
        case "history":
            from mingtang_desk.app.cli.history import history

            return history
        case _:
            from mingtang_desk.app.cli.doctor import doctor

            return doctor


def main(argv: list[str] | None = None) -> int:
    """Run the program; return its exit code."""
    words = sys.argv[1:] if argv is None else argv
    out = Output("--json" in words)
    try:
        args = parser.build().parse_args(words)
        logs.start(to_stderr=args.command not in (None, "demo"))
        if args.command in (None, "demo"):
            from mingtang_desk.app import window

            return window.main(args, out)
        return asyncio.run(_command(args.command, getattr(args, "what", ""))(args, out))
    except MingtangError as error:
        return out.error(error)
    except KeyboardInterrupt:
        return out.error(MingtangError("interrupted"))
    except BrokenPipeError:  # the reader of our output went away
        sys.stderr.close()
        return Exit.GOOD


if __name__ == "__main__":
    sys.exit(main())
