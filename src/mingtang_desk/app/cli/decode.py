"""The `decode` command: bytes of one conversation, given frame by frame or cut anywhere."""

import argparse
import json
import re
from collections.abc import Sequence
from pathlib import Path

from mingtang_desk.app.cli.output import Exit, Output, error_json, exit_code
from mingtang_desk.app.wiring import CLOCK
from mingtang_desk.core.errors import InputFileError, MingtangError, UsageError
from mingtang_desk.device.json import counters_json, sample_json
from mingtang_desk.interfaces.driver import Driver, Frame
from mingtang_desk.session.drivers import find_driver


def decode_conversation(
    driver: Driver, texts: Sequence[str], *, lenient: bool
) -> dict[str, object]:
    """Return what one conversation says, as CONTRACT.md section 2 writes it.

    Raises:
        InputFileError: no hexadecimal, or nothing could be decoded (its values hold the counts).
    """
    framers = {direction: driver.framer(lenient=lenient) for direction in ("rx", "tx")}
    frames: list[tuple[str, Frame]] = []
    last = "rx"
    for text in texts:
        direction, data = _bytes(text)
        if direction != last:
            frames += [(last, frame) for frame in framers[last].flush()]
            last = direction
        frames += [(direction, frame) for frame in framers[direction].feed(data)]
    frames += [(last, frame) for frame in framers[last].flush()]
    decoded = driver.decode(frames, CLOCK.now())
    counts = framers["rx"].counts
    bad = counts.bad + len(decoded.problems)
    document: dict[str, object] = {}
    if decoded.sample is not None:
        document["sample"] = sample_json(decoded.sample)
    if decoded.settings:
        document["settings"] = dict(decoded.settings)
    if decoded.stats is not None:
        document["stats"] = counters_json(decoded.stats)
    if decoded.info:
        document["info"] = dict(decoded.info)
    if decoded.packs:
        document["packs"] = [sample_json(pack) for pack in decoded.packs]
    if not document:
        raise InputFileError("nothing_decoded", bad_frames=bad, ignored_bytes=counts.ignored)
    if lenient and any(not frame.verified for direction, frame in frames if direction == "rx"):
        document["unverified"] = True
    return document | {"bad_frames": bad, "ignored_bytes": counts.ignored}


_BETWEEN_BYTES = re.compile(r"\b0x|[\s:,]", re.IGNORECASE)


def _bytes(text: str) -> tuple[str, bytes]:
    head = text.strip()[:3].lower()
    direction = "tx" if head == "tx:" else "rx"
    digits = _BETWEEN_BYTES.sub("", text.strip()[3:] if head in ("tx:", "rx:") else text)
    try:
        return direction, bytes.fromhex(digits)
    except ValueError as error:
        raise InputFileError("hex_invalid", text=text) from error


def _counts(error: MingtangError) -> dict[str, object]:
    return {
        key: error.values[key] for key in ("bad_frames", "ignored_bytes") if key in error.values
    }


async def decode(args: argparse.Namespace, out: Output) -> Exit:
    """Decode one conversation, or a file of them."""
    driver = find_driver(args.protocol, args.profile or "")
    if driver is None:
        raise UsageError(
            "option_invalid", value="auto", option="--protocol", allowed="a protocol key"
        )
    if args.batch:
        return _batch(driver, Path(args.batch), args.lenient)
    if not args.hex:
        raise UsageError("usage_invalid", detail="no bytes given", command="decode")
    try:
        out.document(decode_conversation(driver, args.hex, lenient=args.lenient))
    except InputFileError as error:
        return out.error(error, _counts(error))
    return Exit.GOOD


def _batch(driver: Driver, path: Path, lenient: bool) -> Exit:
    """Decode a file, a conversation a line; each gets a document, an error where it has none.

    The documents are JSON lines in any case. A line that is no conversation makes the file a bad
    one (exit 4), but the other lines are decoded all the same.
    """
    out = Output(as_json=True)
    code = Exit.GOOD
    decoded, damaged = 0, False
    for number, line in enumerate(_lines(path), 1):
        if not line.strip():
            continue
        try:
            texts = _conversation(line, path, number)
        except InputFileError as error:
            out.error(error)
            damaged = True
            continue
        try:
            document = decode_conversation(driver, texts, lenient=lenient)
            decoded += 1
        except InputFileError as error:
            document = error_json(error) | _counts(error)
            code = exit_code(error)
        out.document(document)
    if damaged:
        return Exit.INPUT
    return Exit.GOOD if decoded else code


def _conversation(line: str, path: Path, number: int) -> list[str]:
    try:
        texts = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InputFileError(
            "capture_invalid", path=path, line=number, detail="not JSON"
        ) from error
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        detail = "not a list of texts"
        raise InputFileError("capture_invalid", path=path, line=number, detail=detail)
    return texts


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError as error:
        raise InputFileError("file_missing", path=path) from error
    except (OSError, UnicodeDecodeError) as error:
        raise InputFileError("file_unreadable", path=path, detail=error) from error
