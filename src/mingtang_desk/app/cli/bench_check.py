"""The `bench-check` command: guides through rest, load and rest, prints resistance of each cell."""

import argparse
import time
from collections.abc import Sequence

from mingtang_desk.app.cli.output import Exit, Output
from mingtang_desk.app.cli.reading import chosen_history
from mingtang_desk.app.sharing import command_share
from mingtang_desk.app.wiring import connected, opened_history, user_name
from mingtang_desk.diagnosis.bench_check import BenchCheck
from mingtang_desk.diagnosis.bench_json import progress_json, remark_json
from mingtang_desk.diagnosis.bench_reading import Grade
from mingtang_desk.diagnosis.bench_stored import StoredCheck, stored_check
from mingtang_desk.diagnosis.bench_texts import GRADES, PHASES, remark_text
from mingtang_desk.session.bench_check import BenchRun

_LINE_S = 1.0
_LINK_TROUBLE = ("link_gone", "board_changed")


async def bench_check(args: argparse.Namespace, out: Output) -> Exit:
    """Run a check; progress lines first, the result last."""
    async with (
        opened_history(chosen_history(args)) as history,
        connected(args.uri, history, share=command_share(args)) as session,
    ):
        progress = _Progress(out)
        run = BenchRun(
            session,
            documents=history,
            who=user_name(),
            tell=lambda: progress.show(run.check),
            loaded=args.load_now,
            speed=args.speed or None,
        )
        result = await run.run()
        if run.not_kept is not None:
            raise run.not_kept
        if result is None or run.body is None:
            failure, trouble = run.check.failure, run.trouble
            if trouble is not None and failure is not None and failure.key in _LINK_TROUBLE:
                raise trouble
            assert failure is not None
            text = remark_text(failure)
            out.document({"result": None, "failure": remark_json(failure)}, text)
            return Exit.BAD_VERDICT
        out.document({"result": run.body, "document": run.number}, _report(run.body))
    return Exit.BAD_VERDICT if result.grade is Grade.REPLACE else Exit.GOOD


class _Progress:
    """A line when something changes, and one a second."""

    def __init__(self, out: Output) -> None:
        self._out = out
        self._last: tuple[object, ...] = ()
        self._at = 0.0

    def show(self, check: BenchCheck) -> None:
        """Print where it is, unless that is no news."""
        state = (check.phase, tuple(problem.key for problem in check.problems))
        now = time.monotonic()
        if check.over or (state == self._last and now - self._at < _LINE_S):
            return
        self._last, self._at = state, now
        left = "" if check.left_s is None else f"  {check.left_s:.0f} s"
        told = [PHASES[check.phase] + left, *map(remark_text, check.problems)]
        self._out.document({"progress": progress_json(check)}, "  ".join(told))


def _report(body: dict[str, object]) -> str:
    check = stored_check(body)
    return "" if check is None else "\n".join(lines_of(check))


def lines_of(check: StoredCheck) -> Sequence[str]:
    """Return a result as lines for people."""
    lines = [f"{GRADES[check.grade]}" + (f": cell {check.weak_cell}" if check.weak_cell else "")]
    for cell in check.ranked:
        ohms = "—" if cell.resistance_mohm is None else f"{cell.resistance_mohm:.3f} mΩ"
        sigma = "" if cell.uncertainty_mohm is None else f" ± {cell.uncertainty_mohm:.3f}"
        sag = "" if cell.sag_mv is None else f"  sag {cell.sag_mv:.0f} mV"
        remarks = "".join(f"  {remark.words()}" for remark in cell.remarks)
        lines.append(
            f"{cell.rank or '—':>3}  cell {cell.number:<3} {ohms}{sigma}{sag}  "
            f"{GRADES[cell.grade]}{remarks}"
        )
    lines += [note.words() for note in check.notes]
    return lines
