"""Which values are plotted: one choice for the window, kept in the preferences."""

from PySide6.QtCore import QObject, Signal

from mingtang_desk.ui.prefs import Preferences

MOST = 12
"""So many curves can still be told apart."""
WORST_CELL = "cell_v.worst"
"""The cell furthest from the mean, whichever it is."""
DEFAULT = ("pack_v", WORST_CELL)


def cell_key(index: int) -> str:
    """Return the key of a cell by its index, 0 is cell 1."""
    return f"cell_v.{index + 1}"


class Plotted(QObject):
    """The keys (`ui.plot.quantities`) of what is plotted, in the order they were chosen.

    `failed` carries the error of a choice that could not be kept; it holds all the same.
    """

    changed = Signal()
    failed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._keys: tuple[str, ...] = DEFAULT
        self._prefs: Preferences | None = None

    @property
    def keys(self) -> tuple[str, ...]:
        """What is plotted now."""
        return self._keys

    def keep_in(self, prefs: Preferences) -> None:
        """Take the choice of the last time, and keep every other one from now on."""
        self._prefs = prefs
        self._take(prefs.values.plot)

    def choose(self, keys: tuple[str, ...]) -> None:
        """Plot these; what is more than `MOST` is left out."""
        if self._take(keys) and self._prefs is not None:
            self._prefs.keep(self.failed.emit, plot=self._keys)

    def toggle(self, key: str) -> None:
        """Add a value, or take it away; a new one beyond `MOST` takes the place of the last."""
        if key in self._keys:
            self.choose(tuple(other for other in self._keys if other != key))
        else:
            self.choose((*self._keys[: MOST - 1], key))

    def _take(self, keys: tuple[str, ...]) -> bool:
        keys = tuple(dict.fromkeys(keys))[:MOST]
        if keys == self._keys:
            return False
        self._keys = keys
        self.changed.emit()
        return True
