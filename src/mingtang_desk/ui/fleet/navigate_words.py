"""What is said on the way to a battery: names of map apps, why there is no way, how long it is."""

from PySide6.QtCore import QCoreApplication

from mingtang_desk.cloud.navigation import MapApp, NoWay
from mingtang_desk.cloud.route_decode import Profile, RouterKind
from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP

APPS = {
    MapApp.AMAP: QT_TRANSLATE_NOOP("Navigation", "AMap, riding (browser or app)"),
    MapApp.AMAP_APP: QT_TRANSLATE_NOOP("Navigation", "AMap app, electric bike"),
    MapApp.BAIDU: QT_TRANSLATE_NOOP("Navigation", "Baidu Maps app, riding"),
    MapApp.GOOGLE: QT_TRANSLATE_NOOP("Navigation", "Google Maps"),
    MapApp.APPLE: QT_TRANSLATE_NOOP("Navigation", "Apple Maps"),
    MapApp.OSM: QT_TRANSLATE_NOOP("Navigation", "OpenStreetMap (browser)"),
    MapApp.GEO: QT_TRANSLATE_NOOP("Navigation", "Any map app (geo: link)"),
}
NO_WAYS = {
    NoWay.UNKNOWN: QT_TRANSLATE_NOOP("Navigation", "This battery is not in the fleet (any more)."),
    NoWay.NO_POSITION: QT_TRANSLATE_NOOP(
        "Navigation", "It has not reported a position yet. Ask it by the command Locate."
    ),
    NoWay.ZERO: QT_TRANSLATE_NOOP(
        "Navigation",
        "It reports latitude 0, longitude 0: its tracker has no fix. Nobody is led there.",
    ),
}
PROFILES = {
    Profile.BICYCLE: QT_TRANSLATE_NOOP("Navigation", "Bicycle"),
    Profile.CAR: QT_TRANSLATE_NOOP("Navigation", "Car"),
    Profile.FOOT: QT_TRANSLATE_NOOP("Navigation", "On foot"),
}
ROUTERS = {
    RouterKind.OSRM: "OSRM",
    RouterKind.VALHALLA: "Valhalla",
    RouterKind.ORS: "openrouteservice",
}
_MINUTES = QT_TRANSLATE_NOOP("Navigation", "{n} min")
_HOURS = QT_TRANSLATE_NOOP("Navigation", "{h} h {n} min")


def said(text: str) -> str:
    """Return a text of these tables in the present language."""
    return QCoreApplication.translate("Navigation", text)


def time_words(seconds: float | None) -> str:
    """Return how long a way takes, "—" = the router does not say."""
    if seconds is None:
        return "—"
    minutes = max(round(seconds / 60), 1)
    if minutes < 60:
        return said(_MINUTES).format(n=minutes)
    return said(_HOURS).format(h=minutes // 60, n=minutes % 60)
