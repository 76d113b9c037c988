"""Hashes of passwords for those that are set from the command line: one place to look."""

import asyncio

from argon2 import PasswordHasher

from mingtang_desk.core.errors import UsageError

LEAST = 10
"""Characters that a password has to have."""
MEMORY_KIB, ROUNDS, LANES = 65536, 3, 1


async def hash_password(text: str) -> str:
    """Return what is stored of a password (argon2id).

    Raises:
        UsageError: it is too short.
    """
    if len(text) < LEAST:
        raise UsageError("server_password_weak", least=LEAST)
    hasher = PasswordHasher(memory_cost=MEMORY_KIB, time_cost=ROUNDS, parallelism=LANES)
    return await asyncio.to_thread(hasher.hash, text)
