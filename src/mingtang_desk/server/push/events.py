"""What those who listen are told."""

from collections.abc import Mapping
from enum import StrEnum

import msgspec


class Kind(StrEnum):
    """Kinds of events.

    Of `pos`, `bms`, `state` and `presence` the latest of a device is enough; an alarm or a command
    must not be lost.
    """

    POSITION = "pos"
    BMS = "bms"
    STATE = "state"
    PRESENCE = "presence"
    ALARM = "alarm"
    COMMAND = "command"


KEPT = frozenset((Kind.ALARM, Kind.COMMAND))


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that happened.

    Attributes:
        kind: what.
        device: internal key of the battery; number: what people call it.
        account_path: whose it is: who may hear of it.
        value: the rest, ready for JSON.
        seq: its number, 0 before the store gave it one.
    """

    kind: Kind
    device: int
    number: str
    account_path: str
    value: Mapping[str, object]
    seq: int = 0

    @property
    def is_kept(self) -> bool:
        """Whether it stays in the outbox."""
        return self.kind in KEPT

    def numbered(self, seq: int) -> "Event":
        """Return it with its number."""
        return Event(  # `replace` takes three times as long, and this is done for every position
            kind=self.kind,
            device=self.device,
            number=self.number,
            account_path=self.account_path,
            value=self.value,
            seq=seq,
        )
