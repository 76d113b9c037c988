"""Routes of what is pushed: the WebSocket and the long poll."""

import asyncio
import contextlib
from collections.abc import Coroutine
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response, WebSocket
from pydantic import BaseModel, Field
from starlette.websockets import WebSocketDisconnect, WebSocketState

from mingtang_desk.server.accounts.accounts import hash_of
from mingtang_desk.server.accounts.rights import Right
from mingtang_desk.server.api.answers import answer
from mingtang_desk.server.api.deps import Reader, Server
from mingtang_desk.server.api.limits import Limits
from mingtang_desk.server.problem import Problem
from mingtang_desk.server.push.events import Kind
from mingtang_desk.server.push.frames import encode
from mingtang_desk.server.push.talk import Talk
from mingtang_desk.server.push.topics import TopicError
from mingtang_desk.server.push.wire import EXTENSION, WireProtocol
from mingtang_desk.server.services import Services

router = APIRouter(tags=["stream"])

LONGEST_S = 60.0
"""The wait of a long poll and its questions to the database are over by then."""
LAST = (1 << 63) - 1
_SECRETS = frozenset(
    ("token", "access_token", "api_token", "api_key", "key", "auth", "authorization", "jwt")
)


class Change(BaseModel):
    """One event, as the WebSocket sends it."""

    seq: int = Field(description="Its number; they only rise.")
    t: Kind = Field(description="What it is about.")
    d: str = Field(description="Number of the battery.")
    v: dict[str, Any] = Field(description="What there is to know.")


class Gap(BaseModel):
    """Events that can not be told any more: read the lists again."""

    since: int = Field(description="What was asked for.")
    from_: int = Field(alias="from", description="Nothing is missing above this number.")


class ChangeList(BaseModel):
    """What happened."""

    events: list[Change]
    seq: int = Field(description="Ask for what is `since` this number next time.")
    gap: Gap | None = Field(description="null = nothing is missing.")
    has_more: bool = Field(description="There is more now: ask again at once.")


@router.get("/changes", response_model=ChangeList)
async def changes(
    request: Request,
    server: Server,
    who: Reader,
    since: Annotated[
        int | None,
        Query(
            ge=0, le=LAST, description="Number of the last event you have; absent = only say it."
        ),
    ] = None,
    topics: Annotated[
        str,
        Query(
            max_length=8192,
            description="device:*, device:<number>, account:<id>, alarm, command; by commas.",
        ),
    ] = "device:*,alarm,command",
    wait_s: Annotated[
        float, Query(ge=0, le=25, description="Wait so long for something to happen.")
    ] = 0,
    limit: Annotated[int, Query(ge=1, le=500, description="At most so many events.")] = 500,
) -> Response:
    """Return what happened since a number; for who cannot keep a WebSocket.

    Alarms and commands are all there, of the last 24 hours; of positions, samples and states the
    latest of each battery.
    """
    names = [name for name in topics.split(",") if name]
    secret = secret_of(request.headers.get("authorization", ""))
    asked = server.streams.changes(who, secret, names, since, wait_s, limit)
    try:
        found = await (_unless_gone(request, asked) if wait_s else asked)
    except TopicError as error:
        raise _no_topic(error) from error
    gap = None if found.gap is None else {"since": since, "from": found.gap}
    body = b'{"events":[%b],"seq":%d,"gap":%b,"has_more":%b}' % (
        b",".join(one.body for one in found.events),
        found.seq,
        encode(gap),
        encode(found.has_more),
    )
    return Response(body, media_type="application/json")


@router.websocket("/stream")
async def stream(socket: WebSocket) -> None:
    """Push what happens; see docs/server/push.md."""
    services: Services = socket.app.state.services
    limits: Limits = socket.app.state.limits
    address = socket.client.host if socket.client else ""
    authorization = socket.headers.get("authorization", "")
    try:
        limits.arrived(address, authorization.encode())
        if _SECRETS & {name.lower() for name in socket.query_params}:
            raise _in_url()
        who = await services.accounts.authenticate(socket.headers, address or None)
        limits.recognised(who.user_id, authorization.encode())
        who.need(Right.READ)
        services.streams.room_for(who)
    except Problem as problem:
        services.core.metrics.count("stream_refused_total", key=problem.key)
        if problem.status == 401 and authorization:
            limits.failed(address)
        await socket.send_denial_response(answer(problem))
        return
    wire: WireProtocol = socket.scope["extensions"][EXTENSION]
    secret = secret_of(authorization) if who.session_id is None else None
    await socket.accept()
    with services.streams.viewing(who, secret, wire) as viewer:
        await services.streams.verify(viewer)
        talk = Talk(services.streams, viewer)
        with contextlib.suppress(WebSocketDisconnect):
            while viewer.is_open and socket.client_state is WebSocketState.CONNECTED:
                said = (
                    await socket.receive()
                )  # waits as long as the client is there; pings see to it
                if said["type"] == "websocket.disconnect":
                    break
                await talk.take(said.get("text"), said.get("bytes"))


async def _unless_gone[T](request: Request, work: Coroutine[None, None, T]) -> T:
    """Return what work gives, and end it when the client has hung up: nobody waits for it then.

    Raises:
        Problem: 408, which nobody reads.
    """

    async def gone() -> None:
        while (await request.receive())["type"] != "http.disconnect":
            pass

    waiting, hung_up = asyncio.ensure_future(work), asyncio.ensure_future(gone())
    try:
        await asyncio.wait({waiting, hung_up}, timeout=LONGEST_S, return_when="FIRST_COMPLETED")
        if waiting.done():
            return waiting.result()
        raise Problem(408, "gone", "Nobody waits any longer.")
    finally:
        for task in (waiting, hung_up):
            task.cancel()
        await asyncio.wait({waiting, hung_up}, timeout=1)


def secret_of(authorization: str) -> str | None:
    """Return the hash of a bearer token, None where there is none."""
    scheme, _, token = authorization.partition(" ")
    return hash_of(token) if scheme.lower() == "bearer" and token else None


def _in_url() -> Problem:
    return Problem(
        401,
        "token_in_url",
        "A token in a URL ends up in logs: this one counts as stolen. Revoke it, and send the new "
        "one in the Authorization header.",
        headers={"WWW-Authenticate": "Bearer"},
    )


def _no_topic(error: TopicError) -> Problem:
    if error.key == "not_found":
        return Problem(404, "not_found", "There is no such battery or account.")
    return Problem(
        422, error.key, "Topics are device:*, device:<number>, account:<id>, alarm, command."
    )
