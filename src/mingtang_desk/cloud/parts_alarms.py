"""What can be asked of alarms; see `provider.py`."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from mingtang_desk.cloud.models_alarms import Alarm, AlarmPage, AlarmSettings


class AlarmsPart(Protocol):
    """Alarms as they were raised."""

    async def page(
        self,
        *,
        state: str | None = None,
        number: str | None = None,
        query: str | None = None,
        kind: str | None = None,
        severity: str | None = None,
        storm: str | None = None,
        cursor: str | None = None,
    ) -> AlarmPage:
        """Return a page of alarms, the newest first.

        Args:
            state: raised, acknowledged, cleared, or open = one of the first two.
            number: of the battery.
            query: part of a number or name of a battery, or the number of an alarm.
            kind: type of the alarm.
            severity: info, warning or critical.
            storm: id of the storm that they are part of.
            cursor: of the page before.
        """
        ...

    async def one(self, alarm_id: str) -> Alarm:
        """Return an alarm with its address."""
        ...


class AcksPart(Protocol):
    """Saying that an alarm was seen."""

    async def acknowledge(self, alarm_ids: Sequence[str]) -> tuple[str, ...]:
        """Acknowledge alarms; return the ids of those that were open."""
        ...


class SwitchesPart(Protocol):
    """Which types of alarms are raised."""

    async def read(self, number: str | None = None) -> AlarmSettings:
        """Return the switches of one's account, or of a battery."""
        ...

    async def write(self, body: Mapping[str, object], number: str | None = None) -> AlarmSettings:
        """Change them; `body`: AlarmSettingsIn of docs/openapi.json."""
        ...
