"""What was applied to which packs, as JSON, as a table for a spreadsheet, and as text to print."""

import asyncio
import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from mingtang_desk.core.clock import iso
from mingtang_desk.core.errors import MingtangError, unwritable
from mingtang_desk.core.spreadsheet import plain_cell
from mingtang_desk.session.golden_apply import BatchReport, PackReport
from mingtang_desk.session.golden_plan import Refusal

FORMAT = "mingtang-apply-report/1"
_COLUMNS = (
    *("set", "version", "who", "time", "pack", "code", "address", "result"),
    *("field", "old", "sent", "read", "state", "reason"),
)


def error_json(error: MingtangError) -> dict[str, object]:
    """Return an error as key, message and hint."""
    return {"key": error.key, "message": error.message, "hint": error.hint}


def refusals_json(refusals: tuple[Refusal, ...]) -> list[dict[str, object]]:
    """Return why a file is not sent, field by field."""
    return [{"field": refusal.key, **error_json(refusal.error)} for refusal in refusals]


def fields_json(report: PackReport) -> dict[str, object]:
    """Return the fields of a pack as `settings apply` prints them."""
    return {
        key: {"old": f.old, "sent": f.sent, "read": f.read, "state": f.state.value}
        for key, f in report.fields.items()
    }


def pack_json(report: PackReport) -> dict[str, object]:
    """Return one pack."""
    made: dict[str, object] = {
        "uri": report.uri,
        "name": report.name,
        "device_id": report.device_id,
        "code": report.code,
        "protocol": report.protocol or None,
        "state": report.state.value,
        "changed": report.changed,
        "fields": fields_json(report),
        "side_effects": list(report.side_effects),
        "left_out": list(report.left_out),
        "transaction": report.transaction,
        "time": None if report.started is None else iso(report.started),
        "seconds": report.seconds,
    }
    if report.why is not None:
        made["error"] = error_json(report.why)
    if report.refusals:
        made["refused"] = refusals_json(report.refusals)
    return made


def batch_json(batch: BatchReport) -> dict[str, object]:
    """Return a whole run."""
    head = batch.document.golden
    return {
        "format": FORMAT,
        "set": {
            "name": batch.document.name if head is None else head.name,
            "version": None if head is None else head.version,
            "checksum": None if head is None else head.checksum,
            "edited": batch.document.edited,
            "file": str(batch.document.path),
        },
        "who": batch.who,
        "started": iso(batch.started),
        "ended": iso(batch.ended),
        "good": batch.good,
        "packs": [pack_json(pack) for pack in batch.packs],
    }


def batch_csv(batch: BatchReport) -> str:
    """Return a row for each field of each pack; a pack without fields has one row."""
    out = io.StringIO()
    writer = csv.DictWriter(out, _COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    head = batch.document.golden
    for pack in batch.packs:
        common: dict[str, object] = {
            "set": batch.document.name if head is None else head.name,
            "version": "" if head is None else head.version,
            "who": batch.who,
            "time": "" if pack.started is None else iso(pack.started),
            "pack": pack.name,
            "code": pack.code,
            "address": pack.uri,
            "result": pack.state.value,
        }
        for row in _rows(pack):
            writer.writerow({key: plain_cell(value) for key, value in (common | row).items()})
    return out.getvalue()


def batch_text(batch: BatchReport) -> str:
    """Return the run as plain text, to be printed."""
    good = sum(pack.state.good for pack in batch.packs)
    lines = [
        f"Set: {batch.document.name}" + (" (edited by hand)" if batch.document.edited else ""),
        f"From {iso(batch.started)} to {iso(batch.ended)}, by {batch.who or '–'}",
        f"Packs: {len(batch.packs)}, with the set: {good}",
    ]
    for number, pack in enumerate(batch.packs, 1):
        name = " ".join(dict.fromkeys(text for text in (pack.name, pack.code) if text)) or "–"
        lines += ["", f"{number}. {name}  {pack.uri}  {pack.state.value}  {pack.seconds:.1f} s"]
        if pack.state.good:
            lines.append(f"   {pack.changed} written, {len(pack.fields) - pack.changed} so already")
        lines += [f"   {f.key or 'file'}: {f.error.message}" for f in pack.refusals]
        if pack.error is not None:
            lines.append(f"   {pack.error}")
        lines += [
            f"   {key}: {f.old} -> {f.sent}, read back {f.read}: {f.state.value}"
            for key, f in pack.fields.items()
            if f.old != f.sent or f.state.value != "applied"
        ]
        lines += [f"   side effect: {effect}" for effect in pack.side_effects]
    return "\n".join(lines) + "\n"


REPORTS: Mapping[str, Callable[[BatchReport], str]] = {
    ".json": lambda batch: json.dumps(batch_json(batch), ensure_ascii=False, indent=2) + "\n",
    ".csv": lambda batch: "\ufeff" + batch_csv(batch),
    ".txt": batch_text,
}
"""What a report is saved as, by the ending of its file."""


async def save_report(batch: BatchReport, path: Path) -> None:
    """Save a report, beside the loop; the ending of its file, one of `REPORTS`, says as what.

    Raises:
        StorageError: it cannot be written.
    """
    try:
        text = REPORTS[path.suffix.casefold()](batch)
        await asyncio.to_thread(path.write_text, text, encoding="utf-8", newline="")
    except OSError as error:
        raise unwritable(path, error) from error


def _rows(pack: PackReport) -> Iterator[dict[str, object]]:
    for key, f in pack.fields.items():
        values = {"old": f.old, "sent": f.sent, "read": f.read}
        shown = {name: "" if value is None else value for name, value in values.items()}
        yield {"field": key, "state": f.state.value, **shown}
    for refusal in pack.refusals:
        yield {"field": refusal.key, "state": "refused", "reason": refusal.error.message}
    if not pack.fields and not pack.refusals:
        yield {"reason": "" if pack.error is None else pack.error.message}
