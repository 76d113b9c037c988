"""All simulated boards: the list of them, and a board or a bus of boards made from its name.

A bus is written `MODEL@ADDRESS+MODEL@ADDRESS`, as in `mingtang-13s@1+tt-20s@7`; a board without an
address gets the lowest free one. Values and faults go to every board that has them; with an address
before them, as in `7.soc_pct=20`, to that board alone.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from mingtang_desk.sim import (
    ble_identity,
    daly,
    jbd_factory,
    mingtang_factory,
    mingtang_options,
    mingtang_writes,
)
from mingtang_desk.sim.board import Board
from mingtang_desk.sim.bus import BOARDS_MAX, Bus
from mingtang_desk.sim.daly import DALY_MODELS, DalyModel
from mingtang_desk.sim.errors import SimOptionError
from mingtang_desk.sim.faults import FAULT_NAMES, parse_faults
from mingtang_desk.sim.jbd_models import JBD_MODELS, JbdModel
from mingtang_desk.sim.jbd_registers import FIELDS
from mingtang_desk.sim.jbd_settings import FAULT_KEYS
from mingtang_desk.sim.mingtang import MingtangBoard
from mingtang_desk.sim.mingtang_models import MINGTANG_MODELS, MingtangModel
from mingtang_desk.sim.mingtang_protection import SENSORS
from mingtang_desk.sim.options import Options, set_names
from mingtang_desk.sim.powered import PoweredBoard

LISTEN = ("pty", "tcp", "hci")
WIRED = ("pty", "tcp")
MAX_SPEED = 100000.0
Model = JbdModel | MingtangModel | DalyModel
AirModel = JbdModel | MingtangModel
ON_AIR: tuple[type[AirModel], ...] = (JbdModel, MingtangModel)
JOIN = "+"
# The bus as a row of the list, and the name of the value that says which boards hang on it.
BUS, BOARDS = "bus", "boards"
ADDRESS = "address"
DEFAULT_BUS = "mingtang-13s@1+mingtang-24s@2+mingtang-17s@3+tt-20s@4"
MAX_ADDRESS = 247
MODELS: Mapping[str, Model] = {
    model.key: model for model in (*JBD_MODELS, *MINGTANG_MODELS, *DALY_MODELS)
}


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
    """Every model that `make_board` knows, and the bus of `make_line`."""
    boards = [
        ModelInfo(
            model=key,
            protocol="jbd" if isinstance(model, JbdModel) else model.protocol,
            listen=WIRED if isinstance(model, DalyModel) else LISTEN,
            set_names=_set_names(model) if isinstance(model, DalyModel) else _names_on_air(model),
            faults=FAULT_NAMES,
        )
        for key, model in MODELS.items()
    ]
    names = dict.fromkeys(n for m in MINGTANG_MODELS for n in _set_names(m) if n != ADDRESS)
    bus = ModelInfo(
        model=BUS,
        protocol="mingtang",
        listen=LISTEN,
        set_names=(BOARDS, *names, *ble_identity.SETS),
        faults=FAULT_NAMES,
    )
    return [*boards, bus]


def unknown_models(model: str) -> list[str]:
    """The models of a name or of a bus that there are not."""
    names = [part.partition("@")[0] for part in model.split(JOIN)]
    return [name for name in names if name not in MODELS and model != BUS]


def make_line(
    model: str,
    *,
    sets: Mapping[str, str] | None = None,
    faults: Mapping[str, str | None] | None = None,
    seed: int = 0,
    speed: float = 1.0,
    state: Path | None = None,
) -> Board:
    """What hangs on one line: a board, or a bus of them; arguments as for `make_board`.

    On a bus, each board has a seed and an EEPROM file of its own (FILE.1, FILE.2 and so on, in the
    order of the boards).

    Raises:
        SimOptionError: an unknown model, name or value.
        StateFileError: a state file cannot be used.
    """
    given, broken = dict(sets or {}), dict(faults or {})
    if model == BUS:
        model = given.pop(BOARDS, DEFAULT_BUS)
        model += "@1" if JOIN not in model and "@" not in model else ""
    if JOIN not in model and "@" not in model:
        return make_board(model, sets=given, faults=broken, seed=seed, speed=speed, state=state)
    places = _places(model, MingtangModel)
    set_shares = _shares("set", given, places, _set_names)
    fault_shares = _shares("fault", broken, places, lambda _: FAULT_NAMES)
    boards = [
        _mingtang_board(
            row,
            set_shares[i] | {ADDRESS: str(address)},
            fault_shares[i],
            seed=seed + i,
            speed=speed,
            state=None if state is None else state.with_name(f"{state.name}.{i + 1}"),
        )
        for i, (row, address) in enumerate(places)
    ]
    return Bus(boards, seed=seed)


@dataclass(frozen=True, slots=True, kw_only=True)
class OnAir:
    """A board behind a Bluetooth module.

    Attributes:
        sleep_s: seconds without a central after which the module falls silent, None = never.
    """

    identity: ble_identity.BleIdentity
    board: Board
    sleep_s: float | None


def make_air(
    model: str,
    *,
    sets: Mapping[str, str] | None = None,
    faults: Mapping[str, str | None] | None = None,
    seed: int = 0,
    speed: float = 1.0,
    state: Path | None = None,
) -> list[OnAir]:
    """Boards of any kind that a central may find at the same time, each with a module of its own.

    They are written like a bus; the number behind the @ is only what values and faults of one of
    them are named by. Arguments as for `make_line`.

    Raises:
        SimOptionError: an unknown model, name or value.
        StateFileError: a state file cannot be used.
    """
    given, broken = dict(sets or {}), dict(faults or {})
    if model == BUS:
        model = given.pop(BOARDS, DEFAULT_BUS)
    places = _places(model, *ON_AIR)
    set_shares = _shares("set", given, places, _names_on_air)
    fault_shares = _shares("fault", broken, places, lambda _: FAULT_NAMES)
    boards = []
    for i, (row, _) in enumerate(places):
        share = set_shares[i]
        module = {name: share.pop(name) for name in ble_identity.SETS if name in share}
        many = len(places) > 1
        board = make_board(
            row.key,
            sets=share,
            faults=fault_shares[i],
            seed=seed + i,
            speed=speed,
            state=state.with_name(f"{state.name}.{i + 1}") if state and many else state,
        )
        asleep = {key: value for key, value in fault_shares[i].items() if key == "sleep"}
        boards.append(
            OnAir(
                identity=ble_identity.identity(row, module, seed=seed, place=i + 1),
                board=board,
                sleep_s=parse_faults(asleep, cells=1, sensors=1, keys=()).sleep_s,
            )
        )
    return boards


def _names_on_air(model: Model) -> tuple[str, ...]:
    return (*_set_names(model), *ble_identity.SETS)


def _places[M: Model](model: str, *kinds: type[M]) -> list[tuple[M, int]]:
    """Model and address of each board of a bus."""
    parts = [part.partition("@") for part in model.split(JOIN)]
    if len(parts) > BOARDS_MAX:
        raise SimOptionError("bus", model, f"up to {BOARDS_MAX} boards")
    taken = {int(text) for _, _, text in parts if text.isdecimal()}
    free = (n for n in range(1, MAX_ADDRESS + 1) if n not in taken)
    places: list[tuple[M, int]] = []
    for name, sign, text in parts:
        row = MODELS.get(name)
        if not isinstance(row, kinds):
            known = [key for key, row in MODELS.items() if isinstance(row, kinds)]
            raise SimOptionError("board of a bus", name, known)
        if sign and not (text.isdecimal() and 1 <= int(text) <= MAX_ADDRESS):
            raise SimOptionError("address", text, f"1 to {MAX_ADDRESS}")
        places.append((row, int(text) if sign else next(free)))
    return places


def _shares[T, M: Model](
    what: str,
    given: Mapping[str, T],
    places: list[tuple[M, int]],
    names: Callable[[M], tuple[str, ...]],
) -> list[dict[str, T]]:
    """What each board gets, its own before what is for all; what no board gets is refused."""
    shares: list[dict[str, T]] = [{} for _ in places]
    for whole in sorted(given, key=lambda whole: "." in whole):
        prefix, dot, name = whole.rpartition(".")
        meant = [i for i, (_, address) in enumerate(places) if not dot or prefix == str(address)]
        takers = [i for i in meant if name in names(places[i][0]) and name != ADDRESS]
        if not takers:
            known = sorted({name for i in meant for name in names(places[i][0])} - {ADDRESS})
            addresses = (f"{address}." for _, address in places)
            raise SimOptionError(what, whole, known or addresses)
        for i in takers:
            shares[i][name] = given[whole]
    return shares


def make_board(
    model: str,
    *,
    sets: Mapping[str, str] | None = None,
    faults: Mapping[str, str | None] | None = None,
    seed: int = 0,
    speed: float = 1.0,
    state: Path | None = None,
) -> PoweredBoard:
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
    row = MODELS.get(model)
    if row is None:
        raise SimOptionError("model", model, MODELS)
    given, broken = sets or {}, faults or {}
    if isinstance(row, MingtangModel):
        return _mingtang_board(row, given, broken, seed=seed, speed=speed, state=state)
    if isinstance(row, DalyModel):
        return daly.build_board(
            row,
            options=Options(given, _set_names(row)),
            faults=parse_faults(
                broken, cells=row.cell_count, sensors=len(row.temperatures_c), keys=()
            ),
            seed=seed,
            speed=_checked(speed),
            state=state,
        )
    return jbd_factory.build_board(
        row,
        options=Options(given, _set_names(row)),
        faults=parse_faults(
            broken, cells=row.cell_count, sensors=len(row.temperatures_c), keys=FAULT_KEYS
        ),
        seed=seed,
        speed=_checked(speed),
        state=state,
    )


def _mingtang_board(
    row: MingtangModel,
    sets: Mapping[str, str],
    faults: Mapping[str, str | None],
    *,
    seed: int,
    speed: float,
    state: Path | None,
) -> MingtangBoard:
    return mingtang_factory.build_board(
        row,
        options=mingtang_options.MingtangOptions(sets, _set_names(row)),
        faults=parse_faults(
            faults, cells=row.cell_count, sensors=SENSORS, keys=mingtang_writes.FAULT_KEYS
        ),
        seed=seed,
        speed=_checked(speed),
        state=state,
    )


def _checked(speed: float) -> float:
    if not 0.0 < speed <= MAX_SPEED:
        raise SimOptionError("speed", str(speed), f"above 0, up to {MAX_SPEED:g}")
    return speed


def _set_names(model: Model) -> tuple[str, ...]:
    if isinstance(model, DalyModel):
        return daly.names(model)
    if isinstance(model, JbdModel):
        sensors = len(model.temperatures_c)
        return set_names(cells=model.cell_count, sensors=sensors, keys=tuple(FIELDS))
    return mingtang_options.set_names(cells=model.cell_count, has_extension=model.has_extension)
