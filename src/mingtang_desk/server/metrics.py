"""Counters and gauges of the server, as Prometheus reads them."""

from collections import Counter
from collections.abc import Callable, Mapping

PREFIX = "mingtang_"
_MOST = 2000
"""Series that are kept; further ones are not counted, so that no caller can fill the memory."""

type _Labels = tuple[tuple[str, str], ...]


class Metrics:
    """What is counted. Each part counts what it does; `gauge` is asked when somebody looks."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, _Labels]] = Counter()
        self._gauges: dict[str, Callable[[], float]] = {}

    def count(self, name: str, by: float = 1, /, **labels: str) -> None:
        """Add to a counter; its name ends in `_total`, its labels have few values."""
        key = (name, tuple(sorted(labels.items())))
        if key in self._counts or len(self._counts) < _MOST:
            self._counts[key] += by  # type: ignore[assignment]

    def gauge(self, name: str, read: Callable[[], float]) -> None:
        """Show what a function returns when the page is asked for."""
        self._gauges[name] = read

    def value(self, name: str, /, **labels: str) -> float:
        """Return what a counter stands at."""
        return self._counts[name, tuple(sorted(labels.items()))]

    def text(self, further: Mapping[str, float] | None = None) -> str:
        """Return everything in the text format of Prometheus, 0.0.4."""
        lines: list[str] = []
        for name in sorted({name for name, _ in self._counts}):
            lines.append(f"# TYPE {PREFIX}{name} counter")
            lines += [
                f"{PREFIX}{name}{_labels(labels)} {count:g}"
                for (each, labels), count in sorted(self._counts.items())
                if each == name
            ]
        gauges = {name: read() for name, read in self._gauges.items()} | dict(further or {})
        for name, value in sorted(gauges.items()):
            lines += [f"# TYPE {PREFIX}{name} gauge", f"{PREFIX}{name} {value:.17g}"]
        return "\n".join(lines) + "\n"


def _labels(labels: _Labels) -> str:
    if not labels:
        return ""
    return "{" + ",".join(f'{name}="{_escaped(value)}"' for name, value in labels) + "}"


def _escaped(value: str) -> str:
    return value.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
