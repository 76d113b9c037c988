"""The rules where they are used: on the settings of every simulated board, and before a write."""

import json
import subprocess
import sys
from pathlib import Path

from mingtang_desk.rules.book import lint
from mingtang_desk.sim.models import MODELS
from tests.integration.many_commands import commands
from tests.integration.simulators import environment


def test_the_settings_of_every_simulated_board_are_sane(tmp_path: Path) -> None:
    checked = 0
    with commands(tmp_path) as command:
        for model, row in MODELS.items():
            if model.startswith("daly") or not getattr(row, "has_extension", True):
                continue
            code, out = command("settings", "read", f"sim://{model}")
            assert code == 0
            read = json.loads(out)
            assert len(read["settings"]) > 30
            errors = [each.text for each in lint(read["settings"]) if each.is_error]
            assert errors == [], model
            file = tmp_path / f"{model}.json"
            file.write_text(out)
            code, out = command("settings", "lint", str(file))
            assert code == 0
            assert {each["severity"] for each in json.loads(out)["findings"]} <= {"warning"}
            checked += 1
    assert checked >= 7


def test_an_error_is_refused_before_a_byte_and_a_warning_is_said(tmp_path: Path) -> None:
    def settings_set(pair: str) -> subprocess.CompletedProcess[str]:
        words = ("settings", "set", "sim://jbd-17s", pair, "--json")
        return subprocess.run(
            [sys.executable, "-m", "mingtang_desk", *words],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
            env=environment(tmp_path),
        )

    done = settings_set("cell_ovr_v=4.3")
    assert done.returncode == 5
    refused = json.loads(done.stdout)["error"]
    assert refused["key"] == "cross_check"
    assert "cell_ovp_v (4.25) must be above cell_ovr_v (4.3)" in refused["message"]
    done = settings_set("chg_utp_c=-8")
    assert done.returncode == 0
    assert json.loads(done.stdout)["fields"]["chg_utp_c"]["state"] == "applied"
    assert "warning: chg_utp_c (-8) is below 0" in done.stderr
    assert "plates metallic lithium" in done.stderr
