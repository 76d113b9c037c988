"""What a row of a form shows of the rules."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What the rules say of one entry: a line, its look ("bad", "warn"), and why."""

    text: str = ""
    look: str = "muted"
    reason: str = ""


NOTHING_FOUND = Found()
