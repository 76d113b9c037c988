"""Which accounts, users and batteries the demo has; the same seed gives the same."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from mingtang_desk.server.accounts.rights import Role
from mingtang_desk.sim.tracker.life import Habit, Life

LOGIN = "demo"
"""Who owns the demo."""
TOP = "Mingtang Demo"
SIZE = 60
PLACES: Mapping[str, tuple[float, float]] = {
    "Futian": (22.5431, 114.0579),
    "Huaqiangbei": (22.5470, 114.0867),
    "Nanshan": (22.5405, 113.9346),
    "Bao'an": (22.5790, 113.8890),
    "Longhua": (22.6569, 114.0246),
    "Longgang": (22.7206, 114.2469),
}
"""Shops, and where their batteries live; WGS-84."""
DEALERS: Mapping[str, tuple[str, str]] = {
    "Dealer Central": ("Futian", "Huaqiangbei"),
    "Dealer West": ("Nanshan", "Bao'an"),
    "Dealer North": ("Longhua", "Longgang"),
}
HOME_SPREAD = 0.012
"""Degrees around the shop."""
BOARDS = (
    ("jbd-13s", "jbd"),
    ("jbd-17s", "jbd"),
    ("mingtang-17s", "mingtang"),
    ("jbd-16s-lfp", "jbd"),
    ("mingtang-13s", "mingtang"),
    ("tt-20s", "tt"),
)


class Lot(StrEnum):
    """What becomes of a battery while the demo runs."""

    LIVE = "live"
    """A simulated tracker with a board behind it, connected by TCP."""
    FED = "fed"
    SOON = "soon"
    """Its time runs out soon."""
    EXPIRED = "expired"
    SLEEPING = "sleeping"
    OFFLINE = "offline"
    """Nothing came for days."""
    NOT_ENABLED = "not_enabled"


COUNTS: Mapping[Lot, int] = {
    Lot.LIVE: 20,
    Lot.FED: 17,
    Lot.SOON: 4,
    Lot.EXPIRED: 4,
    Lot.SLEEPING: 6,
    Lot.OFFLINE: 5,
    Lot.NOT_ENABLED: 4,
}


class Ail(StrEnum):
    """What is wrong with a battery."""

    NONE = ""
    HOT = "hot"
    WEAK_CELL = "weak_cell"
    HOLES = "holes"
    """Its tracker loses coverage and sends late rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedUser:
    """Somebody who can log in; all have the password of the demo."""

    login: str
    account: str
    role: Role


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedBattery:
    """A battery.

    Attributes:
        index: 0 to 59.
        number: also the identity of its tracker.
        account: name of the account.
        model, protocol: of its board.
        life: its days.
        lot: what becomes of it; `days`: how many, for those that ran out, will, or are offline.
        ail: what is wrong with it.
    """

    index: int
    number: str
    name: str
    account: str
    model: str
    protocol: str
    life: Life
    lot: Lot
    days: float
    ail: Ail


def accounts() -> Sequence[tuple[str, str | None]]:
    """Return names and parents, parents first."""
    rows: list[tuple[str, str | None]] = [(TOP, None)]
    for dealer, shops in DEALERS.items():
        rows += [(dealer, TOP), *((f"Shop {shop}", dealer) for shop in shops)]
    return rows


def users() -> Sequence[PlannedUser]:
    """Return users of every role."""
    made = [
        PlannedUser(login=LOGIN, account=TOP, role=Role.OWNER),
        PlannedUser(login="demo-viewer", account=TOP, role=Role.VIEWER),
    ]
    for dealer, shops in DEALERS.items():
        word = dealer.split()[-1].lower()
        made.append(PlannedUser(login=f"{word}-manager", account=dealer, role=Role.MANAGER))
        for shop in shops:
            word = shop.lower().replace("'", "")
            account = f"Shop {shop}"
            made.append(PlannedUser(login=f"{word}-operator", account=account, role=Role.OPERATOR))
    return made


def batteries(seed: int) -> Sequence[PlannedBattery]:
    """Return all 60."""
    rng = random.Random(f"fleet {seed}")
    lots = [lot for lot, count in COUNTS.items() for _ in range(count)]
    shops = [shop for pair in DEALERS.values() for shop in pair]
    made = []
    for index, lot in enumerate(lots):
        shop = shops[index % len(shops)]
        dealer = next(name for name, pair in DEALERS.items() if shop in pair)
        # Most hang on shops; a few on a dealer, and on the top.
        account = f"Shop {shop}" if index % 10 else (TOP if index % 20 else dealer)
        home = tuple(at + rng.uniform(-HOME_SPREAD, HOME_SPREAD) for at in PLACES[shop])
        model, protocol = BOARDS[index % len(BOARDS)]
        made.append(
            PlannedBattery(
                index=index,
                number=f"138{rng.randrange(10**5):05d}{index:03d}",
                name=f"{shop} {index + 1:02d}",
                account=account,
                model=model,
                protocol=protocol,
                life=Life(
                    seed * 1000 + index,
                    (home[0], home[1]),
                    _habit(lot, index),
                    shaken=index % 15 == 4,
                ),
                lot=lot,
                days=rng.uniform(2.0, 12.0),
                ail=_ail(lot, index),
            )
        )
    return made


def _habit(lot: Lot, index: int) -> Habit:
    if lot is Lot.SLEEPING:
        return Habit.EARLY
    return Habit.COURIER if lot in (Lot.LIVE, Lot.FED) and index % 6 == 0 else Habit.COMMUTER


def _ail(lot: Lot, index: int) -> Ail:
    if lot is Lot.LIVE and index == 7:
        return Ail.HOLES
    return {3: Ail.HOT, 25: Ail.HOT, 12: Ail.WEAK_CELL, 30: Ail.WEAK_CELL}.get(index, Ail.NONE)
