"""A table of batteries held against what is entered, and carried out in one transaction."""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from mingtang_desk.server.accounts.principal import Principal
from mingtang_desk.server.devices.changes import is_above, log_change, move
from mingtang_desk.server.devices.device import Device
from mingtang_desk.server.devices.directory import Directory
from mingtang_desk.server.devices.sheet import Line, LineError, Sheet
from mingtang_desk.server.devices.watch import ensure_states
from mingtang_desk.server.store.store import Transaction
from mingtang_desk.server.store.tables.accounts import ACCOUNTS
from mingtang_desk.server.store.tables.devices import DEVICES

_AT_ONCE = 500
_NOT_ABOVE = "only an account above the battery's own sets this"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a line changes of a battery that is entered.

    Attributes:
        device: it.
        values: columns to what they become.
        account: id and path of where it goes, None = it stays.
    """

    device: Device
    values: Mapping[str, Any]
    account: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What a table would do."""

    made: list[dict[str, Any]] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    errors: list[LineError] = field(default_factory=list)


async def plan_of(
    connection: AsyncConnection, directory: Directory, who: Principal, sheet: Sheet, now: int
) -> Plan:
    """Return what a table would do now."""
    plan = Plan(errors=list(sheet.errors))
    accounts = await _accounts(connection, who)
    found = await _entered(connection, "number", [line.number for line in sheet.lines])
    terminals = [line.values["terminal"] for line in sheet.lines if "terminal" in line.values]
    owners = await _entered(connection, "terminal", terminals)
    for line in sheet.lines:
        row = found.get(line.number)
        account: tuple[str, str] | None = None
        if line.account is not None:
            account = accounts.get(line.account.strip("/").lower())
            if account is None:
                _wrong(plan, line, "account", "there is no such account")
                continue
        terminal = line.values.get("terminal")
        owner = None if terminal is None else owners.get(terminal)
        if owner is not None and owner.number != line.number:
            _wrong(plan, line, "terminal", "is the tracker of another battery")
            continue
        if row is None:
            _make(plan, line, who, account or (who.account_id, who.account_path), now)
        elif not who.sees(row.account_path) or (device := directory.by_pk(row.pk)) is None:
            _wrong(plan, line, "number", "is entered already")
        else:
            _change(plan, line, who, row, device, account, now)
    plan.errors.sort(key=lambda error: error.line)
    return plan


async def carry_out(directory: Directory, tx: Transaction, who: Principal, plan: Plan) -> list[int]:
    """Do what a plan says, in the transaction it was made in; return keys that changed."""
    pks = []
    for some in itertools.batched(plan.made, _AT_ONCE):
        rows = [{"created_ms": tx.now_ms, **values} for values in some]
        query = insert(DEVICES).returning(DEVICES.c.pk)
        pks += (await tx.connection.execute(query, rows)).scalars().all()
    await ensure_states(tx)
    for change in plan.changed:
        if change.values:
            at = DEVICES.c.pk == change.device.pk
            await tx.connection.execute(update(DEVICES).where(at).values(change.values))
        if change.account is not None:
            await move(directory, tx, who, change.device, *change.account)
        pks.append(change.device.pk)
    terminals = [values["terminal"] for values in plan.made if values["terminal"] is not None]
    for terminal in terminals:
        directory.quarantine.forget(terminal)
    if plan.made or plan.changed:
        body = {
            "made": [values["number"] for values in plan.made],
            "changed": [change.device.number for change in plan.changed],
        }
        await log_change(
            directory, tx, who, who.account_path, "batteries_imported", str(len(pks)), body
        )
    return pks


def _make(plan: Plan, line: Line, who: Principal, account: tuple[str, str], now: int) -> None:
    above = is_above(who, account[1])
    for column, said in (("expires", "expires" in line.values), ("enabled", line.enabled)):
        if said and not above:
            _wrong(plan, line, column, _NOT_ABOVE)
            return
    values: dict[str, Any] = {
        **dict.fromkeys(("terminal", "imei", "sim", "vendor", "expires_ms")),
        "name": "",
        "kind": "",
        "protocol": "auto",
        **_columns(line),
    }
    plan.made.append(
        {
            **values,
            "number": line.number,
            "account_id": account[0],
            "account_path": account[1],
            "enabled_ms": now if line.enabled else None,
        }
    )


def _change(
    plan: Plan,
    line: Line,
    who: Principal,
    row: Row[Any],
    device: Device,
    account: tuple[str, str] | None,
    now: int,
) -> None:
    values = {name: value for name, value in _columns(line).items() if row._mapping[name] != value}
    if line.enabled and row.enabled_ms is None:
        values["enabled_ms"] = now
    elif line.enabled is False and row.enabled_ms is not None:
        _wrong(plan, line, "enabled", "a battery that was enabled stays so")
        return
    dates = {"expires_ms": "expires", "enabled_ms": "enabled"}
    for name in dates.keys() & values.keys():
        if not is_above(who, row.account_path):
            _wrong(plan, line, dates[name], _NOT_ABOVE)
            return
    if "terminal" in values:
        values |= {"auth_code": None, "proven_ms": None, "is_open": False, "firmware": None}
    if account is not None and account[1] == row.account_path:
        account = None
    if values or account:
        plan.changed.append(Change(device=device, values=values, account=account))
    else:
        plan.unchanged.append(line.number)


def _columns(line: Line) -> dict[str, Any]:
    values = dict(line.values)
    if "expires" in values:
        values["expires_ms"] = values.pop("expires")
    return values


def _wrong(plan: Plan, line: Line, column: str, message: str) -> None:
    plan.errors.append(LineError(line=line.line, column=column, message=message))


async def _accounts(connection: AsyncConnection, who: Principal) -> dict[str, tuple[str, str]]:
    """Return accounts by id, by path, and by names from the one below the asker's on.

    Names that two accounts share are left out.
    """
    query = select(ACCOUNTS.c.id, ACCOUNTS.c.path, ACCOUNTS.c.name)
    rows = (await connection.execute(query.where(who.scope(ACCOUNTS.c.path)))).all()
    names = {row.path: row.name.strip().lower() for row in rows}
    found: dict[str, tuple[str, str]] = {}
    shared: set[str] = set()
    for row in rows:
        at = (row.id, row.path)
        steps = row.path.removeprefix(who.account_path).count("/")
        parents = [row.path.rsplit("/", up)[0] for up in range(steps - 1, -1, -1)]
        words = "/".join(names.get(path, "") for path in parents) or names[row.path]
        if found.setdefault(words, at) != at:
            shared.add(words)
    for words in shared:
        del found[words]
    for row in rows:
        found[row.id.lower()] = found[row.path.strip("/")] = (row.id, row.path)
    return found


async def _entered(
    connection: AsyncConnection, column: str, wanted: Sequence[str]
) -> dict[str, Row[Any]]:
    found: dict[str, Row[Any]] = {}
    for some in itertools.batched(wanted, _AT_ONCE):
        query = select(DEVICES).where(DEVICES.c[column].in_(some))
        for row in (await connection.execute(query)).all():
            found[row._mapping[column]] = row
    return found
