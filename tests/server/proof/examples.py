"""What routes are called with: an own object for each id, a body for each route that needs one.

A new route with an id whose name is not in `MAKERS`, or with a body that is not in `BODIES`, fails
the matrix until it has an entry here.
"""

import itertools
import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from sqlalchemy import Table, insert

from mingtang_desk.server.accounts.rights import Right
from mingtang_desk.server.ids import new_id, step_of
from mingtang_desk.server.store.tables.accounts import ACCOUNTS, API_TOKENS, SESSIONS, USERS
from mingtang_desk.server.store.tables.commands import COMMANDS
from mingtang_desk.server.store.tables.devices import DEVICE_STATE, DEVICES, QUARANTINE
from mingtang_desk.server.store.tables.ingest import POSITIONS, RAW_FRAMES
from mingtang_desk.server.store.tables.rides import ALARMS
from mingtang_desk.server.times import now_ms
from tests.server.kit import Kit
from tests.server.proof.world import DAY_MS, HUSH

type Made = dict[str, str]
"""Ids by the names that paths have for them, made one after the other."""
type Maker = Callable[[Kit, str, Made], Awaitable[str]]
"""Makes an object in an account by name, and returns what a path calls it."""

_count = itertools.count(1)


async def add(kit: Kit, table: Table, **values: Any) -> Any:
    """Add a row; return its primary key."""
    async with kit.services.core.store.write() as tx:
        done = await tx.connection.execute(insert(table).values(**values))
        key = done.inserted_primary_key
    return None if key is None else key[0]


def now(kit: Kit) -> int:
    """What time it is on the server, in ms."""
    return now_ms(kit.services.core.clock)


async def number(kit: Kit, account: str, made: Made) -> str:
    """A battery that has reported."""
    name = f"139{next(_count):08d}"
    device = await add(
        kit,
        DEVICES,
        number=name,
        terminal=name,
        account_id=kit.accounts[account],
        account_path=kit.paths[account],
        name=f"{HUSH} battery",
        note=f"{HUSH} note",
        imei=f"86{name}11",
        sim=f"8986{name}22",
        created_ms=now(kit),
        enabled_ms=now(kit),
    )
    kit.pks[name] = device
    time = now(kit) - 60_000
    await add(kit, DEVICE_STATE, device=device, seen_ms=time)
    place = {"time_ms": time, "received_ms": time, "lat": 22.54321, "lon": 114.05432}
    await add(kit, POSITIONS, device=device, speed_kmh=12.0, **place)
    frame = bytes.fromhex("7e0002000001390000000100000000 7e".replace(" ", ""))
    await add(
        kit,
        RAW_FRAMES,
        received_ms=time,
        device=device,
        terminal=name,
        link=1,
        direction=0,
        message_id=2,
        data=frame,
    )
    await kit.services.directory.refresh(device)
    return name


async def _device(kit: Kit, account: str, made: Made) -> int:
    if "number" not in made:
        made["number"] = await number(kit, account, made)
    return kit.pks[made["number"]]


async def account_id(kit: Kit, account: str, made: Made) -> str:
    """An account below one."""
    found = new_id()
    await add(
        kit,
        ACCOUNTS,
        id=found,
        parent_id=kit.accounts[account],
        path=kit.paths[account] + step_of(found),
        name=f"{HUSH} account {next(_count)}",
        created_ms=now(kit),
    )
    return found


async def user_id(kit: Kit, account: str, made: Made) -> str:
    """Somebody who can log in."""
    found = new_id()
    await add(
        kit,
        USERS,
        id=found,
        account_id=kit.accounts[account],
        login=f"{HUSH}-{next(_count)}",
        name=f"{HUSH} person",
        role="viewer",
        password_hash="!",
        password_ms=now(kit),
        created_ms=now(kit),
    )
    return found


async def _owner_id(kit: Kit, account: str) -> str:
    async with kit.services.core.store.read() as connection:
        query = USERS.select().where(USERS.c.login == f"{account}-owner")
        row = (await connection.execute(query)).one()
    found: str = row.id
    return found


