"""Settings files of the JBD PC tools: names, raw numbers, what is unknown or wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingtang_desk.protocols.jbd import fig

LINES = {
    **{"FileCode": "3838", "DesignCapacity": "5000", "CycleCapacity": "5000"},
    **{"FullChargeVol": "4180", "DischargingRate": "2", "ManufactureDate": "11579"},
    **{"CellOverVoltage": "4250", "CellOVRelease": "4150", "CellUnderVoltage": "2750"},
    **{"CellUVRelease": "3000", "PackOverVoltage": "5486", "ChgLowTemp": "2681"},
    **{"OverChargeCurrent": "3000", "OverDisCurrent": "59536", "SenseResistor": "10"},
    **{"BatteryConfig": "12", "PackNum": "13", "HardChgOverCurrent": "159"},
    **{"HardDsgOverCurrent": "94", "HardTime": "80", "SCReleaseTime": "30"},
    **{"ChgUTDelay": "3", "ChgOTDelay": "4", "CellOVDelay": "2", "ChgOCRDelay": "30"},
    **{"ManufacturerName": "MAKER", "DeviceName": "JBD-SP13S050", "BarCode": ""},
}


@pytest.mark.parametrize("shape", ["  {}        {}\r\r\n", "{}={}\n", "{} = {}\n", "{}: {}\n"])
def test_every_known_line_becomes_its_setting(shape: str) -> None:
    text = "".join(shape.format(name, value) for name, value in LINES.items())
    assert fig.looks_like(text)
    found = fig.parse(text)
    assert found.unknown == {}
    assert found.refused == ()
    assert found.settings == {
        "nominal_ah": 50.0,
        "full_ah": 50.0,
        "x_jbd_cell_full_v": 4.18,
        "x_jbd_self_discharge_pct": 0.2,
        "x_jbd_production_date": "2022-09-27",
        "cell_ovp_v": 4.25,
        "cell_ovr_v": 4.15,
        "cell_uvp_v": 2.75,
        "cell_uvr_v": 3.0,
        "pack_ovp_v": 54.86,
        "chg_utp_c": -5.0,
        "chg_ocp_1_a": 30.0,
        "dsg_ocp_1_a": 60.0,  # a negative number in its register
        "x_jbd_shunt_mohm": 1.0,
        "x_jbd_function_bits": 12,
        "cell_count": 13,
        "scp_a": 200.0,
        "scp_delay_us": 400.0,
        "dsg_ocp_2_a": 94.0,
        "dsg_ocp_2_delay_s": 0.32,
        "cell_secondary_ovp_delay_s": 2.0,
        "cell_secondary_uvp_delay_s": 4.0,
        "scp_recovery_s": 30,
        "chg_utp_delay_s": 3,
        "chg_otp_delay_s": 4,
        "cell_ovp_delay_s": 2,  # and no cell_uvp_delay_s, whose byte was not there
        "chg_ocp_1_recovery_s": 30,
        "x_jbd_maker": "MAKER",
        "x_jbd_device_name": "JBD-SP13S050",
        "x_jbd_barcode": "",
    }


def test_what_is_not_known_is_told_and_what_is_wrong_is_left_out() -> None:
    text = """
        CellOverVoltage=4250
        CellOverVoltage=4300
        CellOVRelease=4,15
        CellUVRelease=70000
        CellUVDelay=256
        PackNum=-13
        Mystery=17
        ###
    """
    found = fig.parse(text)
    assert found.settings == {"cell_ovp_v": 4.25}
    assert found.unknown == {"Mystery": "17", "###": ""}
    assert len(found.refused) == 5
    assert found.refused[0] == "line 3: CellOverVoltage stands twice"
    assert "CellOVRelease = “4,15”" in found.refused[1]


def test_amperes_need_the_shunt() -> None:
    found = fig.parse("HardDsgOverCurrent=94")
    assert found.settings == {"dsg_ocp_2_delay_s": 0.32}


def test_a_board_that_counts_in_tenths() -> None:
    text = "DesignCapacity=5000\nBatteryConfig=4096"
    assert fig.parse(text).settings["nominal_ah"] == 500.0


def test_other_texts_are_not_taken_for_one() -> None:
    for text in ('{"cell_ovp_v": 4.2}', "", "hello world\n", "a=b"):
        assert not fig.looks_like(text)


@given(st.text())
def test_no_text_breaks_it(text: str) -> None:
    fig.looks_like(text)
    fig.parse(text)
