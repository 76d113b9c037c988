"""Rows of a ride for the tests."""

from datetime import UTC, datetime, timedelta

from mingtang_desk.sim.tracker.rows import Row

START = datetime(2026, 11, 20, 8, 0, 0, tzinfo=UTC)


def row_at(second: int, *, lat: float = 22.54, lon: float = 114.05, **changes: object) -> Row:
    """Return a row some seconds after the start, a few metres further each second."""
    values: dict[str, object] = {
        "when": START + timedelta(seconds=second),
        "lat": lat + second * 1e-5,
        "lon": lon,
        "speed_kmh": 4.0,
        "satellites": 11,
    }
    return Row(**(values | changes))  # type: ignore[arg-type]
