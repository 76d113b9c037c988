"""Switching something over the cloud: checked and journalled here, done and proven by the server.

There is no trial: what would put it back would have to be at the board.
"""

import asyncio
import logging
import uuid
from collections.abc import Mapping

from mingtang_desk.cloud.battery_doubt import COMMAND, COMMAND_ID, is_open
from mingtang_desk.cloud.battery_reading import effects_of, reason_of
from mingtang_desk.cloud.battery_talk import BatteryTalk
from mingtang_desk.cloud.decode import plain
from mingtang_desk.cloud.models import Command
from mingtang_desk.core.errors import (
    CloudError,
    CloudRefusalError,
    MingtangError,
    UnsupportedError,
    VerifyError,
)
from mingtang_desk.device.catalogue.controls import Action, ControlSpec
from mingtang_desk.device.roles import class_of_action
from mingtang_desk.device.settings import SettingValue
from mingtang_desk.device.transaction import FieldResult, FieldState, RawBytes
from mingtang_desk.session.board import Board
from mingtang_desk.session.confirm import state_is_as_wanted
from mingtang_desk.session.control import ControlResult, checked_value, spec_of
from mingtang_desk.session.tasks import carry_through

_log = logging.getLogger(__name__)
_BESIDE = frozenset(("action", "confirmed", "side_effects", "error", "sample", "warnings"))


async def control(
    board: Board, talk: BatteryTalk, action: Action, value: SettingValue | None, *, who: str
) -> ControlResult:
    """Send a control and return what was read back. Raises as `DeviceSession.control`."""
    if action is Action.UNDO_FACTORY_RESET:
        raise UnsupportedError("cloud_no_undo_reset")
    spec = spec_of(action)
    if action is Action.SET_CLOCK:
        raise UnsupportedError("cloud_no_clock")
    board.must_have(spec.needs, action.value)
    checked = checked_value(spec, value, board.model.sample)
    board.gate.check([class_of_action(action)])
    work = _Control(board, talk, spec, checked, board.gate.who or who)
    grace_s = board.link.timing.grace_s
    return await carry_through(work.run(), grace_s=grace_s, stopping=work.stop.set)


class _Control:
    def __init__(
        self,
        board: Board,
        talk: BatteryTalk,
        spec: ControlSpec,
        value: SettingValue | None,
        who: str,
    ) -> None:
        self._board, self._talk, self._spec, self._who = board, talk, spec, who
        self._value = value
        self._sent: SettingValue = True if value is None else value
        self._entry = 0
        self._id = str(uuid.uuid4())
        self.stop = asyncio.Event()

    async def run(self) -> ControlResult:
        """Journal, ask, journal how it ended."""
        board = self._board
        if board.journal is not None:
            self._entry = await board.journal.begin(
                board.key,
                kind="control",
                who=self._who,
                old={},
                sent={self._spec.action.value: self._sent},
                raw=RawBytes(before={COMMAND_ID: self._id.encode()}),
            )
        state: FieldState = FieldState.UNKNOWN
        read: SettingValue | None = None
        effects: tuple[str, ...] = ()
        try:
            ended = await self._ask()
            state, read = self._verdict(ended)
            effects = effects_of(ended)
            return self._result(ended, state)
        except (CloudRefusalError, UnsupportedError):
            raise
        except CloudError as error:
            _log.warning("%s: %s: %s", board.key.uri, self._spec.action.value, error)
            if self._id in self._talk.accepted and state is FieldState.UNKNOWN:
                self._talk.tell(command=self._id)
            raise
        finally:
            if self._id not in self._talk.accepted:
                state = FieldState.REFUSED  # it was never handed over
            await carry_through(
                self._close(state, read, effects), grace_s=board.link.timing.cleanup_s
            )

    async def _ask(self) -> Command:
        order: dict[str, object] = {
            "kind": "bms_control",
            "action": self._spec.action.value,
            "confirm": True,
            "expires_in_s": self._talk.patience.send_s,
        }
        if self._value is not None:
            order["value"] = self._value
        within_s = self._talk.patience.write_s
        return await self._talk.carry(order, within_s=within_s, command_id=self._id, stop=self.stop)

    def _verdict(self, ended: Command) -> tuple[FieldState, SettingValue | None]:
        """Return how it ended, and what the board reads; a claim against its own words is none.

        Nor is one without a word of what was read back, where a sample would show it.
        """
        read = _read(ended, self._spec)
        if ended.state == "succeeded":
            if not self._spec.state_key:
                return FieldState.APPLIED, read
            if read is None:
                return FieldState.UNKNOWN, None
            is_so = state_is_as_wanted(self._spec, self._value, read)
            return (FieldState.APPLIED if is_so else FieldState.REFUSED), read
        if is_open(ended):
            return FieldState.UNKNOWN, read
        return FieldState.REFUSED, read

    def _result(self, ended: Command, state: FieldState) -> ControlResult:
        shown = _state(ended)
        if state is FieldState.APPLIED:
            return ControlResult(
                action=self._spec.action, confirmed=True, state=shown, effects=effects_of(ended)
            )
        name = self._spec.action.value
        if state is FieldState.UNKNOWN:
            self._talk.tell(command=ended.id)
            raise VerifyError("cloud_control_unknown", what=name, id=ended.id, state=shown)
        if ended.state == "succeeded":
            sent, read = _word(self._sent), _word(_read(ended, self._spec))
            raise VerifyError("verify_failed", what=name, sent=sent, read=read, state=shown)
        if ended.state == "failed":
            raise self._failed(ended, shown)
        raise self._talk.why(ended)

    def _failed(self, ended: Command, shown: Mapping[str, object]) -> MingtangError:
        key, _ = reason_of(ended)
        name = self._spec.action.value
        if key == "verify_failed":
            sent, read = _word(self._sent), _word(_read(ended, self._spec))
            return VerifyError("verify_failed", what=name, sent=sent, read=read, state=shown)
        if key in ("unsupported", "unsupported_here"):
            return UnsupportedError("unsupported", what=name)
        return self._talk.why(ended)

    async def _close(
        self, state: FieldState, read: SettingValue | None, effects: tuple[str, ...]
    ) -> None:
        board = self._board
        if board.journal is not None:
            result = FieldResult(old=None, sent=self._sent, read=read, state=state)
            name = self._spec.action.value
            effects = (*effects, COMMAND + self._id)
            await board.journal.finish(self._entry, {name: result}, effects)


def _state(ended: Command) -> dict[str, object]:
    """Return what was read back, under the keys of a sample."""
    found: dict[str, object] = {}
    for key, value in (ended.result or {}).items():
        if key in _BESIDE:
            continue
        if isinstance(value, Mapping):
            found[plain(key, 60)] = {plain(str(k), 60): _shown(v) for k, v in value.items()}
        elif isinstance(value, list):
            found[plain(key, 60)] = [_shown(each) for each in value]
        else:
            found[plain(key, 60)] = _shown(value)
    return found


def _shown(value: object) -> object:
    return value if isinstance(value, bool | int | float | None) else plain(str(value))


def _read(ended: Command, spec: ControlSpec) -> SettingValue | None:
    value: object = ended.result or {}
    for part in spec.state_key.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value if isinstance(value, bool | int | float | str) else None


def _word(value: SettingValue | None) -> object:
    if isinstance(value, bool):
        return "on" if value else "off"
    return "nothing" if value is None else value
