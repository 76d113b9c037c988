"""Settings from and to registers: exact on every raw value, neighbours kept, nothing guessed."""

import pytest

from mingtang_desk.core.errors import DecodeError, OutOfRangeError, UnsupportedError
from mingtang_desk.device.checks import check_value
from mingtang_desk.device.settings import SettingLimits, SettingValue, identity_keys
from mingtang_desk.protocols.jbd import coded, extended, settings
from mingtang_desk.protocols.jbd.places import PLACES, Place
from mingtang_desk.protocols.jbd.specs import SPECS
from tests.protocols.jbd.hand import words

FULL: dict[int, bytes] = {register: words(0x1234) for register in range(0x10, 0x40)}
FULL |= {0x2D: words(0x0004), 0x2C: words(20)}
FULL |= {0xA0: b"\x03JBD", 0xA1: b"\x04PACK", 0xA2: b"\x0612345\0"}
FULL |= {place.register: words(0x1234) for place in extended.PLACES.values()}
FULL |= {
    extended.kept_at(first): b"TEXT".ljust(2 * count, b"\0")
    for first, count in extended.TEXTS.values()
}

LITERAL: dict[str, tuple[int, int, float]] = {
    # key: (register, its word, value) worked out by hand from docs/protocols/jbd.md, section 5
    "nominal_ah": (0x10, 5000, 50.0),
    "full_ah": (0x11, 65000, 650.0),
    "x_jbd_cell_full_v": (0x12, 4200, 4.2),
    "x_jbd_cell_empty_v": (0x13, 3000, 3.0),
    "x_jbd_self_discharge_pct": (0x14, 2, 0.2),
    "x_jbd_serial_number": (0x16, 4711, 4711),
    "x_jbd_cycle_count": (0x17, 162, 162),
    "chg_otp_c": (0x18, 3331, 60.0),
    "chg_otr_c": (0x19, 3231, 50.0),
    "chg_utp_c": (0x1A, 2681, -5.0),
    "chg_utr_c": (0x1B, 2731, 0.0),
    "dsg_otp_c": (0x1C, 3381, 65.0),
    "dsg_otr_c": (0x1D, 3281, 55.0),
    "dsg_utp_c": (0x1E, 2531, -20.0),
    "dsg_utr_c": (0x1F, 2581, -15.0),
    "pack_ovp_v": (0x20, 7175, 71.75),
    "pack_ovr_v": (0x21, 6970, 69.7),
    "pack_uvp_v": (0x22, 4760, 47.6),
    "pack_uvr_v": (0x23, 5270, 52.7),
    "cell_ovp_v": (0x24, 4250, 4.25),
    "cell_ovr_v": (0x25, 4150, 4.15),
    "cell_uvp_v": (0x26, 2750, 2.75),
    "cell_uvr_v": (0x27, 3000, 3.0),
    "chg_ocp_1_a": (0x28, 4900, 49.0),
    "dsg_ocp_1_a": (0x29, 0x10000 - 4500, 45.0),
    "balance_start_v": (0x2A, 4000, 4.0),
    "balance_delta_v": (0x2B, 15, 0.015),
    "x_jbd_function_bits": (0x2D, 0x000F, 15),
    "x_jbd_ntc_bits": (0x2E, 3, 3),
    "cell_count": (0x2F, 17, 17),
    "x_jbd_fet_control_s": (0x30, 5, 5),
    "x_jbd_led_s": (0x31, 6, 6),
    "x_jbd_cell_80_pct_v": (0x32, 4000, 4.0),
    "x_jbd_cell_60_pct_v": (0x33, 3900, 3.9),
    "x_jbd_cell_40_pct_v": (0x34, 3700, 3.7),
    "x_jbd_cell_20_pct_v": (0x35, 3500, 3.5),
    "cell_secondary_ovp_v": (0x36, 4300, 4.3),
    "cell_secondary_uvp_v": (0x37, 2600, 2.6),
    "scp_recovery_s": (0x39, 0x0020, 32),
    "chg_utp_delay_s": (0x3A, 0x0203, 2),
    "chg_otp_delay_s": (0x3A, 0x0203, 3),
    "dsg_utp_delay_s": (0x3B, 0x0203, 2),
    "dsg_otp_delay_s": (0x3B, 0x0203, 3),
    "pack_uvp_delay_s": (0x3C, 0x0203, 2),
    "pack_ovp_delay_s": (0x3C, 0x0203, 3),
    "cell_uvp_delay_s": (0x3D, 0x0203, 2),
    "cell_ovp_delay_s": (0x3D, 0x0203, 3),
    "chg_ocp_1_delay_s": (0x3E, 0x0A1E, 10),
    "chg_ocp_1_recovery_s": (0x3E, 0x0A1E, 30),
    "dsg_ocp_1_delay_s": (0x3F, 0x0A1E, 10),
    "dsg_ocp_1_recovery_s": (0x3F, 0x0A1E, 30),
}


def test_every_place_is_checked_by_hand() -> None:
    assert set(LITERAL) == set(PLACES)


