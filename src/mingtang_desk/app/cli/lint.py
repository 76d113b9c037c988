"""`settings lint`: what is wrong with a settings file."""

import argparse
from collections.abc import Mapping

from mingtang_desk.app.cli.findings import finding_json, line
from mingtang_desk.app.cli.output import Exit, Output
from mingtang_desk.app.cli.settings_sources import document_of
from mingtang_desk.device.catalogue import SETTINGS
from mingtang_desk.device.settings import SettingSpec
from mingtang_desk.device.settings_file import SettingsDocument
from mingtang_desk.rules.values import lint_set
from mingtang_desk.session.drivers import all_drivers


async def lint(args: argparse.Namespace, out: Output) -> Exit:
    """Check a settings file against the catalogue and the rules; exit 1 when there is an error."""
    file = document_of(args.file)
    findings = lint_set(file.settings, *_specs(file))
    text = "\n".join(line(finding) for finding in findings) or "no findings"
    out.document({"findings": [finding_json(finding) for finding in findings]}, text)
    bad = any(finding.is_error for finding in findings)
    return Exit.BAD_VERDICT if bad else Exit.GOOD


def _specs(
    file: SettingsDocument,
) -> tuple[dict[str, SettingSpec], Mapping[str, SettingSpec] | None]:
    """Return the settings of all boards, and those of the protocol that the file names."""
    specs: dict[str, SettingSpec] = dict(SETTINGS)
    board: Mapping[str, SettingSpec] | None = None
    for driver in all_drivers():
        specs |= driver.settings
        if driver.key == file.protocol and driver.settings:
            board = driver.settings
    return specs, board
