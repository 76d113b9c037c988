"""`cloud login` at a terminal: password and code are asked for, and neither is shown."""

import asyncio
import os
import select
import subprocess
import sys
import time

import pyotp
import pytest

from tests.cloud.conftest import PASSWORD, Desk
from tests.integration.simulators import environment

pytestmark = [
    pytest.mark.asyncio,
    pytest.mark.skipif(sys.platform == "win32", reason="needs a pty"),
]
PATIENCE_S = 30


def talk(desk: Desk, secret: str) -> tuple[int, str, str]:
    """Answer its questions; return exit code, what the terminal showed, and stdout."""
    ours, theirs = os.openpty()
    words = ("cloud", "login", desk.kit.server.http, "--user", "shop-owner", "--json")
    with subprocess.Popen(
        [sys.executable, "-m", "mingtang_desk", *words],
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=theirs,
        env=environment(desk.folder),
        start_new_session=True,  # without a terminal of its own it asks on stdin
    ) as process:
        os.close(theirs)
        shown = ""
        answers = {"Password of shop-owner: ": lambda: PASSWORD, "Code": pyotp.TOTP(secret).now}
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            if not select.select([ours], [], [], 1)[0]:
                continue
            try:
                shown += os.read(ours, 4096).decode()
            except OSError:  # the other side is gone
                break
            for question in [each for each in answers if each in shown]:
                os.write(ours, answers.pop(question)().encode() + b"\n")
        out = process.communicate(timeout=PATIENCE_S)[0].decode()
    os.close(ours)
    return process.returncode, shown, out


async def test_what_is_typed_is_not_shown(desk: Desk) -> None:
    await desk.login()
    async with desk.client() as client:
        begun = await client.send("POST", "/me/totp")
        assert isinstance(begun.body, dict)
        secret = str(begun.body["secret"])
        earlier = pyotp.TOTP(secret).at(time.time() - 30)  # each code is taken once
        await client.send("POST", "/me/totp/confirm", body={"code": earlier})
    code, shown, out = await asyncio.to_thread(talk, desk, secret)
    assert code == 0, (shown, out)
    assert "Password of shop-owner" in shown
    assert "Code of the authenticator" in shown
    assert PASSWORD not in shown
    assert '"user": "shop-owner"' in out
