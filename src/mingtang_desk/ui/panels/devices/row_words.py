"""What a row of the list says of a device, under its name."""

from mingtang_desk.device.model import LinkPhase
from mingtang_desk.session.device_session import DeviceSession
from mingtang_desk.ui.errors import error_words
from mingtang_desk.ui.link_words import ModeWords, link_word, short_where
from mingtang_desk.ui.shown import age, number

DOTS = {"ok": "ok", "accent": "ok", "replay": "replay", "warn": "warn", "muted": "muted"}
"""Token of the dot, by the state of the mode chip."""


def row_words(session: DeviceSession, mode: ModeWords) -> str:
    """Return link, values and age; over Bluetooth what the board is says more than its address."""
    model, uri = session.model, session.uri
    named = uri.scheme == "ble" and bool(model.protocol_label)
    parts = [model.protocol_label if named else short_where(uri)]
    sample = model.sample
    if model.phase is LinkPhase.LIVE and sample is not None and not model.stale:
        if sample.pack_v is not None:
            parts.append(f"{number(sample.pack_v, 2)} V")
        if sample.soc_pct is not None:
            parts.append(f"{number(sample.soc_pct, 0)} %")
    elif model.error is not None:
        parts = [error_words(model.error).message]
    else:
        parts.append(mode.text.lower())
        if model.age_s is not None:
            parts.append(age(model.age_s))
    if named and model.error is None:
        parts.append(link_word(uri))
    return " · ".join(parts)
