"""What is asked of the tracker itself."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence

from mingtang_desk.core.errors import LinkLostError, LinkTimeoutError
from mingtang_desk.geo.datum import Datum, convert
from mingtang_desk.server.commands.flight import Flight, Outcome, must_be_taken
from mingtang_desk.server.commands.orders import (
    FactoryReset,
    Locate,
    ParametersRead,
    ParametersSet,
    Raw,
    Restart,
    Text,
    Track,
)
from mingtang_desk.server.commands.policy import SECRETS
from mingtang_desk.server.times import iso_ms, ms_of, now_ms
from mingtang_desk.wire.jt808 import commands
from mingtang_desk.wire.jt808.codec import Opaque
from mingtang_desk.wire.jt808.message import (
    Form,
    Message,
    QueryParameters,
    QueryPosition,
    Result,
    TerminalReply,
)
from mingtang_desk.wire.jt808.parameters import (
    PARAMETER_IDS,
    PARAMETERS,
    Parameter,
    ParametersReply,
    QuerySomeParameters,
    SetParameters,
)
from mingtang_desk.wire.jt808.reports import PositionReply
from mingtang_desk.wire.jt808.transparent import TransparentDown

_LOOK_S = 0.2
HIDDEN = "hidden"
"""Stands for a secret in results."""


async def locate(flight: Flight) -> Outcome:
    """0x8201; the position also goes the way of all positions."""
    assert isinstance(flight.command.order, Locate)
    reply = await flight.ask(QueryPosition(), PositionReply)
    must_be_taken(reply, flight.device.number)
    assert isinstance(reply, PositionReply)
    found = reply.position
    place: tuple[float, float] | None = None
    if found.has_fix:
        place = convert((found.lat, found.lon), Datum(flight.device.datum), Datum.WGS84)
    position = {
        "time": None if found.time is None else iso_ms(ms_of(found.time)),
        "has_fix": found.has_fix,
        "lat": None if place is None else round(place[0], 6),
        "lon": None if place is None else round(place[1], 6),
        "speed_kmh": found.speed_kmh,
        "course_deg": found.course_deg,
        "altitude_m": found.altitude_m,
    }
    return Outcome(good=True, result={"position": position})


async def parameters_read(flight: Flight) -> Outcome:
    """0x8104 or 0x8106."""
    order = flight.command.order
    assert isinstance(order, ParametersRead)
    ids = None if order.keys is None else [PARAMETER_IDS[key] for key in order.keys]
    return Outcome(good=True, result=shown(await _parameters(flight, ids)))


async def parameters_set(flight: Flight) -> Outcome:
    """0x8103, then 0x8106 and a comparison: an acknowledgement is no result."""
    order = flight.command.order
    assert isinstance(order, ParametersSet)
    wanted = order.wanted()
    before = await _parameters(flight, [each.id for each in wanted])
    flight.touched = True
    try:
        reply = await flight.ask(SetParameters.of(*wanted))
    except LinkTimeoutError:
        reply = None  # what is so now tells
    after = await _parameters(flight, [each.id for each in wanted])
    return compared(order, before, after, None if reply is None else reply)


def compared(
    order: ParametersSet,
    before: Sequence[Parameter] | None,
    after: Sequence[Parameter],
    reply: object = None,
) -> Outcome:
    """Return how setting parameters ended, from what was read afterwards."""
    now = {each.id: each.data for each in after}
    old = {each.id: each.data for each in before or ()}
    fields: dict[str, object] = {}
    good = True
    for wanted in order.wanted():
        key = PARAMETERS[wanted.id].key
        read = now.get(wanted.id)
        state = "unknown" if read is None else "applied" if read == wanted.data else "refused"
        if state == "refused" and old.get(wanted.id) not in (None, read):
            state = "clamped"
        good = good and state == "applied"
        fields[key] = {
            "old": _value(wanted.id, old.get(wanted.id)),
            "sent": _value(wanted.id, wanted.data),
            "read": _value(wanted.id, read),
            "state": state,
        }
    result: dict[str, object] = {"fields": fields}
    if isinstance(reply, TerminalReply) and reply.result != Result.DONE:
        result["tracker_result"] = reply.result
    return Outcome(good=good, result=result)


async def restart(flight: Flight) -> Outcome:
    """0x8105 word 4; a tracker that has logged in again has restarted."""
    assert isinstance(flight.command.order, Restart)
    return Outcome(good=True, result=await _go_away(flight, commands.Command.RESTART))


async def factory_reset(flight: Flight) -> Outcome:
    """0x8105 word 5; what the parameters were stays in the log and in the result."""
    assert isinstance(flight.command.order, FactoryReset)
    before = await _parameters(flight, None)
    flight.note("parameters_before", **shown(before))
    await flight.keep()
    back = await _go_away(flight, commands.Command.FACTORY_RESET)
    after = await _parameters(flight, None)
    was, now = ({each.id: each.data for each in some} for some in (before, after))
    changed = sorted(
        PARAMETERS[number].key if number in PARAMETERS else f"0x{number:04X}"
        for number in was.keys() | now.keys()
        if was.get(number) != now.get(number)
    )
    result = {**back, "before": shown(before), "after": shown(after), "changed": changed}
    return Outcome(good=True, result=result)


async def track(flight: Flight) -> Outcome:
    """0x8202; the tracker's word is all there is to know."""
    order = flight.command.order
    assert isinstance(order, Track)
    validity = order.validity_s if order.interval_s else None
    flight.touched = True
    return await _told(flight, commands.Track(interval_s=order.interval_s, validity_s=validity))


