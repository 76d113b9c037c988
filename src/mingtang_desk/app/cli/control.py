"""The `control` command: switch something, confirm it by flag and current, put it back unless kept.

A question is asked on a terminal only. `--dead-man` waits for Enter; without it, and when it ends
for any other reason, what was switched off is switched on again.
"""

import argparse
import asyncio
import math
import sys
from collections.abc import Mapping

from mingtang_desk.app.cli.keys import enter_pressed
from mingtang_desk.app.cli.output import Exit, Output, error_json
from mingtang_desk.app.cli.reading import chosen_history
from mingtang_desk.app.gate import command_gate
from mingtang_desk.app.sharing import command_share
from mingtang_desk.app.wiring import connected, opened_history, user_name
from mingtang_desk.core.errors import DeviceError, OutOfRangeError, UsageError, VerifyError
from mingtang_desk.device.catalogue import control_notes as notes
from mingtang_desk.device.catalogue.controls import CONTROLS, Action, ControlSpec
from mingtang_desk.device.control_guard import Evidence, stops
from mingtang_desk.device.model import LinkPhase
from mingtang_desk.session.device_session import ControlResult, DeviceSession
from mingtang_desk.session.trial import Outcome, Stage, Trial

_AFTERWARDS_S = 60.0
"""How long a board that is away is waited for, to put it back."""


def _row(action: str, value: str | None) -> tuple[ControlSpec, str | float | None]:
    row = next((spec for spec in CONTROLS if spec.action.value == action), None)
    known = ", ".join(Action)
    if row is None or (row.switch and value not in ("on", "off")):
        raise UsageError("action_unknown", action=action, value=value or "", known=known)
    if row.takes_number and value is None:
        detail = f"{action} needs a value: control URI {action} VALUE"
        raise UsageError("usage_invalid", detail=detail, command="control")
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
    if args.dead_man is not None and not stops(row.action, value):
        detail = "--dead-man is for charge off, discharge off and lock"
        raise UsageError("usage_invalid", detail=detail, command="control")
    if args.dead_man is not None and not 0 < args.dead_man < math.inf:
        raise UsageError(
            "option_invalid", option="--dead-man", value=args.dead_man, allowed="seconds above 0"
        )
    async with (
        opened_history(chosen_history(args)) as history,
        connected(
            args.uri, history, share=command_share(args), gate=await command_gate(args)
        ) as session,
    ):
        for left in await session.dead_men.of_before():
            back = f"{left.back.value} on" if left.back_value else left.back.value
            print(
                f"note: {left.action.value} was switched on trial by {left.who or 'somebody'}, and "
                f"the desk ended before it was put back or kept; “control URI {back}” does so.",
                file=sys.stderr,
            )
        await _ask(args, row, value, session)
        return await _Run(args, out, row, value, session).go()


async def _ask(
    args: argparse.Namespace, row: ControlSpec, value: str | float | None, session: DeviceSession
) -> None:
    """Say what it may cut, what flows now and the way back; ask on a terminal.

    Raises:
        DeviceError: the answer was no.
    """
    if args.yes or sys.stdin is None or not sys.stdin.isatty():
        return
    driver = session.driver
    said = [
        notes.state_note(row.action, value, session.model.sample),
        notes.link_note(row.action, value, session.uri.scheme),
        notes.side_note(row.action, () if driver is None else driver.write_side_effects),
    ]
    if args.dead_man is not None:
        can = session.dead_men.can_put_back(row.action)
        seconds = args.dead_man
        said.append(notes.trial_note(row.action, value, can_put_back=can, seconds=seconds))
    for line in (row.warning, *filter(None, said), row.way_back):
        if line:
            print(line, file=sys.stderr)
    print(f"{row.label}: {args.value or 'now'}? [y/N] ", end="", file=sys.stderr, flush=True)
    answer = await asyncio.to_thread(sys.stdin.readline)
    if answer.strip().lower() not in ("y", "yes"):
        raise DeviceError("not_confirmed", action=row.label)


