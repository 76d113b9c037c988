"""Writes requirements.lock: exact versions and hashes of every extra, and no address."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "packaging" / "requirements.lock"
WORK = ROOT / "build" / "requirements.lock"
HEADER = """\
# Exact versions and hashes of every package of every extra, for Python 3.12 and 3.13.
# Written by `make lock` from pyproject.toml; `make setup` installs it with --require-hashes.
# It names no index: packages come from wherever pip of this machine is told to look.
"""
OPTIONS = (
    "--all-extras --universal --python-version 3.12 --generate-hashes --no-header --no-annotate"
    " --no-emit-index-url --no-emit-find-links --quiet"
)


def main(more: list[str]) -> None:
    """Resolve anew, keeping locked versions that still fit; `--upgrade` lifts them.

    Raises:
        SystemExit: the result holds an address.
    """
    WORK.parent.mkdir(exist_ok=True)
    WORK.write_bytes(LOCK.read_bytes() if LOCK.is_file() else b"")
    resolve = [sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", *OPTIONS.split()]
    subprocess.run([*resolve, *more, "-o", str(WORK)], cwd=ROOT, check=True)
    lines = WORK.read_text(encoding="utf-8").splitlines(keepends=True)
    text = "".join(line for line in lines if not line.startswith("#"))
    if re.search(r"://|^-|\bfile:", text, flags=re.MULTILINE):
        raise SystemExit("lock: an address or an option got into build/requirements.lock: refused")
    LOCK.write_text(HEADER + text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