@pytest.mark.parametrize("key", PLACES)
def test_values_by_hand(key: str) -> None:
    register, raw, value = LITERAL[key]
    assert settings.decode({register: words(raw)})[key] == value
    ((at, data),) = settings.encode({key: value}, {register: words(raw)}, deci=False)
    assert (at, data) == (register, words(raw))


@pytest.mark.parametrize("deci", [False, True])
@pytest.mark.parametrize("key", PLACES)
def test_every_raw_value_comes_back(key: str, deci: bool) -> None:
    place = PLACES[key]
    neighbour = {"word": 0, "high": 0x00A5, "low": 0xA500}[place.part]
    for raw in range(0x10000 if place.part == "word" else 0x100):
        word = neighbour | (raw << 8 if place.part == "high" else raw)
        value = place.read(word, deci)
        assert place.write(word, value, deci) == word
        assert place.write(neighbour, value, deci) == word  # from another value: neighbour kept


@pytest.mark.parametrize("deci", [False, True])
@pytest.mark.parametrize("key", PLACES)
def test_no_limit_is_one_step_off(key: str, deci: bool) -> None:
    place = PLACES[key]
    limits = place.limits(deci)
    assert limits.minimum is not None
    assert limits.maximum is not None
    assert limits.step is not None
    size = 16 if place.part == "word" else 8
    ends = (0x8000, 0) if place.signed else ((1 << size) - 1, 0)
    shift = 8 if place.part == "high" else 0
    assert place.write(0, limits.maximum, deci) == ends[0] << shift
    assert place.write(0, limits.minimum, deci) == ends[1] << shift
    free = SPECS[key].__class__(key=key, label="l", group=SPECS[key].group, kind=SPECS[key].kind)
    for value in (limits.maximum, limits.minimum):
        assert check_value(free, value, limits) == value
    for value in (limits.maximum + limits.step, limits.minimum - limits.step):
        with pytest.raises(OutOfRangeError):
            check_value(free, value, limits)


def test_tenths_change_capacity_and_current_alone() -> None:
    assert {key for key, place in PLACES.items() if place.unit} == {
        "nominal_ah",
        "full_ah",
        "chg_ocp_1_a",
        "dsg_ocp_1_a",
    }
    registers = {0x10: words(6280), 0x29: words(0x10000 - 450), 0x24: words(3650)}
    for extra, deci in (({0x2D: words(1 << 12)}, False), ({}, True)):
        values = settings.decode({**registers, **extra}, deci=deci)
        assert (values["nominal_ah"], values["dsg_ocp_1_a"], values["cell_ovp_v"]) == (
            628.0,
            45.0,
            3.65,
        )
        table = settings.limits({**registers, **extra}, deci=deci, ic="")
        assert (table["nominal_ah"].maximum, table["nominal_ah"].step) == (6553.5, 0.1)
        sent = settings.encode({"nominal_ah": 628.1}, {**registers, **extra}, deci=deci)
        assert dict(sent) == {0x10: words(6281)}


def test_a_current_above_zero_in_29_shows_as_it_is() -> None:
    assert settings.decode({0x29: words(4500)})["dsg_ocp_1_a"] == -45.0


def test_a_full_read_gives_every_setting_of_the_protocol() -> None:
    assert set(settings.decode(FULL)) == set(SPECS)
    assert set(settings.limits(FULL, deci=False, ic="ti")) == set(SPECS) - {settings.DATE_KEY}


@pytest.mark.parametrize("key", SPECS)
def test_the_registers_of_a_key_are_enough_to_read_it(key: str) -> None:
    registers = settings.registers_of(key)
    assert set(registers) <= set(settings.REGISTERS)
    some = {register: FULL[register] for register in registers}
    assert settings.decode(some)[key] == settings.decode(FULL)[key]


@pytest.mark.parametrize("data", [b"", b"\1", b"\1\2\3"])
def test_a_register_of_another_size_is_refused(data: bytes) -> None:
    with pytest.raises(DecodeError, match=f"{len(data)} bytes instead of 2"):
        settings.decode({0x24: data})
    assert not settings.is_deci({0x2D: data})


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"\x03JBD", "JBD"),
        (b"\x03JBD\0\0\0\0", "JBD"),
        (b"\x08JBD\0\0\0\0\0", "JBD"),
        (b"\x00", ""),
        (b"", ""),
        (b"JBD-1", "JBD-1"),  # no length byte
        (b"\x02\xb5\xe7", "??"),
    ],
)
def test_texts(data: bytes, text: str) -> None:
    assert settings.decode({0xA0: data})["x_jbd_maker"] == text


def test_texts_are_written_with_their_length() -> None:
    assert dict(settings.encode({"x_jbd_barcode": "AB-1"}, FULL, deci=False)) == {0xA2: b"\x04AB-1"}
    assert dict(settings.encode({"x_jbd_barcode": ""}, FULL, deci=False)) == {0xA2: b"\0"}
    with pytest.raises(OutOfRangeError, match="ASCII"):
        list(settings.encode({"x_jbd_maker": "电池"}, FULL, deci=False))


