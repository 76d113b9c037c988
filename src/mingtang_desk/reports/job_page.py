"""The page of a repair job: customer, complaint, readings before and after, work, parts."""

from collections.abc import Mapping, Sequence

from mingtang_desk.core.errors import UsageError
from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.device.calibration import RULES, Target, parse_target
from mingtang_desk.device.calibration_record import target_words
from mingtang_desk.device.catalogue import SETTINGS
from mingtang_desk.device.catalogue.controls import CONTROLS
from mingtang_desk.device.catalogue.counters import COUNTERS
from mingtang_desk.device.catalogue.events import FAULTS, PROTECTIONS
from mingtang_desk.device.roles import CLASS_NAMES, WriteClass
from mingtang_desk.diagnosis.bench_stored import stored_check
from mingtang_desk.reports import html
from mingtang_desk.reports.bench_page import bench_blocks, device_of
from mingtang_desk.reports.html import Markup
from mingtang_desk.reports.job import RAW, Change, Job, settings_changed, total
from mingtang_desk.reports.words import MISSING, Words, english, moment, number

TITLE = QT_TRANSLATE_NOOP("Report", "Repair job")
CUSTOMER = QT_TRANSLATE_NOOP("Report", "Customer")
CONTACT = QT_TRANSLATE_NOOP("Report", "Contact")
NUMBER = QT_TRANSLATE_NOOP("Report", "Job number")
DEVICE = QT_TRANSLATE_NOOP("Report", "Device")
STATUS = QT_TRANSLATE_NOOP("Report", "Status")
OPEN, CLOSED = QT_TRANSLATE_NOOP("Report", "open"), QT_TRANSLATE_NOOP("Report", "closed")
COMPLAINT = QT_TRANSLATE_NOOP("Report", "Complaint")
WORK = QT_TRANSLATE_NOOP("Report", "Work done")
READINGS = QT_TRANSLATE_NOOP("Report", "Readings")
BEFORE, AFTER = QT_TRANSLATE_NOOP("Report", "Before"), QT_TRANSLATE_NOOP("Report", "After")
WRITTEN = QT_TRANSLATE_NOOP("Report", "Written to the board")
DIFFERS = QT_TRANSLATE_NOOP("Report", "Settings that differ")
PARTS = QT_TRANSLATE_NOOP("Report", "Parts")
CHECK = QT_TRANSLATE_NOOP("Report", "Bench check, {time}")
WHAT = (
    QT_TRANSLATE_NOOP("Report", "What"),
    QT_TRANSLATE_NOOP("Report", "Old"),
    QT_TRANSLATE_NOOP("Report", "New"),
    QT_TRANSLATE_NOOP("Report", "Result"),
)
PART = (
    QT_TRANSLATE_NOOP("Report", "Part"),
    QT_TRANSLATE_NOOP("Report", "Count"),
    QT_TRANSLATE_NOOP("Report", "Price"),
    QT_TRANSLATE_NOOP("Report", "Sum"),
)
TOTAL = QT_TRANSLATE_NOOP("Report", "Total")
NOTHING = QT_TRANSLATE_NOOP("Report", "none")
SIGNATURE = QT_TRANSLATE_NOOP("Report", "Date, signature")
STATES: Mapping[str, str] = {
    "applied": QT_TRANSLATE_NOOP("Report", "applied"),
    "clamped": QT_TRANSLATE_NOOP("Report", "clamped"),
    "refused": QT_TRANSLATE_NOOP("Report", "refused"),
    "unknown": QT_TRANSLATE_NOOP("Report", "unknown"),
}
type _Figure = tuple[str, int, str]

