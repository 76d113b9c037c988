"""Where a server is: `https://host[:port]`, and plain HTTP only where nobody can listen."""

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

from mingtang_desk.core.errors import CloudRefusalError, UsageError

PREFIX = "/api/v1"


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerAddress:
    """A checked address.

    Attributes:
        text: `https://host[:port]`, lower case, without what is behind it: the name of the server.
        is_encrypted: TLS is spoken.
    """

    text: str
    is_encrypted: bool

    @property
    def api(self) -> str:
        """Where the API is."""
        return self.text + PREFIX

    @property
    def stream(self) -> str:
        """Where live events come from."""
        return "ws" + self.api.removeprefix("http") + "/stream"

    @property
    def place(self) -> str:
        """`host[:port]`, as it stands in `cloud://`."""
        return self.text.partition("://")[2]


def server_address(text: str, *, insecure: bool = False) -> ServerAddress:
    """Read an address; without a scheme it is HTTPS, on this machine HTTP.

    Args:
        text: what was typed.
        insecure: plain HTTP to other machines is wanted.

    Raises:
        UsageError: it is none.
        CloudRefusalError: it is plain HTTP to another machine, and nobody said that this is meant.
    """
    typed = text.strip()
    try:
        parts = urlsplit(typed if "://" in typed else f"//{typed}")
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError as error:
        raise _wrong(typed, str(error)) from error
    scheme = parts.scheme.lower() or ("http" if is_loopback(host) else "https")
    if scheme not in ("http", "https"):
        raise _wrong(typed, "it begins neither with https:// nor with http://")
    if not host or not _is_host(host):
        raise _wrong(typed, "it names no host")
    if parts.username is not None or parts.password is not None:
        raise UsageError(
            "cloud_address_invalid", server=parts.hostname, detail="names and passwords stay out"
        )
    if parts.path.rstrip("/") not in ("", PREFIX) or parts.query or parts.fragment:
        raise _wrong(typed, "nothing may stand behind the host")
    shown = f"[{host}]" if ":" in host else host
    default = 443 if scheme == "https" else 80
    place = shown if port in (None, default) else f"{shown}:{port}"
    found = ServerAddress(text=f"{scheme}://{place}", is_encrypted=scheme == "https")
    if not found.is_encrypted and not insecure and not is_loopback(host):
        raise CloudRefusalError("cloud_insecure", server=found.text)
    return found


def is_loopback(host: str) -> bool:
    """Return whether a host is this machine, by its name alone: nobody is asked."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _is_host(host: str) -> bool:
    if ":" in host:
        try:
            return ipaddress.ip_address(host).version == 6
        except ValueError:
            return False
    return len(host) <= 253 and all(sign.isalnum() or sign in ".-_" for sign in host)


def _wrong(text: str, detail: str) -> UsageError:
    return UsageError("cloud_address_invalid", server=text, detail=detail)
