"""An independent client makes up calls of every route: no 5xx, and answers as they are written."""

import asyncio
import contextlib
import json
import os
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.server.clock import FakeClock
from tests.server.kit import Kit, kit_of
from tests.server.proof import examples, world

pytestmark = pytest.mark.asyncio
LONG = os.environ.get("MINGTANG_FUZZ") == "long"
EXAMPLES = 300 if LONG else 6
PHASES = "examples,coverage,fuzzing" if LONG else "examples,fuzzing"
"""Coverage alone makes some thousand calls: several minutes."""
RUN_S = 3000.0 if LONG else 300.0
CHECKS = (
    *("not_a_server_error", "status_code_conformance"),
    *("response_schema_conformance", "response_headers_conformance"),
)
LEFT_OUT: Mapping[str, str] = {
    "/auth/logout": "ends the session the other calls are made with",
    "/me/password": "likewise",
    "/me/sessions": "likewise: DELETE of all or of this one",
}
"""Ends of paths, and why they are not called here; the matrix and their own tests call them."""


@asynccontextmanager
async def quick(clock: FakeClock) -> AsyncIterator[None]:
    """Let a second pass every few milliseconds: limits on the rate are tested elsewhere."""

    async def run() -> None:
        while True:
            clock.advance(1)
            await asyncio.sleep(0.01)

    task = asyncio.create_task(run())
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def settings(kit: Kit, folder: Path, *, is_known: bool) -> Path:
    """Write the client's settings; with ids that exist, where routes take some."""
    lines = ["[parameters]"]
    if is_known:
        for name, maker in examples.MAKERS.items():
            lines.append(f'"path.{name}" = {json.dumps(await maker(kit, "top", {}))}')
    path = folder / f"schemathesis-{is_known}.toml"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


async def run(kit: Kit, config: Path, *more: str) -> tuple[int, str]:
    """Run the client against a server; return its exit code and what it says."""
    left_out = "|".join(f"{end}(/.*)?" for end in LEFT_OUT)
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "schemathesis.cli", "--config-file", str(config), "run"),
        f"{kit.server.http}/api/v1/openapi.json",
        *("--header", f"Authorization: Bearer {kit.tokens['top-owner']}"),
        *("--checks", ",".join(CHECKS), "--phases", PHASES),
        *("--max-examples", str(EXAMPLES), "--generation-deterministic", "--no-shrink"),
        *("--no-color", "--continue-on-failure"),
        *("--exclude-path-regex", f"({left_out})$", "--request-timeout", "20", "--warnings", "off"),
        *("--suppress-health-check", "all", *more),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        cwd=config.parent,
        env={k: v for k, v in os.environ.items() if "proxy" not in k.lower()},
    )
    try:
        async with asyncio.timeout(RUN_S):
            said, _ = await process.communicate()
    except BaseException:
        process.kill()
        await process.wait()
        raise
    assert process.returncode is not None
    return process.returncode, said.decode(errors="replace")


@pytest.mark.slow
@pytest.mark.parametrize(
    "is_known", [True, *([False] if LONG else [])], ids=["own-ids", *(["any-ids"] if LONG else [])]
)
async def test_no_call_is_too_odd(
    db: str, tmp_path: Path, clock: FakeClock, *, is_known: bool
) -> None:
    async with kit_of(db, tmp_path, clock=clock, **world.cheap()) as kit, quick(clock):
        await world.stay_logged_in(kit)
        code, said = await run(kit, await settings(kit, tmp_path, is_known=is_known))
        async with kit.client("top-owner") as client:
            assert (await client.get("/health")).status_code == 200
    assert code == 0, said
