"""What a rule finds, and the rule itself: a row with reason and source."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from mingtang_desk.device.settings import SettingValue
from mingtang_desk.rules.facts import Facts

NAMES = "abcdef"
"""Placeholders of the first keys of a finding, in order: {a} is a name, {a_value} its value."""


class Severity(StrEnum):
    """ERROR: it is not written. WARNING: sane boards may have it, somebody should look."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One place where a rule is broken.

    Attributes:
        keys: the settings concerned, the one to change first in front.
        message: context "Finding", with {a} {a_value} {b} {b_value} for the keys in order,
            {limit} in the unit of {a}, and the names of `words`.
        limit: a bound in the model unit of the first key; `is_gap` = a difference of two values.
        words: what else the message names; "chemistry" is a key of the catalogue's choices.
        offer: what was probably meant for the first key.
    """

    severity: Severity
    keys: tuple[str, ...]
    message: str
    limit: float | None = None
    is_gap: bool = False
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One row of the book.

    Attributes:
        key: stable name.
        title: what it holds, in English, for the table in the docs.
        reason: why it matters, marked for translation in context "FindingReason".
        source: the data sheet, standard or manual it rests on; says so where it is practice.
            Marked in context "FindingSource".
        find: where the settings break it.
    """

    key: str
    title: str
    reason: str
    source: str
    find: Callable[[Facts], Iterator[Hit]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A hit with its rule, reason and source.

    Attributes:
        values: what stands under `keys`, in model units.
        offer: what was probably meant for the first key, None where nothing else is likely.
    """

    rule: str
    severity: Severity
    keys: tuple[str, ...]
    values: tuple[SettingValue, ...]
    message: str
    reason: str
    source: str
    limit: float | None = None
    is_gap: bool = False
    words: Mapping[str, str] = field(default_factory=dict)
    offer: SettingValue | None = None

    @property
    def is_error(self) -> bool:
        """Whether it forbids writing."""
        return self.severity is Severity.ERROR

    @property
    def text(self) -> str:
        """The finding in English, with the keys as names."""
        words = dict(self.words)
        for name, key, value in zip(NAMES, self.keys, self.values, strict=False):
            words[name], words[f"{name}_value"] = key, shown(value)
        if self.limit is not None:
            words["limit"] = shown(self.limit)
        return self.message.format_map(words)


def shown(value: SettingValue) -> str:
    """Return a value as messages name it."""
    return value if isinstance(value, str) else f"{value:.6g}"
