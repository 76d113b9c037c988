"""Live push to 1 000 viewers of 60 batteries each, to the sockets themselves.

Server and clients are processes of their own, each on its core. The clients read the bytes of their
sockets themselves, so that they keep up. Each position carries the moment when it was handed to
`ingest.take`, or when its transaction began where only the push is measured; the moment its frame
is read at the socket ends the time. The other side of the comparison writes every event out anew
for each socket and sends it by ASGI, as is usual.
"""

import asyncio
import contextlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.table import Row

if TYPE_CHECKING:
    from mingtang_desk.server.devices.device import Device
    from mingtang_desk.server.push.events import Event

VIEWERS, BATTERIES, SECONDS = 1000, 60, 8.0
SHARED = 10
"""Viewers of the same 60 batteries in the second case: an owner's people, a depot."""
GOAL_MS = 500.0
CASES = ((1, 2000.0, False), (SHARED, 2000.0, False), (1, 3333.0, True))
"""Viewers of a battery, events a second, and whether they are stored on the way."""
GROUP_S = 0.1
"""Readings of so long are taken at once, as a listener does that commits in groups."""


def pin(core: int) -> None:
    """Stay on one core, where there are several."""
    cores = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {cores[core % len(cores)]})


# --- the server ----------------------------------------------------------------------------------


