"""An undo leaves every settings register as it was, byte for byte, on every kind of board."""

import random

import pytest

from mingtang_desk.core.errors import OutOfRangeError, UnsupportedError
from mingtang_desk.device.settings import Kind, SettingLimits, SettingsReading, SettingValue
from mingtang_desk.protocols.jbd.driver import JBD
from mingtang_desk.rules.changes import check_all
from mingtang_desk.session.device_session import DeviceSession
from mingtang_desk.sim.models import MODELS
from tests.session.direct_journal import DirectJournal
from tests.session.instant import MINGTANG, Plug, desk, run

BOARDS = [key for key in MODELS if not key.startswith(("tt", "daly"))]


async def _changed(session: DeviceSession, now: SettingsReading, seed: int) -> int:
    """Change as many settings of all kinds as the board takes; return how many."""
    rng = random.Random(seed)
    wanted: dict[str, SettingValue] = {}
    for key in rng.sample(sorted(now.values), len(now.values)):
        spec, limits, value = (
            session.model.settings_specs[key],
            now.limits.get(key, SettingLimits()),
            now.values[key],
        )
        new: SettingValue
        if spec.kind is Kind.TEXT:
            new = "" if rng.random() < 0.2 and limits.erasable else f"T{rng.randrange(999)}"
            new = "2026-03-04" if key.endswith("date") else new
        elif spec.kind is Kind.CHOICE:
            new = rng.choice(spec.choices)
        elif limits.allowed:
            new = rng.choice(limits.allowed)
        else:
            assert not isinstance(value, str)
            new = round(value + (limits.step or 1) * rng.choice((-1, 1)), 6)
        try:
            wanted |= check_all({key: new}, session.model.settings_specs, now.limits, now.values)
            check_all(wanted, session.model.settings_specs, now.limits, now.values)
        except (OutOfRangeError, UnsupportedError):
            wanted.pop(key, None)
    wanted.pop("x_jbd_function_bits", None)  # may change the unit of all the others
    result = await session.write_settings(wanted, who="me")
    return sum(field.state.value == "applied" for field in result.fields.values())


async def _there_and_back(model: str, seed: int) -> None:
    plug, journal = Plug(model, seed), DirectJournal()
    driver = JBD if model.startswith("jbd") else MINGTANG
    assert driver is not None
    async with desk(plug, journal, driver=driver) as session:
        await session.connect()
        before, kept = await session.read_settings(), plug.everything
        assert await _changed(session, before, seed) > 10
        assert (await session.read_settings()).raw != before.raw
        undone = await session.undo_last(who="me")
        assert undone.applied
        assert (await session.read_settings()).raw == before.raw
        registers, texts = plug.everything
        # A parameter that was never written stands in the EEPROM only once it has been.
        assert ({name: registers[name] for name in kept[0]}, texts) == kept
        raw = journal.entries[0].raw
        assert raw.before == before.raw
        assert raw.after
        assert raw.sent
    journal.close()


@pytest.mark.parametrize("model", BOARDS)
def test_undo_is_exact_to_the_byte(model: str) -> None:
    for seed in range(2):
        run(_there_and_back(model, seed))


async def _refused(key: str, value: float, error: type[Exception]) -> None:
    plug, journal = Plug("mingtang-17s", 0), DirectJournal()
    assert MINGTANG is not None
    async with desk(plug, journal, driver=MINGTANG) as session:
        await session.connect()
        kept = plug.everything
        with pytest.raises(error, match=key):
            await session.write_settings({"cell_uvp_v": 2.8, key: value}, who="me")
        assert plug.everything == kept
        assert not journal.entries
    journal.close()


@pytest.mark.parametrize(
    ("key", "value", "error"),
    [
        ("cell_ovp_v", 4250, OutOfRangeError),
        ("cell_ovp_v", 4.2005, OutOfRangeError),
        ("cell_ovp_v", float("nan"), OutOfRangeError),
        ("chg_otp_c", 58.55, OutOfRangeError),
        ("rated_current_a", 50, UnsupportedError),
        ("no_such_key", 1, UnsupportedError),
        ("x_jbd_shunt_mohm", 1, UnsupportedError),
    ],
)
def test_bad_input_is_refused_whole_and_by_name(
    key: str, value: float, error: type[Exception]
) -> None:
    run(_refused(key, value, error))
