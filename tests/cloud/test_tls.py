"""HTTPS: a certificate that nobody vouches for gets nothing, one that is trusted works."""

import asyncio
import shutil
import ssl
import subprocess
from contextlib import aclosing
from pathlib import Path

import pytest

from mingtang_desk.cloud.address import server_address
from mingtang_desk.cloud.client import CloudClient
from mingtang_desk.cloud.logins import Given, Logins
from mingtang_desk.cloud.own_stream import Stream
from mingtang_desk.cloud.store import FileSecrets
from mingtang_desk.cloud.stream import Broken, Opened
from mingtang_desk.core.errors import CloudError
from mingtang_desk.session.clock import SystemClock
from tests.cloud.conftest import CHEAP, PASSWORD, give_passwords
from tests.server.kit import Kit, kit_of

pytestmark = [pytest.mark.asyncio, pytest.mark.usefixtures("_tasks")]
GIVEN = Given(user="shop-owner", password=PASSWORD)


@pytest.fixture
def papers(tmp_path: Path) -> tuple[Path, Path]:
    """A certificate of its own making for 127.0.0.1, and its key."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    cert, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    words = ["-keyout", str(key), "-out", str(cert), "-subj", "/CN=mine"]
    names = ["-addext", "subjectAltName=IP:127.0.0.1"]
    make = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30"]
    subprocess.run([*make, *words, *names], check=True, capture_output=True, timeout=60)
    return cert, key


def logins_of(folder: Path, trust: ssl.SSLContext | None) -> Logins:
    secrets = FileSecrets(folder / "secrets.json")
    return Logins(folder, secrets, SystemClock(), request_s=10, trust=trust)


async def first_of(client: CloudClient) -> object:
    async with aclosing(Stream(client).events()) as events, asyncio.timeout(15):
        async for event in events:
            return event
    return None


async def failed_login(kit: Kit, folder: Path, trust: ssl.SSLContext | None) -> CloudError:
    with pytest.raises(CloudError) as caught:
        await logins_of(folder, trust).login(server_address(kit.server.http), GIVEN)
    return caught.value


async def test_only_a_trusted_certificate_gets_the_password(
    papers: tuple[Path, Path], tmp_path: Path
) -> None:
    cert, key = papers
    db = f"sqlite:///{tmp_path / 'cloud.sqlite'}"
    async with kit_of(db, tmp_path, tls_cert=cert, tls_key=key, **CHEAP) as kit:
        await give_passwords(kit)
        assert kit.server.http.startswith("https://")
        assert (await failed_login(kit, tmp_path / "a", None)).key == "cloud_tls"
        trust = ssl.create_default_context(cafile=str(cert))
        logins = logins_of(tmp_path / "desk", trust)
        who, _ = await logins.login(server_address(kit.server.http), GIVEN)
        async with logins.opened(who) as client:
            assert (await client.counts()).counts.all == 2
            assert isinstance(await first_of(client), Opened)
        async with logins_of(tmp_path / "desk", None).opened(who) as client:
            told = await first_of(client)
    assert isinstance(told, Broken)
    assert told.error.key == "cloud_tls"
