"""Has a board restarted? Only what it shows afterwards tells: its own count, uptime, or silence."""

import asyncio
import logging
from collections.abc import Mapping

from mingtang_desk.core.errors import MingtangError, TransportError
from mingtang_desk.device.capabilities import Capability
from mingtang_desk.device.sample import PackSample
from mingtang_desk.session.board import Board
from mingtang_desk.session.link import Bus

_POLL_S = 0.1
_SLACK_S = 1.5
"""An uptime ticks in seconds, and the two samples took their time."""
_UPTIME = "uptime_s"
"""What the seconds since power-up are called, in `PackSample.raw` or as `x_<protocol>_uptime_s`."""

_log = logging.getLogger(__name__)


async def restarts_of(board: Board, bus: Bus) -> int | None:
    """Return how often the board has restarted, None when it does not count that."""
    if Capability.COUNTERS not in board.capabilities:
        return None
    try:
        counters = await board.read_counters(bus, "restart", must_keep=False)
    except MingtangError as error:
        _log.info("%s: restarts cannot be read: %s", board.key.uri, error)
        return None
    return counters.values.get("restarts")


async def confirm_restart(
    board: Board, bus: Bus, before: PackSample, restarts: int | None
) -> Mapping[str, object] | None:
    """Wait until a board is back and say what proves that it was away.

    Returns:
        `evidence` ("restarts", "uptime" or "silence") and `silent_s`, how long it did not answer;
        empty when it answers and nothing shows a restart; None when it did not come back.
    """
    timing, loop = board.link.timing, asyncio.get_running_loop()
    started = last = loop.time()
    missed = board.link.health.timeouts
    while True:
        try:
            await board.ensure(bus, same_board=True)
            sample = await board.read_sample(bus)
        except MingtangError as error:
            _log.info("%s: not back yet: %s", board.key.uri, error)
            if isinstance(error, TransportError):
                missed = -1
            if loop.time() - started >= timing.restart_s:
                return None
            await asyncio.sleep(_POLL_S)
            continue
        now = loop.time()
        fresh = _is_fresh(sample, before)
        silent = board.link.health.timeouts != missed
        if fresh or silent or now - started >= timing.confirm_s:
            break
        last = now
        await asyncio.sleep(_POLL_S)
    return await _evidence(board, bus, restarts, fresh, now - last if silent else 0.0)


async def _evidence(
    board: Board, bus: Bus, restarts: int | None, fresh: bool | None, silent_s: float
) -> Mapping[str, object] | None:
    """Return the best that proves it; what answers now must be the board from before."""
    try:
        await board.recognise(bus)
    except MingtangError as error:
        _log.warning("%s: after the restart: %s", board.key.uri, error)
        return None
    count = None if restarts is None else await restarts_of(board, bus)
    counted = count is not None and restarts is not None and count > restarts
    if counted:
        evidence = "restarts"
    elif fresh:
        evidence = "uptime"
    elif fresh is None and silent_s:
        evidence = "silence"
    else:
        return {}  # a board whose uptime went on was only not heard
    # What was only in its memory is gone: settings shown from before may not be true any more.
    board.model.forget_readings()
    return {"evidence": evidence, "silent_s": round(silent_s, 1)}


def _is_fresh(sample: PackSample, before: PackSample) -> bool | None:
    """Return whether a board has been up for less long than it would without a restart."""
    up_s, past_s = _uptime(sample), _uptime(before)
    if up_s is None or past_s is None:
        return None
    passed_s = (sample.time - before.time).total_seconds()
    return up_s < past_s + passed_s - _SLACK_S


def _uptime(sample: PackSample) -> float | None:
    for values in (sample.raw, sample.extras):
        for key, value in values.items():
            if key.endswith(_UPTIME) and isinstance(value, int | float):
                return float(value)
    return None