async def serve(folder: Path, viewers_each: int, rate: float, *, naive: bool, take: bool) -> None:
    """Run a server, tell its clients where it is, feed it, and print what that cost."""
    from sqlalchemy import insert

    from mingtang_desk.server.accounts.accounts import hash_of
    from mingtang_desk.server.config import ServerConfig
    from mingtang_desk.server.ids import new_id, step_of
    from mingtang_desk.server.ingest.model import PositionReading
    from mingtang_desk.server.run import standing
    from mingtang_desk.server.store.tables.accounts import ACCOUNTS, SESSIONS, USERS
    from mingtang_desk.server.store.tables.devices import DEVICE_STATE, DEVICES
    from mingtang_desk.server.times import now_ms
    from mingtang_desk.session.clock import SystemClock

    if naive:
        make_naive()
    config = ServerConfig(data=folder, http=("127.0.0.1", 0), jt808=None, requests_per_s=0)
    async with standing(config, SystemClock()) as server:
        core, now = server.services.core, now_ms(SystemClock())
        later = now + 86_400_000
        accounts, users, sessions, devices, tokens = [], [], [], [], []
        top = new_id()
        accounts.append({"id": top, "path": step_of(top), "name": "top", "created_ms": now})
        for n in range(VIEWERS // viewers_each):
            account = new_id()
            path = step_of(top) + step_of(account)
            accounts.append(
                {"id": account, "parent_id": top, "path": path, "name": "", "created_ms": now}
            )
            for _ in range(viewers_each):
                user, token = new_id(), new_id()
                tokens.append(token)
                users.append(
                    {"id": user, "account_id": account, "login": user, "role": "viewer"}
                    | {"password_hash": "!", "password_ms": now, "created_ms": now}
                )
                sessions.append(
                    {"id": new_id(), "user_id": user, "access_hash": hash_of(token)}
                    | {"access_until_ms": later, "refresh_hash": new_id(), "proven_ms": now}
                    | {"refresh_until_ms": later, "created_ms": now, "used_ms": now}
                )
            for k in range(BATTERIES):
                number = str(10_000_000_000 + n * 100 + k)
                devices.append(
                    {"number": number, "terminal": number, "account_id": account}
                    | {"account_path": path, "created_ms": now, "enabled_ms": now}
                )
        async with core.store.write() as tx:
            await tx.connection.execute(insert(ACCOUNTS).values(parent_id=None), accounts[:1])
            for table, rows in (
                (ACCOUNTS, accounts[1:]),
                (USERS, users),
                (SESSIONS, sessions),
                (DEVICES, devices),
            ):
                await tx.connection.execute(insert(table), rows)
            states = [{"device": pk + 1} for pk in range(len(devices))]
            await tx.connection.execute(insert(DEVICE_STATE), states)
        await server.services.directory.start()
        print(json.dumps({"http": server.http, "tokens": tokens}), flush=True)
        await asyncio.to_thread(sys.stdin.readline)  # all clients listen
        directory = server.services.directory
        pool = [directory.by_number(str(each["number"])) for each in devices]
        loop = asyncio.get_running_loop()
        began, cpu = loop.time(), time.process_time()
        sent, at = 0, 0
        step = max(1, round(rate * GROUP_S))
        while loop.time() - began < SECONDS:
            stamp = time.monotonic()
            readings: list[PositionReading] = []
            for _ in range(step):
                device = pool[at]
                at = (at + 7919) % len(pool)
                assert device is not None
                reading = PositionReading(
                    device=device,
                    time_ms=now + sent,
                    received_ms=now,
                    lat=22.5,
                    lon=114.0,
                    speed_kmh=20.0,
                    course_deg=stamp,
                )
                readings.append(reading)
                sent += 1
            if take:
                await server.services.ingest.take(readings)
            else:
                async with core.store.write() as tx:
                    for reading in readings:
                        tx.emit(event_of(reading.device, stamp))
            await asyncio.sleep(max(0.0, began + sent / rate - loop.time()))
        took = loop.time() - began
        await asyncio.sleep(1)  # what is still on its way costs, too
        busy = time.process_time() - cpu
        print(json.dumps({"sent": sent, "took": took, "cpu": busy}), flush=True)
        await asyncio.to_thread(sys.stdin.readline)


def event_of(device: "Device", stamp: float) -> "Event":
    """An event as a position makes it."""
    from mingtang_desk.server.push.events import Event, Kind

    return Event(
        kind=Kind.POSITION,
        device=device.pk,
        number=device.number,
        account_path=device.account_path,
        value={
            "time": "2026-11-26T00:00:00.000Z",
            "received": "2026-11-26T00:00:00.000Z",
            "lat": 22.5,
            "lon": 114.0,
            "speed_kmh": 20.0,
            "course_deg": stamp,
        },
    )


def make_naive() -> None:
    """Send as is usual: every event is written out for each socket, one call of ASGI a message."""
    from mingtang_desk.server.push.events import Event
    from mingtang_desk.server.push.viewer import Viewer

    tasks: set[asyncio.Task[None]] = set()

    def put(self: Viewer, event: Event, body: bytes, frame: bytes) -> None:
        text = json.dumps(
            {"seq": event.seq, "t": event.kind, "d": event.number, "v": dict(event.value)}
        )
        send = self._wire.send({"type": "websocket.send", "text": text})
        task = asyncio.get_running_loop().create_task(send)
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    Viewer.put = put  # type: ignore[method-assign]


# --- the clients ---------------------------------------------------------------------------------


class Ear(asyncio.Protocol):
    """One client: shakes hands, subscribes, then notes when what came."""

    def __init__(self, host: str, token: str, lags: list[float], ready: asyncio.Semaphore) -> None:
        self._hello = (
            f"GET /api/v1/stream HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\n"
            "Connection: Upgrade\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
            f"Sec-WebSocket-Version: 13\r\nAuthorization: Bearer {token}\r\n\r\n"
        )
        self._lags = lags
        self._ready = ready
        self._upgraded = False
        self._rest = b""
        self.heard = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        transport.write(self._hello.encode())

    def data_received(self, data: bytes) -> None:
        now = time.monotonic()
        if not self._upgraded:
            assert b" 101 " in data.split(b"\r\n", 1)[0], data[:200]
            self._upgraded = True
            body = b'{"op":"sub","topics":["device:*"]}'
            self._transport.write(b"\x81" + bytes((0x80 | len(body),)) + b"\0\0\0\0" + body)
            return
        data = self._rest + data
        parts = data.split(b'"course_deg":')
        for part in parts[1:]:
            end = part.find(b"}")
            if end >= 0:
                self._lags.append(now - float(part[:end].split(b",")[0]))
                self.heard += 1
        last = data.rfind(b"}}")
        self._rest = data[last + 2 :] if last >= 0 else data
        if b'"ready"' in data:
            self._rest = b""
            self._ready.release()


async def listen(url: str, tokens: list[str]) -> None:
    """Connect them all, then count until the input ends."""
    host, _, port = url.removeprefix("http://").rpartition(":")
    lags: list[float] = []
    ready = asyncio.Semaphore(0)
    loop = asyncio.get_running_loop()
    ears = []
    for token in tokens:
        _, ear = await loop.create_connection(
            lambda token=token: Ear(host, token, lags, ready),  # type: ignore[misc]
            host,
            int(port),
        )
        ears.append(ear)
        async with asyncio.timeout(20):
            await ready.acquire()
    print("ready", flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    lags.sort()
    p50 = statistics.median(lags) * 1000 if lags else -1.0
    p99 = lags[int(len(lags) * 0.99)] * 1000 if lags else -1.0
    print(json.dumps({"heard": len(lags), "p50": p50, "p99": p99}), flush=True)


# --- both ----------------------------------------------------------------------------------------


@contextlib.contextmanager
def process(*words: str) -> "Iterator[subprocess.Popen[str]]":
    """Start this module anew."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.bench.bench_push", *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as started:
        try:
            yield started
        finally:
            started.kill()


def say(to: "subprocess.Popen[str]", line: str) -> None:
    """Write a line."""
    assert to.stdin is not None
    to.stdin.write(line + "\n")
    to.stdin.flush()


def hear(of: "subprocess.Popen[str]") -> str:
    """Read a line."""
    assert of.stdout is not None
    line = of.stdout.readline()
    if not line:
        raise OSError("a process of the benchmark ended early")
    return line


def measure(viewers_each: int, rate: float, *, naive: bool, take: bool) -> dict[str, float]:
    """Run once."""
    with (
        tempfile.TemporaryDirectory() as folder,
        process(
            *("serve", folder, str(viewers_each), str(rate), str(int(naive)), str(int(take)))
        ) as server,
        process("listen") as clients,
    ):
        say(clients, hear(server).strip())
        assert hear(clients).strip() == "ready"
        say(server, "go")
        cost = json.loads(hear(server))
        say(clients, "end")
        heard = json.loads(hear(clients))
        say(server, "end")
        return {**cost, **heard}


def run() -> list[Row]:
    """Each of its own viewers, then ten to each battery: shared bytes against bytes of each own."""
    rows = []
    for viewers_each, rate, take in CASES:
        ours = measure(viewers_each, rate, naive=False, take=take)
        theirs = measure(viewers_each, rate, naive=True, take=take)
        wanted = ours["sent"] * viewers_each
        each = [one["cpu"] / max(1, one["heard"]) * 1e6 for one in (ours, theirs)]
        real, other = ours["sent"] / ours["took"], theirs["sent"] / theirs["took"]
        rows.append(
            Row(
                name=f"push, {VIEWERS} sockets, {viewers_each} to a battery, asked {rate:g}/s",
                ours=ours["p99"],
                theirs=theirs["p99"],
                ratio=f"p50 {ours['p50']:.0f}, p99 {ours['p99']:.0f} ms at {real:.0f}/s, "
                f"CPU {100 * ours['cpu'] / ours['took']:.0f} % of a core, "
                f"{ours['heard'] / wanted:.1%} heard; CPU a message {each[1] / each[0]:.1f} x less",
                unit="ms",
                goal=f"p99 under {GOAL_MS:g} ms",
                met=ours["p99"] < GOAL_MS and real > 0.95 * rate,
                note=f"from {'ingest.take, with storage' if take else 'the commit'}; other: "
                f"written out for each socket, sent by ASGI (reached {other:.0f}/s, CPU "
                f"{100 * theirs['cpu'] / theirs['took']:.0f} %)",
            )
        )
    return rows


def main() -> None:
    """Be one of the two processes."""
    if sys.argv[1] == "serve":
        pin(0)
        folder, each, rate, naive, take = sys.argv[2:7]
        work = serve(Path(folder), int(each), float(rate), naive=naive == "1", take=take == "1")
        asyncio.run(work)
    else:
        pin(1)
        told = json.loads(sys.stdin.readline())
        asyncio.run(listen(told["http"], told["tokens"]))


if __name__ == "__main__":
    main()
