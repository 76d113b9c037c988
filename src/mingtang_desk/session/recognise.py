"""Which board announces itself: the driver whose services and names fit, before any connection."""

from urllib.parse import quote

from mingtang_desk.interfaces.ble import Advert
from mingtang_desk.session.drivers import all_drivers


def recognised(advert: Advert) -> str:
    """Return the protocol key of a device, "" when none or more than one fits."""
    keys = [d.key for d in all_drivers() if d.ble is not None and d.ble.recognises(advert)]
    return keys[0] if len(keys) == 1 else ""


def recognised_family(advert: Advert) -> str:
    """Return the `aiobmsble:` key of a device, "" when none or more than one fits.

    The first call loads that library, which takes a while.
    """
    from mingtang_desk.transports.ble_family import PREFIX, families_of

    families = families_of(advert)
    return PREFIX + families[0] if len(families) == 1 else ""


def label_of(protocol: str) -> str:
    """Return what boards of a protocol key are called, "" for none; a family says it itself."""
    from mingtang_desk.transports.ble_family import PREFIX, family_class

    if protocol.startswith(PREFIX):
        return str(family_class(protocol.removeprefix(PREFIX)).bms_id())
    return next((d.label for d in all_drivers() if d.key == protocol), "")


def ble_uri(advert: Advert, protocol: str = "") -> str:
    """Return the address to open a device by."""
    options = f"?protocol={quote(protocol, safe=':')}" if protocol else ""
    return f"ble://{advert.address}{options}"
