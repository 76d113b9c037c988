"""`--dry-run` and `--skip-warned`: what packs would be warned of, before anything is written."""

import argparse
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager

from mingtang_desk.app.cli.findings import finding_json, line
from mingtang_desk.app.cli.output import Exit, Output, error_json, exit_code
from mingtang_desk.app.cli.settings_sources import accepted
from mingtang_desk.app.gate import command_gate
from mingtang_desk.app.sharing import command_share
from mingtang_desk.app.wiring import connected
from mingtang_desk.core.errors import MingtangError
from mingtang_desk.device.settings_file import SettingsDocument
from mingtang_desk.session.device_session import DeviceSession
from mingtang_desk.session.golden_apply import Opener
from mingtang_desk.session.golden_look import Looked, look_at, not_accepted


async def look(
    args: argparse.Namespace, uris: Sequence[str], document: SettingsDocument, out: Output
) -> Exit:
    """Print for each pack what would be sent, and what that is warned of."""
    gate = await command_gate(args)

    @asynccontextmanager
    async def opener(uri: str) -> AsyncIterator[DeviceSession]:
        async with connected(uri, share=command_share(args), gate=gate) as session:
            yield session

    worst = Exit.GOOD
    for uri in dict.fromkeys(uris):
        found = await look_at(uri, document, accepted(args), opener=opener)
        out.document(_json(found), _text(found))
        if found.error is not None and worst is Exit.GOOD:
            worst = exit_code(found.error)
    return worst


async def warned(
    uris: Sequence[str], document: SettingsDocument, args: argparse.Namespace, opener: Opener
) -> Mapping[str, MingtangError]:
    """Return the packs that are warned of, and of what."""
    found: dict[str, MingtangError] = {}
    for uri in dict.fromkeys(uris):
        why = not_accepted(await look_at(uri, document, accepted(args), opener=opener), ())
        if why is not None:
            found[uri] = why
    return found


def _json(found: Looked) -> dict[str, object]:
    made: dict[str, object] = {
        "uri": found.uri,
        "name": found.name,
        "changes": dict(found.changes),
        "warnings": [finding_json(each) for each in found.warnings],
    }
    return made if found.error is None else {**made, **error_json(found.error)}


def _text(found: Looked) -> str:
    lines = [f"{found.uri}  {found.name}  {len(found.changes)} to write"]
    lines += [f"  {key} = {value}" for key, value in found.changes.items()]
    lines += [f"  {line(each)}" for each in found.warnings]
    if found.error is not None:
        lines.append(f"  {found.error}")
    return "\n".join(lines)
