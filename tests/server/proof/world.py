"""Everybody who may ask, and what must not be told: the stage of the authorisation matrix.

The tree is the kit's: `top` > `shop` > `child`, and `sibling` beside `shop`. What is asked for
belongs to `shop`. Everything that is made for it has a `HUSH` in its texts.
"""

import json
import secrets
from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from sqlalchemy import insert, select, update

from mingtang_desk.server.accounts.accounts import hash_of
from mingtang_desk.server.accounts.rights import Scope
from mingtang_desk.server.config import ServerConfig
from mingtang_desk.server.ids import new_id
from mingtang_desk.server.store.tables.accounts import API_TOKENS, SESSIONS, USERS
from mingtang_desk.server.times import now_ms
from tests.server.kit import NUMBERS, Kit

HUSH = "hush7q"
"""Occurs in every text of what is secret, and nowhere else."""
DAY_MS = 86_400_000
INSIDERS = ("top-owner", "shop-owner", "shop-manager", "shop-operator", "shop-viewer")
"""They see what belongs to `shop`."""
TOKEN, FOREIGN_TOKEN = "shop-token", "sibling-token"
"""API tokens of the owners that may only read."""
OUTSIDERS = ("sibling-owner", "child-owner", FOREIGN_TOKEN)
"""They are told that there is no such thing."""
NOBODY = ("expired", "disabled", "revoked", "wrong", None)
"""They are told to log in."""


def cheap() -> dict[str, Any]:
    """Return what makes many calls quick: passwords that cost little, no limit on requests."""
    wanted = {"hash_memory_kib": 64, "hash_passes": 1, "requests_per_s": 0.0}
    known = {each.name for each in fields(ServerConfig)}
    return {name: value for name, value in wanted.items() if name in known}


async def populate(kit: Kit) -> None:
    """Add whom the kit does not have: API tokens, and those who are not let in any more."""
    now = now_ms(kit.services.core.clock)
    await stay_logged_in(kit)
    kit.tokens["wrong"] = secrets.token_urlsafe(32)
    async with kit.services.core.store.write() as tx:
        for name, login in ((TOKEN, "shop-owner"), (FOREIGN_TOKEN, "sibling-owner")):
            kit.tokens[name] = "mtk_" + secrets.token_urlsafe(32)
            await tx.connection.execute(
                insert(API_TOKENS).values(
                    id=new_id(),
                    user_id=select(USERS.c.id).where(USERS.c.login == login).scalar_subquery(),
                    hash=hash_of(kit.tokens[name]),
                    name=f"{HUSH} {name}" if name == TOKEN else name,
                    scopes=json.dumps([Scope.READ]),
                    created_ms=now,
                )
            )
        for name in ("expired", "disabled", "revoked"):
            user, kit.tokens[name] = new_id(), secrets.token_urlsafe(32)
            await tx.connection.execute(
                insert(USERS).values(
                    id=user,
                    account_id=kit.accounts["shop"],
                    login=name,
                    role="owner",
                    password_hash="!",
                    password_ms=now,
                    created_ms=now,
                    disabled_ms=now if name == "disabled" else None,
                )
            )
            await tx.connection.execute(
                insert(SESSIONS).values(
                    id=new_id(),
                    user_id=user,
                    access_hash=hash_of(kit.tokens[name]),
                    access_until_ms=now - 1 if name == "expired" else now + DAY_MS,
                    refresh_hash=new_id(),
                    refresh_until_ms=now - 1 if name == "expired" else now + DAY_MS,
                    created_ms=now - DAY_MS,
                    used_ms=now - DAY_MS,
                    proven_ms=now,
                    revoked_ms=now if name == "revoked" else None,
                )
            )


async def stay_logged_in(kit: Kit) -> None:
    """Let the sessions of the kit last, with a password proven just now."""
    now = now_ms(kit.services.core.clock)
    hashes = [hash_of(kit.tokens[name]) for name in kit.tokens if name.count("-") == 1]
    async with kit.services.core.store.write() as tx:
        await tx.connection.execute(
            update(SESSIONS)
            .where(SESSIONS.c.access_hash.in_(hashes))
            .values(access_until_ms=now + DAY_MS, proven_ms=now, revoked_ms=None)
        )


def secrets_of(kit: Kit, made: Iterable[str], who: str | None) -> dict[str, str]:
    """Return what must not occur in an answer to somebody, with a name for each.

    Args:
        kit: the server.
        made: values of ids in `shop`.
        who: who asks; what is above somebody's own account in the tree is known to nobody below.
    """
    own = "" if who is None else who.partition("-")[0]
    found = {value: "an id" for value in made}
    found[HUSH] = "a text"
    for name in ("top", "shop", "child", "sibling"):
        if name == own:
            continue
        if own == "top" or (own == "shop" and name == "child"):
            continue
        found[NUMBERS[name]] = f"the number of the battery of {name}"
        found[f"battery of {name}"] = f"the name of the battery of {name}"
        if name != "child" or own != "shop":
            found[f"{name}-owner"] = f"a login of {name}"
        found[kit.accounts[name]] = f"the account of {name}"
        found[kit.accounts[name].replace("-", "")] = f"the account of {name} in a path"
    return found
