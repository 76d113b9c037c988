"""The page of a bench check: verdict, conditions, ranking, method, and what would change it."""

from collections.abc import Mapping, Sequence

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.diagnosis.bench_json import method
from mingtang_desk.diagnosis.bench_reading import Grade
from mingtang_desk.diagnosis.bench_stored import StoredCell, StoredCheck
from mingtang_desk.diagnosis.bench_texts import CONTEXT, DOUBT, GRADES
from mingtang_desk.reports import html
from mingtang_desk.reports.html import Markup
from mingtang_desk.reports.words import MISSING, Words, english, moment, number

PICTURE = "desk:sag"
PICTURE_SIZE = (520, 150)

TITLE = QT_TRANSLATE_NOOP("Report", "Bench check")
PACK = QT_TRANSLATE_NOOP("Report", "Pack")
ID = QT_TRANSLATE_NOOP("Report", "Id")
TIME = QT_TRANSLATE_NOOP("Report", "Time")
BY = QT_TRANSLATE_NOOP("Report", "By")
LOAD = QT_TRANSLATE_NOOP("Report", "Load")
LOAD_VALUE = QT_TRANSLATE_NOOP("Report", "{amps} for {seconds}")
TEMPERATURE = QT_TRANSLATE_NOOP("Report", "Temperature")
SOC = QT_TRANSLATE_NOOP("Report", "State of charge")
WEAK = QT_TRANSLATE_NOOP("Report", "Cell {number}: {grade}")
NONE_WEAK = QT_TRANSLATE_NOOP("Report", "No cell is outside the band of the others")
NOT_JUDGED = QT_TRANSLATE_NOOP("Report", "No cell could be judged")
PARTLY = QT_TRANSLATE_NOOP("Report", "No cell found outside; {count} could not be judged")
COLUMNS = (
    QT_TRANSLATE_NOOP("Report", "Rank"),
    QT_TRANSLATE_NOOP("Report", "Cell"),
    QT_TRANSLATE_NOOP("Report", "Resistance"),
    QT_TRANSLATE_NOOP("Report", "to the others"),
    QT_TRANSLATE_NOOP("Report", "Sag"),
    QT_TRANSLATE_NOOP("Report", "Recovered"),
    QT_TRANSLATE_NOOP("Report", "Grade"),
)
REMARKS = QT_TRANSLATE_NOOP("Report", "Remarks")
OF_CELL = QT_TRANSLATE_NOOP("Report", "Cell {number}: {text}")
METHOD = QT_TRANSLATE_NOOP("Report", "Method")


def verdict_words(check: StoredCheck, words: Words = english) -> str:
    """Return what came out, in one line."""
    if check.weak_cell is not None:
        named = next((cell for cell in check.cells if cell.number == check.weak_cell), None)
        grade = check.grade if named is None else named.grade
        told = words(CONTEXT, GRADES[grade])
        return words("Report", WEAK).format(number=check.weak_cell, grade=told)
    unknown = sum(cell.grade is Grade.NOT_ENOUGH_DATA for cell in check.cells)
    if unknown == len(check.cells):
        return words("Report", NOT_JUDGED)
    if unknown:
        return words("Report", PARTLY).format(count=unknown)
    return words("Report", NONE_WEAK)


def remark_lines(check: StoredCheck, words: Words = english) -> list[str]:
    """Return every remark, those of cells by rank first."""
    found = [
        words("Report", OF_CELL).format(number=cell.number, text=remark.words(_bench(words)))
        for cell in check.ranked
        for remark in cell.remarks
    ]
    return [*found, *(note.words(_bench(words)) for note in check.notes)]


