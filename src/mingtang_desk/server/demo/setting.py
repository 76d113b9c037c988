"""Makes accounts, users and batteries of the demo, once; knows how far its history is filled."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from sqlalchemy import func, insert, select, update

from mingtang_desk.core.errors import ServerRefusalError, StorageError
from mingtang_desk.server.admin import meta
from mingtang_desk.server.admin.files import write_private
from mingtang_desk.server.admin.passwords import hash_password
from mingtang_desk.server.core import Core
from mingtang_desk.server.demo import plan
from mingtang_desk.server.demo.plan import Lot, PlannedBattery
from mingtang_desk.server.ids import new_id, step_of
from mingtang_desk.server.store.store import Transaction
from mingtang_desk.server.store.tables.accounts import ACCOUNTS, USERS
from mingtang_desk.server.store.tables.devices import DEVICE_STATE, DEVICES
from mingtang_desk.server.times import now_ms

KEY = "demo"
PASSWORD_FILE = "demo-password.txt"
WEEKS = 4
HISTORY_MS = WEEKS * 7 * 86_400_000
DAY_MS = 86_400_000
SIM_DIGITS = 13


@dataclass(kw_only=True)
class Progress:
    """What is remembered of the demo from start to start.

    Attributes:
        seed: of the fleet.
        first_ms: when it was made.
        until_ms: up to where the newest readings go.
        gaps: stretches before that still to be filled, the newest last.
    """

    seed: int
    first_ms: int
    until_ms: int
    gaps: list[list[int]] = field(default_factory=list)

    def document(self) -> Mapping[str, object]:
        """Return it for the table `meta`."""
        return {
            "seed": self.seed,
            "first_ms": self.first_ms,
            "until_ms": self.until_ms,
            "gaps": self.gaps,
        }

    def fill_up_to(self, now: int) -> None:
        """Note that the time since the last run is missing."""
        if now > self.until_ms:
            self.gaps.append([self.until_ms, now])
            self.until_ms = now

    def newest(self, most_ms: int) -> tuple[int, int] | None:
        """Return the newest stretch that is missing, so much of it at most."""
        if not self.gaps:
            return None
        start, end = self.gaps[-1]
        return max(start, end - most_ms), end

    def filled(self, start: int) -> None:
        """Note that the newest missing stretch is filled from a moment on."""
        self.gaps[-1][1] = start
        if self.gaps[-1][0] >= start:
            self.gaps.pop()


async def prepare(core: Core) -> Progress:
    """Make the fleet, or find the one that is there.

    Raises:
        ServerRefusalError: the database holds something else than a demo.
        StorageError: the database is one of a demo, but unreadable.
    """
    async with core.store.read() as connection:
        known = await meta.get(connection, KEY)
        others = await connection.scalar(select(func.count()).select_from(ACCOUNTS))
    if isinstance(known, dict):
        try:
            return Progress(**known)
        except TypeError as error:
            raise StorageError("database_unusable", detail=f"demo: {error}") from error
    if others:
        detail = "this database is in use: a demo gets a folder or database of its own"
        raise ServerRefusalError("admin_refused", detail=detail)
    now = now_ms(core.clock)
    progress = Progress(seed=core.config.seed, first_ms=now, until_ms=now - HISTORY_MS)
    async with core.store.write() as tx:
        paths = await _accounts(tx)
        for battery in plan.batteries(progress.seed):
            await _battery(tx, battery, *paths[battery.account])
        await meta.put(tx, KEY, progress.document())
    return progress


async def devices_of(core: Core, plans: Sequence[PlannedBattery]) -> list[int]:
    """Return the keys of its batteries; some may have been deleted since."""
    query = select(DEVICES.c.pk).where(DEVICES.c.number.in_([each.number for each in plans]))
    async with core.store.read() as connection:
        return list((await connection.scalars(query)).all())


async def save(core: Core, progress: Progress) -> None:
    """Remember how far it is."""
    async with core.store.write() as tx:
        await meta.put(tx, KEY, progress.document())


async def _accounts(tx: Transaction) -> dict[str, tuple[str, str]]:
    """Make them; return id and path by name."""
    made: dict[str, tuple[str, str]] = {}
    for name, parent in plan.accounts():
        account = new_id()
        above_id, above = (None, "") if parent is None else made[parent]
        made[name] = account, above + step_of(account)
        await tx.connection.execute(
            insert(ACCOUNTS).values(
                id=account,
                parent_id=above_id,
                path=made[name][1],
                name=name,
                created_ms=tx.now_ms - HISTORY_MS,
            )
        )
    return made


async def _battery(tx: Transaction, battery: PlannedBattery, account: str, path: str) -> None:
    span = timedelta(days=battery.days) // timedelta(milliseconds=1)
    expires = {
        Lot.EXPIRED: tx.now_ms - span,
        Lot.SOON: tx.now_ms + span,
        Lot.NOT_ENABLED: None,
    }.get(battery.lot, tx.now_ms + 365 * DAY_MS)
    is_enabled = battery.lot is not Lot.NOT_ENABLED
    pk = await tx.connection.scalar(
        insert(DEVICES)
        .values(
            number=battery.number,
            terminal=battery.number,
            account_id=account,
            account_path=path,
            name=battery.name,
            kind=battery.model,
            imei=f"86{battery.number.zfill(13)}",
            sim=f"1440{battery.number}"[:SIM_DIGITS],
            protocol=battery.protocol,
            created_ms=tx.now_ms - HISTORY_MS,
            enabled_ms=tx.now_ms - HISTORY_MS if is_enabled else None,
            expires_ms=expires,
        )
        .returning(DEVICES.c.pk)
    )
    await tx.connection.execute(insert(DEVICE_STATE).values(device=pk))


async def password_of(core: Core, folder: Path) -> str:
    """Return the password of all users of the demo; the first time it is made, and they are too.

    It is random for each folder, kept there for its user alone, and printed: nothing else than a
    demo may be behind it.
    """
    file = folder / PASSWORD_FILE
    try:
        password = file.read_text("ascii").strip()
    except (OSError, UnicodeDecodeError):
        password = ""
    async with core.store.read() as connection:
        is_there = await connection.scalar(select(USERS.c.id).where(USERS.c.login == plan.LOGIN))
    if password and is_there is not None:
        return password
    password = "-".join(secrets.token_hex(3) for _ in range(3))
    hashed = await hash_password(core, password, plan.LOGIN)
    async with core.store.write() as tx:
        for user in plan.users():
            await _user(tx, user, hashed)
    try:
        write_private(file, password + "\n")
    except OSError as error:
        detail = f"{file}: {error.strerror}"
        raise StorageError("database_unusable", detail=detail) from error
    return password


async def _user(tx: Transaction, user: plan.PlannedUser, hashed: str) -> None:
    values = {"password_hash": hashed, "password_ms": tx.now_ms}
    found = await tx.connection.scalar(select(USERS.c.id).where(USERS.c.login == user.login))
    if found is not None:
        await tx.connection.execute(update(USERS).where(USERS.c.id == found).values(values))
        return
    account = await tx.connection.scalar(
        select(ACCOUNTS.c.id).where(ACCOUNTS.c.name == user.account)
    )
    await tx.connection.execute(
        insert(USERS).values(
            id=new_id(),
            account_id=account,
            login=user.login,
            role=user.role,
            created_ms=tx.now_ms,
            **values,
        )
    )
