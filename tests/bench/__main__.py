"""`python -m tests.bench [NAME...]`: runs tests/bench/bench_*.py, prints and keeps the table.

Each module has `def run() -> list[Row]` and asserts that both sides give equal values before it
times them. Only a run of all of them writes docs/benchmarks.md.
"""

import datetime
import importlib
import sys
from pathlib import Path

from tests.bench.table import Row, machine, markdown

HERE = Path(__file__).parent
DOCS = HERE.parents[1] / "docs" / "benchmarks.md"
BEGIN, END = "<!-- table: begin -->", "<!-- table: end -->"


def modules(wanted: list[str]) -> list[str]:
    """Names of the benchmark modules, all or those named ("decode" or "bench_decode")."""
    names = sorted(path.stem for path in HERE.glob("bench_*.py"))
    if not wanted:
        return names
    chosen = ["bench_" + name.removeprefix("bench_") for name in wanted]
    unknown = set(chosen) - set(names)
    if unknown:
        sys.exit(f"no such benchmark: {', '.join(sorted(unknown))}; there are {', '.join(names)}")
    return chosen


def write(rows: list[Row], missing: list[str]) -> None:
    """Put the table between the markers of the page."""
    page = DOCS.read_text(encoding="utf-8")
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    day = datetime.datetime.now(datetime.UTC).date()
    parts = [f"{machine()}; {day}. A noisy shared machine: trust the ratios.", "", markdown(rows)]
    parts += ["", *(f"Not measured: {reason}." for reason in missing)] if missing else []
    text = "\n".join(parts)
    DOCS.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{after}", encoding="utf-8")


def main() -> int:
    """Run, print, keep; 1 when a goal was missed."""
    rows: list[Row] = []
    missing: list[str] = []
    names = modules(sys.argv[1:])
    for name in names:
        print(f"{name} ...", file=sys.stderr, flush=True)
        try:
            rows += importlib.import_module(f"tests.bench.{name}").run()
        except (ImportError, OSError) as error:
            missing.append(f"{name.removeprefix('bench_')} ({error})")
    print(machine())
    print(markdown(rows))
    for reason in missing:
        print(f"not measured: {reason}")
    if not sys.argv[1:]:
        write(rows, missing)
        print(f"written to docs/{DOCS.name}")
    return int(any(row.met is False for row in rows))


if __name__ == "__main__":
    sys.exit(main())
