"""Routes of `uplink`: gateways, and desks that share a battery on the bench."""

import asyncio
import contextlib
import logging
from functools import partial
from typing import Annotated, Literal

import msgspec
from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from pydantic import BaseModel
from starlette.websockets import WebSocket, WebSocketDisconnect

from mingtang_desk.server.accounts.principal import Principal
from mingtang_desk.server.accounts.rights import Right
from mingtang_desk.server.api.answers import answer
from mingtang_desk.server.api.deps import Server, having
from mingtang_desk.server.api.limits import Limits
from mingtang_desk.server.ingest.boards import BoardEar
from mingtang_desk.server.ingest.gateway import (
    Gateway,
    Outbox,
    Result,
    UnknownDeviceError,
    known,
    refused,
    stored,
)
from mingtang_desk.server.ingest.model import Source
from mingtang_desk.server.ingest.parcel import Parcel
from mingtang_desk.server.ingest.uplink import (
    BODY_BYTES,
    InvalidMessageError,
    carried,
    id_of,
    read_message,
    split,
)
from mingtang_desk.server.problem import Problem
from mingtang_desk.server.services import Services

_log = logging.getLogger(__name__)
router = APIRouter(tags=["uplink"])

SOCKETS = 5
"""Gateways that one user may have connected."""
INFLIGHT = 1000
"""Messages of one gateway on their way to the disk; beyond, it is not read."""
WAITING = 5000
"""Answers that may wait for a gateway that does not read them."""
SILENCE_S = 300.0
AGAIN_S = 60.0
"""How often it is looked whether a token is still good."""
SEND_S, STORE_S = 30.0, 60.0
_encode = msgspec.json.Encoder().encode
Sender = Annotated[Principal, Depends(having(Right.UPLINK))]

_EXAMPLE = {
    "type": "position",
    "device": "13800000002",
    "id": "a1",
    "time": "2026-11-22T10:00:00Z",
    "lat": 22.5431,
    "lon": 114.0579,
    "speed_kmh": 18.4,
}
_MESSAGE_SCHEMA = {
    "type": "object",
    "required": ["type", "device"],
    "properties": {
        "type": {"enum": ["position", "sample", "settings", "contact", "bytes"]},
        "device": {"type": "string", "pattern": r"^[0-9A-Za-z._-]{1,64}$"},
        "id": {"type": ["string", "integer", "null"], "maxLength": 64},
    },
    "description": "One message; the fields of each type: docs/server/uplinks.md.",
}
_BODY = {
    "required": True,
    "content": {
        "application/json": {
            "schema": {
                "anyOf": [
                    _MESSAGE_SCHEMA,
                    {"type": "array", "maxItems": 1000, "items": _MESSAGE_SCHEMA},
                ]
            },
            "example": _EXAMPLE,
        }
    },
}


class UplinkResult(BaseModel):
    """What became of a message; `problem` and `detail` where it was refused."""

    type: Literal["result"]
    id: str | int | None
    status: Literal["stored", "refused"]
    problem: str | None = None
    detail: str | None = None


class UplinkResults(BaseModel):
    """What became of each message, in the order in which they came."""

    results: list[UplinkResult]


@router.post(
    "/uplink",
    summary="Report for batteries",
    response_model=UplinkResults,
    openapi_extra={"requestBody": _BODY},
)
async def uplink(request: Request, server: Server, who: Sender) -> Response:
    """Take one message or a list of up to 1000, and answer when they are committed.

    Each message has its own result: one that is refused takes nothing along.
    """
    try:
        messages = split(await _body(request))
    except InvalidMessageError as error:
        raise Problem(422, "invalid", str(error)) from error
    results: list[Result | None] = [None] * len(messages)
    loop = asyncio.get_running_loop()
    done: asyncio.Future[None] = loop.create_future()
    left = len(messages)

    def settle(index: int, result: Result) -> None:
        nonlocal left
        results[index] = result
        left -= 1
        if not left and not done.done():
            done.set_result(None)

    for index, raw in enumerate(messages):
        _take(server, who, raw, partial(settle, index))
    if left:
        try:
            async with asyncio.timeout(STORE_S):
                await done
        except TimeoutError as error:
            raise Problem(503, "database_unusable", "It takes too long; try later.") from error
    return Response(_encode({"results": results}), media_type="application/json")


def _take(server: Services, who: Principal, raw: bytes, settle: "partial[None]") -> None:
    try:
        message = read_message(raw)
        device = known(server.ingest, who, message.device)
        found = carried(
            message,
            device,
            server.core.clock,
            source=Source.HTTP,
            ear=lambda: BoardEar(device.protocol),
        )
    except InvalidMessageError as error:
        settle(refused(id_of(raw), "invalid", str(error)))
        return
    except UnknownDeviceError:
        settle(refused(id_of(raw), "not_found", "There is no such battery."))
        return

    def written(error: Exception | None) -> None:
        if error is None:
            settle(stored(message.id))
        else:
            settle(refused(message.id, "not_stored", "Send it again."))

    server.ingest.pipeline.submit(
        Parcel(told=found.told, readings=found.readings, frames=found.frames, done=written)
    )


