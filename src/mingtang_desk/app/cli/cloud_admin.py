"""`cloud admin`: looks after the database of a server, offline or beside one that runs."""

import argparse
import asyncio
import getpass
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from mingtang_desk.app import home
from mingtang_desk.app.cli.output import Exit, Output
from mingtang_desk.core.errors import UsageError
from mingtang_desk.session.clock import SystemClock

if TYPE_CHECKING:
    from mingtang_desk.server.config import ServerConfig


async def admin(args: argparse.Namespace, out: Output) -> Exit:
    """Do one thing.

    Raises:
        UsageError: packages are missing, or a word names nothing.
        InputFileError: a file is not what it should be.
        StorageError: there is no database, or it cannot be used.
        ServerRefusalError: it is refused.
    """
    try:
        import mingtang_desk.server.admin.database  # noqa: F401 - whether its packages are there
    except ImportError as error:
        raise UsageError("server_extra_missing", detail=error) from error
    match args.thing:
        case "account":
            return await _account(args, out)
        case "user":
            return await _user(args, out)
        case "device":
            return await _device(args, out)
        case "quarantine":
            return await _quarantine(args, out)
        case "backup":
            return await _backup(args, out)
        case "restore":
            return await _restore(args, out)
        case "retention":
            return await _retention(args, out)
        case "audit":
            return await _audit(args, out)
        case "doctor":
            return await _doctor(args, out)
        case _:
            return await _setup_link(args, out)


def _config(args: argparse.Namespace) -> "ServerConfig":
    from mingtang_desk.server.config import ServerConfig

    return ServerConfig(data=args.data or home.cloud_path(), db=args.db)


async def _account(args: argparse.Namespace, out: Output) -> Exit:
    from mingtang_desk.server.admin import people
    from mingtang_desk.server.admin.database import must_exist, opened
    from mingtang_desk.server.admin.lock import only_server

    config = _config(args)
    if args.deed == "move":  # a running server remembers whose battery is whose
        must_exist(config)
        async with only_server(config.url), opened(config, SystemClock()) as core:
            await people.move_account(core, args.name, args.parent)
        return _done(out, "moved", args.name)
    async with opened(config, SystemClock()) as core:
        match args.deed:
            case "list":
                _table(out, "accounts", await people.list_accounts(core))
            case "add":
                made = await people.add_account(core, args.name, args.parent)
                _done(out, "added", args.name, id=made)
            case deed:
                await people.disable_account(core, args.name, again=deed == "enable")
                _done(out, f"{deed}d", args.name)
    return Exit.GOOD


async def _user(args: argparse.Namespace, out: Output) -> Exit:
    from mingtang_desk.server.accounts.rights import Role
    from mingtang_desk.server.admin import people
    from mingtang_desk.server.admin.database import opened

    async with opened(_config(args), SystemClock()) as core:
        match args.deed:
            case "list":
                _table(out, "users", await people.list_users(core, args.account))
                return Exit.GOOD
            case "add":
                password = await _password()
                await people.add_user(core, args.login, args.account, Role(args.role), password)
            case "password":
                await people.set_password(core, args.login, await _password())
            case "role":
                await people.set_role(core, args.login, Role(args.role))
            case deed:
                await people.disable_user(core, args.login, again=deed == "enable")
    return _done(out, args.deed, args.login)


async def _password() -> str:
    """Ask for a password, or take a line of stdin: a command line is seen by everybody."""
    if not sys.stdin.isatty():
        line: str = await asyncio.to_thread(sys.stdin.readline)
        return line.rstrip("\r\n")
    while True:
        first = await asyncio.to_thread(getpass.getpass, "New password: ", sys.stderr)
        if first == await asyncio.to_thread(getpass.getpass, "Again: ", sys.stderr):
            return first
        sys.stderr.write("They differ.\n")


async def _device(args: argparse.Namespace, out: Output) -> Exit:
    from mingtang_desk.server.admin import batteries
    from mingtang_desk.server.admin.database import opened

    async with opened(_config(args), SystemClock()) as core:
        match args.deed:
            case "list":
                _table(out, "devices", await batteries.list_devices(core, args.account))
            case "add":
                new = batteries.NewBattery(
                    number=args.number,
                    terminal=args.terminal,
                    account=args.account,
                    texts={
                        name: value
                        for name in batteries.TEXTS
                        if (value := getattr(args, name)) is not None
                    },
                    expires_ms=batteries.moment_ms(args.expires) if args.expires else None,
                    is_enabled=not args.not_enabled,
                )
                await batteries.add_devices(core, [new])
                _done(out, "added", args.number)
            case "import":
                found = await asyncio.to_thread(batteries.read_csv, Path(args.file), args.account)
                count = await batteries.add_devices(core, found)
                _done(out, "added", f"{count} batteries", count=count)
            case "enable":
                await batteries.enable(core, args.number)
                _done(out, "enabled", args.number)
            case _:
                await batteries.expire(core, args.number, batteries.moment_ms(args.when))
                _done(out, "expires", args.number, when=args.when)
    return Exit.GOOD


