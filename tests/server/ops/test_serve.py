"""`cloud serve` from start to end, as a process."""

import json
import os
import signal
import socket
import stat
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from tests.integration.simulators import environment
from tests.server.ops.serving import ANY, refused, serve_here, served


def _health(url: str) -> dict[str, str]:
    with urllib.request.urlopen(f"{url}/api/v1/health", timeout=15) as answer:
        found: dict[str, str] = json.load(answer)
    return found


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ready_line_then_a_polite_end(tmp_path: Path, number: int) -> None:
    with served(tmp_path) as server:
        assert server.ready["ready"] is True
        assert not {"account", "password", "seed"} & set(server.ready)
        assert _health(server.ready["http"])["status"] == "ok"
        host, _, port = server.ready["jt808"].rpartition(":")
        socket.create_connection((host, int(port)), timeout=15).close()
        code, said = server.stop(number)
    assert code == 0
    assert "Traceback" not in said
    assert not (tmp_path / "cloud" / "cloud.sqlite.pid").exists()


def test_without_an_owner_the_link_is_in_the_line_and_on_stderr(tmp_path: Path) -> None:
    with served(tmp_path) as server:
        link = server.ready.get("setup")
        _, said = server.stop()
    # Whoever makes links may not be there; but both places tell the same.
    assert (link is None) == ("become its owner" not in said)
    assert link is None or link in said


@pytest.mark.skipif(os.name != "posix", reason="rights as on POSIX")
def test_nobody_else_can_read_its_files(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "data"
    with served(tmp_path, "--data", str(folder)):
        found = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    assert found.pop("cloud.sqlite") == 0o600
    assert not any(mode & 0o077 for mode in found.values())
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_second_server_on_the_same_folder_is_refused(tmp_path: Path) -> None:
    with served(tmp_path) as first:
        code, error = refused(tmp_path, *ANY)
        assert code == 5
        assert error["key"] == "server_runs"
        assert str(first.process.pid) in error["message"]
        first.process.kill()
        first.process.wait(15)
    with served(tmp_path) as second:  # what a killed one leaves is no obstacle
        assert second.ready["ready"]


@pytest.mark.parametrize(("option", "other"), [("--http", "--jt808"), ("--jt808", "--http")])
def test_a_taken_port_is_told_with_its_option(tmp_path: Path, option: str, other: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, error = refused(
            tmp_path, option, f"127.0.0.1:{port}", other, "127.0.0.1:0", "--data", str(tmp_path)
        )
    assert code == 3
    assert error["key"] == "port_taken"
    assert f"127.0.0.1:{port}" in error["message"]
    assert option in error["hint"]
    assert other not in error["hint"]


def test_without_its_packages_it_says_what_to_install(tmp_path: Path) -> None:
    program = (
        "import sys; sys.modules['fastapi'] = None\n"
        "from mingtang_desk.app.__main__ import main\n"
        "sys.exit(main(['cloud', 'serve', '--json']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env=environment(tmp_path),
    )
    assert done.returncode == 2
    error = json.loads(done.stdout)["error"]
    assert error["key"] == "server_extra_missing"
    assert "mingtang-desk[server]" in error["hint"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--tls-cert", "missing.pem"), 2),
        (("--tls-cert", "missing.pem", "--tls-key", "missing.key"), 2),
        (("--db", "mysql://somewhere/db"), 4),
        (("--db", "no url"), 4),
        (("--raw-days", "-1"), 2),
        (("--http", "nowhere"), 2),
    ],
)
def test_bad_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], code: int
) -> None:
    monkeypatch.setenv("MINGTANG_HOME", str(tmp_path))
    found, said = serve_here(*words)
    assert (found, list(said)) == (code, ["error"])


def test_https_with_a_certificate_of_its_own(tmp_path: Path) -> None:
    import ssl

    from mingtang_desk.server.admin.certificate import not_after

    cert, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    try:
        subprocess.run(
            [
                *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30"),
                *("-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"),
                *("-keyout", str(key), "-out", str(cert)),
            ],
            check=True,
            capture_output=True,
            timeout=60,
        )
    except FileNotFoundError:
        pytest.skip("openssl is not installed")
    told = subprocess.run(
        ["openssl", "x509", "-in", str(cert), "-noout", "-enddate"],
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    ).stdout
    assert (
        f"{not_after(cert):%b} {not_after(cert).day:2d} {not_after(cert):%H:%M:%S %Y} GMT" in told
    )
    with served(tmp_path, "--tls-cert", str(cert), "--tls-key", str(key)) as server:
        assert server.ready["http"].startswith("https://")
        context = ssl.create_default_context(cafile=str(cert))
        url = f"{server.ready['http']}/api/v1/health"
        with urllib.request.urlopen(url, timeout=15, context=context) as answer:
            assert answer.status == 200
