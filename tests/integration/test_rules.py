"""The rules where they are used: on the settings of every simulated board, and before a write."""

import json
from pathlib import Path

import pytest

from mingtang_desk.rules.book import lint
from mingtang_desk.sim.models import MODELS
from tests.integration.simulators import run, started

HAVE_SETTINGS = [name for name, model in MODELS.items() if getattr(model, "has_extension", True)]


@pytest.mark.parametrize("model", HAVE_SETTINGS)
def test_the_settings_of_a_simulated_board_are_sane(model: str, tmp_path: Path) -> None:
    read = run(tmp_path, "settings", "read", f"sim://{model}")
    assert len(read["settings"]) > 30
    assert [each.text for each in lint(read["settings"]) if each.is_error] == []
    file = tmp_path / "set.json"
    file.write_text(json.dumps(read))
    findings = run(tmp_path, "settings", "lint", str(file))["findings"]
    assert {each["severity"] for each in findings} <= {"warning"}


def test_an_error_is_refused_before_a_byte_and_a_warning_is_said(tmp_path: Path) -> None:
    uri = "sim://jbd-17s"
    refused = run(tmp_path, "settings", "set", uri, "cell_ovr_v=4.3", code=5)["error"]
    assert refused["key"] == "cross_check"
    assert "cell_ovp_v (4.25) must be above cell_ovr_v (4.3)" in refused["message"]
    with started(tmp_path, "settings", "set", uri, "chg_utp_c=-8") as process:
        out, err = process.communicate(timeout=30)
    assert process.returncode == 0
    assert json.loads(out)["fields"]["chg_utp_c"]["state"] == "applied"
    assert "warning: chg_utp_c (-8) is below 0" in err
    assert "plates metallic lithium" in err