def bench_blocks(
    check: StoredCheck, body: Mapping[str, object], words: Words = english, *, short: bool = False
) -> list[Markup]:
    """Return the blocks of a check; `short` leaves out what a job's page has no room for."""
    blocks = [
        html.paragraph(html.strong(verdict_words(check, words), html.COLOURS[check.grade.value])),
        html.pairs(_conditions(check, body, words, short=short), columns=2),
    ]
    if check.curve_t_s and not short:
        blocks.append(html.picture(PICTURE, *PICTURE_SIZE))
    shown = [cell for cell in check.ranked if not short or cell.grade is not Grade.OK]
    if shown:
        blocks.append(_ranking(shown, check, words))
    remarks = remark_lines(check, words)
    if remarks:
        blocks.append(html.heading(words("Report", REMARKS)))
        blocks.append(html.lines(html.text(line) for line in remarks))
    if not short:
        blocks += [
            html.heading(words("Report", METHOD)),
            html.paragraph(html.muted(method(check.steps, _bench(words)))),
            html.paragraph(html.muted(words(CONTEXT, DOUBT))),
        ]
    return blocks


def bench_page(
    check: StoredCheck, body: Mapping[str, object], words: Words = english, *, language: str = "en"
) -> str:
    """Return the page of a check."""
    head = html.title(words("Report", TITLE), moment(body.get("time")))
    return html.page([head, *bench_blocks(check, body, words)], language=language)


def device_of(body: Mapping[str, object]) -> tuple[str, str]:
    """Return name and id of the pack in a kept check or readout, "" where they are not known."""
    device = body.get("device")
    if not isinstance(device, Mapping):
        return "", ""
    name, number = device.get("name"), device.get("id")
    return (name if isinstance(name, str) else ""), (number if isinstance(number, str) else "")


def _conditions(
    check: StoredCheck, body: Mapping[str, object], words: Words, *, short: bool
) -> Sequence[tuple[str, Markup]]:
    name, number_of = device_of(body)
    who = body.get("who")
    load = words("Report", LOAD_VALUE).format(
        amps=number(check.load_a, 2, "A", sign=True), seconds=number(check.load_s, 0, "s")
    )
    rows: tuple[tuple[str, str], ...] = (
        (LOAD, load),
        (TEMPERATURE, number(check.temperature_c, 1, "°C")),
        (SOC, number(check.soc_pct, 0, "%")),
        (BY, who if isinstance(who, str) else ""),
    )
    if not short:
        pack = (PACK, name), (ID, number_of if number_of != name else "")
        rows = (*pack, *rows, (TIME, moment(body.get("time"))))
    return [(words("Report", name), html.text(value)) for name, value in rows if value]


def _ranking(shown: Sequence[StoredCell], check: StoredCheck, words: Words) -> Markup:
    highest = max((cell.resistance_mohm or 0.0 for cell in check.cells), default=0.0) or 1.0
    head = [words("Report", name) for name in COLUMNS]
    head.insert(3, "")
    rows = []
    for cell in shown:
        colour = html.COLOURS[cell.grade.value]
        ohms = number(cell.resistance_mohm, 3)
        if cell.uncertainty_mohm is not None:
            ohms += f" ± {cell.uncertainty_mohm:.3f} mΩ"
        ratio = MISSING if cell.ratio is None else number((cell.ratio - 1) * 100, 0, "%", sign=True)
        rows.append(
            (
                html.text(MISSING if cell.rank is None else str(cell.rank)),
                html.text(str(cell.number)),
                html.text(ohms),
                html.bar((cell.resistance_mohm or 0.0) / highest, colour),
                html.text(ratio),
                html.text(number(cell.sag_mv, 0, "mV")),
                html.text(number(cell.recovered_mv, 0, "mV")),
                html.strong(words(CONTEXT, GRADES[cell.grade]), colour),
            )
        )
    return html.table(head, rows, right="rrrlrrrl")


def _bench(words: Words) -> "_OfBench":
    return _OfBench(words)


class _OfBench:
    """Translates the texts of the check itself."""

    def __init__(self, words: Words) -> None:
        self._words = words

    def __call__(self, text: str) -> str:
        return self._words(CONTEXT, text)
