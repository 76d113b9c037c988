"""Consent to warnings of a write: to those that were shown, for that write, for a short time.

A warning is known by its rule, and by the settings and values it is about. What changes in between
is another warning, and is asked about anew.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from mingtang_desk.cloud.battery_reading import reason_of, values_of
from mingtang_desk.cloud.decode import AnswerError, Json, plain
from mingtang_desk.cloud.models import Command
from mingtang_desk.core.clock import Clock
from mingtang_desk.core.errors import CloudRefusalError
from mingtang_desk.device.settings import SettingValue
from mingtang_desk.rules.book import RULES, lint
from mingtang_desk.rules.facts import Known
from mingtang_desk.rules.finding import Finding, Severity

type Asks = Callable[[Sequence[Finding]], bool]
"""Asked at once whether a set is to be written that is warned of."""

LASTS_S = 120.0
"""So long a consent holds, by the clock of this desk."""
_MOST = 100
_RULES = {rule.key: rule for rule in RULES}


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """What somebody has read and wants.

    Attributes:
        warnings: those, and no others.
        until: monotonic time at which it ends; None = it is given again whenever it is asked for.
    """

    warnings: tuple[Finding, ...] = ()
    until: float | None = None

    @property
    def is_exact(self) -> bool:
        """False where a server of before told a warning in words alone."""
        return all(finding.rule for finding in self.warnings)

    def and_also(self, warnings: Sequence[Finding]) -> "Consent":
        """Return it with more, as long as it holds."""
        new = tuple(each for each in warnings if each not in self.warnings)
        return Consent(warnings=(*self.warnings, *new), until=self.until)

    def order(self) -> dict[str, object]:
        """Return what a `bms_write` says of it; nothing where there is nothing to say."""
        if not self.warnings:
            return {}
        if not self.is_exact:
            return {"acknowledge_warnings": True}
        return {
            "accepted_warnings": [
                {"rule": each.rule, "keys": list(each.keys), "values": list(each.values)}
                for each in self.warnings
            ]
        }


NONE = Consent()


@dataclass(frozen=True, slots=True)
class _Kept:
    changes: Mapping[str, SettingValue]
    warnings: tuple[Finding, ...]
    until: float
    who: str


@dataclass(slots=True)
class Consents:
    """The consents of one battery.

    Attributes:
        clock: of this desk.
        asks: see `Asks`; None = nobody is there to be asked at once.
        who: tells who is signed in: what one was told is no consent of the next.
    """

    clock: Clock
    asks: Asks | None = None
    who: Callable[[], str] = str
    _given: _Kept | None = field(default=None)

    def give(self, changes: Mapping[str, SettingValue], warnings: Sequence[Finding]) -> None:
        """Somebody has read these, and wants this write: the next one of it, and soon."""
        until = self.clock.monotonic() + LASTS_S
        self._given = _Kept(dict(changes), tuple(warnings), until, self.who())

    def take(self, changes: Mapping[str, SettingValue]) -> Consent:
        """Return what holds for a write, and forget it."""
        given, self._given = self._given, None
        if given is None or (given.changes, given.who) != (changes, self.who()):
            return Consent()
        if given.until <= self.clock.monotonic():
            return Consent()
        return Consent(warnings=given.warnings, until=given.until)

    def ask(self, consent: Consent, warnings: Sequence[Finding]) -> Consent | None:
        """Ask at once about what is not covered; None = nobody says yes."""
        new = [each for each in warnings if each not in consent.warnings]
        if not new:
            return consent
        if self.asks is None or not self.asks(new):
            return None
        return consent.and_also(new)

    def refusal(
        self, changes: Mapping[str, SettingValue], consent: Consent, warnings: Sequence[Finding]
    ) -> CloudRefusalError:
        """Return the error that tells warnings; the same write soon is a consent to those."""
        self.give(changes, consent.and_also(warnings).warnings)
        detail = " ".join(finding.text for finding in warnings)
        return CloudRefusalError("cloud_write_warned", detail=detail, findings=tuple(warnings))


def warned_in(
    command: Command,
    changes: Mapping[str, SettingValue],
    current: Mapping[str, SettingValue],
    known: Known,
) -> tuple[Finding, ...]:
    """Return what a server warns of; nothing of it is believed to be more than words.

    Args:
        command: refused for it, or a dry run.
        changes: what was to be written.
        current: what is on the board, as far as it is known.
        known: of the pack.
    """
    result = command.result or {}
    is_refused = command.state == "failed" and reason_of(command)[0] == "cross_check"
    if not is_refused and command.state != "succeeded":
        return ()
    rows, texts = result.get("warned"), result.get("warnings")
    if not isinstance(rows, list):  # a server of before has no more than words
        words = texts if isinstance(texts, list) else []
        return tuple(_said("", (), (), each) for each in words[:_MOST] if isinstance(each, str))
    own = {(each.rule, each.keys): each for each in lint({**current, **changes}, known)}
    return tuple(_finding(row, own) for row in rows[:_MOST] if isinstance(row, Mapping))


def _finding(row: Json, own: Mapping[tuple[str, tuple[str, ...]], Finding]) -> Finding:
    """Return a row as a finding; in words of ours where it is one of ours."""
    rule, message = str(row.get("rule")), str(row.get("message"))
    keys, values = row.get("keys"), row.get("values")
    if not isinstance(keys, list) or not isinstance(values, list):
        return _said("", (), (), message)
    names = tuple(plain(str(each), 64) for each in keys)
    try:
        found = values_of(dict(zip(names, values, strict=True)), "the warning")
    except (AnswerError, ValueError):
        return _said("", (), (), message)
    stands = tuple(found.values())
    mine = own.get((rule, names))
    if mine is not None and mine.values == stands:
        return mine
    return _said(plain(rule, 60), names, stands, message)


def _said(
    rule: str, keys: tuple[str, ...], values: tuple[SettingValue, ...], words: str
) -> Finding:
    known = _RULES.get(rule)
    return Finding(
        rule=rule,
        severity=Severity.WARNING,
        keys=keys,
        values=values,
        message=plain(words).replace("{", "{{").replace("}", "}}"),
        reason="" if known is None else known.reason,
        source="" if known is None else known.source,
    )
