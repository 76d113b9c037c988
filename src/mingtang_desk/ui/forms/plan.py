"""What is about to be written to which board: the rows of a review, and what speaks against it."""

from collections.abc import Mapping
from dataclasses import dataclass

from mingtang_desk.core.errors import MingtangError
from mingtang_desk.device.model import DeviceModel
from mingtang_desk.device.settings import SettingSpec, SettingValue
from mingtang_desk.device.transaction import FieldResult, undo_of
from mingtang_desk.interfaces.uri import parse_uri
from mingtang_desk.rules.changes import judge_changes
from mingtang_desk.rules.finding import Finding
from mingtang_desk.rules.pack import known_pack
from mingtang_desk.ui.link_words import where_words


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRow:
    """One setting: its value on the board and the one to be written."""

    spec: SettingSpec
    old: SettingValue | None
    new: SettingValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One transaction as it is shown before it is sent.

    Attributes:
        board: name of the board; `uri` its address.
        undo: True = it takes the last transaction back.
        blocking: errors that touch a row; the board is not asked while there is one.
        warnings: what else the rules say of a row; somebody has to have read it.
        standing: findings about values that are on the board already.
        degrees: "c" or "f", those its temperatures are shown in; the values are in Celsius.
    """

    board: str
    uri: str
    rows: tuple[PlanRow, ...]
    undo: bool = False
    blocking: tuple[Finding, ...] = ()
    warnings: tuple[Finding, ...] = ()
    standing: tuple[Finding, ...] = ()
    degrees: str = "c"

    @property
    def where(self) -> str:
        """Its address in words of the present language."""
        return where_words(parse_uri(self.uri))

    @property
    def changes(self) -> dict[str, SettingValue]:
        """What would be written, by key."""
        return {row.spec.key: row.new for row in self.rows}


def plan_of(
    model: DeviceModel,
    changes: Mapping[str, SettingValue],
    *,
    undo: bool = False,
    degrees: str = "c",
) -> Plan:
    """Return the plan for writing `changes` to the board of `model`."""
    now: Mapping[str, SettingValue] = model.settings.values if model.settings else {}
    verdict = judge_changes(changes, now, known_pack(model))
    # What stood on the board before may be put back, whatever the rules say of it.
    blocking = () if undo else verdict.errors
    warnings = (*verdict.errors, *verdict.warnings) if undo else verdict.warnings
    rows = tuple(
        PlanRow(spec=model.settings_specs[key], old=now.get(key), new=value)
        for key, value in changes.items()
        if key in model.settings_specs
    )
    return Plan(
        board=model.name,
        uri=model.uri,
        rows=rows,
        undo=undo,
        blocking=blocking,
        warnings=warnings,
        standing=verdict.standing,
        degrees=degrees,
    )


def warnings_of(error: MingtangError) -> tuple[Finding, ...]:
    """Return what a server warns of a write that it refused for it; none of any other refusal."""
    found = error.values.get("findings") if error.key == "cloud_write_warned" else None
    return found if isinstance(found, tuple) else ()


def undo_plan(
    model: DeviceModel, fields: Mapping[str, FieldResult], degrees: str = "c"
) -> Plan | None:
    """Return the plan that takes a transaction back; None when there is nothing to take back."""
    changes = undo_of(fields)
    return plan_of(model, changes, undo=True, degrees=degrees) if changes else None
