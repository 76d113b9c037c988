"""Commands to one battery: asked once, followed to their end, told in the words of the desk."""

import asyncio
import logging
import uuid
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass, replace

from mingtang_desk.cloud.battery_reading import reason_of
from mingtang_desk.cloud.battery_way import BatteryWay
from mingtang_desk.cloud.models import ENDED, Command
from mingtang_desk.core.errors import CloudError, CloudRefusalError, MingtangError
from mingtang_desk.device.model import DeviceModel
from mingtang_desk.device.remote import Remote

RESTING = "resting"
"""Step of a command that is not handed over yet: the server wants to be left alone."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long things may take over a radio, in seconds.

    Attributes:
        send_s: a command that was not sent by then is not sent any more.
        read_s, write_s: a read, and a write or control, from asking to the end; longer than the
            server gives them.
        retry_s: before a server that went away is asked again.
        tries: how often the same command is handed over where nobody says that it came.
        look_s: between looks at what is not told live.
        pace_s: between two reads; the server takes six commands a minute.
        settle_s: first and last wait between looks at what nobody knows.
        rest_s: longest that a server may want to be left alone before it takes a command.
    """

    send_s: int = 120
    read_s: float = 300.0
    write_s: float = 420.0
    retry_s: float = 2.0
    tries: int = 3
    look_s: float = 60.0
    pace_s: float = 10.0
    settle_s: tuple[float, float] = (2.0, 60.0)
    rest_s: float = 600.0


