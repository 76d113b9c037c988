"""Routes of batteries as tables: import and export."""

import csv
import io
from collections.abc import AsyncIterator, Sequence
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import StreamingResponse
from pydantic import BaseModel

from mingtang_desk.core.spreadsheet import plain_cell
from mingtang_desk.server.accounts.principal import Principal
from mingtang_desk.server.api.deps import Reader, Server
from mingtang_desk.server.api.devices_edit import Manager
from mingtang_desk.server.devices.bulk import Plan, carry_out, plan_of
from mingtang_desk.server.devices.changes import account_of
from mingtang_desk.server.devices.fields import AccountId
from mingtang_desk.server.devices.fleet import Type, page, rows_of
from mingtang_desk.server.devices.presence import seen_of
from mingtang_desk.server.devices.sheet import COLUMNS, MOST_BYTES, SHOWN, Sheet, read_sheet
from mingtang_desk.server.devices.watch import presence_of
from mingtang_desk.server.problem import Problem
from mingtang_desk.server.times import iso_ms, now_ms

router = APIRouter()
MOST_ERRORS = 1000
AT_ONCE = 1000


class LineErrorOut(BaseModel):
    """What is wrong in a line; `column` is empty where it is about the whole line."""

    line: int
    column: str
    message: str


class Changed(BaseModel):
    """A battery that a table changes."""

    number: str
    fields: list[str]


class Imported(BaseModel):
    """What an import did, or would do."""

    dry_run: bool
    made: list[str]
    changed: list[Changed]
    unchanged: int
    errors: list[LineErrorOut]


_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "text/csv": {
                "schema": {"type": "string"},
                "example": "number,terminal,name,account\n13800000009,13800000009,red,shop\n",
            }
        },
    }
}


@router.post("/devices/import", openapi_extra=_BODY)
async def import_devices(
    server: Server,
    who: Manager,
    request: Request,
    *,
    dry_run: Annotated[bool, Query(description="Only tell what would be done.")] = False,
) -> Imported:
    """Enter and change batteries by a table, all lines or none.

    The first line names the columns: number, and any of terminal, imei, sim, name, kind, account,
    protocol, vendor, expires, enabled. `account` is an id, a path, or names from the account below
    yours on, with / between. An empty cell changes nothing. UTF-8 or GBK; commas, semicolons or
    tabs; 10 000 lines and 4 MB at most.
    """
    sheet = read_sheet(await _body(request))
    if dry_run:
        async with server.core.store.read() as connection:
            now = now_ms(server.core.clock)
            plan = await plan_of(connection, server.directory, who, sheet, now)
        return _imported(plan, dry_run=True)
    plan, pks = await _import(server, who, sheet)
    await server.directory.refresh(*pks)
    for change in plan.changed:
        link = server.ingest.link_of(change.device)
        if link is not None and (change.account is not None or "terminal" in change.values):
            link.hang_up()
        elif link is not None:
            link.device = server.directory.by_pk(change.device.pk) or link.device
    return _imported(plan, dry_run=False)


async def _import(server: Server, who: Principal, sheet: Sheet) -> tuple[Plan, list[int]]:
    async with server.core.store.write() as tx:
        plan = await plan_of(tx.connection, server.directory, who, sheet, tx.now_ms)
        if plan.errors:
            errors = [each.model_dump() for each in _imported(plan, dry_run=False).errors]
            raise Problem(
                422, "import_refused", "Nothing was changed: see errors.", extra={"errors": errors}
            )
        return plan, await carry_out(server.directory, tx, who, plan)


async def _body(request: Request) -> bytes:
    data = bytearray()
    async for chunk in request.stream():
        data += chunk
        if len(data) > MOST_BYTES:
            raise Problem(
                413, "too_large", "The table is too large.", extra={"limit_bytes": MOST_BYTES}
            )
    return bytes(data)


def _imported(plan: Plan, *, dry_run: bool) -> Imported:
    return Imported(
        dry_run=dry_run,
        made=[values["number"] for values in plan.made],
        changed=[
            Changed(
                number=change.device.number,
                fields=sorted({*change.values, *(["account"] if change.account else [])}),
            )
            for change in plan.changed
        ],
        unchanged=len(plan.unchanged),
        errors=[
            LineErrorOut(line=each.line, column=each.column, message=each.message)
            for each in plan.errors[:MOST_ERRORS]
        ],
    )


@router.get(
    "/devices/export.csv",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/csv": {"schema": {"type": "string"}}}}},
)
async def export_devices(
    server: Server,
    who: Reader,
    kind: Annotated[Type, Query(alias="type")] = Type.ALL,
    account: Annotated[AccountId | None, Query()] = None,
) -> StreamingResponse:
    """Give the batteries as a table that can be imported again, with their states beside it."""
    path = who.account_path
    if account is not None:
        async with server.core.store.read() as connection:
            _, path = await account_of(connection, who, account)
    return StreamingResponse(
        _lines(server, path, kind),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="batteries.csv"'},
    )


async def _lines(server: Server, path: str, kind: Type) -> AsyncIterator[str]:
    yield "\ufeff" + _csv([(*COLUMNS, *SHOWN)])
    now, cursor = now_ms(server.core.clock), None
    while True:
        async with server.core.store.read() as connection:
            found = await page(connection, path, kind=kind, limit=AT_ONCE, cursor=cursor, now=now)
            rows = await rows_of(connection, found.pks)
        lines = []
        for row in rows:
            presence, _ = presence_of(
                row.enabled_ms is not None, row.expires_ms, seen_of(row._mapping), now
            )
            lines.append(
                (
                    *(row.number, row.terminal, row.imei, row.sim, row.name, row.kind),
                    *(row.account_id, row.protocol, row.vendor, iso_ms(row.expires_ms)),
                    "no" if row.enabled_ms is None else "yes",
                    *(presence.value, iso_ms(row.seen_ms), row.soc_pct, row.pack_v),
                    row.account_name,
                )
            )
        if lines:
            yield _csv(lines)
        cursor = found.cursor
        if cursor is None:
            return


def _csv(rows: Sequence[Sequence[object]]) -> str:
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerows([plain_cell(cell) for cell in row] for row in rows)
    return out.getvalue()
