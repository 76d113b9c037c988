"""Every text of a bench check, by key, marked for translation; braces stand for `Remark.values`."""

from collections.abc import Callable, Mapping

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.diagnosis.bench_check import Phase
from mingtang_desk.diagnosis.bench_reading import Grade, Remark

type Translate = Callable[[str], str]

CONTEXT = "BenchCheck"

PHASES: Mapping[Phase, str] = {
    Phase.REST: QT_TRANSLATE_NOOP("BenchCheck", "Leave the pack alone: no charger, no load"),
    Phase.CONNECT: QT_TRANSLATE_NOOP("BenchCheck", "Connect the load now"),
    Phase.LOAD: QT_TRANSLATE_NOOP("BenchCheck", "Leave the load on"),
    Phase.DISCONNECT: QT_TRANSLATE_NOOP("BenchCheck", "Remove the load now"),
    Phase.RECOVERY: QT_TRANSLATE_NOOP("BenchCheck", "Leave the pack alone: the cells recover"),
    Phase.DONE: QT_TRANSLATE_NOOP("BenchCheck", "Done"),
    Phase.FAILED: QT_TRANSLATE_NOOP("BenchCheck", "Ended without a result"),
}

GRADES: Mapping[Grade, str] = {
    Grade.OK: QT_TRANSLATE_NOOP("BenchCheck", "ok"),
    Grade.WATCH: QT_TRANSLATE_NOOP("BenchCheck", "watch"),
    Grade.REPLACE: QT_TRANSLATE_NOOP("BenchCheck", "replace"),
    Grade.NOT_ENOUGH_DATA: QT_TRANSLATE_NOOP("BenchCheck", "not enough data"),
}

