"""As which battery a board is shared: one of the account that has no link, or a new one."""

from mingtang_desk.cloud.client import CloudClient, read_answer
from mingtang_desk.cloud.models import Battery, BatteryDetails

MOST = 200
"""Batteries that are offered; the others are found by their number."""
_IN_USE = "online"


async def offered_batteries(client: CloudClient, query: str = "") -> tuple[Battery, ...]:
    """Return batteries a board may be shared as, by number; those heard of lately come last.

    One that has a link is refused when it is tried: nobody else can tell.
    """
    page = await client.devices(query=query, limit=MOST)
    return tuple(sorted(page.items, key=lambda each: each.state == _IN_USE))


async def new_battery(
    client: CloudClient, number: str, *, name: str, kind: str, protocol: str, enabled: bool = False
) -> BatteryDetails:
    """Enter a battery in the account of the login; it needs the right `devices`.

    With `enabled` it may be asked for at once, which the admin of the server alone can say; else
    an account above has to enable it first.

    Raises:
        CloudRefusalError: the number is taken or none, or this login may not.
    """
    texts = {"number": number, "name": name, "kind": kind, "protocol": protocol or "auto"}
    body: dict[str, object] = {**texts, "enabled": enabled}
    answer = await client.send("POST", "/devices", body=body)
    return read_answer(client.http, BatteryDetails, answer.body)
