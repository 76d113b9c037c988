"""Roles on the command line: the PIN by environment or stdin, refusals with exit 5."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

WAIT_S = 60.0


class Shell:
    """Commands of one home."""

    def __init__(self, home: Path) -> None:
        self._home = home

    def run(self, *words: str, stdin: str = "", **variables: str) -> tuple[int, dict[str, Any]]:
        done = subprocess.run(
            [sys.executable, "-m", "mingtang_desk", *words, "--json"],
            input=stdin,
            capture_output=True,
            text=True,
            timeout=WAIT_S,
            env={**os.environ, "MINGTANG_HOME": str(self._home), **variables},
            check=False,
        )
        return done.returncode, json.loads(done.stdout)


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


def test_a_shop_from_the_command_line(shell: Shell) -> None:
    assert shell.run("roles", "list") == (
        0,
        {"on": False, "people": [], "needs": shell.run("roles", "list")[1]["needs"]},
    )
    code, shown = shell.run("roles", "on", "Chen", MINGTANG_NEW_PIN="engineer-1")
    assert (code, shown["on"]) == (0, True)
    code, shown = shell.run(
        "roles", "add", "Li", "technician", "--as", "Chen",
        MINGTANG_PIN="engineer-1", MINGTANG_NEW_PIN="4711",
    )  # fmt: skip
    assert code == 0
    assert shown["people"][1] == {"name": "Li", "role": "technician"}
    write = ("settings", "set", "sim://jbd-13s", "cell_ovp_v=4.2")
    assert refused(shell.run(*write)) == "not_permitted"
    assert refused(shell.run(*write, "--as", "Li", stdin="4711\n")) == "not_permitted"
    assert refused(shell.run(*write, "--as", "Li", stdin="0000\n")) == "pin_wrong"
    assert shell.run("read", "sim://jbd-13s")[0] == 0  # reading needs nobody
    code, many = shell.run("settings", "apply-many", "preset:samsung-35e@13s15p", "sim://jbd-13s")
    assert (code, many["state"], many["changed"]) == (5, "refused", 0)
    assert many["error"]["key"] == "not_permitted"
    code, shown = shell.run(*write, "--as", "Chen", stdin="engineer-1\n")
    assert (code, shown["fields"]["cell_ovp_v"]["state"]) == (0, "applied")
    code, shown = shell.run("control", "sim://jbd-13s", "charge", "off", "--as", "Li", stdin="4711")
    assert (code, shown["confirmed"]) == (0, True)
    assert refused(shell.run("roles", "off", "--as", "Li", stdin="4711\n")) == "not_permitted"
    wrong = shell.run("roles", "role", "Li", "boss", "--as", "Chen", stdin="engineer-1\n")
    assert (wrong[0], wrong[1]["error"]["key"]) == (2, "usage_invalid")
    code, shown = shell.run("roles", "off", "--as", "Chen", stdin="engineer-1\n")
    assert (code, shown["on"], shown["people"]) == (0, False, [])


def refused(ended: tuple[int, dict[str, Any]]) -> str:
    code, shown = ended
    assert code == 5
    return str(shown["error"]["key"])
