"""`cloud login`, `devices`, `command`, `servers`, `agreement`, `logout`: the desk at a server."""

import argparse
import asyncio
import getpass
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import asdict, replace
from datetime import datetime

from mingtang_desk.app import home
from mingtang_desk.app.cli.output import Exit, Output
from mingtang_desk.app.wiring import CLOCK
from mingtang_desk.cloud.accounts import Remembered
from mingtang_desk.cloud.address import server_address
from mingtang_desk.cloud.client import CloudClient
from mingtang_desk.cloud.decode import plain
from mingtang_desk.cloud.logins import Given, Logins
from mingtang_desk.cloud.models import Battery, Command
from mingtang_desk.cloud.own_me import OwnMe
from mingtang_desk.cloud.store import secrets_at
from mingtang_desk.core.clock import iso
from mingtang_desk.core.errors import CloudRefusalError, MingtangError, UsageError

_MOMENTARY = frozenset(("restart", "factory_reset", "text", "bms_control"))
"""Kinds that happen at once and cannot be taken back: asked about on a terminal."""


async def opened_logins() -> Logins:
    """Return the logins of this user."""
    folder = home.home()
    return Logins(folder, await secrets_at(home.cloud_secrets_path()), CLOCK)


@asynccontextmanager
async def opened_client(
    server: str | None, user: str | None = None
) -> AsyncIterator[tuple[Remembered, CloudClient]]:
    """Give a client of the login that is meant, without words of the one used last.

    Raises:
        CloudRefusalError: nobody is logged in there.
    """
    logins = await opened_logins()
    who = logins.chosen(server, user)
    async with logins.opened(who) as client:
        yield who, client


async def login(args: argparse.Namespace, out: Output) -> Exit:
    """Log in and keep the tokens; the password is kept nowhere."""
    server = server_address(args.url, insecure=args.insecure)
    logins = await opened_logins()
    given = Given(
        user=args.user,
        password=await _password(args.user),
        code=args.totp,
        recovery=args.recovery,
    )
    try:
        who, tokens = await logins.login(server, given, insecure=args.insecure)
    except CloudRefusalError as error:
        if error.key != "cloud_code_due" or not sys.stdin.isatty():
            raise
        code = await _asked("Code of the authenticator: ", getpass.getpass)
        who, tokens = await logins.login(
            server, replace(given, code=code.strip()), insecure=args.insecure
        )
    _say_where_kept()
    document = {
        "server": who.server,
        "user": who.user,
        "account": plain(who.account),
        "role": who.role,
        "agreement_due": tokens.agreement_due,
    }
    if tokens.agreement_due:
        words = "The server wants its user agreement to be accepted: see “cloud agreement”."
        print(words, file=sys.stderr)
    out.document(document)
    return Exit.GOOD


def _say_where_kept() -> None:
    path = home.cloud_secrets_path()
    if path.exists():
        print(
            f"No keyring took the login: it is kept in {path}, which only you can read.",
            file=sys.stderr,
        )


async def _password(user: str) -> str:
    """Ask for the password, or take a line of stdin: a command line is seen by everybody."""
    if sys.stdin.isatty():
        found = await _asked(f"Password of {user}: ", getpass.getpass)
    else:
        found = (await asyncio.to_thread(sys.stdin.readline)).rstrip("\r\n")
    if not found:
        raise UsageError("usage_invalid", detail="no password came on stdin", command="cloud login")
    return found


async def _asked(question: str, ask: Callable[..., str]) -> str:
    return await asyncio.to_thread(ask, question, sys.stderr)


async def devices(args: argparse.Namespace, out: Output) -> Exit:
    """List batteries, page by page to the end or the limit, and count all of them."""
    async with opened_client(args.server, args.login) as (_, client):
        counts = (await client.counts()).counts
        rows = [
            battery_row(each)
            async for each in client.all_devices(most=args.limit, kind=args.type, query=args.query)
        ]
    lines = [
        f"{row['number']!s:<20} {row['state']!s:<12} {_percent(row['soc_pct']):>5}  "
        f"{plain(str(row['name']), 60)}"
        for row in rows
    ]
    lines.append(", ".join(f"{value} {name}" for name, value in asdict(counts).items()))
    out.document({"devices": rows, "counts": asdict(counts)}, "\n".join(lines))
    return Exit.GOOD


def _percent(value: object) -> str:
    return f"{value:.0f} %" if isinstance(value, float) else "—"


