"""The `profiles` command: register maps that ship, and what is wrong with a file."""

import argparse

from mingtang_desk.app.cli.output import Exit, Output
from mingtang_desk.core.assets import resource_path
from mingtang_desk.session.profiles import SHIPPED, check_file, shipped_driver


async def shipped(_: argparse.Namespace, out: Output) -> Exit:
    """Print the profiles that ship, to copy from."""
    rows = [
        {
            "key": key,
            "label": shipped_driver(key).label,
            "file": str(resource_path(f"profiles/{key}.toml")),
        }
        for key in SHIPPED
    ]
    out.document(rows, "\n".join(f"{r['key']:<10} {r['label']:<20} {r['file']}" for r in rows))
    return Exit.GOOD


async def check(args: argparse.Namespace, out: Output) -> Exit:
    """Print everything that is wrong with a file, line by line; exit 4 when anything is."""
    profile, problems = check_file(args.file)
    document = {
        "ok": profile is not None,
        "key": None if profile is None else profile.key,
        "problems": [{"line": p.line, "key": p.where, "message": p.message} for p in problems],
    }
    lines = [
        f"{args.file}, line {p.line}: {p.where + ': ' if p.where else ''}{p.message}"
        for p in problems
    ]
    out.document(document, "\n".join(lines) or f"{args.file}: nothing is wrong")
    return Exit.GOOD if profile is not None else Exit.INPUT
