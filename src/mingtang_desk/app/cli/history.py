"""The `history` commands: list, export, import, stat, verify."""

import argparse
import asyncio
import json
from pathlib import Path
from typing import TYPE_CHECKING

from mingtang_desk.app.cli.output import Exit, Output
from mingtang_desk.app.cli.reading import chosen_history
from mingtang_desk.app.wiring import opened_history
from mingtang_desk.core.clock import iso
from mingtang_desk.core.errors import InputFileError
from mingtang_desk.interfaces.storage import DeviceKey, JournalEntry

if TYPE_CHECKING:
    from mingtang_desk.history.store import HistoryStore

LIST_LIMIT = 1000


async def history(args: argparse.Namespace, out: Output) -> Exit:
    """Run one of the history commands."""
    path = chosen_history(args)
    if args.history and args.what != "import" and not path.exists():
        # A mistyped path must not pass for a good and empty history.
        raise InputFileError("file_missing", path=path)
    if args.what == "verify":  # looks at the file as it is, damaged ones too
        from mingtang_desk.history.verify import verify_file

        verdict = await asyncio.to_thread(verify_file, path)
        out.document(verdict.as_json())
        return Exit.GOOD if verdict.ok else Exit.BAD_VERDICT
    async with opened_history(path) as store:
        match args.what:
            case "list":
                return await _list(store, out)
            case "stat":
                out.document((await store.stat()).as_json())
            case "export":
                count = await store.export(Path(args.out))
                out.document(
                    {"file": args.out, "lines": count}, f"{count} lines written to {args.out}"
                )
            case _:
                taken = await store.import_file(Path(args.file))
                out.document(taken.as_json())
    return Exit.GOOD


async def _list(store: "HistoryStore", out: Output) -> Exit:
    devices = await store.devices()
    entries = await store.journal_entries(limit=LIST_LIMIT)
    events = await store.events(limit=LIST_LIMIT)
    document: dict[str, list[dict[str, object]]] = {
        "devices": [
            {
                **_device(row.key),
                "first_seen": iso(row.first_seen),
                "last_seen": iso(row.last_seen),
            }
            for row in devices
        ],
        "journal": [_entry(entry) for entry in entries],
        "events": [
            {
                "time": iso(row.time),
                "device": _device(row.device),
                "key": row.key,
                "values": dict(row.values),
            }
            for row in events
        ],
    }
    out.document(document, _text(document))
    return Exit.GOOD


def _device(key: DeviceKey) -> dict[str, object]:
    return {"protocol": key.protocol, "device_id": key.device_id, "uri": key.uri, "name": key.name}


def _entry(entry: JournalEntry) -> dict[str, object]:
    from mingtang_desk.history.journal_raw import raw_body

    return {
        "id": entry.id,
        "kind": entry.kind,
        "device": _device(entry.device),
        "who": entry.who,
        "opened": iso(entry.opened),
        "closed": None if entry.closed is None else iso(entry.closed),
        "fields": {
            key: {"old": f.old, "sent": f.sent, "read": f.read, "state": f.state.value}
            for key, f in entry.fields.items()
        },
        "side_effects": list(entry.side_effects),
        "undoes": entry.undoes,
        "raw": raw_body(entry.raw),
    }


def _text(document: dict[str, list[dict[str, object]]]) -> str:
    lines = ["devices"]
    lines += [
        f"  {row['protocol']} {row['name'] or '—'} {row['uri']}" for row in document["devices"]
    ]
    lines.append("writes")
    for row in document["journal"]:
        lines.append(f"  {row['id']} {row['opened']} {row['kind']} by {row['who']}")
        fields = row["fields"]
        if isinstance(fields, dict):
            lines += [f"    {key}: {_json(value)}" for key, value in fields.items()]
    lines.append("events")
    lines += [f"  {row['time']} {row['key']} {_json(row['values'])}" for row in document["events"]]
    return "\n".join(lines)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
