"""`python -m tests.bench [NAME...]`: runs tests/bench/bench_*.py, prints and keeps the table.

Each module has `def run() -> list[Row]` and asserts that both sides give equal values before it
times them. Only a run of all of them, or of one whole group ("desk", "server"), writes its table in
docs/benchmarks.md.
"""

import datetime
import importlib
import sys
from pathlib import Path

from tests.bench.table import Row, machine, markdown

HERE = Path(__file__).parent
DOCS = HERE.parents[1] / "docs" / "benchmarks.md"
OF_SERVER = frozenset(
    f"bench_{name}" for name in ("fleet", "ingest", "push", "rides", "rules", "sizing")
)


def groups() -> dict[str, list[str]]:
    """Names of the benchmark modules by group."""
    names = sorted(path.stem for path in HERE.glob("bench_*.py"))
    return {
        "desk": [name for name in names if name not in OF_SERVER],
        "server": [name for name in names if name in OF_SERVER],
    }


def modules(wanted: list[str]) -> list[str]:
    """Names of the benchmark modules that are named ("decode" or "bench_decode")."""
    names = [name for group in groups().values() for name in group]
    chosen = ["bench_" + name.removeprefix("bench_") for name in wanted]
    unknown = set(chosen) - set(names)
    if unknown:
        sys.exit(f"no such benchmark: {', '.join(sorted(unknown))}; there are {', '.join(names)}")
    return chosen


def write(group: str, rows: list[Row], missing: list[str]) -> None:
    """Put the table of a group between its markers of the page."""
    begin, end = f"<!-- {group}: begin -->", f"<!-- {group}: end -->"
    page = DOCS.read_text(encoding="utf-8")
    before, _, rest = page.partition(begin)
    _, _, after = rest.partition(end)
    day = datetime.datetime.now(datetime.UTC).date()
    parts = [f"{machine()}; {day}. A noisy shared machine: trust the ratios.", "", markdown(rows)]
    parts += ["", *(f"Not measured: {reason}." for reason in missing)] if missing else []
    text = "\n".join(parts)
    DOCS.write_text(f"{before}{begin}\n\n{text}\n\n{end}{after}", encoding="utf-8")
    print(f"written to docs/{DOCS.name}: {group}")


def measure(names: list[str]) -> tuple[list[Row], list[str]]:
    """Run modules; return their rows, and what could not be measured."""
    rows: list[Row] = []
    missing: list[str] = []
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
    return rows, missing


def main() -> int:
    """Run, print, keep; 1 when a goal was missed."""
    wanted, every = sys.argv[1:], groups()
    if wanted and not set(wanted) <= every.keys():
        rows, _ = measure(modules(wanted))
        return int(any(row.met is False for row in rows))
    is_missed = False
    for group in wanted or every:
        rows, missing = measure(every[group])
        write(group, rows, missing)
        is_missed |= any(row.met is False for row in rows)
    return int(is_missed)


if __name__ == "__main__":
    sys.exit(main())
