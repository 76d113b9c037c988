"""Hashes of passwords that are set from the command line: as `accounts` makes them."""

from mingtang_desk.core.errors import UsageError
from mingtang_desk.server.accounts.passwords import Passwords, check_rules
from mingtang_desk.server.core import Core
from mingtang_desk.server.problem import Problem


async def hash_password(core: Core, text: str, login: str) -> str:
    """Return what is stored of a password (argon2id).

    Raises:
        UsageError: it is too easy.
    """
    try:
        check_rules(text, login)
    except Problem as problem:
        raise UsageError("server_password_weak", detail=problem.detail) from problem
    config = core.config
    passwords = Passwords(memory_kib=config.hash_memory_kib, passes=config.hash_passes)
    return await passwords.hash(text)