class _Run:
    """One control on its way, with its trial where one was asked for."""

    def __init__(
        self,
        args: argparse.Namespace,
        out: Output,
        row: ControlSpec,
        value: str | float | None,
        session: DeviceSession,
    ) -> None:
        self._args, self._out, self._row = args, out, row
        self._value, self._session = value, session

    async def go(self) -> Exit:
        """Send it, wait out its trial, print one document."""
        action, before = self._row.action, self._session.dead_men.open
        try:
            result = await self._session.control(
                action, self._value, who=user_name(), trial_s=self._args.dead_man
            )
        except VerifyError as error:
            trial = await self._trial(before, error)
            if not self._out.as_json:
                raise
            read, evidence = error.values.get("state"), error.values.get("evidence")
            document = {
                "action": action.value,
                "confirmed": False,
                **(read if isinstance(read, dict) else {}),
                **_evidence(evidence if isinstance(evidence, Evidence) else None),
                **trial,
                **error_json(error),
            }
            self._out.document(document)
            return Exit.BAD_VERDICT
        trial = await self._trial(before, None)
        document = {
            **_evidence(result.evidence),
            "action": action.value,
            "confirmed": result.confirmed,
            **result.state,
            **({"side_effects": list(result.effects)} if result.effects else {}),
            **trial,
        }
        self._out.document(document, self._words(result, trial))
        kept = trial.get("dead_man") in (None, Outcome.KEPT.value)
        return Exit.GOOD if result.confirmed and kept else Exit.BAD_VERDICT

    async def _trial(
        self, before: tuple[Trial, ...], error: VerifyError | None
    ) -> Mapping[str, object]:
        """Wait until a trial is kept or over; return how it ended, and the state after it."""
        found = [trial for trial in self._session.dead_men.open if trial not in before]
        if self._args.dead_man is None or not found:
            can = self._session.dead_men.can_put_back(self._row.action)
            return {} if self._args.dead_man is None or can else {"dead_man": "impossible"}
        (trial,) = found
        if trial.stage is Stage.COUNTING:
            self._say(f"Press Enter within {trial.left_s:.0f} s to keep it; else it is put back.")
            if await enter_pressed(trial.left_s, trial.ended) and error is None:
                await self._session.dead_men.keep(trial)
        if not trial.is_over:
            self._say("Putting it back…")
            try:
                async with asyncio.timeout(_AFTERWARDS_S):
                    await trial.ended.wait()
            except TimeoutError:
                self._say("The board is away: it is still as it was switched.")
        how = trial.stage.value if trial.outcome is None else trial.outcome.value
        after = self._session.model.sample
        key = self._row.state_key
        state: dict[str, object] = {"dead_man": how}
        if trial.outcome in (Outcome.RESTORED, Outcome.ALREADY) and after is not None:
            if key in ("charge_mosfet", "discharge_mosfet"):
                state[key] = getattr(after, key)
            else:
                state["lock"] = {"function": after.lock.function, "status": after.lock.status}
        return state

    def _say(self, text: str) -> None:
        print(text, file=sys.stderr, flush=True)

    def _words(self, result: ControlResult, trial: Mapping[str, object]) -> str:
        row, phase = self._row, self._session.model.phase
        state = " ".join(f"{key} = {value}" for key, value in result.state.items())
        lines = [f"{row.label}: confirmed, {state}".rstrip(", ")]
        evidence = result.evidence
        if evidence is not None and evidence.measured:
            lines.append(
                f"measured: {evidence.before_a:.1f} A before, {evidence.after_a:.1f} A now"
            )
        elif evidence is not None and stops(row.action, self._value):
            lines.append("confirmed by the board's flag only: there was no current to measure")
        lines += [f"side effect: {effect}" for effect in result.effects]
        if "dead_man" in trial:
            words = {Outcome.KEPT: "kept", Outcome.RESTORED: "put back"}
            how = str(trial["dead_man"])
            lines.append(words.get(Outcome(how), how) if how in set(Outcome) else how)
            if how not in set(Outcome) and phase is not LinkPhase.LIVE:
                lines.append("the journal keeps it open; the next connection shows it")
        return "\n".join(lines)


def _evidence(evidence: Evidence | None) -> dict[str, object]:
    if evidence is None:
        return {}
    return {
        "evidence": {
            "flag": evidence.flag,
            "measured": evidence.measured,
            "current_before_a": evidence.before_a,
            "current_after_a": evidence.after_a,
        }
    }
