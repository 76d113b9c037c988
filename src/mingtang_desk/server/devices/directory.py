"""Which trackers are known, in memory: ingest asks at every message.

Whoever changes the table `devices` calls `refresh` after the commit.
"""

import asyncio
import itertools
from collections.abc import Awaitable, Callable, Iterator, Mapping

from sqlalchemy import Row, insert, select, update

from mingtang_desk.server.accounts.principal import Principal
from mingtang_desk.server.core import Core
from mingtang_desk.server.devices.device import Device
from mingtang_desk.server.devices.quarantine import Quarantine
from mingtang_desk.server.devices.watch import PresenceWatch
from mingtang_desk.server.ids import new_id, step_of
from mingtang_desk.server.store.store import Transaction
from mingtang_desk.server.store.tables.accounts import ACCOUNTS
from mingtang_desk.server.store.tables.devices import DEVICE_STATE, DEVICES
from mingtang_desk.wire.jt808.header import Terminal

type Recorder = Callable[
    [Transaction, Principal | str, str, str, str, Mapping[str, object] | None], Awaitable[None]
]
"""Transaction, who, path of the account, action, target, body: as the audit takes them."""
BENCH = "bench"
"""Name of the account that is made for trackers taken in where there is none."""
_AT_ONCE = 5000
_COLUMNS = (
    "pk",
    "number",
    "terminal",
    "account_path",
    "protocol",
    "vendor",
    "zone_min",
    "datum",
    "any_length",
    "auth_code",
    "proven_ms",
    "is_open",
    "enabled_ms",
    "expires_ms",
)
_QUERY = select(*(DEVICES.c[name] for name in _COLUMNS))


class Directory:
    """All batteries by key, number and terminal.

    Attributes:
        watch: when each was heard of.
        quarantine: trackers nobody entered.
        recorder: writes what is done to batteries into the audit; None = nobody does.
    """

    def __init__(self, core: Core) -> None:
        self.watch = PresenceWatch(core)
        self.quarantine = Quarantine(core)
        self.recorder: Recorder | None = None
        self._core = core
        self._by_pk: dict[int, Device] = {}
        self._by_terminal: dict[str, Device] = {}
        self._by_number: dict[str, Device] = {}
        self._by_digits: dict[str, Device] = {}
        self._reading = asyncio.Lock()

    async def start(self) -> None:
        """Read them all."""
        async with self._core.store.read() as connection:
            rows = await connection.execute(_QUERY)
        for row in rows:
            self._put(device_of(row))
        await self.watch.start(self._by_pk)
        await self.quarantine.start()

    async def stop(self) -> None:
        """End."""
        await self.quarantine.stop()
        await self.watch.stop()

    @property
    def is_sqlite(self) -> bool:
        """Whether the database is a file."""
        return self._core.store.is_sqlite

    def __iter__(self) -> Iterator[Device]:
        """All of them, in no order."""
        return iter(self._by_pk.values())

    def by_pk(self, pk: int) -> Device | None:
        """Return a battery by its internal key."""
        return self._by_pk.get(pk)

    def by_terminal(self, terminal: str) -> Device | None:
        """Return the battery whose tracker it is, by `Terminal.key`."""
        return self._by_terminal.get(terminal)

    def by_number(self, number: str) -> Device | None:
        """Return a battery by its number or its tracker's, with or without leading zeros."""
        digits = number.lstrip("0") or "0"
        return (
            self._by_number.get(number)
            or self._by_digits.get(digits)
            or self._by_terminal.get(digits)
            or self._by_terminal.get(number.lower())
        )

    async def refresh(self, *pks: int) -> None:
        """Read some batteries again, after a change of theirs was committed."""
        async with self._reading:  # else what was read first could be put last
            rows: list[Row[tuple[object, ...]]] = []
            async with self._core.store.read() as connection:
                for some in itertools.batched(pks, _AT_ONCE):
                    rows += (await connection.execute(_QUERY.where(DEVICES.c.pk.in_(some)))).all()
            for pk in pks:
                self._drop(pk)
            for row in rows:
                self._put(device_of(row))
        for pk in pks:
            if pk not in self._by_pk:
                self.watch.forget(pk)

    async def take_in(
        self, terminal: Terminal, *, imei: str | None = None, vendor: str | None = None
    ) -> Device:
        """Make a battery for a tracker that nobody entered, open to any link that speaks for it.

        It goes to the topmost account, or to one that is made where there is none. A battery that
        was entered under the tracker's number and has no tracker yet gets this one.
        """
        async with self._core.store.write() as tx:
            known = await _pk_of(tx, terminal.key)
            pk = known if known is not None else await self._make(tx, terminal, imei, vendor)
            await self.quarantine.drop(tx, terminal.key)
        await self.refresh(pk)
        return self._by_pk[pk]

    async def _make(
        self, tx: Transaction, terminal: Terminal, imei: str | None, vendor: str | None
    ) -> int:
        key = terminal.key
        same = DEVICES.c.number == key
        row = (
            await tx.connection.execute(select(DEVICES.c.pk, DEVICES.c.terminal).where(same))
        ).one_or_none()
        values = {"terminal": key, "imei": imei or terminal.imei, "vendor": vendor, "is_open": True}
        if row is not None and row.terminal is None:
            given = {name: value for name, value in values.items() if value is not None}
            await tx.connection.execute(update(DEVICES).where(same).values(given))
            return int(row.pk)
        account, path = await _top(tx)
        return await add_device(
            tx,
            {
                **values,
                "number": key if row is None else f"{key}-{new_id()[:8]}",
                "account_id": account,
                "account_path": path,
                "enabled_ms": tx.now_ms,
            },
        )

    def _put(self, device: Device) -> None:
        self._by_pk[device.pk] = device
        self._by_number[device.number] = device
        self._by_digits[device.number.lstrip("0") or "0"] = device
        if device.terminal is not None:
            self._by_terminal[device.terminal] = device

    def _drop(self, pk: int) -> None:
        device = self._by_pk.pop(pk, None)
        if device is None:
            return
        for names, name in (
            (self._by_number, device.number),
            (self._by_digits, device.number.lstrip("0") or "0"),
            (self._by_terminal, device.terminal or ""),
        ):
            if names.get(name) is device:
                del names[name]


