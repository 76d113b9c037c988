"""Trying to wake a board: the first question of its protocol, asked again and again, read only.

Nothing that is sent can write (`session.probe.first_request` refuses it). All waits are limited;
whoever calls may cancel. What happened goes to `device.asleep.judge`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from mingtang_desk.core.errors import LinkTimeoutError, TransportError
from mingtang_desk.device.asleep import ENOUGH_ASKS, Diagnosis, Evidence, judge
from mingtang_desk.interfaces.driver import Driver
from mingtang_desk.session.link import Link
from mingtang_desk.session.probe import Family, Patience, ask_once, families, first_request
from mingtang_desk.session.silence import evidence_of, with_past

_NETWORK_S = 0.6
"""Shortest wait where a network or a radio lies between."""


class Waking(StrEnum):
    """What is done just now."""

    OPENING = "opening"
    ASKING = "asking"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class WakeStep:
    """Progress: ask number `ask` (from 1) of `of`."""

    doing: Waking
    ask: int = 0
    of: int = 0


type TellWaking = Callable[[WakeStep], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class WakePlan:
    """How a board is asked.

    Attributes:
        waits_s: seconds to wait for an answer to each ask; short ones first, for what woke at the
            first ask, then longer ones, for boards that need a second or two to start.
        proof_s: the same after the first answer; one that answers once and no more is not awake.
        gap_s: longest wait for a gap on a line that another master has.
    """

    waits_s: tuple[float, ...] = (0.4, 0.4, 0.6, 1.0, 1.5, 1.5, 2.0)
    proof_s: tuple[float, ...] = (0.6,) * ENOUGH_ASKS
    gap_s: float = 2.0


PLAN = WakePlan()
BRIEF = WakePlan(waits_s=(0.4, 0.4, 0.6, 1.0), proof_s=(0.4,) * ENOUGH_ASKS)
"""On a line with other boards, which wait meanwhile."""


async def wake(
    link: Link,
    drivers: Sequence[Driver],
    past: Evidence,
    tell: TellWaking,
    *,
    options: Mapping[str, str],
    others: Sequence[Driver] = (),
    plan: WakePlan = PLAN,
    ended: Callable[[], bool] = lambda: False,
) -> Diagnosis:
    """Ask until somebody answers, or the plan is through; return what is the matter.

    The line is opened where it is not, listened to first as always (for the requests of `others`
    too), and closed again when nobody answered on it. A line that cannot be opened is no error
    but evidence. No further ask is sent once `ended` says so.
    """
    async with link.hold():
        opened_here = not link.is_open
        try:
            if opened_here:
                tell(WakeStep(Waking.OPENING))
                await link.open(*drivers, *others)
            seen = await _Asking(link, options, tell, plan, ended).run(_spoken(link, drivers), past)
        except TransportError as error:
            told = evidence_of(error, past.way)
            unopened = Evidence(way=past.way, opened=False, problem=error.key)
            seen = with_past(told or unopened, past)
        except BaseException:
            if opened_here:
                await link.close()
            raise
        if opened_here and not seen.answered:
            await link.close()
    tell(WakeStep(Waking.DONE))
    return judge(seen)


def _spoken(link: Link, drivers: Sequence[Driver]) -> Sequence[Driver]:
    """Leave out what cannot be spoken on the link that is open."""
    device = link.device
    spoken = () if device is None else tuple(d for d in drivers if d.key in device.protocols)
    return spoken or drivers


class _Asking:
    """One run of asks on an open line."""

    def __init__(
        self,
        link: Link,
        options: Mapping[str, str],
        tell: TellWaking,
        plan: WakePlan,
        ended: Callable[[], bool],
    ) -> None:
        self._link, self._options, self._tell, self._plan = link, options, tell, plan
        self._ended = ended
        self._garbage = self._frames = self._echoed = 0

    async def run(self, drivers: Sequence[Driver], past: Evidence) -> Evidence:
        """Ask each time every family of drivers, until one answers and proves it."""
        # One that is named is asked as it is; several of a family begin with the same question.
        kinds = families(drivers) if len(drivers) > 1 else (Family(tuple(drivers)),)
        early = self._link.line.unasked
        answered = list[int]()
        asked, waits = 0, list(self._plan.waits_s)
        while waits and not self._ended():
            wait_s = waits.pop(0)
            asked += 1
            self._tell(WakeStep(Waking.ASKING, asked, asked + len(waits)))
            for kind in kinds:
                if await self._answers(kind.first, wait_s):
                    answered.append(asked)
                    kinds = (kind,)
                    waits = [] if len(answered) > 1 else list(self._plan.proof_s)
                    break
        return replace(
            past,
            opened=True,
            asked=asked,
            answered=tuple(answered),
            garbage=self._garbage,
            frames=self._frames,
            echoed=0 if answered else self._echoed,
            early=early,
        )

    async def _answers(self, driver: Driver, wait_s: float) -> bool:
        """Ask once, and sort what came."""
        link = self._link
        link.use(driver)
        listener = link.line.listener
        gap_s = link.timing.gap_s
        shared = listener if link.line.share else None
        if shared is not None and not await shared.gap(gap_s, self._plan.gap_s):
            raise LinkTimeoutError("bus_never_quiet", where=link.where, what=driver.label)
        request = first_request(driver, self._options)
        came = bytearray()
        patience = Patience(serial_s=wait_s, network_s=max(wait_s, _NETWORK_S))
        heard = await ask_once(link, request, patience, came)
        before, own, after = bytes(came).partition(request.data)
        self._echoed += len(own)
        if heard.frame is not None:
            return True
        framer = driver.framer()
        frames = framer.feed(before + after) + framer.flush()
        self._frames += len(frames)
        if not frames:
            self._garbage += len(before) + len(after)
        return False
