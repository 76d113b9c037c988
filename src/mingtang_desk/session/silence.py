"""What a session knows of a board that fell silent: the evidence for `device.asleep.judge`.

Errors say how far a question came; the samples before say whether there was a reason to sleep.
"""

from dataclasses import replace

from mingtang_desk.core.errors import MingtangError
from mingtang_desk.device.asleep import (
    REST_A,
    Diagnosis,
    Evidence,
    Verdict,
    Way,
    judge,
)
from mingtang_desk.device.model import DeviceModel, LinkPhase, Topic
from mingtang_desk.interfaces.wake import WakeRow

_ASKED = ("no_answer", "only_garbage", "garbage_unasked", "find_silent", "find_garbage")
_GARBAGE = ("only_garbage", "garbage_unasked", "find_garbage")
_NOT_HEARD = ("ble_not_found", "ble_asleep")
_NEAR = ("ble_refused", "ble_gatt_unreachable", "ble_pairing", "ble_no_line", "ble_pin_needed")
_UNOPENED = ("port_", "host_", "ble_", "bus_", "line_", "find_stopped")
"""Starts of the keys of errors with which nothing could be asked."""
_UNDERVOLTAGE = ("cell_uv", "pack_uv")
_SOME = 100
"""Bytes of garbage, where an error says only that there were some."""
_WAYS = {"ble": Way.RADIO, "tcp": Way.NETWORK}


def way_of(scheme: str) -> Way:
    """Return what lies between us and a board, from the scheme of its address."""
    return _WAYS.get(scheme, Way.WIRE)


def evidence_of(error: MingtangError, way: Way) -> Evidence | None:
    """Return what an error alone tells, None when it has nothing to do with silence."""
    if error.key == "protocol_not_identified" and isinstance(error.__cause__, MingtangError):
        error = error.__cause__
    key = error.key
    if key in _ASKED:
        garbage = error.values.get("count", _SOME) if key in _GARBAGE else 0
        early = error.values.get("unasked", 0)
        tries = error.values.get("tries", 1)
        return Evidence(
            way=way,
            opened=True,
            asked=tries if isinstance(tries, int) else 1,
            garbage=garbage if isinstance(garbage, int) else _SOME,
            early=early if isinstance(early, int) else 0,
        )
    if key.startswith(_UNOPENED):
        heard = True if key in _NEAR else False if key in _NOT_HEARD else None
        return Evidence(way=way, opened=False, problem=key, heard=heard)
    return None


class Silence:
    """Watches one model; what was found out by trying stands until the board answers again."""

    def __init__(self, model: DeviceModel) -> None:
        self._model = model
        self._rest_since: float | None = None
        self._rest_s: float | None = None
        self._heard_at: float | None = None
        self._unasked_s: float | None = None
        self._tried: Diagnosis | None = None
        self._end = model.observe(self._changed)

    def tried(self, diagnosis: Diagnosis) -> None:
        """Keep what trying to wake it found out; that it is awake, the next question proves."""
        self._tried = None if diagnosis.verdict in FOUND_AWAKE else diagnosis

    def past(self, row: WakeRow, *, answered: bool, others: bool = False) -> Evidence:
        """Return what is known of the time before, whatever the link does now."""
        sample = self._model.sample
        return Evidence(
            way=way_of(self._model.uri.partition(":")[0]),
            answered_before=answered,
            others_answer=others,
            sleeps=row.sleeps,
            rest_s=self._rest_s if answered else None,
            unasked_s=self._unasked_s if answered else None,
            soc_pct=None if sample is None else sample.soc_pct,
            undervoltage=sample is not None
            and any(key in sample.protections for key in _UNDERVOLTAGE),
        )

    def diagnosis(self, error: MingtangError, past: Evidence) -> Diagnosis | None:
        """Return what follows from an error; None when it has nothing to do with sleep."""
        seen = evidence_of(error, past.way)
        if seen is None:
            return None
        tried = self._tried
        if tried is not None and _alike(tried.evidence, seen):
            return tried
        found = judge(with_past(seen, past))
        return found if may_sleep(found) else None

    def _changed(self, topic: Topic) -> None:
        now = self._model.clock.monotonic()
        if topic is Topic.SAMPLE:
            self._take_sample(now)
        elif (
            topic is Topic.LINK
            and self._model.phase is LinkPhase.CONNECTING
            and self._heard_at is not None
        ):
            self._unasked_s = now - self._heard_at  # it was released, or closed, until now

    def _take_sample(self, now: float) -> None:
        sample = self._model.sample
        self._tried, self._unasked_s, self._heard_at = None, None, now
        current = None if sample is None else sample.current_a
        if current is None or abs(current) > REST_A:
            self._rest_since = self._rest_s = None
            return
        if self._rest_since is None:
            self._rest_since = now
        self._rest_s = now - self._rest_since


def may_sleep(diagnosis: Diagnosis) -> bool:
    """Return whether help with waking is of use: not for a port that is missing or busy."""
    if diagnosis.verdict is Verdict.NOT_THERE:
        return diagnosis.evidence.way is Way.RADIO
    return diagnosis.verdict is not Verdict.UNASKED


def _alike(tried: Evidence, seen: Evidence) -> bool:
    """Return whether an error says nothing else than what was found out by trying."""
    return tried.opened == seen.opened and bool(tried.garbage) == bool(seen.garbage)


def with_past(seen: Evidence, past: Evidence) -> Evidence:
    """Return what is seen now together with what is known of the time before."""
    return replace(
        seen,
        answered_before=past.answered_before,
        others_answer=past.others_answer,
        sleeps=past.sleeps,
        rest_s=past.rest_s,
        unasked_s=past.unasked_s,
        soc_pct=past.soc_pct,
        undervoltage=past.undervoltage,
    )


FOUND_AWAKE = frozenset((Verdict.AWAKE, Verdict.WOKEN))
"""Verdicts after which the board can be read."""
