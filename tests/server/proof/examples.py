"""What routes are called with: an own object for each id, a body for each route that needs one.

A new route with an id whose name is not in `MAKERS`, or with a body that is not in `BODIES`, fails
the matrix until it has an entry here.
"""

import itertools
import json
import re
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
        body=json.dumps({"id": found, "kind": "locate"}),
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
    numbered = {"number": next(_count)} if "number" in ALARMS.c else {}
    await add(
        kit,
        ALARMS,
        **numbered,
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


async def fence_id(kit: Kit, account: str, made: Made) -> str:
    """A fence; the rules have it in memory, so it goes through the API."""
    return await posted(kit, account, "/fences", _FENCE)


async def target_id(kit: Kit, account: str, made: Made) -> str:
    """Somebody who is told of alarms."""
    return await posted(kit, account, "/notify-targets", _TARGET)


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
        remote="127.0.0.1",
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
    "fence_id": fence_id,
    "target_id": target_id,
    "terminal": terminal,
}
"""By the name of a parameter of a path."""

_FENCE = {"name": f"{HUSH} fence", "circle": {"lat": 22.54, "lon": 114.05, "radius_m": 200.0}}
_TARGET = {"name": f"{HUSH} target", "channel": "email", "address": "somebody@example.invalid"}
_SMTP = {"host": "127.0.0.1", "port": 9, "security": "none", "sender": "a@example.invalid"}
_PASSWORD = "a harbour of 7 lamps"


def _fresh_number() -> str:
    return f"137{next(_count):08d}"


type Body = Callable[[Kit, Made], Any]
BODIES: Mapping[str, Body] = {
    "alarms_set_geocoder": lambda _, made: {"provider": "nominatim"},
    "accounts_add_account": lambda kit, _: {
        "parent_id": kit.accounts["shop"],
        "name": f"{HUSH} new {next(_count)}",
    },
    "accounts_change_account": lambda _, made: {"name": f"{HUSH} other {next(_count)}"},
    "accounts_move_account": lambda kit, _: {"parent_id": kit.accounts["shop"]},
    "accounts_add_user": lambda _, made: {
        "login": f"{HUSH}-new-{next(_count)}",
        "password": _PASSWORD,
        "role": "viewer",
    },
    "accounts_change_user": lambda _, made: {"name": f"{HUSH} other"},
    "alarms_acknowledge_many": lambda _, made: {"ids": [new_id()]},
    "alarms_add": lambda _, made: _TARGET,
    "alarms_change": lambda _, made: _TARGET,
    "alarms_set_smtp": lambda _, made: _SMTP,
    "alarms_set_settings": lambda _, made: {},
    "alarms_set_device_settings": lambda _, made: {},
    "rides_arm": lambda _, made: {},
    "rides_disarm": lambda _, made: {},
    "auth_login": lambda _, made: {"account": "nobody", "password": _PASSWORD},
    "auth_prove": lambda _, made: {"password": _PASSWORD},
    "auth_refresh": lambda _, made: {"refresh_token": "mtr_" + "x" * 43},
    "auth_set_up": lambda _, made: {
        "token": "mts_" + "x" * 43,
        "login": "first",
        "password": _PASSWORD,
        "account_name": "first",
        "agreement": "1",
    },
    "commands_ask": lambda _, made: {"id": new_id(), "kind": "locate"},
    "devices_accept_tracker": lambda kit, _: {"account_id": kit.accounts["shop"]},
    "devices_edit_device": lambda _, made: {"name": f"{HUSH} other"},
    "devices_enable_device": lambda _, made: {},
    "devices_enter_device": lambda _, made: {"number": _fresh_number(), "name": f"{HUSH} new"},
    "devices_import_devices": lambda _, made: f"number,name\n{_fresh_number()},{HUSH}\n",
    "devices_move_device": lambda kit, _: {"account_id": kit.accounts["shop"]},
    "fences_add": lambda _, made: _FENCE,
    "fences_change": lambda _, made: _FENCE,
    "fences_fence_here": lambda _, made: {"radius_m": 100.0, "name": f"{HUSH} here"},
    "uplink_uplink": lambda _, made: [],
    "me_accept_agreement": lambda _, made: {"version": "1"},
    "me_change_me": lambda _, made: {"name": f"{HUSH} me"},
    "me_change_password": lambda _, made: {"old": _PASSWORD, "new": _PASSWORD + "!"},
    "me_confirm_totp": lambda _, made: {"code": "000000"},
    "me_end_totp": lambda _, made: {"password": _PASSWORD},
    "me_make_token": lambda _, made: {"name": f"{HUSH} made", "scopes": ["read"]},
}
"""By operationId: what is sent as JSON; bytes and texts are sent as they are."""

QUERIES: Mapping[str, Mapping[str, str]] = {
    "alarms_address": {"lat": "0", "lon": "0"},
    "devices_remove_device": {"confirm": "{number}"},
    "devices_bms_history": {"from": "2026-11-21T00:00:00Z", "to": "2026-11-23T00:00:00Z"},
    "positions_track": {"from": "2026-11-21T00:00:00Z", "to": "2026-11-23T00:00:00Z"},
}
"""By operationId: what has to follow the question mark; ids of the path stand in braces."""

NEEDS: Mapping[str, Right] = {
    "commands_ask": Right.COMMAND_READ,  # of the kind that is asked here
    "frames_device_frames": Right.DEVICES,  # beside that to see the battery
    "frames_strange_frames": Right.SERVER,
}
"""By operationId: the right of a route that does not name it with `having`."""

ADMIN: Mapping[str, str] = {
    "alarms_geocoder": "of the whole server: tests/server/rides/test_address.py",
    "alarms_remove_geocoder": "likewise",
    "alarms_set_geocoder": "likewise",
    "alarms_smtp": "of the whole server: tests/server/rides/test_notify.py",
    "alarms_set_smtp": "likewise",
    "audit_verify_audit": "of the whole server",
    "devices_accept_tracker": "the tracker is nobody's",
    "devices_forget_tracker": "the tracker is nobody's",
    "devices_quarantine": "trackers of nobody",
    "devices_remove_device": "takes its history away",
    "devices_enable_device": "an account above the battery's own decides about its dates",
    "frames_strange_frames": "frames of nobody's trackers",
    "system_metrics": "of the whole server",
}
"""operationIds for an owner of the topmost account alone, and why."""

PERSONAL = re.compile(r"/api/v1/(me(/|$)|auth/)")
"""Below these paths somebody has to do with what is his own, and nobody above him has."""

BY_HAND: Mapping[str, str] = {
    "alarms_geocoder": "404 until one is named: tests/server/rides/test_address.py",
    "alarms_remove_geocoder": "likewise",
    "alarms_smtp": "404 until one is named: tests/server/rides/test_notify.py",
    "auth_prove": "needs the password: tests/server/accounts",
    "me_accept_agreement": "needs the version of today: tests/server/accounts",
    "me_change_password": "needs the password: tests/server/accounts",
    "me_confirm_totp": "needs a code: tests/server/accounts",
    "me_end_totp": "needs the password: tests/server/accounts",
    "devices_device_bms": "404 until a sample came: tests/server/devices",
    "devices_device_settings": "404 until settings came: tests/server/devices",
    "devices_device_stats": "404 until counters came: tests/server/devices",
    "positions_position": "404 until a position came: tests/server/ingest",
    "fences_fence_here": "409 until a position came: tests/server/rides",
}
"""operationIds whose answer to who may is tested elsewhere, and where; all else holds for them."""
