"""Changes of alarm switches that are not saved yet: what was read, what is changed, what is sent.

Pure, so that the rules of inheritance are tested without a window.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from mingtang_desk.cloud.models_alarms import AlarmSettings, AlarmSwitch, QuietHours


@dataclass(slots=True, kw_only=True)
class SwitchDraft:
    """Switches of an account or of a battery, with changes.

    Attributes:
        read: as the server has them.
        changed: new values by type and name; inherited: types that shall be inherited again.
        quiet_changed: the quiet hours differ; `quiet` are then the new ones, None = none.
        quiet_inherited: they shall be inherited again.
    """

    read: AlarmSettings
    changed: dict[str, dict[str, object]] = field(default_factory=dict)
    inherited: set[str] = field(default_factory=set)
    quiet_changed: bool = False
    quiet_inherited: bool = False
    quiet: QuietHours | None = None

    @property
    def count(self) -> int:
        """How many types, or quiet hours, are changed."""
        quiet = self.quiet_changed or self.quiet_inherited
        return len(self.changed.keys() | self.inherited) + quiet

    def own(self, kind: str) -> Mapping[str, object]:
        """Return what is set right here of a type, not what it inherits."""
        return _member(_member(self.read.own, "types"), kind)

    def is_own(self, kind: str) -> bool:
        """Return whether a type has a value of its own here, saved or not."""
        return kind in self.changed or (kind not in self.inherited and bool(self.own(kind)))

    @property
    def quiet_is_own(self) -> bool:
        """Whether the quiet hours are set right here."""
        return self.quiet_changed or (not self.quiet_inherited and "quiet" in self.read.own)

    def switch(self, kind: str) -> AlarmSwitch:
        """Return how a type is treated once this is saved; inherited values as they were read."""
        known, new = self.read.types[kind], self.changed.get(kind, {})
        enabled, severity = new.get("enabled"), new.get("severity")
        delay, threshold = new.get("raise_delay_s"), new.get("threshold")
        return replace(
            known,
            enabled=enabled if isinstance(enabled, bool) else known.enabled,
            severity=severity if isinstance(severity, str) else known.severity,
            raise_delay_s=delay if isinstance(delay, float) else known.raise_delay_s,
            threshold=threshold if isinstance(threshold, float) else known.threshold,
        )

    def set(self, kind: str, name: str, value: bool | float | str) -> None:
        """Change a value; the one that was read takes the change back."""
        self.inherited.discard(kind)
        mine = self.changed.setdefault(kind, {})
        if getattr(self.read.types[kind], name) == value:
            mine.pop(name, None)
        else:
            mine[name] = value
        if not mine:
            del self.changed[kind]

    def inherit(self, kind: str) -> None:
        """Take back what is set here of a type."""
        self.changed.pop(kind, None)
        if self.own(kind):
            self.inherited.add(kind)

    def set_quiet(self, quiet: QuietHours | None) -> None:
        """Change the quiet hours; None = none."""
        self.quiet_inherited = False
        self.quiet_changed = quiet != self.read.quiet
        self.quiet = quiet

    def inherit_quiet(self) -> None:
        """Take back what is set here."""
        self.quiet_changed, self.quiet_inherited = False, "quiet" in self.read.own

    def body(self, own: Mapping[str, object]) -> dict[str, object]:
        """Return what is to be sent: what somebody else set meanwhile stays.

        Args:
            own: what is set there now, just read.
        """
        types = {key: dict(_member(_member(own, "types"), key)) for key in _member(own, "types")}
        for kind in self.inherited:
            types.pop(kind, None)
        for kind, values in self.changed.items():
            types.setdefault(kind, {}).update(values)
        body: dict[str, object] = {"types": types}
        if self.quiet_changed:
            quiet = self.quiet
            body["quiet"] = None if quiet is None else {"from": quiet.from_, "to": quiet.to}
        elif "quiet" in own and not self.quiet_inherited:
            body["quiet"] = own["quiet"]
        return body


def _member(holder: Mapping[str, object], key: str) -> Mapping[str, object]:
    found = holder.get(key)
    return found if isinstance(found, Mapping) else {}
