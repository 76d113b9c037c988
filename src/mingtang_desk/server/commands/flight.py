"""One command on its way: the link it takes, the log of its bytes, and what it came to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TYPE_CHECKING

from mingtang_desk.core.errors import DeniedReason, LinkDeniedError, LinkLostError, MingtangError
from mingtang_desk.server.accounts.users import find_user
from mingtang_desk.server.commands.machine import State
from mingtang_desk.server.commands.rows import Command, Step, move, note
from mingtang_desk.server.commands.timers import Timers
from mingtang_desk.server.core import Core
from mingtang_desk.server.devices.device import Device
from mingtang_desk.server.ingest.gateway import GatewayReply
from mingtang_desk.server.ingest.link import TrackerLink
from mingtang_desk.server.store.tables.accounts import USERS
from mingtang_desk.server.times import now_ms
from mingtang_desk.session.judging import writes
from mingtang_desk.wire.jt808.codec import Opaque
from mingtang_desk.wire.jt808.message import Form, Message, Result, TerminalReply
from mingtang_desk.wire.jt808.transparent import TransparentUp

if TYPE_CHECKING:
    from mingtang_desk.server.ingest.ingest import Ingest

BENCH_PROBLEMS = frozenset(
    {
        "read_only",
        "busy",
        "too_fast",
        "unknown_bytes",
        "other_board",
        "link_down",
        "ended",
        "not_permitted",
    }
)
"""Why a desk that shares its board does not let bytes through; `bench_<one of these>` says it."""
MOST_STEPS = 5000
"""Of one flight; nothing that a board can be asked needs as many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a flight came to.

    Attributes:
        good: proven; False = it is certain that it did not succeed; None = nobody knows.
        result: JSON.
        settle: of what nobody knows: the truth can be looked up later.
        final: of what did not succeed: sending it again would be no better.
    """

    good: bool | None
    result: Mapping[str, object] = field(default_factory=dict)
    settle: bool = False
    final: bool = False


class _Does(Enum):
    """What bytes on the board's line are."""

    WRITE = auto()
    ASK = auto()
    SAY = auto()


