"""Routes that change batteries.

Entering, editing and moving need the right "devices" (managers and owners). Enabling a battery and
setting its expiry is for an account strictly above the battery's own, or for the admin: nobody
extends the time of their own batteries. Removing is for the admin.
"""

from typing import Annotated

from fastapi import APIRouter, Body, Depends, Query

from mingtang_desk.server.accounts.principal import Principal
from mingtang_desk.server.accounts.rights import Right
from mingtang_desk.server.api.deps import Number, Server, device_for, having
from mingtang_desk.server.api.devices_models import (
    Battery,
    BatteryEdit,
    Enabling,
    Moving,
    NewBattery,
)
from mingtang_desk.server.api.devices_rows import shown_battery
from mingtang_desk.server.devices import changes
from mingtang_desk.server.devices.device import Device
from mingtang_desk.server.problem import Problem, forbidden, not_found
from mingtang_desk.server.times import ms_of, now_ms

router = APIRouter()
Manager = Annotated[Principal, Depends(having(Right.DEVICES))]


async def settled(server: Server, who: Principal, pk: int, *, hang_up: bool = False) -> Battery:
    """Make a committed change known, and return the battery.

    Args:
        server: the parts.
        who: is told of it.
        pk: its key.
        hang_up: its tracker has to connect anew.
    """
    await server.directory.refresh(pk)
    device = server.directory.by_pk(pk)
    if device is None:
        not_found("battery")
    link = server.ingest.link_of(device)
    if link is not None:
        link.device = device
        if hang_up:
            link.hang_up()
    async with server.core.store.read() as connection:
        return await shown_battery(connection, who, device, now_ms(server.core.clock))


@router.post("/devices", status_code=201)
async def enter_device(server: Server, who: Manager, body: NewBattery) -> Battery:
    """Enter a battery in your account or one below it."""
    values = columns_of(body)
    directory = server.directory
    async with server.core.store.write() as tx:
        account, path = who.account_id, who.account_path
        if body.account_id is not None:
            account, path = await changes.account_of(tx.connection, who, body.account_id)
        if body.enabled or "expires_ms" in values:
            changes.need_above(who, path)
        values |= {"number": body.number, "account_id": account, "account_path": path}
        values["enabled_ms"] = tx.now_ms if body.enabled else None
        pk = await changes.enter(directory, tx, who, values)
        if values.get("terminal") is not None:
            await directory.quarantine.drop(tx, str(values["terminal"]))
    return await settled(server, who, pk)


@router.patch("/devices/{number}")
async def edit_device(server: Server, who: Manager, number: Number, body: BatteryEdit) -> Battery:
    """Change what is said of a battery; another `terminal` has to register anew."""
    device = device_for(server, who, number)
    values = columns_of(body)
    if "expires_ms" in values:
        changes.need_above(who, device.account_path)
    async with server.core.store.write() as tx:
        await changes.edit(server.directory, tx, who, device, values)
        if values.get("terminal") is not None:
            await server.directory.quarantine.drop(tx, str(values["terminal"]))
    is_other = "terminal" in values and values["terminal"] != device.terminal
    return await settled(server, who, device.pk, hang_up=is_other)


@router.post("/devices/{number}/enable")
async def enable_device(
    server: Server,
    who: Manager,
    number: Number,
    body: Annotated[Enabling | None, Body()] = None,
) -> Battery:
    """Enable a battery; one that is enabled stays so since when it was."""
    device = device_for(server, who, number)
    changes.need_above(who, device.account_path)
    async with server.core.store.write() as tx:
        values: dict[str, object] = {} if device.enabled else {"enabled_ms": tx.now_ms}
        if body is not None and "expires" in body.model_fields_set:
            values["expires_ms"] = None if body.expires is None else ms_of(body.expires)
        await changes.edit(server.directory, tx, who, device, values, "battery_enabled")
    return await settled(server, who, device.pk)


@router.post("/devices/{number}/move")
async def move_device(server: Server, who: Manager, number: Number, body: Moving) -> Battery:
    """Give a battery, with its tracks and alarms, to another account of yours or below."""
    device = device_for(server, who, number)
    async with server.core.store.write() as tx:
        account, path = await changes.account_of(tx.connection, who, body.account_id)
        await changes.move(server.directory, tx, who, device, account, path)
    return await settled(server, who, device.pk, hang_up=True)


@router.post("/devices/{number}/new-code")
async def new_code(server: Server, who: Manager, number: Number) -> Battery:
    """Forget the tracker's authentication code: it has to register anew."""
    device = device_for(server, who, number)
    values = {"auth_code": None, "proven_ms": None}
    async with server.core.store.write() as tx:
        await changes.edit(server.directory, tx, who, device, values, "code_forgotten")
    return await settled(server, who, device.pk, hang_up=True)


@router.delete("/devices/{number}", status_code=204)
async def remove_device(
    server: Server,
    who: Manager,
    number: Number,
    confirm: Annotated[
        str | None, Query(max_length=64, description="The number of the battery once more.")
    ] = None,
) -> None:
    """Remove a battery with its tracks, samples, alarms and commands; for the admin."""
    device = device_for(server, who, number)
    if not who.is_admin:
        forbidden("remove a battery")
    if confirm != device.number:
        raise Problem(
            409,
            "confirmation_needed",
            "Everything that is kept of it goes too. Ask again with confirm=<number>.",
            extra={"confirm": device.number},
        )
    async with server.core.store.write() as tx:
        await changes.remove(server.directory, tx, who, device)
    await forgotten(server, device)


async def forgotten(server: Server, device: Device) -> None:
    """Make it known that a battery is gone."""
    link = server.ingest.link_of(device)
    await server.directory.refresh(device.pk)
    if link is not None:
        link.hang_up()
    server.rides.forget(device.pk)


def columns_of(body: BatteryEdit) -> dict[str, object]:
    """Return the columns a body changes.

    Raises:
        Problem: 422, a field cannot be null.
    """
    try:
        return body.columns()
    except ValueError as error:
        fields = [{"field": f"body.{str(error).split(' ', 1)[0]}", "detail": str(error)}]
        raise Problem(
            422, "invalid", "Some fields are not as they have to be.", extra={"fields": fields}
        ) from error