_FIGURES: tuple[tuple[str, tuple[_Figure, ...]], ...] = (
    (
        QT_TRANSLATE_NOOP("Report", "Voltage, current"),
        (("pack_v", 2, "V"), ("current_a", 2, "A")),
    ),
    (
        QT_TRANSLATE_NOOP("Report", "Charge, remaining, full"),
        (("soc_pct", 0, "%"), ("remaining_ah", 2, "Ah"), ("full_ah", 2, "Ah")),
    ),
    (QT_TRANSLATE_NOOP("Report", "Health as the board says"), (("soh_pct", 0, "%"),)),
    (QT_TRANSLATE_NOOP("Report", "Cycles"), (("cycles", 0, ""),)),
    (
        QT_TRANSLATE_NOOP("Report", "Highest, lowest cell, difference"),
        (("cell_max_v", 3, "V"), ("cell_min_v", 3, "V"), ("cell_delta_v", 3, "V")),
    ),
)
_SUMS = ("chg_protection", "dsg_protection")
"""Counters that are the sum of others."""
_CELLS = QT_TRANSLATE_NOOP("Report", "Cells")
_WARMEST = QT_TRANSLATE_NOOP("Report", "Temperatures")
_ACTING = QT_TRANSLATE_NOOP("Report", "Protections and faults")
_FIRED = QT_TRANSLATE_NOOP("Report", "Protections counted")
_TAKEN = QT_TRANSLATE_NOOP("Report", "Read at")


def job_page(job: Job, words: Words = english, *, language: str = "en") -> str:
    """Return the page; what is empty is left out, but never the name of the customer."""

    def tr(text: str) -> str:
        return words("Report", text)

    status = tr(OPEN if job.is_open else CLOSED)
    blocks = [html.title(tr(TITLE), " · ".join(filter(None, (job.number, status))))]
    who = [(CUSTOMER, job.customer), (CONTACT, job.contact), (DEVICE, _device(job))]
    blocks.append(
        html.pairs([(tr(name), html.text(value or MISSING)) for name, value in who], columns=2)
    )
    for name, told in ((COMPLAINT, job.complaint), (WORK, job.work)):
        if told.strip():
            blocks += [html.heading(tr(name)), html.paragraph(html.text(told.strip()))]
    blocks += _parts(job, words)
    blocks += _readings(job, words)
    blocks += _changes(job, words)
    for body in job.checks:
        check = stored_check(body)
        if check is not None:
            blocks.append(html.heading(tr(CHECK).format(time=moment(body.get("time")))))
            blocks += bench_blocks(check, body, words, short=True)
    blocks.append(html.paragraph(html.muted(f"\n\n{tr(SIGNATURE)}  {'_' * 40}")))
    return html.page(blocks, language=language)


def change_line(change: Change, words: Words = english) -> str:
    """Return one change of the journal in a line."""
    name, old, new = _name(change.key, words), _value(change.key, change.old), change.new
    state = words("Report", STATES.get(change.state, change.state))
    return f"{moment(change.time)}  {name}: {old} → {_value(change.key, new)} ({state})"


def reading_rows(
    before: Mapping[str, object] | None, after: Mapping[str, object] | None, words: Words = english
) -> list[tuple[str, str, str]]:
    """Return name, figure before and figure after, of what at least one of them has."""
    rows = [(words("Report", _TAKEN), _taken(before), _taken(after))]
    for label, figures in _FIGURES:
        one, other = (_figures(_of(reading, "sample"), figures) for reading in (before, after))
        rows.append((words("Report", label), one, other))
    for label, tell in (
        (_CELLS, _cells),
        (_WARMEST, _temperatures),
        (_ACTING, _acting),
        (_FIRED, _fired),
    ):
        rows.append((words("Report", label), tell(before, words), tell(after, words)))
    return [row for row in rows if row[1:] != (MISSING, MISSING)]


def _device(job: Job) -> str:
    if job.device:
        return job.device
    for reading in (job.before, job.after):
        name, number_of = device_of(reading or {})
        if name or number_of:
            return " · ".join(dict.fromkeys(filter(None, (name, number_of))))
    return ""


def _readings(job: Job, words: Words) -> list[Markup]:
    if job.before is None and job.after is None:
        return []
    head = ("", words("Report", BEFORE), words("Report", AFTER))
    rows = reading_rows(job.before, job.after, words)
    body = [(html.muted(name), html.text(one), html.text(other)) for name, one, other in rows]
    return [html.heading(words("Report", READINGS)), html.table(head, body)]


def _changes(job: Job, words: Words) -> list[Markup]:
    blocks: list[Markup] = []
    head = [words("Report", name) for name in WHAT]
    if job.changes:
        rows = [
            tuple(
                map(
                    html.text,
                    (
                        _name(change.key, words),
                        _value(change.key, change.old),
                        _value(change.key, change.new),
                        words("Report", STATES.get(change.state, change.state)),
                    ),
                )
            )
            for change in job.changes
        ]
        blocks += [html.heading(words("Report", WRITTEN)), html.table(head, rows)]
    written = {change.key for change in job.changes}
    others = [row for row in settings_changed(job) if row[0] not in written]
    if others:
        rows = [
            tuple(map(html.text, (_name(key, words), _value(key, old), _value(key, new))))
            for key, old, new in others
        ]
        blocks += [html.heading(words("Report", DIFFERS)), html.table(head[:3], rows)]
    return blocks


