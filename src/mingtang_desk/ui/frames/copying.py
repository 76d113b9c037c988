"""Rows as text for the clipboard: hex, lines of a capture, a `decode` command line."""

import json
import shlex
from collections.abc import Sequence

from mingtang_desk.ui.frames.source import Line
from mingtang_desk.ui.tips import hex_groups


def as_hex(lines: Sequence[Line]) -> str:
    """Return the bytes of each row, a line each."""
    return "\n".join(hex_groups(line.row.data) for line in lines)


def as_capture(lines: Sequence[Line]) -> str:
    """Return lines as a capture file has them, times from the first on."""
    first = lines[0].row.t if lines else 0.0
    return "\n".join(
        json.dumps(
            {
                "t": round(line.row.t - first, 6),
                "dir": line.row.direction,
                "hex": line.row.data.hex(),
            }
        )
        for line in lines
    )


def as_command(lines: Sequence[Line], protocol: str) -> str:
    """Return a command that decodes these rows as one conversation; one reply takes its request."""
    chunks: list[str] = []
    if len(lines) == 1 and lines[0].row.direction == "rx" and lines[0].row.request is not None:
        chunks.append("tx:" + lines[0].row.request.raw.hex())
    chunks += [
        ("tx:" if line.row.direction == "tx" else "") + line.row.data.hex() for line in lines
    ]
    return shlex.join(["mingtang-desk", "decode", "--protocol", protocol or "auto", *chunks])
