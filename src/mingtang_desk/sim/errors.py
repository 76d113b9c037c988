"""What a simulator refuses, always with the list of what it would have taken."""

from collections.abc import Iterable
from pathlib import Path


class SimOptionError(ValueError):
    """A name or value for a simulator is not one that it knows.

    Attributes:
        what: the kind of option, such as `fault` or `set`.
        got: what was given.
        allowed: what would have been taken.
    """

    def __init__(self, what: str, got: str, allowed: str | Iterable[str]) -> None:
        self.what = what
        self.got = got
        self.allowed = allowed if isinstance(allowed, str) else ", ".join(allowed)
        super().__init__(f"{what}: {got!r} is not known or not valid; allowed: {self.allowed}")


class StateFileError(ValueError):
    """A state file cannot be used; it is left as it is.

    Attributes:
        path: the file.
        reason: what is wrong with it.
    """

    def __init__(self, path: Path, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(f"state file {path}: {reason}; it was left unchanged")


class ListenError(ValueError):
    """A listen address cannot be served on this machine."""

    def __init__(self, listen: str, reason: str) -> None:
        self.listen = listen
        self.reason = reason
        super().__init__(f"cannot listen on {listen!r}: {reason}")
