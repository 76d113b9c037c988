"""What is done to batteries: entered, edited, enabled, moved, removed; all of it recorded."""

from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

from sqlalchemy import Row, delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from mingtang_desk.server.accounts.principal import Principal
from mingtang_desk.server.devices.device import Device
from mingtang_desk.server.devices.directory import Directory, add_device
from mingtang_desk.server.problem import Problem, not_found
from mingtang_desk.server.store.schema import METADATA
from mingtang_desk.server.store.store import Transaction
from mingtang_desk.server.store.tables.accounts import ACCOUNTS
from mingtang_desk.server.store.tables.commands import COMMAND_LOG, COMMANDS
from mingtang_desk.server.store.tables.devices import DEVICES
from mingtang_desk.server.store.tables.rides import ALARMS


async def log_change(
    directory: Directory,
    tx: Transaction,
    who: Principal,
    account_path: str,
    action: str,
    target: str,
    body: Mapping[str, object] | None = None,
) -> None:
    """Record what is done to a battery, in the transaction that does it.

    Args:
        directory: knows who records.
        tx: the transaction.
        who: whoever does it.
        account_path: whose the battery is.
        action: what, a past participle at its end.
        target: number of the battery, or of the tracker.
        body: further facts; no secrets.
    """
    if directory.recorder is not None:
        await directory.recorder(tx, who, account_path, action, target, body)


async def account_of(
    connection: AsyncConnection, who: Principal, account_id: str
) -> tuple[str, str]:
    """Return id and path of an account that somebody may see.

    Raises:
        Problem: 404.
    """
    query = select(ACCOUNTS.c.id, ACCOUNTS.c.path).where(ACCOUNTS.c.id == account_id.lower())
    row = (await connection.execute(query)).one_or_none()
    if row is None or not who.sees(row.path):
        not_found("account")
    return row.id, row.path


def is_above(who: Principal, account_path: str) -> bool:
    """Whether somebody decides about dates of an account's batteries: from above it, or an admin.

    Nobody extends the time of their own batteries.
    """
    return who.is_admin or (who.sees(account_path) and who.account_path != account_path)


def need_above(who: Principal, account_path: str) -> None:
    """Refuse who does not decide about the dates of an account's batteries.

    Raises:
        Problem: 403.
    """
    if not is_above(who, account_path):
        raise Problem(
            403, "not_permitted", "Only an account above the battery's own enables and extends it."
        )


async def enter(
    directory: Directory, tx: Transaction, who: Principal, values: Mapping[str, object]
) -> int:
    """Enter a battery; return its key.

    Raises:
        Problem: 409, its number or its tracker is entered already.
    """
    try:
        pk = await add_device(tx, values)
    except IntegrityError as error:
        taken(error)
    await log_change(
        directory,
        tx,
        who,
        str(values["account_path"]),
        "battery_entered",
        str(values["number"]),
        {key: values[key] for key in ("terminal", "enabled_ms", "expires_ms") if key in values},
    )
    return pk


async def edit(
    directory: Directory,
    tx: Transaction,
    who: Principal,
    device: Device,
    values: Mapping[str, object],
    action: str = "battery_edited",
) -> None:
    """Change columns of a battery; another tracker has to register anew.

    Raises:
        Problem: 409, the tracker is another's; 404, the battery is gone.
    """
    changes = dict(values)
    if "terminal" in changes and changes["terminal"] != device.terminal:
        changes |= {"auth_code": None, "proven_ms": None, "is_open": False, "firmware": None}
    names = [name for name in values if name != "auth_code"]
    row = await _still(tx, who, device, names)
    if not changes:
        return
    try:
        await tx.connection.execute(
            update(DEVICES).where(DEVICES.c.pk == device.pk).values(changes)
        )
    except IntegrityError as error:
        taken(error)
    body = {
        name: {"before": row._mapping[name], "after": values[name]}
        for name in names
        if row._mapping[name] != values[name]
    }
    await log_change(directory, tx, who, device.account_path, action, device.number, body)


async def move(
    directory: Directory,
    tx: Transaction,
    who: Principal,
    device: Device,
    account_id: str,
    account_path: str,
) -> None:
    """Give a battery to another account, with alarms, commands and tracks."""
    await _still(tx, who, device)
    values = {"account_id": account_id, "account_path": account_path}
    await tx.connection.execute(update(DEVICES).where(DEVICES.c.pk == device.pk).values(values))
    for table in (ALARMS, COMMANDS):
        await tx.connection.execute(
            update(table).where(table.c.device == device.pk).values(account_path=account_path)
        )
    for path in dict.fromkeys((device.account_path, account_path)):
        await log_change(
            directory, tx, who, path, "battery_moved", device.number, {"account_id": account_id}
        )


async def remove(directory: Directory, tx: Transaction, who: Principal, device: Device) -> None:
    """Remove a battery and everything that is kept of it."""
    await _still(tx, who, device)
    commands = select(COMMANDS.c.id).where(COMMANDS.c.device == device.pk)
    await tx.connection.execute(delete(COMMAND_LOG).where(COMMAND_LOG.c.command.in_(commands)))
    for table in reversed(METADATA.sorted_tables):
        if "device" in table.c and table is not DEVICES:
            await tx.connection.execute(delete(table).where(table.c.device == device.pk))
    await tx.connection.execute(delete(DEVICES).where(DEVICES.c.pk == device.pk))
    await log_change(directory, tx, who, device.account_path, "battery_removed", device.number)


async def _still(
    tx: Transaction, who: Principal, device: Device, names: Sequence[str] = ()
) -> Row[Any]:
    """Return columns of a battery, unless it went or changed hands since it was looked up.

    Raises:
        Problem: 404.
    """
    columns = (DEVICES.c[name] for name in dict.fromkeys(("account_path", *names)))
    query = select(*columns).where(DEVICES.c.pk == device.pk)
    row = (await tx.connection.execute(query)).one_or_none()
    if row is None or row.account_path != device.account_path or not who.sees(row.account_path):
        not_found("battery")
    return row


def taken(error: IntegrityError) -> NoReturn:
    """Say that a number or a tracker is entered already.

    Raises:
        Problem: 409.
    """
    raise Problem(
        409, "already_entered", "A battery with this number or this tracker is entered already."
    ) from error
