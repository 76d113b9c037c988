"""Several desks on one port: who of ours holds it, asking for it, lending it, getting it back.

Whoever opens a port registers it in a file of the user's own folder: its process, a loopback
address and a token. Who finds the port taken reads that file and *asks*; the holder lends the port
or says why not. The line stays open while the port is lent, so that the holder gets it back also
when the borrower dies. Nothing is ever taken by force, and without a registration all is as before.
"""

import asyncio
import json
import logging
import os
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

from mingtang_desk.core.errors import DeniedReason, LinkDeniedError
from mingtang_desk.session.holdings import Holding, Holdings, real_port
from mingtang_desk.session.lender import Answer, Asker, BusyLender, Lender, Reply

WAIT_S = 20.0
"""How long a holder of ours is waited for where nobody said how long."""
_HELLO_S = 3.0
_AGAIN_S = 60.0
"""Who said no is not asked again within this time."""
_GRACE_S = 3.0
"""A borrower that closes the port to open it anew keeps it for so long."""
_RETRY_S = 0.1
_LONGEST_LINE = 4096
_MOST_ASKERS = 8

_log = logging.getLogger(__name__)


class PortShare:
    """The ports of this process, and the way to those of others.

    Args:
        folder: where registrations lie; the same for all programs of one user.
        program: what others are told ("mingtang-desk read").
        wait_s: how long to wait for a port that is taken; 0 = do not ask, None = `WAIT_S` for a
            holder that can be asked and not at all for a strange program.
        told: is called with the words of whoever was asked, and the seconds it has.
    """

    def __init__(
        self,
        folder: Path,
        program: str,
        *,
        lender: Lender | None = None,
        wait_s: float | None = None,
        told: Callable[[str, str, float], None] | None = None,
    ) -> None:
        self.lender: Lender = lender or BusyLender()
        self._program = program
        self._holdings = Holdings(folder, program)
        self._wait_s, self._told = wait_s, told
        self._server: asyncio.Server | None = None
        self._held: set[str] = set()
        self._loans: dict[str, asyncio.StreamWriter] = {}
        self._ends: dict[str, asyncio.TimerHandle] = {}
        self._refused: dict[tuple[str, int], float] = {}
        self._talks: set[asyncio.Task[None]] = set()

    async def obtain(
        self, port: str, open_port: Callable[[], Awaitable[None]], busy: LinkDeniedError
    ) -> None:
        """Get a port that is taken: ask its holder, wait for it, open it.

        Raises:
            LinkDeniedError: it stays taken; names the holder and what it said.
        """
        loop = asyncio.get_running_loop()
        holding = self._holdings.find(port)
        wait_s = self._wait_s
        if wait_s is None:
            wait_s = 0.0 if holding is None else WAIT_S
        if wait_s <= 0:
            raise busy
        deadline = loop.time() + wait_s
        error = busy
        if holding is not None and self._may_ask(holding, loop.time()):
            error = await self._asked(holding, wait_s, busy)
            if error.key == "port_kept":
                raise error from busy
        while True:
            try:
                return await open_port()
            except LinkDeniedError as still:
                if still.key != busy.key:
                    raise
                if loop.time() >= deadline:
                    raise error from still
            await asyncio.sleep(_RETRY_S)

    async def register(self, port: str) -> None:
        """Say that this process holds a port; a folder that cannot be written is no error."""
        port = real_port(port)
        ending = self._ends.pop(port, None)
        if ending is not None:
            ending.cancel()
        self._held.add(port)
        try:
            if self._server is None:
                self._server = await asyncio.start_server(
                    self._meet, "127.0.0.1", 0, limit=_LONGEST_LINE
                )
            self._holdings.write(port, self._server.sockets[0].getsockname()[1])
        except OSError as error:
            _log.info("%s is not registered for other desks: %s", port, error)

    def unregister(self, port: str) -> None:
        """Say that this process let go of a port; a borrowed one goes back a little later."""
        port = real_port(port)
        if port in self._held:
            self._held.discard(port)
            self._holdings.remove(port)
        if port in self._loans and port not in self._ends:
            loop = asyncio.get_running_loop()
            self._ends[port] = loop.call_later(_GRACE_S, self._give_back, port)

    async def close(self) -> None:
        """Give everything back and listen no more; a second call is harmless."""
        for port in tuple(self._held):
            self.unregister(port)
        for handle in self._ends.values():
            handle.cancel()
        for port in tuple(self._loans):
            self._give_back(port)
        server, self._server = self._server, None
        if server is not None:
            server.close()
        for talk in tuple(self._talks):
            talk.cancel()
        if self._talks:
            await asyncio.wait(self._talks, timeout=_HELLO_S)

    # the side that asks

    def _may_ask(self, holding: Holding, now: float) -> bool:
        return now - self._refused.get((holding.port, holding.pid), -1e9) > _AGAIN_S

    async def _asked(
        self, holding: Holding, wait_s: float, busy: LinkDeniedError
    ) -> LinkDeniedError:
        """Ask a holder; return what to raise should the port stay taken."""
        where = busy.values.get("where", holding.port)
        if self._told is not None:
            self._told(holding.words, str(where), wait_s)
        values: dict[str, object] = {"where": where, "holder": holding.words}
        try:
            reply = await self._ask(holding, wait_s)
        except TimeoutError:
            error = _denied("port_unanswered", {**values, "seconds": f"{wait_s:g}"})
            self._refused[holding.port, holding.pid] = asyncio.get_running_loop().time()
            return error
        except (OSError, ValueError):  # nobody there who knows the token: an old file
            return busy
        if reply.answer is Answer.KEPT:
            self._refused[holding.port, holding.pid] = asyncio.get_running_loop().time()
            return _denied("port_kept", values)
        if reply.answer is Answer.BUSY and reply.seconds is not None:
            return _denied("port_busy_for", {**values, "seconds": f"{reply.seconds:.0f}"})
        return _denied(busy.key, values)

    async def _ask(self, holding: Holding, wait_s: float) -> Reply:
        """Raise OSError or ValueError when it is not the holder that answers."""
        async with asyncio.timeout(_HELLO_S):
            reader, writer = await asyncio.open_connection(
                "127.0.0.1", holding.address, limit=_LONGEST_LINE
            )
        kept = False
        try:
            question = {
                "token": holding.token,
                "port": holding.port,
                "program": self._program,
                "pid": os.getpid(),
                "seconds": wait_s,
            }
            writer.write(_line(question))
            try:
                async with asyncio.timeout(_HELLO_S):
                    hello = await _heard(reader)
            except TimeoutError as error:
                raise ConnectionError("no hello") from error
            if hello.get("answer") != "asked":
                raise ValueError("no holder of ours")
            async with asyncio.timeout(wait_s):
                said = await _heard(reader)
            seconds = said.get("seconds")
            reply = Reply(
                Answer(str(said.get("answer"))),
                float(seconds) if isinstance(seconds, int | float) else None,
            )
            if reply.answer is Answer.RELEASED:
                kept = True
                self._give_back(holding.port)  # an older loan of the same port
                self._loans[holding.port] = writer
            return reply
        finally:
            if not kept:
                writer.close()

    def _give_back(self, port: str) -> None:
        self._ends.pop(port, None)
        writer = self._loans.pop(port, None)
        if writer is not None:
            writer.close()

    # the side that is asked

    async def _meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is None or len(self._talks) >= _MOST_ASKERS:
            writer.close()
            return
        self._talks.add(task)
        try:
            await self._talk(reader, writer)
        except (OSError, ValueError, TimeoutError) as error:
            _log.debug("somebody asked for a port and left: %s", error)
        except asyncio.CancelledError:
            _log.debug("this desk ends while it is asked for a port")
        finally:
            self._talks.discard(task)
            writer.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async with asyncio.timeout(_HELLO_S):
            said = await _heard(reader)
        from hmac import compare_digest  # loads OpenSSL, which a start has no need of

        if not compare_digest(str(said.get("token", "")).encode(), self._holdings.token.encode()):
            return
        port = str(said.get("port", ""))
        if port not in self._held:
            return
        seconds = said.get("seconds")
        asker = Asker(
            program=str(said.get("program", ""))[:80],
            pid=int(str(said.get("pid", 0))),
            port=port,
            seconds=float(seconds) if isinstance(seconds, int | float) else WAIT_S,
        )
        writer.write(_line({"answer": "asked", "program": self._program}))
        lending = asyncio.ensure_future(self.lender.lend(asker))
        gone = asyncio.ensure_future(reader.read(1))
        try:
            # Who asked may leave before there is an answer; then the question is taken away.
            await asyncio.wait({lending, gone}, return_when=asyncio.FIRST_COMPLETED)
            if not lending.done():
                return
            reply = lending.result()
            writer.write(_line({"answer": reply.answer, "seconds": reply.seconds}))
            if reply.answer is Answer.RELEASED:
                try:
                    await gone
                finally:
                    self.lender.returned(port)
        finally:
            gone.cancel()
            if not lending.done():
                lending.cancel()
                await asyncio.wait({lending}, timeout=_HELLO_S)
                self._called_off(lending, port)

    def _called_off(self, lending: "asyncio.Future[Reply]", port: str) -> None:
        """Take back what a lender let go just when nobody wanted it any more."""
        failed = lending.cancelled() or not lending.done() or lending.exception() is not None
        if not failed and lending.result().answer is Answer.RELEASED:
            self.lender.returned(port)


def _denied(key: str, values: Mapping[str, object]) -> LinkDeniedError:
    return LinkDeniedError(key, reason=DeniedReason.BUSY, **values)


def _line(document: Mapping[str, object]) -> bytes:
    return json.dumps(document).encode() + b"\n"


async def _heard(reader: asyncio.StreamReader) -> Mapping[str, object]:
    """Raise ValueError for what is no line of ours, ConnectionError at the end."""
    line = await reader.readline()
    if not line:
        raise ConnectionError("closed")
    found = json.loads(line)
    if not isinstance(found, dict):
        raise ConnectionError("no object")
    return found
