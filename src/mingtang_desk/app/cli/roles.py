"""The `roles` commands: who may write what at this desk."""

import argparse

from mingtang_desk.app.cli.output import Exit, Output
from mingtang_desk.app.gate import NEW_PIN, asked_pin, sign_in
from mingtang_desk.app.home import roles_path
from mingtang_desk.app.wiring import CLOCK
from mingtang_desk.core.errors import UsageError
from mingtang_desk.device.roles import Role, WriteClass
from mingtang_desk.session.roles import Roles


async def roles(args: argparse.Namespace, out: Output) -> Exit:
    """Show or change them, and print how they are afterwards."""
    book = Roles(roles_path(), CLOCK)
    if args.what != "list":
        await _change(book, args)
    elif book.error is not None:
        raise book.error
    _show(book, out)
    return Exit.GOOD


async def _change(book: Roles, args: argparse.Namespace) -> None:
    if args.what == "on":
        await book.turn_on(args.name, await _new_pin(args.name))
        return
    if book.on:
        await sign_in(book, args)
    match args.what:
        case "off":
            book.turn_off()
        case "add":
            await book.add(args.name, _role(args.role), await _new_pin(args.name))
        case "remove":
            book.remove(args.name)
        case "role":
            book.set_role(args.name, _role(args.role))
        case "pin":
            await book.set_pin(args.name, await _new_pin(args.name))
        case _:
            book.set_need(_write_class(getattr(args, "class")), _role(args.role))


async def _new_pin(name: str) -> str:
    return await asked_pin(NEW_PIN, f"New PIN of {name}: ", twice=True)


def _role(word: str) -> Role:
    try:
        return Role(word)
    except ValueError as error:
        detail = f"“{word}” is no role; there are {', '.join(Role)}"
        raise UsageError("usage_invalid", detail=detail, command="roles") from error


def _write_class(word: str) -> WriteClass:
    try:
        return WriteClass(word)
    except ValueError as error:
        detail = f"“{word}” is no class; there are {', '.join(WriteClass)}"
        raise UsageError("usage_invalid", detail=detail, command="roles") from error


def _show(book: Roles, out: Output) -> None:
    people = [{"name": name, "role": role.value} for name, role in book.people]
    needs = {key.value: role.value for key, role in book.needs.items()}
    lines = ["roles are on" if book.on else "roles are off: everybody may do everything"]
    lines += [f"{name:<24} {role.value}" for name, role in book.people]
    if book.on:
        lines += ["", *(f"{key:<24} needs {role}" for key, role in needs.items())]
    lines += ["", "This keeps colleagues from mistakes. It is no security system."]
    out.document({"on": book.on, "people": people, "needs": needs}, "\n".join(lines))
