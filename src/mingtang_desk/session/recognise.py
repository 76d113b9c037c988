"""Which board announces itself: the driver whose services and names fit, before anybody connects."""

from urllib.parse import quote

from mingtang_desk.interfaces.ble import Advert
from mingtang_desk.session.drivers import all_drivers


def recognised(advert: Advert) -> str:
    """Return the protocol key of a device, "" when none or more than one fits."""
    keys = [d.key for d in all_drivers() if d.ble is not None and d.ble.recognises(advert)]
    return keys[0] if len(keys) == 1 else ""


def ble_uri(advert: Advert, protocol: str = "") -> str:
    """Return the address to open a device by."""
    options = f"?protocol={quote(protocol, safe=':')}" if protocol else ""
    return f"ble://{advert.address}{options}"
