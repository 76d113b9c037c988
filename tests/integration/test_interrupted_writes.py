"""Power cut in the middle of a write, through the command line: the journal says the truth."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from mingtang_desk.session.drivers import find_driver
from mingtang_desk.sim.models import make_board
from tests.integration.simulators import run, simulator
from tests.session.bench import simulated

CHANGES: dict[str, dict[str, float]] = {
    "jbd-13s": {"cell_ovp_v": 4.22, "cell_uvp_v": 2.8},
    "mingtang-17s": {"cell_ovp_v": 4.2, "chg_otp_c": 58, "scp_recovery_s": 44},
}
REGISTERS = {
    "jbd-13s": {"cell_ovp_v": (0x24, 1000), "cell_uvp_v": (0x26, 1000)},
    "mingtang-17s": {
        "cell_ovp_v": (0x2204, 1000),
        "chg_otp_c": (0x2214, 10),
        "scp_recovery_s": (0x2230, 1),
    },
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


def kept(model: str, state: Path) -> dict[str, float]:
    """What the EEPROM holds; a board that never saved has no file of it."""
    registers: dict[str, int] = {str(n): word for n, word in make_board(model).eeprom.items()}
    if state.exists():
        registers = json.loads(state.read_text())["memory"]["registers"]
    return {key: registers[str(n)] / per for key, (n, per) in REGISTERS[model].items()}


def pairs(model: str) -> list[str]:
    return [f"{key}={value}" for key, value in CHANGES[model].items()]


async def bytes_before(model: str, number: int) -> int:
    """How many bytes a board hears before the write of this number in a whole transaction."""
    driver = find_driver(model.partition("-")[0])
    assert driver is not None
    writes = (b"\xdd\x5a\x24", b"\xdd\x5a\x26") if model.startswith("jbd") else (b"\x01\x06",)
    async with simulated(model=model, driver=driver) as bench:
        await bench.session.write_settings(CHANGES[model], who="me")
        sent = [data for direction, data in bench.log if direction == "tx"]
    at = [i for i, data in enumerate(sent) if data.startswith(writes)]
    return sum(map(len, sent[: at[number]]))


def true_to(fields: dict[str, Any], there: dict[str, float]) -> None:
    for key, field in fields.items():
        said = {"applied": field["sent"], "refused": field["old"], "clamped": field["read"]}
        if field["state"] != "unknown":
            assert said[field["state"]] == pytest.approx(there[key]), (key, field)


@pytest.mark.parametrize(
    ("model", "number", "more"),
    [("jbd-13s", 1, 9), ("mingtang-17s", 2, 3)],
)
def test_power_cut_in_a_write_then_reconnect(
    home: Path, tmp_path: Path, model: str, number: int, more: int
) -> None:
    cut_after = asyncio.run(bytes_before(model, number)) + more
    protocol = model.partition("-")[0]
    port, state = tmp_path / "p", tmp_path / "eeprom.json"
    uri = f"serial://{port}?protocol={protocol}&listen=off"
    history = ("--history", str(tmp_path / "h.sqlite"))
    where = f"pty:{port}"
    with simulator(home, model, where, "--state", str(state)):
        old = run(home, "settings", "read", uri)["settings"]
    with simulator(home, model, where, "--state", str(state), "--fault", f"cut-after={cut_after}"):
        broken = run(home, "settings", "set", uri, *pairs(model), *history, code=None)
    assert "fields" in broken, (broken, "the cut came before the write: choose another number")
    true_to(broken["fields"], kept(model, state))
    assert not all(field["state"] == "applied" for field in broken["fields"].values())
    if protocol == "mingtang":  # behind another port: its id says which board it is
        uri, where = uri.replace(str(port), f"{port}2"), f"pty:{port}2"
    with simulator(home, model, where, "--state", str(state)):
        # Any command that keeps a journal settles it when the board answers.
        finished = run(home, "settings", "resume", uri, *history)
        assert all(field["state"] == "applied" for field in finished["fields"].values())
        first = run(home, "history", "list", *history)["journal"][-1]
        assert first["closed"] is not None
        assert "interrupted" in first["side_effects"]
        assert first["raw"]["before"]
        true_to(finished["fields"], kept(model, state))
        again = run(home, "settings", "resume", uri, *history, code=5)
        assert again["error"]["key"] == "interrupted_nothing"
        undone = run(home, "settings", "undo", uri, *history)
        assert {k: f["read"] for k, f in undone["fields"].items()} == {
            key: old[key] for key in finished["fields"]
        }
        now = run(home, "settings", "read", uri)["settings"]
        assert now == old
    assert run(home, "history", "verify", *history)["ok"] is True
