"""The parts of our own server for alarms and their switches: see `provider`."""

from collections.abc import Mapping, Sequence
from urllib.parse import quote

from mingtang_desk.cloud.client import CloudClient
from mingtang_desk.cloud.decode import AnswerError, json_object
from mingtang_desk.cloud.http import Answer
from mingtang_desk.cloud.models_alarms import (
    Alarm,
    AlarmPage,
    AlarmSettings,
    alarm_settings_of,
)

_PAGE = "100"


class OwnAlarms:
    """Implements `provider.AlarmsPart` and `provider.AcksPart`."""

    def __init__(self, client: CloudClient) -> None:
        self._client = client

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
        """Return a page of alarms, the newest first; see `provider.AlarmsPart`."""
        return await self._client.fetch(
            AlarmPage,
            "/alarms",
            state=state,
            number=number,
            q=query or None,
            type=kind,
            severity=severity,
            storm=storm,
            cursor=cursor,
            limit=_PAGE,
        )

    async def one(self, alarm_id: str) -> Alarm:
        """Return an alarm with its address."""
        return await self._client.fetch(Alarm, f"/alarms/{quote(alarm_id, safe='')}")

    async def acknowledge(self, alarm_ids: Sequence[str]) -> tuple[str, ...]:
        """Acknowledge alarms; return the ids of those that were open."""
        answer = await self._client.send("POST", "/alarms/ack", body={"ids": list(alarm_ids)})
        ids = json_object(answer.body, "answer").get("ids")
        return tuple(each for each in ids if isinstance(each, str)) if isinstance(ids, list) else ()


class OwnSwitches:
    """Implements `provider.SwitchesPart`."""

    def __init__(self, client: CloudClient) -> None:
        self._client = client

    async def read(self, number: str | None = None) -> AlarmSettings:
        """Return the switches of one's account, or of a battery."""
        return self._read(await self._client.send("GET", _path(number)))

    async def write(self, body: Mapping[str, object], number: str | None = None) -> AlarmSettings:
        """Change them; `body`: AlarmSettingsIn of docs/openapi.json."""
        return self._read(await self._client.send("PUT", _path(number), body=dict(body)))

    def _read(self, answer: Answer) -> AlarmSettings:
        try:
            return alarm_settings_of(answer.body)
        except AnswerError as error:
            self._client.http.invalid(str(error))


def _path(number: str | None) -> str:
    if number is None:
        return "/alarm-settings"
    return f"/devices/{quote(number, safe='')}/alarm-settings"