async def session_id(kit: Kit, account: str, made: Made) -> str:
    """A session of the owner of an account."""
    found, time = new_id(), now(kit)
    await add(
        kit,
        SESSIONS,
        id=found,
        user_id=made.get("user_id") or await _owner_id(kit, account),
        access_hash=new_id(),
        access_until_ms=time + DAY_MS,
        refresh_hash=new_id(),
        refresh_until_ms=time + DAY_MS,
        created_ms=time,
        used_ms=time,
        proven_ms=time,
        client=f"{HUSH} client",
    )
    return found


async def token_id(kit: Kit, account: str, made: Made) -> str:
    """An API token of the owner of an account."""
    found = new_id()
    await add(
        kit,
        API_TOKENS,
        id=found,
        user_id=made.get("user_id") or await _owner_id(kit, account),
        hash=new_id(),
        name=f"{HUSH} token",
        scopes=json.dumps(["read"]),
        created_ms=now(kit),
    )
    return found


async def command_id(kit: Kit, account: str, made: Made) -> str:
    """A command that waits."""
    found, device = new_id(), await _device(kit, account, made)
    await add(
        kit,
        COMMANDS,
        **{"class": "read"},
        id=found,
        device=device,
        account_path=kit.paths[account],
        kind="locate",
        body="{}",
        body_hash="",
        state="queued",
        created_by=f"{HUSH} person",
        created_ms=now(kit),
        not_before_ms=now(kit),
        expires_ms=now(kit) + DAY_MS,
    )
    return found


async def alarm_id(kit: Kit, account: str, made: Made) -> str:
    """An alarm that nobody has seen."""
    found, device = new_id(), await _device(kit, account, made)
    await add(
        kit,
        ALARMS,
        id=found,
        device=device,
        account_path=kit.paths[account],
        kind="vibration",
        source="tracker",
        severity="warning",
        raised_ms=now(kit),
        received_ms=now(kit),
        last_ms=now(kit),
        address=f"{HUSH} street",
    )
    return found


async def terminal(kit: Kit, account: str, made: Made) -> str:
    """A tracker that nobody entered; it is for the admin alone."""
    found = f"666{next(_count):09d}"
    await add(
        kit,
        QUARANTINE,
        terminal=found,
        edition=2013,
        first_ms=now(kit),
        last_ms=now(kit),
        count=1,
        remote="192.0.2.1",
        model=f"{HUSH} model",
    )
    return found


async def posted(kit: Kit, account: str, path: str, body: object, key: str = "id") -> str:
    """Make an object through the API as the owner of an account; return its id."""
    async with kit.client(f"{account}-owner") as client:
        answer = await client.post(path, json=body)
    assert answer.status_code in (200, 201, 202), f"POST {path}: {answer.status_code} {answer.text}"
    return str(answer.json()[key])


MAKERS: Mapping[str, Maker] = {
    "number": number,
    "account_id": account_id,
    "user_id": user_id,
    "session_id": session_id,
    "token_id": token_id,
    "command_id": command_id,
    "alarm_id": alarm_id,
    "terminal": terminal,
}
"""By the name of a parameter of a path."""

type Body = Callable[[Kit, Made], Any]
BODIES: Mapping[str, Body] = {}
"""By operationId: what is sent as JSON; bytes and texts are sent as they are."""

QUERIES: Mapping[str, Mapping[str, str]] = {}
"""By operationId: what has to follow the question mark."""

NEEDS: Mapping[str, Right] = {}
"""By operationId: the right of a route that does not name it with `having`."""

ADMIN: Mapping[str, str] = {}
"""operationIds for an owner of the topmost account alone, and why."""

PERSONAL = ("/api/v1/me",)
"""Below these paths somebody has to do with what is his own, and nobody above him has."""

BY_HAND: Mapping[str, str] = {}
"""operationIds whose answer to who may is tested elsewhere, and where; all else holds for them."""
