"""How JBD boards are woken; that they sleep is documented, what a hand can do is practice."""

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.interfaces.wake import BUTTON, CHARGER, LOAD, PHONE, PLUG, By, WakeRow, WakeWay

WAKE = WakeRow(
    (
        WakeWay(
            By.ASKING,
            QT_TRANSLATE_NOOP(
                "Wake", "The desk asks again and again: after sleep the first ask is lost."
            ),
            "docs/protocols/jbd.md, section 1",
        ),
        CHARGER,
        LOAD,
        BUTTON,
        PLUG,
        PHONE,
    ),
    sleeps=True,
)
