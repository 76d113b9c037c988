"""Routes of `commands`: ask, look, take back."""

import base64
from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Body, Depends, Path, Query, Response
from pydantic import BaseModel, Field
from sqlalchemy import and_, or_, select

from mingtang_desk.server.accounts.principal import Principal
from mingtang_desk.server.accounts.rights import Right
from mingtang_desk.server.api.deps import Number, Reader, Server, Who, device_for, having
from mingtang_desk.server.commands.machine import CommandClass, State
from mingtang_desk.server.commands.orders import Order
from mingtang_desk.server.commands.policy import SECRETS
from mingtang_desk.server.commands.rows import Command, Step, command_of, log_of
from mingtang_desk.server.commands.tracker_orders import HIDDEN
from mingtang_desk.server.problem import Problem
from mingtang_desk.server.store.tables.commands import COMMANDS
from mingtang_desk.server.times import iso_ms

router = APIRouter(tags=["commands"])
_BYTES = frozenset({"hex", "raw_before", "raw_after", "raw_sent"})
"""Parts of a log that tell bytes."""
Setter = Annotated[Principal, Depends(having(Right.COMMAND_SET))]
CommandId = Annotated[
    str, Path(description="Id of the command.", pattern=r"^[0-9A-Fa-f-]{36}$", min_length=36)
]


class CommandOut(BaseModel):
    """A command as it stands. Times are ISO 8601 UTC; null = not yet, or never."""

    id: str
    device: str = Field(description="Number of the battery.")
    kind: str
    command_class: CommandClass = Field(alias="class")
    state: State
    attempts: int
    body: dict[str, object] = Field(description="What was asked; secrets are hidden.")
    result: dict[str, object] | None
    created_by: str = Field(description="Id of the user.")
    created: str
    not_before: str
    expires: str = Field(description="It is not sent at or after this.")
    sent: str | None
    delivered: str | None = Field(description="When the tracker had taken it.")
    ended: str | None
    is_settling: bool = Field(description="The truth about it is still looked for.")


class StepOut(BaseModel):
    """A line of the log.

    `what` is tx or rx for messages, state for steps, write_opened and write_closed for the journal
    of a write.
    """

    time: str
    what: str
    body: dict[str, object]


class CommandWithLog(CommandOut):
    """A command with everything that happened on its way; bytes for those who may command."""

    log: list[StepOut]


class CommandPage(BaseModel):
    """Commands, the newest first."""

    items: list[CommandOut]
    next_cursor: str | None = Field(description="Cursor of the next page, null at the end.")


@router.post(
    "/devices/{number}/commands",
    status_code=202,
    summary="Ask something of a battery",
    responses={200: {"model": CommandOut, "description": "This id and body are known already."}},
)
async def ask(
    server: Server, who: Who, number: Number, order: Annotated[Order, Body()], response: Response
) -> CommandOut:
    """Store a command; it goes out when its turn has come and the tracker is connected.

    The client makes the id: sent again with the same body it gives the same command with 200.
    """
    device = device_for(server, who, number)
    command, is_new = await server.commands.ask(who, device, order)
    response.status_code = 202 if is_new else 200
    response.headers["Location"] = f"/api/v1/commands/{command.id}"
    return _out(command, device.number)


@router.get("/devices/{number}/commands", summary="Commands to a battery")
async def of_device(
    server: Server,
    who: Reader,
    number: Number,
    state: Annotated[State | None, Query(description="Only those that stand there.")] = None,
    cursor: Annotated[str | None, Query(max_length=128)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> CommandPage:
    """Return a page of commands, the newest first."""
    device = device_for(server, who, number)
    c = COMMANDS.c
    where = [c.device == device.pk, who.scope(c.account_path)]
    if state is not None:
        where.append(c.state == state.value)
    if cursor is not None:
        created, last = _place(cursor)
        where.append(or_(c.created_ms < created, and_(c.created_ms == created, c.id < last)))
    query = (
        select(COMMANDS).where(*where).order_by(c.created_ms.desc(), c.id.desc()).limit(limit + 1)
    )
    async with server.core.store.read() as connection:
        found = [command_of(row) for row in (await connection.execute(query)).all()]
    page = found[:limit]
    more = _cursor(page[-1]) if len(found) > limit else None
    return CommandPage(items=[_out(each, device.number) for each in page], next_cursor=more)


@router.get("/commands/{command_id}", summary="One command with its log")
async def one(server: Server, who: Reader, command_id: CommandId) -> CommandWithLog:
    """Return a command and everything that happened on its way."""
    command = await server.commands.find(who, command_id.lower())
    async with server.core.store.read() as connection:
        steps = await log_of(connection, command.id)
    sees = who.may(Right.COMMAND_SET)
    shown = _out(command, _number(server, command)).model_dump(by_alias=True)
    return CommandWithLog(**shown, log=[_step(step, sees) for step in steps])


@router.delete("/commands/{command_id}", summary="Take a command back")
async def cancel(server: Server, who: Setter, command_id: CommandId) -> CommandOut:
    """Take back a command that has not been sent; a second time changes nothing."""
    command = await server.commands.find(who, command_id.lower())
    command = await server.commands.cancel(who, command)
    return _out(command, _number(server, command))


def _number(server: Server, command: Command) -> str:
    device = server.directory.by_pk(command.device)
    return "" if device is None else device.number


def _out(command: Command, number: str) -> CommandOut:
    life = command.life
    body = command.order.model_dump(mode="json", exclude={"id", "expires_in_s", "not_before"})
    if isinstance(parameters := body.get("parameters"), dict):
        body["parameters"] = {
            key: HIDDEN if key in SECRETS else value for key, value in parameters.items()
        }
    return CommandOut(
        id=command.id,
        device=number,
        kind=command.kind,
        **{"class": life.kind},
        state=life.state,
        attempts=life.attempts,
        body=body,
        result=dict(command.result) or None,
        created_by=command.by,
        created=_iso(command.created_ms),
        not_before=_iso(command.not_before_ms),
        expires=_iso(life.expires_ms),
        sent=iso_ms(life.sent_ms),
        delivered=iso_ms(life.delivered_ms),
        ended=iso_ms(life.ended_ms),
        is_settling=life.is_settling,
    )


def _iso(ms: int) -> str:
    text = iso_ms(ms)
    assert text is not None
    return text


def _step(step: Step, sees: bool) -> StepOut:
    body: Mapping[str, object] = step.body
    if not sees:
        body = {key: value for key, value in body.items() if key not in _BYTES}
    return StepOut(time=_iso(step.time_ms), what=step.what, body=dict(body))


def _cursor(command: Command) -> str:
    text = f"{command.created_ms}:{command.id}"
    return base64.urlsafe_b64encode(text.encode()).decode()


def _place(cursor: str) -> tuple[int, str]:
    try:
        text = base64.urlsafe_b64decode(cursor.encode()).decode()
    except ValueError:
        text = ""
    created, _, last = text.partition(":")
    if not created.isdecimal() or len(created) > 15:
        raise Problem(422, "cursor_invalid", "Take the cursor of the page before.")
    return int(created), last
