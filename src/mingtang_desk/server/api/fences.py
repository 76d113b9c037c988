"""Routes of `fences`."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query
from sqlalchemy import select

from mingtang_desk.geo.datum import Datum, convert
from mingtang_desk.geo.fence import Circle, Polygon
from mingtang_desk.server.accounts.principal import Principal, is_within
from mingtang_desk.server.accounts.rights import Right
from mingtang_desk.server.api.account_paths import path_for
from mingtang_desk.server.api.deps import Number, Reader, Server, device_for, having
from mingtang_desk.server.api.fence_models import FenceHere, FenceIn, FenceList, FenceOut, fence_out
from mingtang_desk.server.api.idempotency import Once
from mingtang_desk.server.api.ranges import Cursor, Limit
from mingtang_desk.server.problem import Problem
from mingtang_desk.server.rides.fences import FenceRow, FenceWish
from mingtang_desk.server.services import Services
from mingtang_desk.server.store.store import Transaction
from mingtang_desk.server.store.tables.accounts import ACCOUNTS
from mingtang_desk.server.store.tables.devices import DEVICE_STATE

router = APIRouter(tags=["fences"])
Fencer = Annotated[Principal, Depends(having(Right.FENCES))]
FenceId = Annotated[str, Path(pattern=r"^[0-9a-f-]{36}$")]


@router.get("/fences", summary="List fences")
async def fences(
    server: Server,
    who: Reader,
    number: Annotated[str | None, Query(pattern=r"^[0-9A-Za-z._-]{1,64}$")] = None,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> FenceList:
    """Return fences that the asker may see, the oldest first; with `number` those of a battery."""
    found = server.rides.fences.seen_by(who)
    if number is not None:
        mine = server.rides.fences.of(device_for(server, who, number))
        found = [fence for fence in found if fence in mine]
    after = 0 if cursor is None else int(cursor)
    page = [fence for fence in found if fence.serial > after][: limit + 1]
    return FenceList(
        items=[await _shown(server, fence, who) for fence in page[:limit]],
        next_cursor=str(page[limit - 1].serial) if len(page) > limit else None,
    )


@router.post("/fences", status_code=201, summary="Make a fence")
async def add(server: Server, who: Fencer, body: FenceIn, once: Once) -> FenceOut:
    """Make a fence; see `warnings` in the answer."""
    wish = await _wish(server, who, body, who.account_path)
    return await _added(server, wish, who, once)


@router.get("/fences/{fence_id}", summary="Show a fence")
async def fence(server: Server, who: Reader, fence_id: FenceId) -> FenceOut:
    """Return a fence."""
    return await _shown(server, server.rides.fences.get(fence_id, who), who)


@router.put("/fences/{fence_id}", summary="Change a fence")
async def change(server: Server, who: Fencer, fence_id: FenceId, body: FenceIn) -> FenceOut:
    """Put a fence in place of one; a new shape forgets who was inside."""
    found = server.rides.fences.get(fence_id, who)
    wish = await _wish(server, who, body, found.account_path)
    return await _shown(server, await server.rides.fences.change(found, wish), who)


@router.delete("/fences/{fence_id}", status_code=204, summary="Remove a fence")
async def remove(server: Server, who: Fencer, fence_id: FenceId) -> None:
    """Forget a fence; its alarms stay in the list."""
    await server.rides.fences.remove(server.rides.fences.get(fence_id, who))


@router.post("/devices/{number}/fence-here", status_code=201, summary="Fence a parked battery")
async def fence_here(
    server: Server, who: Fencer, number: Number, body: FenceHere, once: Once
) -> FenceOut:
    """Make a circle around where a battery stands."""
    device = device_for(server, who, number)
    watch = server.rides.watches.get(device.pk)
    if watch is not None and watch.still is not None:
        place = watch.still[1]
    else:
        state = DEVICE_STATE.c
        query = select(state.lat, state.lon).where(state.device == device.pk)
        async with server.core.store.read() as connection:
            row = (await connection.execute(query)).one_or_none()
        if row is None or row.lat is None or row.lon is None:
            raise Problem(409, "no_position", "Nobody knows yet where this battery is.")
        place = (row.lat, row.lon)
    wish = FenceWish(
        account_path=device.account_path,
        name=body.name or f"around {device.number}",
        area=Circle(*place, body.radius_m),
        schedule=None,
        is_everyones=False,
        devices=frozenset({device.pk}),
    )
    return await _added(server, wish, who, once)


async def _added(server: Services, wish: FenceWish, who: Principal, once: Once) -> FenceOut:
    async def kept(tx: Transaction, row: FenceRow) -> None:
        await once.keep(tx, await _shown(server, row, who))

    return await _shown(server, await server.rides.fences.add(wish, who, kept), who)


async def _wish(server: Services, who: Principal, body: FenceIn, path: str) -> FenceWish:
    """Return what is wanted, in WGS-84; `path` is that of its account unless the body names one.

    Raises:
        Problem: 404 for foreign accounts and batteries, 422 where it makes no sense.
    """
    if body.account_id is not None:
        path = await path_for(server, who, body.account_id)
    devices = [device_for(server, who, number) for number in body.devices]
    if not all(is_within(device.account_path, path) for device in devices):
        raise Problem(
            422, "device_outside", "A battery does not belong to the account of the fence."
        )
    datum = Datum(body.datum)
    area: Circle | Polygon
    if body.circle is not None and body.polygon is None:
        place = convert((body.circle.lat, body.circle.lon), datum, Datum.WGS84)
        area = Circle(*place, body.circle.radius_m)
    elif body.polygon is not None and body.circle is None:
        area = Polygon(tuple(convert(corner, datum, Datum.WGS84) for corner in body.polygon))
    else:
        raise Problem(422, "fence_invalid", "Give either circle or polygon.")
    return FenceWish(
        account_path=path,
        name=body.name,
        area=area,
        schedule=None if body.schedule is None else body.schedule.value(),
        is_everyones=body.whole_account,
        devices=frozenset(device.pk for device in devices),
    )


async def _shown(server: Services, row: FenceRow, who: Principal) -> FenceOut:
    """Return a fence with the numbers of its batteries that the asker may see."""
    found = [server.directory.by_pk(pk) for pk in row.devices]
    numbers = sorted(each.number for each in found if each and who.sees(each.account_path))
    async with server.core.store.read() as connection:
        account = await connection.scalar(
            select(ACCOUNTS.c.id).where(ACCOUNTS.c.path == row.account_path)
        )
    return fence_out(row, account, numbers)