def _parts(job: Job, words: Words) -> list[Markup]:
    used = [part for part in job.parts if part.name.strip()]
    if not used:
        return []
    rows: list[Sequence[Markup]] = []
    for part in used:
        price = f"{part.price} {job.currency}".strip() if part.price.strip() else MISSING
        both = MISSING if part.sum is None else f"{part.sum:.2f} {job.currency}".strip()
        rows.append(tuple(map(html.text, (part.name, str(part.count), price, both))))
    whole = total(used)
    if whole is not None and len(used) > 1:
        told = f"{whole:.2f} {job.currency}".strip()
        rows.append((html.strong(words("Report", TOTAL)), *map(html.text, ("", "", told))))
    head = [words("Report", name) for name in PART]
    return [html.heading(words("Report", PARTS)), html.table(head, rows, right="lrrr")]


def _figures(sample: Mapping[str, object], figures: Sequence[_Figure]) -> str:
    told = [number(sample.get(key), digits, unit) for key, digits, unit in figures]
    return ", ".join(one for one in told if one != MISSING) or MISSING


def _taken(reading: Mapping[str, object] | None) -> str:
    return MISSING if reading is None else moment(reading.get("time"))


def _of(reading: Mapping[str, object] | None, part: str) -> Mapping[str, object]:
    found = None if reading is None else reading.get(part)
    return found if isinstance(found, Mapping) else {}


def _cells(reading: Mapping[str, object] | None, _: Words) -> str:
    volts = _of(reading, "sample").get("cell_v")
    if not isinstance(volts, list) or not volts:
        return MISSING
    return "  ".join(number(v, 3) for v in volts) + " V"


def _temperatures(reading: Mapping[str, object] | None, _: Words) -> str:
    sensors = _of(reading, "sample").get("temperatures")
    if not isinstance(sensors, list):
        return MISSING
    told = [number(s.get("c"), 1) for s in sensors if isinstance(s, Mapping)]
    known = [one for one in told if one != MISSING]
    return f"{'  '.join(known)} °C" if known else MISSING


def _acting(reading: Mapping[str, object] | None, words: Words) -> str:
    sample = _of(reading, "sample")
    if not sample:
        return MISSING
    found = []
    for part, names in (("protections", PROTECTIONS), ("faults", FAULTS)):
        keys = sample.get(part)
        if isinstance(keys, list):
            found += [words("Event", names.get(str(key), str(key))) for key in keys]
    return ", ".join(found) or words("Report", NOTHING)


def _fired(reading: Mapping[str, object] | None, words: Words) -> str:
    counts = _of(reading, "counters")
    if not counts:
        return MISSING
    told = [
        f"{words('Counter', spec.label)} {counts[spec.key]}"
        for spec in COUNTERS
        if counts.get(spec.key) and spec.key not in _SUMS
    ]
    return ", ".join(told) or words("Report", NOTHING)


def _name(key: str, words: Words) -> str:
    spec = SETTINGS.get(key)
    if spec is not None:
        return words("Setting", spec.label)
    if key == RAW:
        return words("Role", CLASS_NAMES[WriteClass.RAW])
    control = next((row for row in CONTROLS if row.action.value == key), None)
    if control is not None:
        return words("Control", control.label)
    target = _target(key)
    return key if target is None else target_words(target, lambda text: words("Calibration", text))


def _target(key: str) -> Target | None:
    """Return what an entry of a calibration is about, None for any other; undone ones too."""
    try:
        return parse_target(key.removesuffix(".correction"))
    except UsageError:
        return None


def _value(key: str, value: object) -> str:
    if value is None:
        return MISSING
    if isinstance(value, bool):
        return "on" if value else "off"
    spec, target = SETTINGS.get(key), _target(key)
    if target is not None and target.key == key:
        rule = RULES[target.kind]
        return number(value, rule.decimals, rule.unit)
    if spec is None or not isinstance(value, int | float):
        return str(value)
    return number(value, spec.decimals, spec.unit)
