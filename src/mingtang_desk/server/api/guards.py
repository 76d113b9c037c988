"""Routes of arming."""

from typing import Annotated

from fastapi import APIRouter, Depends

from mingtang_desk.server.accounts.principal import Principal
from mingtang_desk.server.accounts.rights import Right
from mingtang_desk.server.api.deps import Number, Reader, Server, device_for, having
from mingtang_desk.server.api.ride_models import ArmIn, GuardOut, guard_out

router = APIRouter()
Armer = Annotated[Principal, Depends(having(Right.ARM))]


@router.get("/devices/{number}/guard", summary="Show how far the arming is")
async def guard(server: Server, who: Reader, number: Number) -> GuardOut:
    """Return whether a battery is armed, by us and by its tracker."""
    return guard_out(server.rides.guard_of(device_for(server, who, number)))


@router.put("/devices/{number}/arm", summary="Arm a battery")
async def arm(server: Server, who: Armer, number: Number, body: ArmIn | None = None) -> GuardOut:
    """Arm a battery: it is armed once it has been still for three minutes, at once if it has."""
    device = device_for(server, who, number)
    return guard_out(await server.rides.arm(device, auto=None if body is None else body.auto))


@router.put("/devices/{number}/disarm", summary="Disarm a battery")
async def disarm(server: Server, who: Armer, number: Number, body: ArmIn | None = None) -> GuardOut:
    """Disarm a battery and end what its guard raised; a ride comes before it arms by itself."""
    device = device_for(server, who, number)
    return guard_out(await server.rides.disarm(device, auto=None if body is None else body.auto))
