"""The `simulate` command: be a board until stopped."""

import argparse
import asyncio
from functools import partial
from pathlib import Path
from typing import Any

from mingtang_desk.app.cli.output import Exit, Output
from mingtang_desk.app.cli.simulate_tracker import refuse_tracker_words, simulate_tracker
from mingtang_desk.app.cli.tracker_words import TRACKER
from mingtang_desk.app.cli.words import pairs, stop_on_signals
from mingtang_desk.core.errors import InputFileError, UsageError
from mingtang_desk.sim.ble_serve import serve_air
from mingtang_desk.sim.errors import ListenError, StateFileError
from mingtang_desk.sim.models import catalogue, make_air, make_line, unknown_models
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
        out.document(rows, text)
        return Exit.GOOD
    if args.model == TRACKER:
        return await simulate_tracker(args, out)
    refuse_tracker_words(args)
    if unknown := unknown_models(args.model or ""):
        known = ", ".join(row.model for row in catalogue())
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
    try:
        if args.listen.startswith("hci:"):
            serving = partial(serve_air, make_air(args.model, **values))
        else:
            serving = partial(
                serve, make_line(args.model, **values), baud=args.baud, seed=args.seed
            )
    except StateFileError as error:
        raise InputFileError("file_unreadable", path=error.path, detail=error.reason) from error
    except ValueError as error:
        raise UsageError("simulator_invalid", detail=error) from error
    stop = asyncio.Event()
    stop_on_signals(stop)

    def ready(where: str) -> None:
        print(f"ready {where}", flush=True)

    try:
        await serving(args.listen, pace=args.pace, on_ready=ready, stop=stop)
    except ListenError as error:
        raise UsageError("simulator_invalid", detail=error) from error
    return Exit.GOOD