async def text(flight: Flight) -> Outcome:
    """0x8300."""
    order = flight.command.order
    assert isinstance(order, Text)
    flight.touched = True
    return await _told(flight, commands.Text(flags=order.flags, text=order.text))


async def raw(flight: Flight) -> Outcome:
    """Any message; what names its serial number is the answer."""
    order = flight.command.order
    assert isinstance(order, Raw)
    flight.touched = True
    message = Opaque(message_id=order.message_id, data=bytes.fromhex(order.hex))
    reply = await flight.ask(message)
    is_2019 = flight.link().terminal.is_2019
    number = reply.message_id if isinstance(reply, Opaque) else reply.ID
    body = reply.data if isinstance(reply, Opaque) else reply.body(Form(is_2019=is_2019))
    result = {"message_id": f"0x{number:04X}", "hex": body.hex()}
    taken = not isinstance(reply, TerminalReply) or reply.result == Result.DONE
    if taken and order.message_id == TransparentDown.ID:
        return Outcome(good=None, result=result)  # the tracker's word says nothing of the board
    return Outcome(good=taken, result=result)


async def _told(flight: Flight, message: Message) -> Outcome:
    reply = await flight.ask(message)
    must_be_taken(reply, flight.device.number)
    return Outcome(good=True, result={"evidence": "acknowledged"})


async def _parameters(flight: Flight, ids: Sequence[int] | None) -> tuple[Parameter, ...]:
    question: Message = QueryParameters() if ids is None else QuerySomeParameters(ids=tuple(ids))
    reply = await flight.ask(question, ParametersReply)
    must_be_taken(reply, flight.device.number)
    assert isinstance(reply, ParametersReply)
    return reply.parameters


async def _go_away(flight: Flight, word: commands.Command) -> dict[str, object]:
    """Send a word of 0x8105 and wait until the tracker has logged in anew."""
    before = flight.link()
    sent = now_ms(flight.core.clock)
    flight.touched = True
    reply: object = None
    try:
        reply = await flight.ask(commands.Control(command=word))
    except (LinkTimeoutError, LinkLostError) as error:
        flight.note("not_acknowledged", error=error.key)
    must_be_taken(reply, flight.device.number)
    loop = asyncio.get_running_loop()
    deadline = loop.time() + flight.timers.restart_s
    while True:
        link = flight.ingest.link_of(flight.device)
        if link is not None and link is not before and link.is_open:
            break
        if loop.time() >= deadline:
            raise LinkTimeoutError(
                "no_answer", where=flight.device.number, what=word.name.lower(), tries=1
            )
        await asyncio.sleep(_LOOK_S)
    now = now_ms(flight.core.clock)
    flight.note("logged_in_again", link=link.id)
    if reply is None:
        # A link that fell by itself looks just the same.
        raise LinkLostError("link_closed", where=flight.device.number)
    return {"evidence": "logged_in_again", "back": iso_ms(now), "away_s": (now - sent) / 1000}


def shown(parameters: Sequence[Parameter]) -> dict[str, object]:
    """Return parameters as results hold them; secrets only say that they are set."""
    known: dict[str, object] = {}
    other: dict[str, str] = {}
    for each in parameters:
        spec = PARAMETERS.get(each.id)
        if spec is None or each.value is None:
            other[f"0x{each.id:04X}"] = each.data.hex()
        else:
            known[spec.key] = _value(each.id, each.data)
    return {"parameters": known, "other": other}


def _value(number: int, data: bytes | None) -> object:
    if data is None:
        return None
    spec = PARAMETERS[number]
    if spec.key in SECRETS:
        return HIDDEN if data else ""
    value = Parameter(number, data).value
    return data.hex() if value is None else value


async def parameters_truth(flight: Flight) -> Outcome:
    """Look what became of parameters that nobody knows to be set."""
    order = flight.command.order
    assert isinstance(order, ParametersSet)
    after = await _parameters(flight, [each.id for each in order.wanted()])
    return compared(order, None, after)


type Carry = Callable[[Flight], Awaitable[Outcome]]
TRACKER_ORDERS: Mapping[str, Carry] = {
    "locate": locate,
    "parameters_read": parameters_read,
    "parameters_set": parameters_set,
    "restart": restart,
    "factory_reset": factory_reset,
    "track": track,
    "text": text,
    "raw": raw,
}
