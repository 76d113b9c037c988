"""Routes of trackers that came and that nobody entered."""

from typing import Annotated

from fastapi import APIRouter, Path

from mingtang_desk.server.accounts.principal import Principal
from mingtang_desk.server.api.deps import Server
from mingtang_desk.server.api.devices_edit import Manager, settled
from mingtang_desk.server.api.devices_models import (
    Accepting,
    Battery,
    StrangerRow,
    Strangers,
)
from mingtang_desk.server.devices import changes
from mingtang_desk.server.problem import forbidden, not_found
from mingtang_desk.server.times import iso_ms

router = APIRouter()
Terminal = Annotated[
    str, Path(pattern=r"^[0-9A-Za-z._-]{1,64}$", description="Identity of the tracker.")
]


def _need_admin(who: Principal) -> None:
    if not who.is_admin:
        forbidden("see trackers that nobody entered")


@router.get("/quarantine")
async def quarantine(server: Server, who: Manager) -> Strangers:
    """List trackers that came and that nobody entered; for the admin."""
    _need_admin(who)
    return Strangers(
        items=[
            StrangerRow(
                terminal=each.terminal,
                edition=each.edition,
                first=iso_ms(each.first_ms),
                last=iso_ms(each.last_ms),
                count=each.count,
                remote=each.remote,
                imei=each.imei,
                model=each.model,
            )
            for each in await server.directory.quarantine.all()
        ]
    )


@router.post("/quarantine/{terminal}/accept", status_code=201)
async def accept_tracker(
    server: Server, who: Manager, terminal: Terminal, body: Accepting
) -> Battery:
    """Enter a battery for a tracker that came, enabled; for the admin."""
    _need_admin(who)
    directory = server.directory
    stranger = await directory.quarantine.one(terminal)
    if stranger is None:
        not_found("tracker")
    async with server.core.store.write() as tx:
        account, path = await changes.account_of(tx.connection, who, body.account_id)
        values = {
            "number": body.number or terminal,
            "terminal": terminal,
            "account_id": account,
            "account_path": path,
            "name": body.name,
            "imei": stranger.imei,
            "enabled_ms": tx.now_ms,
        }
        pk = await changes.enter(directory, tx, who, values)
        await directory.quarantine.drop(tx, terminal)
    return await settled(server, who, pk)


@router.delete("/quarantine/{terminal}", status_code=204)
async def forget_tracker(server: Server, who: Manager, terminal: Terminal) -> None:
    """Forget a tracker; it is listed again when it comes again. For the admin."""
    _need_admin(who)
    directory = server.directory
    async with server.core.store.write() as tx:
        is_dropped = await directory.quarantine.drop(tx, terminal)
        if not is_dropped:
            not_found("tracker")
        await changes.log_change(
            directory, tx, who, who.account_path, "tracker_forgotten", terminal
        )
