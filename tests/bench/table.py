"""Rows of the benchmark table, timing that is fair to both sides, and the table itself."""

import gc
import os
import platform
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One comparison.

    Attributes:
        name: what was compared.
        ours, theirs: medians, in `unit`.
        ratio: the figure the goal is about, as text (with its range over the rounds).
        goal: what it must reach, as text; "" where there is none.
        met: whether it does; None where there is no goal.
        note: what the other side is, what is equal work.
    """

    name: str
    ours: float
    theirs: float
    ratio: str
    unit: str
    goal: str = ""
    met: bool | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds per call of two sides, round by round."""

    ours: tuple[float, ...]
    theirs: tuple[float, ...]

    @property
    def medians(self) -> tuple[float, float]:
        """Median of each side."""
        return statistics.median(self.ours), statistics.median(self.theirs)

    @property
    def ratios(self) -> tuple[float, ...]:
        """theirs / ours of each round, sorted."""
        return tuple(sorted(b / a for a, b in zip(self.ours, self.theirs, strict=True)))


def interleaved(
    ours: Callable[[], object], theirs: Callable[[], object], *, calls: int, rounds: int = 9
) -> Timing:
    """Time both sides in turn, so that a busy machine is busy for both."""
    results: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for side, call in zip(results, (ours, theirs), strict=True):
            gc.collect()
            gc.disable()
            began = time.perf_counter()
            for _ in range(calls):
                call()
            side.append((time.perf_counter() - began) / calls)
            gc.enable()
    return Timing(tuple(results[0]), tuple(results[1]))


def faster(
    name: str, timing: Timing, *, goal: float | None = None, note: str = "", scale: float = 1e6
) -> Row:
    """A row of "so many times as fast as", microseconds unless scaled otherwise."""
    ours, theirs = timing.medians
    ratio, low, high = theirs / ours, timing.ratios[0], timing.ratios[-1]
    return Row(
        name=name,
        ours=ours * scale,
        theirs=theirs * scale,
        ratio=f"{ratio:.1f} x faster ({low:.1f} to {high:.1f})",
        unit="µs",
        goal="" if goal is None else f"at least {goal:g} x",
        met=None if goal is None else ratio >= goal,
        note=note,
    )


def machine() -> str:
    """What it ran on, in one line, without names."""
    system = f"{platform.system()} {platform.machine()}"
    return f"Python {platform.python_version()}, {system}, {os.cpu_count() or 1} cores"


HEAD = ("what", "ours", "other", "unit", "result", "goal", "met", "note")


def markdown(rows: Sequence[Row]) -> str:
    """The table for the docs."""
    words = {True: "yes", False: "no", None: "–"}
    lines = [" | ".join(HEAD), " | ".join("---" for _ in HEAD)]
    lines += [
        " | ".join(
            (
                row.name,
                f"{row.ours:.3g}",
                f"{row.theirs:.3g}",
                row.unit,
                row.ratio,
                row.goal or "–",
                words[row.met],
                row.note,
            )
        )
        for row in rows
    ]
    return "\n".join(f"| {line} |" for line in lines)
