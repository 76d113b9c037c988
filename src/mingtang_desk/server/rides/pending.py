"""What has begun or ended and has to last before it counts; in memory only."""

from dataclasses import dataclass, field

type Key = tuple[str, str]


@dataclass(slots=True)
class Pending:
    """Since when something lasts, by battery and key."""

    _since: dict[int, dict[Key, int]] = field(default_factory=dict)

    def has(self, pk: int) -> bool:
        """Whether anything of a battery is waited for."""
        return pk in self._since

    def keys(self, pk: int) -> list[Key]:
        """Return what of a battery is waited for."""
        return list(self._since.get(pk, ()))

    def lasted(self, pk: int, key: Key, ms: int, seconds: float) -> bool:
        """Note that something holds at a moment; return whether it has lasted so long."""
        if seconds <= 0:
            return True
        since = self._since.setdefault(pk, {}).setdefault(key, ms)
        if ms - since < seconds * 1000:
            return False
        self.gone(pk, key)
        return True

    def gone(self, pk: int, key: Key) -> None:
        """Note that it does not hold."""
        mine = self._since.get(pk)
        if mine is not None and mine.pop(key, None) is not None and not mine:
            del self._since[pk]
