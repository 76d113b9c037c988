"""All simulated boards: the list of them, and a board made from its name."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from mingtang_desk.sim.errors import SimOptionError
from mingtang_desk.sim.faults import FAULT_NAMES, parse_faults
from mingtang_desk.sim.jbd import JbdBoard
from mingtang_desk.sim.jbd_factory import build_board
from mingtang_desk.sim.jbd_models import JBD_MODELS, JbdModel
from mingtang_desk.sim.jbd_registers import FIELDS
from mingtang_desk.sim.jbd_settings import FAULT_KEYS
from mingtang_desk.sim.options import Options, set_names

LISTEN = ("pty", "tcp")


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelInfo:
    """One row of the list of models.

    Attributes:
        model: name on the command line.
        protocol: protocol key.
        listen: kinds of address it can be served on.
        set_names: names that `--set` takes.
        faults: names that `--fault` takes.
    """

    model: str
    protocol: str
    listen: tuple[str, ...]
    set_names: tuple[str, ...]
    faults: tuple[str, ...]


def catalogue() -> list[ModelInfo]:
    """Every model that `make_board` knows."""
    return [
        ModelInfo(
            model=model.key,
            protocol="jbd",
            listen=LISTEN,
            set_names=_set_names(model),
            faults=FAULT_NAMES,
        )
        for model in JBD_MODELS
    ]


def make_board(
    model: str,
    *,
    sets: Mapping[str, str] | None = None,
    faults: Mapping[str, str | None] | None = None,
    seed: int = 0,
    speed: float = 1.0,
    state: Path | None = None,
) -> JbdBoard:
    """A board, powered and at rest.

    Args:
        model: a name of the catalogue.
        sets: start values by name, as text.
        faults: faults by name, None where a fault has no value.
        seed: of noise and faults; the same seed gives the same run.
        speed: how many times as fast as wall time the pack lives.
        state: its EEPROM file; need not exist yet.

    Raises:
        SimOptionError: an unknown model, name or value.
        StateFileError: the state file cannot be used.
    """
    row = next((row for row in JBD_MODELS if row.key == model), None)
    if row is None:
        raise SimOptionError("model", model, [row.key for row in JBD_MODELS])
    if not 0.0 < speed <= MAX_SPEED:
        raise SimOptionError("speed", str(speed), f"above 0, up to {MAX_SPEED:g}")
    return build_board(
        row,
        options=Options(sets or {}, _set_names(row)),
        faults=parse_faults(
            faults or {},
            cells=row.cell_count,
            sensors=len(row.temperatures_c),
            keys=FAULT_KEYS,
        ),
        seed=seed,
        speed=speed,
        state=state,
    )


MAX_SPEED = 100000.0


def _set_names(model: JbdModel) -> tuple[str, ...]:
    return set_names(cells=model.cell_count, sensors=len(model.temperatures_c), keys=tuple(FIELDS))
