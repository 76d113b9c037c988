"""A bench check as a table for a spreadsheet."""

import csv
import io
from collections.abc import Mapping

from mingtang_desk.core.spreadsheet import plain_cell
from mingtang_desk.diagnosis.bench_stored import StoredCheck
from mingtang_desk.reports.bench_page import device_of

HEAD = (
    *("rank", "cell", "resistance_mohm", "uncertainty_mohm", "others_mohm", "ratio"),
    *("sag_mv", "recovered_mv", "left_mv", "grade", "remarks"),
)


def bench_csv(check: StoredCheck, body: Mapping[str, object]) -> str:
    """Return the table; its first lines, behind #, say of which pack and how it was measured."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    name, number = device_of(body)
    for key, value in (
        ("pack", name),
        ("id", number),
        ("time", body.get("time")),
        ("load_a", check.load_a),
        ("load_s", check.load_s),
        ("temperature_c", check.temperature_c),
        ("soc_pct", check.soc_pct),
    ):
        shown = "" if value is None else " ".join(str(value).split())
        table.writerow((f"# {key}: {shown}",))
    table.writerow(HEAD)
    for cell in check.ranked:
        table.writerow(
            (
                cell.rank,
                cell.number,
                cell.resistance_mohm,
                cell.uncertainty_mohm,
                cell.others_mohm,
                cell.ratio,
                cell.sag_mv,
                cell.recovered_mv,
                cell.left_mv,
                cell.grade.value,
                plain_cell(" ".join(remark.words() for remark in cell.remarks)),
            )
        )
    return out.getvalue()
