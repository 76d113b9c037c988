"""What applying a settings file to one board would do, and everything that speaks against it. Pure.

Nothing here talks to a board: a reading goes in, a plan comes out. All that is wrong is found at
once, so that a file is mended once.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from mingtang_desk.core.errors import DeviceError, MingtangError, OutOfRangeError, UnsupportedError
from mingtang_desk.device.checks import check_value, coerce
from mingtang_desk.device.identity import DERIVED, code_of, is_of_one_pack
from mingtang_desk.device.sample import PackInfo
from mingtang_desk.device.settings import SettingSpec, SettingsReading, SettingValue
from mingtang_desk.device.settings_file import SettingsDocument
from mingtang_desk.device.transaction import same
from mingtang_desk.rules.facts import Known
from mingtang_desk.session.golden_checks import contradictions, in_other_unit

_FAMILY: Mapping[str, str] = {"nmc": "nmc/lmo", "lmo": "nmc/lmo", "lfp": "lfp", "lto": "lto"}
_GUESS: tuple[tuple[float, str], ...] = ((3.0, "lto"), (3.8, "lfp"), (4.5, "nmc/lmo"))
"""Cell over-voltage up to this, in volts, says which cells a board is set for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Accept:
    """What somebody asked for knowingly.

    Attributes:
        edited: a golden set that was edited by hand.
        chemistry, cells: a set for other cells, or another number of them, than the board has now.
        identity: write what belongs to one pack alone, too.
    """

    edited: bool = False
    chemistry: bool = False
    cells: bool = False
    identity: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why a file, or one field of it ("" = the file), is not sent."""

    key: str
    error: MingtangError


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardNow:
    """A board as it is before."""

    protocol: str
    specs: Mapping[str, SettingSpec]
    reading: SettingsReading
    info: PackInfo = field(default_factory=PackInfo)


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplyPlan:
    """What would be done to one board.

    Attributes:
        changes: what would be sent.
        already: what the board has already, as it reads.
        left_out: keys of one pack alone that were not asked for, what the board derives, and of a
            proposal what the board lacks, or what would raise its limits of current.
        refusals: nothing is sent while there is one.
    """

    changes: Mapping[str, SettingValue]
    already: Mapping[str, SettingValue]
    left_out: tuple[str, ...] = ()
    refusals: tuple[Refusal, ...] = ()


def plan_apply(document: SettingsDocument, board: BoardNow, accept: Accept) -> ApplyPlan:
    """Return what applying a file to a board would do."""
    whole = tuple(_whole(document, board, accept))
    if any(refusal.error.key == "settings_file_other" for refusal in whole):
        return ApplyPlan(changes={}, already={}, refusals=whole)
    changes: dict[str, SettingValue] = {}
    already: dict[str, SettingValue] = {}
    left_out: list[str] = []
    refusals: list[Refusal] = []
    wanted = renamed(document.settings, board.specs)
    # A file read from this very pack is its own; boards of one kind may bear the same name.
    code = code_of(document.settings)
    keeps_own = accept.identity or (bool(code) and code == code_of(board.reading.values))
    for key, raw in wanted.items():
        if key in DERIVED or (is_of_one_pack(key, board.specs.get(key)) and not keeps_own):
            left_out.append(key)
            continue
        if document.proposal and _is_beyond(key, raw, board):
            left_out.append(key)
            continue
        try:
            value, is_new = _field(key, raw, board)
        except MingtangError as error:
            refusals.append(Refusal(key=key, error=error))
            continue
        (changes if is_new else already)[key] = value
    if not refusals and not whole:  # a set for other cells contradicts the board by its nature
        known = Known(
            chemistry=board.info.chemistry or "", cell_count=board.info.cell_count or None
        )
        refusals += [
            Refusal(key=", ".join(keys), error=error)
            for keys, error in contradictions(changes, board.reading.values, known)
        ]
    if left_out and not (changes or already or refusals):
        names = ", ".join(left_out)
        nothing = DeviceError("settings_all_left_out", path=document.path, names=names)
        refusals.append(Refusal(key=left_out[0], error=nothing))
    return ApplyPlan(
        changes=changes,
        already=already,
        left_out=tuple(left_out),
        refusals=(*whole, *refusals),
    )


def renamed(settings: Mapping[str, object], specs: Mapping[str, SettingSpec]) -> dict[str, object]:
    """Return settings by the names of today: a key that was renamed keeps its old one in files."""
    new = {old: key for key, spec in specs.items() for old in spec.renamed_from}
    return {key if key in specs else new.get(key, key): raw for key, raw in settings.items()}


def _field(key: str, raw: object, board: BoardNow) -> tuple[SettingValue, bool]:
    """Return the value of one field and whether the board has another.

    Raises:
        DeviceError: it cannot be written.
    """
    if key not in board.specs or key not in board.reading.values:
        raise UnsupportedError("setting_unknown", name=key)
    spec, limits = board.specs[key], board.reading.limits.get(key)
    value, now = coerce(spec, raw), board.reading.values[key]
    if same(now, value, limits):
        return now, False
    try:
        return check_value(spec, value, limits), True
    except OutOfRangeError as error:
        raise in_other_unit(spec, raw, error, limits, now) or error from error


def _is_beyond(key: str, raw: object, board: BoardNow) -> bool:
    """Return whether a proposal asks for what the board lacks, or for more current than now.

    The cells would bear the current; of the board nobody said so.
    """
    now = board.reading.values.get(key)
    if key not in board.specs or now is None:
        return True
    if not (isinstance(raw, int | float) and isinstance(now, int | float)):
        return False
    return "_ocp_" in key and key.endswith("_a") and raw > now


def _whole(document: SettingsDocument, board: BoardNow, accept: Accept) -> Iterator[Refusal]:
    """Yield what speaks against the file as a whole."""
    head = document.golden
    if document.edited and not accept.edited:
        yield Refusal(key="", error=DeviceError("golden_edited", path=document.path))
    if document.protocol and document.protocol != board.protocol:
        error = DeviceError(
            "settings_file_other",
            path=document.path,
            theirs=document.protocol,
            ours=board.protocol,
        )
        yield Refusal(key="protocol", error=error)
        return
    model = board.info.model.casefold()
    if head is not None and head.boards and model not in {b.casefold() for b in head.boards}:
        error = DeviceError(
            "settings_other_board", theirs=", ".join(head.boards), ours=board.info.model or "–"
        )
        yield Refusal(key="boards", error=error)
    if not accept.cells:
        yield from _cells(document, board)
    if not accept.chemistry:
        yield from _chemistry(document, board)


def _cells(document: SettingsDocument, board: BoardNow) -> Iterator[Refusal]:
    head = document.golden
    theirs = document.settings.get("cell_count", None if head is None else head.cells)
    ours = board.reading.values.get("cell_count", board.info.cell_count)
    if isinstance(theirs, int | float) and isinstance(ours, int | float) and theirs != ours:
        error = DeviceError(
            "settings_other_cells", name="cell_count", theirs=f"{theirs:g}", ours=f"{ours:g}"
        )
        yield Refusal(key="cell_count", error=error)


def _chemistry(document: SettingsDocument, board: BoardNow) -> Iterator[Refusal]:
    """Refuse a set for other cells; where nobody names them, the over-voltage tells."""
    head = document.golden
    theirs = document.settings.get("chemistry") or (None if head is None else head.chemistry)
    ours = board.reading.values.get("chemistry") or board.info.chemistry
    if isinstance(theirs, str) and isinstance(ours, str):
        if theirs != ours:
            yield _other_chemistry("chemistry", theirs, ours)
        return
    a = family_of(theirs, document.settings.get("cell_ovp_v"))
    b = family_of(ours, board.reading.values.get("cell_ovp_v"))
    if a and b and a != b:
        yield _other_chemistry("cell_ovp_v", a, b)


def family_of(named: object, ovp_v: object) -> str:
    """Return the family of cells by name, else by their over-voltage protection; "" unknown."""
    if isinstance(named, str):
        return _FAMILY.get(named, "")
    if not isinstance(ovp_v, int | float) or isinstance(ovp_v, bool) or ovp_v < 2:
        return ""
    return next((name for highest, name in _GUESS if ovp_v <= highest), "")


def _other_chemistry(key: str, theirs: str, ours: str) -> Refusal:
    error = DeviceError("settings_other_chemistry", name=key, theirs=theirs, ours=ours)
    return Refusal(key=key, error=error)
