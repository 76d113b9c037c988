"""The `doctor` command: what is missing or wrong on this machine, in words."""

import argparse
import asyncio
import importlib.metadata
import importlib.util
import json
import os
import platform
import sys
import zipfile
from pathlib import Path

from mingtang_desk import __version__
from mingtang_desk.app.cli.doctor_ble import bluetooth_checks
from mingtang_desk.app.cli.output import Exit, Output
from mingtang_desk.app.home import history_path, home, log_path
from mingtang_desk.core.assets import resource_path
from mingtang_desk.core.errors import InputFileError, MingtangError
from mingtang_desk.history.verify import verify_file

_LIBRARIES = {"PySide6": "PySide6-Essentials", "qasync": "qasync", "serial": "pyserial"}


async def doctor(args: argparse.Namespace, out: Output) -> Exit:
    """Check the machine; exit 1 when something must be mended before the desk works."""
    checks = [
        _python(),
        *_libraries(),
        _home(),
        await _history(),
        *_ports(),
        *[_check(*found) for found in await bluetooth_checks()],
        _screen(),
        _map(),
        _assets(),
    ]
    document = {
        "version": __version__,
        "python": platform.python_version(),
        "platform": platform.platform(),
        "ok": all(check["ok"] for check in checks),
        "checks": checks,
    }
    if args.bundle:
        _bundle(Path(args.bundle), document)
        document["bundle"] = args.bundle
    lines = [f"{'ok ' if c['ok'] else 'BAD'}  {c['what']}: {c['detail']}" for c in checks]
    out.document(document, "\n".join(lines))
    return Exit.GOOD if document["ok"] else Exit.BAD_VERDICT


def _check(what: str, ok: bool, detail: str) -> dict[str, object]:
    return {"what": what, "ok": ok, "detail": detail}


def _python() -> dict[str, object]:
    good = (3, 12) <= sys.version_info[:2] < (3, 14)
    return _check(
        "Python", good, platform.python_version() + ("" if good else ": 3.12 or 3.13 is needed")
    )


def _libraries() -> list[dict[str, object]]:
    rows = []
    for module, package in _LIBRARIES.items():
        there = importlib.util.find_spec(module) is not None
        detail = (
            importlib.metadata.version(package)
            if there
            else "missing: pip install mingtang-desk[desktop]"
        )
        rows.append(_check(package, there, detail))
    return rows


def _home() -> dict[str, object]:
    place = home()
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        return _check("data folder", False, f"{place}: {error.strerror}; set MINGTANG_HOME")
    writable = os.access(place, os.W_OK)
    return _check("data folder", writable, f"{place}{'' if writable else ' is not writable'}")


async def _history() -> dict[str, object]:
    path = history_path()
    if not path.exists():
        return _check("history", True, f"{path}: none yet")
    try:
        verdict = await asyncio.to_thread(verify_file, path)
    except MingtangError as error:
        return _check("history", False, str(error))
    detail = f"{path}: {verdict.samples} samples{'; ' if verdict.problems else ''}"
    return _check("history", verdict.ok, detail + "; ".join(verdict.problems))


def _ports() -> list[dict[str, object]]:
    if importlib.util.find_spec("serial") is None:
        return []
    from mingtang_desk.transports.ports import serial_ports

    rows = []
    for port in serial_ports():
        allowed = sys.platform == "win32" or os.access(port.path, os.R_OK | os.W_OK)
        hint = (
            "" if allowed else ": no permission; add yourself to the group dialout and log in again"
        )
        rows.append(_check("port", allowed, f"{port.path} {port.name}{hint}".strip()))
    return rows or [
        _check("port", True, "no serial port found; plug in an adapter or type its path")
    ]


def _screen() -> dict[str, object]:
    if sys.platform in ("win32", "darwin"):
        return _check("screen", True, sys.platform)
    screen = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return _check("screen", True, screen or "none: the window runs offscreen")


def _map() -> dict[str, object]:
    from mingtang_desk.ui.map.backend import backend

    return _check("map", True, f"drawn by {backend().reason}")


def _assets() -> dict[str, object]:
    there = resource_path("icons").is_dir()
    return _check(
        "resources", there, str(resource_path("")) if there else "icons are missing: reinstall"
    )


def _bundle(path: Path, document: dict[str, object]) -> None:
    """Write what support needs: this report and the log, which holds no secrets or positions."""
    try:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bundle:
            bundle.writestr("doctor.json", json.dumps(document, ensure_ascii=False, indent=2))
            if log_path().exists():
                bundle.write(log_path(), "desk.log")
    except OSError as error:
        raise InputFileError("file_unwritable", path=path, detail=error.strerror) from error
