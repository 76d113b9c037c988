"""Batteries and unknown trackers, for whoever has the database in hand."""

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import delete, insert, or_, select, update

from mingtang_desk.core.errors import InputFileError, UsageError
from mingtang_desk.server.accounts import audit
from mingtang_desk.server.accounts.principal import within
from mingtang_desk.server.admin import changes
from mingtang_desk.server.admin.people import CONSOLE, account_of, refused
from mingtang_desk.server.core import Core
from mingtang_desk.server.store.store import Transaction
from mingtang_desk.server.store.tables.accounts import ACCOUNTS
from mingtang_desk.server.store.tables.devices import DEVICE_STATE, DEVICES, QUARANTINE
from mingtang_desk.server.times import iso_ms, ms_of

NUMBER = re.compile(r"[0-9A-Za-z._-]{1,64}")
TEXTS = ("name", "kind", "imei", "sim", "note", "protocol")
COLUMNS = ("number", "terminal", "account", *TEXTS, "expires", "enabled")
LARGEST_FILE = 64 << 20
LONGEST = 200
TRUE, FALSE = ("1", "true", "yes"), ("0", "false", "no", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewBattery:
    """A battery to be entered.

    Attributes:
        number: what people call it; terminal: identity of its tracker, None = the number.
        account: id or name of the account.
        texts: the columns of `TEXTS` that are given.
        expires_ms: None = never; is_enabled: activated at once.
    """

    number: str
    terminal: str | None
    account: str
    texts: Mapping[str, str]
    expires_ms: int | None = None
    is_enabled: bool = True


async def list_devices(core: Core, account: str | None) -> list[dict[str, object]]:
    """Return the batteries, of an account and those below it or of all."""
    query = (
        select(DEVICES, ACCOUNTS.c.name.label("account"), DEVICE_STATE.c.seen_ms)
        .join(ACCOUNTS, ACCOUNTS.c.id == DEVICES.c.account_id)
        .outerjoin(DEVICE_STATE, DEVICE_STATE.c.device == DEVICES.c.pk)
        .order_by(DEVICES.c.number)
    )
    async with core.store.read() as connection:
        if account is not None:
            found = await account_of(connection, account)
            query = query.where(within(DEVICES.c.account_path, str(found["path"])))
        rows = (await connection.execute(query)).all()
    return [
        {
            "number": row.number,
            "terminal": row.terminal,
            "account": row.account,
            "name": row.name,
            "enabled": iso_ms(row.enabled_ms),
            "expires": iso_ms(row.expires_ms),
            "seen": iso_ms(row.seen_ms),
        }
        for row in rows
    ]


async def add_devices(core: Core, batteries: Sequence[NewBattery]) -> int:
    """Enter batteries, all of them or none; return how many.

    Raises:
        UsageError: a number or terminal is taken, or no number; an account does not exist.
    """
    async with core.store.write() as tx:
        pks = [await _add(tx, each) for each in batteries]
        await changes.tell(tx, pks)
    return len(pks)


async def _add(tx: Transaction, battery: NewBattery) -> int:
    number, terminal = battery.number, battery.terminal or _terminal_of(battery.number)
    for text in (number, terminal):
        if not NUMBER.fullmatch(text):
            raise refused(f"“{text}” is no number")
    if any(len(text) > LONGEST for text in battery.texts.values()):
        raise refused(f"a text of {number} is longer than {LONGEST} characters")
    account = await account_of(tx.connection, battery.account)
    taken = select(DEVICES.c.number).where(
        or_(DEVICES.c.number == number, DEVICES.c.terminal == terminal)
    )
    if (found := await tx.connection.scalar(taken)) is not None:
        raise refused(f"{number} cannot be entered: {found} is there with this number or terminal")
    pk = await tx.connection.scalar(
        insert(DEVICES)
        .values(
            number=number,
            terminal=terminal,
            account_id=account["id"],
            account_path=account["path"],
            created_ms=tx.now_ms,
            enabled_ms=tx.now_ms if battery.is_enabled else None,
            expires_ms=battery.expires_ms,
            **battery.texts,
        )
        .returning(DEVICES.c.pk)
    )
    assert pk is not None
    await tx.connection.execute(insert(DEVICE_STATE).values(device=pk))
    await tx.connection.execute(delete(QUARANTINE).where(QUARANTINE.c.terminal == terminal))
    await audit.record(tx, CONSOLE, str(account["path"]), "device_created", number)
    return int(pk)


def _terminal_of(number: str) -> str:
    """The identity of a tracker has no leading zeros (`wire.jt808.header.Terminal.key`)."""
    return number.lstrip("0") or "0" if number.isdecimal() else number


async def enable(core: Core, number: str) -> None:
    """Activate a battery; one that is active stays so since when it was."""
    async with core.store.write() as tx:
        pk, path, enabled_ms = await _device(tx, number)
        if enabled_ms is None:
            await tx.connection.execute(
                update(DEVICES).where(DEVICES.c.pk == pk).values(enabled_ms=tx.now_ms)
            )
            await audit.record(tx, CONSOLE, path, "device_enabled", number)
            await changes.tell(tx, [pk])


async def expire(core: Core, number: str, expires_ms: int | None) -> None:
    """Set when the time of a battery runs out; None = never."""
    async with core.store.write() as tx:
        pk, path, _ = await _device(tx, number)
        await tx.connection.execute(
            update(DEVICES).where(DEVICES.c.pk == pk).values(expires_ms=expires_ms)
        )
        body = {"expires": iso_ms(expires_ms)}
        await audit.record(tx, CONSOLE, path, "device_expiry_changed", number, body)
        await changes.tell(tx, [pk])


async def _device(tx: Transaction, number: str) -> tuple[int, str, int | None]:
    query = select(DEVICES.c.pk, DEVICES.c.account_path, DEVICES.c.enabled_ms).where(
        DEVICES.c.number.in_((number, number.lstrip("0")))
    )
    row = (await tx.connection.execute(query.limit(1))).one_or_none()
    if row is None:
        raise refused(f"there is no battery {number}")
    return row.pk, row.account_path, row.enabled_ms


async def list_quarantine(core: Core) -> list[dict[str, object]]:
    """Return the trackers that came and that nobody entered, the latest first."""
    query = select(QUARANTINE).order_by(QUARANTINE.c.last_ms.desc())
    async with core.store.read() as connection:
        rows = (await connection.execute(query)).all()
    return [
        {
            "terminal": row.terminal,
            "edition": row.edition,
            "first": iso_ms(row.first_ms),
            "last": iso_ms(row.last_ms),
            "count": row.count,
            "remote": row.remote,
            "imei": row.imei,
            "model": row.model,
        }
        for row in rows
    ]


async def accept(core: Core, terminal: str, account: str, number: str | None) -> None:
    """Enter a tracker of the quarantine as a battery.

    Raises:
        UsageError: it never came, or the number is taken.
    """
    async with core.store.write() as tx:
        query = select(QUARANTINE.c.imei).where(QUARANTINE.c.terminal == terminal)
        row = (await tx.connection.execute(query)).one_or_none()
        if row is None:
            raise refused(f"no tracker {terminal} is in quarantine")
        texts = {} if row.imei is None else {"imei": row.imei}
        battery = NewBattery(
            number=number or terminal, terminal=terminal, account=account, texts=texts
        )
        await changes.tell(tx, [await _add(tx, battery)])


def moment_ms(text: str) -> int | None:
    """Read when something expires: a date, a time, or "never".

    Raises:
        UsageError: it is something else.
    """
    if text == "never":
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise refused(f"“{text}” is no date like {date(2027, 12, 31)}, and not “never”") from error
    return ms_of(moment if moment.tzinfo else moment.replace(tzinfo=UTC))


def read_csv(path: Path, account: str | None) -> list[NewBattery]:
    """Read batteries from a file with a head of column names.

    Args:
        path: the file, UTF-8; separated by commas or semicolons.
        account: for rows that name none.

    Raises:
        InputFileError: it cannot be read, or a row is wrong: its line is told.
    """
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise _bad(path, 1, f"it has more than {LARGEST_FILE >> 20} MiB")
        lines = path.read_text("utf-8-sig").splitlines()
    except OSError as error:
        detail = error.strerror or str(error)
        raise InputFileError("file_unreadable", path=path, detail=detail) from error
    except UnicodeDecodeError as error:
        raise InputFileError("file_unreadable", path=path, detail="it is not UTF-8") from error
    head = lines[0] if lines else ""
    table = csv.DictReader(lines, delimiter=";" if head.count(";") > head.count(",") else ",")
    names = [name.strip().lower() for name in table.fieldnames or ()]
    if "number" not in names:
        raise _bad(path, 1, "its first line has to name the columns, “number” among them")
    if unknown := sorted(set(names) - set(COLUMNS)):
        known = ", ".join(COLUMNS)
        raise _bad(path, 1, f"unknown column {unknown[0]}; there are {known}")
    table.fieldnames = names
    found = []
    try:
        for row in table:
            if None in row:
                raise _bad(path, table.line_num, "it has more cells than the first line")
            cells = {name: (value or "").strip() for name, value in row.items()}
            try:
                found.append(_battery(cells, account))
            except ValueError as error:
                raise _bad(path, table.line_num, str(error)) from error
    except csv.Error as error:
        raise _bad(path, table.line_num, str(error)) from error
    return found


def _battery(cells: Mapping[str, str], account: str | None) -> NewBattery:
    given = cells.get("account") or account
    if not given:
        raise ValueError("it names no account, and --account is not given")
    if not NUMBER.fullmatch(cells["number"]):
        raise ValueError(f"“{cells['number']}” is no number")
    enabled = cells.get("enabled", "1").lower()
    if enabled not in (*TRUE, *FALSE):
        raise ValueError(f"enabled is “{enabled}”, not 1 or 0")
    expires = cells.get("expires", "")
    try:
        expires_ms = None if expires in ("", "never") else moment_ms(expires)
    except UsageError as error:
        raise ValueError(f"expires is “{expires}”, no date like 2027-12-31") from error
    return NewBattery(
        number=cells["number"],
        terminal=cells.get("terminal") or None,
        account=given,
        texts={name: cells[name] for name in TEXTS if cells.get(name)},
        expires_ms=expires_ms,
        is_enabled=enabled in TRUE,
    )


def _bad(path: Path, line: int, detail: str) -> InputFileError:
    return InputFileError("capture_invalid", path=path, line=line, detail=detail)
