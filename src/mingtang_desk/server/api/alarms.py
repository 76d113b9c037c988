"""Routes of `alarms`."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Path, Query
from sqlalchemy import update

from mingtang_desk.server.accounts.principal import Principal
from mingtang_desk.server.accounts.rights import Right
from mingtang_desk.server.api import geocoder, notify
from mingtang_desk.server.api.account_paths import AccountId, path_for
from mingtang_desk.server.api.alarm_models import (
    Acked,
    AckMany,
    AlarmCounts,
    AlarmList,
    AlarmOut,
    AlarmSettingsIn,
    AlarmSettingsOut,
    Severity,
    TypeOut,
    alarm_out,
)
from mingtang_desk.server.api.deps import Number, Reader, Server, device_for, having
from mingtang_desk.server.api.ranges import From, Limit, To, span_ms
from mingtang_desk.server.problem import Problem, not_found
from mingtang_desk.server.rides.alarm_list import AlarmFilter, counted, listed, one
from mingtang_desk.server.rides.alarm_rules import Wishes
from mingtang_desk.server.rides.kinds import KINDS, base_of
from mingtang_desk.server.services import Services
from mingtang_desk.server.store.tables.rides import ALARMS
from mingtang_desk.server.times import now_ms

router = APIRouter(tags=["alarms"])
router.include_router(notify.router)
router.include_router(geocoder.router)
Acknowledger = Annotated[Principal, Depends(having(Right.ACKNOWLEDGE))]
Setter = Annotated[Principal, Depends(having(Right.ALARM_SETTINGS))]
AlarmId = Annotated[str, Path(pattern=r"^[0-9a-f-]{36}$")]


@router.get("/alarms", summary="List and search alarms")
async def alarms(
    server: Server,
    who: Reader,
    begin: From = None,
    end: To = None,
    type_: Annotated[
        list[Annotated[str, Query(pattern=r"^[a-z][a-z0-9_]{0,63}$")]] | None, Query(alias="type")
    ] = None,
    state: Literal["raised", "acknowledged", "cleared", "open"] | None = None,
    severity: Severity | None = None,
    number: Annotated[str | None, Query(pattern=r"^[0-9A-Za-z._-]{1,64}$")] = None,
    q: Annotated[str | None, Query(max_length=100, pattern=r"^[^\x00-\x1f\x7f]*$")] = None,
    storm: Annotated[str | None, Query(pattern=r"^[0-9a-f-]{36}$")] = None,
    cursor: Annotated[
        str | None,
        Query(
            pattern=r"^[0-9]{1,14}-[1-9][0-9]{0,14}$",
            description="`next_cursor` of the page before.",
        ),
    ] = None,
    limit: Limit = 100,
) -> AlarmList:
    """Return alarms of batteries that the asker may see, the newest first.

    `q` finds parts of the number or name of a battery, and alarms by their number.
    """
    begin_ms, end_ms = span_ms(begin, end)
    wanted = AlarmFilter(
        kinds=tuple(type_ or ()),
        state=state,
        severity=severity,
        number=None if number is None else device_for(server, who, number).number,
        q=q,
        begin_ms=begin_ms,
        end_ms=end_ms,
        before=None if cursor is None else _place(cursor),
        storm=storm,
    )
    async with server.core.store.read() as connection:
        rows = await listed(connection, wanted, who, limit + 1)
    now = now_ms(server.core.clock)
    more = len(rows) > limit
    return AlarmList(
        items=[alarm_out(row, now) for row in rows[:limit]],
        next_cursor=_cursor(rows[limit - 1]) if more else None,
    )


def _cursor(row: Mapping[str, Any]) -> str:
    return f"{row['raised_ms']}-{row['number']}"


def _place(cursor: str) -> tuple[int, int]:
    moment, _, number = cursor.partition("-")
    return int(moment), int(number)


@router.get("/alarms/counts", summary="Count open alarms")
async def counts(server: Server, who: Reader) -> AlarmCounts:
    """Return how many alarms are open."""
    async with server.core.store.read() as connection:
        rows = await counted(connection, who)
    types: dict[str, int] = {}
    severities: dict[str, int] = {}
    for kind, level, _, number in rows:
        types[kind] = types.get(kind, 0) + number
        severities[level] = severities.get(level, 0) + number
    seen = sum(number for *_, is_seen, number in rows if is_seen)
    total = sum(types.values())
    return AlarmCounts(
        open=total,
        raised=total - seen,
        acknowledged=seen,
        by_type=types,
        by_severity=severities,
    )


@router.post("/alarms/ack", summary="Acknowledge many alarms")
async def acknowledge_many(server: Server, who: Acknowledger, body: AckMany) -> Acked:
    """Note that somebody has seen alarms; ids that are not the asker's to see are left out."""
    return Acked(ids=await server.rides.alarms.acknowledge(body.ids, who))


