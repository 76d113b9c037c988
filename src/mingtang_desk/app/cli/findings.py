"""Findings of the rules as commands print them."""

import sys
from collections.abc import Mapping

from mingtang_desk.device.model import DeviceModel
from mingtang_desk.device.settings import SettingValue
from mingtang_desk.device.transaction import WriteResult
from mingtang_desk.rules.changes import judge_changes
from mingtang_desk.rules.finding import Finding, Severity
from mingtang_desk.rules.pack import known_pack


def finding_json(finding: Finding) -> dict[str, object]:
    """Return a finding as JSON documents hold it; "offer" only where something was meant."""
    document: dict[str, object] = {
        "severity": finding.severity.value,
        "keys": list(finding.keys),
        "message": finding.text,
        "source": finding.source,
        "reason": finding.reason,
        "rule": finding.rule,
    }
    if finding.offer is not None:
        document["offer"] = finding.offer
    return document


def say_warnings(model: DeviceModel, result: WriteResult) -> None:
    """Print to stderr what the rules say of a write that has ended; a command is consent."""
    now: Mapping[str, SettingValue] = model.settings.values if model.settings else {}
    old = {key: field.old for key, field in result.fields.items() if field.old is not None}
    sent = {key: field.sent for key, field in result.fields.items() if field.sent != old.get(key)}
    verdict = judge_changes(sent, {**now, **old}, known_pack(model))
    for finding in verdict.warnings:
        print(line(finding), file=sys.stderr, flush=True)


def line(finding: Finding) -> str:
    """Return a finding in one line for people."""
    offer = "" if finding.offer is None else f" Was {finding.offer} meant?"
    is_warning = finding.severity is Severity.WARNING and finding.source
    source = f" [{finding.source}]" if is_warning else ""
    return f"{finding.severity.value}: {finding.text}{offer} {finding.reason}".rstrip() + source
