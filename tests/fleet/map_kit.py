"""Many batteries around Shenzhen in the server of a kit, and panels with a map."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

from sqlalchemy import insert

from mingtang_desk.server.store.tables.devices import DEVICE_STATE, DEVICES
from mingtang_desk.server.times import now_ms
from tests.fleet.kit import FleetKit

CENTRE = (22.54, 114.05)
EVIL = '<img src=x onerror="window.hit=1"><b>pack</b>'


def number_of(at: int) -> str:
    return f"{13900000000 + at}"


async def populate(kit: FleetKit, count: int, *, seed: int = 7, account: str = "shop") -> list[str]:
    """Enter batteries in an account; they say nothing yet."""
    services = kit.server.services
    numbers = [number_of(at) for at in range(count)]
    now = now_ms(services.core.clock)
    pks = []
    async with services.core.store.write() as tx:
        for at, number in enumerate(numbers):
            pk = await tx.connection.scalar(
                insert(DEVICES)
                .values(
                    number=number,
                    terminal=number,
                    account_id=kit.server.accounts[account],
                    account_path=kit.server.paths[account],
                    name=f"BT2048-{at:04}" if at % 3 else "",
                    created_ms=now,
                    enabled_ms=now,
                )
                .returning(DEVICES.c.pk)
            )
            assert pk is not None
            pks.append(pk)
            await tx.connection.execute(insert(DEVICE_STATE).values(device=pk))
    await services.directory.refresh(*pks)
    return numbers


async def scatter(kit: FleetKit, numbers: list[str], *, seed: int = 7) -> None:
    """Let them report: most around a few depots, some far out; some long ago, some with alarms."""
    dice = random.Random(seed)
    depots = [(CENTRE[0] + dice.gauss(0, 0.05), CENTRE[1] + dice.gauss(0, 0.08)) for _ in range(6)]
    now = datetime.now(UTC)
    messages: list[dict[str, object]] = []
    for at, number in enumerate(numbers):
        lat, lon = dice.choice(depots)
        wide = 0.06 if at % 4 == 0 else 0.006
        old = timedelta(minutes=dice.choice((0, 0, 0, 2, 200, 3000)))
        position: dict[str, object] = {
            "type": "position",
            "device": number,
            "time": (now - old).isoformat(),
            "lat": lat + dice.gauss(0, wide),
            "lon": lon + dice.gauss(0, wide),
            "speed_kmh": float(dice.choice((0, 0, 12, 21))),
            "course_deg": float(dice.randrange(360)),
        }
        if at % 37 == 5:
            position["event"] = "power_cut"
        messages.append(position)
        sample = {
            "time": (now - old).isoformat(),
            "protocol": "jbd",
            "pack_v": 40.0 + at % 12,
            "soc_pct": float(at % 101),
        }
        messages.append({"type": "sample", "device": number, "sample": sample})
    for start in range(0, len(messages), 500):
        await kit.uplink(*messages[start : start + 500])