REMARKS: Mapping[str, str] = {
    # What is wrong at this moment.
    "not_at_rest": QT_TRANSLATE_NOOP(
        "BenchCheck", "{current_a:+.2f} A flow: switch off charger and load. The rest begins anew."
    ),
    "protection_active": QT_TRANSLATE_NOOP(
        "BenchCheck",
        "A protection has acted ({protections}). It must have recovered before the check begins.",
    ),
    "current_unsure": QT_TRANSLATE_NOOP("BenchCheck", "The board told no believable current."),
    "load_too_small": QT_TRANSLATE_NOOP(
        "BenchCheck", "{current_a:+.2f} A are too little: at least {need_a:.1f} A are needed."
    ),
    "rest_spoiled": QT_TRANSLATE_NOOP(
        "BenchCheck",
        "A small load has moved the cells. Remove it; they rest once more, then connect at least "
        "{need_a:.1f} A at once.",
    ),
    "load_ended_early": QT_TRANSLATE_NOOP(
        "BenchCheck", "The load ended after {seconds:.0f} s. The check begins anew with the rest."
    ),
    "load_unsteady": QT_TRANSLATE_NOOP(
        "BenchCheck", "The load is not steady: {current_a:+.2f} A now, {load_a:+.2f} A before."
    ),
    "sag_too_small": QT_TRANSLATE_NOOP(
        "BenchCheck",
        "The cells move by {millivolts:.0f} mV only, the board shows steps of 1 mV: a larger load "
        "measures better.",
    ),
    "current_remains": QT_TRANSLATE_NOOP(
        "BenchCheck", "{current_a:+.2f} A still flow: remove the load completely."
    ),
    # Why there is no result.
    "cells_unknown": QT_TRANSLATE_NOOP("BenchCheck", "The board tells no cell voltages."),
    "cells_changed": QT_TRANSLATE_NOOP(
        "BenchCheck", "The number of cells changed: another board answers."
    ),
    "board_changed": QT_TRANSLATE_NOOP("BenchCheck", "Another board answers at this address."),
    "current_unknown": QT_TRANSLATE_NOOP("BenchCheck", "The board tells no believable current."),
    "protection": QT_TRANSLATE_NOOP(
        "BenchCheck", "A protection acted during the check: {protections}. Find its cause first."
    ),
    "no_load": QT_TRANSLATE_NOOP("BenchCheck", "No load was connected in time."),
    "load_stays": QT_TRANSLATE_NOOP("BenchCheck", "The load was not removed in time."),
    "link_gone": QT_TRANSLATE_NOOP("BenchCheck", "The link was lost for too long: {reason}"),
    "cancelled": QT_TRANSLATE_NOOP("BenchCheck", "It was cancelled."),
    "too_few_readings": QT_TRANSLATE_NOOP(
        "BenchCheck", "Too little of the load was seen to measure anything."
    ),
    # What belongs into the result.
    "balancing": QT_TRANSLATE_NOOP(
        "BenchCheck",
        "Balancing was on during the check (cells {cells}); it pulls at the voltages of these.",
    ),
    "load_short": QT_TRANSLATE_NOOP("BenchCheck", "The load was on for {seconds:.0f} s only."),
    "recovery_short": QT_TRANSLATE_NOOP(
        "BenchCheck", "A current came after {seconds:.0f} s of recovery; it ends there."
    ),
    "gap": QT_TRANSLATE_NOOP("BenchCheck", "Nothing was heard for {seconds:.0f} s."),
    "temperature_unknown": QT_TRANSLATE_NOOP(
        "BenchCheck", "The temperature of the cells is not known; resistance depends on it."
    ),
    "temperature_extreme": QT_TRANSLATE_NOOP(
        "BenchCheck", "At {celsius:.0f} °C figures cannot be compared with those at 25 °C."
    ),
    "temperature_moved": QT_TRANSLATE_NOOP(
        "BenchCheck", "The cells changed their temperature by {celsius:+.1f} °C during the check."
    ),
    "soc_unknown": QT_TRANSLATE_NOOP("BenchCheck", "The state of charge is not known."),
    "soc_extreme": QT_TRANSLATE_NOOP(
        "BenchCheck",
        "At {percent:.0f} % charge resistance rises by itself; repeat between 20 and 90 %.",
    ),
    "on_unseen": QT_TRANSLATE_NOOP(
        "BenchCheck",
        "The beginning of the load could not be measured; the figures rest on its end.",
    ),
    "off_unseen": QT_TRANSLATE_NOOP(
        "BenchCheck",
        "The end of the load could not be measured; the figures rest on its beginning.",
    ),
    "load_varied": QT_TRANSLATE_NOOP("BenchCheck", "The load varied by {percent:.0f} %."),
    "few_readings": QT_TRANSLATE_NOOP(
        "BenchCheck", "There was a reading every {seconds:.1f} s only."
    ),
    # Of a cell.
    "cell_not_measured": QT_TRANSLATE_NOOP(
        "BenchCheck", "No believable voltage: check the sense wire of this cell."
    ),
    "too_few_cells": QT_TRANSLATE_NOOP(
        "BenchCheck", "There are too few other cells to compare with."
    ),
    "too_coarse": QT_TRANSLATE_NOOP(
        "BenchCheck", "Not outside, but measured too coarsely to call it good: take a larger load."
    ),
    "tap_between": QT_TRANSLATE_NOOP(
        "BenchCheck",
        "What one has too much the other has too little: check sense wire and busbar between cells "
        "{first} and {second} first.",
    ),
    "low_check_tap": QT_TRANSLATE_NOOP(
        "BenchCheck", "No cell is that good: check the sense wires on both its sides first."
    ),
    "contact_first": QT_TRANSLATE_NOOP(
        "BenchCheck",
        "Only the immediate part is higher, the cell recovers like the others: check busbar, weld, "
        "screw and sense wire first.",
    ),
    "check_tap_first": QT_TRANSLATE_NOOP(
        "BenchCheck", "Check its sense wire and busbar first; then it is the cell."
    ),
    "end_cell": QT_TRANSLATE_NOOP(
        "BenchCheck", "At the end of the pack: the main cable and its terminal are measured too."
    ),
}

METHOD = QT_TRANSLATE_NOOP(
    "BenchCheck",
    "Direct current resistance 10 s after the step of the current ({parts}), ΔU/ΔI, with the "
    "change of the rest voltage by the charge moved taken out. Compared with the Hodges-Lehmann "
    "mean of the other cells; outside = by more than {watch} % (watch) or {replace} % (replace) "
    "and by more than three times the uncertainty and the scatter of the others. Not comparable "
    "with 1 kHz impedance of a data sheet.",
)
PARTS_BOTH = QT_TRANSLATE_NOOP("BenchCheck", "load on and off, weighted")
PARTS_ON = QT_TRANSLATE_NOOP("BenchCheck", "load on alone")
PARTS_OFF = QT_TRANSLATE_NOOP("BenchCheck", "load off alone")
DOUBT = QT_TRANSLATE_NOOP(
    "BenchCheck",
    "What would change this verdict: another result after the sense wires, busbars and screws were "
    "checked; a second check at another load or temperature that ranks the cells differently; a "
    "capacity test.",
)
EVIDENCE = QT_TRANSLATE_NOOP(
    "BenchCheck",
    "{ohms} ± {sigma} mΩ, others {others} mΩ; ΔI {load} A, Δt 10 s, {celsius} °C, SOC {soc} %",
)


def remark_text(remark: Remark, translate: Translate = str) -> str:
    """Return a remark in words."""
    values = {
        key: ", ".join(map(str, value)) if isinstance(value, tuple | list) else value
        for key, value in remark.values.items()
    }
    return translate(REMARKS[remark.key]).format(**values)
