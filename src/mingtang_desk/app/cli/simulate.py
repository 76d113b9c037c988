"""The `simulate` command: be a board until stopped."""

import argparse
import asyncio
from functools import partial
from pathlib import Path
from typing import Any

from mingtang_desk.app.cli.output import Exit, Output
from mingtang_desk.app.cli.simulate_tracker import refuse_tracker_words, simulate_tracker
from mingtang_desk.app.cli.tracker_words import FAULTS, TRACKER
from mingtang_desk.app.cli.words import pairs, stop_on_signals
from mingtang_desk.core.errors import InputFileError, UsageError
from mingtang_desk.sim import meter
from mingtang_desk.sim.ble_serve import serve_air
from mingtang_desk.sim.board import Board
from mingtang_desk.sim.errors import ListenError, SimOptionError, StateFileError
from mingtang_desk.sim.models import catalogue, make_air, make_line, unknown_models
from mingtang_desk.sim.powered import PoweredBoard
from mingtang_desk.sim.serve import serve


async def simulate(args: argparse.Namespace, out: Output) -> Exit:
    """Serve a simulated board or a bus of them, or list them all."""
    if args.list:
        rows = [
            {
                "model": row.model,
                "protocol": row.protocol,
                "listen": list(row.listen),
                "set": list(row.set_names),
                "faults": list(row.faults),
            }
            for row in catalogue()
        ]
        text = "\n".join(
            f"{row.model:<14} {row.protocol:<8} {', '.join(row.listen)}" for row in catalogue()
        )
        text += f"\n{TRACKER:<14} {'jt808':<8} connects to --jt808; faults: {' '.join(FAULTS)}"
        out.document(rows, text)
        return Exit.GOOD
    if args.model == TRACKER:
        return await simulate_tracker(args, out)
    refuse_tracker_words(args)
    unknown = unknown_models(args.model or "")
    if unknown and args.model != meter.MODEL:
        known = ", ".join((*(row.model for row in catalogue()), meter.MODEL))
        raise UsageError("model_unknown", model=unknown[0], known=known)
    if not args.listen:
        raise UsageError("usage_invalid", detail="--listen is missing", command="simulate")
    for option, value in (("--pace", args.pace), ("--baud", args.baud)):
        if value is not None and value <= 0:
            raise UsageError("option_invalid", value=value, option=option, allowed="a baud rate")
    sets = {name: value or "" for name, value in pairs(args.set).items()}
    values: dict[str, Any] = {
        "sets": sets,
        "faults": pairs(args.fault),
        "seed": args.seed,
        "speed": args.speed,
        "state": Path(args.state) if args.state else None,
    }
    instrument: meter.SimMeter | None = None
    try:
        if args.model == meter.MODEL:
            board: Board = meter.make_meter(sets, seed=args.seed)
            serving = partial(serve, board, baud=args.baud, seed=args.seed)
        elif args.listen.startswith("hci:"):
            serving = partial(serve_air, make_air(args.model, **values))
        else:
            board = make_line(args.model, **values)
            serving = partial(serve, board, baud=args.baud, seed=args.seed)
            instrument = _meter_at(board, args)
    except StateFileError as error:
        raise InputFileError("file_unreadable", path=error.path, detail=error.reason) from error
    except ValueError as error:
        raise UsageError("simulator_invalid", detail=error) from error
    stop, listening = asyncio.Event(), asyncio.Event()
    stop_on_signals(stop)

    async def serve_meter() -> None:
        await listening.wait()
        if instrument is not None:
            await serve(instrument, args.meter, pace=None, on_ready=meter_ready, stop=stop)

    def ready(where: str) -> None:
        print(f"ready {where}", flush=True)
        listening.set()

    def meter_ready(where: str) -> None:
        print(f"meter {where}", flush=True)

    beside = asyncio.create_task(serve_meter())
    try:
        await serving(args.listen, pace=args.pace, on_ready=ready, stop=stop)
        stop.set()
        listening.set()
        await beside
    except ListenError as error:
        raise UsageError("simulator_invalid", detail=error) from error
    finally:
        beside.cancel()
        await asyncio.wait({beside})
    return Exit.GOOD


def _meter_at(board: Board, args: argparse.Namespace) -> meter.SimMeter | None:
    """Return the meter at the pack of a board, None where none is asked for.

    Raises:
        SimOptionError: a value that it does not know; a bus has no pack of its own.
    """
    if args.meter is None:
        return None
    if not isinstance(board, PoweredBoard):
        raise SimOptionError("meter", args.model, "one board, not a bus")
    sets = {name: value or "" for name, value in pairs(args.meter_set).items()}
    return meter.make_meter(sets, board=board, seed=args.seed)
