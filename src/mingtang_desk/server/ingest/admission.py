"""Who a terminal is: registration binds its identity to a code, the code proves it from then on.

The protocol has no secret of the tracker's own: everything it says can be heard and said again. The
rules, docs/server/uplinks.md: a battery without a code gets one; one whose code was never proven is
given the same again, or a new one if it calls itself otherwise; one whose code was proven may only
register again as what it was the first time, while no link of it stands: a tracker that was reset
or replaced its memory does just that. The code it had stays good: should a tracker prove it
later, the registration was a replay, and everything goes back to how it was.
"""

import hmac
import json
import secrets
from dataclasses import dataclass

from sqlalchemy import insert, select, update

from mingtang_desk.server.accounts.audit import record
from mingtang_desk.server.core import Core
from mingtang_desk.server.devices.device import Device
from mingtang_desk.server.devices.directory import Directory
from mingtang_desk.server.store.store import Transaction
from mingtang_desk.server.store.tables.devices import DEVICES
from mingtang_desk.server.store.tables.ingest import REGISTRATIONS
from mingtang_desk.wire.jt808.registration import Authenticate, Register

DONE, TAKEN, UNKNOWN = 0, 3, 4
"""Results of 0x8100."""
FORMER = 32
"""Codes of before that stay good; a battery that has had so many within a day is not given more."""
DAY_MS = 86_400_000
CODE_BYTES = 8


@dataclass(frozen=True, slots=True)
class Admitted:
    """What became of a registration: the result of 0x8100, and the code where it is done."""

    result: int
    code: str | None = None


class Admission:
    """Gives codes and checks them."""

    def __init__(self, core: Core, directory: Directory) -> None:
        self._core = core
        self._directory = directory

    async def register(self, device: Device, said: Register, *, is_linked: bool) -> Admitted:
        """Answer a registration.

        Args:
            device: whose tracker it says it is.
            said: what it calls itself.
            is_linked: another link of this battery stands.
        """
        fingerprint = _fingerprint(said)
        async with self._core.store.write() as tx:
            held = (
                await tx.connection.execute(
                    select(DEVICES.c.auth_code, DEVICES.c.proven_ms).where(
                        DEVICES.c.pk == device.pk
                    )
                )
            ).one()
            known = (
                await tx.connection.execute(
                    select(REGISTRATIONS).where(REGISTRATIONS.c.device == device.pk)
                )
            ).one_or_none()
            is_same = known is not None and known.fingerprint == fingerprint
            if held.auth_code is not None:
                if held.proven_ms is None and is_same:
                    return Admitted(DONE, held.auth_code)
                if held.proven_ms is not None and (is_linked or not is_same):
                    return Admitted(TAKEN)
            former: list[str] = json.loads(known.former_codes) if known and is_same else []
            count = known._mapping["count"] + 1 if known is not None and is_same else 1
            if held.auth_code is not None and held.proven_ms is not None:
                assert known is not None
                if len(former) >= FORMER and tx.now_ms - known.first_ms < DAY_MS:
                    return Admitted(TAKEN)
                former = [*former, held.auth_code][-FORMER:]
                await record(
                    tx,
                    "server",
                    device.account_path,
                    "tracker_registered_again",
                    device.number,
                    {"times": count},
                )
            code = secrets.token_hex(CODE_BYTES)
            values = {
                "fingerprint": fingerprint,
                "former_codes": json.dumps(former),
                "count": count,
                "last_ms": tx.now_ms,
            }
            if known is None:
                row = insert(REGISTRATIONS).values(device=device.pk, first_ms=tx.now_ms, **values)
                await tx.connection.execute(row)
            else:
                if tx.now_ms - known.first_ms >= DAY_MS:
                    values["first_ms"] = tx.now_ms
                await tx.connection.execute(
                    update(REGISTRATIONS)
                    .where(REGISTRATIONS.c.device == device.pk)
                    .values(**values)
                )
            await _set(tx, device, auth_code=code)
        await self._directory.refresh(device.pk)
        return Admitted(DONE, code)

    async def prove(self, device: Device, said: Authenticate) -> Device | None:
        """Check a code; return the battery as it is then, None where the code is wrong."""
        if same(said.auth_code, device.auth_code):
            if not device.proven:
                async with self._core.store.write() as tx:
                    await _set(tx, device, proven_ms=tx.now_ms)
                await self._directory.refresh(device.pk)
            return self._directory.by_pk(device.pk)
        if not await self._is_former(device, said.auth_code):
            return None
        async with self._core.store.write() as tx:
            await _set(tx, device, auth_code=said.auth_code, proven_ms=tx.now_ms)
            await tx.connection.execute(
                update(REGISTRATIONS)
                .where(REGISTRATIONS.c.device == device.pk)
                .values(former_codes="[]")
            )
            await record(
                tx, "server", device.account_path, "tracker_registration_replayed", device.number
            )
        await self._directory.refresh(device.pk)
        return self._directory.by_pk(device.pk)

    async def _is_former(self, device: Device, code: str) -> bool:
        if device.auth_code is None:  # forgotten by an admin: nothing of before is good
            return False
        query = select(REGISTRATIONS.c.former_codes).where(REGISTRATIONS.c.device == device.pk)
        async with self._core.store.read() as connection:
            found = (await connection.execute(query)).scalar_one_or_none()
        return found is not None and any(same(code, each) for each in json.loads(found))


def same(given: str, held: str | None) -> bool:
    """Compare codes in a time that tells nothing of them."""
    return held is not None and hmac.compare_digest(given.encode(), held.encode())


def _fingerprint(said: Register) -> str:
    return json.dumps([said.maker.hex(), said.model, said.terminal, said.plate])


async def _set(tx: Transaction, device: Device, **values: object) -> None:
    await tx.connection.execute(update(DEVICES).where(DEVICES.c.pk == device.pk).values(**values))
