"""Which trackers are known, in memory: ingest asks at every message.

Whoever changes the table `devices` calls `refresh` after the commit.
"""

from sqlalchemy import Row, select

from mingtang_desk.server.core import Core
from mingtang_desk.server.devices.device import Device
from mingtang_desk.server.store.tables.devices import DEVICES


class Directory:
    """All batteries by key, number and terminal."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._by_pk: dict[int, Device] = {}
        self._by_terminal: dict[str, Device] = {}
        self._by_number: dict[str, Device] = {}

    async def start(self) -> None:
        """Read them all."""
        async with self._core.store.read() as connection:
            rows = await connection.execute(select(DEVICES))
        for row in rows:
            self._put(device_of(row))

    async def stop(self) -> None:
        """End."""

    def by_pk(self, pk: int) -> Device | None:
        """Return a battery by its internal key."""
        return self._by_pk.get(pk)

    def by_terminal(self, terminal: str) -> Device | None:
        """Return the battery whose tracker it is, by `Terminal.key`."""
        return self._by_terminal.get(terminal)

    def by_number(self, number: str) -> Device | None:
        """Return a battery by its number, as written or without leading zeros."""
        return self._by_number.get(number) or self._by_number.get(number.lstrip("0"))

    async def refresh(self, *pks: int) -> None:
        """Read some batteries again, after a change of theirs was committed."""
        async with self._core.store.read() as connection:
            rows = (await connection.execute(select(DEVICES).where(DEVICES.c.pk.in_(pks)))).all()
        for pk in pks:
            self._drop(pk)
        for row in rows:
            self._put(device_of(row))

    def _put(self, device: Device) -> None:
        self._by_pk[device.pk] = device
        self._by_number[device.number] = device
        if device.terminal is not None:
            self._by_terminal[device.terminal] = device

    def _drop(self, pk: int) -> None:
        device = self._by_pk.pop(pk, None)
        if device is not None:
            self._by_number.pop(device.number, None)
            if device.terminal is not None:
                self._by_terminal.pop(device.terminal, None)


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
