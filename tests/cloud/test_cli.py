"""The words of the command line against `cloud serve`, each a process of its own."""

import json
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.integration.simulators import environment
from tests.server.ops.serving import Served, served

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("cloud-cli")]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("server"), "--demo") as made:
        yield made


@pytest.fixture(autouse=True)
def _nothing_is_left(demo: Served) -> None:
    """In place of the guard of this folder: the server outlives the test."""


def run(home: Path, *words: str, given: str = "", code: int = 0) -> tuple[list[Any], str]:
    """Run a command; return its documents and what stood on stderr."""
    done = subprocess.run(
        [sys.executable, "-m", "mingtang_desk", *words, "--json"],
        input=given,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env=environment(home),
    )
    assert done.returncode == code, (done.returncode, done.stdout, done.stderr)
    return [json.loads(line) for line in done.stdout.splitlines()], done.stderr


def login(home: Path, demo: Served, user: str = "demo") -> dict[str, Any]:
    words = ("cloud", "login", demo.ready["http"], "--user", user)
    (document,), _ = run(home, *words, given=demo.ready["password"] + "\n")
    assert isinstance(document, dict)
    return document


def a_battery(home: Path, model: str, which: int = 0) -> str:
    (found,), _ = run(home, "cloud", "devices", "--type", "online")
    numbers = [each["number"] for each in found["devices"] if each["kind"] == model]
    return str(numbers[which])


def test_the_agreement_is_read_and_accepted(demo: Served, tmp_path: Path) -> None:
    login(tmp_path, demo)
    (read,), _ = run(tmp_path, "cloud", "agreement")
    assert "positions" in read["text"]["en"]
    assert set(read["text"]) == {"en", "zh"}
    (refused,), _ = run(tmp_path, "cloud", "agreement", "--accept", "1999-01", code=5)
    assert refused["error"]["key"] == "cloud_agreement_changed"
    (done,), _ = run(tmp_path, "cloud", "agreement", "--accept", read["version"])
    assert (done["accepted"], done["due"]) == (read["version"], False)
    assert login(tmp_path, demo)["agreement_due"] is False


def test_login_devices_logout(demo: Served, tmp_path: Path) -> None:
    found = login(tmp_path, demo)
    assert set(found) == {"server", "user", "account", "role", "agreement_due"}
    assert (found["server"], found["role"]) == (demo.ready["http"], "owner")
    (listed,), _ = run(tmp_path, "cloud", "devices")
    assert len(listed["devices"]) == listed["counts"]["all"] == 60
    (online,), _ = run(tmp_path, "cloud", "devices", "--type", "online", "--limit", "3")
    assert {each["state"] for each in online["devices"]} == {"online"}
    assert len(online["devices"]) == 3
    last5 = listed["devices"][17]["number"][-5:]
    (searched,), _ = run(tmp_path, "cloud", "devices", "--query", last5)
    assert listed["devices"][17]["number"] in [each["number"] for each in searched["devices"]]
    (known,), _ = run(tmp_path, "cloud", "servers")
    assert [(each["user"], each["logged_in"]) for each in known["servers"]] == [("demo", True)]
    (gone,), _ = run(tmp_path, "cloud", "logout")
    assert gone["server_told"] is True
    (error,), _ = run(tmp_path, "cloud", "devices", code=5)
    assert error["error"]["key"] == "cloud_no_login"
    for path in tmp_path.rglob("*"):
        if path.is_file():
            assert demo.ready["password"] not in path.read_text(errors="replace")


def test_two_logins_at_one_server(demo: Served, tmp_path: Path) -> None:
    login(tmp_path, demo)
    login(tmp_path, demo, "demo-viewer")
    (error,), _ = run(tmp_path, "cloud", "command", "1", "locate", code=5)
    assert error["error"]["key"] in ("cloud_not_found", "cloud_not_permitted")
    (listed,), _ = run(tmp_path, "cloud", "devices", "--user", "demo", "--limit", "1")
    number = listed["devices"][0]["number"]
    (error,), _ = run(tmp_path, "cloud", "command", number, "locate", code=5)
    assert error["error"]["key"] == "cloud_not_permitted"


def test_many_commands_at_once_share_one_login(demo: Served, tmp_path: Path) -> None:
    login(tmp_path, demo)
    path = tmp_path / "cloud-secrets.json"
    if path.exists():  # a machine without a keyring: let the access token seem to be over
        ((name, text),) = json.loads(path.read_text()).items()
        path.write_text(json.dumps({name: json.dumps({**json.loads(text), "until": 0})}))
    with ThreadPoolExecutor(4) as pool:
        jobs = [pool.submit(run, tmp_path, "cloud", "devices", "--limit", "1") for _ in range(4)]
        assert all(len(job.result()[0][0]["devices"]) == 1 for job in jobs)


def test_a_command_shows_its_fate(demo: Served, tmp_path: Path) -> None:
    login(tmp_path, demo)
    number = a_battery(tmp_path, "jbd-13s")
    states, _ = run(tmp_path, "cloud", "command", number, "locate")
    assert states[-1]["state"] == "succeeded"
    assert states[-1]["result"]["position"]["has_fix"] is True
    run(tmp_path, "cloud", "command", number, "locate", "now", code=2)


