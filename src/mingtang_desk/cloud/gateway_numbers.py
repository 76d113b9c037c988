"""As which battery a board is shared: one of the account that has no link, or a new one."""

from mingtang_desk.cloud.client import CloudClient, read_answer
from mingtang_desk.cloud.models import Battery, BatteryDetails

MOST = 200
"""Batteries that are offered; the others are found by their number."""
_IN_USE = "online"


async def free_batteries(client: CloudClient, query: str = "") -> tuple[Battery, ...]:
    """Return batteries that nothing reports for now, by number."""
    page = await client.devices(query=query, limit=MOST)
    return tuple(each for each in page.items if each.state != _IN_USE)


async def new_battery(
    client: CloudClient, number: str, *, name: str, kind: str, protocol: str
) -> BatteryDetails:
    """Enter a battery in the account of the login; it needs the right `devices`.

    Raises:
        CloudRefusalError: the number is taken or none, or this login may not.
    """
    body = {"number": number, "name": name, "kind": kind, "protocol": protocol or "auto"}
    answer = await client.send("POST", "/devices", body=body)
    return read_answer(client.http, BatteryDetails, answer.body)