@router.get("/alarms/{alarm_id}", summary="Show an alarm")
async def alarm(server: Server, who: Reader, alarm_id: AlarmId) -> AlarmOut:
    """Return everything about an alarm."""
    return await _shown(server, who, alarm_id)


@router.post("/alarms/{alarm_id}/ack", summary="Acknowledge an alarm")
async def acknowledge(server: Server, who: Acknowledger, alarm_id: AlarmId) -> AlarmOut:
    """Note that somebody has seen an alarm; whoever was first stays."""
    await server.rides.alarms.acknowledge([alarm_id], who)
    return await _shown(server, who, alarm_id)


async def _shown(server: Services, who: Principal, alarm_id: str) -> AlarmOut:
    async with server.core.store.read() as connection:
        row = await one(connection, alarm_id, who)
    if row is None:
        not_found("alarm")
    if row["address"] is None and row["lat"] is not None:
        address = await server.rides.addresses.of(row["lat"], row["lon"], who.language)
        if address.is_exact:  # towns are said to each reader in another language
            async with server.core.store.write() as tx:
                await tx.connection.execute(
                    update(ALARMS).where(ALARMS.c.id == alarm_id).values(address=address.text)
                )
        row = {**row, "address": address.text}
    return alarm_out(row, now_ms(server.core.clock))


@router.get("/alarm-settings", summary="Show which alarms an account wants")
async def settings(server: Server, who: Reader, account: AccountId = None) -> AlarmSettingsOut:
    """Return what is set at an account and what holds there, inherited values included."""
    path = await path_for(server, who, account)
    rules = server.rides.alarms.rules
    return _settings(rules.own(path, 0), rules.for_account(path))


@router.put("/alarm-settings", summary="Set which alarms an account wants")
async def set_settings(
    server: Server, who: Setter, body: AlarmSettingsIn, account: AccountId = None
) -> AlarmSettingsOut:
    """Set it for an account and all below that set nothing else."""
    path = await path_for(server, who, account)
    _check(body)
    rules = server.rides.alarms.rules
    await rules.put(path, 0, body.stored(), who.login)
    return _settings(rules.own(path, 0), rules.for_account(path))


@router.get("/devices/{number}/alarm-settings", summary="Show which alarms a battery gives")
async def device_settings(server: Server, who: Reader, number: Number) -> AlarmSettingsOut:
    """Return what is set at a battery and what holds for it, inherited values included."""
    device = device_for(server, who, number)
    rules = server.rides.alarms.rules
    return _settings(rules.own("", device.pk), rules.for_device(device))


@router.put("/devices/{number}/alarm-settings", summary="Set which alarms a battery gives")
async def set_device_settings(
    server: Server, who: Setter, number: Number, body: AlarmSettingsIn
) -> AlarmSettingsOut:
    """Set it for one battery; an empty body inherits everything again."""
    device = device_for(server, who, number)
    _check(body)
    rules = server.rides.alarms.rules
    await rules.put("", device.pk, body.stored(), who.login)
    return _settings(rules.own("", device.pk), rules.for_device(device))


def _check(body: AlarmSettingsIn) -> None:
    unknown = [key for key in body.types if key not in KINDS and not key.startswith("x_")]
    if unknown:
        raise Problem(
            422, "alarm_type_unknown", "There is no such type.", extra={"types": sorted(unknown)}
        )


def _settings(own: object, wishes: Wishes) -> AlarmSettingsOut:
    keys = {*KINDS, *(base_of(key) for key in wishes.set)}
    types = {}
    for key in sorted(keys):
        wish = wishes.of(key)
        types[key] = TypeOut(
            enabled=wish.enabled,
            severity=wish.severity.value,
            raise_delay_s=wish.raise_delay_s,
            threshold=wish.threshold,
        )
    quiet: dict[str, str] | None = None
    if wishes.quiet is not None:
        begin, end = (each.isoformat("minutes") for each in wishes.quiet)
        quiet = {"from": begin, "to": end}
    return AlarmSettingsOut.model_validate({"own": own, "types": types, "quiet": quiet})