def test_a_battery_is_read_and_written_over_the_cloud(demo: Served, tmp_path: Path) -> None:
    login(tmp_path, demo)
    number = a_battery(tmp_path, "mingtang-13s")
    uri = f"cloud://{demo.ready['http'].partition('//')[2]}/{number}"
    (sample,), _ = run(tmp_path, "read", uri)
    assert sample["protocol"] == "mingtang"
    assert len(sample["cell_v"]) == 13
    run(tmp_path, "cloud", "command", number, "bms_read", "settings")
    (file,), told = run(tmp_path, "settings", "read", uri)
    assert file["format"] == "mingtang-settings/1"
    assert "old" not in told
    (saved,), _ = run(tmp_path, "settings", "read", uri, "--out", str(tmp_path / "pack.json"))
    assert saved["settings"] == len(file["settings"])
    new = 4.21 if file["settings"]["cell_ovp_v"] != 4.21 else 4.22
    (written,), _ = run(tmp_path, "settings", "set", uri, f"cell_ovp_v={new}")
    assert written["fields"]["cell_ovp_v"]["state"] == "applied"
    assert written["fields"]["cell_ovp_v"]["read"] == new
    (refused,), _ = run(tmp_path, "settings", "set", uri, "cell_ovp_v=42", code=5)
    assert refused["error"]["key"] == "out_of_range"
    run(tmp_path, "cloud", "command", number, "bms_read", "stats")
    (counters,), _ = run(tmp_path, "stats", uri)
    assert "cell_ov" in counters
    watched, _ = run(tmp_path, "watch", uri, "--seconds", "1")
    assert watched[0]["protocol"] == "mingtang"


def test_a_switch_and_an_undo_over_the_cloud(demo: Served, tmp_path: Path) -> None:
    """Of another battery: the server takes six commands a minute for each."""
    login(tmp_path, demo)
    uri = (
        f"cloud://{demo.ready['http'].partition('//')[2]}/{a_battery(tmp_path, 'mingtang-13s', 1)}"
    )
    (written,), _ = run(tmp_path, "settings", "set", uri, "cell_ovp_v=4.21")
    (back,), _ = run(tmp_path, "settings", "undo", uri)
    before = written["fields"]["cell_ovp_v"]["old"]
    assert back["fields"]["cell_ovp_v"]["read"] == before
    (off,), _ = run(tmp_path, "control", uri, "charge", "off", "--yes")
    assert off["confirmed"] is True
    assert off["charge_mosfet"] is False
    run(tmp_path, "control", uri, "charge", "on", "--yes")


def test_one_file_for_many_batteries_over_the_cloud(demo: Served, tmp_path: Path) -> None:
    """One is online and one is not: both are told, and the run says that not all is well."""
    login(tmp_path, demo)
    place = demo.ready["http"].partition("//")[2]
    there = a_battery(tmp_path, "mingtang-17s")
    (listed,), _ = run(tmp_path, "cloud", "devices", "--type", "offline")
    away = listed["devices"][0]["number"]
    file = tmp_path / "set.json"
    file.write_text(json.dumps({"cell_ovp_v": 4.2}))
    uris = [f"cloud://{place}/{number}" for number in (there, away)]
    words = ("settings", "apply-many", str(file), *uris, "--keep-going")
    rows, _ = run(tmp_path, *words, code=3)
    ended = {row["uri"]: row["state"] for row in rows if "uri" in row}
    assert ended[uris[0]] == "applied"
    assert ended[uris[1]] in ("failed", "refused")
    (found,), _ = run(tmp_path, "settings", "diff", uris[0], str(file), code=1)
    assert "cell_ovp_v" not in {row["key"] for row in found["differences"]}


def test_a_dry_run_writes_nothing_and_a_command_accepts_what_it_prints(
    demo: Served, tmp_path: Path
) -> None:
    login(tmp_path, demo)
    place = demo.ready["http"].partition("//")[2]
    uri = f"cloud://{place}/{a_battery(tmp_path, 'mingtang-17s')}"
    file = tmp_path / "frost.json"
    file.write_text(json.dumps({"chg_utp_c": -4}))
    (looked,), _ = run(tmp_path, "settings", "apply", uri, str(file), "--dry-run")
    assert looked["changes"] == {"chg_utp_c": -4}
    assert [each["rule"] for each in looked["warnings"]] == ["charge_cold"]
    (left,), _ = run(tmp_path, "settings", "apply-many", str(file), uri, "--skip-warned", code=1)
    assert left["state"] == "skipped"
    assert left["error"]["key"] == "warnings_not_accepted"
    (written,), told = run(tmp_path, "settings", "apply", uri, str(file))
    assert written["fields"]["chg_utp_c"]["old"] != -4
    assert written["fields"]["chg_utp_c"]["state"] == "applied"
    assert told.count("warning: chg_utp_c") == 1
    (refused,), _ = run(tmp_path, "control", uri, "charge", "off", "--dead-man", "5", code=5)
    assert refused["error"]["key"] == "cloud_no_trial"


@pytest.mark.parametrize(
    ("words", "code", "key"),
    [
        (("http://example.org",), 5, "cloud_insecure"),
        (("ftp://example.org",), 2, "cloud_address_invalid"),
        (("http://127.0.0.1:1",), 3, "cloud_unreachable"),
    ],
)
def test_logins_that_cannot_be(tmp_path: Path, words: tuple[str], code: int, key: str) -> None:
    (error,), _ = run(tmp_path, "cloud", "login", *words, "--user", "x", given="y\n", code=code)
    assert error["error"]["key"] == key


def test_no_password_and_a_wrong_one(demo: Served, tmp_path: Path) -> None:
    words = ("cloud", "login", demo.ready["http"], "--user", "demo")
    (error,), _ = run(tmp_path, *words, code=2)
    assert error["error"]["key"] == "usage_invalid"
    (error,), _ = run(tmp_path, *words, given="not this one\n", code=5)
    assert error["error"]["key"] == "cloud_login_refused"
