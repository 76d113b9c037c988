"""The life of a command: whatever happens in whatever order, some things never do."""

import hypothesis.strategies as st
import pytest
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from mingtang_desk.server.commands.machine import (
    ENDED,
    IN_FLIGHT,
    RULES,
    CommandClass,
    Life,
    State,
    WrongStepError,
)

_STEPS = ("sent", "delivered", "succeeded", "failed", "not_answered", "not_done", "expired")


class LifeOfACommand(RuleBasedStateMachine):
    """Steps at random; `times_out` counts how often bytes left."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0
        self.life = Life(kind=CommandClass.READ, expires_ms=0)
        self.times_out = 0
        self.lost_ever = False
        self.is_made = False

    @precondition(lambda self: not self.is_made)
    @rule(kind=st.sampled_from(CommandClass), lasts=st.integers(1, 60))
    def make(self, kind: CommandClass, lasts: int) -> None:
        self.life, self.is_made = Life(kind=kind, expires_ms=self.now + lasts), True

    @rule(ticks=st.integers(0, 20))
    def wait(self, ticks: int) -> None:
        self.now += ticks

    @rule(step=st.sampled_from(_STEPS))
    def step(self, step: str) -> None:
        before = self.life
        try:
            self.life = getattr(before, step)(self.now)
        except WrongStepError:
            return
        assert before.state not in ENDED
        if step == "sent":
            assert self.now < before.expires_ms
            assert before.state is State.QUEUED
            self.times_out += 1
        if step == "expired":
            assert before.state is State.QUEUED

    @rule(settle=st.booleans())
    def lose(self, settle: bool) -> None:
        if self.life.state in IN_FLIGHT:
            self.life = self.life.lost(self.now, settle=settle)
            self.lost_ever = True

    @rule()
    def keep_back(self) -> None:
        if self.life.state in IN_FLIGHT:
            self.life = self.life.kept_back()
            self.times_out -= 1

    @rule()
    def cancel(self) -> None:
        if self.life.state is State.QUEUED:
            self.life = self.life.cancelled(self.now)
        else:
            with pytest.raises(WrongStepError):
                self.life.cancelled(self.now)

    @rule()
    def give_up(self) -> None:
        if self.life.state is State.UNKNOWN:
            self.life = self.life.given_up()
            assert not self.life.is_settling

    @invariant()
    def never_too_often(self) -> None:
        assert self.times_out == self.life.attempts <= RULES[self.life.kind].attempts
        if self.life.kind is CommandClass.MOMENTARY:
            assert self.times_out <= 1

    @invariant()
    def a_lost_write_is_only_sent_again_where_that_is_harmless(self) -> None:
        if self.lost_ever and self.life.state in (State.QUEUED, *IN_FLIGHT):
            assert self.life.kind is CommandClass.SET_ABSOLUTE

    @invariant()
    def times_fit_states(self) -> None:
        life = self.life
        assert (life.ended_ms is not None) == (life.state in (*ENDED, State.UNKNOWN))
        assert life.settle_by_ms is None or life.state is State.UNKNOWN
        assert life.sent_ms is not None or life.state not in IN_FLIGHT
        assert life.state is not State.SUCCEEDED or life.attempts > 0


TestLifeOfACommand = LifeOfACommand.TestCase
TestLifeOfACommand.settings = settings(max_examples=200, stateful_step_count=30, deadline=None)


def test_classes_are_tried_as_often_as_the_notes_say() -> None:
    assert {kind.value: (rule.attempts - 1, rule.expiry_s) for kind, rule in RULES.items()} == {
        "read": (3, 60),
        "set_absolute": (2, 600),
        "momentary": (0, 120),
    }


def test_a_read_goes_again_until_its_attempts_or_its_time_are_over() -> None:
    life = Life(kind=CommandClass.READ, expires_ms=100)
    for attempt in range(1, 5):
        life = life.sent(attempt).not_answered(attempt)
        assert life.state is (State.QUEUED if attempt < 4 else State.FAILED)
    late = Life(kind=CommandClass.READ, expires_ms=100).sent(99).not_answered(101)
    assert late.state is State.FAILED


def test_a_momentary_command_is_never_sent_twice() -> None:
    life = Life(kind=CommandClass.MOMENTARY, expires_ms=100).sent(1)
    assert life.not_answered(2).state is State.FAILED
    assert life.lost(2, settle=True).not_done(3).state is State.FAILED


def test_what_had_begun_and_may_not_go_on_is_unknown_and_settles_no_more() -> None:
    life = Life(kind=CommandClass.SET_ABSOLUTE, expires_ms=100)
    with pytest.raises(WrongStepError):
        life.broken_off(1)
    again = life.sent(1).lost(2, settle=True).not_done(3)
    ended = again.broken_off(4)
    assert (ended.state, ended.ended_ms, ended.is_settling) == (State.UNKNOWN, 4, False)


def test_an_answer_may_come_before_the_trackers_own_word() -> None:
    life = Life(kind=CommandClass.READ, expires_ms=100).sent(1).succeeded(2)
    assert life.state is State.SUCCEEDED
    assert life.delivered_ms is None