async def add_device(tx: Transaction, values: Mapping[str, object]) -> int:
    """Insert a battery with its row of state; return its key.

    Raises:
        IntegrityError: its number or its tracker is another's.
    """
    query = insert(DEVICES).values(created_ms=tx.now_ms, **values).returning(DEVICES.c.pk)
    pk = await tx.connection.scalar(query)
    assert isinstance(pk, int)
    await tx.connection.execute(insert(DEVICE_STATE).values(device=pk))
    return pk


async def _pk_of(tx: Transaction, terminal: str) -> int | None:
    return await tx.connection.scalar(select(DEVICES.c.pk).where(DEVICES.c.terminal == terminal))


async def _top(tx: Transaction) -> tuple[str, str]:
    """Return id and path of the topmost account, made where there is none."""
    query = (
        select(ACCOUNTS.c.id, ACCOUNTS.c.path)
        .where(ACCOUNTS.c.parent_id.is_(None))
        .order_by(ACCOUNTS.c.created_ms, ACCOUNTS.c.id)
        .limit(1)
    )
    row = (await tx.connection.execute(query)).one_or_none()
    if row is not None:
        return row.id, row.path
    account = new_id()
    path = step_of(account)
    await tx.connection.execute(
        insert(ACCOUNTS).values(id=account, path=path, name=BENCH, created_ms=tx.now_ms)
    )
    return account, path


def device_of(row: Row[tuple[object, ...]]) -> Device:
    """Return a row of `devices` as what is kept in memory."""
    found = row._mapping
    return Device(
        pk=found["pk"],
        number=found["number"],
        terminal=found["terminal"],
        account_path=found["account_path"],
        protocol=found["protocol"],
        vendor=found["vendor"],
        zone_min=found["zone_min"],
        datum=found["datum"],
        any_length=found["any_length"],
        auth_code=found["auth_code"],
        proven=found["proven_ms"] is not None,
        is_open=found["is_open"],
        enabled=found["enabled_ms"] is not None,
        expires_ms=found["expires_ms"],
    )
