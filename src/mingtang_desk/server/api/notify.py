"""Routes of notifications: who is told of alarms by mail and webhook."""

import json
import secrets
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Path
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter
from sqlalchemy import delete, func, insert, select, tuple_, update

from mingtang_desk.server.accounts.audit import record
from mingtang_desk.server.accounts.principal import Principal, is_within
from mingtang_desk.server.accounts.rights import Right
from mingtang_desk.server.api.account_paths import AccountId, path_for
from mingtang_desk.server.api.alarm_models import Key, Severity
from mingtang_desk.server.api.deps import Server, having
from mingtang_desk.server.api.fields import Cursor, Limit, cursor_of, moment_and_name
from mingtang_desk.server.api.idempotency import Once
from mingtang_desk.server.ids import new_id
from mingtang_desk.server.problem import Problem, forbidden, not_found
from mingtang_desk.server.rides.notify import SMTP_KEY
from mingtang_desk.server.rides.webhook import is_url
from mingtang_desk.server.services import Services
from mingtang_desk.server.store.tables.accounts import META
from mingtang_desk.server.store.tables.rides import NOTIFY_TARGETS
from mingtang_desk.server.times import iso_ms

router = APIRouter()
Setter = Annotated[Principal, Depends(having(Right.ALARM_SETTINGS))]
Admin = Annotated[Principal, Depends(having(Right.SERVER))]
TargetId = Annotated[str, Path(pattern=r"^[0-9a-f-]{36}$")]
Mail = Annotated[
    str, StringConstraints(max_length=254, pattern=r"^[^@\s<>,;:\"\\]{1,64}@[A-Za-z0-9.-]{1,189}$")
]
Host = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9.:-]{1,253}$")]
Words = Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]
MOST_TARGETS = 50
_MAIL: TypeAdapter[str] = TypeAdapter(Mail)


class NotifyTarget(BaseModel):
    """Who is to be told. `address`: of mail, or a URL, which only admins of the server may set.

    `least`: from which severity; `types`: only these, empty = all.
    """

    model_config = ConfigDict(extra="forbid")
    name: Words
    channel: Literal["email", "webhook"]
    address: Annotated[str, StringConstraints(min_length=3, max_length=1000)]
    least: Severity = "warning"
    types: Annotated[list[Key], Field(max_length=100)] = Field(default_factory=list)
    is_on: bool = True


class TargetOut(BaseModel):
    """Who is told. `problem`: what went wrong last, null once it works."""

    id: str
    name: str
    channel: Literal["email", "webhook"]
    address: str
    least: Severity
    types: list[str]
    is_on: bool
    told: str | None
    failed: str | None
    problem: str | None


class TargetMade(TargetOut):
    """A new one. `secret` signs what goes to a URL; it is shown only now.

    The header X-Mingtang-Signature is "sha256=" and the hex of HMAC-SHA256 over the header
    X-Mingtang-Timestamp, a dot and the body.
    """

    secret: str | None


class TargetList(BaseModel):
    """A page of them, the oldest first; at most 50 an account."""

    items: list[TargetOut]
    next_cursor: str | None


class Tried(BaseModel):
    """Whether a test went out; `problem` is what went wrong."""

    delivered: bool
    problem: str | None


class SmtpIn(BaseModel):
    """The server that takes mail; without `user` there is no login."""

    model_config = ConfigDict(extra="forbid")
    host: Host
    port: Annotated[int, Field(ge=1, le=65535)] = 587
    security: Literal["tls", "starttls", "none"] = "starttls"
    sender: Mail
    user: Words = ""
    password: Words = ""


class SmtpOut(BaseModel):
    """The server that takes mail; the password is never shown."""

    host: str
    port: int
    security: str
    sender: str
    user: str
    has_password: bool


@router.get("/notify-targets", summary="List who is told of alarms")
async def targets(
    server: Server, who: Setter, cursor: Cursor = None, limit: Limit = 100
) -> TargetList:
    """Return whoever is told of alarms of the asker's account and below."""
    table = NOTIFY_TARGETS.c
    query = select(NOTIFY_TARGETS).where(who.scope(table.account_path))
    place = moment_and_name(cursor)
    if place is not None:
        query = query.where(tuple_(table.created_ms, table.id) > tuple_(*place))
    query = query.order_by(table.created_ms, table.id).limit(limit + 1)
    async with server.core.store.read() as connection:
        rows = (await connection.execute(query)).all()
    page = rows[:limit]
    following = cursor_of(page[-1].created_ms, page[-1].id) if len(rows) > limit else None
    return TargetList(
        items=[TargetOut(**_shown(row._mapping)) for row in page], next_cursor=following
    )