async def _quarantine(args: argparse.Namespace, out: Output) -> Exit:
    from mingtang_desk.server.admin import batteries
    from mingtang_desk.server.admin.database import opened

    async with opened(_config(args), SystemClock()) as core:
        if args.deed == "list":
            _table(out, "trackers", await batteries.list_quarantine(core))
        else:
            await batteries.accept(core, args.terminal, args.account, args.number)
            _done(out, "accepted", args.terminal)
    return Exit.GOOD


async def _audit(args: argparse.Namespace, out: Output) -> Exit:
    from mingtang_desk.server.accounts.audit import verify
    from mingtang_desk.server.admin.database import opened

    async with opened(_config(args), SystemClock()) as core, core.store.read() as connection:
        verdict = await verify(connection)
    is_good = verdict.first_bad is None
    out.document({"ok": is_good, "rows": verdict.rows, "first_bad": verdict.first_bad})
    return Exit.GOOD if is_good else Exit.BAD_VERDICT


async def _setup_link(args: argparse.Namespace, out: Output) -> Exit:
    from mingtang_desk.server.accounts.accounts import Accounts
    from mingtang_desk.server.admin.database import opened

    async with opened(_config(args), SystemClock()) as core:
        accounts = Accounts(core)
        await accounts.start()
        link = accounts.setup_link(args.url)
        await accounts.stop()
    if link is None:
        raise UsageError("admin_refused", detail="the server has an owner; see “user password”")
    out.document({"setup": link}, link)
    return Exit.GOOD


async def _backup(args: argparse.Namespace, out: Output) -> Exit:
    from mingtang_desk.server.admin.backup import backup
    from mingtang_desk.server.admin.database import must_exist

    config = _config(args)
    must_exist(config)
    made = await backup(config.url, args.file)
    out.document({"file": str(args.file), **made.document()})
    return Exit.BAD_VERDICT if made.problems else Exit.GOOD


async def _restore(args: argparse.Namespace, out: Output) -> Exit:
    from mingtang_desk.server.admin.backup import check, restore

    match args.words:
        case ["check", file]:
            checked = await check(Path(file))
            out.document({"file": file, **checked.document()})
            return Exit.BAD_VERDICT if checked.problems else Exit.GOOD
        case [file] if args.data is not None:
            restored = await restore(Path(file), args.data)
            out.document({"data": str(args.data), **restored.document()})
            return Exit.GOOD
        case _:
            detail = "give “check FILE”, or FILE and --data NEW"
            raise UsageError("usage_invalid", detail=detail, command="cloud admin restore")


async def _retention(args: argparse.Namespace, out: Output) -> Exit:
    from mingtang_desk.server.admin import meta
    from mingtang_desk.server.admin.database import opened
    from mingtang_desk.server.admin.retention import Retention
    from mingtang_desk.server.admin.upkeep import DAYS_KEY

    async with opened(_config(args), SystemClock()) as core:
        async with core.store.read() as connection:
            days = await meta.get(connection, DAYS_KEY)
        known: Mapping[str, float] = days if isinstance(days, dict) else {}
        config = replace(
            core.config,
            raw_days=args.raw_days or known.get("raw", core.config.raw_days),
            track_days=args.track_days or known.get("track", core.config.track_days),
        )
        outcome = await Retention(replace(core, config=config)).run(dry=args.dry_run)
    kept = {"raw_days": config.raw_days, "track_days": config.track_days}
    out.document(kept | outcome.document())
    return Exit.GOOD


async def _doctor(args: argparse.Namespace, out: Output) -> Exit:
    from mingtang_desk.server.admin.doctor import State, doctor

    config = replace(
        _config(args),
        http=args.http,
        jt808=args.jt808,
        accept_unknown=args.accept_unknown,
        tls_cert=args.tls_cert,
    )
    checks = await doctor(config, SystemClock())
    is_good = not any(check.state is State.BAD for check in checks)
    lines = (f"{check.state.value:<5} {check.name:<14} {check.text}" for check in checks)
    out.document(
        {"ok": is_good, "checks": [check.document() for check in checks]}, "\n".join(lines)
    )
    return Exit.GOOD if is_good else Exit.BAD_VERDICT


def _done(out: Output, what: str, name: str, **more: object) -> Exit:
    out.document({"done": what, "name": name, **more}, f"{what}: {name}")
    return Exit.GOOD


def _table(out: Output, what: str, rows: Sequence[Mapping[str, object]]) -> None:
    names = list(rows[0]) if rows else []
    texts = [["" if row[n] is None else str(row[n]) for n in names] for row in rows]
    widths = [max(map(len, column)) for column in zip(names, *texts, strict=True)]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in (names, *texts)
    ]
    out.document({what: list(rows)}, "\n".join(lines) if rows else f"no {what}")
