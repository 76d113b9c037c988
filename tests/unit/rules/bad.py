"""Sets with one thing wrong in them: what was changed in a sane set, and the key to be named.

Synthetic all: made from the sane sets by the mistakes that people make.
"""

from tests.unit.rules.sane import MANUAL_17S, SANE, Set

LFP_16S: Set = {**SANE["jbd_lfp_16s"], "chemistry": "lfp"}
NMC_13S: Set = {**SANE["jbd_nmc_13s_without_chemistry"], "chemistry": "nmc"}
LTO: Set = SANE["lto_5s"]
RATED: Set = {**MANUAL_17S, "rated_current_a": 45}
JBD_4S: Set = SANE["jbd_lfp_4s"]


def _without(base: Set, *keys: str) -> Set:
    return {key: value for key, value in base.items() if key not in keys}


BAD: dict[str, tuple[Set, str]] = {
    # order
    "ovr_above_ovp": ({**MANUAL_17S, "cell_ovr_v": 4.27}, "cell_ovr_v"),
    "ovr_equals_ovp": ({**LFP_16S, "cell_ovr_v": 3.65}, "cell_ovr_v"),
    "uvr_below_uvp": ({**MANUAL_17S, "cell_uvr_v": 2.6}, "cell_uvr_v"),
    "uvp_above_ovp": ({"cell_uvp_v": 4.0, "cell_ovp_v": 3.6}, "cell_uvp_v"),
    "uvr_above_ovr": ({**LFP_16S, "cell_uvr_v": 3.55}, "cell_uvr_v"),
    "pack_uvp_above_uvr": ({**MANUAL_17S, "pack_uvp_v": 54.0}, "pack_uvp_v"),
    "pack_ovr_above_ovp": ({**MANUAL_17S, "pack_ovr_v": 72.0}, "pack_ovr_v"),
    "otr_above_otp": ({**MANUAL_17S, "chg_otr_c": 65}, "chg_otr_c"),
    "otp_below_utp": ({"dsg_otp_c": -30, "dsg_utp_c": -20}, "dsg_otp_c"),
    "utr_below_utp": ({**MANUAL_17S, "dsg_utr_c": -25}, "dsg_utr_c"),
    "mos_otr_equals_otp": ({"mos_otp_c": 90, "mos_otr_c": 90}, "mos_otr_c"),
    "board_utr_above_otr": ({**MANUAL_17S, "board_utr_c": 62}, "board_utr_c"),
    # secondary
    "secondary_inside_pack": ({**MANUAL_17S, "secondary_ovp_v": 71.0}, "secondary_ovp_v"),
    "secondary_uvp_inside": ({**MANUAL_17S, "secondary_uvp_v": 48.5}, "secondary_uvp_v"),
    "cell_secondary_inside": ({**NMC_13S, "cell_secondary_ovp_v": 4.2}, "cell_secondary_ovp_v"),
    "cell_secondary_uvp_in": ({**NMC_13S, "cell_secondary_uvp_v": 2.9}, "cell_secondary_uvp_v"),
    "cell_secondary_far": ({**JBD_4S, "cell_secondary_ovp_v": 4.3}, "cell_secondary_ovp_v"),
    # windows of the chemistry
    "lfp_at_4_2": ({"chemistry": "lfp", "cell_ovp_v": 4.2, "cell_ovr_v": 4.1}, "cell_ovp_v"),
    "lfp_at_3_9": ({**LFP_16S, "cell_ovp_v": 3.9}, "cell_ovp_v"),
    "nmc_at_4_4": ({**MANUAL_17S, "cell_ovp_v": 4.4}, "cell_ovp_v"),
    "nmc_with_lfp_limits": ({"chemistry": "nmc", "cell_ovp_v": 3.65}, "cell_ovp_v"),
    "lto_at_3_65": ({**LTO, "cell_ovp_v": 3.65, "cell_ovr_v": 3.5}, "cell_ovp_v"),
    "lmo_at_4_45": ({"chemistry": "lmo", "cell_ovp_v": 4.45}, "cell_ovp_v"),
    "nmc_deep": ({**MANUAL_17S, "cell_uvp_v": 2.0}, "cell_uvp_v"),
    "lfp_deep": ({**LFP_16S, "cell_uvp_v": 1.5}, "cell_uvp_v"),
    "lto_deep": ({**LTO, "cell_uvp_v": 1.1}, "cell_uvp_v"),
    "lfp_uvp_on_the_plateau": ({**LFP_16S, "cell_uvp_v": 3.25, "cell_uvr_v": 3.3}, "cell_uvp_v"),
    "lfp_uvr_too_high": ({**LFP_16S, "cell_uvr_v": 3.45}, "cell_uvr_v"),
    "nmc_ovr_far_below": ({**MANUAL_17S, "cell_ovr_v": 3.6}, "cell_ovr_v"),
    "deep_of_unknown_cells": ({"cell_ovp_v": 4.2, "cell_uvp_v": 1.5}, "cell_uvp_v"),
    "higher_than_any_cell": ({"cell_ovp_v": 4.45}, "cell_ovp_v"),
    # balancing, difference
    "balance_below_the_knee": ({**LFP_16S, "balance_start_v": 3.0}, "balance_start_v"),
    "balance_below_the_knee_nmc": ({**NMC_13S, "balance_start_v": 2.9}, "balance_start_v"),
    "balance_above_ovp": ({**LFP_16S, "balance_start_v": 3.7}, "balance_start_v"),
    "balance_below_uvp": ({"cell_uvp_v": 2.8, "balance_start_v": 2.5}, "balance_start_v"),
    "balance_delta_huge": ({**LFP_16S, "balance_delta_v": 0.5}, "balance_delta_v"),
    "balance_delta_noise": ({**LFP_16S, "balance_delta_v": 0.001}, "balance_delta_v"),
    "delta_protect_zero": ({**MANUAL_17S, "cell_delta_protect_v": 0}, "cell_delta_protect_v"),
    "delta_protect_tiny": ({**MANUAL_17S, "cell_delta_protect_v": 0.02}, "cell_delta_protect_v"),
    "delta_protect_huge": ({**MANUAL_17S, "cell_delta_protect_v": 1.9}, "cell_delta_protect_v"),
    "delta_inside_balancing": (
        {"cell_delta_protect_v": 0.06, "balance_delta_v": 0.08}, "cell_delta_protect_v",
    ),
    # pack and number of cells
    "limits_of_13s_on_17s": (
        {**MANUAL_17S, "pack_ovp_v": 54.6, "pack_ovr_v": 53.3, "pack_uvp_v": 36.4,
         "pack_uvr_v": 39.0}, "pack_ovp_v",
    ),
    "limits_of_16s_on_13s": ({**NMC_13S, "pack_ovp_v": 68.0}, "pack_ovp_v"),
    "limits_of_13s_on_14s": ({**NMC_13S, "cell_count": 14}, "cell_count"),
    "limits_of_15s_on_16s": ({**LFP_16S, "pack_ovp_v": 54.75, "pack_ovr_v": 52.5}, "pack_ovp_v"),
    "pack_uvp_of_13s": ({**MANUAL_17S, "pack_uvp_v": 36.4}, "pack_uvp_v"),
    "pack_uvp_of_24s": ({**LFP_16S, "pack_uvp_v": 60.0, "pack_uvr_v": 62.0}, "pack_uvp_v"),
    "secondary_of_24s": ({**MANUAL_17S, "secondary_ovp_v": 102.0}, "secondary_ovp_v"),
    "pack_limit_without_cells": ({"cell_count": 8, "pack_ovp_v": 58.4}, "pack_ovp_v"),
    "pack_of_one_cell": ({"cell_ovp_v": 3.65, "pack_ovp_v": 3.65}, "pack_ovp_v"),
    "packs_mixed": (
        {"cell_ovp_v": 3.65, "cell_uvp_v": 2.5, "pack_ovp_v": 58.4, "pack_uvp_v": 20.0},
        "pack_uvp_v",
    ),
    "no_cells": ({**MANUAL_17S, "cell_count": 0}, "cell_count"),
    "one_cell": ({"cell_count": 1}, "cell_count"),
    "forty_cells": ({"cell_count": 40}, "cell_count"),
    # currents
    "levels_rise": ({**MANUAL_17S, "chg_ocp_3_a": 55}, "chg_ocp_3_a"),
    "levels_equal": ({**MANUAL_17S, "chg_ocp_2_a": 49}, "chg_ocp_2_a"),
    "same_delay": ({**MANUAL_17S, "chg_ocp_2_delay_s": 10}, "chg_ocp_2_delay_s"),
    "fast_level_below_slow": (
        {"dsg_ocp_1_a": 100, "dsg_ocp_1_delay_s": 10, "dsg_ocp_2_a": 60, "dsg_ocp_2_delay_s": 0.3},
        "dsg_ocp_2_a",
    ),
    "level_zero": ({**MANUAL_17S, "chg_ocp_1_a": 0}, "chg_ocp_1_a"),
    "negative_level": ({"dsg_ocp_1_a": -60}, "dsg_ocp_1_a"),
    "charge_far_over_rating": ({**RATED, "chg_ocp_1_a": 100}, "chg_ocp_1_a"),
    "discharge_far_over_rating": ({"rated_current_a": 45, "dsg_ocp_1_a": 200}, "dsg_ocp_1_a"),
    "lasting_over_rating": (
        {"rated_current_a": 45, "dsg_ocp_1_a": 95, "dsg_ocp_1_delay_s": 20}, "dsg_ocp_1_a",
    ),
    "short_below_level": ({"dsg_ocp_1_a": 110, "dsg_ocp_2_a": 250, "scp_a": 200}, "scp_a"),
    "short_zero": ({"scp_a": 0}, "scp_a"),
    # temperatures
    "nmc_charged_in_frost": ({**MANUAL_17S, "chg_utp_c": -20, "chg_utr_c": -15}, "chg_utp_c"),
    "unnamed_nmc_in_frost": ({"cell_ovp_v": 4.2, "chg_utp_c": -15}, "chg_utp_c"),
    "lfp_charged_in_frost": ({**LFP_16S, "chg_utp_c": -20, "chg_utr_c": -10}, "chg_utp_c"),
    "lto_charged_at_minus_50": ({"chemistry": "lto", "chg_utp_c": -50}, "chg_utp_c"),
    "charge_hot": ({**MANUAL_17S, "chg_otp_c": 90}, "chg_otp_c"),
    "charge_in_fahrenheit": ({**MANUAL_17S, "chg_otp_c": 140}, "chg_otp_c"),
    "discharge_hot": ({**MANUAL_17S, "dsg_otp_c": 100}, "dsg_otp_c"),
    "discharge_cold": ({**MANUAL_17S, "dsg_utp_c": -45}, "dsg_utp_c"),
    "mos_hot": ({"mos_otp_c": 140, "mos_otr_c": 100}, "mos_otp_c"),
    "board_hot": ({**MANUAL_17S, "board_otp_c": 110}, "board_otp_c"),
    "charge_never_warm_enough": ({"chg_utp_c": 20, "chg_utr_c": 25}, "chg_utp_c"),
    "discharge_never_warm_enough": ({"dsg_utp_c": 12}, "dsg_utp_c"),
    "kelvin": ({"chg_otp_c": 3331}, "chg_otp_c"),
    "board_never_warm_enough": ({"board_utp_c": 15}, "board_utp_c"),
    "mos_at_35": ({"mos_otp_c": 35}, "mos_otp_c"),
    "charge_protected_at_20": ({"chg_otp_c": 20}, "chg_otp_c"),
    "secondary_uvp_deep": ({**NMC_13S, "cell_secondary_uvp_v": 1.5}, "cell_secondary_uvp_v"),
    # times
    "temperature_delay_of_hours": ({"dsg_otp_delay_s": 1000}, "dsg_otp_delay_s"),
    "no_delay": ({**MANUAL_17S, "chg_ocp_1_delay_s": 0}, "chg_ocp_1_delay_s"),
    "negative_delay": ({**MANUAL_17S, "chg_ocp_1_delay_s": -10}, "chg_ocp_1_delay_s"),
    "no_uvp_delay": ({"cell_uvp_delay_s": 0}, "cell_uvp_delay_s"),
    "ovp_delay_of_minutes": ({"cell_ovp_delay_s": 300}, "cell_ovp_delay_s"),
    "level_delay_of_minutes": ({"dsg_ocp_1_delay_s": 1800}, "dsg_ocp_1_delay_s"),
    "short_delay_of_milliseconds": ({"scp_delay_us": 8000}, "scp_delay_us"),
    "no_short_delay": ({"scp_delay_us": 0}, "scp_delay_us"),
    "negative_recovery": ({"chg_ocp_1_recovery_s": -30}, "chg_ocp_1_recovery_s"),
    # capacity, shunt, curve
    "full_far_above_nominal": ({"nominal_ah": 50, "full_ah": 500}, "full_ah"),
    "full_of_nothing": ({"nominal_ah": 50, "full_ah": 1}, "full_ah"),
    "mah_as_ah": ({"nominal_ah": 50000}, "nominal_ah"),
    "mah_as_ah_in_range": ({"nominal_ah": 5000}, "nominal_ah"),
    "no_shunt": ({**JBD_4S, "x_jbd_shunt_mohm": 0}, "x_jbd_shunt_mohm"),
    "shunt_ten_times": ({**JBD_4S, "x_jbd_shunt_mohm": 2.5}, "x_jbd_shunt_mohm"),
    "shunt_of_an_ohm": ({"x_jbd_shunt_mohm": 1000}, "x_jbd_shunt_mohm"),
    "curve_turns_back": ({**JBD_4S, "x_jbd_cell_40_pct_v": 3.1}, "x_jbd_cell_40_pct_v"),
    "full_above_ovp": ({**JBD_4S, "x_jbd_cell_full_v": 4.2}, "x_jbd_cell_full_v"),
    "empty_below_uvp": ({**JBD_4S, "x_jbd_cell_empty_v": 2.0}, "x_jbd_cell_empty_v"),
    # single values
    "millivolts": ({**MANUAL_17S, "cell_ovp_v": 4250}, "cell_ovp_v"),
    "raw_count": ({**MANUAL_17S, "pack_ovp_v": 7175}, "pack_ovp_v"),
    "text_for_a_number": ({**MANUAL_17S, "cell_ovp_v": "4.25"}, "cell_ovp_v"),
    "not_a_number": ({**MANUAL_17S, "cell_ovp_v": float("nan")}, "cell_ovp_v"),
    "infinite": ({**MANUAL_17S, "chg_ocp_1_a": float("inf")}, "chg_ocp_1_a"),
    "true": ({**MANUAL_17S, "cell_count": True}, "cell_count"),
    "half_a_cell": ({**MANUAL_17S, "cell_count": 13.5}, "cell_count"),
    "unknown_chemistry": ({**MANUAL_17S, "chemistry": "nimh"}, "chemistry"),
    "misspelt": ({**_without(MANUAL_17S, "cell_ovp_v"), "cell_opv_v": 4.25}, "cell_opv_v"),
    "made_up": ({**MANUAL_17S, "something_else": 1}, "something_else"),
}  # fmt: skip
