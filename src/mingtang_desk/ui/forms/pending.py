"""What was typed and not written yet, per device: it stays while the panel looks at another one."""

from collections.abc import Callable


class PendingEdits:
    """Typed texts by device address and setting key."""

    def __init__(self) -> None:
        self._texts: dict[str, dict[str, str]] = {}

    def of(self, uri: str) -> dict[str, str]:
        """Return the texts typed for a device, by setting key (a copy)."""
        return dict(self._texts.get(uri, {}))

    def put(self, uri: str, key: str, text: str) -> None:
        """Keep a typed text; an empty one is forgotten."""
        edits = self._texts.setdefault(uri, {})
        if text:
            edits[key] = text
        else:
            edits.pop(key, None)
            if not edits:
                del self._texts[uri]

    def rewrite(self, new: Callable[[str, str, str], str]) -> None:
        """Replace every text by `new(uri, key, text)`."""
        for uri, edits in self._texts.items():
            self._texts[uri] = {key: new(uri, key, text) for key, text in edits.items()}

    def clear(self, uri: str) -> None:
        """Forget everything typed for a device."""
        self._texts.pop(uri, None)
