"""PINs go to the keyring of the system or nowhere."""

from collections.abc import Iterator

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoKeyring
from keyring.backends.null import Keyring as Nowhere

from mingtang_desk.session.secrets import SERVICE, Keyring


class Memory(KeyringBackend):
    priority = 1
    kept: dict[tuple[str, str], str]

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


@pytest.fixture(autouse=True)
def before() -> Iterator[None]:
    keep = keyring.get_keyring()
    yield
    keyring.set_keyring(keep)


@pytest.mark.asyncio
async def test_a_secret_is_kept_under_the_name_of_the_desk() -> None:
    memory = Memory()  # type: ignore[no-untyped-call]
    memory.kept = {}
    keyring.set_keyring(memory)
    desk = Keyring()
    assert await desk.get("AA:BB") is None
    assert await desk.put("AA:BB", "123456")
    assert memory.kept == {(SERVICE, "AA:BB"): "123456"}
    assert await desk.get("AA:BB") == "123456"
    await desk.drop("AA:BB")
    assert memory.kept == {}


@pytest.mark.asyncio
@pytest.mark.parametrize("store", [NoKeyring, Nowhere])
async def test_without_a_keyring_nothing_is_kept_and_nothing_breaks(
    store: type[KeyringBackend],
) -> None:
    keyring.set_keyring(store())
    desk = Keyring()
    assert not await desk.put("AA:BB", "123456")
    assert await desk.get("AA:BB") is None
    await desk.drop("AA:BB")
