"""A bar code scanner on USB: a keyboard that types faster than anybody and ends with Enter."""

FAST_MS = 60
"""Between two keys of a scanner; a practised hand needs 80 ms and more."""
LEAST = 5
"""Shorter codes could be a hand on the keyboard."""
_MOST = 500


class Wedge:
    """Tells the keys of a scanner from those of a hand by their times."""

    def __init__(self) -> None:
        self._keys: list[str] = []
        self._last_ms = 0

    def key(self, text: str, at_ms: int) -> None:
        """Take a key that types something."""
        if at_ms - self._last_ms > FAST_MS or len(self._keys) >= _MOST:
            self._keys.clear()
        self._keys.append(text)
        self._last_ms = at_ms

    def enter(self, at_ms: int) -> str:
        """Take Enter; return the code it ends, "" = this was no scanner."""
        code = "".join(self._keys)
        is_scan = len(code) >= LEAST and at_ms - self._last_ms <= FAST_MS
        self._keys.clear()
        return code if is_scan else ""

    def forget(self) -> None:
        """Take any other key: it belongs to no code."""
        self._keys.clear()
