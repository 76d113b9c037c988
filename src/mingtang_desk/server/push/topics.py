"""What somebody wants to hear of, and the form it is asked in.

`device:*` and `device:<number>` are positions, samples, states and presence; `account:<id>` the
same of the batteries of an account and below it; `alarm` and `command` are what their names say.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from mingtang_desk.server.push.events import Kind

MOST = 500
"""Topics of one listener."""
LONGEST = 80
"""Characters of one topic."""


class TopicError(ValueError):
    """A topic that is none, or of something that is not there for who asks.

    Attributes:
        key: "invalid_topic", "not_found" or "too_many_topics"; topic: which.
    """

    def __init__(self, key: str, topic: str) -> None:
        super().__init__(key)
        self.key = key
        self.topic = topic


@dataclass(frozen=True, slots=True, kw_only=True)
class Topics:
    """What a listener hears of.

    Attributes:
        devices: every battery it may see.
        numbers: of single batteries.
        accounts: path of each account by its id.
        alarm, command: those of every battery it may see.
    """

    devices: bool = False
    numbers: frozenset[str] = frozenset()
    accounts: Mapping[str, str] = field(default_factory=dict)
    alarm: bool = False
    command: bool = False

    def __bool__(self) -> bool:
        return bool(self.devices or self.numbers or self.accounts or self.alarm or self.command)

    @property
    def count(self) -> int:
        """How many single batteries and accounts it names."""
        return len(self.numbers) + len(self.accounts)

    @property
    def moving(self) -> bool:
        """Whether it has positions, samples and the like in it."""
        return bool(self.devices or self.numbers or self.accounts)

    @property
    def kept(self) -> list[str]:
        """Kinds of events in the outbox that it has in it."""
        chosen = ((self.alarm, Kind.ALARM), (self.command, Kind.COMMAND))
        return [kind.value for wanted, kind in chosen if wanted]

    def plus(self, other: "Topics") -> "Topics":
        """Return both together.

        Raises:
            TopicError: more than one listener may have.
        """
        both = Topics(
            devices=self.devices or other.devices,
            numbers=self.numbers | other.numbers,
            accounts={**self.accounts, **other.accounts},
            alarm=self.alarm or other.alarm,
            command=self.command or other.command,
        )
        if both.count > MOST:
            raise TopicError("too_many_topics", "")
        return both

    def minus(self, other: "Topics") -> "Topics":
        """Return what is left without others."""
        return Topics(
            devices=self.devices and not other.devices,
            numbers=self.numbers - other.numbers,
            accounts={k: v for k, v in self.accounts.items() if k not in other.accounts},
            alarm=self.alarm and not other.alarm,
            command=self.command and not other.command,
        )


NOTHING = Topics()
