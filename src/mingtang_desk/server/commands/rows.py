"""Commands as they are stored: one row each, and a log of steps and bytes."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Row, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from mingtang_desk.server.commands.machine import CommandClass, Life, State
from mingtang_desk.server.commands.orders import Ask, Order
from mingtang_desk.server.push.events import Event, Kind
from mingtang_desk.server.store.store import Transaction
from mingtang_desk.server.store.tables.commands import COMMAND_LOG, COMMANDS
from mingtang_desk.server.times import iso_ms, moment_of

_ORDERS: TypeAdapter[Ask] = TypeAdapter(Order)
_YOUNGER = ("accepted_warnings", "dry_run")
"""Members that came to orders later; they are not stored where they say nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One command.

    Attributes:
        device: internal key of the battery; account_path: whose it was when it was asked for.
        order: the body, `hash`: of it, so that the same id with another body is noticed.
        by: user id.
        priority: 0 goes first.
        result: JSON, as far as there is one.
    """

    id: str
    device: int
    account_path: str
    order: Ask
    hash: str
    life: Life
    by: str
    created_ms: int
    not_before_ms: int
    priority: int
    result: Mapping[str, object] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """Name of what is asked."""
        kind: str = self.order.kind  # type: ignore[attr-defined]
        return kind

    def at(self, life: Life, result: Mapping[str, object] | None = None) -> "Command":
        """Return it one step further."""
        return replace(self, life=life, result=self.result if result is None else result)

    def shown(self, number: str) -> dict[str, object]:
        """Return what an event tells: no values, those are asked for."""
        life = self.life
        error = self.result.get("error")
        return {
            "id": self.id,
            "device": number,
            "kind": self.kind,
            "class": life.kind.value,
            "state": life.state.value,
            "attempts": life.attempts,
            "created": iso_ms(self.created_ms),
            "expires": iso_ms(life.expires_ms),
            "sent": iso_ms(life.sent_ms),
            "delivered": iso_ms(life.delivered_ms),
            "ended": iso_ms(life.ended_ms),
            "error": error.get("key") if isinstance(error, Mapping) else None,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One line of the log, `body` ready for JSON."""

    time_ms: int
    what: str
    body: Mapping[str, object]


def body_of(order: Ask) -> str:
    """Return a body as it is stored; what was left out and what is the default are the same."""
    body = order.model_dump(mode="json")
    # A server of before had not these: the same command has to stay the same over an update.
    for name in _YOUNGER:
        if name in body and body[name] in (None, False):
            del body[name]
    return json.dumps(body, sort_keys=True, ensure_ascii=False)


def hash_of(order: Ask) -> str:
    """Return what tells two bodies apart."""
    return hashlib.sha256(body_of(order).encode()).hexdigest()


def command_of(row: Row[Any]) -> Command:
    """Return a row as a command."""
    found = row._mapping
    life = Life(
        kind=CommandClass(found["class"]),
        state=State(found["state"]),
        expires_ms=found["expires_ms"],
        attempts=found["attempts"],
        sent_ms=found["sent_ms"],
        delivered_ms=found["delivered_ms"],
        ended_ms=found["ended_ms"],
        settle_by_ms=found["settle_by_ms"],
    )
    return Command(
        id=found["id"],
        device=found["device"],
        account_path=found["account_path"],
        order=_ORDERS.validate_json(found["body"]),
        hash=found["body_hash"],
        life=life,
        by=found["created_by"],
        created_ms=found["created_ms"],
        not_before_ms=found["not_before_ms"],
        priority=found["priority"],
        result=json.loads(found["result"]) if found["result"] else {},
    )


def _values(command: Command) -> dict[str, object]:
    life = command.life
    result = json.dumps(dict(command.result), ensure_ascii=False, default=str)
    return {
        "state": life.state.value,
        "attempts": life.attempts,
        "sent_ms": life.sent_ms,
        "delivered_ms": life.delivered_ms,
        "ended_ms": life.ended_ms,
        "settle_by_ms": life.settle_by_ms,
        "not_before_ms": command.not_before_ms,
        "result": result if command.result else None,
    }


async def put(tx: Transaction, command: Command, number: str) -> None:
    """Store a new command, and tell."""
    await tx.connection.execute(
        insert(COMMANDS).values(
            id=command.id,
            device=command.device,
            account_path=command.account_path,
            kind=command.kind,
            body=body_of(command.order),
            body_hash=command.hash,
            created_by=command.by,
            created_ms=command.created_ms,
            expires_ms=command.life.expires_ms,
            priority=command.priority,
            **{"class": command.life.kind.value},
            **_values(command),
        )
    )
    await _tell(tx, command, number, ())


async def move(
    tx: Transaction, before: Command, after: Command, number: str, steps: Sequence[Step] = ()
) -> bool:
    """Store a step, and tell; False, and nothing is done, where it stands elsewhere by now."""
    there = [
        COMMANDS.c.id == before.id,
        COMMANDS.c.state == before.life.state.value,
        COMMANDS.c.attempts == before.life.attempts,
    ]
    done = await tx.connection.execute(update(COMMANDS).where(*there).values(**_values(after)))
    if not done.rowcount:
        return False
    await _tell(tx, after, number, steps)
    return True


async def note(tx: Transaction, command: str, steps: Sequence[Step]) -> None:
    """Add to the log."""
    rows = [
        {
            "command": command,
            "time_ms": step.time_ms,
            "what": step.what,
            "body": json.dumps(dict(step.body), ensure_ascii=False, default=str),
        }
        for step in steps
    ]
    if rows:
        await tx.connection.execute(insert(COMMAND_LOG), rows)


async def _tell(tx: Transaction, command: Command, number: str, steps: Sequence[Step]) -> None:
    life = command.life
    state = Step(
        time_ms=tx.now_ms,
        what="state",
        body={"state": life.state.value, "attempts": life.attempts},
    )
    await note(tx, command.id, (*steps, state))
    tx.emit(
        Event(
            kind=Kind.COMMAND,
            device=command.device,
            number=number,
            account_path=command.account_path,
            value=command.shown(number),
        )
    )


async def find(connection: AsyncConnection, *where: ColumnElement[bool]) -> list[Command]:
    """Return commands in the order they go out."""
    query = (
        select(COMMANDS)
        .where(*where)
        .order_by(COMMANDS.c.priority, COMMANDS.c.created_ms, COMMANDS.c.id)
    )
    return [command_of(row) for row in (await connection.execute(query)).all()]


async def log_of(connection: AsyncConnection, command: str) -> list[Step]:
    """Return the log of a command, oldest first."""
    query = select(COMMAND_LOG).where(COMMAND_LOG.c.command == command).order_by(COMMAND_LOG.c.id)
    rows = (await connection.execute(query)).all()
    return [Step(time_ms=row.time_ms, what=row.what, body=json.loads(row.body)) for row in rows]


def starts_ms(order: Ask, now: int) -> int:
    """Return from when on a command may be sent."""
    if order.not_before is None:
        return now
    begin = moment_of(0)
    return max(now, (order.not_before - begin) // timedelta(milliseconds=1))
