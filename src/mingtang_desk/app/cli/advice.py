"""What commands say of a board that does not answer: verdict, evidence, steps."""

from mingtang_desk.core.errors import MingtangError
from mingtang_desk.device.asleep import Way, judge
from mingtang_desk.device.asleep_words import verdict_document
from mingtang_desk.interfaces.uri import parse_uri
from mingtang_desk.session.drivers import find_driver
from mingtang_desk.session.families import is_family
from mingtang_desk.session.silence import evidence_of, way_of
from mingtang_desk.session.wake_rows import steps_for, wake_row


def advice(error: MingtangError, uri: str) -> dict[str, object]:
    """Return {"wake": {key, message, hint, evidence, steps}}; {} for what is no silence.

    `uri` is the address of the board, "" = it is not known, as after a search.
    """
    scheme = uri.partition("://")[0]
    seen = evidence_of(error, Way.RADIO if error.key.startswith("ble_") else way_of(scheme))
    if seen is None:
        return {}
    diagnosis = judge(seen)
    protocol, driver = "", None
    if uri:
        try:
            address = parse_uri(uri)
            protocol = address.protocol
            if not is_family(protocol):
                driver = find_driver(protocol, address.options.get("profile", ""))
        except MingtangError:  # the error at hand says so already
            return {}
    steps = [way.text for way in steps_for(wake_row(protocol, driver), diagnosis)]
    return {"wake": {**verdict_document(diagnosis), "steps": steps}}


def advice_lines(document: object) -> list[str]:
    """Return advice as lines for people; [] where there are no steps."""
    if not isinstance(document, dict) or not document["steps"]:
        return []
    steps = [f"  {number}. {text}" for number, text in enumerate(document["steps"], start=1)]
    return [f"{document['message']}. {document['hint']}", *steps]