def test_dates() -> None:
    assert settings.decode({0x15: words(0x2078)})["x_jbd_production_date"] == "2016-03-24"
    assert settings.decode({0x15: words(0)})["x_jbd_production_date"] == ""
    for text, raw in (("2016-03-24", 0x2078), ("", 0), ("2127-12-31", 0xFF9F)):
        sent = settings.encode({"x_jbd_production_date": text}, FULL, deci=False)
        assert dict(sent) == {0x15: words(raw)}


@pytest.mark.parametrize("text", ["yesterday", "2026-02-30", "1999-12-31", "2128-01-01"])
def test_dates_that_are_none(text: str) -> None:
    with pytest.raises(OutOfRangeError, match="between 2000 and 2127"):
        list(settings.encode({"x_jbd_production_date": text}, FULL, deci=False))


@pytest.mark.parametrize(
    ("raw", "mohm", "step"), [(20, 2.0, 0.1), (0x8000 | 25, 0.25, 0.01), (0x7FFF, 3276.7, 0.1)]
)
def test_the_shunt_keeps_its_unit(raw: int, mohm: float, step: float) -> None:
    registers = {0x2C: words(raw)}
    assert settings.decode(registers)[settings.SHUNT_KEY] == mohm
    limits = settings.limits(registers, deci=False, ic="")[settings.SHUNT_KEY]
    assert (limits.minimum, limits.step) == (step, step)
    for changed in (raw, raw & 0x8000 | 1):
        value = settings.decode({0x2C: words(changed)})[settings.SHUNT_KEY]
        assert dict(settings.encode({settings.SHUNT_KEY: value}, registers, deci=False)) == {
            0x2C: words(changed)
        }


def test_two_settings_of_one_register_are_one_write() -> None:
    changes: dict[str, SettingValue] = {
        "cell_ovp_delay_s": 7,
        "cell_uvp_delay_s": 9,
        "x_jbd_function_bits": 0x1004,
        "scp_recovery_s": 40,
        "cell_secondary_ovp_delay_s": 8,
        "cell_ovp_v": 4.25,
    }
    sent = list(settings.encode(changes, FULL, deci=False))
    assert sorted(sent) == [
        (0x24, words(4250)),
        (0x2D, words(0x1004)),
        (0x39, words(0x1234 & 0x3F00 | 3 << 14 | 40)),
        (0x3D, words(9 << 8 | 7)),
    ]
    assert sent[-1][0] == 0x2D, "it may change the unit of others: last"


@pytest.mark.parametrize(
    "key", ["cell_ovp_v", "cell_ovp_delay_s", settings.SHUNT_KEY, "scp_a", "scp_delay_us"]
)
def test_a_register_the_board_lacks_is_not_written(key: str) -> None:
    with pytest.raises(UnsupportedError, match=key):
        list(settings.encode({key: 1}, {}, deci=False))


def test_raw_registers_are_shown_only() -> None:
    limits = settings.limits({}, deci=False, ic="ti")
    assert limits == {
        key: SettingLimits(writable=False, reason=coded.SHOWN_ONLY)
        for key in (settings.SHORT_RAW_KEY, settings.HARDWARE_RAW_KEY)
    }


def test_limits_are_there_for_what_was_read() -> None:
    table = settings.limits({0x24: words(1), 0xA0: b"\0"}, deci=False, ic="")
    assert table["x_jbd_maker"].max_bytes == settings.TEXT_BYTES
    assert "cell_ovp_v" in table
    assert "cell_ovr_v" not in table
    assert isinstance(PLACES["cell_ovp_v"], Place)


def test_the_protection_is_raised_before_its_recovery_and_lowered_after_it() -> None:
    registers = {**FULL, 0x24: words(4200), 0x25: words(4100)}
    up: dict[str, SettingValue] = {"cell_ovr_v": 4.25, "cell_ovp_v": 4.3}
    assert [n for n, _ in settings.encode(up, registers, deci=False)] == [0x24, 0x25]
    down: dict[str, SettingValue] = {"cell_ovp_v": 4.0, "cell_ovr_v": 3.9}
    assert [n for n, _ in settings.encode(down, registers, deci=False)] == [0x25, 0x24]


def test_a_text_is_brought_back_as_it_was_where_it_means_the_same() -> None:
    registers = {**FULL, 0xA2: b"\x01C"}
    key = "x_jbd_barcode"
    exact = {0xA2: b"\x03AB "}
    assert list(settings.encode({key: "AB"}, registers, deci=False, exact=exact)) == [
        (0xA2, b"\x03AB ")
    ]
    for kept in (b"AB ", b"\x02XY"):  # without its length, and another text
        [(_, sent)] = settings.encode({key: "AB"}, registers, deci=False, exact={0xA2: kept})
        assert sent == b"\x02AB"


def test_what_names_one_board_is_marked() -> None:
    assert identity_keys(SPECS) == {
        "x_jbd_barcode",
        "x_jbd_production_date",
        "x_jbd_serial_number",
    }