class Flight:
    """What a running command has.

    Attributes:
        command, device: which one, for which battery.
        touched: something that may change the device has left, or is about to.
        frames_out: how many messages have left.
        acknowledged: the tracker has taken at least one.
        sent: requests that were the write, as the journal tells.
        unpaid: a question was not answered in time: its reply may come late.
        denied: whoever is at the board did not let something through.
    """

    def __init__(
        self, core: Core, ingest: "Ingest", command: Command, device: Device, timers: Timers
    ) -> None:
        self.core = core
        self.ingest = ingest
        self.command = command
        self.device = device
        self.timers = timers
        self.touched = False
        self.frames_out = 0
        self.acknowledged = False
        self.unpaid = False
        self.denied: LinkDeniedError | None = None
        self._steps: list[Step] = []
        self.sent: frozenset[bytes] = frozenset()
        self._board: list[tuple[_Does, bytes]] = []

    @property
    def is_proven(self) -> bool:
        """Whether what was written to the board was asked for and answered after it.

        Reading may need writes of its own, to enter a mode and to leave it: what counts is the
        last request of those that the journal calls the write, else the first one.
        """
        wrote = [i for i, (does, data) in enumerate(self._board) if does is _Does.WRITE]
        if not wrote:
            return True
        sent = self.sent or {self._board[wrote[0]][1]}
        last = max(i for i in wrote if self._board[i][1] in sent)
        asked = [i for i, (does, _) in enumerate(self._board) if does is _Does.ASK and i > last]
        return bool(asked) and any(does is _Does.SAY for does, _ in self._board[asked[0] :])

    def link(self) -> TrackerLink:
        """Return the tracker's link as it is now.

        Raises:
            LinkLostError: there is none.
        """
        link = self.ingest.link_of(self.device)
        if link is None or not link.is_open:
            raise LinkLostError("link_closed", where=self.device.number)
        return link

    async def asker(self) -> str:
        """Return the login of whoever asked for it, "" where there is no such user any more."""
        async with self.core.store.read() as connection:
            user = await find_user(connection, USERS.c.id == self.command.by)
        return "" if user is None else user.principal.login

    def note(self, what: str, **body: object) -> None:
        """Add a line to the log; it is stored with the next step, or by `keep`."""
        if len(self._steps) < MOST_STEPS:
            step = Step(time_ms=now_ms(self.core.clock), what=what, body=body)
            self._steps.append(step)

    def take_steps(self) -> list[Step]:
        """Return what is not stored yet; the caller stores it."""
        taken, self._steps = self._steps, []
        return taken

    async def keep(self) -> None:
        """Store the log up to here."""
        if self._steps:
            async with self.core.store.write() as tx:
                await note(tx, self.command.id, self.take_steps())

    async def taken(self) -> None:
        """The tracker has taken something: store that it did, once."""
        self.acknowledged = True
        before = self.command
        if before.life.state is not State.SENT:
            return
        async with self.core.store.write() as tx:
            after = before.at(before.life.delivered(tx.now_ms))
            await move(tx, before, after, self.device.number, self.take_steps())
        self.command = after

    def out(self, message: Message | Opaque, link: TrackerLink) -> None:
        """Note a message that leaves."""
        self.frames_out += 1
        self._note_message("tx", message, link)

    def came(self, message: Message | Opaque, link: TrackerLink) -> None:
        """Note a message that came."""
        self._note_message("rx", message, link)

    def board_out(self, data: bytes) -> None:
        """Keep in mind what bytes for the board do, once there is something to prove."""
        if self.touched:
            asks = writes(data, self.device.protocol) is False
            self._board.append((_Does.ASK if asks else _Does.WRITE, data))

    def board_came(self, data: bytes, link: TrackerLink, channel: int) -> None:
        """Note bytes of the board."""
        if self.touched:
            self._board.append((_Does.SAY, b""))
        self._note_message("rx", TransparentUp(channel=channel, data=data), link)

    async def ask(self, message: Message | Opaque, *answers: type[Message]) -> Message | Opaque:
        """Ask the tracker; return what answers, a general reply that says no included.

        Args:
            message: the question.
            answers: kinds of messages that answer it; none = its general reply does.

        Raises:
            LinkLostError, LinkTimeoutError: no answer came.
        """
        link = self.link()
        serial = link.next_serial

        def is_answer(said: Message | Opaque) -> bool:
            if getattr(said, "reply_serial", -1) != serial:
                return False
            if answers and isinstance(said, TerminalReply):
                return said.result != Result.DONE  # the answer itself follows
            return not answers or isinstance(said, (*answers,))

        self.out(message, link)
        said = await link.ask(message, timeout_s=self.timers.ack_s, answer=is_answer)
        self.came(said, link)
        if not isinstance(said, TerminalReply) or said.result == Result.DONE:
            await self.taken()
        return said

    def _note_message(self, way: str, message: Message | Opaque, link: TrackerLink) -> None:
        if isinstance(message, Opaque):
            number, body = message.message_id, message.data
        else:
            number, body = message.ID, message.body(Form(is_2019=link.terminal.is_2019))
        self.note(way, message_id=f"0x{number:04X}", hex=body.hex(), link=link.id)


def must_be_taken(reply: object, number: str) -> None:
    """Refuse to go on where a tracker said no.

    Raises:
        LinkDeniedError: "tracker_refused", with its result, or why a desk let nothing through.
    """
    problem = reply.problem if isinstance(reply, GatewayReply) and reply.result else ""
    if problem in BENCH_PROBLEMS:
        raise LinkDeniedError(f"bench_{problem}", reason=DeniedReason.FORBIDDEN, where=number)
    if isinstance(reply, TerminalReply) and reply.result != Result.DONE:
        reason = DeniedReason.FORBIDDEN
        if reply.result == Result.UNSUPPORTED:
            reason = DeniedReason.UNSUPPORTED
        raise LinkDeniedError("tracker_refused", reason=reason, where=number, result=reply.result)


def error_json(error: MingtangError) -> dict[str, object]:
    """Return an error as results hold it."""
    return {"error": {"key": error.key, "message": str(error)}}