class BatteryTalk:
    """One command of this desk at a time.

    Args:
        way: to the server.
        model: shows which command is under way.

    Attributes:
        ours: ids of the commands of this desk; accepted: of those that the server took, or may
            have taken; taken: of those that it said it took.
    """

    def __init__(self, way: BatteryWay, model: DeviceModel, patience: Patience) -> None:
        self.way, self.patience = way, patience
        self._model = model
        self._lane = asyncio.Lock()
        self.ours: set[str] = set()
        self.accepted: set[str] = set()
        self.taken: set[str] = set()

    @property
    def server(self) -> str:
        """The server, for errors."""
        return self.way.place

    async def idle(self) -> None:
        """Return when no command of ours is under way."""
        async with self._lane:
            pass

    def tell(
        self,
        *,
        doing: str | None = None,
        step: str | None = None,
        command: str | None = None,
        rest_s: float | None = None,
    ) -> None:
        """Show what is done, and of which command nobody knows; None = as it is."""
        now = self._model.remote or Remote()
        self._model.set_remote(
            replace(
                now,
                doing=now.doing if doing is None else doing,
                step=now.step if step is None else step,
                command=now.command if command is None else command,
                rest_s=now.rest_s if rest_s is None else rest_s,
            )
        )

    async def read(self, what: str) -> Command:
        """Have the server read the board, and return the command that succeeded.

        Raises:
            CloudError: it did not.
        """
        order = {"kind": "bms_read", "what": what, "expires_in_s": 60}
        ended = await self.carry(order, within_s=self.patience.read_s)
        self.must_succeed(ended)
        return ended

    async def carry(
        self,
        order: Mapping[str, object],
        *,
        within_s: float,
        command_id: str | None = None,
        until: float | None = None,
        stop: asyncio.Event | None = None,
    ) -> Command:
        """Ask for a command and return it as it ended, "unknown" included.

        Args:
            order: without an id.
            within_s: longest, from when the server may be asked on.
            command_id: the id it gets; None = a fresh one.
            until: monotonic time after which it is not handed over any more.
            stop: set when nobody wants it any more: what was not handed over by then is not.

        Raises:
            CancelledError: it was not wanted any more; nothing was sent.
            CloudRefusalError: the server said no; nothing was sent.
            CloudError: nobody knows what became of it: the server is away, or takes too long.
        """
        body = {"id": command_id or str(uuid.uuid4()), **order}
        self.ours.add(str(body["id"]))
        async with self._lane:
            try:
                self.tell(doing=_doing(order), step="asking")
                async with asyncio.timeout(within_s) as limit:
                    command = await self._ask(body, limit, until, stop or asyncio.Event())
                    self.accepted.add(str(body["id"]))
                    self.taken.add(str(body["id"]))
                    async for each in self._fate(command):
                        command = each
                        self.tell(step=each.state)
            except TimeoutError as error:
                raise CloudError(
                    "cloud_command_open", server=self.server, id=body["id"], state="open"
                ) from error
            finally:
                self.tell(doing="", step="")
        return command

    def must_succeed(self, ended: Command) -> None:
        """Return where a command succeeded.

        Raises:
            CloudError: it did not, with the reason.
        """
        if ended.state == "succeeded":
            return
        raise self.why(ended)

    def why(self, ended: Command) -> CloudError:
        """Return why a command did not succeed."""
        if ended.state == "failed":
            key, message = reason_of(ended)
            if key == "interlock_moving":
                return CloudRefusalError("cloud_moving")
            return CloudRefusalError(
                "cloud_refused", server=self.server, problem=key, detail=message
            )
        return CloudError("cloud_command_ended", server=self.server, state=ended.state, id=ended.id)

    async def _ask(
        self,
        body: Mapping[str, object],
        limit: asyncio.Timeout,
        until: float | None,
        stop: asyncio.Event,
    ) -> Command:
        """Hand a command over. The same id again is the same command, so it is never done twice.

        A server that takes no more just now is left alone as long as it says; that is no try, and
        takes nothing of the time for the command.
        """
        left, rested, name = self.patience.tries, 0.0, str(body["id"])
        while True:
            may_be_there = name in self.accepted
            try:
                client = await self.way.client()
                self._must_hold(until)
                if stop.is_set() and not may_be_there:
                    raise asyncio.CancelledError
                self.accepted.add(name)  # from here on nobody knows, until somebody says no
                return await client.ask(self.way.number, body)
            except CloudRefusalError as error:
                if not may_be_there:  # a no to the next try is none to this one
                    self.accepted.discard(name)
                rest = _rest(error, self.patience.retry_s)
                rested += rest
                if error.key != "cloud_too_many" or rested > self.patience.rest_s:
                    raise refusal(error) from error
                if (when := limit.when()) is not None:
                    limit.reschedule(when + rest)
                self._must_hold(None if until is None else until - rest)
                if await self._left_alone(rest, stop):
                    raise refusal(error) from error
            except CloudError as error:
                left -= 1
                if not left or self.way.ended:
                    raise
                _log.info("%s: asked again: %s", self.server, error.key)
                if await _is_set(stop, self.patience.retry_s):
                    raise

    def _must_hold(self, until: float | None) -> None:
        """Refuse to hand over what somebody agreed to too long ago.

        Raises:
            CloudRefusalError: it would be.
        """
        if until is not None and self._model.clock.monotonic() >= until:
            raise CloudRefusalError("cloud_consent_old", server=self.server)

    async def _left_alone(self, seconds: float, stop: asyncio.Event) -> bool:
        """Wait as long as the server wants; True = nobody wants it handed over any more."""
        self.tell(step=RESTING, rest_s=seconds)
        try:
            return await _is_set(stop, seconds)
        finally:
            self.tell(step="asking", rest_s=0.0)

    async def _fate(self, command: Command) -> AsyncGenerator[Command]:
        """Yield a command as it goes on, over a server that goes away and comes back."""
        while True:
            try:
                client = await self.way.client()
                async for each in client.fate(command, within_s=self.patience.write_s):
                    command = each
                    yield each
                    if each.state in ENDED:
                        return
            except CloudRefusalError as error:
                if error.key != "cloud_too_many":
                    raise
                await asyncio.sleep(_rest(error, self.patience.retry_s))
            except CloudError as error:
                if self.way.ended:
                    raise
                _log.info("%s: looked again: %s", self.server, error.key)
                await asyncio.sleep(self.patience.retry_s)


async def _is_set(stop: asyncio.Event, within_s: float) -> bool:
    try:
        async with asyncio.timeout(within_s):
            await stop.wait()
    except TimeoutError:
        return False
    return True


def _doing(order: Mapping[str, object]) -> str:
    return " ".join(str(order[key]) for key in ("kind", "what") if key in order)


def refusal(error: CloudRefusalError) -> MingtangError:
    """Return a refusal in the words of the desk where it has better ones."""
    problem = error.values.get("problem")
    return CloudRefusalError("cloud_moving") if problem == "interlock_moving" else error


def _rest(error: CloudRefusalError, least: float) -> float:
    seconds = error.values.get("seconds")
    return max(float(seconds), least) if isinstance(seconds, int) else least