async def _body(request: Request) -> bytes:
    """Read a body, as far as it may go.

    Raises:
        Problem: it is too large.
    """
    told = request.headers.get("content-length", "")
    size = int(told) if told.isascii() and told.isdecimal() else 0
    chunks: list[bytes] = []
    if size <= BODY_BYTES:
        size = 0
        async for chunk in request.stream():
            size += len(chunk)
            if size > BODY_BYTES:
                break
            chunks.append(chunk)
    if size > BODY_BYTES:
        raise Problem(413, "too_large", "A body has up to 1 MB.", extra={"limit": BODY_BYTES})
    return b"".join(chunks)


@router.websocket("/uplink/stream")
async def stream(socket: WebSocket) -> None:
    """Messages as in `POST /uplink`, each answered by its result; requests come the other way."""
    server: Services = socket.app.state.services
    limits: Limits = socket.app.state.limits
    address = socket.client.host if socket.client else ""
    authorization = socket.headers.get("authorization", "")
    try:
        limits.arrived(address, authorization.encode())
        who = await server.accounts.authenticate(socket.headers, address or None)
        limits.recognised(who.user_id, authorization.encode())
        who.need(Right.UPLINK)
    except Problem as problem:
        if problem.status == 401 and authorization:
            limits.failed(address)
        await socket.send_denial_response(answer(problem))
        return
    gateways = server.ingest.gateways
    if gateways[who.user_id] >= SOCKETS:
        many = Problem(
            429,
            "too_many_gateways",
            f"A user has up to {SOCKETS} gateways connected.",
            extra={"limit": SOCKETS},
            headers={"Retry-After": "60"},
        )
        await socket.send_denial_response(answer(many))
        return
    gateways[who.user_id] += 1
    await socket.accept()
    outbox = Outbox(WAITING)
    gateway = Gateway(server.ingest, who, outbox.put)
    sending = asyncio.create_task(_send(socket, outbox))
    watching = asyncio.create_task(_watch(socket, server, gateway, address))
    try:
        await _receive(socket, server, gateway, sending)
    except (WebSocketDisconnect, TimeoutError, RuntimeError):
        pass
    finally:
        gateway.end()
        for task in (sending, watching):
            task.cancel()
            with contextlib.suppress(
                asyncio.CancelledError, TimeoutError, WebSocketDisconnect, RuntimeError, OSError
            ):
                await task
        gateways[who.user_id] -= 1
        if not gateways[who.user_id]:
            del gateways[who.user_id]


async def _receive(
    socket: WebSocket, server: Services, gateway: Gateway, sending: "asyncio.Task[None]"
) -> None:
    """Take messages until the end.

    Raises:
        WebSocketDisconnect: the other side went.
        TimeoutError: it said nothing for too long.
    """
    while not sending.done():
        async with asyncio.timeout(SILENCE_S):
            said = await socket.receive()
        if said["type"] == "websocket.disconnect":
            return
        raw = said.get("bytes") or (said.get("text") or "").encode()
        if len(raw) > BODY_BYTES:
            await socket.close(1009)
            return
        try:
            messages = split(raw)
        except InvalidMessageError as error:
            gateway.say(refused(None, "invalid", str(error)))
            continue
        for each in messages:
            gateway.take(each)
        while gateway.inflight >= INFLIGHT:
            await server.ingest.pipeline.turn()


async def _watch(socket: WebSocket, server: Services, gateway: Gateway, address: str) -> None:
    """Look whether it still may, now and then and when something of its user has changed.

    A gateway that says nothing hears requests all the same.
    """
    changed = asyncio.Event()

    def told(users: frozenset[str]) -> None:
        if gateway.who.user_id in users:
            changed.set()

    server.accounts.changed.append(told)
    try:
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(AGAIN_S):
                    await changed.wait()
            changed.clear()
            try:
                who = await server.accounts.authenticate(socket.headers, address or None)
                who.need(Right.UPLINK)
                gateway.who = who
            except Problem as problem:
                if problem.status not in (401, 403):
                    continue
                gateway.end()
                await socket.close(4401)
                return
            except Exception:  # noqa: BLE001 - the database is away: it is looked again
                _log.exception("a gateway's rights could not be looked up")
    finally:
        server.accounts.changed.remove(told)


async def _send(socket: WebSocket, outbox: Outbox) -> None:
    """Send what waits; hang up on who does not read."""
    while True:
        for value in await outbox.get():
            async with asyncio.timeout(SEND_S):
                await socket.send_text(_encode(value).decode())
        if outbox.is_overfull:
            await socket.close(4008)
            return
