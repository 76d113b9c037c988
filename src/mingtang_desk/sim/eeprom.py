"""The board's memory that outlives its power, optionally in a file.

Two areas: the settings, copied from RAM only on command, and the journal, which the board writes by
itself when a protection has fired or a cycle was completed. The file is replaced as a whole, with
fsync, so that a killed process leaves either the old or the new state.
"""

import json
import os
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from mingtang_desk.sim.errors import StateFileError

FORMAT = "mingtang-sim-eeprom/1"
WORD_MAX = 0xFFFF


@dataclass(slots=True, kw_only=True)
class Memory:
    """Settings as a board holds them, in RAM or in EEPROM.

    Attributes:
        registers: 16-bit words by register number.
        texts: maker, device name and so on, by register number.
        calibration: corrections by name (`cell_1` in V, `charge_gain`, ..., or by register).
        password: the user's password; empty = none set.
    """

    registers: dict[int, int]
    texts: dict[int, str]
    calibration: dict[str, float] = field(default_factory=dict)
    password: str = ""

    def copy(self) -> "Memory":
        """An independent copy."""
        return Memory(
            registers=dict(self.registers),
            texts=dict(self.texts),
            calibration=dict(self.calibration),
            password=self.password,
        )


@dataclass(slots=True, kw_only=True)
class Journal:
    """What the board counts over its life.

    Attributes:
        counters: how often each protection has fired.
        cycles: charge cycles.
        discharged_ah: towards the next cycle.
        remaining_ah: the coulomb counter when the journal was written.
        restarts: how often power came.
        soc_offset_pct: correction of the shown SOC, on boards that keep one.
    """

    counters: dict[str, int]
    cycles: int
    discharged_ah: float
    remaining_ah: float
    restarts: int
    soc_offset_pct: int = 0


@dataclass(slots=True, kw_only=True)
class Eeprom:
    """Settings and journal, and the file that keeps them.

    Attributes:
        model: name of the simulated model; a file of another model is refused.
        path: the file; None = kept in the process only.
    """

    model: str
    memory: Memory
    journal: Journal
    path: Path | None = None

    def count_restart(self) -> None:
        """Power came once more."""
        self.journal.restarts = min(self.journal.restarts + 1, WORD_MAX)
        self.save()

    def save(self) -> None:
        """Writes the file, if there is one; done when it is on the disk."""
        if self.path is None:
            return
        document = {
            "format": FORMAT,
            "model": self.model,
            "memory": asdict(self.memory),
            "journal": asdict(self.journal),
        }
        text = json.dumps(document, indent=1, sort_keys=True)
        new = self.path.with_name(f".{self.path.name}.new")
        with new.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        new.replace(self.path)
        _sync_folder(self.path.parent)

    def load(self) -> bool:
        """Takes over what the file holds.

        Returns:
            False when there is no file (yet).

        Raises:
            StateFileError: the file is damaged or belongs to another model.
        """
        if self.path is None:
            return False
        if not self.path.parent.is_dir():
            raise StateFileError(self.path, "its folder does not exist")
        if not self.path.exists():
            return False
        try:
            document = json.loads(self.path.read_text(encoding="utf-8"))
            origin = (document["format"], document["model"])
            memory = _memory(document["memory"], self.memory)
            journal = _journal(document["journal"], self.journal)
        except (
            OSError,
            ValueError,
            KeyError,
            TypeError,
            AttributeError,
            RecursionError,
        ) as error:
            raise StateFileError(self.path, f"damaged or unreadable ({error!r})") from error
        if origin != (FORMAT, self.model):
            raise StateFileError(self.path, f"it belongs to {origin}, not {(FORMAT, self.model)}")
        self.memory, self.journal = memory, journal
        return True


def _sync_folder(folder: Path) -> None:
    """Makes the renaming itself durable; Windows has no such call."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _table[K, V](
    raw: dict[str, Any], model: dict[K, V], key: Callable[[str], K], value: Callable[[Any], V]
) -> dict[K, V]:
    """A stored table with checked types; every key of the model has to be there."""
    table = {key(name): value(entry) for name, entry in raw.items()}
    missing = [name for name in model if name not in table]
    if missing:
        raise KeyError(missing[0])
    return table


def _word(raw: object) -> int:
    if not isinstance(raw, int) or not 0 <= raw <= WORD_MAX:
        raise ValueError(raw)
    return raw


def _memory(raw: dict[str, Any], model: Memory) -> Memory:
    return Memory(
        registers=_table(raw["registers"], model.registers, int, _word),
        texts=_table(raw["texts"], model.texts, int, str),
        calibration=_table(raw["calibration"], {}, str, float),
        password=str(raw["password"]),
    )


def _journal(raw: dict[str, Any], model: Journal) -> Journal:
    return Journal(
        counters=_table(raw["counters"], model.counters, str, _word),
        cycles=_word(raw["cycles"]),
        discharged_ah=float(raw["discharged_ah"]),
        remaining_ah=float(raw["remaining_ah"]),
        restarts=_word(raw["restarts"]),
        soc_offset_pct=int(raw.get("soc_offset_pct", 0)),
    )
