"""Cycles are collected by the thread that owns the widgets, never by whichever allocates next.

Python runs its collector in the thread that makes one object too many. A cycle that holds widgets
or timers and is found in a reader, writer or worker thread destroys them there: Qt forbids it.
"""

import gc


def freeze_start() -> None:
    """Take what a start made out of the collector's sight, for a process that lives long.

    Modules, tables and what was loaded stay to the end: later looks at everything are the shorter.
    """
    gc.collect()
    gc.freeze()


def collect_if_due() -> int:
    """Collect as far as Python's own thresholds ask for it; return the generation, -1 for none.

    Call it from one thread only, with the automatic collector switched off.
    """
    due = -1
    for generation, (count, limit) in enumerate(
        zip(gc.get_count(), gc.get_threshold(), strict=True)
    ):
        # An older generation is looked at when the younger ones are due, as Python does it.
        if limit == 0 or count <= limit or due != generation - 1:
            break
        due = generation
    if due >= 0:
        gc.collect(due)
    return due
