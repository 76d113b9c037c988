"""Signs in for one command, where roles are on at this desk."""

import argparse
import asyncio
import getpass
import os
import sys

from mingtang_desk.app.home import roles_path
from mingtang_desk.app.wiring import CLOCK, user_name
from mingtang_desk.interfaces.gate import OPEN_GATE, Gate
from mingtang_desk.session.roles import Roles

NAME, PIN, NEW_PIN = "MINGTANG_AS", "MINGTANG_PIN", "MINGTANG_NEW_PIN"
"""Variables of the environment, for scripts: who signs in, the PIN, and a PIN that is set."""


async def command_gate(args: argparse.Namespace) -> Gate:
    """Return what says what a command may write.

    Raises:
        LockedError: the PIN is wrong, or too many were.
        InputFileError: the file of roles is damaged.
    """
    roles = Roles(roles_path(), CLOCK)
    if not roles.on:
        return OPEN_GATE
    await sign_in(roles, args)
    return roles


def writer_name(gate: Gate) -> str:
    """Return whose name stands in records: who is signed in, else the system's user."""
    return gate.who or user_name()


async def sign_in(roles: Roles, args: argparse.Namespace) -> None:
    """Sign in with the name of the command; without one whoever asks stays an observer."""
    name = args.sign_in or os.environ.get(NAME, "")
    if name:
        await roles.sign_in(name, await asked_pin(PIN, f"PIN of {name}: "))


async def asked_pin(variable: str, question: str, *, twice: bool = False) -> str:
    """Return a PIN: from the environment, asked on a terminal, or the next line of stdin."""
    given = os.environ.get(variable)
    if given is not None:
        return given
    if not sys.stdin.isatty():
        line: str = await asyncio.to_thread(sys.stdin.readline)
        return line.rstrip("\n")
    while True:
        pin = await asyncio.to_thread(getpass.getpass, question, sys.stderr)
        if not twice or pin == await asyncio.to_thread(getpass.getpass, "Again: ", sys.stderr):
            return pin
        sys.stderr.write("They differ.\n")
