"""Routes of addresses: what a place is called, and which service is asked for it."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from sqlalchemy import delete

from mingtang_desk.server.accounts.principal import Principal
from mingtang_desk.server.accounts.rights import Right
from mingtang_desk.server.admin import meta
from mingtang_desk.server.api.deps import Reader, Server, having
from mingtang_desk.server.problem import Problem, forbidden, not_found
from mingtang_desk.server.rides.address import GEOCODER_KEY
from mingtang_desk.server.rides.geocoders import URLS
from mingtang_desk.server.rides.webhook import is_url
from mingtang_desk.server.store.tables.accounts import META

router = APIRouter()
Admin = Annotated[Principal, Depends(having(Right.SERVER))]
Secret = Annotated[str, StringConstraints(max_length=200, pattern=r"^[\x21-\x7e]*$")]
Language = Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})?$")]
Lat = Annotated[float, Query(ge=-90, le=90, allow_inf_nan=False, description="WGS-84.")]
Lon = Annotated[float, Query(ge=-180, le=180, allow_inf_nan=False, description="WGS-84.")]


class GeocoderIn(BaseModel):
    """The service that is asked for exact addresses.

    Positions of alarms are sent to it, and `key` with them. `url`: null = the provider's own;
    `key`: null = as it was; `allow_private`: it may be a host of the own network.
    """

    model_config = ConfigDict(extra="forbid")
    provider: Literal["nominatim", "amap", "tianditu"]
    url: Annotated[str, StringConstraints(max_length=300)] | None = None
    key: Secret | None = None
    language: Language = "en"
    allow_private: bool = Field(False)


class GeocoderOut(BaseModel):
    """The service that is asked for exact addresses; its key is never shown."""

    provider: Literal["nominatim", "amap", "tianditu"]
    url: str
    language: str
    allow_private: bool
    has_key: bool


class AddressOut(BaseModel):
    """What a place is called.

    `is_exact`: the geocoder said it, else it is the nearest town, null where none is within 100 km.
    `problem`: why the geocoder did not answer.
    """

    address: str | None
    is_exact: bool
    problem: str | None


@router.get("/address", summary="Say what a place is called")
async def address(server: Server, who: Reader, lat: Lat, lon: Lon) -> AddressOut:
    """Return the address of a place; the geocoder is asked once a second at most."""
    found = await server.rides.addresses.of(lat, lon, who.language)
    return AddressOut(address=found.text, is_exact=found.is_exact, problem=found.problem)


@router.get("/geocoder", summary="Show which geocoder is asked")
async def geocoder(server: Server, who: Admin) -> GeocoderOut:
    """Return which service is asked for exact addresses."""
    _admin(who)
    return _shown(await _stored(server))


@router.put("/geocoder", summary="Name a geocoder")
async def set_geocoder(server: Server, who: Admin, body: GeocoderIn) -> GeocoderOut:
    """Name the service that is asked for exact addresses."""
    _admin(who)
    url = body.url or URLS[body.provider]
    if not is_url(url) or "?" in url or "#" in url:
        raise Problem(422, "address_invalid", "A URL with http or https is needed, without a ?.")
    key = body.key
    if key is None:
        before = await _stored(server, needed=False)
        is_same = (before.get("provider"), before.get("url")) == (body.provider, url)
        key = str(before["key"]) if is_same else ""  # nobody learns it by naming another host
    if not key and body.provider != "nominatim":
        raise Problem(422, "key_needed", "This service answers only with a key.")
    told: dict[str, object] = {**body.model_dump(), "url": url, "key": key}
    async with server.core.store.write() as tx:
        await meta.put(tx, GEOCODER_KEY, told, secret=True)
    await server.rides.addresses.start()
    return _shown(told)


@router.delete("/geocoder", status_code=204, summary="Ask no geocoder")
async def remove_geocoder(server: Server, who: Admin) -> None:
    """Ask nobody for exact addresses any more; the nearest town is said."""
    _admin(who)
    await _stored(server)
    async with server.core.store.write() as tx:
        await tx.connection.execute(delete(META).where(META.c.key == GEOCODER_KEY))
    await server.rides.addresses.start()


async def _stored(server: Server, *, needed: bool = True) -> dict[str, object]:
    async with server.core.store.read() as connection:
        told = await meta.get(connection, GEOCODER_KEY)
    if not isinstance(told, dict):
        if needed:
            not_found("geocoder")
        return {}
    return told


def _shown(told: dict[str, object]) -> GeocoderOut:
    names = ("provider", "url", "language", "allow_private")
    return GeocoderOut.model_validate(
        {**{name: told[name] for name in names}, "has_key": bool(told["key"])}
    )


def _admin(who: Principal) -> None:
    if not who.is_admin:
        forbidden("only admins of the server name a geocoder")
