"""What the routes of batteries take and give."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from mingtang_desk.geo.online import Presence
from mingtang_desk.server.devices.fields import (
    AccountId,
    Imei,
    Moment,
    Name,
    NewNumber,
    Note,
    Protocol,
    Sim,
    Terminal,
    Vendor,
)
from mingtang_desk.server.times import ms_of


class In(BaseModel):
    """What is sent: no field but these."""

    model_config = ConfigDict(extra="forbid")


class BatteryEdit(In):
    """What is to be changed; what is left out stays as it is."""

    name: Name | None = None
    kind: Name | None = Field(None, description="Type of the battery, as its owner calls it.")
    note: Note | None = None
    imei: Imei | None = None
    sim: Sim | None = Field(None, description="Number of the SIM card.")
    terminal: Terminal | None = Field(None, description="Identity of the tracker.")
    protocol: Protocol | None = Field(None, description='Of the board behind the tracker, "auto".')
    vendor: Vendor | None = Field(None, description="Of the tracker, for its own items.")
    zone_min: int | None = Field(
        None, ge=-720, le=840, description="Minutes east of UTC of the tracker's clock."
    )
    datum: Literal["wgs84", "gcj02", "bd09"] | None = None
    any_length: bool | None = Field(None, description="Heads with a wrong length are accepted.")
    expires: Moment | None = Field(
        None, description="Only by an account above the battery's own; null = never."
    )

    def columns(self) -> dict[str, object]:
        """Return the columns that are to change, to what.

        Raises:
            ValueError: a field cannot be null.
        """
        found: dict[str, object] = {name: getattr(self, name) for name in self.model_fields_set}
        for name in ("name", "kind", "note", "protocol", "zone_min", "datum", "any_length"):
            if name in found and found[name] is None:
                raise ValueError(f"{name} cannot be null")
        if "expires" in found:
            del found["expires"]
            found["expires_ms"] = None if self.expires is None else ms_of(self.expires)
        return {name: value for name, value in found.items() if name not in _NOT_COLUMNS}


_NOT_COLUMNS = frozenset(("account_id", "enabled", "number"))


class NewBattery(BatteryEdit):
    """A battery to enter."""

    number: NewNumber
    account_id: AccountId | None = Field(None, description="Whose it is; null = of your account.")
    enabled: bool = Field(
        default=False, description="Enable it at once: only by an account above the battery's own."
    )


class Enabling(In):
    """With what a battery is enabled."""

    expires: Moment | None = Field(None, description="Left out = as it is.")


class Moving(In):
    """Where a battery goes."""

    account_id: AccountId


class Accepting(In):
    """With what a tracker is let in."""

    account_id: AccountId
    number: NewNumber | None = Field(None, description="Of the battery; null = the tracker's.")
    name: Name = ""


class Account(BaseModel):
    """Whose a battery is."""

    id: str
    name: str


class BatteryRow(BaseModel):
    """A battery in a list."""

    number: str
    name: str
    kind: str
    account: Account
    state: Presence
    since: str | None = Field(description="Since when it is in that state; null = never seen.")
    last_seen: str | None
    soc_pct: float | None
    pack_v: float | None
    lat: float | None = Field(description="WGS-84.")
    lon: float | None
    position_time: str | None
    signal: int | None = Field(description="Of the mobile network, as the tracker says it.")
    open_alarms: int
    enabled: str | None
    expires: str | None


class BatteryPage(BaseModel):
    """A page of a list."""

    items: list[BatteryRow]
    next_cursor: str | None = Field(description="Of the next page; null = this is the last one.")


class Tracker(BaseModel):
    """The tracker of a battery."""

    terminal: str | None
    vendor: str | None
    firmware: str | None
    is_linked: bool
    is_proven: bool = Field(description="It has proven its code once.")
    is_open: bool = Field(
        description="Taken in unasked: any link speaks for it until it is proven."
    )
    interval_s: float | None = Field(description="Median of the last gaps between its reports.")
    ordered_s: float | None = Field(description="The interval it was told.")


class Battery(BatteryRow):
    """A battery with everything that is known of it but its samples."""

    imei: str | None
    sim: str | None
    note: str
    protocol: str
    zone_min: int
    datum: str
    any_length: bool
    firmware: str | None = Field(description="Of the board, as its last sample says.")
    tracker: Tracker
    created: str | None
    state_s: float | None = Field(description="How long it is in that state, in seconds.")
    days_to_expiry: int | None = Field(description="Whole days; negative = expired; null = never.")


class TypeCounts(BaseModel):
    """How many batteries are of each type."""

    all: int
    online: int
    sleeping: int
    offline: int
    expired: int
    not_enabled: int


class AccountCounts(BaseModel):
    """Counts of an account below, with those below it."""

    account_id: str
    name: str
    counts: TypeCounts


class FleetCounts(BaseModel):
    """Counts of an account."""

    account_id: str
    counts: TypeCounts = Field(description="Of the account and those below it.")
    own: TypeCounts = Field(description="Of the account alone.")
    children: list[AccountCounts] = Field(description="Accounts right below it, 1000 at most.")


class StrangerRow(BaseModel):
    """A tracker nobody entered."""

    terminal: str
    edition: int
    first: str | None
    last: str | None
    count: int
    remote: str
    imei: str | None
    model: str | None


class Strangers(BaseModel):
    """All of them, the last to come first; 1000 at most are kept."""

    items: list[StrangerRow]
