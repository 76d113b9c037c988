"""One address for everything.

`serial:///dev/ttyUSB0?baud=9600&protocol=jbd` (CONTRACT.md section 1).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlsplit, urlunsplit

from mingtang_desk.core.errors import UsageError

SECRETS = ("pin",)
"""Options that no list, log or history may show."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceUri:
    """A parsed address.

    Attributes:
        text: as it was written, secrets left out.
        scheme: transport key.
        target: port path, host:port, file or model.
        options: everything behind the question mark.
    """

    text: str
    scheme: str
    target: str
    options: Mapping[str, str]

    @property
    def protocol(self) -> str:
        """The protocol key, or "auto"."""
        return self.options.get("protocol", "auto") or "auto"

    def number(self, option: str, default: int) -> int:
        """Return a whole number option.

        Raises:
            UsageError: it is not a positive whole number.
        """
        text = self.options.get(option)
        if text is None:
            return default
        if not text.isdecimal() or len(text) > 9 or int(text) <= 0:
            raise UsageError(
                "option_invalid", value=text, option=option, allowed="a positive whole number"
            )
        return int(text)

    def flag(self, option: str) -> bool:
        """Return a yes/no option, off when it is not there.

        Raises:
            UsageError: it is neither yes nor no.
        """
        text = self.options.get(option, "off").lower()
        if text in ("on", "1", "true", "yes"):
            return True
        if text in ("off", "0", "false", "no"):
            return False
        raise UsageError("option_invalid", value=text, option=option, allowed="on, off")


def parse_uri(text: str) -> DeviceUri:
    """Parse a device address.

    Raises:
        UsageError: it has no scheme or no target.
    """
    try:
        parts = urlsplit(text.strip(), allow_fragments=False)
    except ValueError as error:
        raise UsageError("uri_invalid", uri=text, detail=str(error)) from error
    if not parts.scheme or "://" not in text:
        raise UsageError("uri_invalid", uri=text, detail="it has no scheme")
    # COM5 stands in the host place, /dev/ttyUSB0 in the path: both are the target.
    target = unquote(parts.netloc + parts.path)
    if parts.scheme in ("tcp", "sim") or (parts.scheme == "serial" and parts.netloc):
        target = target.rstrip("/")
    if not target:
        raise UsageError("uri_invalid", uri=text, detail="it names no port, host, file or model")
    kept = [part for part in parts.query.split("&") if part.partition("=")[0] not in SECRETS]
    hidden = len(kept) != len(parts.query.split("&"))
    return DeviceUri(
        text=urlunsplit(parts._replace(query="&".join(kept))) if hidden else text.strip(),
        scheme=parts.scheme.lower(),
        target=target,
        options=dict(parse_qsl(parts.query)),
    )