def battery_row(battery: Battery) -> dict[str, object]:
    """Return a battery as it is printed: the names of the API, times in ISO 8601."""
    row = asdict(battery)
    row["account"] = battery.account.name
    return {name: iso(each) if isinstance(each, datetime) else each for name, each in row.items()}


async def servers(args: argparse.Namespace, out: Output) -> Exit:
    """List the logins this machine remembers, the one used last first."""
    rows = [
        {
            "server": each.server,
            "user": each.user,
            "account": each.account,
            "role": each.role,
            "logged_in": each.is_logged_in,
        }
        for each in (await opened_logins()).remembered()
    ]
    lines = [
        f"{row['server']}  {row['user']}  {plain(str(row['account']))}  {row['role']}"
        + ("" if row["logged_in"] else "  (logged out)")
        for row in rows
    ]
    out.document({"servers": rows}, "\n".join(lines) or "nobody has logged in from here yet")
    return Exit.GOOD


async def agreement(args: argparse.Namespace, out: Output) -> Exit:
    """Show the user agreement of a server, or accept the version that was read."""
    async with opened_client(args.server, args.login) as (who, client):
        me = OwnMe(client)
        found = await me.agreement()
        if args.accept is not None:
            await me.accept_agreement(args.accept)
        accepted = (await me.profile()).agreement
    texts = {
        language: "\n".join(plain(line, 20_000) for line in text.splitlines())
        for language, text in found.texts.items()
    }
    document = {
        "server": who.server,
        "user": who.user,
        "version": found.version,
        "accepted": accepted,
        "due": accepted != found.version,
        "text": texts,
    }
    said = f"accepted: {accepted or 'none'}" if args.accept is None else f"accepted {accepted}"
    out.document(document, "\n".join([*texts.values(), f"version {found.version}, {said}"]))
    return Exit.GOOD


async def logout(args: argparse.Namespace, out: Output) -> Exit:
    """End a login here and at the server."""
    logins = await opened_logins()
    who = logins.chosen(args.server, args.login)
    is_told = await logins.logout(who)
    if not is_told:
        words = "The server could not be told; its side of the login runs out by itself in 30 days."
        print(words, file=sys.stderr)
    out.document({"server": who.server, "user": who.user, "server_told": is_told})
    return Exit.GOOD


async def command(args: argparse.Namespace, out: Output) -> Exit:
    """Ask something of a battery, and print each state until its fate is known."""
    order = order_of(args.kind, args.words)
    if args.kind in _MOMENTARY:
        await _confirmed(args)
        order["confirm"] = True
    async with opened_client(args.server, args.login) as (_, client):
        asked = await client.ask(args.number, order)
        state = ""
        async for each in client.fate(asked, within_s=args.wait):
            state = each.state
            out.document(command_row(each), f"{each.kind} {each.state}{_result(each)}")
    return Exit.GOOD if state == "succeeded" else Exit.BAD_VERDICT


async def _confirmed(args: argparse.Namespace) -> None:
    if args.yes or not sys.stdin.isatty():
        return
    answer = await _asked(f"Send {args.kind} to {args.number}? [y/N] ", _line)
    if answer.strip().lower() not in ("y", "yes"):
        raise MingtangError("not_confirmed", action=args.kind)


def _line(question: str, stream: object) -> str:
    print(question, end="", file=sys.stderr, flush=True)
    return sys.stdin.readline()


def order_of(kind: str, words: list[str]) -> dict[str, object]:
    """Return the order for the words behind a kind.

    Raises:
        UsageError: they are too many or too few.
    """
    match kind, words:
        case (("locate" | "restart" | "factory_reset" | "parameters_read"), []):
            return {"kind": kind}
        case "text", [text]:
            return {"kind": kind, "text": text}
        case "bms_read", [("sample" | "settings" | "stats") as what]:
            return {"kind": kind, "what": what}
        case "bms_control", [action]:
            return {"kind": kind, "action": action}
        case "bms_control", [action, value]:
            return {"kind": kind, "action": action, "value": _number(value)}
    detail = f"“{' '.join([kind, *words])}” is no command; see the example"
    raise UsageError("usage_invalid", detail=detail, command="cloud command")


def _number(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text


def command_row(command: Command) -> dict[str, object]:
    """Return a command as it is printed."""
    return {
        "id": command.id,
        "number": command.device,
        "kind": command.kind,
        "state": command.state,
        "attempts": command.attempts,
        "settling": command.is_settling,
        "result": command.result,
    }


def _result(command: Command) -> str:
    if not command.is_over or command.result is None:
        return ""
    return f": {plain(str(dict(command.result)), 2000)}"
