"""What was typed and not written yet, per device: it stays while the panel looks at another one."""


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

    def clear(self, uri: str) -> None:
        """Forget everything typed for a device."""
        self._texts.pop(uri, None)
