"""The WebSocket on which a desk reports for a battery and is asked for bytes.

See docs/server/uplinks.md.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Final

from websockets.asyncio.client import ClientConnection
from websockets.exceptions import (
    ConnectionClosed,
    InvalidHandshake,
    InvalidStatus,
    WebSocketException,
)

from mingtang_desk.cloud.client import CloudClient
from mingtang_desk.cloud.decode import Json, plain
from mingtang_desk.cloud.http import read_json, unreachable
from mingtang_desk.cloud.problems import error_of
from mingtang_desk.cloud.sockets import OPEN_S, answer_of, closed_words, connecting
from mingtang_desk.core.errors import CloudError, CloudRefusalError

SEND_S = 10.0
PING_S = 20.0
"""A server that does not answer a ping for so long is gone."""
_MOST_BYTES: Final = 64 * 1024
_SOCKETS = 5


class Uplink:
    """An open link.

    Args:
        socket: it; client: whose.
    """

    def __init__(self, socket: ClientConnection, client: CloudClient) -> None:
        self._socket, self._client = socket, client

    async def send(self, message: Mapping[str, object]) -> None:
        """Send one message.

        Raises:
            CloudError: the link is gone, or takes nothing in time.
        """
        try:
            async with asyncio.timeout(SEND_S):
                await self._socket.send(json.dumps(message, ensure_ascii=False))
        except TimeoutError as error:
            raise self._lost("nothing was taken in time") from error
        except (ConnectionClosed, OSError) as error:
            raise self._lost(closed_words(error)) from error

    async def messages(self) -> AsyncIterator[Json]:
        """Yield what the server says, until the link is gone.

        Raises:
            CloudError: it is gone, or says nonsense.
        """
        while True:
            try:
                text = await self._socket.recv()  # pings tell whether it lives
            except (ConnectionClosed, OSError) as error:
                raise self._lost(closed_words(error)) from error
            try:
                found = read_json(text)
            except (ValueError, RecursionError) as error:
                raise self._lost("it says what is no JSON") from error
            if isinstance(found, dict):
                yield found

    def _lost(self, detail: str) -> CloudError:
        server = self._client.http.server.text
        return CloudError("cloud_stream_broken", server=server, detail=detail.rstrip("."))


@asynccontextmanager
async def opened_uplink(client: CloudClient) -> AsyncIterator[Uplink]:
    """Open the link for the time of a block.

    Raises:
        CloudRefusalError: the login has ended, has not the right, or has too many links.
        CloudError: the server cannot be reached.
    """
    token = await client.login.token()
    try:
        socket = await _opened(client, token)
    except CloudRefusalError as error:
        if error.key != "cloud_logged_out":
            raise
        # Another program of this user may have exchanged the token meanwhile.
        socket = await _opened(client, await client.login.token(instead_of=token))
    try:
        yield Uplink(socket, client)
    finally:
        await socket.close()


async def _opened(client: CloudClient, token: str) -> ClientConnection:
    server = client.http.server
    opening = connecting(
        client.http,
        server.stream.removesuffix("/stream") + "/uplink/stream",
        {"Authorization": f"Bearer {token}"},
        most_bytes=_MOST_BYTES,
        ping_s=PING_S,
    )
    try:
        return await opening
    except TimeoutError as error:
        raise CloudError("cloud_timeout", server=server.text, seconds=f"{OPEN_S:g}") from error
    except InvalidStatus as error:
        raise _status(error, client) from error
    except InvalidHandshake as error:
        detail = plain(str(error), 120).rstrip(".")
        raise CloudError("cloud_stream_broken", server=server.text, detail=detail) from error
    except (OSError, WebSocketException) as error:
        raise unreachable(server, error) from error


def _status(error: InvalidStatus, client: CloudClient) -> CloudError:
    """Return what an answer means that is no link."""
    answer = answer_of(error)
    body = answer.body
    if isinstance(body, dict) and str(body.get("type", "")).endswith(":too_many_gateways"):
        return CloudRefusalError("share_many", server=client.http.server.text, limit=_SOCKETS)
    return error_of(client.http.server, answer, client.login.who.user)
