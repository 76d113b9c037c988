"""What commands print, and the exit code each kind of error means (CONTRACT.md section 2)."""

import contextlib
import io
import json
import sys
from collections.abc import Mapping, Sequence
from enum import IntEnum

from mingtang_desk.core.errors import (
    CloudRefusalError,
    DeviceError,
    InputFileError,
    MingtangError,
    StorageError,
    UsageError,
    VerifyError,
)


class Exit(IntEnum):
    """Exit codes."""

    GOOD = 0
    BAD_VERDICT = 1
    USAGE = 2
    DEVICE = 3
    INPUT = 4
    REFUSED = 5


def use_utf8(as_json: bool) -> None:
    """Let no console's encoding break a command: JSON is UTF-8, texts lose what cannot be shown."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            if as_json and stream is sys.stdout:
                stream.reconfigure(encoding="utf-8")
            else:
                stream.reconfigure(errors="replace")


def exit_code(error: MingtangError) -> Exit:
    """Return the exit code of an error."""
    match error:
        case UsageError():
            return Exit.USAGE
        case InputFileError() | StorageError():
            return Exit.INPUT
        case VerifyError():
            return Exit.BAD_VERDICT
        case DeviceError() | CloudRefusalError():
            return Exit.REFUSED
        case _:
            return Exit.DEVICE


def error_json(error: MingtangError) -> dict[str, object]:
    """Return an error as every command prints it."""
    return {"error": {"key": error.key, "message": error.message, "hint": error.hint}}


class Output:
    """Prints documents as JSON lines, or texts for people.

    Args:
        as_json: `--json` was given: documents only, on stdout.
    """

    def __init__(self, as_json: bool) -> None:
        self.as_json = as_json

    def document(self, document: object, text: str | None = None) -> None:
        """Print one document; people get `text`, or the document laid out where there is none."""
        if self.as_json:
            print(json.dumps(document, ensure_ascii=False), flush=True)
        elif text is not None:
            print(text, flush=True)
        else:
            print(_laid_out(document), flush=True)

    def unexpected(self, error: Exception) -> Exit:
        """Print an error that nobody foresaw, without its traceback."""
        message = f"Unexpected error: {type(error).__name__}: {error}"
        hint = "The log file has the details; “mingtang-desk doctor --bundle FILE” packs it."
        if self.as_json:
            with contextlib.suppress(OSError):  # it may be stdout itself that cannot be written
                self.document({"error": {"key": "unexpected", "message": message, "hint": hint}})
                return Exit.DEVICE
        print(f"{message}\n{hint}", file=sys.stderr, flush=True)
        return Exit.DEVICE

    def error(
        self,
        error: MingtangError,
        extra: Mapping[str, object] | None = None,
        lines: Sequence[str] = (),
    ) -> Exit:
        """Print an error and return its exit code; `extra` goes to programs, `lines` to people."""
        if self.as_json:
            self.document({**error_json(error), **(extra or {})})
        else:
            lines = [error.message, error.hint, *lines]
            print("\n".join(line for line in lines if line), file=sys.stderr, flush=True)
        return exit_code(error)


def _laid_out(document: object, indent: str = "") -> str:
    if not isinstance(document, Mapping):
        return json.dumps(document, ensure_ascii=False, indent=2)
    lines = []
    width = max((len(str(key)) for key in document), default=0)
    for key, value in document.items():
        if isinstance(value, Mapping) and value:
            lines += [f"{indent}{key}", _laid_out(value, indent + "  ")]
        else:
            text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
            lines.append(f"{indent}{str(key).ljust(width)}  {text}")
    return "\n".join(lines)
