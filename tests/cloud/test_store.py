"""Where tokens are kept: a keyring, a keyring that takes nothing, none at all."""

import asyncio
import sys
from pathlib import Path

import pytest

from mingtang_desk.cloud.lock import locked
from mingtang_desk.cloud.store import FileSecrets, Keeping, KeyringOrFile, WindowSecrets
from mingtang_desk.core.errors import CloudError, InputFileError

pytestmark = pytest.mark.asyncio
LATE = ("PySide6", "keyring", "qasync", "fastapi", "sqlalchemy")


class Ring:
    """A keyring in memory that may be locked."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}
        self.is_locked = False

    async def get(self, name: str) -> str | None:
        return None if self.is_locked else self.kept.get(name)

    async def put(self, name: str, secret: str) -> bool:
        if not self.is_locked:
            self.kept[name] = secret
        return not self.is_locked

    async def drop(self, name: str) -> None:
        if not self.is_locked:
            self.kept.pop(name, None)


async def test_a_keyring_leaves_no_file(tmp_path: Path) -> None:
    ring, file = Ring(), FileSecrets(tmp_path / "s.json")
    both = KeyringOrFile(ring, file)
    await both.put("a", "1")
    assert await both.get("a") == "1"
    assert not file.path.exists()
    await both.drop("a")
    assert await both.get("a") is None


async def test_a_window_keeps_in_memory_what_its_keyring_does_not_take(tmp_path: Path) -> None:
    ring, file = Ring(), FileSecrets(tmp_path / "s.json")
    window = WindowSecrets(ring, file)
    assert window.keeping is Keeping.KEYRING
    await window.put("a", "1")
    assert ring.kept == {"a": "1"}
    assert window.is_lasting("a")
    ring.is_locked = True
    await window.put("a", "2")
    assert (await window.get("a"), file.path.exists()) == ("2", False)
    assert not window.is_lasting("a")
    await window.drop("a")
    assert await window.get("a") is None


async def test_a_window_without_a_keyring_uses_the_file_only_if_that_is_wanted(
    tmp_path: Path,
) -> None:
    file = FileSecrets(tmp_path / "s.json")
    await file.put("of a command", "1")
    window = WindowSecrets(None, file)
    await window.put("a", "1")
    await window.put("of a command", "2")  # stays where the next command looks for it
    assert await file.get("of a command") == "2"
    assert await file.get("a") is None
    window.may_use_file = True
    assert window.keeping is Keeping.FILE
    await window.put("a", "2")
    assert (await file.get("a"), window.is_lasting("a")) == ("2", True)


async def test_what_a_locked_keyring_does_not_take_goes_to_the_file_and_back(
    tmp_path: Path,
) -> None:
    ring, file = Ring(), FileSecrets(tmp_path / "s.json")
    both = KeyringOrFile(ring, file)
    await both.put("a", "old")
    ring.is_locked = True
    await both.put("a", "new")
    ring.is_locked = False
    assert await both.get("a") == "new"  # and not the one that was exchanged
    await both.put("a", "newest")
    assert not file.path.exists()
    assert await both.get("a") == "newest"


async def test_a_file_keeps_several_and_is_gone_with_the_last(tmp_path: Path) -> None:
    file = FileSecrets(tmp_path / "deep" / "s.json")
    await file.put("a", "1")
    await file.put("b", "2")
    await file.drop("a")
    assert (await file.get("a"), await file.get("b")) == (None, "2")
    await file.drop("b")
    await file.drop("b")
    assert not file.path.exists()


@pytest.mark.parametrize("text", ["{", "[]", '{"a": 1}', "\xff"])
async def test_a_damaged_file_is_told_and_left(tmp_path: Path, text: str) -> None:
    path = tmp_path / "s.json"
    path.write_text(text, encoding="latin-1")
    file = FileSecrets(path)
    for work in (file.get("a"), file.put("a", "1"), file.drop("a")):
        with pytest.raises(InputFileError):
            await work
    assert path.read_text(encoding="latin-1") == text


async def test_who_does_not_let_go_is_told(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    async with locked(path):
        with pytest.raises(CloudError) as caught:
            async with locked(path, wait_s=0.1):
                pass
    assert caught.value.key == "cloud_accounts_busy"
    async with locked(path, wait_s=0.1):
        assert path.exists()


async def test_the_client_needs_no_window_no_keyring_and_no_server() -> None:
    names = "stream, logins, store, client"
    code = f"import sys; from mingtang_desk.cloud import {names}; print(*sys.modules)"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", code, stdout=asyncio.subprocess.PIPE
    )
    out, _ = await asyncio.wait_for(process.communicate(), 60)
    assert process.returncode == 0
    assert not set(LATE) & set(out.decode().split())
