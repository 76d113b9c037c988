"""Keys of tile servers: in the keyring of the system; without one, in memory until the end."""

from __future__ import annotations

from collections.abc import Mapping

from mingtang_desk.session.secrets import Keyring, Secrets
from mingtang_desk.ui.map.sources import key_name


class MapKeys:
    """Keys by source; what was asked for or given once is known until the end.

    Args:
        secrets: where they are kept, None = the keyring of the system.
    """

    def __init__(self, secrets: Secrets | None = None) -> None:
        self._secrets = secrets or Keyring()
        self._known: dict[str, str] = {}

    @property
    def known(self) -> Mapping[str, str]:
        """Those that are known now."""
        return self._known

    async def look(self, source: str) -> None:
        """Look for the key of a source where it is kept."""
        if source not in self._known:
            found = await self._secrets.get(key_name(source))
            if found:
                self._known.setdefault(source, found)

    def take(self, source: str, key: str) -> None:
        """Use a key from now on."""
        self._known[source] = key

    async def keep(self, source: str) -> bool:
        """Keep a key that was taken; False = there is no keyring."""
        return await self._secrets.put(key_name(source), self._known[source])
