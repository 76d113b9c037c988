"""Many batteries of every type in a server, put straight into its database."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence

from sqlalchemy import insert

from mingtang_desk.server.ids import new_id, step_of
from mingtang_desk.server.store.tables.accounts import ACCOUNTS
from mingtang_desk.server.store.tables.devices import DEVICE_STATE, DEVICES
from tests.server.kit import Kit

DAY_MS = 86_400_000
NAMES = ("Delivery red", "配送车 蓝", "Rental green", "", "换电柜 7", "Courier <b>12</b>")


def number_of(at: int) -> str:
    """The number of the battery that is put in as the `at`th."""
    return f"139{at * 7919 % 100_000_000:08}"


async def fill(kit: Kit, count: int, *, shops: int = 6, seed: int = 5) -> Sequence[str]:
    """Put in batteries of `top` and of new accounts below it; return the ids of these."""
    dice = random.Random(seed)
    now = int(time.time() * 1000)
    places = [(kit.accounts["top"], kit.paths["top"])]
    async with kit.services.core.store.write() as tx:
        for shop in range(shops):
            account = new_id()
            above, path = places[0] if shop % 2 == 0 else places[-1]
            places.append((account, path + step_of(account)))
            await tx.connection.execute(
                insert(ACCOUNTS).values(
                    id=account,
                    parent_id=above,
                    path=places[-1][1],
                    name=f"Shop {shop + 1}" if shop else "龙华 门店",
                    created_ms=now,
                )
            )
        for start in range(1, count + 1, 5000):
            devices, states = [], []
            for at in range(start, min(start + 5000, count + 1)):
                account, path = dice.choice(places)
                devices.append(_device(1000 + at, number_of(at), account, path, dice, now))
                states.append(_state(1000 + at, dice, now))
            await tx.connection.execute(insert(DEVICES), devices)
            await tx.connection.execute(insert(DEVICE_STATE), states)
    return [account for account, _ in places[1:]]


def _device(
    pk: int, number: str, account: str, path: str, dice: random.Random, now: int
) -> dict[str, object]:
    kind = dice.random()
    return {
        "pk": pk,
        "number": number,
        "terminal": number,
        "account_id": account,
        "account_path": path,
        "name": dice.choice(NAMES),
        "imei": f"86{pk:013}",
        "sim": f"8986{pk:016}",
        "created_ms": now,
        "enabled_ms": None if kind < 0.08 else now,
        "expires_ms": now - DAY_MS if kind > 0.92 else now + dice.randrange(1, 400) * DAY_MS,
    }


def _state(pk: int, dice: random.Random, now: int) -> dict[str, object]:
    kind = dice.random()
    seen = now - dice.randrange(60_000 if kind < 0.5 else 3 * DAY_MS)
    has_board = dice.random() < 0.9
    return {
        "device": pk,
        "seen_ms": seen if dice.random() < 0.95 else None,
        "linked_ms": None,
        "online_until_ms": now + DAY_MS if kind < 0.5 else None,
        "sleep_until_ms": now + DAY_MS if kind > 0.75 else None,
        "soc_pct": float(dice.randrange(101)) if has_board else None,
        "pack_v": dice.randrange(4200, 5500) / 100 if has_board else None,
        "lat": 22.5 + dice.random() / 10,
        "lon": 114.0 + dice.random() / 10,
        "position_ms": seen,
        "parked": False,
    }


async def server_counts(kit: Kit, who: str = "top-owner") -> dict[str, int]:
    """Return how many batteries of each type the server counts."""
    async with kit.client(who) as client:
        return dict((await client.get("/devices/counts")).json()["counts"])
