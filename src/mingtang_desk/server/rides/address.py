"""What people call a place: the nearest town, or the exact address from a geocoder.

Towns are open data that ships along (GeoNames, CC BY 4.0); the geocoder is named by the admin.
"""

import asyncio
import gzip
import math
from collections import OrderedDict
from dataclasses import dataclass
from functools import lru_cache

from mingtang_desk.core.assets import resource_path
from mingtang_desk.geo.distance import Place, haversine_m
from mingtang_desk.server.admin import meta
from mingtang_desk.server.core import Core
from mingtang_desk.server.rides.geocoders import TIMEOUT_S, GeocodeError, Geocoder, Question
from mingtang_desk.server.rides.town_words import Town, can_say, town_words

FAR_M = 100_000.0
"""A town further away says nothing of a place."""
GEOCODER_KEY = "geocoder"
SAME_M = 50.0
SQUARE_DEG = 0.00045
APART_S = 1.0
WAIT_S = 5.0
"""How long an answer waits for its turn."""
MOST_KNOWN = 20_000


type Grid = dict[tuple[int, int], list[Town]]


@lru_cache(maxsize=1)
def towns() -> Grid:
    """Read all towns, by whole degrees; takes about 0.1 s the first time."""
    grid: Grid = {}
    with gzip.open(resource_path("places/places.tsv.gz"), "rt", encoding="utf-8") as lines:
        for line in lines:
            lat, lon, name, chinese, province, country = line.rstrip("\n").split("\t")
            town = Town(float(lat), float(lon), name, chinese, province, country)
            grid.setdefault(_cell(town.lat, town.lon), []).append(town)
    return grid


def nearest(lat: float, lon: float, language: str = "en") -> tuple[Town, float] | None:
    """Return the nearest town that has words of a language, and how far it is in metres.

    None = none within 100 km.
    """
    grid = towns()
    row, column = _cell(lat, lon)
    # A degree of longitude gets short to the north: look at more columns there.
    wide = 1 if abs(lat) < 25 else 2 if abs(lat) < 60 else 4
    best: tuple[Town, float] | None = None
    for north in (row - 1, row, row + 1):
        for east in range(column - wide, column + wide + 1):
            for town in grid.get((north, (east + 180) % 360 - 180), ()):
                far = haversine_m(lat, lon, town.lat, town.lon)
                is_nearer = far <= FAR_M and (best is None or far < best[1])
                if is_nearer and can_say(town, language):
                    best = (town, far)
    return best


def _cell(lat: float, lon: float) -> tuple[int, int]:
    return int(lat // 1), int((lon + 180) // 1 % 360) - 180


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """What people call a place.

    Attributes:
        text: as "Longhua, Guangdong, CN" within 2 km of a town, else "12 km from …", or whatever a
            geocoder says.
        is_exact: a geocoder said it.
        problem: key of why the geocoder did not; None = nothing went wrong, or there is none.
    """

    text: str | None
    is_exact: bool = False
    problem: str | None = None


class Addresses:
    """What people call places: the nearest town, or what a geocoder says that the admin named.

    One request at a time, one a second; what lies within 50 m of an answer gets the same. Where no
    answer comes in time, the nearest town has to do.
    """

    def __init__(self, core: Core) -> None:
        self._core = core
        self._geocoder: Geocoder | None = None
        self._turn = asyncio.Lock()
        self._next = 0.0
        self._known: OrderedDict[tuple[int, int], list[tuple[Place, str]]] = OrderedDict()

    async def start(self) -> None:
        """Read which geocoder is named."""
        async with self._core.store.read() as connection:
            told = await meta.get(connection, GEOCODER_KEY)
        self._geocoder = Geocoder(**told) if isinstance(told, dict) else None
        self._known.clear()

    async def of(self, lat: float, lon: float, language: str) -> Address:
        """Return what a place is called.

        `language`: "zh" or "en" of the town; a geocoder has one of its own.
        """
        problem: str | None = None
        if self._geocoder is not None:
            try:
                return Address(text=await self._exact(self._geocoder, lat, lon), is_exact=True)
            except GeocodeError as error:
                problem = error.key
        return Address(text=await self._town(lat, lon, language), problem=problem)

    async def _exact(self, geocoder: Geocoder, lat: float, lon: float) -> str:
        known = self._near(lat, lon)
        if known is not None:
            return known
        try:
            async with asyncio.timeout(WAIT_S):
                await self._turn.acquire()
        except TimeoutError:
            raise GeocodeError("too_many") from None
        try:
            known = self._near(lat, lon)  # somebody may have asked meanwhile
            if known is not None:
                return known
            await asyncio.sleep(max(0.0, self._next - self._core.clock.monotonic()))
            self._next = self._core.clock.monotonic() + APART_S
            text = await self._asked(Question(geocoder, lat, lon))
        finally:
            self._turn.release()
        if geocoder is self._geocoder:
            self._keep(lat, lon, text)
        return text

    async def _asked(self, question: Question) -> str:
        try:
            async with asyncio.timeout(TIMEOUT_S):
                return await asyncio.to_thread(question.ask)
        except TimeoutError:
            raise GeocodeError("not_reached") from None
        finally:
            question.give_up()

    def _near(self, lat: float, lon: float) -> str | None:
        row, column = _square(lat, lon)
        for north in (row - 1, row, row + 1):
            # A degree of longitude gets short to the north.
            wide = min(200, round(1 / max(0.005, math.cos(math.radians(lat)))) + 1)
            for east in range(column - wide, column + wide + 1):
                for place, text in self._known.get((north, east), ()):
                    if haversine_m(lat, lon, *place) <= SAME_M:
                        return text
        return None

    def _keep(self, lat: float, lon: float, text: str) -> None:
        self._known.setdefault(_square(lat, lon), []).append(((lat, lon), text))
        if len(self._known) > MOST_KNOWN:
            self._known.popitem(last=False)

    async def _town(self, lat: float, lon: float, language: str) -> str | None:
        found = await asyncio.to_thread(nearest, lat, lon, language)
        return None if found is None else town_words(*found, language)


def _square(lat: float, lon: float) -> tuple[int, int]:
    """Return which square of 50 m, along the meridian, a place lies in."""
    return int(lat // SQUARE_DEG), int(lon // SQUARE_DEG)
