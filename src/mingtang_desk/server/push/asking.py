"""Names of topics, made into what a listener may hear of."""

import asyncio
import re
from collections.abc import Sequence

from sqlalchemy import select

from mingtang_desk.server.accounts.principal import Principal, is_within, within
from mingtang_desk.server.core import Core
from mingtang_desk.server.devices.directory import Directory
from mingtang_desk.server.push.topics import LONGEST, MOST, TopicError, Topics
from mingtang_desk.server.store.tables.accounts import ACCOUNTS

READ_S = 10.0
_NUMBER = re.compile(r"[0-9A-Za-z._-]{1,64}")
_ACCOUNT = re.compile(r"[0-9a-f-]{32,36}")


async def topics_of(
    core: Core, directory: Directory, who: Principal, top: str, names: Sequence[str]
) -> Topics:
    """Return what names of topics mean for somebody.

    Raises:
        TopicError: a name is none, or of something that is not there for who asks.
    """
    if len(names) > MOST:
        raise TopicError("too_many_topics", "")
    numbers: set[str] = set()
    accounts: dict[str, str] = {}
    plain: set[str] = set()
    for name in names:
        family, _, rest = name[:LONGEST].partition(":")
        if name in ("device:*", "alarm", "command"):
            plain.add(name)
        elif family == "device" and _NUMBER.fullmatch(rest) and len(name) <= LONGEST:
            device = directory.by_number(rest)
            if device is None or not is_within(device.account_path, top):
                raise TopicError("not_found", name)
            numbers.add(device.number)
        elif family == "account" and _ACCOUNT.fullmatch(rest):
            accounts[rest] = name
        else:
            raise TopicError("invalid_topic", name[:LONGEST])
    return Topics(
        devices="device:*" in plain,
        numbers=frozenset(numbers),
        accounts=await _places(core, top, accounts),
        alarm="alarm" in plain,
        command="command" in plain,
    )


async def _places(core: Core, top: str, asked: dict[str, str]) -> dict[str, str]:
    if not asked:
        return {}
    query = select(ACCOUNTS.c.id, ACCOUNTS.c.path).where(
        ACCOUNTS.c.id.in_(asked), within(ACCOUNTS.c.path, top)
    )
    async with asyncio.timeout(READ_S), core.store.read() as connection:
        found = {account: path for account, path in (await connection.execute(query)).all()}
    for account, name in asked.items():
        if account not in found:
            raise TopicError("not_found", name)
    return found
