"""Routes of batteries: lists, counts, one of them."""

import json
from typing import Annotated, Any

from fastapi import APIRouter, Query
from sqlalchemy import select

from mingtang_desk.server.api import devices_edit, devices_sheet, quarantine, samples
from mingtang_desk.server.api.deps import Number, Reader, Server, device_for
from mingtang_desk.server.api.devices_models import (
    AccountCounts,
    Battery,
    BatteryPage,
    FleetCounts,
    TypeCounts,
)
from mingtang_desk.server.api.devices_rows import shown_battery, shown_rows
from mingtang_desk.server.devices.changes import account_of
from mingtang_desk.server.devices.fields import AccountId
from mingtang_desk.server.devices.fleet import Counts, Sort, Type, counts, page, summed
from mingtang_desk.server.devices.search import condition_of, read_search
from mingtang_desk.server.ids import step_of
from mingtang_desk.server.problem import Problem
from mingtang_desk.server.store.tables.accounts import ACCOUNTS
from mingtang_desk.server.store.tables.devices import DEVICE_STATE
from mingtang_desk.server.times import iso_ms, now_ms

router = APIRouter(tags=["devices"])
PAGE, MOST = 100, 500
CHILDREN = 1000

AccountQuery = Annotated[
    AccountId | None, Query(description="Only of this account and those below it.")
]


@router.get("/devices")
async def devices(
    server: Server,
    who: Reader,
    *,
    kind: Annotated[Type, Query(alias="type", description="The tab.")] = Type.ALL,
    account: AccountQuery = None,
    q: Annotated[
        str,
        Query(
            max_length=40_000,
            description="Any part of number, tracker, IMEI, SIM or name; or several numbers, "
            "separated by commas or spaces, 1000 at most.",
        ),
    ] = "",
    ending: Annotated[
        str,
        Query(pattern=r"^[0-9A-Za-z._-]{0,64}$", description="Last characters of the number."),
    ] = "",
    sort: Sort = Sort.NUMBER,
    limit: Annotated[int, Query(ge=1, le=MOST)] = PAGE,
    cursor: Annotated[str | None, Query(max_length=2000)] = None,
) -> BatteryPage:
    """List the batteries of your account and those below it."""
    now = now_ms(server.core.clock)
    search = read_search(q, ending)
    async with server.core.store.read() as connection:
        path = who.account_path
        if account is not None:
            _, path = await account_of(connection, who, account)
        found = await page(
            connection,
            path,
            kind=kind,
            conditions=condition_of(search, server.directory),
            is_narrow=search.is_narrow,
            sort=sort,
            limit=limit,
            cursor=cursor,
            now=now,
        )
        items = await shown_rows(connection, found.pks, now)
    return BatteryPage(items=items, next_cursor=found.cursor)


@router.get("/devices/counts")
async def device_counts(server: Server, who: Reader, account: AccountQuery = None) -> FleetCounts:
    """Count the batteries of each type: of an account with all below, and of each right below."""
    async with server.core.store.read() as connection:
        top, path = who.account_id, who.account_path
        if account is not None:
            top, path = await account_of(connection, who, account)
        found = await counts(connection, path, now_ms(server.core.clock))
        query = (
            select(ACCOUNTS.c.id, ACCOUNTS.c.name)
            .where(ACCOUNTS.c.parent_id == top)
            .order_by(ACCOUNTS.c.name, ACCOUNTS.c.id)
            .limit(CHILDREN)
        )
        children = (await connection.execute(query)).all()
    below: dict[str, list[Counts]] = {}
    for each, numbers in found.items():
        below.setdefault(each[len(path) :].split("/", 2)[1] if each != path else "", []).append(
            numbers
        )
    return FleetCounts(
        account_id=top,
        counts=_shown(list(found.values())),
        own=_shown(below.get("", [])),
        children=[
            AccountCounts(
                account_id=row.id,
                name=row.name,
                counts=_shown(below.get(step_of(row.id).removeprefix("/"), [])),
            )
            for row in children
        ],
    )


def _shown(parts: list[Counts]) -> TypeCounts:
    return TypeCounts(**{kind.value: number for kind, number in summed(parts).items()})


router.include_router(devices_sheet.router)
router.include_router(samples.router)


@router.get("/devices/{number}")
async def device(server: Server, who: Reader, number: Number) -> Battery:
    """Tell everything of a battery but its samples."""
    found = device_for(server, who, number)
    async with server.core.store.read() as connection:
        return await shown_battery(connection, who, found, now_ms(server.core.clock))


@router.get("/devices/{number}/bms")
async def device_bms(server: Server, who: Reader, number: Number) -> dict[str, Any]:
    """Return the latest sample of the board; `received` = when it came here."""
    found = device_for(server, who, number)
    row = await _state(server, found.pk)
    sample: dict[str, Any] = json.loads(_known(row and row.bms, "sample of the board"))
    return {**sample, "received": sample.get("received") or iso_ms(row.bms_ms)}


@router.get("/devices/{number}/settings")
async def device_settings(server: Server, who: Reader, number: Number) -> dict[str, Any]:
    """Return the latest settings that were read, as a settings file."""
    found = device_for(server, who, number)
    row = await _state(server, found.pk)
    settings: dict[str, Any] = json.loads(_known(row and row.settings, "settings of the board"))
    return settings


@router.get("/devices/{number}/stats")
async def device_stats(server: Server, who: Reader, number: Number) -> dict[str, Any]:
    """Return the latest counters of the board."""
    found = device_for(server, who, number)
    row = await _state(server, found.pk)
    stats: dict[str, Any] = json.loads(_known(row and row.counters, "counters of the board"))
    return stats


async def _state(server: Server, pk: int) -> Any:
    columns = DEVICE_STATE.c
    query = select(columns.bms, columns.bms_ms, columns.settings, columns.counters)
    async with server.core.store.read() as connection:
        return (await connection.execute(query.where(columns.device == pk))).one_or_none()


def _known(text: str | None, what: str) -> str:
    if text is None:
        raise Problem(404, "not_known_yet", f"There are no {what} yet; ask the battery for them.")
    return text


router.include_router(devices_edit.router)
router.include_router(quarantine.router)
