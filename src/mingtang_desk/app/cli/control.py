"""The `control` command: switch something, confirm it from what the board reports afterwards."""

import argparse
import asyncio
import sys

from mingtang_desk.app.cli.output import Exit, Output, error_json
from mingtang_desk.app.cli.reading import chosen_history
from mingtang_desk.app.gate import command_gate
from mingtang_desk.app.sharing import command_share
from mingtang_desk.app.wiring import connected, opened_history, user_name
from mingtang_desk.core.errors import DeviceError, OutOfRangeError, UsageError, VerifyError
from mingtang_desk.device.catalogue.controls import CONTROLS, Action, ControlSpec


def _row(action: str, value: str | None) -> tuple[ControlSpec, str | float | None]:
    row = next((spec for spec in CONTROLS if spec.action.value == action), None)
    known = ", ".join(Action)
    if row is None or (row.switch and value not in ("on", "off")):
        raise UsageError("action_unknown", action=action, value=value or "", known=known)
    if row.takes_number:
        try:
            return row, float(value or "")
        except ValueError as error:
            raise OutOfRangeError(
                "wrong_type", name=action, value=value, expected="a number"
            ) from error
    if not row.switch and value is not None:
        raise UsageError("action_unknown", action=action, value=value, known=known)
    return row, value


async def control(args: argparse.Namespace, out: Output) -> Exit:
    """Switch something and print the state that was read back."""
    row, value = _row(args.action, args.value)
    if not args.yes and sys.stdin is not None and sys.stdin.isatty():
        print(f"{row.warning}\n{row.way_back}", file=sys.stderr)
        print(f"{row.label}: {args.value or 'now'}? [y/N] ", end="", file=sys.stderr, flush=True)
        answer = await asyncio.to_thread(sys.stdin.readline)
        if answer.strip().lower() not in ("y", "yes"):
            raise DeviceError("not_confirmed", action=row.label)
    async with (
        opened_history(chosen_history(args)) as history,
        connected(
            args.uri, history, share=command_share(args), gate=await command_gate(args)
        ) as session,
    ):
        try:
            result = await session.control(row.action, value, who=user_name())
        except VerifyError as error:
            if not out.as_json:
                raise
            out.document({"action": row.action.value, "confirmed": False, **error_json(error)})
            return Exit.BAD_VERDICT
    state = " ".join(f"{key} = {value}" for key, value in result.state.items())
    document = {"action": result.action.value, "confirmed": result.confirmed, **result.state}
    out.document(document, f"{row.label}: confirmed, {state}".rstrip(", "))
    return Exit.GOOD if result.confirmed else Exit.BAD_VERDICT