@router.post("/notify-targets", status_code=201, summary="Tell somebody of alarms")
async def add(
    server: Server, who: Setter, body: NotifyTarget, once: Once, account: AccountId = None
) -> TargetMade:
    """Tell somebody of alarms of an account and all below it.

    A repetition with the same Idempotency-Key answers without the secret.
    """
    _check(who, body)
    path = await path_for(server, who, account)
    secret = secrets.token_urlsafe(32) if body.channel == "webhook" else None
    table = NOTIFY_TARGETS.c
    async with server.core.store.write() as tx:
        count = await tx.connection.scalar(
            select(func.count()).select_from(NOTIFY_TARGETS).where(table.account_path == path)
        )
        if (count or 0) >= MOST_TARGETS:
            raise Problem(409, "too_many_targets", f"An account has at most {MOST_TARGETS}.")
        row = {
            "id": new_id(),
            "account_path": path,
            "secret": secret,
            "created_ms": tx.now_ms,
            "created_by": who.login,
            "told_ms": None,
            "failed_ms": None,
            "problem": None,
            **_values(body),
        }
        await tx.connection.execute(insert(NOTIFY_TARGETS).values(row))
        await record(tx, who, path, "notify_target_added", str(row["id"]), _facts(body))
        await once.keep(tx, TargetMade(**_shown(row), secret=None))
    await server.rides.notifier.reload()
    return TargetMade(**_shown(row), secret=secret)


@router.put("/notify-targets/{target_id}", summary="Change who is told of alarms")
async def change(server: Server, who: Setter, target_id: TargetId, body: NotifyTarget) -> TargetOut:
    """Change whom to tell; the channel stays."""
    row = await _row(server, who, target_id)
    _check(who, body)
    if body.channel != row["channel"]:
        raise Problem(422, "channel_fixed", "Make a new one for another channel.")
    async with server.core.store.write() as tx:
        await tx.connection.execute(
            update(NOTIFY_TARGETS).where(NOTIFY_TARGETS.c.id == target_id).values(_values(body))
        )
        path = row["account_path"]
        await record(tx, who, path, "notify_target_changed", target_id, _facts(body))
    await server.rides.notifier.reload()
    return TargetOut(**_shown(await _row(server, who, target_id)))


@router.delete("/notify-targets/{target_id}", status_code=204, summary="Tell somebody no more")
async def remove(server: Server, who: Setter, target_id: TargetId) -> None:
    """Tell somebody no more."""
    row = await _row(server, who, target_id)
    async with server.core.store.write() as tx:
        await tx.connection.execute(delete(NOTIFY_TARGETS).where(NOTIFY_TARGETS.c.id == target_id))
        await record(tx, who, row["account_path"], "notify_target_removed", target_id)
    await server.rides.notifier.reload()


@router.post("/notify-targets/{target_id}/test", summary="Send a test")
async def test(server: Server, who: Setter, target_id: TargetId) -> Tried:
    """Send a test, once, and say whether it was taken."""
    await _row(server, who, target_id)
    problem = await server.rides.notifier.try_out(target_id)
    return Tried(delivered=problem is None, problem=problem)


@router.get("/notify-smtp", summary="Show the server that takes mail")
async def smtp(server: Server, who: Admin) -> SmtpOut:
    """Return where mail goes out."""
    _admin(who)
    async with server.core.store.read() as connection:
        body = await connection.scalar(select(META.c.value).where(META.c.key == SMTP_KEY))
    if body is None:
        not_found("SMTP server")
    told = json.loads(body)
    return SmtpOut(**told, has_password=bool(told["password"]))


@router.put("/notify-smtp", summary="Set the server that takes mail")
async def set_smtp(server: Server, who: Admin, body: SmtpIn) -> SmtpOut:
    """Set where mail goes out."""
    _admin(who)
    async with server.core.store.write() as tx:
        await tx.connection.execute(delete(META).where(META.c.key == SMTP_KEY))
        await tx.connection.execute(
            insert(META).values(key=SMTP_KEY, value=body.model_dump_json(), secret=True)
        )
        await record(tx, who, who.account_path, "smtp_set", body.host)
    await server.rides.notifier.reload()
    return SmtpOut(**body.model_dump(), has_password=bool(body.password))


def _admin(who: Principal) -> None:
    if not who.is_admin:
        forbidden("only admins of the server set how mail goes out")


def _check(who: Principal, body: NotifyTarget) -> None:
    if body.channel == "webhook":
        if not who.is_admin:
            forbidden("only admins of the server set URLs")
        if not is_url(body.address):
            raise Problem(422, "address_invalid", "A URL with http or https is needed.")
        return
    try:
        _MAIL.validate_python(body.address)
    except ValueError as error:
        raise Problem(422, "address_invalid", "An address of mail is needed.") from error


async def _row(server: Services, who: Principal, target_id: str) -> Mapping[str, Any]:
    query = select(NOTIFY_TARGETS).where(NOTIFY_TARGETS.c.id == target_id)
    async with server.core.store.read() as connection:
        row = (await connection.execute(query)).one_or_none()
    if row is None or not is_within(row.account_path, who.account_path):
        not_found("target")
    return dict(row._mapping)


def _facts(body: NotifyTarget) -> dict[str, object]:
    return {"name": body.name, "channel": body.channel, "address": body.address}


def _values(body: NotifyTarget) -> dict[str, Any]:
    return {**body.model_dump(exclude={"types"}), "types": json.dumps(body.types)}


def _shown(row: Mapping[Any, Any]) -> dict[str, Any]:
    return {
        **{key: row[key] for key in ("id", "name", "channel", "address", "least", "is_on")},
        "types": json.loads(row["types"]),
        "told": iso_ms(row["told_ms"]),
        "failed": iso_ms(row["failed_ms"]),
        "problem": row["problem"],
    }
