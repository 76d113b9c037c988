"""POST to a URL that somebody set: no private addresses, no redirects, signed, bounded.

The name is resolved first, every address is looked at, and the connection goes to the address that
was looked at: a name that changes its mind in between gains nothing.
"""

import contextlib
import hashlib
import hmac
import http.client
import ipaddress
import json
import socket
import ssl
from collections.abc import Mapping
from urllib.parse import urlsplit

TIMEOUT_S = 10.0
MOST_ANSWER = 4096
SIGNATURE, TIMESTAMP = "X-Mingtang-Signature", "X-Mingtang-Timestamp"


class WebhookError(Exception):
    """It could not be delivered.

    Attributes:
        key: what went wrong ("address_refused", "not_reached", "answer_404").
    """

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


class _Pinned(http.client.HTTPSConnection):
    """HTTPS to an address that was looked at, checked against the name it was asked for."""

    def __init__(self, host: str, port: int, address: str, timeout_s: float) -> None:
        self._context_ = ssl.create_default_context()
        super().__init__(host, port, timeout=timeout_s, context=self._context_)
        self._address = address

    def connect(self) -> None:
        """Connect."""
        plain = socket.create_connection((self._address, self.port), self.timeout)
        self.sock = self._context_.wrap_socket(plain, server_hostname=self.host)


class _PinnedPlain(http.client.HTTPConnection):
    def __init__(self, host: str, port: int, address: str, timeout_s: float) -> None:
        super().__init__(host, port, timeout=timeout_s)
        self._address = address

    def connect(self) -> None:
        self.sock = socket.create_connection((self._address, self.port), self.timeout)


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """Return what a receiver compares with the header: HMAC-SHA256 over "timestamp.body"."""
    signed = timestamp.encode() + b"." + body
    return "sha256=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


def is_url(text: str) -> bool:
    """Whether a text is a URL that may be set: http or https, a host, no user in it."""
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return False
    plain = text.isascii() and text.isprintable() and " " not in text
    return (
        plain
        and parts.scheme in ("http", "https")
        and bool(parts.hostname)
        and parts.username is None
        and port != 0
    )


def address_of(host: str, port: int, *, allow_private: bool) -> str:
    """Return an address of a host.

    Raises:
        WebhookError: it has none, or one that is not of the public internet.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise WebhookError("not_reached") from error
    addresses = [str(each[4][0]) for each in found]
    if not allow_private and not all(_is_public(each) for each in addresses):
        raise WebhookError("address_refused")
    return addresses[0]


_INTO_IPV4 = tuple(
    ipaddress.IPv6Network(text) for text in ("::/96", "64:ff9b::/96", "64:ff9b:1::/48")
)
"""Behind these stand addresses of IPv4, private ones too."""


def _is_public(text: str) -> bool:
    address = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if inner is not None and not inner.is_global:
            return False
        if address.is_site_local or any(address in each for each in _INTO_IPV4):
            return False
    return address.is_global and not address.is_multicast


def connection_to(
    url: str, *, allow_private: bool, timeout_s: float
) -> tuple[http.client.HTTPConnection, str]:
    """Return a connection that is opened at the first request, and the path to ask for.

    Raises:
        WebhookError: its host has no address, or one that is not of the public internet.
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    is_tls = parts.scheme == "https"
    port = parts.port or (443 if is_tls else 80)
    address = address_of(host, port, allow_private=allow_private)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return (_Pinned if is_tls else _PinnedPlain)(host, port, address, timeout_s), path


class Cutter:
    """Ends a delivery from another thread: a receiver that drips bytes would hold it for ever."""

    def __init__(self) -> None:
        self.connection: http.client.HTTPConnection | None = None
        self.is_cut = False

    def cut(self) -> None:
        """End it."""
        self.is_cut = True
        sock = None if self.connection is None else self.connection.sock
        if sock is not None:
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)


def post(
    url: str,
    secret: str,
    timestamp: str,
    value: Mapping[str, object],
    *,
    allow_private: bool,
    cutter: Cutter,
) -> None:
    """Deliver a document; blocks until it is taken, refused or cut, so call it in a thread.

    Raises:
        WebhookError: it was not taken.
    """
    connection, path = connection_to(url, allow_private=allow_private, timeout_s=TIMEOUT_S)
    cutter.connection = connection
    body = json.dumps(value, ensure_ascii=False).encode()
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "mingtang-cloud",
        TIMESTAMP: timestamp,
        SIGNATURE: signature(secret, timestamp, body),
    }
    try:
        connection.request("POST", path, body, headers)
        answer = connection.getresponse()
        answer.read(MOST_ANSWER)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise WebhookError("not_reached") from error
    finally:
        connection.close()
    if cutter.is_cut:  # the end of the bytes looked like the end of the head
        raise WebhookError("not_reached")
    if not 200 <= answer.status < 300:
        raise WebhookError(f"answer_{answer.status}")
